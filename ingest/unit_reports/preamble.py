"""What stands above a table: who sends it, its title with the period, the unit of money, the day the data stand at."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import PurePosixPath

from ingest.unit_reports.decisions import Decision, find_decision
from ingest.unit_reports.layout import Shape, Table
from ingest.unit_reports.values import money_part, money_scale
from ingest.unit_reports.workbook import Sheet
from ingest.vietnamese.periods import last_day, parse_period, read_day
from warehouse.catalogue import Catalogue
from warehouse.vietnamese import comparison_key

_NOISE = re.compile(
    r"số liệu (?:tính|lấy|chốt)|cộng h(?:òa|oà) xã hội|độc lập\s*-|số\s*:|\(?kèm theo|\(?ban hành kèm"
    r"|mẫu số|mẫu biểu|biểu số|biểu mẫu số"
    r"|[^,]{2,40},\s*ngày\b|ngày \d"
)
_TITLE = re.compile(
    r"biểu|báo cáo|tổng hợp|kết quả|bảng|thống kê|số liệu|phụ lục|tình hình|tiến độ|danh sách|chỉ tiêu|thực hiện"
    r"|đăng ký|dự toán|^kế hoạch"
)
_PLAN = re.compile(
    r"(?:^|(?:bản|bảng|biểu|phiếu|mẫu|tổng hợp) )(?:các )?đăng ký\b|\bđăng ký (?:các )?(?:chỉ tiêu|thi đua|nội dung)"
    r"|\b(?:giao|phân bổ|phân khai|xây dựng|dự kiến) (?:các )?chỉ tiêu|chỉ tiêu (?:được )?giao\b|\bdự toán\b"
    r"|(?<!phòng )(?<!ban )(?<!sở )(?<!bộ )\bkế hoạch\b(?! (?:số|và đầu tư)\b)"
)
_RESULTS = re.compile(r"\b(?:kết quả|thực hiện|tình hình|báo cáo|tiến độ|tổng kết|sơ kết|quyết toán|hoàn thành)\b")
_SCORING = re.compile(r"\b(?:chấm|bảng|biểu|thang|tổng hợp|kết quả|số) điểm\b|\bđiểm (?:thi đua|số)\b")
_AHEAD = re.compile(r"\b(?:phương\s+hướng|nhiệm\s+vụ|kế\s+hoạch|chỉ\s+tiêu|dự\s+kiến|mục\s+tiêu|giải\s+pháp)\b", re.I)
_MONTHS = re.compile(
    r"\btháng\s*(\d{1,2})\s*(?:đến|tới|[-–])\s*(?:hết\s+)?(?:tháng\s*)?(\d{1,2})\s*(?:năm\s*|[/.-]\s*)((?:19|20)\d{2})",
    re.I,
)
_RANKING = re.compile(r"\b(?:xếp|thứ) hạng\b")
_PERCENTAGES = re.compile(r"(?:(?:bảng|biểu) )?(?:tổng hợp )?(?:tỷ|tỉ) lệ\b")
_LETTERHEAD = re.compile(
    r"(?:tổng )?liên đoàn|lđlđ|công đoàn|cđ\b|cđcs\b|cụm|khối|ban chấp hành|bch\b|ban thường vụ|đơn vị(?: báo cáo)?\s*:"
)
_FOREIGN = re.compile(
    r"(?:cơ quan )?bảo hiểm xã hội|bhxh\b|ngân hàng|nhnn\b|(?:tm\.? )?(?:ủy|uỷ) ban nhân dân|ubnd\b|sở |bộ |kho bạc"
    r"|cục |chi cục|tổng cục|(?:tổng )?công ty|bưu điện|bệnh viện|trung tâm|văn phòng đăng ký|hội đồng|công an|phòng "
)
"""Letterheads of bodies that are no unions, as comparison keys."""
_OWN_DATE_ROW = re.compile(r"\(?ngày\s+(?P<day>.{6,30}?)\)?", re.I)
_PARAMETERS = {
    "nam": "year", "year": "year", "tu_thang": "first", "den_thang": "last", "thang": "month", "quy": "quarter",
    "tu_ngay": "from", "den_ngay": "to", "ky_bao_cao": "stamp", "ky_bc": "stamp", "period": "stamp",
}  # fmt: skip
_SHORT_SCHOOL_YEAR = re.compile(r"(năm\s+học\s*)(\d{2})(\s*[-–/]\s*)(\d{2})(?!\d)", re.I)
_SENDER_OPENING = re.compile(r"\s*(?:tên\s+)?đơn\s+vị(?:\s+báo\s+cáo|\s+gửi)?\s*:\s*", re.IGNORECASE)
_UNIT_SAID = re.compile(
    r"(?:(?:đơn\s+vị\s+(?:tính|tỉnh)|đvt|đơn\s+vị)(?:\s+tiền|\s+tính)?\s*[:;]|(?:đơn\s+vị\s+tính|đvt)\s*\()"
    r"\s*(?P<unit>[^()]+)",
    re.I,
)
_GROUP = re.compile(r"(?:cụm|khối)(?:\s+thi\s+đua)?(?:\s+số)?\s+(?:\d{1,2}|[ivx]{1,4})\b", re.IGNORECASE)
_UNIT_IN_TITLE = re.compile(
    r"(?:LĐLĐ|Liên đoàn Lao động|Công đoàn)\b.*?(?=\s*(?:năm|quý|tháng|\d|[-–,(]|$))", re.IGNORECASE
)
_DAY = re.compile(
    r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:19|20)\d{2}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+(?:19|20)\d{2}", re.I
)
_AS_OF = re.compile(
    rf"(?:số liệu|tính|lấy|chốt)[^\d]{{0,40}}(?:đến|tới|ngày)\s*(?:hết\s+)?(?:ngày\s+)?(?P<day>{_DAY.pattern})", re.I
)
_TICKED_DAY = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})\s*[xX☒☑✓✔](?!\w)")
_MONEY_WORD = re.compile(r"\b(?:đồng|đ|tỷ|tỉ|triệu|trđ|vnđ|vnd|usd)\b")
_PART_OF_YEAR = re.compile(
    r"(?:t|th|tháng|thang) ?(?P<month>0?[1-9]|1[0-2])|(?:q|quý|quy) ?(?P<quarter>iv|i{1,3}|[1-4])"
    r"|(?P<months>[369]) ?(?:t|tháng|thang)(?: (?:đầu|dau) (?:năm|nam))?"
)
_BARE_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


class PeriodSource(StrEnum):
    """Where a period was found, the most trusted first."""

    TITLE = "title"
    DATE_ROW = "date_row"
    PARAMETERS = "parameters"
    SHEET_NAME = "sheet_name"
    FILE_NAME = "file_name"


@dataclass(frozen=True, slots=True)
class Preamble:
    """What a table's surroundings say of all its figures."""

    title: str | None
    sender_text: str | None
    sender_code: str | None
    group_code: str | None
    """The emulation cluster or bloc named in the letterhead or title: whose total a total row is."""
    period_code: str | None
    period_source: PeriodSource | None
    as_of: date | None
    money_unit: str | None
    """Unit of money said once for the table, as written."""
    is_sender_from_sheet: bool = False
    """The sheet's name names a unit below the one of the letterhead: a book of one sheet a unit."""
    foreign_sender: str | None = None
    """The letterhead of a body that is no union, where none of a union stands beside it."""
    is_estimate: bool = False
    """The title calls its figures estimates ("ước thực hiện")."""
    decision: Decision | None = None
    """The decision that assigned the targets, where the lines above the table cite one."""
    is_plan: bool = False
    """The title speaks of what is assigned, pledged or planned, and of no results."""
    is_scoring: bool = False
    """The title speaks of points."""
    is_ranking: bool = False
    is_percentages: bool = False
    """The title, or the unit above the table, makes its numbers percentages."""

    @property
    def is_sender_assumed(self) -> bool:
        """Nothing above the table names a sender: it is the unit of the office the file was sent to."""
        return self.sender_text is None and self.sender_code is not None

    @property
    def year(self) -> int | None:
        match = _BARE_YEAR.search(self.period_code or "")
        return int(match.group()) if match else None


