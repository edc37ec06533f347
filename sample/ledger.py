"""The ledger of a sample: every printed figure, every planted fault, and the truth behind them.

``ledger.json`` holds one list a kind of entry. Entries are written as they come, so a federation of any size needs
no more memory than a small one.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import MISSING, dataclass, fields
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

NAME = "ledger.json"


class Section(StrEnum):
    DOCUMENTS = "documents"
    FIGURES = "figures"
    AWARDS = "awards"
    FAULTS = "faults"
    TRUTHS = "truths"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDocument:
    """One workbook or article. Grain: file x member."""

    file: str
    """Path below the home folder."""
    member: str = ""
    source_kind: str
    office_code: str | None
    unit_code: str | None
    period_code: str | None
    layout: str | None
    status: str = "loaded"
    """``quarantined`` where nothing can be read from it."""
    fault: str | None = None
    rules: tuple[str, ...] = ()
    answer: str | None = None
    """``waits``: its period is closed, it counts nowhere; ``withdraw``: sent by mistake, for somebody to take back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedFigure:
    """A number with its base and percentage as printed, in base units. Grain: one table row or one clause."""

    file: str
    member: str = ""
    source_kind: str
    locator: str | None = None
    """Of a workbook: the cell of the result, ``Sheet1!E10``."""
    quote: str | None = None
    """Of an article: the clause, as it stands in the text."""
    number_text: str
    unit_code: str | None
    indicator_code: str | None
    period_code: str | None
    """Null where the article names none for it."""
    scope: str | None = None
    kind: str = "result"
    r: Decimal | None
    t: Decimal | None = None
    p: Decimal | None = None
    qualifier: str = "exact"
    is_control_total: bool = False
    rules: tuple[str, ...] = ()
    """The rules that must flag it; others may follow from it where another source is compared."""
    fault: str | None = None
    comparison: str | None = None
    """Of an article written to be compared: ``agrees``, or the reason it differs from the workbooks."""
    true_r: Decimal | None = None
    true_t: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedAward:
    """An award, a rating or a role told in an article."""

    file: str
    member: str = ""
    event_type: str
    recipient_code: str | None
    award: str
    giver_code: str | None
    year: str
    count: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFact:
    """What is so. Grain: unit x indicator x period x scope; ``r`` of a share is its percentage."""

    unit_code: str
    indicator_code: str
    period_code: str
    scope: str | None = None
    r: Decimal
    t: Decimal | None


Entry = PrintedDocument | PrintedFigure | PrintedAward | TrueFact


class LedgerWriter:
    """Collects entries beside the sample; ``ledger.json`` is put in place when the ``with`` block ends well."""

    def __init__(self, home: Path, parameters: Mapping[str, Any]) -> None:
        self.path = home / NAME
        self._parameters = parameters
        self._counts: Counter[str] = Counter()
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(dir=self.path.parent, prefix=".ledger-")))
        self._files: dict[Section, IO[str]] = {
            section: self._stack.enter_context((folder / section).open("w+", encoding="utf-8")) for section in Section
        }
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._stack:
            if kind is None:
                self._write()

    def add(self, entry: Entry) -> None:
        """Record an entry; a figure or document with a fault is listed among the faults too."""
        match entry:
            case PrintedDocument():
                self._append(Section.DOCUMENTS, entry)
                self._counts[f"{entry.source_kind} {entry.status}"] += 1
            case PrintedFigure():
                self._append(Section.FIGURES, entry)
            case PrintedAward():
                self._append(Section.AWARDS, entry)
            case TrueFact():
                self._append(Section.TRUTHS, entry)
        if isinstance(entry, PrintedDocument | PrintedFigure) and entry.fault:
            self._append(Section.FAULTS, entry)
            self._counts[f"fault {entry.fault}"] += 1

    def _append(self, section: Section, entry: Entry) -> None:
        self._counts[section] += 1
        separator = ",\n" if self._counts[section] > 1 else ""
        self._files[section].write(separator + _ENCODER.encode(_told(entry)))

    def _write(self) -> None:
        with self.path.open("w", encoding="utf-8") as out:
            out.write('{"parameters": ' + json.dumps(self._parameters, ensure_ascii=False, sort_keys=True))
            out.write(',\n"counts": ' + json.dumps(dict(sorted(self._counts.items())), ensure_ascii=False))
            for section, file in self._files.items():
                file.seek(0)
                out.write(f',\n"{section}": [\n')
                shutil.copyfileobj(file, out)
                out.write("\n]")
            out.write("\n}\n")


@dataclass(frozen=True)
class Ledger:
    """The ledger of a written sample, read from its file when first asked."""

    path: Path

    @cached_property
    def _content(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8"))
        return content

    @property
    def counts(self) -> dict[str, int]:
        return dict(self._content["counts"])

    @property
    def documents(self) -> tuple[PrintedDocument, ...]:
        return tuple(PrintedDocument(**_typed(PrintedDocument, row)) for row in self._content[Section.DOCUMENTS])

    @property
    def figures(self) -> tuple[PrintedFigure, ...]:
        return tuple(PrintedFigure(**_typed(PrintedFigure, row)) for row in self._content[Section.FIGURES])

    @property
    def awards(self) -> tuple[PrintedAward, ...]:
        return tuple(PrintedAward(**_typed(PrintedAward, row)) for row in self._content[Section.AWARDS])

    @property
    def truths(self) -> tuple[TrueFact, ...]:
        return tuple(TrueFact(**_typed(TrueFact, row)) for row in self._content[Section.TRUTHS])

    def faults(self) -> Iterator[PrintedDocument | PrintedFigure]:
        """Figures and documents with a planted fault, in the order they were written."""
        for row in self._content[Section.FAULTS]:
            kind = PrintedFigure if "number_text" in row else PrintedDocument
            yield kind(**_typed(kind, row))


_ENCODER = json.JSONEncoder(ensure_ascii=False)
_NUMBERS = frozenset({"r", "t", "p", "true_r", "true_t"})
_NAMES = {
    kind: tuple(field.name for field in fields(kind))
    for kind in (PrintedDocument, PrintedFigure, PrintedAward, TrueFact)
}


def _told(entry: Entry) -> dict[str, object]:
    """The entry's fields that say something; numbers as plain digits."""
    told = {name: getattr(entry, name) for name in _NAMES[type(entry)]}
    return {name: _plain(value) for name, value in told.items() if value is not None and value not in ("", ())}


def _plain(value: object) -> object:
    return format(value, "f") if isinstance(value, Decimal) else value


def _typed(kind: type[Entry], row: Mapping[str, Any]) -> dict[str, Any]:
    required = {field.name: None for field in fields(kind) if field.default is MISSING}
    return required | {name: _value(name, value) for name, value in row.items()}


def _value(name: str, value: Any) -> Any:
    if name == "rules":
        return tuple(value)
    return Decimal(value) if name in _NUMBERS else value
