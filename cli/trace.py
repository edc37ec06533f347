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

from cli import trace_words as words
from cli.answers import period_code
from cli.trace_queries import CELLS, Marts, Row
from warehouse.catalogue import Catalogue
from warehouse.settings import Settings
from warehouse.vietnamese import format_percent, period_vi

_ID = re.compile(r"[0-9a-f]{8,32}")
_CELL = re.compile(rf"_(?:{'|'.join(CELLS)})$")
_SHOWN = 50
"""So many figures of a document are told; the JSON has them all."""


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
        shown = self.below[:_SHOWN]
        for number, found in enumerate(shown, start=1):
            is_last = number == len(self.below)
            yield from found.lines(under + ("└── " if is_last else "├── "), under + ("    " if is_last else "│   "))
        if len(self.below) > len(shown):
            yield f"{under}└── … và {len(self.below) - len(shown)} dòng khác (--json có đủ)"

    def told(self) -> dict[str, Any]:
        return {"text": self.text, **self.record, "below": [found.told() for found in self.below]}


def show_trace(settings: Settings, console: Console, asked: Sequence[str], scope: str, *, as_json: bool) -> None:
    """Walk from a key, or a unit, indicator and period, down to where each number is printed.

    Raises TraceError where nothing is found, typer.BadParameter where nothing is published.
    """
    with Marts.published(settings) as marts:
        found = walked(Walk(settings, marts), asked, scope)
    if as_json:
        sys.stdout.write(json.dumps(found.told(), ensure_ascii=False, default=str) + "\n")
    else:
        for line in found.lines():
            console.print(line, soft_wrap=True, markup=False)


def walked(walk: Walk, asked: Sequence[str], scope: str = "") -> Found:
    """What one, two or three words ask for; raises TraceError where that is nothing."""
    match list(asked):
        case [key]:
            return walk.by_key(key)
        case [unit, period]:
            return walk.by_period(unit, period)
        case [unit, indicator, period]:
            return walk.by_place(unit, indicator, period, scope)
        case _:
            raise TraceError("give a key (a figure_id, flag_key …), or UNIT PERIOD, or UNIT INDICATOR PERIOD")