def read_preamble(
    sheet: Sheet, table: Table, *, path: str, office_unit: str | None, catalogue: Catalogue, earlier: Preamble | None
) -> Preamble:
    """Read the rows above a table. What they leave out is taken from the sheet's table before it, if there is one.

    ``office_unit`` is the unit of the office the file was sent to: the sender where the sheet names none, and the
    context in which short names are understood.
    """
    letterhead, title_lines, others = _sorted_lines(sheet, table)
    period, source = _period(sheet, table, title_lines, path, earlier)
    catalogue = catalogue.on(last_day(period))
    sender_text, sender_code, group_code = _sender(letterhead, office_unit, catalogue)
    title = " ".join(title_lines) or None
    if group_code is None and title is not None:
        cluster = _GROUP.search(title)
        group_code = (
            catalogue.resolve_unit(cluster.group(), within=sender_code or office_unit).code
            if cluster is not None
            else None
        )
    if sender_text is None and title is not None:
        sender_text, sender_code = _sender_in_title(title, office_unit, catalogue)
    if sender_text is None and earlier is not None:
        sender_text, sender_code, group_code = (
            earlier.sender_text,
            earlier.sender_code,
            group_code or earlier.group_code,
        )
    named = _unit_of_sheet(sheet, sender_code or office_unit, catalogue) if earlier is None else None
    if named is not None and (sender_text is None or table.layout.shape is Shape.INDICATOR_ROWS):
        sender_text, sender_code = sheet.name, named
    if sender_text is None and office_unit is not None and office_unit in catalogue.units:
        sender_code = office_unit
    part = _part_of_year(sheet.name, period) if earlier is None else None
    if part is not None:
        period, source = part, PeriodSource.SHEET_NAME
    key = comparison_key(title or "")
    cited = find_decision([*letterhead, *title_lines, *others])
    foreign = next((line for line in [*others, *title_lines] if _FOREIGN.match(comparison_key(line))), None)
    return Preamble(
        title=title or (earlier.title if earlier else None),
        sender_text=sender_text,
        sender_code=sender_code,
        group_code=group_code,
        period_code=period,
        period_source=source,
        as_of=_as_of([*title_lines, *others], period) or _as_of(_lines_below(sheet, table), period),
        money_unit=_money_unit([*letterhead, *title_lines, *others]) or table.layout.money_unit,
        is_sender_from_sheet=named is not None and sender_text == sheet.name,
        foreign_sender=foreign if not letterhead and sender_text is None else None,
        is_estimate=re.search(r"\bước\b", key) is not None,
        decision=cited or (earlier.decision if earlier else None),
        is_plan=_RESULTS.search(key) is None
        and (_PLAN.search(key) is not None or (cited is not None and "chỉ tiêu" in key)),
        is_scoring=_SCORING.search(key) is not None,
        is_ranking=_RANKING.search(key) is not None,
        is_percentages=_PERCENTAGES.match(key) is not None
        or re.search(r"\(\s*%\s*\)", title or "") is not None
        or any(_said_unit(line) == "%" for line in [*title_lines, *others]),
    )


