"""A unit's workbook → its figures, or the reason it is set aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.context import DocumentContext, ReadDocument, document_of, quarantined
from ingest.reasons import crashed, out_of_memory
from ingest.unit_reports.drafts import Draft, TableReader
from ingest.unit_reports.figures import FigureWriter, without_repeats
from ingest.unit_reports.layout import Shape, Table, find_tables
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.preamble import Preamble, read_preamble
from ingest.unit_reports.reasons import UnreadableFileError, reason, unreadable
from ingest.unit_reports.settle import settle
from ingest.unit_reports.workbook import Sheet, Workbook, open_workbook
from warehouse.catalogue import Catalogue
from warehouse.figure import Figure
from warehouse.records import Award, DocumentStatus, Reason

_SEEN_ROWS = 6
_SEEN_CELLS = 8
_SEEN_TEXT = 40


def read_report(content: bytes, context: DocumentContext, catalogue: Catalogue, limits: Limits) -> ReadDocument:
    """Read one workbook.

    Pure, and total: whatever the bytes are, a document comes back, quarantined with its reason where they cannot be
    read. Time and memory are bounded by running it in a child process (``isolation.read_many``).
    """
    try:
        return _read(content, context, catalogue, limits)
    except UnreadableFileError as refusal:
        return quarantined(context, refusal.reason)
    except MemoryError:
        return quarantined(context, out_of_memory(limits.memory_bytes))
    except Exception as error:  # noqa: BLE001 - hostile input: one file must cost one file, whatever it provoked
        return quarantined(context, crashed(f"{type(error).__name__}: {error}"[:200]))


@dataclass(slots=True)
class _Findings:
    """What the sheets of a workbook came to."""

    figures: list[Figure] = field(default_factory=list)
    ratings: list[Award] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    preambles: list[Preamble] = field(default_factory=list)
    layouts: list[str] = field(default_factory=list)
    blank_tables: list[tuple[Sheet, Table]] = field(default_factory=list)
    unknown_sheets: list[Sheet] = field(default_factory=list)

    def warn(self, why: Reason) -> None:
        if why not in self.reasons:
            self.reasons.append(why)


def _read(content: bytes, context: DocumentContext, catalogue: Catalogue, limits: Limits) -> ReadDocument:
    book = open_workbook(content, context.path, limits)
    office = catalogue.offices.get(context.office_code or "")
    office_unit = office.org_unit_code if office is not None else None
    found = _Findings()
    for sheet in book.sheets:
        if sheet.is_hidden:
            if not sheet.is_blank and find_tables(sheet):
                found.warn(reason("hidden_sheet_ignored", locator=sheet.name, sheet=sheet.name))
        elif not sheet.is_blank:
            _read_sheet(sheet, context, catalogue, office_unit, found)
    _refuse_empty(found)
    _warn_of_text(book, found)
    return _loaded(context, found)


def _read_sheet(
    sheet: Sheet, context: DocumentContext, catalogue: Catalogue, office_unit: str | None, found: _Findings
) -> None:
    earlier: Preamble | None = None
    recognised = False
    for table in find_tables(sheet):
        preamble = read_preamble(
            sheet, table, path=context.path, office_unit=office_unit, catalogue=catalogue, earlier=earlier
        )
        reader = TableReader.of(sheet, table, preamble, catalogue, office_unit)
        drafts = reader.drafts()
        writer = FigureWriter(sheet, context, catalogue, preamble.as_of)
        figures = _figures(drafts, writer)
        if not figures and reader.knows_an_indicator():
            found.blank_tables.append((sheet, table))
            recognised = True
            continue
        if not any(draft.indicator_code is not None for draft in drafts):
            # No label of the catalogue at all: some other table ("Nội dung, Số lượng, Đơn giá").
            continue
        recognised = True
        earlier = preamble
        found.figures += figures
        found.ratings += writer.ratings(drafts, (preamble.sender_text, preamble.sender_code))
        found.preambles.append(preamble)
        found.layouts.append(table.layout.code)
        _warn_of_table(sheet, preamble, drafts, figures, found)
        if preamble.is_sender_assumed and table.layout.shape is Shape.INDICATOR_ROWS:
            unit = catalogue.units[preamble.sender_code or ""].name
            found.warn(reason("sender_assumed", locator=sheet.name, sheet=sheet.name, unit=unit))
    if not recognised:
        found.unknown_sheets.append(sheet)


def _figures(drafts: Sequence[Draft], writer: FigureWriter) -> list[Figure]:
    settle(drafts)
    return without_repeats(list(writer.figures(drafts)))


def _refuse_empty(found: _Findings) -> None:
    if found.figures:
        for sheet in found.unknown_sheets:
            found.warn(reason("table_unrecognised", locator=sheet.name, sheet=sheet.name, seen=_seen(sheet)))
        return
    if found.blank_tables:
        sheet, table = found.blank_tables[0]
        raise unreadable("report_blank", locator=sheet.name, sheet=sheet.name, row=table.header.top + 1)
    sheet = found.unknown_sheets[0]
    raise unreadable(
        "layout_unknown",
        locator=sheet.name,
        sheet=sheet.name,
        rows=sheet.bottom - sheet.top + 1,
        columns=sheet.right - sheet.left + 1,
        seen=_seen(sheet),
    )


def _seen(sheet: Sheet) -> str:
    """A picture of a sheet's first filled rows for people: ``A1 "…", B1 "…"; A3 "…"``."""
    rows: list[str] = []
    for row in range(sheet.top, sheet.bottom + 1):
        cells = sheet.row_texts(row)[:_SEEN_CELLS]
        if cells:
            texts = (f"{sheet.locator(row, column).rpartition('!')[2]} “{text[:_SEEN_TEXT]}”" for column, text in cells)
            rows.append(", ".join(texts))
        if len(rows) == _SEEN_ROWS:
            break
    return "; ".join(rows) or "—"


