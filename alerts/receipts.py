"""A receipt for each workbook received: what was understood, what was not, what it repeats or changes, what to do."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from warehouse.answer_sheet import LAYOUT as ANSWER_LAYOUT
from warehouse.database import Connection, connect
from warehouse.landing import Landing
from warehouse.previews import preview_name
from warehouse.records import DocumentStatus
from warehouse.vietnamese import format_number, format_percent, period_vi
from warehouse.workbook_answers import Outcome, ToldRow, outcomes_of

SHOWN_DIFFERENCES, SHOWN_PLACES, SHOWN_ANSWERS = 8, 5, 60
"""Most differences, doubtful places and answered rows written out in one receipt."""

COMPANIONS = frozenset({"file_lock", "file_companion"})
"""Reasons why a file is set aside that ask nothing of its sender."""

KEY_PREFIX = "receipt:"

_DUPLICATES = ("duplicate", "duplicate_content")
_KINDS = {
    "new": "Mới",
    "duplicate": "Trùng",
    "duplicate_content": "Trùng nội dung",
    "revision": "Bản sửa",
    "contradiction": "Mâu thuẫn",
    "withdrawn": "Đã rút",
}
_ANSWERED = {
    Outcome.ACCEPTED: "đã được ghi nhận",
    Outcome.REFUSED: "chưa nhận được",
    Outcome.NEEDLESS: "không cần trả lời nữa",
    Outcome.BLANK: "để trống",
}
_LAYOUTS = {
    "assigned_done": "giao – thực hiện",
    "assigned_done_percent": "giao – thực hiện – tỷ lệ",
    "assigned_done_percent_flat": "giao – thực hiện – tỷ lệ",
    "general_indicator_rows": "mỗi dòng một chỉ tiêu",
    "general_unit_rows": "mỗi dòng một đơn vị",
    "plan_indicator_rows": "giao chỉ tiêu, mỗi dòng một chỉ tiêu",
    "plan_unit_rows": "giao chỉ tiêu, mỗi dòng một đơn vị",
    "schools_by_block": "các trường theo khối",
    "units_by_indicator_groups": "các đơn vị theo nhóm chỉ tiêu",
    "units_by_ratio_columns": "các đơn vị, mỗi cột một tỷ số",
    "year_to_date_by_quarter": "lũy kế theo quý",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One figure that an earlier delivery gave otherwise. Numbers are as people write them; null where none is."""

    kind: str
    label: str
    old: str | None
    new: str | None
    old_place: str | None
    new_place: str | None
    old_path: str
    is_foreign: bool
    """Another office's: it is said that the numbers differ, never what the other office wrote."""
    is_replaced: bool
    """The earlier number counts no more: its file was replaced in its place, or revised as a whole."""

    @property
    def told(self) -> str:
        """One line in Vietnamese."""
        at = f" (ô {self.new_place})" if self.new_place else ""
        was_at = f" (ô {self.old_place})" if self.old_place else ""
        if self.kind == "added":
            return f"{self.label}: thêm mới {self.new}{at}"
        if self.kind == "removed":
            kept = "không còn được tính" if self.is_replaced else "số cũ vẫn được giữ"
            return f"{self.label}: bản này không có, bản trước ghi {self.old}{was_at}; {kept}"
        if self.is_foreign:
            return f"{self.label}: tệp này ghi {self.new}{at}, cơ quan khác đã gửi số khác"
        if self.kind == "contradicted":
            return f"{self.label}: tệp này ghi {self.new}{at}, tệp {self.old_path} ghi {self.old}{was_at}"
        moved = f"{self.old_place} → " if self.old_place != self.new_place else ""
        beside = f", trước ở tệp {self.old_path}" if self.kind == "restated" else ""
        return f"{self.label}: {self.old} → {self.new} (ô {moved}{self.new_place}{beside})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What one sender is told of one document. Grain: delivery x document."""

    delivery_id: str
    document_id: str
    office_code: str | None
    night: date
    path: str
    """The file, and the member inside it."""
    status: str
    unit: str | None
    period_code: str | None
    layout: str | None
    figures: int
    targets: int
    results: int
    totals: int
    units: int
    ratings: int
    reasons: tuple[str, ...]
    """Why it was set aside, or what was uncertain, each with its place."""
    left_out: tuple[str, ...]
    left_out_count: int
    kind: str
    repeats_path: str | None
    repeats_night: date | None
    is_repeat_foreign: bool
    differences: tuple[Difference, ...]
    difference_count: int
    waiting: int
    """Figures of closed periods, which count nowhere yet."""
    what_to_do: str
    preview: str | None
    """File name of the page of what was seen, where one was written."""
    answers: tuple[ToldRow, ...] = ()
    """What became of each row, of a correction workbook that came back."""

    @property
    def key(self) -> str:
        return f"{KEY_PREFIX}{self.delivery_id}:{self.document_id}"

    @property
    def is_set_aside(self) -> bool:
        return self.status == DocumentStatus.QUARANTINED

    @property
    def is_answer(self) -> bool:
        """A correction workbook that came back, and no report."""
        return self.layout == ANSWER_LAYOUT

    @property
    def is_partly_refused(self) -> bool:
        """Whether some row of the answers could not be taken."""
        return any(row.outcome is Outcome.REFUSED for row in self.answers)

    @property
    def told_answers(self) -> tuple[ToldRow, ...]:
        """Rows worth telling: what could not be taken first, then what was; blank ones are only counted."""
        order = (Outcome.REFUSED, Outcome.NEEDLESS, Outcome.ACCEPTED)
        rows = [row for row in self.answers if row.outcome in order]
        return tuple(sorted(rows, key=lambda row: order.index(row.outcome)))[:SHOWN_ANSWERS]

    @property
    def answers_left(self) -> int:
        return sum(row.outcome is not Outcome.BLANK for row in self.answers) - len(self.told_answers)

    @property
    def advice(self) -> str:
        """What to do, as its sender reads it."""
        if not self.is_answer:
            return self.what_to_do
        if self.is_partly_refused:
            return "Kính đề nghị cơ quan sửa các dòng chưa nhận được rồi gửi lại; các dòng khác không phải làm lại."
        return "Không cần làm gì thêm."

    @property
    def asks_nothing(self) -> bool:
        """New, and understood whole: one line says it."""
        return (
            self.kind == "new"
            and not self.is_answer
            and not self.waiting
            and not (self.is_set_aside or self.reasons or self.left_out_count)
        )

    @property
    def kind_words(self) -> str:
        """``Mới``, ``Bản sửa`` …; a file that was set aside is that first of all."""
        if self.is_answer and self.kind != "withdrawn":
            return "Tệp trả lời, có dòng chưa nhận được" if self.is_partly_refused else "Tệp trả lời"
        kind = _KINDS.get(self.kind, self.kind)
        return (
            f"Chưa nạp được, {kind.lower()}"
            if self.is_set_aside and self.kind != "new"
            else ("Chưa nạp được" if self.is_set_aside else kind)
        )

    @property
    def understood(self) -> str:
        """Whose report, of which period, in which table, and how many figures; empty where nothing was read."""
        if self.is_set_aside:
            return ""
        if self.is_answer:
            counts = Counter(row.outcome for row in self.answers)
            parts = [f"{_count(counts[one])} dòng {words}" for one, words in _ANSWERED.items() if counts[one]]
            return ", ".join(parts) or "không có dòng nào được trả lời"
        read = [f"{_count(self.figures)} số liệu của {_count(self.units)} đơn vị"] if self.figures else []
        kinds = [(self.targets, "chỉ tiêu giao"), (self.results, "kết quả")]
        counted = ", ".join(f"{_count(number)} {word}" for number, word in kinds if number)
        if self.totals:
            counted += f"{', ' if counted else ''}{_count(self.totals)} số của dòng tổng chỉ dùng để đối chiếu"
        if self.ratings:
            read.append(f"{_count(self.ratings)} xếp loại")
        named = [
            self.unit or "chưa rõ đơn vị báo cáo",
            period_vi(self.period_code) or "kỳ báo cáo ghi ở từng số hoặc chưa rõ",
            f"bảng {_LAYOUTS.get(self.layout, self.layout)}" if self.layout else "",
            f"{' và '.join(read)}{f' ({counted})' if counted else ''}" if read else "",
        ]
        return " · ".join(part for part in named if part)

    @property
    def repeats(self) -> str:
        """Which earlier delivery it stands beside."""
        if self.repeats_night is None or self.kind == "new" or self.is_answer:
            return ""
        file = "do cơ quan khác gửi," if self.is_repeat_foreign else f"“{self.repeats_path}”"
        words = {
            "duplicate": "Đúng tệp",
            "duplicate_content": "Cùng số liệu với tệp",
            "revision": "So với tệp",
            "contradiction": "So với tệp",
        }[self.kind]
        return f"{words} {file} nhận đêm {self.repeats_night:%d/%m/%Y}."

    @property
    def doubts(self) -> tuple[str, ...]:
        """What was not understood, cell by cell, as far as it is written out."""
        return (*self.reasons, *self.left_out)[:SHOWN_PLACES]

    @property
    def doubts_left(self) -> int:
        return len(self.reasons) + self.left_out_count - len(self.doubts)

    @property
    def differences_left(self) -> int:
        return self.difference_count - len(self.differences)