def _sorted_lines(sheet: Sheet, table: Table) -> tuple[list[str], list[str], list[str]]:
    """Lines above the header as letterhead, title, and what is neither."""
    letterhead: list[str] = []
    title: list[str] = []
    others: list[str] = []
    parameters = _parameter_rows(sheet, table)
    for row in range(table.title_row, table.header.top):
        if row in parameters:
            continue
        for column, _ in sheet.row_texts(row):
            for line in sheet.lines(row, column):
                key = comparison_key(line)
                if _NOISE.match(key) or (_UNIT_SAID.match(line) and money_scale(_said_unit(line)) is not None):
                    others.append(line)
                elif _LETTERHEAD.match(key) and not title and parse_period(line) is None:
                    letterhead.append(line)
                elif _TITLE.search(key) or parse_period(line) is not None:
                    title.append(line)
                else:
                    others.append(line)
    return letterhead, title, others


def _sender(
    letterhead: list[str], office_unit: str | None, catalogue: Catalogue
) -> tuple[str | None, str | None, str | None]:
    """Text and code of the lowest unit of the letterhead, and of a cluster named in it."""
    text: str | None = None
    code: str | None = None
    group: str | None = None
    within = office_unit
    for line in letterhead:
        name = _SENDER_OPENING.sub("", line).strip()
        found = catalogue.resolve_unit(name, within=within).code
        if found is not None and catalogue.units[found].level == "cluster":
            group = found
            continue
        text, code = name, found
        within = found or within
    return (text, code, group) if text is not None else (None, None, group)


def _unit_of_sheet(sheet: Sheet, within: str | None, catalogue: Catalogue) -> str | None:
    """The unit a sheet is named after, where it lies below the sender."""
    if within is None or not any(char.isalpha() for char in sheet.name):
        return None
    code = catalogue.resolve_unit(sheet.name, within=within).code
    return code if code is not None and within in catalogue.ancestors(code) else None


def _sender_in_title(title: str, office_unit: str | None, catalogue: Catalogue) -> tuple[str | None, str | None]:
    for match in _UNIT_IN_TITLE.finditer(title):
        found = catalogue.resolve_unit(match.group().strip(), within=office_unit).code
        if found is not None:
            return match.group().strip(), found
    return None, None


