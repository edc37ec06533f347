"""``trace``: from a mart's number to its parts, deliveries, file, sheet and cell or sentence, versions and flags."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from rich.console import Console

from cli.answers import period_code
from cli.trace_queries import Marts, Row
from warehouse.catalogue import Catalogue
from warehouse.settings import Settings
from warehouse.vietnamese import format_number, format_percent, period_vi

_ID = re.compile(r"[0-9a-f]{8,32}")
_CELL = re.compile(r"_(?:target|result|attained_pct|quality_status)$")
_SOURCES = {"unit_report": "báo cáo", "news": "tin bài"}
_KINDS = {"target": "chỉ tiêu", "result": "kết quả"}
_QUALITY = {"ok": "bình thường", "unconfirmed": "chờ xác nhận", "quarantined": "bị loại khỏi tổng"}
_GROUPS = {"cluster": "Tổng các thành viên cụm", "management": "Tổng các đơn vị trực thuộc"}
_LEVELS = {
    "national": "toàn quốc", "province": "tỉnh, thành phố", "sector": "ngành", "district": "huyện", "cluster": "cụm",
    "bloc": "khối", "grassroots": "cơ sở",
}  # fmt: skip
_STANDINGS = {"current": "được dùng", "repeated": "trùng với số được dùng", "outranked": "không được dùng"}
_ENDS = {
    "superseded": "có số khác thay", "duplicate": "trùng với số khác", "contradicted": "số được dùng đổi khác",
    "reinstated": "được dùng lại", "reread": "tài liệu đọc lại ra số khác", "replaced": "chỗ ấy có nội dung khác",
    "withdrawn": "lượt gửi đã rút",
}  # fmt: skip
_LEFT_OUT = {
    "quarantined": "không cộng vì không thể đúng", "told_again": "không cộng vì đơn vị tiếp nhận đã báo cáo gộp",
    "without_value": "không có số để cộng",
}  # fmt: skip
_FIELDS = {"value": "số liệu", "reference": "số gốc", "percent": "tỷ lệ"}
_STATES = {
    "open": "đang mở", "updated": "đang mở, số đã đổi", "closed": "đã đóng", "confirmed": "đã được xác nhận",
    "corrected": "đã sửa", "withdrawn": "đã rút", "reopened": "đã mở lại", "acknowledged": "đã tiếp nhận",
    "awaiting_unit": "chờ đơn vị trả lời",
}  # fmt: skip


class TraceError(RuntimeError):
    """What is asked for stands in no mart; the sentence says what to ask instead."""


@dataclass(slots=True)
class Found:
    """A line of the walk, the record it tells of, and what lies under it."""

    text: str
    record: Row = field(default_factory=dict)
    below: list[Found] = field(default_factory=list)

    def lines(self, lead: str = "", under: str = "") -> Iterator[str]:
        """The walk as a tree of text, one line a found thing."""
        yield lead + self.text
        for number, found in enumerate(self.below, start=1):
            is_last = number == len(self.below)
            yield from found.lines(under + ("└── " if is_last else "├── "), under + ("    " if is_last else "│   "))

    def told(self) -> dict[str, Any]:
        return {"text": self.text, **self.record, "below": [found.told() for found in self.below]}


def show_trace(settings: Settings, console: Console, asked: Sequence[str], scope: str, *, as_json: bool) -> None:
    """Walk from a figure, a flag, or a unit, indicator and period down to where each number is printed.

    Raises TraceError where nothing is found, typer.BadParameter where nothing is published.
    """
    with Marts.published(settings) as marts:
        walk = _Walk(settings, marts)
        match list(asked):
            case [key]:
                found = walk.by_key(key)
            case [unit, indicator, period]:
                found = walk.by_place(unit, indicator, period, scope)
            case _:
                raise TraceError("give a figure_id or a flag_key, or three words: UNIT INDICATOR PERIOD")
    if as_json:
        sys.stdout.write(json.dumps(found.told(), ensure_ascii=False, default=str) + "\n")
    else:
        for line in found.lines():
            console.print(line, soft_wrap=True, markup=False)


class _Walk:
    def __init__(self, settings: Settings, marts: Marts) -> None:
        self.settings = settings
        self.marts = marts

    def by_key(self, key: str) -> Found:
        """A figure or a flag by its id, whole or at least its first eight characters."""
        if not _ID.fullmatch(key):
            raise TraceError(
                f"{key!r} is no id: figure_id and flag_key are 32 characters of 0-9 and a-f, 8 of them are enough;"
                " or give UNIT INDICATOR PERIOD"
            )
        figures = self.marts.figure_ids(key)
        flags = self.marts.flags_by_key(key)
        if len(figures) + len(flags) > 1:
            raise TraceError(
                f"{key!r} begins several ids: {', '.join([*figures, *(f['flag_key'] for f in flags)][:5])}"
            )
        if figures:
            return self.figure(figures[0])
        if flags:
            return self.flag(flags[0])
        raise TraceError(
            f"no figure and no flag of the published file begins with {key!r}: ids are in fct_attainments, fct_results,"
            " fct_targets, fct_figures_history and `warehouse flags --json`"
        )

    def by_place(self, unit: str, indicator: str, period: str, scope: str) -> Found:
        """Everything the marts say of a unit, indicator and period: its own figures, sums, and today's map."""
        catalogue = Catalogue.load(self.settings.seeds, self.settings.catalogue_extra)
        unit_code = _unit(catalogue, unit)
        indicator_code = _indicator(catalogue, indicator)
        place = {"unit": unit_code, "indicator": indicator_code, "period": period_code(period), "scope": scope}
        below = [*self.stated(place), *self.sums(place), *self.map_sums(place)]
        if not below:
            told = ", ".join(self.marts.periods_told(unit_code, indicator_code)) or "none"
            raise TraceError(
                f"the published file says nothing of {unit_code}, {indicator_code}, {place['period']}"
                f"{f', {scope!r}' if scope else ''}; periods it knows for them: {told}"
            )
        name = catalogue.units[unit_code].name
        title = f"{name} · {catalogue.indicators[indicator_code].name_vi} · {period_vi(place['period'])}"
        return Found(f"{title}{f' · trong đó {scope}' if scope else ''}", place, below)

    def stated(self, place: dict[str, str]) -> Iterator[Found]:
        """The figures told of the unit itself, result and target of each source, with the flags on them."""
        for row in self.marts.attainments(place):
            headline = "đứng vào tổng" if row["is_headline"] else "không đứng vào tổng"
            text = f"fct_attainments, {_SOURCES[row['source_kind']]}: {_told(row)} · {headline}"
            below = [self.figure(row["figure_id"])]
            if row["target_figure_id"]:
                below.append(self.figure(row["target_figure_id"]))
            yield Found(text, row, below)
        known = self.marts.attainment_figures(place)
        for row in self.marts.targets(place):
            if row["figure_id"] not in known:
                source = _SOURCES[row["source_kind"]]
                yield Found(f"fct_targets, {source}: {_told(row)}", row, [self.figure(row["figure_id"])])

    def sums(self, place: dict[str, str]) -> Iterator[Found]:
        """Sums over the unit's members or direct units as of the period's end, each with its parts."""
        for row in self.marts.totals(place):
            parts = self.marts.total_parts(place, row["group_kind"])
            added = [part for part in parts if part["left_out_kind"] is None]
            text = (
                f"fct_attainment_totals, {_GROUPS[row['group_kind']]}: {_told(row)} · {_checked(row['value'], added)}"
            )
            yield Found(text, row, [self.part(part) for part in parts])

    def map_sums(self, place: dict[str, str]) -> Iterator[Found]:
        """What units of each level reported that this unit holds on today's map."""
        parts = self.marts.map_parts(place)
        for level in dict.fromkeys(part["reported_level_kind"] for part in parts):
            chosen = [part for part in parts if part["reported_level_kind"] == level]
            total = sum((part["value"] for part in chosen), Decimal(0))
            text = (
                f"Trên bản đồ hiện nay, cấp báo cáo {_LEVELS.get(level, level)} (rpt_provinces,"
                f" fct_attainments_on_maps): {_number(total)} · {len(chosen)} số cộng lại"
            )
            yield Found(text, {"reported_level_kind": level, "value": total}, [self.part(part) for part in chosen])

    def part(self, row: Row) -> Found:
        """One number of a sum, with the place it is printed at."""
        share = ""
        if row["weight_numerator"] != row["weight_denominator"]:
            whole = _number(row["reported_value"])
            share = f" = {row['weight_numerator']}/{row['weight_denominator']} của {whole}"
        beside = f" trên {_number(row['reference'])}" if row.get("is_compared") else ""
        left_out = f" · {_LEFT_OUT[row['left_out_kind']]}" if row.get("left_out_kind") else ""
        found = Found(f"{row['org_unit_name']}: {_number(row['value'])}{beside}{share}{_quality(row)}{left_out}", row)
        found.below.append(Found(f"{_place(row)}: “{row['quote']}” · {row['figure_id']}"))
        found.below += [Found(_flag_line(flag)) for flag in self.marts.flags_on(row["figure_id"])]
        return found

    def figure(self, figure_id: str) -> Found:
        """A figure: printed number, place and quote, document, deliveries, versions of what it states, flags, sums."""
        row = self.marts.figure(figure_id)
        kind = _KINDS.get(row["figure_kind"], row["figure_kind"])
        found = Found(f"số liệu {figure_id}: {kind} {_told(row)}, in là “{row['number_text']}”", row)
        found.below.append(Found(f"nơi ghi: {_place(row)}"))
        found.below.append(Found(f"nguyên văn: “{row['quote']}”" if row["quote"] else "nguyên văn: không còn giữ"))
        found.below += [Found(_corrected(one), one) for one in self.marts.corrections_of(figure_id)]
        found.below.append(self.document(row["document_id"]))
        found.below.append(self.versions(row))
        found.below += [self.flag_leaf(flag) for flag in self.marts.flags_on(figure_id)]
        for group in self.marts.sums_with(figure_id):
            name = f"{_GROUPS[group['group_kind']]} {group['group_name']}"
            found.below.append(Found(f"nằm trong: {name} = {_number(group['value'])}", group))
        return found

    def document(self, document_id: str) -> Found:
        row = self.marts.document(document_id)
        told = [f"tài liệu {document_id}", row["path"], row["member_name"], row["title"], row["url"]]
        if row["decision_number"]:
            told.append(f"quyết định {row['decision_number']}")
        found = Found(" · ".join(str(one) for one in told if one), row)
        found.below.append(
            Found(f"nội dung đã nhận: {self.settings.landing / 'received'}, sha256 {row['content_sha256']}")
        )
        for sent in self.marts.deliveries(document_id):
            withdrawn = f" · đã rút: {sent['withdrawn_reason']}" if sent["withdrawn_night"] else ""
            office = sent["office_code"] or "-"
            text = f"lượt gửi {sent['delivery_id']} · {office} · nhận đêm {sent['night']:%d/%m/%Y} · {sent['path']}"
            found.below.append(Found(f"{text}{withdrawn}", sent))
        return found

    def versions(self, row: Row) -> Found:
        versions = self.marts.versions(row["statement_key"])
        found = Found(f"{len(versions)} phiên bản của điều được nêu")
        for one in versions:
            until = f"đến trước đêm {one['recorded_to']:%d/%m/%Y}" if one["recorded_to"] else "đến nay"
            why = f" ({_ENDS.get(one['end_kind'], one['end_kind'])})" if one["end_kind"] else ""
            standing = _STANDINGS.get(one["standing_kind"], one["standing_kind"])
            text = f"{_told(one)} · từ đêm {one['recorded_from']:%d/%m/%Y} {until}{why} · {standing} · {_place(one)}"
            found.below.append(Found(text, one))
        return found

    def flag(self, row: Row) -> Found:
        """A flag with its witnesses, each walked down to where it is printed."""
        found = self.flag_leaf(row)
        for witness in json.loads(row["evidence"]):
            figures = self.marts.figures_at(witness["document_id"], witness["locator"])
            found.below += [self.figure(figure_id) for figure_id in figures]
            if not figures:
                text = f"{_place(witness)}: “{witness['quote']}”" if witness["locator"] else witness["message_vi"]
                # what has not come has no document
                read = [self.document(witness["document_id"])] if witness["document_id"] else []
                found.below.append(Found(text, witness, read))
        return found

    def flag_leaf(self, row: Row) -> Found:
        record = {name: value for name, value in row.items() if name != "evidence"}
        return Found(_flag_line(row), record, [Found(row["message_vi"])])