def _warn_of_table(
    sheet: Sheet, preamble: Preamble, drafts: Iterable[Draft], figures: Iterable[Figure], found: _Findings
) -> None:
    name = sheet.name
    if preamble.period_code is None and any(figure.period_code is None for figure in figures):
        found.warn(reason("period_unknown", locator=name, sheet=name))
    elif preamble.is_period_from_name:
        found.warn(reason("period_from_name", locator=name, sheet=name, period=preamble.period_code))
    if preamble.sender_code is None and preamble.sender_text is not None:
        found.warn(reason("sender_unknown", locator=name, sheet=name, seen=preamble.sender_text[:100]))
    for draft in drafts:
        for place in (draft.target, draft.result):
            if place is not None and sheet.fact(place.row, place.column).is_uncached_formula:
                cell = sheet.locator(place.row, place.column)
                _warn_once(found, reason("formula_without_value", locator=cell, sheet=name, cell=cell))
    for figure in figures:
        if figure.measure == "money" and figure.unit_of_measure is None:
            _warn_once(found, reason("money_unit_missing", locator=figure.locator, sheet=name, cell=figure.locator))


def _warn_once(found: _Findings, why: Reason) -> None:
    if all(known.code != why.code for known in found.reasons):
        found.reasons.append(why)


def _warn_of_text(book: Workbook, found: _Findings) -> None:
    encodings = sorted({sheet.encoding for sheet in book.sheets if sheet.encoding is not None and not sheet.is_hidden})
    for encoding in encodings:
        found.warn(reason("encoding_recovered", encoding=encoding))
    if book.is_damaged_text:
        found.warn(reason("text_damaged", encoding=book.text_encoding))


def _loaded(context: DocumentContext, found: _Findings) -> ReadDocument:
    first = found.preambles[0]
    figures = tuple(without_repeats(found.figures))
    document = document_of(
        context,
        DocumentStatus.LOADED_WITH_WARNINGS if found.reasons else DocumentStatus.LOADED,
        tuple(found.reasons),
        layout=found.layouts[0],
        title=first.title,
        unit_text=first.sender_text,
        unit_code=first.sender_code,
        period_code=first.period_code,
        figure_count=len(figures),
        award_count=len(found.ratings),
    )
    return ReadDocument(document=document, figures=figures, awards=tuple(found.ratings))