def _period(
    sheet: Sheet, table: Table, title_lines: list[str], path: str, earlier: Preamble | None
) -> tuple[str | None, PeriodSource | None]:
    """The period and where it stands, in the order of trust: title, date row, parameters, sheet's name, file's name."""
    code = _period_of_results(_AS_OF.sub("", " ".join(title_lines)))
    if code is not None:
        return code, PeriodSource.TITLE
    for line in [*title_lines, " ".join(title_lines)]:
        code = _later_compared(line) or _period_in(_AS_OF.sub("", line))
        if code is not None:
            return code, PeriodSource.TITLE
    years = set(_BARE_YEAR.findall(" ".join(title_lines)))
    if len(years) == 1:
        return years.pop(), PeriodSource.TITLE
    if earlier is not None and earlier.period_code is not None:
        return earlier.period_code, earlier.period_source
    for code, source in (
        (_period_of_date_row(sheet, table), PeriodSource.DATE_ROW),
        (_period_of_parameters(sheet, table), PeriodSource.PARAMETERS),
        (_period_of_name(sheet.name), PeriodSource.SHEET_NAME),
        (_period_of_name(PurePosixPath(path.replace("\\", "/")).stem), PeriodSource.FILE_NAME),
    ):
        if code is not None:
            return code, source
    return None, None


def _period_in(text: str) -> str | None:
    months_named = _MONTHS.search(text)
    if months_named is not None:
        span = months(int(months_named[3]), int(months_named[1]), int(months_named[2]))
        return _named_span(span) if span is not None else None
    period = parse_period(_SHORT_SCHOOL_YEAR.sub(r"\g<1>20\g<2>\g<3>20\g<4>", text))
    return _named_span(period.code) if period is not None else None


def _period_of_results(title: str) -> str | None:
    """The period of what was done, in a title that goes on to what is planned; null for other titles.

    "KẾT QUẢ 6 THÁNG ĐẦU NĂM, PHƯƠNG HƯỚNG 6 THÁNG CUỐI NĂM 2023": the year may stand at the end alone.
    """
    ahead = _AHEAD.search(title)
    if ahead is None or _RESULTS.search(comparison_key(title[: ahead.start()])) is None:
        return None
    done = title[: ahead.start()]
    years = set(_BARE_YEAR.findall(title[ahead.start() :]))
    code = _period_in(done)
    if code is None and len(years) == 1:
        period = parse_period(done, year=int(years.pop()))
        code = _named_span(period.code) if period is not None else None
    return code


def _later_compared(line: str) -> str | None:
    """Of two periods compared ("so sánh năm 2022 và năm 2023") the later one: the report's own."""
    if not re.search(r"\bso sánh\b", comparison_key(line)) or len(set(_BARE_YEAR.findall(line))) < 2:
        return None
    parts = re.split(r"\s(?:và|với|-|–)\s", line, flags=re.IGNORECASE)
    codes = [code for part in parts if (code := _period_in(part)) is not None]
    return max(codes, default=None)


def _named_span(code: str) -> str:
    """``2023-01-01/2023-06-30`` is ``2023-H1``; a span that is no calendar period stays as it is."""
    first, slash, last = code.partition("/")
    if not slash or len(first) != 10 or len(last) != 10:
        return code
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    is_whole = begin.day == 1 and end.day == monthrange(end.year, end.month)[1] and begin.year == end.year
    return months(begin.year, begin.month, end.month) or code if is_whole else code


def months(year: int, first: int, last: int) -> str | None:
    """The calendar period from one month to another of a year; null where it has no name."""
    if not 1 <= first <= last <= 12:
        return None
    named = {(1, 12): "", (1, 6): "-H1", (7, 12): "-H2", (1, 3): "-Q1", (4, 6): "-Q2", (7, 9): "-Q3", (10, 12): "-Q4"}
    if (first, last) in named:
        return f"{year}{named[first, last]}"
    if first == last:
        return f"{year}-{first:02d}"
    if first == 1:
        return f"{year}-M{last:02d}"
    return f"{date(year, first, 1)}/{date(year, last, monthrange(year, last)[1])}"


def _period_of_date_row(sheet: Sheet, table: Table) -> str | None:
    """The month of a row that holds a day alone ("Ngày 14/01/2020"); the day of a letter has its place before it."""
    for row in range(table.title_row, table.header.top):
        cells = sheet.row_texts(row)
        match = _OWN_DATE_ROW.fullmatch(cells[0][1]) if len(cells) == 1 else None
        if match is not None and _DAY.fullmatch(match["day"].strip()):
            day = read_day(match["day"])
            return f"{day:%Y-%m}" if day is not None else None
    return None