def summary_of(receipts: Sequence[Receipt]) -> str:
    """``12 tệp: 9 mới, 2 trùng, 1 chưa nạp được``."""
    words = {
        "new": "mới",
        "revision": "bản sửa",
        "contradiction": "mâu thuẫn",
        "withdrawn": "đã rút",
        "again": "trùng",
        "aside": "chưa nạp được",
    }
    counts = Counter(
        "aside" if one.is_set_aside else "again" if one.kind in _DUPLICATES else one.kind for one in receipts
    )
    parts = ", ".join(f"{_count(counts[kind])} {word}" for kind, word in words.items() if counts[kind])
    return f"{_count(len(receipts))} tệp{': ' if parts else ''}{parts}"


_RECEIPTS = """
select
    delivery_id, document_id, office_code, night, path, member_name, status_kind, org_unit_name, period_code,
    layout_kind, figure_count, target_count, result_count, control_total_count, unit_count, rating_count,
    reasons, left_out, left_out_count, delivery_kind, repeats_path, repeats_night, repeats_office_code,
    repeats_delivery_id, difference_count, waiting_count, what_to_do_vi
from fct_receipts
where night between $since and $night and ($office is null or office_code = $office)
order by office_code nulls first, night desc, path, member_name, delivery_id, document_id
"""

