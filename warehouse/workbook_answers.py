"""What offices answered in correction workbooks, judged row by row and told as events.

A row holds where its identity verifies, it was given to the office that sends it back, its numbers are still those the
office was shown, and the office may answer so. Each row gets one outcome (``answer:<answer_id>``), whatever becomes of
it; what holds is told of the flag (``warehouse.flag_answers``), and a corrected number as ``correction:…``, which the
next build reads (``warehouse.corrections``).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from warehouse.answer_sheet import Choice
from warehouse.answers import PeriodState, Told, may_answer, period_words
from warehouse.catalogue import FALLBACK_OFFICE, Catalogue
from warehouse.database import connect
from warehouse.figure import decimal_text, storable
from warehouse.flag_answers import (
    REASON_CODES,
    Answer,
    FlagAnswer,
    GivenAnswer,
    PublishedFlag,
    PublishedFlags,
    may_confirm,
    tell_each,
)
from warehouse.landing import Landing
from warehouse.records import SETTLED, AnswerRow, Event
from warehouse.row_identity import RowIdentity, RowKeys, keys_of
from warehouse.settings import Settings
from warehouse.vietnamese import comparison_key, format_number, period_vi


class Outcome(StrEnum):
    """What became of one row."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    """Answered with what is wrong; the row may be sent again."""
    NEEDLESS = "needless"
    """Settled meanwhile, or answered twice alike."""
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class HeardAnswers:
    """How many rows of the workbooks that came back ended how."""

    counts: Counter[str]

    def told(self) -> str:
        """One line for people."""
        return ", ".join(f"{count} {kind}" for kind, count in sorted(self.counts.items())) or "none"


PROBLEMS: Mapping[str, str] = {
    "identity_missing": "Dòng không còn mã ở cột cuối nên không biết trả lời cho số liệu nào. Xin điền lại trong tệp "
    "đã nhận, không xóa cột mã dòng.",
    "identity_changed": "Mã dòng đã bị thay đổi hoặc không do hệ thống gửi. Xin điền lại trong tệp đã nhận.",
    "other_office": "Dòng này được gửi cho cơ quan khác, nên cơ quan không trả lời thay được.",
    "rows_mixed": "Số thứ tự và mã của dòng không thuộc về nhau: có thể chỉ một phần các cột đã được sắp xếp hoặc dán "
    "lệch dòng. Xin điền lại trong tệp đã nhận.",
    "conflicting": "Cùng một số liệu được trả lời hai cách khác nhau. Xin gửi lại và chỉ giữ một câu trả lời.",
    "choice_missing": "Chưa chọn câu trả lời ở cột “Trả lời”.",
    "choice_unknown": "Câu trả lời không có trong danh sách. Xin chọn một trong ba câu trả lời.",
    "numbers_changed": "Số liệu đã thay đổi sau khi tệp này được gửi đi. Xin trả lời theo thư mới nhất.",
    "not_entitled": "Cơ quan không phụ trách đơn vị này, nên chưa nhận được câu trả lời.",
    "reason_missing": "Chưa ghi lý do.",
    "document_missing": "Chưa ghi số, ngày văn bản làm căn cứ cho việc xác nhận.",
    "cannot_be_true": "Số này không thể đúng như đã ghi, nên cơ quan cấp trên mới xác nhận được. Xin sửa số, hoặc báo "
    "cấp trên.",
    "nothing_to_confirm": "Không có con số nào để xác nhận. Xin ghi số đúng.",
    "confirmed_and_changed": "Vừa chọn “Xác nhận đúng” vừa ghi số khác. Xin chọn “Sửa số liệu”, hoặc bỏ số đã ghi.",
    "number_missing": "Chưa ghi số đúng.",
    "number_unreadable": "Nội dung ghi ở ô số đúng không đọc được thành số.",
    "number_impossible": "Số đúng của chỉ tiêu này không thể là số âm hoặc số lẻ. Xin kiểm tra lại cách ghi.",
    "number_same": "Số ghi lại trùng với số đã báo cáo. Nếu số đó đúng, xin chọn “Xác nhận đúng”.",
    "number_elsewhere": "Ô được ghi không có trong số liệu của dòng này. Xin chỉ điền các ô màu vàng.",
    "not_correctable": "Số liệu này không sửa được bằng tệp trả lời. Xin gửi lại báo cáo.",
    "period_closed": "Kỳ này đã khóa sổ nên số liệu không thay đổi. Xin báo cấp trên mở lại kỳ trước khi sửa.",
    "refused": "Chưa nhận được câu trả lời này: đã có câu trả lời khác, hoặc số liệu vừa thay đổi.",
}
"""Why a row was refused, by code, as its office reads it."""

_NEEDLESS = {
    "settled": "Việc này đã được giải quyết từ trước, không cần trả lời nữa. Nếu số đã ghi vẫn sai, xin gửi lại báo "
    "cáo.",
    "replaced": "Cơ quan đã trả lời khác cho số liệu này trong tệp gửi sau; câu trả lời sau được xét.",
    "gone": "Số liệu mới nhất không còn điều cần hỏi, không cần trả lời nữa.",
    "repeated": "Đã trả lời như vậy ở dòng khác.",
}
_SAID = {
    Choice.CORRECT: "đã ghi nhận số đúng",
    Choice.CONFIRM: "đã ghi nhận xác nhận",
    Choice.NOT_OURS: "đã chuyển bộ phận dữ liệu xem xét",
}


@dataclass(frozen=True, slots=True)
class _Place:
    """One number of one figure that a correction changes."""

    document_id: str
    locator: str
    kind: str
    field: str
    old: Decimal | None
    new: Decimal | None


@dataclass(slots=True)
class _Verdict:
    """What becomes of a row; ``code`` says why where it does not hold."""

    outcome: Outcome
    code: str | None = None
    flag: PublishedFlag | None = None
    given: GivenAnswer | None = None
    corrections: list[_Place] = field(default_factory=list)


_ROWS = """
-- grain: answer, of a chunk that stands; with the moment its sender last changed the file
select answers.*, deliveries.modified_ns
from read_parquet($answers, hive_partitioning = false, union_by_name = true) as answers
inner join read_parquet($deliveries, hive_partitioning = false, union_by_name = true) as deliveries
    on answers.chunk_id = deliveries.chunk_id and answers.delivery_id = deliveries.delivery_id