def _unit(catalogue: Catalogue, text: str) -> str:
    if text in catalogue.units:
        return text
    resolved = catalogue.resolve_unit(text)
    if resolved.code is None:
        near = ", ".join(f"{one.code} ({one.name})" for one in resolved.candidates)
        raise TraceError(f"the catalogue has no unit {text!r}; nearest: {near or 'none'}")
    return resolved.code


def _indicator(catalogue: Catalogue, text: str) -> str:
    """By code, by a column of a wide table (``members_admitted_result``), or by name."""
    for code in (text, _CELL.sub("", text)):
        if code in catalogue.indicators:
            return code
    resolved = catalogue.resolve_indicator(text)
    if resolved.code is None:
        near = ", ".join(f"{one.code} ({one.name})" for one in resolved.candidates)
        raise TraceError(f"the catalogue has no indicator {text!r}; nearest: {near or 'none'}")
    return resolved.code


def _told(row: Row) -> str:
    """27 trên 22, in 122,7%, tính lại 122,7%, chờ xác nhận."""
    told = [_number(row["value"])] if row.get("value") is not None else []
    if row.get("reference") is not None:
        told.append(f"trên {_number(row['reference'])}")
    text = " ".join(told)
    printed = row.get("printed_pct") if row.get("printed_pct") is not None else row.get("target_pct")
    rest = [f"in {format_percent(printed)}"] if printed is not None else []
    if row.get("computed_pct") is not None:
        rest.append(f"tính lại {format_percent(row['computed_pct'])}")
    return ", ".join([*([text] if text else []), *rest]) + _quality(row)


