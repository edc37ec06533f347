"""Corrections of figures: by the data team in ``figure_corrections.csv``, and by offices in their answers.

A line names a figure by its place (``path``, ``member`` of an archive or a JSONL, ``locator``) or by what it states
(``figure_key``: ``unit|indicator|period|scope``, of one ``source_kind``), and changes one of its numbers while that is
still the ``old`` one. What was received stays as it is; both numbers stand in ``fct_figure_corrections``. The file
never stops a load: a line that cannot be used, or whose old number stands no more, is told at its end.

What an office states in a correction workbook is an event of the landing zone (``warehouse.workbook_answers``). It
corrects one document, which a later delivery replaces; where the data team corrects the same number, its line holds.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.database import connect
from warehouse.figure import DECIMAL, FigureKind, SourceKind, decimal_text, records_table, stable_id, storable
from warehouse.landing import Landing, write_atomically
from warehouse.settings import Settings
from warehouse.vietnamese import nfc

FILE = "figure_corrections.csv"
PREPARED = "figure_corrections.parquet"
"""In the build folder: the lines as the gate and dbt read them."""

COLUMNS = (
    "path", "member", "locator", "figure_key", "source_kind", "kind", "field", "old", "new", "reason", "who", "document"
)  # fmt: skip
_OPTIONAL = ("member", "figure_key", "source_kind", "kind")
OFFICE_LINES = 1_000_000_000
"""Past every line of the file: of two corrections of one number the first holds, which is the data team's."""
_FIELDS = ("value", "reference", "percent")
_LARGEST_FILE_BYTES = 10_000_000


class CorrectionError(ValueError):
    """Corrections that do not hold: names each line, what stands now, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One line of the file.

    Numbers are in base units (đồng, persons; 87.5 for a percentage), null where none is printed.
    """

    line_number: int
    path: str | None
    member: str
    locator: str | None
    figure_key: str | None
    """``figure:unit|indicator|period|scope``, as ``subject_key`` of fct_figure_flags."""
    source_kind: str
    kind: str
    field: str
    old_number: Decimal | None
    new_number: Decimal | None
    reason: str
    who: str
    document: str
    problem: str | None
    """Why the line cannot be used; null where it can."""
    document_id: str | None = None
    """The document of an office's correction, whatever its path; null for a line of the file."""
    origin: str = "data_team"
    """``data_team``, or ``office``: its ``line_number`` is counted from ``OFFICE_LINES`` on, as it was told."""


_TYPES = {"line_number": pa.int32(), "old_number": DECIMAL, "new_number": DECIMAL}
SCHEMA = pa.schema([pa.field(one.name, _TYPES.get(one.name, pa.string())) for one in fields(Correction)])
"""Columns of the prepared file."""


def read_corrections(catalogue_extra: Path) -> tuple[Correction, ...]:
    """The lines of the file, those that cannot be used included; none where there is no file."""
    path = catalogue_extra / FILE
    if not path.exists():
        return ()
    if path.stat().st_size > _LARGEST_FILE_BYTES:
        return (_unusable(1, f"the file is larger than {_LARGEST_FILE_BYTES} bytes"),)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return (_unusable(1, "the file is not UTF-8: save it as CSV UTF-8"),)
    try:
        return tuple(_told_once(_lines(text)))
    except csv.Error as error:
        return (_unusable(1, f"the file is no CSV: {error}"),)


def _lines(text: str) -> Iterator[Correction]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    names = [name.strip() for name in reader.fieldnames or ()]
    reader.fieldnames = names
    if missing := [name for name in COLUMNS if name not in names and name not in _OPTIONAL]:
        yield _unusable(1, f"the header lacks {', '.join(missing)}; its columns are {','.join(COLUMNS)}")
        return
    for row in reader:
        cells = {name: nfc(row.get(name) or "").strip() for name in COLUMNS}
        if any(cells.values()):
            yield _correction(reader.line_num, cells)