_DIFFERENCES = """
select
    delivery_id, document_id, difference_kind, org_unit_name, indicator_name, period_code, figure_kind,
    is_control_total, old_value, new_value, old_reference, new_reference, old_printed_pct, new_printed_pct,
    old_number_text, new_number_text, old_locator, new_locator, old_path, is_old_standing,
    old_office_code is distinct from office_code as is_foreign
from fct_delivery_differences
where night between $since and $night and ($office is null or office_code = $office)
qualify row_number() over (
    partition by delivery_id, document_id
    order by
        list_position(['contradicted', 'changed', 'removed', 'added', 'restated'], difference_kind),
        length(coalesce(new_locator, old_locator)),
        coalesce(new_locator, old_locator),
        figure_key,
        other_delivery_id
) <= $shown
order by delivery_id, document_id
"""


def read_receipts(
    published_database: Path,
    previews: Path,
    *,
    since: date,
    night: date,
    office: str | None = None,
    landing: Landing | None = None,
) -> tuple[Receipt, ...]:
    """Receipts of the workbooks received on the nights from ``since`` to ``night``; opens the published file read-only.

    The outcomes of rows that were answered are read from the landing zone, where it is given.

    Raises FileNotFoundError before the first publication.
    """
    if not published_database.exists():
        raise FileNotFoundError(f"nothing is published yet: {published_database} does not exist; publish first")
    asked = {"since": since, "night": night, "office": office}
    with connect(published_database, read_only=True) as database:
        differences = _differences(database, asked)
        rows = _rows(database, _RECEIPTS, asked)
    answered = [row["delivery_id"] for row in rows if row["layout_kind"] == ANSWER_LAYOUT]
    outcomes = outcomes_of(landing, answered) if landing is not None and answered else {}
    receipts = (_receipt(row, differences, previews, outcomes) for row in rows if not _is_companion(row["reasons"]))
    return tuple(receipts)


