"""A page of a workbook as it was seen: its grid with title, headings and figures coloured, and what was not understood.

Self-contained HTML for a person who decides what the form is. Every text of the file is escaped; rows, columns, the
length of a cell and the page as a whole are bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from ingest.unit_reports.confidence import Confidence
from ingest.unit_reports.drafts import Draft, TableReader
from ingest.unit_reports.layout import Column, Header, guess_header
from ingest.unit_reports.workbook import Sheet
from warehouse.catalogue import Catalogue
from warehouse.records import Document, DocumentStatus
from warehouse.vietnamese import period_vi

MAX_SHEETS = 4
MAX_ROWS = 80
MAX_COLUMNS = 40
MAX_CELL = 80
_LAST_ROWS = 8
_STATUS = {
    DocumentStatus.LOADED: "Đã ghi nhận",
    DocumentStatus.LOADED_WITH_WARNINGS: "Đã ghi nhận, có lưu ý",
    DocumentStatus.QUARANTINED: "Để riêng, chưa ghi nhận",
}
_LEGEND = (
    ("title", "Phần đầu: đơn vị, tiêu đề, kỳ"),
    ("head", "Tiêu đề cột đã hiểu"),
    ("strange", "Tiêu đề cột hoặc tên dòng chưa hiểu"),
    ("name", "Tên chỉ tiêu, đơn vị đã hiểu"),
    ("figure", "Số liệu đọc được"),
    ("open", "Số liệu còn hai cách hiểu hoặc không đọc được"),
)
_ROLES = {
    "ordinal": "số thứ tự", "indicator": "tên chỉ tiêu", "org_unit": "tên đơn vị", "unit_of_measure": "đơn vị tính",
    "target": "chỉ tiêu giao", "result": "kết quả", "percent": "tỷ lệ", "ratio": "kết quả/chỉ tiêu", "note": "ghi chú",
    "comparison": "so với kỳ khác", "ignored": "không lấy",
}  # fmt: skip
_STYLE = """
body{font:15px/1.45 system-ui,sans-serif;margin:1.2rem;color:#1d2430;background:#fff}
h1{font-size:1.25rem;margin:0 0 .3rem;overflow-wrap:anywhere}h2{font-size:1.05rem;margin:1.6rem 0 .4rem}
.status{display:inline-block;padding:.1rem .6rem;border-radius:1rem;background:#e3e8ef;font-weight:600}
.status.quarantined{background:#b3261e;color:#fff}.status.loaded{background:#1b6e3c;color:#fff}
.status.loaded_with_warnings{background:#8a5a00;color:#fff}
ul{margin:.4rem 0 .4rem 1.2rem;padding:0}li{overflow-wrap:anywhere}
.legend span{display:inline-block;padding:.1rem .5rem;margin:.15rem .3rem .15rem 0;border:1px solid #9aa5b1}
.grid{overflow:auto;max-width:100%;border:1px solid #9aa5b1}
table{border-collapse:collapse;font-size:13px}td,th{border:1px solid #ccd3db;padding:2px 6px;vertical-align:top;
min-width:2.5rem;max-width:22rem;overflow-wrap:break-word;white-space:pre-wrap}
th,.num{white-space:nowrap}
thead th,tbody th{background:#eef1f5;color:#4a5564;font-weight:400;position:sticky}
thead th{top:0}tbody th{left:0}
.title{background:#e6e0f8}.head{background:#cfe3fb;font-weight:600}.strange{background:#ffd9d4;font-weight:600;
outline:2px solid #b3261e;outline-offset:-2px}.name{background:#e2f2e6}.figure{background:#cdeed6}
.open{background:#ffe7a8}.num{text-align:right}small{color:#4a5564;display:block;font-weight:400}
"""


@dataclass(frozen=True, slots=True)
class SeenTable:
    """One table as it was read, whether or not it was loaded."""

    reader: TableReader
    drafts: tuple[Draft, ...]
    confidence: Confidence
    is_loaded: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    style: str
    note: str = ""


def render(document: Document, sheets: Sequence[Sheet], tables: Sequence[SeenTable], catalogue: Catalogue) -> str:
    """The page of a workbook."""
    shown = list(sheets[:MAX_SHEETS])
    parts = [
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{escape(_clipped(document.path))}</title><style>{_STYLE}</style></head><body>",
        *_head(document, catalogue),
        '<p class="legend">',
        *(f'<span class="{style}">{label}</span>' for style, label in _LEGEND),
        "</p>",
    ]
    for sheet in shown:
        parts += _sheet(sheet, [table for table in tables if table.reader.sheet is sheet])
    if len(sheets) > len(shown):
        parts.append(f"<p>… và {len(sheets) - len(shown)} trang tính khác.</p>")
    parts.append("</body></html>")
    return "".join(parts)


def _head(document: Document, catalogue: Catalogue) -> Iterator[str]:
    yield f"<h1>{escape(document.path[:200])}</h1>"
    yield f'<p><span class="status {document.status.value}">{_STATUS[document.status]}</span></p>'
    if document.reasons:
        yield "<ul>" + "".join(f"<li>{escape(why.vi)}</li>" for why in document.reasons) + "</ul>"
    unit = catalogue.units.get(document.unit_code or "")
    facts = [
        ("Đơn vị", unit.name if unit is not None else document.unit_text),
        ("Kỳ", period_vi(document.period_code)),
        ("Tiêu đề", document.title),
        ("Số liệu", str(document.figure_count) if document.figure_count else None),
    ]
    told = "; ".join(f"{label}: {escape(_clipped(text, 200))}" for label, text in facts if text)
    if told:
        yield f"<p>{told}.</p>"


def _sheet(sheet: Sheet, tables: Sequence[SeenTable]) -> Iterator[str]:
    yield f"<h2>Trang “{escape(_clipped(sheet.name))}”</h2>"
    marks: dict[tuple[int, int], _Mark] = {}
    for table in tables:
        marks |= _marks_of_table(table)
        state = "được ghi nhận" if table.is_loaded else "không được ghi nhận"
        confidence = table.confidence
        yield (
            f"<p>Bảng từ dòng {table.reader.table.header.top + 1} {state}: độ tin cậy {confidence.score}/100 (cần từ "
            f"{confidence.needed}); {escape(confidence.vi)}.</p>"
        )
    if not tables:
        header = guess_header(sheet)
        if header is not None:
            marks |= _marks_of_header(sheet, header)
            first, last = header.top + 1, header.bottom + 1
            rows = f"dòng {first}" if first == last else f"các dòng {first}–{last}"
            yield f"<p>Không nhận ra bảng. Có thể {rows} là tiêu đề; các cột chưa hiểu được tô đỏ.</p>"
        else:
            yield "<p>Không nhận ra bảng, cũng không thấy dòng nào giống tiêu đề.</p>"
    yield from _grid(sheet, marks)


def _marks_of_table(table: SeenTable) -> dict[tuple[int, int], _Mark]:
    reader = table.reader
    sheet, header = reader.sheet, reader.table.header
    marks: dict[tuple[int, int], _Mark] = {}
    for row in range(reader.table.title_row, header.top):
        marks |= {(row, column): _Mark("title") for column, _ in sheet.row_texts(row)}
    strange = set(table.confidence.unknown_columns)
    marks |= _marks_of_header(sheet, header, strange)
    for draft in table.drafts:
        is_known = draft.indicator_code is not None or draft.rating is not None
        for place in draft.places:
            if place.reading.is_silent:
                continue
            is_open = place.reading.number is None or bool(place.reading.other_readings)
            marks[place.row, place.column] = _Mark("open" if is_open else "figure" if is_known else "strange")
            if reader.main_column is not None:
                is_named = is_known or reader.layout.shape.value == "unit_rows"
                marks[place.row, reader.main_column] = _Mark("name" if is_named else "strange")
    return marks


def _marks_of_header(sheet: Sheet, header: Header, headings: set[str] | None = None) -> dict[tuple[int, int], _Mark]:
    """Marks of the header's cells; ``headings`` are those not understood, else the columns without a role are."""
    marks: dict[tuple[int, int], _Mark] = {}
    for column in header.columns:
        strange = column.heading in headings if headings is not None else column.role is None
        style = "strange" if strange else "head"
        for row in range(header.top, header.bottom + 1):
            marks[row, column.index] = _Mark(style)
        merge = sheet.merge_at(header.bottom, column.index)
        leaf = (merge.top, merge.left) if merge is not None else (header.bottom, column.index)
        marks[leaf] = _Mark(style, "chưa hiểu" if strange else _meaning(column))
    return marks


def _meaning(column: Column) -> str:
    return _ROLES.get(column.role.value, "") if column.role is not None else "chỉ tiêu"


def _grid(sheet: Sheet, marks: dict[tuple[int, int], _Mark]) -> Iterator[str]:
    columns = range(sheet.left, min(sheet.right, sheet.left + MAX_COLUMNS - 1) + 1)
    yield '<div class="grid"><table><thead><tr><th></th>'
    for column in columns:
        yield f"<th>{_letters(sheet, column)}</th>"
    yield "</tr></thead><tbody>"
    rows = list(_rows(sheet))
    previous: int | None = None
    for place, row in enumerate(rows):
        if previous is not None and row > previous + 1:
            yield f'<tr><th>…</th><td colspan="{len(columns)}">… {row - previous - 1} dòng …</td></tr>'
        previous = row
        yield f"<tr><th>{row + 1}</th>"
        for column in columns:
            span = _span(sheet, rows, place, column, columns[-1])
            if span is not None:
                yield _cell(sheet, row, column, marks.get((row, column)), span)
        yield "</tr>"
    yield "</tbody></table></div>"
    if sheet.right > columns[-1]:
        yield f"<p>… và {sheet.right - columns[-1]} cột bên phải.</p>"


def _rows(sheet: Sheet) -> Iterable[int]:
    """The first rows of a sheet, and its last ones where totals and signatures stand."""
    count = sheet.bottom - sheet.top + 1
    if count <= MAX_ROWS:
        return range(sheet.top, sheet.bottom + 1)
    return [
        *range(sheet.top, sheet.top + MAX_ROWS - _LAST_ROWS),
        *range(sheet.bottom - _LAST_ROWS + 1, sheet.bottom + 1),
    ]


def _span(sheet: Sheet, rows: Sequence[int], place: int, column: int, last_column: int) -> tuple[int, int] | None:
    """Rows and columns a cell takes on the page; null for one that lies under a merge whose first cell is shown."""
    row = rows[place]
    merge = sheet.merge_at(row, column)
    if merge is None:
        return 1, 1
    above = row - merge.top
    if above > place or rows[place - above] != merge.top:
        # The rows between are left out.
        return 1, 1
    if (row, column) != (merge.top, merge.left):
        return None
    deep = 1
    while place + deep < len(rows) and rows[place + deep] == row + deep <= merge.bottom:
        deep += 1
    return deep, min(merge.right, last_column) - column + 1


def _cell(sheet: Sheet, row: int, column: int, mark: _Mark | None, span: tuple[int, int]) -> str:
    text = sheet.text(row, column) or sheet.raw_text(row, column)
    is_number = not isinstance(sheet.value(row, column), str)
    styles = [mark.style] if mark is not None and (text or mark.note) else []
    styles += ["num"] if is_number and text else []
    note = f"<small>{escape(mark.note)}</small>" if mark is not None and mark.note else ""
    attributes = f' class="{" ".join(styles)}"' if styles else ""
    attributes += f' rowspan="{span[0]}"' if span[0] > 1 else ""
    attributes += f' colspan="{span[1]}"' if span[1] > 1 else ""
    return f"<td{attributes}>{escape(_clipped(text))}{note}</td>"


def _letters(sheet: Sheet, column: int) -> str:
    return sheet.locator(0, column).rpartition("!")[2].rstrip("0123456789")


def _clipped(text: str, length: int = MAX_CELL) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