def _correction(line_number: int, cells: Mapping[str, str]) -> Correction:
    old, new = _number(cells["old"]), _number(cells["new"])
    key = cells["figure_key"]
    return Correction(
        line_number=line_number,
        path=cells["path"] or None,
        member=cells["member"],
        locator=cells["locator"] or None,
        figure_key=f"figure:{key.removeprefix('figure:')}" if key else None,
        source_kind=cells["source_kind"] or SourceKind.UNIT_REPORT.value,
        kind=cells["kind"] or FigureKind.RESULT.value,
        field=cells["field"],
        old_number=old,
        new_number=new,
        reason=cells["reason"],
        who=cells["who"],
        document=cells["document"],
        problem=_problem(cells, old, new),
    )


def _number(text: str) -> Decimal | None:
    """Plain digits with a dot for decimals; null for anything else."""
    digits = text.removeprefix("-")
    whole, _, decimals = digits.partition(".")
    is_plain = digits.isascii() and whole.isdigit() and (decimals.isdigit() or "." not in digits) and len(decimals) <= 9
    return storable(Decimal(text)) if is_plain else None


def _problem(cells: Mapping[str, str], old: Decimal | None, new: Decimal | None) -> str | None:
    """What keeps a line from being used, the first of it."""
    is_place, is_key = bool(cells["path"] and cells["locator"]), bool(cells["figure_key"])
    for name, number in (("old", old), ("new", new)):
        if cells[name] and number is None:
            return f"{name} is {cells[name]!r}: write plain digits in base units, a dot before at most nine decimals"
    if lacking := [name for name in ("field", "reason", "who", "document") if not cells[name]]:
        return f"{', '.join(lacking)} is empty: every correction says what, why, who and on what document"
    checks = (
        (is_place == is_key, "name the figure either by path and locator or by figure_key, not by both"),
        (
            is_key and cells["figure_key"].count("|") != 3,
            "figure_key is unit|indicator|period|scope, scope empty or not",
        ),
        (cells["field"] not in _FIELDS, f"field is {cells['field']!r}: one of {', '.join(_FIELDS)}"),
        (cells["kind"] not in ("", *FigureKind), f"kind is {cells['kind']!r}: target or result"),
        (
            cells["source_kind"] not in ("", *SourceKind),
            f"source_kind is {cells['source_kind']!r}: unit_report or news",
        ),
        (old == new, "old and new are the same"),
    )
    return next((told for is_wrong, told in checks if is_wrong), None)


def _told_once(lines: Iterator[Correction]) -> Iterator[Correction]:
    """A second line on the same number of the same figure cannot be used: which of them would hold?"""
    seen: dict[tuple[object, ...], int] = {}
    for line in lines:
        subject = (line.path, line.member, line.locator, line.figure_key, line.source_kind, line.kind, line.field)
        if line.problem is None and subject in seen:
            yield _unusable(
                line.line_number, f"line {seen[subject]} corrects the same number already: keep one of them"
            )
            continue
        seen.setdefault(subject, line.line_number)
        yield line


def _unusable(line_number: int, problem: str) -> Correction:
    return Correction(
        line_number=line_number, path=None, member="", locator=None, figure_key=None, source_kind="", kind="", field="",
        old_number=None, new_number=None, reason="", who="", document="", problem=problem,
    )  # fmt: skip


_TOLD_BY_OFFICES = """
with events as (
    select * from read_parquet($events, hive_partitioning = false, union_by_name = true)
    where night <= $night
),

withdrawn as (
    select subject[10:] as delivery_id
    from events
    where event_type = 'delivery' and state in ('withdrawn', 'reinstated')
    group by subject
    having arg_max(state, (recorded_at, event_id)) = 'withdrawn'
)

select
    payload, json_extract_string(payload, '$.delivery_id') in (select delivery_id from withdrawn) as is_withdrawn
from events
where event_type = 'correction'
order by recorded_at, event_id
"""