anti join (
    select subject[8:] as answer_id
    from read_parquet($events, hive_partitioning = false, union_by_name = true)
    where event_type = 'answer'
) as heard on answers.answer_id = heard.answer_id
where answers.night <= $night
order by answers.document_id, answers.locator, answers.answer_id
"""

_EVIDENCE = """
select flag_key, evidence, scope, org_unit_name, indicator_name
from fct_figure_flags
where list_contains($keys, flag_key)
"""

_FIGURES = """
select document_id, locator, figure_kind, org_unit_code, indicator_code, period_code, scope, value
from fct_figures_history
where recorded_to is null and list_contains($documents, document_id)
order by figure_id
"""


def hear_answers(settings: Settings, night: date, now: datetime) -> HeardAnswers:
    """Judge the rows of correction workbooks that were not heard yet, and tell what they come to.

    Reads the landing zone and the published file; appends events. Heard again, a row is passed over. Before the first
    publication nothing was asked, and nothing is heard.
    """
    landing = Landing(settings.landing)
    landing.prepare()
    rows, sent = _unheard(landing, night)
    if not rows or not settings.published_database.exists():
        return HeardAnswers(Counter())
    catalogue = Catalogue.load(settings.seeds, settings.catalogue_extra)
    judge = _Judge(settings, catalogue, keys_of(settings), night, now, rows, sent)
    verdicts = [judge.verdict(row) for row in rows]
    given = [(verdict, verdict.given) for verdict in verdicts if verdict.given is not None]
    refusals = tell_each(landing, [one for _, one in given], catalogue)
    for (verdict, _), refusal in zip(given, refusals, strict=True):
        if refusal is not None:
            verdict.outcome, verdict.code = Outcome.REFUSED, "refused"
    pairs = list(zip(rows, verdicts, strict=True))
    corrections = [
        event for row, verdict in pairs if verdict.outcome is Outcome.ACCEPTED for event in judge.events(row, verdict)
    ]
    # the outcomes last: a row without one is heard again, and its answers are the same events
    landing.append_events(night, corrections)
    landing.append_events(night, [judge.outcome(row, verdict) for row, verdict in pairs])
    return HeardAnswers(Counter(verdict.outcome.value for verdict in verdicts))


Sent = tuple[date, int]
"""The night a file was received, and when its sender had last changed it: of two files, which is the later word."""


def _unheard(landing: Landing, night: date) -> tuple[list[AnswerRow], dict[str, Sent]]:
    """Rows without an outcome, and when each was sent, by answer."""
    names = tuple(AnswerRow.__dataclass_fields__)
    asked = {name: landing.glob(name) for name in ("answers", "deliveries", "events")}
    with connect() as database:
        cursor = database.execute(_ROWS, {**asked, "night": night})
        columns = [column[0] for column in cursor.description or []]
        found = [dict(zip(columns, values, strict=True)) for values in cursor.fetchall()]
    rows = {row["answer_id"]: AnswerRow(**{name: row[name] for name in names}) for row in found}
    return list(rows.values()), {row["answer_id"]: (row["night"], row["modified_ns"]) for row in found}


class _Judge:
    """Rows against what is published, who may answer, and what the identities say."""

    def __init__(
        self,
        settings: Settings,
        catalogue: Catalogue,
        keys: RowKeys,
        night: date,
        now: datetime,
        rows: Sequence[AnswerRow],
        sent: Mapping[str, Sent],
    ) -> None:
        self._catalogue = catalogue
        self._night, self._now = night, now
        self._words = period_words(Landing(settings.landing))
        self._days: dict[str, tuple[date, date]] = {}
        self._identities = {row.answer_id: keys.verify(row.token) if row.token else None for row in rows}
        asked = {identity.flag_key for identity in self._identities.values() if identity is not None}
        self._flags = PublishedFlags(settings.published_database).of_keys(asked)
        self._told: dict[str, dict[str, Any]] = {}
        self._figures: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        self._of_document: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._read(settings, asked)
        self._sent = sent
        self._alike: dict[tuple[str, ...], list[AnswerRow]] = defaultdict(list)
        for row in rows:
            identity = self._identities[row.answer_id]
            if identity is not None and identity.office_code == row.office_code and not row.is_blank:
                self._alike[identity.subject].append(row)

    def _read(self, settings: Settings, keys: Iterable[str]) -> None:
        with connect(settings.published_database, read_only=True) as published:
            days = published.execute("select period_code, start_date, end_date from dim_periods").fetchall()
            self._days = {code: (first, last) for code, first, last in days if first and last}
            for key, evidence, scope, unit, indicator in published.execute(
                _EVIDENCE, {"keys": sorted(keys)}
            ).fetchall():
                witnesses = json.loads(evidence or "[]")
                self._told[key] = {"witnesses": witnesses, "scope": scope, "unit": unit, "indicator": indicator}
            documents = sorted(
                {str(one.get("document_id")) for told in self._told.values() for one in told["witnesses"]}
            )
            cursor = published.execute(_FIGURES, {"documents": documents})
            names = [column[0] for column in cursor.description or []]
            for values in cursor.fetchall():
                figure = dict(zip(names, values, strict=True))
                self._figures[figure["document_id"], figure["locator"]].append(figure)
                self._of_document[figure["document_id"]].append(figure)

    def verdict(self, row: AnswerRow) -> _Verdict:
        """What becomes of one row."""
        if row.is_blank:
            return _Verdict(Outcome.BLANK)
        identity = self._identities[row.answer_id]
        if identity is None:
            return _Verdict(Outcome.REFUSED, "identity_changed" if row.token else "identity_missing")
        if identity.office_code != row.office_code:
            return _Verdict(Outcome.REFUSED, "other_office")
        if row.row_number is not None and identity.number and row.row_number != identity.number:
            return _Verdict(Outcome.REFUSED, "rows_mixed")
        flag = self._flags.get(identity.flag_key)
        if flag is None:
            return _Verdict(Outcome.NEEDLESS, "gone")
        verdict = self._of_flag(row, identity, flag)
        verdict.flag = flag
        return verdict

    def _of_flag(self, row: AnswerRow, identity: RowIdentity, flag: PublishedFlag) -> _Verdict:
        if (said_elsewhere := self._said_elsewhere(row, identity)) is not None:
            return said_elsewhere
        choices = {comparison_key(choice.value): choice for choice in Choice}
        choice = choices.get(comparison_key(row.choice or ""))
        if choice is None:
            return _Verdict(Outcome.REFUSED, "choice_unknown" if row.choice else "choice_missing")
        if flag.state in SETTLED:
            return _Verdict(Outcome.NEEDLESS, "settled")
        if flag.value_hash != identity.value_hash:
            return _Verdict(Outcome.REFUSED, "numbers_changed")
        asker = identity.office_code
        if not (may_answer(asker, flag.owner_office_code, self._catalogue) or asker == flag.office_code):
            return _Verdict(Outcome.REFUSED, "not_entitled")
        if choice is Choice.CONFIRM:
            return self._confirmed(row, identity, flag)
        if choice is Choice.NOT_OURS:
            return self._passed_on(row, identity, flag)
        return self._corrected(row, identity, flag)

    def _said_elsewhere(self, row: AnswerRow, identity: RowIdentity) -> _Verdict | None:
        """What other rows make of this one: the last file counts, and in it a subject has one answer."""
        alike = self._alike[identity.subject]
        latest = max(self._sent[other.answer_id] for other in alike)
        last = [other for other in alike if self._sent[other.answer_id] == latest]
        if row not in last:
            is_same = all(other.said == row.said for other in last)
            return _Verdict(Outcome.NEEDLESS, "repeated" if is_same else "replaced")
        if any(other.said != row.said for other in last):
            return _Verdict(Outcome.REFUSED, "conflicting")
        return _Verdict(Outcome.NEEDLESS, "repeated") if last[0] is not row else None

    def _confirmed(self, row: AnswerRow, identity: RowIdentity, flag: PublishedFlag) -> _Verdict:
        if not may_confirm(flag.severity, identity.office_code, flag.owner_office_code):
            return _Verdict(Outcome.REFUSED, "cannot_be_true")
        if flag.subject_kind != "figure" or not flag.has_number:
            return _Verdict(Outcome.REFUSED, "nothing_to_confirm")
        if row.value_text or row.reference_text or row.percent_text:
            places = self._places(row, identity, flag)
            if not isinstance(places, list) or places:
                return _Verdict(Outcome.REFUSED, "confirmed_and_changed")
        if not row.reason:
            return _Verdict(Outcome.REFUSED, "reason_missing")
        if not (row.document or "").strip():
            return _Verdict(Outcome.REFUSED, "document_missing")
        codes = {comparison_key(words): code for code, words in REASON_CODES[FlagAnswer.CONFIRMED].items()}
        answer = Answer(
            kind=FlagAnswer.CONFIRMED,
            reason_code=codes.get(comparison_key(row.reason), next(iter(REASON_CODES[FlagAnswer.CONFIRMED]))),
            document=row.document,
        )
        return _Verdict(Outcome.ACCEPTED, given=self._given(row, identity, flag, answer))

    def _passed_on(self, row: AnswerRow, identity: RowIdentity, flag: PublishedFlag) -> _Verdict:
        if not row.reason:
            return _Verdict(Outcome.REFUSED, "reason_missing")
        if identity.office_code == FALLBACK_OFFICE:
            return _Verdict(Outcome.REFUSED, "not_entitled")
        answer = Answer(
            kind=FlagAnswer.ASSIGNED,
            reason_code="other_office_responsible",
            document=row.document,
            assignee=FALLBACK_OFFICE,
        )
        return _Verdict(Outcome.ACCEPTED, given=self._given(row, identity, flag, answer))

    def _given(self, row: AnswerRow, identity: RowIdentity, flag: PublishedFlag, answer: Answer) -> GivenAnswer:
        told = Told(
            office_code=identity.office_code, person=row.person, reason=row.reason, night=self._night, now=self._now
        )
        return GivenAnswer(flag, answer, told)

    def _corrected(self, row: AnswerRow, identity: RowIdentity, flag: PublishedFlag) -> _Verdict:
        if self._is_closed(flag):
            return _Verdict(Outcome.REFUSED, "period_closed")
        places = self._places(row, identity, flag)
        if isinstance(places, str):
            return _Verdict(Outcome.REFUSED, places)
        if not places:
            return _Verdict(Outcome.REFUSED, "number_same")
        return _Verdict(Outcome.ACCEPTED, corrections=places)

    def _places(self, row: AnswerRow, identity: RowIdentity, flag: PublishedFlag) -> list[_Place] | str:
        """The numbers a row changes, wherever the disputed number stands; or the code of what is wrong."""
        written = (
            (row.value_text, row.value),
            (row.reference_text, row.reference),
            (row.percent_text, row.percent),
        )
        if not any(text for text, _ in written):
            return "number_missing"
        if any(text and (number is None or storable(number) is None) for text, number in written):
            return "number_unreadable"
        if any(self._is_impossible(number, flag) for _, number in written[:2]) or (row.percent or 0) < 0:
            return "number_impossible"
        told = self._told[flag.flag_key]
        witnesses = [one for one in told["witnesses"] if self._is_own(one, identity.kind, flag, told["scope"])]
        asked = next(
            (
                one
                for one in witnesses
                if (one["document_id"], one["locator"]) == (identity.document_id, identity.locator)
            ),
            None,
        )
        if asked is None:
            return "not_correctable"
        alike = [one for one in witnesses if _disputed(one) == _disputed(asked)]
        if identity.kind == "target":
            if row.value_text:
                return "number_elsewhere"
            changes = {"value": (row.reference_text, row.reference), "percent": (row.percent_text, row.percent)}
        else:
            changes = {"value": written[0], "reference": written[1], "percent": written[2]}
        places = [place for one in alike for place in _changes(one, identity.kind, changes)]
        if identity.kind == "result" and row.reference is not None and asked.get("t") is not None:
            places += self._targets_beside(alike, flag, told["scope"], Decimal(asked["t"]), row.reference)
        return [place for place in dict.fromkeys(places) if place.old != place.new]

    def _is_impossible(self, number: Decimal | None, flag: PublishedFlag) -> bool:
        """What no figure of the indicator can be, whatever was meant."""
        indicator = self._catalogue.indicators.get(flag.indicator_code or "")
        if number is None or indicator is None:
            return False
        is_broken = indicator.measure == "count" and number != number.to_integral_value()
        return is_broken or (number < 0 and not indicator.allows_negative)

    def _is_own(self, witness: Mapping[str, Any], kind: str, flag: PublishedFlag, scope: str | None) -> bool:
        """Whether the figure at a place is the one the flag speaks of: others only bear witness."""
        place = (str(witness.get("document_id")), str(witness.get("locator")))
        return any(figure["figure_kind"] == kind and _is_of(figure, flag, scope) for figure in self._figures[place])

    def _targets_beside(
        self, witnesses: Sequence[Mapping[str, Any]], flag: PublishedFlag, scope: str | None, old: Decimal, new: Decimal
    ) -> list[_Place]:
        """The same target where it stands in a cell of its own of the same documents."""
        return [
            _Place(figure["document_id"], figure["locator"], "target", "value", old, new)
            for document in dict.fromkeys(str(one["document_id"]) for one in witnesses)
            for figure in self._of_document[document]
            if figure["figure_kind"] == "target" and _is_of(figure, flag, scope) and figure["value"] == old
        ]

    def _is_closed(self, flag: PublishedFlag) -> bool:
        """Whether the last word of the flag's period, or of one around it, for its unit or one above it closed it."""
        lies_in = self._days.get(flag.period_code or "")
        above = {None, flag.org_unit_code, *self._catalogue.ancestors(flag.org_unit_code)}
        state = None
        for word in self._words:
            around = self._days.get(word.period_code)
            is_within = lies_in and around and around[0] <= lies_in[0] and lies_in[1] <= around[1]
            if word.unit_code in above and (word.period_code == flag.period_code or is_within):
                state = word.state
        return state is PeriodState.CLOSED

    def events(self, row: AnswerRow, verdict: _Verdict) -> list[Event]:
        """The corrected numbers of a row."""
        identity = self._identities[row.answer_id]
        if identity is None or verdict.flag is None:
            return []
        who = f"{identity.office_code}: {row.person}" if row.person else identity.office_code
        events = []
        for place in verdict.corrections:
            subject = f"correction:{place.document_id}|{place.locator}|{place.kind}|{place.field}"
            events.append(
                Event(
                    event_id=Event.identity(subject, "told", self._night, row.answer_id),
                    subject=subject,
                    event_type="correction",
                    state="told",
                    night=self._night,
                    actor=who,
                    reason=row.reason,
                    payload={
                        "document_id": place.document_id,
                        "locator": place.locator,
                        "kind": place.kind,
                        "field": place.field,
                        "old": decimal_text(place.old) if place.old is not None else None,
                        "new": decimal_text(place.new) if place.new is not None else None,
                        "who": who,
                        "reason": row.reason,
                        "document": row.document or f"Phiếu trả lời {row.locator}",
                        "office_code": identity.office_code,
                        "flag_key": identity.flag_key,
                        "delivery_id": row.delivery_id,
                        "answer_id": row.answer_id,
                    },
                    recorded_at=self._now,
                )
            )
        return events

    def outcome(self, row: AnswerRow, verdict: _Verdict) -> Event:
        """What is told of a row: to its sender alone, and nothing of a flag that was asked of another office."""
        subject = f"answer:{row.answer_id}"
        return Event(
            event_id=Event.identity(subject, verdict.outcome, self._night, row.document_id),
            subject=subject,
            event_type="answer",
            state=verdict.outcome.value,
            night=self._night,
            actor=f"{row.office_code or ''}: {row.person}" if row.person else row.office_code or "",
            reason=row.reason,
            payload={
                "document_id": row.document_id,
                "delivery_id": row.delivery_id,
                "office_code": row.office_code,
                "locator": row.locator,
                "flag_key": verdict.flag.flag_key if verdict.flag else None,
                "choice": row.choice,
                "code": verdict.code,
                "label": self._label(verdict.flag),
                "told": self._said(row, verdict),
            },
            recorded_at=self._now,
        )

    def _label(self, flag: PublishedFlag | None) -> str | None:
        told = self._told.get(flag.flag_key) if flag else None
        if flag is None or told is None:
            return None
        names = (told["unit"], told["indicator"], period_vi(flag.period_code) if flag.period_code else None)
        return " · ".join(name for name in names if name) or None

    def _said(self, row: AnswerRow, verdict: _Verdict) -> str:
        if verdict.outcome is Outcome.ACCEPTED:
            choice = Choice.CORRECT if verdict.corrections else None
            if choice is None and verdict.given is not None:
                is_confirmed = verdict.given.answer.kind is FlagAnswer.CONFIRMED
                choice = Choice.CONFIRM if is_confirmed else Choice.NOT_OURS
            words = _SAID[choice or Choice.CORRECT]
            changed = "; ".join(
                dict.fromkeys(_changed(place) for place in verdict.corrections if place.new is not None)
            )
            paper = f" (căn cứ: {row.document})" if row.document else ""
            return f"{words}{f': {changed}' if changed else ''}{paper}"
        return {**PROBLEMS, **_NEEDLESS}.get(verdict.code or "", "")