def _period_of_parameters(sheet: Sheet, table: Table) -> str | None:
    """A portal's parameters: names in one row (``tu_thang``, ``den_thang``, ``nam``), their values in the next."""
    found: dict[str, str] = {}
    for row in range(table.title_row, table.header.top - 1):
        for column, text in sheet.row_texts(row):
            meaning = _PARAMETERS.get(text.casefold())
            if meaning is not None:
                found[meaning] = sheet.text(row + 1, column)
    if re.fullmatch(r"(?:19|20)\d{4}", found.get("stamp", "")):
        stamp = found["stamp"]
        return months(int(stamp[:4]), int(stamp[4:]), int(stamp[4:]))
    if "from" in found and "to" in found:
        return _period_in(f"từ ngày {found['from']} đến ngày {found['to']}")
    if not _BARE_YEAR.fullmatch(found.get("year", "")):
        return None
    year = int(found["year"])
    if found.get("quarter", "").isdecimal():
        return months(year, 3 * int(found["quarter"]) - 2, 3 * int(found["quarter"]))
    first, last = found.get("first", found.get("month", "1")), found.get("last", found.get("month", "12"))
    return months(year, int(first), int(last)) if first.isdecimal() and last.isdecimal() else str(year)


def _parameter_rows(sheet: Sheet, table: Table) -> frozenset[int]:
    """Rows of parameters' names, with those of their values below."""
    named = [
        row
        for row in range(table.title_row, table.header.top - 1)
        if any(text.casefold() in _PARAMETERS for _, text in sheet.row_texts(row))
    ]
    return frozenset((*named, *(row + 1 for row in named)))


def _period_of_name(name: str) -> str | None:
    """The period in a sheet's or file's name: "T6-2019", "bao cao 6 thang dau nam 2022", "21_03_2019"."""
    spaced = " ".join(re.sub(r"[_\-.]+", " ", name).split())
    month = re.search(r"(?<![a-z\d])t(?:h(?:á|a)ng|hg)?\s?(0?[1-9]|1[0-2])\s((?:19|20)\d{2})(?!\d)", spaced, re.I)
    if month is not None:
        return f"{month[2]}-{int(month[1]):02d}"
    for accented, plain in (
        ("tháng", "thang"), ("đầu", "dau"), ("cuối", "cuoi"), ("năm học", "nam hoc"), ("năm", "nam"), ("quý", "quy"),
    ):  # fmt: skip
        spaced = re.sub(rf"(?<!\w){plain}(?!\w)", accented, spaced, flags=re.I)
    code = _period_in(spaced)
    if code is not None:
        return code
    years = set(_BARE_YEAR.findall(spaced))
    return years.pop() if len(years) == 1 else None


def _part_of_year(name: str, year: str | None) -> str | None:
    """The quarter or month a sheet is named after alone ("Quý I", "T6"), in a book whose title names the year only."""
    if year is None or _BARE_YEAR.fullmatch(year) is None:
        return None
    match = _PART_OF_YEAR.fullmatch(" ".join(re.sub(r"[_\-.]+", " ", comparison_key(name)).split()))
    if match is None:
        return None
    if match["month"] is not None:
        return f"{year}-{int(match['month']):02d}"
    if match["months"] is not None:
        return months(int(year), 1, int(match["months"]))
    number = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(match["quarter"]) or int(match["quarter"])
    return f"{year}-Q{number}"


def _money_unit(lines: list[str]) -> str | None:
    for line in lines:
        unit = _said_unit(line)
        if unit and (money_scale(unit) is not None or _MONEY_WORD.search(comparison_key(unit))):
            # "triệu đồng/người": sums of money are held, their scale is not known.
            return unit
    return None


def _said_unit(line: str) -> str:
    match = _UNIT_SAID.search(line)
    return money_part(match["unit"].strip(" .")) if match is not None else ""


def _as_of(lines: list[str], period: str | None) -> date | None:
    """The day the data stand at: said in full, or ticked in a form ("31/5 x   30/11 □") in the period's year."""
    for line in lines:
        match = _AS_OF.search(line)
        if match is not None:
            return read_day(match["day"])
        ticked = _TICKED_DAY.search(line)
        year = _BARE_YEAR.search(period or "")
        if ticked is not None and year is not None:
            return read_day(f"{ticked['day']}/{ticked['month']}/{year.group()}")
    return None


def _lines_below(sheet: Sheet, table: Table) -> list[str]:
    """Notes under and inside a table: its text cells that speak of a day."""
    lines: list[str] = []
    for row in range(table.header.first_row, table.last_row + 1):
        for column in range(sheet.left, min(sheet.left + 3, sheet.right + 1)):
            value = sheet.value(row, column)
            if isinstance(value, str) and len(value) > 12 and _DAY.search(value):
                lines.append(sheet.text(row, column))
    return lines