def office_corrections(landing: Landing, as_of_night: date | None = None) -> tuple[Correction, ...]:
    """What offices stated in their answers, up to a night: one correction a number, from the one received to the last.

    What came in a delivery that was withdrawn counts no more. Numbers of lines never change.
    """
    landing.prepare()
    asked = {"events": landing.glob("events"), "night": as_of_night or date.max}
    with connect() as database:
        rows = database.execute(_TOLD_BY_OFFICES, asked).fetchall()
    order: dict[tuple[str, str, str, str], int] = {}
    standing: dict[tuple[str, str, str, str], Correction] = {}
    for payload, is_withdrawn in rows:
        told = json.loads(payload)
        key = (told["document_id"], told["locator"], told["kind"], told["field"])
        order.setdefault(key, len(order))
        if is_withdrawn:
            continue
        before = standing.get(key)
        old, new = (Decimal(told[name]) if told[name] is not None else None for name in ("old", "new"))
        is_next = before is not None and before.new_number == old
        standing[key] = Correction(
            line_number=OFFICE_LINES + order[key],
            path=None,
            member="",
            locator=told["locator"],
            figure_key=None,
            source_kind="",
            kind=told["kind"],
            field=told["field"],
            old_number=before.old_number if before is not None and is_next else old,
            new_number=new,
            reason=told["reason"] or "",
            who=told["who"],
            document=told["document"] or "",
            problem=None,
            document_id=told["document_id"],
            origin="office",
        )
    return tuple(one for one in standing.values() if one.old_number != one.new_number)


def write_corrections(settings: Settings, as_of_night: date | None = None) -> tuple[Correction, ...]:
    """Put the corrections into the build folder, for the gate and dbt; returns them.

    The file's lines are those of today; what offices answered is what had been told by a night.
    """
    lines = (*read_corrections(settings.catalogue_extra), *office_corrections(Landing(settings.landing), as_of_night))
    sink = pa.BufferOutputStream()
    pq.write_table(records_table(lines, SCHEMA), sink)
    write_atomically(settings.build / PREPARED, sink.getvalue().to_pybytes())
    return lines


def corrections_print(lines: Sequence[Correction]) -> str:
    """Changes where what is corrected does; who says so and why does not matter."""
    told = sorted(
        repr((line.path, line.member, line.locator, line.figure_key, line.source_kind, line.kind, line.field))
        + repr((line.old_number, line.new_number, line.document_id))
        for line in lines
        if line.problem is None
    )
    return stable_id("corrections", *told)


_FOUND = """
select
    line_number, status_kind, coalesce(path || ' ' || locator, figure_key, ''), field_name, old_value, new_value,
    standing_value, standing_place, problem_text
from marts.fct_figure_corrections
where origin_kind = 'data_team'
order by line_number
"""


def check_corrections(settings: Settings) -> str:
    """What came of the corrections in the last build, in one line.

    Raises CorrectionError where a line could not be used, or the number it corrects stands no more.
    """
    with connect(settings.build_database, read_only=True) as database:
        rows = database.execute(_FOUND).fetchall()
    told = [line for row in rows if (line := _failure(*row))]
    file = settings.catalogue_extra / FILE
    if told:
        listed = "\n".join(told)
        raise CorrectionError(
            f"{len(told)} of {len(rows)} corrections of {file} do not hold; all other figures are built as usual:\n"
            f"{listed}"
        )
    counts = {status: sum(row[1] == status for row in rows) for status in ("applied", "fulfilled")}
    spare = [str(row[0]) for row in rows if row[1] == "fulfilled"]
    beside = f"; the new number was sent meanwhile, take out line {', '.join(spare)}" if spare else ""
    return f"{counts['applied']} applied{beside}" if rows else "none"


def _failure(
    line_number: int,
    status: str,
    subject: str,
    field: str,
    old: Decimal | None,
    new: Decimal | None,
    standing: Decimal | None,
    place: str | None,
    problem: str | None,
) -> str | None:
    if status in ("applied", "fulfilled"):
        return None
    head = f"  line {line_number}"
    if status == "malformed":
        return f"{head}: {problem}"
    wanted = f"{head}, {subject}: {field} is to be {_plain(new)} instead of {_plain(old)}"
    if status == "missing":
        return f"{wanted}, but no figure stands there: correct path, locator, kind or figure_key, or take the line out"
    return (
        f"{wanted}, but {_plain(standing)} stands now ({place}): where that is right, take the line out;"
        f" else set old to {_plain(standing)}"
    )


def _plain(number: Decimal | None) -> str:
    return "nothing" if number is None else decimal_text(number)