def _is_of(figure: Mapping[str, Any], flag: PublishedFlag, scope: str | None) -> bool:
    stated = (figure["org_unit_code"], figure["indicator_code"], figure["period_code"], figure["scope"] or "")
    return stated == (flag.org_unit_code, flag.indicator_code, flag.period_code, scope or "")


def _disputed(witness: Mapping[str, Any]) -> tuple[object, ...]:
    """The number at a place: with its base, or the percentage where it stands alone."""
    numbers = (witness.get("r"), witness.get("t"))
    return numbers if numbers != (None, None) else (None, None, witness.get("p"))


def _changes(
    witness: Mapping[str, Any], kind: str, changes: Mapping[str, tuple[str | None, Decimal | None]]
) -> list[_Place]:
    """What changes at one place. A printed percentage that no longer fits the numbers, and is not stated anew, goes."""
    names = {"value": "r", "reference": "t", "percent": "p"}
    place = (str(witness["document_id"]), str(witness["locator"]))
    old = {name: _decimal(witness.get(letter)) for name, letter in names.items()}
    new = dict(old)
    for name, (text, number) in changes.items():
        if text and number is not None and (name != "percent" or old["percent"] is not None):
            new[name] = number
    is_changed = (new["value"], new["reference"]) != (old["value"], old["reference"])
    if is_changed and old["percent"] is not None and new["percent"] == old["percent"]:
        fits = _fits(new["value"], new["reference"], old["percent"])
        new["percent"] = old["percent"] if fits else None
    return [_Place(*place, kind, name, old[name], new[name]) for name in names if old[name] != new[name]]