def _rows(database: Connection, sql: str, asked: Mapping[str, object]) -> list[dict[str, Any]]:
    cursor = database.execute(sql, asked)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _is_companion(reasons: str | None) -> bool:
    """A lock file or resource fork that came along: nobody is told of it."""
    codes = {reason.get("code") for reason in json.loads(reasons or "[]")}
    return bool(codes) and codes <= COMPANIONS


def _receipt(
    row: Mapping[str, Any],
    differences: Mapping[tuple[str, str], Sequence[Difference]],
    previews: Path,
    outcomes: Mapping[str, Sequence[ToldRow]],
) -> Receipt:
    preview = preview_name(row["path"], row["member_name"], row["document_id"])
    is_seen = row["status_kind"] == DocumentStatus.QUARANTINED and (previews / preview).is_file()
    return Receipt(
        delivery_id=row["delivery_id"],
        document_id=row["document_id"],
        office_code=row["office_code"],
        night=row["night"],
        path=" · ".join(part for part in (row["path"], row["member_name"]) if part),
        status=row["status_kind"],
        unit=row["org_unit_name"],
        period_code=row["period_code"],
        layout=row["layout_kind"],
        figures=row["figure_count"] or 0,
        targets=row["target_count"],
        results=row["result_count"],
        totals=row["control_total_count"],
        units=row["unit_count"],
        ratings=row["rating_count"] or 0,
        reasons=tuple(str(reason["vi"]) for reason in json.loads(row["reasons"] or "[]") if reason.get("vi")),
        left_out=tuple(
            f"Ô {doubt['locator']}: “{doubt['seen']}”. {doubt['vi']}" for doubt in json.loads(row["left_out"])
        ),
        left_out_count=row["left_out_count"],
        kind=row["delivery_kind"],
        repeats_path=row["repeats_path"],
        repeats_night=row["repeats_night"],
        is_repeat_foreign=row["repeats_delivery_id"] is not None and row["repeats_office_code"] != row["office_code"],
        differences=tuple(differences.get((row["delivery_id"], row["document_id"]), ())),
        difference_count=row["difference_count"],
        waiting=row["waiting_count"],
        what_to_do=row["what_to_do_vi"],
        preview=preview if is_seen else None,
        answers=tuple(one for one in outcomes.get(row["delivery_id"], ()) if one.document_id == row["document_id"]),
    )


def _differences(database: Connection, asked: Mapping[str, object]) -> dict[tuple[str, str], list[Difference]]:
    found: dict[tuple[str, str], list[Difference]] = defaultdict(list)
    for row in _rows(database, _DIFFERENCES, {**asked, "shown": SHOWN_DIFFERENCES}):
        found[row["delivery_id"], row["document_id"]].append(_difference(row))
    return found


def _difference(row: Mapping[str, Any]) -> Difference:
    named = [row["indicator_name"], row["org_unit_name"], period_vi(row["period_code"])]
    part = "dòng tổng" if row["is_control_total"] else "chỉ tiêu giao" if row["figure_kind"] == "target" else ""
    label = ", ".join(name for name in named if name) or "Số liệu chưa rõ tên"
    return Difference(
        kind=row["difference_kind"],
        label=f"{label} ({part})" if part else label,
        old=_number(row["old_value"], row["old_reference"], row["old_printed_pct"], row["old_number_text"]),
        new=_number(row["new_value"], row["new_reference"], row["new_printed_pct"], row["new_number_text"]),
        old_place=row["old_locator"],
        new_place=row["new_locator"],
        old_path=row["old_path"],
        is_foreign=row["is_foreign"],
        is_replaced=not row["is_old_standing"],
    )


def _number(value: Decimal | None, reference: Decimal | None, percent: Decimal | None, text: str | None) -> str | None:
    """``27/22 (122,7%)``; what stands in the cell where it is no number; null where there is no cell."""
    numbers = "/".join(format_number(number) for number in (value, reference) if number is not None)
    if percent is None:
        return numbers or text
    return f"{numbers} ({format_percent(percent)})" if numbers else format_percent(percent)


def _count(number: int) -> str:
    return format_number(Decimal(number))