class Walk:
    """The walks from marts of one published file."""

    def __init__(self, settings: Settings, marts: Marts) -> None:
        self.settings = settings
        self.marts = marts
        self.catalogue = Catalogue.load(settings.seeds, settings.catalogue_extra)

    def by_key(self, key: str) -> Found:
        """A figure, flag, award, document or delivery by its id, whole or at least its first eight characters."""
        if not _ID.fullmatch(key):
            raise TraceError(
                f"{key!r} is no key: a figure_id, flag_key, award_key, document_id or delivery_id is 32 characters of"
                " 0-9 and a-f, 8 of them are enough; or give UNIT INDICATOR PERIOD"
            )
        found = self.marts.ids(key)
        if len(found) > 1:
            raise TraceError(f"{key!r} begins several keys: {', '.join(one for _, one in found[:5])}")
        match found:
            case [("figure", figure_id)]:
                return self.figure(figure_id, is_asked=True)
            case [("waiting", figure_id)]:
                return self.waiting(figure_id)
            case [("flag", flag_key)]:
                return self.flag(self.marts.of("fct_figure_flags", "flag_key", flag_key=flag_key)[0])
            case [("award", award_key)]:
                return self.award(award_key)
            case [("document", document_id)]:
                return self.document(document_id, is_asked=True)
            case [("delivery", delivery_id)]:
                return self.delivery(delivery_id)
        raise TraceError(
            f"nothing in the published file has a key that begins with {key!r}: keys are in the columns figure_id,"
            " flag_key, award_key, document_id and delivery_id of fct_attainments, fct_results, fct_targets,"
            " fct_figures_history and the other marts"
        )

    def by_place(self, unit: str, indicator: str, period: str, scope: str) -> Found:
        """Everything the marts say of a unit, indicator and period: its own figures, sums, and today's map."""
        unit_code = self._unit(unit)
        indicator_code = self._indicator(indicator)
        place = {"unit": unit_code, "indicator": indicator_code, "period": period_code(period), "scope": scope}
        below = [*self.stated(place), *self.sums(place), *self.map_sums(place)]
        if not below:
            told = ", ".join(self.marts.periods_told(unit_code, indicator_code)) or "none"
            raise TraceError(
                f"the published file says nothing of {unit_code}, {indicator_code}, {place['period']}"
                f"{f', {scope!r}' if scope else ''}; periods it knows for them: {told}"
            )
        name = self.catalogue.units[unit_code].name
        title = f"{name} · {self.catalogue.indicators[indicator_code].name_vi} · {period_vi(place['period'])}"
        return Found(f"{title}{f' · trong đó {scope}' if scope else ''}", place, [*self.wide_cells(place), *below])

    def by_period(self, unit: str, period: str) -> Found:
        """What the marts say of a unit and period over all indicators: its standing, its reports, its figures."""
        unit_code, code = self._unit(unit), period_code(period)
        below = [
            *(self.standing(row) for row in self.marts.of("fct_cluster_standings", "cluster_code",
                                                          member_code=unit_code, period_code=code)),
            *(self.report(row) for row in self.marts.of("fct_reporting_status", "obligation_code",
                                                        org_unit_code=unit_code, period_code=code)),
            *self.counted(unit_code, code),
        ]  # fmt: skip
        if not below:
            told = ", ".join(self.marts.periods_told(unit_code, None)) or "none"
            raise TraceError(f"the published file says nothing of {unit_code}, {code}; periods it knows: {told}")
        record = {"unit": unit_code, "period": code}
        return Found(f"{self.catalogue.units[unit_code].name} · {period_vi(code)}", record, below)

    def standing(self, row: Row) -> Found:
        """A member's standing in its cluster, with the figures whose scores it is the mean of."""
        rank = f"hạng {row['rank_number']}" if row["rank_number"] else "chưa xếp hạng"
        if not row["is_rank_decided"]:
            rank += f" (có thể từ {row['best_rank_number']} đến {row['worst_rank_number']})"
        text = (
            f"fct_cluster_standings, {row['cluster_name']}: {rank}, trung bình {format_percent(row['score_pct'])}"
            f" trên {row['compared_count']} chỉ tiêu, {row['reported_count']} chỉ tiêu có số liệu"
        )
        keys = {name: row[name] for name in ("cluster_code", "member_code", "period_code")}
        figures = self.marts.of("fct_cluster_standing_figures", "indicator_code", is_compared=True, **keys)
        record = {name: value for name, value in row.items() if name != "deciding_figures"}
        return Found(text, record, [self.scored(one) for one in figures])

    def scored(self, row: Row) -> Found:
        told = words.told(row) if row["value"] is not None else f"đạt {format_percent(row['attained_pct'])}"
        text = (
            f"{row['indicator_name']}: {told} · tính {format_percent(row['scored_pct'])},"
            f" thứ {row['rank_number']} trong {row['ranked_count']} đơn vị"
        )
        return Found(text, row, [Found(f"{words.place(row)} · {row['figure_id']}")])

    def report(self, row: Row) -> Found:
        """A report that is owed, and the file that is it."""
        text = f"fct_reporting_status, {row['obligation_name'] or row['obligation_code']}: {row['status_vi']}"
        below = [self.document(row["document_id"])] if row["document_id"] else []
        return Found(f"{text} (hạn {row['last_date']:%d/%m/%Y})", row, below)

    def counted(self, unit: str, period: str) -> Iterator[Found]:
        """The headline figures that the counts of a row of rpt_units count."""
        rows = self.marts.of("rpt_units", "period_code", org_unit_code=unit, period_code=period)
        for row in rows:
            figures = [
                Found(f"{one['indicator_name']}: {words.told(one)}", one, [self.place(one)])
                for one in self.marts.of(
                    "fct_attainments", "indicator_code, source_kind", org_unit_code=unit, period_code=period, scope=""
                )
                if one["is_headline"] or one["quality_status"] == "quarantined"
            ]
            counts = {name: row[name] for name in row if name.endswith("_count")}
            text = (
                f"rpt_units: {row['result_count']} kết quả, {row['met_count']} đạt chỉ tiêu,"
                f" {row['unconfirmed_count']} chờ xác nhận, {row['quarantined_count']} không thể đúng"
            )
            yield Found(text, counts, figures)

    def wide_cells(self, place: dict[str, str]) -> Iterator[Found]:
        """The cells of the wide tables that show the same unit, indicator and period."""
        if place["scope"]:
            return
        for mart, unit in (("rpt_units", "org_unit_code"), ("rpt_clusters", "cluster_code")):
            keys = {unit: place["unit"], "period_code": place["period"]}
            for row in self.marts.cells(mart, place["indicator"], **keys):
                if row["target"] is not None or row["result"] is not None:
                    kind = words.TOTALS.get(row.get("total_kind", ""), "")
                    yield Found(f"{mart}{kind}: {_cells(row)}", row)

    def stated(self, place: dict[str, str]) -> Iterator[Found]:
        """The figures told of the unit itself, result and target of each source, with the flags on them."""
        keys = {"org_unit_code": place["unit"], "indicator_code": place["indicator"], "period_code": place["period"]}
        attained = self.marts.of("fct_attainments", "is_headline desc, source_kind", scope=place["scope"], **keys)
        for row in attained:
            headline = "đứng vào tổng" if row["is_headline"] else "không đứng vào tổng"
            text = f"fct_attainments, {words.SOURCES[row['source_kind']]}: {words.told(row)} · {headline}"
            told = [row["figure_id"], *([row["target_figure_id"]] if row["target_figure_id"] else [])]
            yield Found(text, row, [self.figure(figure_id) for figure_id in told])
        known = {row[name] for row in attained for name in ("figure_id", "target_figure_id")}
        for row in self.marts.of("fct_targets", "source_kind, figure_id", scope=place["scope"], **keys):
            if row["figure_id"] not in known:
                text = f"fct_targets, {words.SOURCES[row['source_kind']]}: {words.told(row)}"
                yield Found(text, row, [self.figure(row["figure_id"])])

    def sums(self, place: dict[str, str]) -> Iterator[Found]:
        """Sums over the unit's members or direct units as of the period's end, each with its parts."""
        keys = {"group_code": place["unit"], "indicator_code": place["indicator"], "period_code": place["period"]}
        for row in self.marts.of("fct_attainment_totals", "group_kind", scope=place["scope"], **keys):
            parts = self.marts.total_parts(place, row["group_kind"])
            added = [part for part in parts if part["left_out_kind"] is None]
            group = words.GROUPS[row["group_kind"]]
            text = f"fct_attainment_totals, {group}: {words.told(row)} · {words.checked(row['value'], added)}"
            yield Found(text, row, [self.part(part) for part in parts])

    def map_sums(self, place: dict[str, str]) -> Iterator[Found]:
        """What units of each level reported that this unit holds on today's map."""
        parts = self.marts.map_parts(place)
        keys = {"province_code": place["unit"], "period_code": place["period"]}
        for level in dict.fromkeys(part["reported_level_kind"] for part in parts):
            chosen = [part for part in parts if part["reported_level_kind"] == level]
            total = sum((part["value"] for part in chosen), Decimal(0))
            cells = self.marts.cells("rpt_provinces", place["indicator"], reported_level_kind=level, **keys)
            row = cells[0] if cells and not place["scope"] else {}
            beside = f", trong bảng: {_cells(row)}" if row else ""
            text = (
                f"Trên bản đồ hiện nay, cấp báo cáo {words.LEVELS.get(level, level)} (rpt_provinces,"
                f" fct_attainments_on_maps): {words.number(total)} · {len(chosen)} số cộng lại{beside}"
            )
            record = {**row, "reported_level_kind": level, "value": total}
            yield Found(text, record, [self.part(part) for part in chosen])

    def part(self, row: Row) -> Found:
        """One number of a sum, with the place it is printed at."""
        found = Found(words.part(row), row, [self.place(row)])
        found.below += [Found(words.flag(flag)) for flag in self.marts.flags_on(row["figure_id"])]
        return found

    def place(self, row: Row) -> Found:
        return Found(f"{words.place(row)}: “{row['quote']}” · {row['figure_id']}")

    def figure(self, figure_id: str, *, is_asked: bool = False) -> Found:
        """A figure: printed number, place and quote, document, deliveries, versions of what it states, flags, sums.

        Of a figure that is asked for itself also where else it counts: maps, targets, standings, comparisons.
        """
        row = self.marts.figure(figure_id)
        kind = words.KINDS.get(row["figure_kind"], row["figure_kind"])
        found = Found(f"số liệu {figure_id}: {kind} {words.told(row)}, in là “{row['number_text']}”", row)
        found.below.append(Found(f"nơi ghi: {words.place(row)}"))
        found.below.append(Found(f"nguyên văn: “{row['quote']}”" if row["quote"] else "nguyên văn: không còn giữ"))
        for one in self.marts.of(
            "fct_figure_corrections", "correction_key", figure_id=figure_id, status_kind="applied"
        ):
            found.below.append(Found(words.correction(one), one))
        found.below.append(self.document(row["document_id"]))
        found.below.append(self.versions(row))
        found.below += [self.flag_leaf(flag) for flag in self.marts.flags_on(figure_id)]
        for group in self.marts.sums_with(figure_id):
            name = f"{words.GROUPS[group['group_kind']]} {group['group_name']}"
            found.below.append(Found(f"nằm trong: {name} = {words.number(group['value'])}", group))
        if is_asked:
            found.below += self.uses(figure_id)
        return found

    def uses(self, figure_id: str) -> Iterator[Found]:
        """Where else a figure counts: on later maps, as a target's version, in standings, beside the press."""
        for row in self.marts.on_maps(figure_id):
            yield Found(f"{row['mart']}, từ {row['map_from']:%d/%m/%Y}: {words.part(row)}", row)
        for row in self.marts.of("fct_target_versions", "version_number", figure_id=figure_id):
            was = f", trước là {words.number(row['previous_value'])}" if row["previous_value"] is not None else ""
            change = words.CHANGES.get(row["change_kind"], row["change_kind"])
            in_force = "đang áp dụng" if row["is_in_force"] else "không còn áp dụng"
            text = f"fct_target_versions, {row['org_unit_name']}: {change}, {words.told(row)}{was} · {in_force}"
            yield Found(text, row)
        for row in self.marts.of("fct_cluster_standing_figures", "cluster_code", figure_id=figure_id):
            yield Found(f"fct_cluster_standing_figures, {row['cluster_name']}: {self.scored(row).text}", row)
        for row in self.marts.of("fct_source_reconciliation", "counterpart_kind", news_figure_id=figure_id):
            yield self.comparison(row)

    def comparison(self, row: Row) -> Found:
        """A number of the press beside what workbooks say, with their places."""
        counterpart = words.COUNTERPARTS.get(row["counterpart_kind"], row["counterpart_kind"])
        text = (
            f"fct_source_reconciliation: tin bài {words.number(row['news_value'])}, báo cáo {counterpart}"
            f" {words.number(row['workbook_value'])}: {row['explanation_vi'] or row['finding_kind']}"
        )
        record = {name: value for name, value in row.items() if name != "workbook_evidence"}
        told = json.loads(row["workbook_evidence"])
        below = [
            Found(f"{one['org_unit_code']}: {one['value']} · {words.place(one)} · {one['figure_id']}", one)
            for one in told
        ]
        return Found(text, record, below)

    def waiting(self, figure_id: str) -> Found:
        """A figure that came for a closed period, and what the facts say meanwhile."""
        (row,) = self.marts.of("fct_waiting_figures", "figure_id", figure_id=figure_id)
        closed = f"kỳ đã khóa sổ từ đêm {row['closed_night']:%d/%m/%Y} ({row['closed_by']}, {row['closed_reason']})"
        kind = words.KINDS.get(row["figure_kind"], row["figure_kind"])
        below = [
            Found(f"nơi ghi: {words.place(row)}"),
            Found(f"nguyên văn: “{row['quote']}”"),
            self.document(row["document_id"]),
        ]
        if row["standing_figure_id"]:
            standing = self.figure(row["standing_figure_id"])
            below.append(Found(f"đang dùng: {standing.text}", standing.record, standing.below))
        return Found(f"số liệu {figure_id} đang chờ: {kind} {words.told(row)} · {closed}", row, below)

    def award(self, award_key: str) -> Found:
        """An honour or role, and the sentence that tells it."""
        (row,) = self.marts.of("fct_awards", "award_key", award_key=award_key)
        told = [row["recipient_text"], row["award_name"], row["merit_year"]]
        text = f"fct_awards: {' · '.join(str(one) for one in told if one)} (nêu {row['mention_count']} lần)"
        sentence = Found(f"{words.place(row)}: “{row['quote']}”")
        return Found(text, row, [sentence, self.document(row["document_id"])])

    def document(self, document_id: str, *, is_asked: bool = False) -> Found:
        """A document with its deliveries, and its figures where it is asked for itself."""
        (row,) = self.marts.of("dim_documents", "document_id", document_id=document_id)
        told = [f"tài liệu {document_id}", row["path"], row["member_name"], row["title"], row["url"]]
        if row["decision_number"]:
            told.append(f"quyết định {row['decision_number']}")
        found = Found(" · ".join(str(one) for one in told if one), row)
        found.below.append(
            Found(f"nội dung đã nhận: {self.settings.landing / 'received'}, sha256 {row['content_sha256']}")
        )
        for sent in self.marts.of("fct_deliveries", "received_at, delivery_id", document_id=document_id):
            withdrawn = f" · đã rút: {sent['withdrawn_reason']}" if sent["withdrawn_night"] else ""
            office = sent["office_code"] or "-"
            text = f"lượt gửi {sent['delivery_id']} · {office} · nhận đêm {sent['night']:%d/%m/%Y} · {sent['path']}"
            found.below.append(Found(f"{text}{withdrawn}", sent))
        if is_asked:
            found.below.append(self.content(document_id))
        return found

    def content(self, document_id: str) -> Found:
        """The figures of a document, each at its place; those that wait for a closed period too."""
        figures = [
            *self.marts.figures_of(document_id),
            *self.marts.of("fct_waiting_figures", "length(locator), locator", document_id=document_id),
        ]
        return Found(f"{len(figures)} số liệu của tài liệu", {}, [self.content_line(row) for row in figures])

    def content_line(self, row: Row) -> Found:
        about = " · ".join(
            str(told)
            for told in (
                row["org_unit_name"] or row.get("unit_text"),
                row["indicator_name"] or row.get("indicator_text"),
                row["period_code"],
            )
            if told
        )
        kind = words.KINDS.get(row["figure_kind"], row["figure_kind"])
        where = words.where(str(row["locator"]))
        return Found(f"{where}: {about}: {kind} {words.told(row)} · {row['figure_id']}", row)

    def delivery(self, delivery_id: str) -> Found:
        """A delivery: its documents with their figures, the receipt of each, and how it differs from earlier ones."""
        sent = self.marts.of("fct_deliveries", "document_id", delivery_id=delivery_id)
        found = Found(f"lượt gửi {delivery_id} · nhận đêm {sent[0]['night']:%d/%m/%Y} · {sent[0]['path']}", {})
        for row in sent:
            document = self.document(row["document_id"], is_asked=True)
            for receipt in self.marts.of(
                "fct_receipts", "document_id", delivery_id=delivery_id, document_id=row["document_id"]
            ):
                counts = {name: value for name, value in receipt.items() if name not in ("reasons", "left_out")}
                document.below.insert(0, Found(f"giấy báo nhận: {receipt['what_to_do_vi']}", counts))
            found.below.append(document)
        differences = self.marts.of("fct_delivery_differences", "figure_key, ordinal_number", delivery_id=delivery_id)
        found.below += [self.difference(row) for row in differences]
        return found

    def difference(self, row: Row) -> Found:
        about = " · ".join(str(row[name]) for name in ("org_unit_name", "indicator_name", "period_code") if row[name])
        before = f"“{row['old_number_text']}” ({row['old_path']}, {words.where(str(row['old_locator']))})"
        after = f"“{row['new_number_text']}” ({row['new_path']}, {words.where(str(row['new_locator']))})"
        had = before if row["old_number_text"] is not None else "không có"
        has = after if row["new_number_text"] is not None else "không có"
        return Found(f"khác lượt gửi {row['other_delivery_id']}: {about}: trước {had}, nay {has}", row)

    def versions(self, row: Row) -> Found:
        versions = self.marts.of("fct_figures_history", "recorded_from, figure_id", statement_key=row["statement_key"])
        below = [Found(words.version(one), one) for one in versions]
        return Found(f"{len(versions)} phiên bản của điều được nêu", {}, below)

    def flag(self, row: Row) -> Found:
        """A flag with its witnesses, each walked down to where it is printed."""
        found = self.flag_leaf(row)
        for witness in json.loads(row["evidence"]):
            figures = self.marts.figures_at(witness["document_id"], witness["locator"])
            found.below += [self.figure(figure_id) for figure_id in figures]
            if not figures:
                text = f"{words.place(witness)}: “{witness['quote']}”" if witness["locator"] else witness["message_vi"]
                # what has not come has no document
                read = [self.document(witness["document_id"])] if witness["document_id"] else []
                found.below.append(Found(text, witness, read))
        return found

    def flag_leaf(self, row: Row) -> Found:
        record = {name: value for name, value in row.items() if name != "evidence"}
        return Found(words.flag(row), record, [Found(row["message_vi"])])

    def _unit(self, text: str) -> str:
        if text in self.catalogue.units:
            return text
        resolved = self.catalogue.resolve_unit(text)
        if resolved.code is None:
            near = ", ".join(f"{one.code} ({one.name})" for one in resolved.candidates)
            raise TraceError(f"the catalogue has no unit {text!r}; nearest: {near or 'none'}")
        return resolved.code

    def _indicator(self, text: str) -> str:
        """By code, by a column of a wide table (``members_admitted_result``), or by name."""
        for code in (text, _CELL.sub("", text)):
            if code in self.catalogue.indicators:
                return code
        resolved = self.catalogue.resolve_indicator(text)
        if resolved.code is None:
            near = ", ".join(f"{one.code} ({one.name})" for one in resolved.candidates)
            raise TraceError(f"the catalogue has no indicator {text!r}; nearest: {near or 'none'}")
        return resolved.code


def _cells(row: Row) -> str:
    """Chỉ tiêu 22, kết quả 27, đạt 122,7%."""
    told = [f"{name} {words.number(row[cell])}" for name, cell in (("chỉ tiêu", "target"), ("kết quả", "result"))
            if row[cell] is not None]  # fmt: skip
    if row["attained_pct"] is not None:
        told.append(f"đạt {format_percent(row['attained_pct'])}")
    return ", ".join(told)