def _fits(value: Decimal | None, reference: Decimal | None, percent: Decimal) -> bool:
    if value is None or not reference:
        return False
    step = Decimal(1).scaleb(min(0, int(percent.as_tuple().exponent)))
    return (value * 100 / reference).quantize(step, ROUND_HALF_UP) == percent


def _changed(place: _Place) -> str:
    names = {"value": "thực hiện", "reference": "chỉ tiêu giao", "percent": "tỷ lệ"}
    name = "chỉ tiêu giao" if place.kind == "target" and place.field == "value" else names[place.field]
    old, new = (format_number(one) if one is not None else "chưa có" for one in (place.old, place.new))
    return f"{name} {old} → {new}"


def _decimal(text: object) -> Decimal | None:
    return Decimal(str(text)) if text is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRow:
    """What is told of one row. Grain: answer."""

    document_id: str
    locator: str
    outcome: Outcome
    label: str | None
    told: str

    @property
    def place(self) -> str:
        """``dòng 12``."""
        return f"dòng {self.locator.rpartition('!')[2].lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}"


_OUTCOMES = """
select json_extract_string(payload, '$.delivery_id'), state, payload
from read_parquet($events, hive_partitioning = false, union_by_name = true)
where event_type = 'answer' and json_extract_string(payload, '$.delivery_id') in (select unnest($deliveries))
"""


def outcomes_of(landing: Landing, deliveries: Iterable[str]) -> dict[str, tuple[ToldRow, ...]]:
    """What became of the rows of some deliveries, by delivery, in the order of the rows."""
    landing.prepare()
    asked = {"events": landing.glob("events"), "deliveries": sorted(set(deliveries))}
    with connect() as database:
        found = database.execute(_OUTCOMES, asked).fetchall()
    rows: dict[str, list[ToldRow]] = defaultdict(list)
    for delivery, state, payload in found:
        told = json.loads(payload)
        rows[delivery].append(
            ToldRow(
                document_id=told["document_id"],
                locator=told["locator"],
                outcome=Outcome(state),
                label=told.get("label"),
                told=told.get("told") or "",
            )
        )
    return {key: tuple(sorted(told, key=lambda row: (len(row.locator), row.locator))) for key, told in rows.items()}
