"""A unit's workbook → its figures, or the reason it is set aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ingest.context import DocumentContext, ReadDocument, document_of, quarantined
from ingest.job import Aim
from ingest.reasons import crashed, out_of_memory
from ingest.unit_reports.answers import read_answers
from ingest.unit_reports.checks import cumulative_gaps, rating_gaps
from ingest.unit_reports.confidence import confidence_of
from ingest.unit_reports.drafts import Draft, TableReader
from ingest.unit_reports.figures import FigureWriter, without_repeats
from ingest.unit_reports.layout import Layout, Shape, Table, declared_layouts, find_tables, guess_header
from ingest.unit_reports.learn import propose_layout
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.preamble import PeriodSource, Preamble, read_preamble
from ingest.unit_reports.preview import SeenTable, render
from ingest.unit_reports.reasons import UnreadableFileError, reason, unreadable
from ingest.unit_reports.settle import settle
from ingest.unit_reports.unaccented import UNACCENTED, with_accents
from ingest.unit_reports.values import Kind
from ingest.unit_reports.workbook import Sheet, Workbook, open_workbook
from ingest.vietnamese.periods import last_day
from warehouse.catalogue import Catalogue
from warehouse.figure import Figure
from warehouse.records import Award, DocumentStatus, Reason

_SEEN_ROWS = 6
_SEEN_CELLS = 8
_SEEN_TEXT = 40
_STRANGE_SHARE = 4
"""With fewer than one label in so many known, a table is not one of ours at all."""
_TEMPLATE_MARK = re.compile(r"\{\{?\s*[A-Za-z_][\w.]*\s*\}?\}|&=\S+|\$\{[\w.]+\}|<#\w+")
_BLANK_PERIOD = re.compile(r"(?:tháng|quý|năm)\s*(?:\.\s*|…\s*|_){3,}", re.IGNORECASE)
_TEMPLATE_ROWS = 400
_LOST_LETTER = re.compile(r"\?[^\W\d_]|\ufffd")
_LOST_WORDS = 4
"""Different words without a letter of theirs …"""
_LOST_SHARE = 8
"""… at least one in so many, are no question and no slip."""
_PERIOD_WARNINGS = {
    PeriodSource.DATE_ROW: "period_from_date_row",
    PeriodSource.PARAMETERS: "period_from_parameters",
    PeriodSource.SHEET_NAME: "period_from_name",
    PeriodSource.FILE_NAME: "period_from_name",
}


def read_report(
    content: bytes,
    context: DocumentContext,
    catalogue: Catalogue,
    limits: Limits,
    *,
    layouts: Sequence[Layout] | None = None,
    aim: Aim = Aim.FIGURES,
) -> ReadDocument:
    """Read one workbook.

    Pure, and total: whatever the bytes are, a document comes back, quarantined with its reason where they cannot be
    read; where no table was understood, with a page of what was seen. Time and memory are bounded by running it in a
    child process (``isolation.read_many``). ``layouts`` are the declared ones where not given.
    """
    found = _Findings()
    try:
        return _read(content, context, catalogue, limits, layouts or declared_layouts(), aim, found)
    except UnreadableFileError as refusal:
        return _with_pages(quarantined(context, refusal.reason), context, catalogue, Aim.PREVIEW, found)
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
    refused: list[SeenTable] = field(default_factory=list)
    """Tables understood too little to be loaded."""
    seen: list[SeenTable] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)

    def warn(self, why: Reason) -> None:
        if why not in self.reasons:
            self.reasons.append(why)


def _read(
    content: bytes,
    context: DocumentContext,
    catalogue: Catalogue,
    limits: Limits,
    layouts: Sequence[Layout],
    aim: Aim,
    found: _Findings,
) -> ReadDocument:
    book = open_workbook(content, context.path, limits)
    answered = read_answers(book, context)
    if answered is not None:
        return answered
    office = catalogue.offices.get(context.office_code or "")
    office_unit = office.org_unit_code if office is not None else None
    for sheet in book.sheets:
        if sheet.is_hidden:
            if not sheet.is_blank and find_tables(sheet, layouts):
                found.warn(reason("hidden_sheet_ignored", locator=sheet.name, sheet=sheet.name))
        elif not sheet.is_blank:
            accented = with_accents(sheet, catalogue, layouts, office_unit)
            found.sheets.append(accented)
            _read_sheet(accented, context, catalogue, office_unit, layouts, found)
    if not found.figures and aim is Aim.LAYOUT:
        return _with_pages(document_without_figures(context, found), context, catalogue, aim, found)
    _refuse_empty(found)
    _warn_of_text(book, found)
    return _with_pages(_loaded(context, found), context, catalogue, aim, found)


def document_without_figures(context: DocumentContext, found: _Findings) -> ReadDocument:
    """The quarantined document of a workbook that gave none."""
    try:
        _refuse_empty(found)
    except UnreadableFileError as refusal:
        return quarantined(context, refusal.reason)
    return quarantined(context, reason("workbook_blank", detail="no sheet"))


def _with_pages(
    document: ReadDocument, context: DocumentContext, catalogue: Catalogue, aim: Aim, found: _Findings
) -> ReadDocument:
    if not found.sheets:
        return document
    if aim is Aim.LAYOUT:
        return replace(document, proposed_layout=propose_layout(found.sheets, found.seen, context.path, catalogue))
    if aim is Aim.PREVIEW:
        return replace(document, preview=render(document.document, found.sheets, found.seen, catalogue))
    return document


def _read_sheet(
    sheet: Sheet,
    context: DocumentContext,
    catalogue: Catalogue,
    office_unit: str | None,
    layouts: Sequence[Layout],
    found: _Findings,
) -> None:
    earlier: Preamble | None = None
    recognised = False
    for table in find_tables(sheet, layouts):
        preamble = read_preamble(
            sheet, table, path=context.path, office_unit=office_unit, catalogue=catalogue, earlier=earlier
        )
        reader = TableReader.of(sheet, table, preamble, catalogue.on(last_day(preamble.period_code)), office_unit)
        drafts = reader.drafts()
        writer = FigureWriter(sheet, context, catalogue, preamble.as_of, preamble.period_code)
        settle(drafts)
        figures = without_repeats(list(writer.figures(drafts)))
        confidence = confidence_of(reader, drafts)
        is_blank = not figures and (reader.knows_an_indicator() or not reader.body_rows())
        seen = SeenTable(reader, tuple(drafts), confidence, is_loaded=bool(figures) and confidence.is_enough)
        found.seen.append(seen)
        if is_blank:
            found.blank_tables.append((sheet, table))
        elif not seen.is_loaded:
            found.refused.append(seen)
        recognised = True
        if not seen.is_loaded:
            continue
        earlier = preamble
        found.figures += figures
        found.ratings += writer.ratings(drafts, (preamble.sender_text, preamble.sender_code))
        found.preambles.append(preamble)
        found.layouts.append(table.layout.code)
        _warn_of_table(reader, drafts, figures, found)
        _warn_of_columns(seen, found)
        if preamble.is_sender_assumed and table.layout.shape is Shape.INDICATOR_ROWS:
            unit = catalogue.units[preamble.sender_code or ""].name
            found.warn(reason("sender_assumed", locator=sheet.name, sheet=sheet.name, unit=unit))
    if not recognised:
        found.unknown_sheets.append(sheet)


def _refuse_empty(found: _Findings) -> None:
    if found.figures:
        for sheet in found.unknown_sheets:
            found.warn(reason("table_unrecognised", locator=sheet.name, sheet=sheet.name, seen=_seen(sheet)))
        for refused in found.refused:
            found.warn(_refusal("table_uncertain", refused))
        return
    for sheet in found.sheets:
        mark = _template_mark(sheet)
        if mark is not None:
            locator, text = mark
            cell = locator.rpartition("!")[2]
            raise unreadable("template_empty", locator=locator, sheet=sheet.name, cell=cell, marker=text[:_SEEN_TEXT])
    for sheet in found.sheets:
        lost = _lost_words(sheet)
        if lost:
            seen = ", ".join(f"“{word[:_SEEN_TEXT]}”" for word in lost[:_SEEN_CELLS])
            raise unreadable("text_lost", locator=sheet.name, sheet=sheet.name, seen=seen)
    if found.blank_tables:
        sheet, table = found.blank_tables[0]
        raise unreadable("report_blank", locator=sheet.name, sheet=sheet.name, row=table.header.top + 1)
    if found.refused and all(_has_no_row(seen) for seen in found.refused):
        sheet, table = found.refused[0].reader.sheet, found.refused[0].reader.table
        raise unreadable("report_blank", locator=sheet.name, sheet=sheet.name, row=table.header.top + 1)
    if found.refused:
        best = max(found.refused, key=lambda seen: seen.confidence.score)
        labels = best.confidence.labels
        is_strange = _STRANGE_SHARE * labels.found < labels.possible or not labels.found
        raise UnreadableFileError(_refusal("no_known_indicator" if is_strange else "layout_uncertain", best))
    _refuse_unknown(found.unknown_sheets[0])


def _lost_words(sheet: Sheet) -> list[str]:
    """Words whose letters another code page turned into question marks; empty where they are few."""
    rows = range(sheet.top, min(sheet.bottom, sheet.top + _TEMPLATE_ROWS) + 1)
    words = [word for row in rows for _, text in sheet.row_texts(row) for word in text.split()]
    lost = list(dict.fromkeys(word for word in words if _LOST_LETTER.search(word)))
    count = sum(_LOST_LETTER.search(word) is not None for word in words)
    letters = sum(any(char.isalpha() for char in word) for word in words)
    return lost if len(lost) >= _LOST_WORDS and _LOST_SHARE * count >= letters else []


def _has_no_row(seen: SeenTable) -> bool:
    sheet, table = seen.reader.sheet, seen.reader.table
    return not any(sheet.row_texts(row) for row in range(table.header.first_row, table.last_row + 1))


def _refuse_unknown(sheet: Sheet) -> None:
    header = guess_header(sheet)
    strange = [column.heading for column in header.columns if column.role is None] if header is not None else []
    headings = ", ".join(f"“{heading[:_SEEN_TEXT]}”" for heading in strange[:_SEEN_CELLS])
    row = header.bottom + 1 if header is not None else 0
    raise unreadable(
        "layout_unknown",
        locator=sheet.name,
        sheet=sheet.name,
        rows=sheet.bottom - sheet.top + 1,
        columns=sheet.right - sheet.left + 1,
        header_vi=f"Dòng {row} có thể là tiêu đề nhưng chưa hiểu các cột {headings}. " if strange else "",
        header_en=f"Row {row} may be one, with columns not understood: {headings}. " if strange else "",
        seen=_seen(sheet),
    )


def _refusal(code: str, table: SeenTable) -> Reason:
    confidence = table.confidence
    sheet = table.reader.sheet
    unknown = list(dict.fromkeys((*confidence.unknown_columns, *confidence.unknown_labels)))[:_SEEN_CELLS]
    told = ", ".join(f"“{text[:_SEEN_TEXT]}”" for text in unknown)
    return reason(
        code,
        locator=sheet.name,
        sheet=sheet.name,
        row=table.reader.table.header.top + 1,
        score=confidence.score,
        needed=confidence.needed,
        parts_vi=confidence.vi,
        parts_en=confidence.en,
        unknown_vi=f" Chưa hiểu: {told}." if told else "",
        unknown_en=f" Not understood: {told}." if told else "",
    )


def _template_mark(sheet: Sheet) -> tuple[str, str] | None:
    """Where a sheet shows that a program or a person was still to fill it in, and what stands there."""
    for row in range(sheet.top, min(sheet.bottom, sheet.top + _TEMPLATE_ROWS) + 1):
        for column, text in sheet.row_texts(row):
            is_blank_period = row < sheet.top + 15 and _BLANK_PERIOD.search(text) is not None
            if _TEMPLATE_MARK.search(text) or (is_blank_period and not _holds_numbers(sheet)):
                return sheet.locator(row, column), text
    return None


def _holds_numbers(sheet: Sheet) -> bool:
    """Some row holds numbers beside its own first one, an index row left out."""
    for row in range(sheet.top, min(sheet.bottom, sheet.top + _TEMPLATE_ROWS) + 1):
        cells = sheet.row_texts(row)
        numbers = [column for column, text in cells if re.fullmatch(r"[\d.,]+%?", text)]
        if numbers and len(numbers) < len(cells) and numbers != [cells[0][0]]:
            return True
    return False


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


def _warn_of_table(reader: TableReader, drafts: Sequence[Draft], figures: Iterable[Figure], found: _Findings) -> None:
    sheet, preamble = reader.sheet, reader.preamble
    name = sheet.name
    if preamble.period_code is None and any(figure.period_code is None for figure in figures):
        found.warn(reason("period_unknown", locator=name, sheet=name))
    elif preamble.period_source in _PERIOD_WARNINGS:
        code = _PERIOD_WARNINGS[preamble.period_source]
        found.warn(reason(code, locator=name, sheet=name, period=preamble.period_code))
    if sheet.encoding == UNACCENTED:
        found.warn(reason("accents_missing", locator=name, sheet=name))
    if preamble.is_sender_from_sheet:
        unit = reader.catalogue.units[preamble.sender_code or ""].name
        found.warn(reason("sender_from_sheet", locator=name, sheet=name, unit=unit))
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
    hidden = [
        sheet.locator(place.row, place.column)
        for draft in drafts
        for place in (draft.target, draft.result)
        if place is not None and not place.reading.is_silent and sheet.is_hidden_at(place.row, place.column)
    ]
    if hidden:
        cell = hidden[0].rpartition("!")[2]
        found.warn(reason("hidden_cells_read", locator=hidden[0], sheet=name, count=len(set(hidden)), cell=cell))
    for gap in (*cumulative_gaps(reader, drafts), *rating_gaps(reader, drafts)):
        found.warn(gap)


def _warn_of_columns(seen: SeenTable, found: _Findings) -> None:
    """Columns of numbers that were left out, where the rows are indicators; elsewhere their figures ask for a name."""
    reader = seen.reader
    left_out = [
        column.heading
        for column in reader.table.header.columns
        if column.role is None
        and reader.layout.shape is Shape.INDICATOR_ROWS
        and any(reader.reading(row, column.index).kind in (Kind.NUMBER, Kind.RATIO) for row in reader.body_rows())
    ]
    if left_out:
        name = reader.sheet.name
        headings = ", ".join(f"“{heading[:_SEEN_TEXT]}”" for heading in left_out[:_SEEN_CELLS])
        found.warn(reason("columns_not_read", locator=name, sheet=name, headings=headings))


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
    # One table's own repeats are already left out.
    figures = tuple(without_repeats(found.figures) if len(found.preambles) > 1 else found.figures)
    decisions = {preamble.decision for preamble in found.preambles if preamble.decision is not None}
    # of two decisions in one workbook nobody could say which assigned which target
    decision = decisions.pop() if len(decisions) == 1 else None
    document = document_of(
        context,
        DocumentStatus.LOADED_WITH_WARNINGS if found.reasons else DocumentStatus.LOADED,
        tuple(found.reasons),
        layout=found.layouts[0],
        title=first.title,
        unit_text=first.sender_text,
        unit_code=first.sender_code,
        period_code=first.period_code,
        decision_number=decision.number if decision is not None else None,
        decision_date=decision.day if decision is not None else None,
        figure_count=len(figures),
        award_count=len(found.ratings),
    )
    return ReadDocument(document=document, figures=figures, awards=tuple(found.ratings))
