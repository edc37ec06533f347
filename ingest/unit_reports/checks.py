"""What a table says twice: a cumulative figure beside its quarters, a count of ratings beside the ticks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.unit_reports.drafts import Draft, TableReader
from ingest.unit_reports.reasons import reason
from ingest.unit_reports.settle import base_value
from ingest.unit_reports.values import Kind
from warehouse.figure import decimal_text
from warehouse.records import Reason


def cumulative_gaps(reader: TableReader, drafts: Sequence[Draft]) -> Iterator[Reason]:
    """Cumulative figures that are not the sum of the periods beside them. A stock is no sum: its last value holds."""
    rows: dict[tuple[object, ...], dict[str, Draft]] = defaultdict(dict)
    for draft in drafts:
        if draft.indicator_code is not None and draft.period_code is not None and draft.result is not None:
            key = (draft.result.row, draft.indicator_code, draft.scope, draft.unit_code or draft.unit_text)
            rows[key].setdefault(draft.period_code, draft)
    for row in rows.values():
        yield from _gaps_of_row(reader, row)


def _gaps_of_row(reader: TableReader, row: dict[str, Draft]) -> Iterator[Reason]:
    for period, whole in row.items():
        indicator = reader.catalogue.indicators.get(whole.indicator_code or "")
        if indicator is None or indicator.is_stock or indicator.measure not in ("count", "money"):
            continue
        for parts in _parts_of(period):
            numbers = [_number(row[part]) for part in parts if part in row]
            total = _number(whole)
            if total is None or len(numbers) < len(parts) or None in numbers:
                continue
            added = sum((number for number in numbers if number is not None), Decimal(0))
            if added != total and whole.result is not None:
                cell = reader.sheet.locator(whole.result.row, whole.result.column)
                yield reason(
                    "cumulative_disagrees",
                    locator=cell,
                    sheet=reader.sheet.name,
                    cell=cell.rpartition("!")[2],
                    cumulative=decimal_text(total),
                    added=decimal_text(added),
                )


def _parts_of(period: str) -> tuple[tuple[str, ...], ...]:
    """The sets of periods that make up one: quarters, or halves."""
    year, _, rest = period.partition("-")
    quarters = tuple(f"{year}-Q{number}" for number in range(1, 5))
    match rest:
        case "":
            return (quarters, (f"{year}-H1", f"{year}-H2")) if len(year) == 4 else ()
        case "H1":
            return (quarters[:2],)
        case "H2":
            return (quarters[2:],)
        case "M09":
            return (quarters[:3], (f"{year}-H1", quarters[2]))
        case _:
            return ()


def rating_gaps(reader: TableReader, drafts: Sequence[Draft]) -> Iterator[Reason]:
    """Counts of a rating in the table's total row that are not the number of its ticks."""
    ticks: dict[str, int] = defaultdict(int)
    totals: list[Draft] = []
    for draft in drafts:
        if draft.rating is None or draft.result is None:
            continue
        if not draft.is_control_total:
            ticks[draft.rating] += not draft.result.reading.is_silent and draft.result.reading.number != 0
        elif reader.words.is_total(draft.unit_text or ""):
            totals.append(draft)
    for draft in totals:
        if draft.result is None or draft.rating is None or draft.result.reading.kind is not Kind.NUMBER:
            continue
        if draft.result.reading.number != ticks[draft.rating]:
            cell = reader.sheet.locator(draft.result.row, draft.result.column)
            yield reason(
                "ratings_disagree",
                locator=cell,
                sheet=reader.sheet.name,
                cell=cell.rpartition("!")[2],
                rating=draft.rating,
                printed=draft.result.reading.text,
                counted=ticks[draft.rating],
            )


def _number(draft: Draft) -> Decimal | None:
    return base_value(draft, draft.result) if draft.result is not None else None