def _quality(row: Row) -> str:
    status = row.get("quality_status")
    return f" · {_QUALITY.get(status, status)}" if status else ""


def _flag_line(row: Row) -> str:
    state = _STATES.get(row["state"], row["state"])
    return f"cảnh báo {row['rule_name']} ({row['rule_code']}, {row['flag_key']}): {state}"


def _corrected(row: Row) -> str:
    """What the data team put in the place of a printed number, who and why."""
    old, new = _number(row["old_value"]), _number(row["new_value"])
    who = f"{row['who_name']}, {row['reason_text']} ({row['document_text']})"
    return f"đính chính {_FIELDS[row['field_name']]}: {old} thành {new} · {who}"


def _place(row: Row) -> str:
    locator = str(row["locator"])
    sheet, is_cell, cell = locator.rpartition("!")
    start, is_span, end = locator.partition(":")
    where = f"trang tính {sheet}, ô {cell}" if is_cell else locator
    if not is_cell and is_span and start.isdigit():
        where = f"ký tự {start}–{end}"
    return f"{row['path']}, {where}"


def _checked(total: Decimal | None, parts: Sequence[Row]) -> str:
    added = sum((part["value"] for part in parts), Decimal(0))
    if total is not None and added == total:
        return f"{len(parts)} số cộng lại đúng bằng tổng"
    return f"{len(parts)} số cộng lại được {_number(added)}"


def _number(value: Decimal | int | None) -> str:
    return "-" if value is None else format_number(Decimal(value))
