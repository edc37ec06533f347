"""Annotated articles: text with the figures a careful reader finds marked in place, so that a person can mend them.

A file holds a YAML head between ``---`` lines and the text below it. A figure is marked ``[[quote || key=value …]]``;
the marks are taken out to give the text, and the quote's offsets refer to what is left. Everything unmarked is no
figure.
Awards overlap figures, so they stand in the head with their quotes.
"""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import yaml

_MARK_RE = re.compile(r"\[\[(?P<quote>.*?)\|\|(?P<fields>.*?)\]\]", re.DOTALL)
Form = Literal["NFC", "NFD"]

_NUMBERS = ("value", "reference", "percent", "upper")
_CHOICES = {
    "qualifier": ("exact", "approx", "at_least", "at_most"),
    "kind": ("target", "result"),
    "change": ("increase", "decrease", "exceed"),
    "measure": ("count", "money", "percent", "ratio", "other"),
    "tier": ("core", "peripheral"),
}
_TEXTS = (
    "period",
    "indicator",
    "unit",
    "unit_word",
    "topic",
    "period_alt",
    "indicator_alt",
    "kind_alt",
    "qualifier_alt",
    "change_alt",
)
_PERIOD_RE = re.compile(
    r"\d{4}(-(H[12]|Q[1-4]|M(0[1-9]|1[0-2])|(0[1-9]|1[0-2])|\d{4}))?|SY\d{4}-\d{4}"
    r"|\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d|\d{4}/\d{4}-Q[1-4]|none"
)


class AnnotationError(ValueError):
    """A file that does not follow the markup; the message names the file and the mark."""


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """One document with its figures and awards in the fields the scorers compare."""

    doc_id: str
    text: str
    title: str | None
    published_at: str | None
    figures: tuple[dict[str, Any], ...]
    awards: tuple[dict[str, Any], ...] = ()
    about: str = field(default="")
    """What the document is there to try."""


def read_folder(folder: Path) -> list[AnnotatedArticle]:
    """Every annotated article of a folder, by name. Raises ``AnnotationError``."""
    return [read_annotated(path.read_text(encoding="utf-8"), path.stem) for path in sorted(folder.glob("*.md"))]


def read_annotated(content: str, doc_id: str) -> AnnotatedArticle:
    """One annotated article. Raises ``AnnotationError``."""
    parts = re.split(r"^---\s*$\n?", content, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0].strip():
        raise AnnotationError(f"{doc_id}: begin the file with a YAML head between two lines of ---")
    head = yaml.safe_load(parts[1]) or {}
    form: Form = "NFD" if head.get("unicode") == "nfd" else "NFC"
    text, figures = _without_marks(unicodedata.normalize(form, parts[2].strip("\n")), doc_id, head.get("period"))
    awards = [_award(award, text, doc_id, form) for award in head.get("awards") or ()]
    published = head.get("published_at")
    return AnnotatedArticle(
        doc_id=doc_id,
        text=text,
        title=head.get("title"),
        published_at=str(published) if published else None,
        figures=tuple(figures),
        awards=tuple(awards),
        about=str(head.get("about") or ""),
    )


def _without_marks(marked: str, doc_id: str, period: object) -> tuple[str, list[dict[str, Any]]]:
    pieces: list[str] = []
    figures: list[dict[str, Any]] = []
    position = length = 0
    for match in _MARK_RE.finditer(marked):
        plain, quote = marked[position : match.start()], match["quote"].strip()
        start = length + len(plain)
        figures.append(
            {"doc_id": doc_id, "start": start, "end": start + len(quote), "quote": quote}
            | dict(_fields(match["fields"], f"{doc_id}: {quote[:60]!r}", period))
        )
        pieces += [plain, quote]
        position, length = match.end(), start + len(quote)
    pieces.append(marked[position:])
    text = "".join(pieces)
    if "[[" in text or "]]" in text or "||" in text:
        raise AnnotationError(f"{doc_id}: a mark is not closed near {text[max(0, text.find('||') - 40) :][:80]!r}")
    return text, figures


def _fields(printed: str, where: str, period: object) -> Iterator[tuple[str, Any]]:
    given: dict[str, str] = {}
    for part in shlex.split(unicodedata.normalize("NFC", printed)):
        key, separator, value = part.partition("=")
        if not separator or key in given:
            raise AnnotationError(f"{where}: {part!r} is not a key=value of its own")
        given[key] = value
    if unknown := set(given) - set(_NUMBERS) - set(_CHOICES) - set(_TEXTS):
        raise AnnotationError(f"{where}: unknown {sorted(unknown)}")
    if "value" not in given and "percent" not in given:
        raise AnnotationError(f"{where}: a figure has a value or a percent")
    for name in _NUMBERS:
        yield name, Decimal(given[name]) if name in given else None
    for name, choices in _CHOICES.items():
        if name in given and given[name] not in choices:
            raise AnnotationError(f"{where}: {name}={given[name]} is none of {choices}")
    yield "qualifier", given.get("qualifier", "exact")
    yield "kind", given.get("kind", "result")
    yield "change", given.get("change")
    said = given.get("period", str(period) if period else "none")
    if not _PERIOD_RE.fullmatch(said):
        raise AnnotationError(f"{where}: period={said} is not written as a period code")
    yield "period", None if said == "none" else said
    for name in ("measure", "tier", *_TEXTS[1:]):
        if name in given:
            yield name, given[name]


def _award(award: dict[str, Any], text: str, doc_id: str, form: Form) -> dict[str, Any]:
    quote = unicodedata.normalize(form, str(award["quote"]))
    start = text.find(quote)
    if start < 0 or text.find(quote, start + 1) >= 0:
        raise AnnotationError(f"{doc_id}: the award's quote {quote[:60]!r} must stand in the text exactly once")
    if award.get("type") not in ("award", "rating", "role"):
        raise AnnotationError(f"{doc_id}: type of {quote[:60]!r} must be award, rating or role")
    return {
        "doc_id": doc_id,
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "event_type": award["type"],
        **{name: award.get(name) for name in ("recipient", "award", "giver", "presenter", "same_as")},
        "year": str(award["year"]) if award.get("year") else None,
        "count": award.get("count"),
    }
