"""What an office answers in its workbook is taken, or answered with what is wrong, row by row."""

from __future__ import annotations

import email
import email.policy
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from answered_workbook import Typed, answer_sheet, columns_of, confirmed, corrected, fill, heading_row, row_copied
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from published_marts import figure, flag, received, write_published

from alerts.correction_workbook import correction_workbook
from alerts.digest import send_digests
from alerts.disputed import disputed_figures
from alerts.findings import read_findings
from ingest.context import DocumentContext
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.read import read_report
from warehouse.answer_sheet import LAYOUT, NUMBER, SHEET, Choice, Column
from warehouse.answers import DeliveryState, PeriodState, SentFile, Told, tell_delivery, tell_period
from warehouse.catalogue import FALLBACK_OFFICE, Catalogue
from warehouse.corrections import OFFICE_LINES, office_corrections
from warehouse.figure import SourceKind, stable_id
from warehouse.flag_answers import Answer, FlagAnswer, PublishedFlags, tell_flags
from warehouse.landing import Chunk, Landing
from warehouse.records import Delivery
from warehouse.row_identity import RowIdentity, RowKeys, keys_of
from warehouse.settings import Settings
from warehouse.workbook_answers import PROBLEMS, hear_answers, outcomes_of

NIGHT, NEXT = date(2026, 11, 21), date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
OFFICE = "LDLD.TQ"
CATALOGUE = Catalogue.load(Settings().seeds)
ASKED = flag("a" * 32)
FATAL = flag("f" * 32, severity="fatal", rule="negative_value", r="-3", t="5", p=None, c=None, locator="Biểu 1!E11")


def sent(
    settings: Settings, *flags: dict[str, Any], office: str = OFFICE, figures: tuple[dict[str, Any], ...] = ()
) -> bytes:
    """Publish some flags, and give the workbook an office is sent with them."""
    write_published(settings, flags=flags, figures=(*map(figure, flags), *figures))
    found = [one for one in read_findings(settings.published_database).flags if one.office_code == office]
    rows = disputed_figures(found, office, settings.published_database, CATALOGUE)
    made = correction_workbook(rows, CATALOGUE.offices[office], NIGHT, keys_of(settings))
    assert made is not None
    return made.content


def give_back(
    settings: Settings, content: bytes, *, office: str = OFFICE, name: str = "tra-loi.xlsx", changed_ns: int = 1
) -> str:
    """The workbook is received on the next night; returns the delivery."""
    landing = Landing(settings.landing)
    landing.prepare()
    sha256 = landing.store(content)
    delivery_id = stable_id("delivery", office, name, sha256)
    context = DocumentContext(
        document_id=stable_id("document", sha256, ""), delivery_id=delivery_id, source_kind=SourceKind.UNIT_REPORT,
        office_code=office, path=f"{office}/{name}", member="", sha256=sha256, received_at=NOW,
    )  # fmt: skip
    read = read_report(content, context, CATALOGUE, Limits())
    assert read.document.layout == LAYOUT
    assert read.figures == ()
    delivery = Delivery(
        delivery_id=delivery_id, source_kind=SourceKind.UNIT_REPORT, office_code=office, path=context.path,
        sha256=sha256, size_bytes=len(content), modified_ns=changed_ns, received_at=NOW,
    )  # fmt: skip
    landing.append_chunk(NEXT, Chunk([delivery], [read.document], [], [], read.answers))
    return delivery_id


def heard(
    settings: Settings, content: bytes, *, office: str = OFFICE, name: str = "tra-loi.xlsx"
) -> list[tuple[str, str]]:
    """Outcome and words of each row that was answered, after the workbook was sent back."""
    delivery = give_back(settings, content, office=office, name=name)
    hear_answers(settings, NEXT, NOW)
    rows = outcomes_of(Landing(settings.landing), [delivery])[delivery]
    return [(row.outcome.value, row.told) for row in rows if row.outcome != "blank"]


def events(settings: Settings, kind: str) -> list[Mapping[str, Any]]:
    with duckdb.connect() as database:
        rows = database.execute(
            "select subject, state, actor, reason, payload from read_parquet(?) where event_type = ? order by subject",
            [Landing(settings.landing).glob("events"), kind],
        ).fetchall()
    return [dict(zip(("subject", "state", "actor", "reason", "payload"), row, strict=True)) for row in rows]


def refused(code: str) -> list[tuple[str, str]]:
    return [("refused", PROBLEMS[code])]


def test_a_confirmation_with_reason_and_document_is_told_of_the_flag_by_who_gave_it(settings: Settings) -> None:
    filled = fill(sent(settings, ASKED), {1: confirmed()}, person="Nguyễn Thị Hoa, Phó ban")
    assert heard(settings, filled) == [("accepted", "đã ghi nhận xác nhận (căn cứ: CV 15/LĐLĐ)")]
    [event] = events(settings, "flag")
    assert (event["state"], event["actor"]) == ("confirmed", "LDLD.TQ: Nguyễn Thị Hoa, Phó ban")
    payload = json.loads(event["payload"])
    assert (payload["reason_code"], payload["document"]) == ("target_exceeded", "CV 15/LĐLĐ")


def test_a_reason_in_their_own_words_is_kept_as_it_was_written(settings: Settings) -> None:
    heard(settings, fill(sent(settings, ASKED), {1: confirmed(reason="Doanh nghiệp ủng hộ thêm")}))
    [event] = events(settings, "flag")
    assert event["reason"] == "Doanh nghiệp ủng hộ thêm"
    assert json.loads(event["payload"])["reason_code"] == "checked_at_source"


def test_a_corrected_number_is_an_event_with_both_numbers_and_the_misfitting_percentage_goes(
    settings: Settings,
) -> None:
    filled = fill(sent(settings, ASKED), {1: {**corrected(value=20), Column.REASON: "gõ nhầm"}}, person="Hoa")
    assert heard(settings, filled) == [("accepted", "đã ghi nhận số đúng: thực hiện 27 → 20")]
    lines = office_corrections(Landing(settings.landing))
    assert {line.field: (line.old_number, line.new_number) for line in lines} == {
        "value": (Decimal(27), Decimal(20)),
        "percent": (Decimal("122.7"), None),
    }
    assert {(line.document_id, line.locator, line.kind, line.who, line.reason) for line in lines} == {
        ("document-1", "Biểu 1!E10", "result", "LDLD.TQ: Hoa", "gõ nhầm")
    }
    assert [line.line_number for line in lines] == [OFFICE_LINES, OFFICE_LINES + 1]


def test_a_percentage_that_fits_the_corrected_number_stays(settings: Settings) -> None:
    asked = flag("a" * 32, r="270", c="1227.3")
    heard(settings, fill(sent(settings, asked), {1: corrected(value="27")}))
    assert [line.field for line in office_corrections(Landing(settings.landing))] == ["value"]


def test_a_corrected_target_is_corrected_in_its_own_cell_too(settings: Settings) -> None:
    own_cell = figure(ASKED, kind="target", figure_id="t", locator="Biểu 1!D10", value=22)
    heard(settings, fill(sent(settings, ASKED, figures=(own_cell,)), {1: corrected(reference=30, percent=90)}))
    told = {
        (line.locator, line.kind, line.field): line.new_number for line in office_corrections(Landing(settings.landing))
    }
    assert told == {
        ("Biểu 1!E10", "result", "reference"): 30,
        ("Biểu 1!E10", "result", "percent"): 90,
        ("Biểu 1!D10", "target", "value"): 30,
    }


@pytest.mark.parametrize(
    ("typed", "meant"), [("1.234,0", "1234"), ("1.234", "1234"), ("20", "20"), (20.0, "20"), ("1 tỷ", "1000000000")]
)
def test_numbers_are_read_as_vietnamese_offices_write_them(settings: Settings, typed: Typed, meant: str) -> None:
    heard(settings, fill(sent(settings, ASKED), {1: corrected(value=typed)}))
    told = {line.field: line.new_number for line in office_corrections(Landing(settings.landing))}
    assert told["value"] == Decimal(meant)


def test_what_is_not_theirs_goes_to_the_data_team(settings: Settings) -> None:
    row = {Column.CHOICE: Choice.NOT_OURS.value, Column.REASON: "Thuộc công đoàn ngành"}
    assert heard(settings, fill(sent(settings, ASKED), {1: row}))[0][0] == "accepted"
    [event] = events(settings, "flag")
    assert event["state"] == "assigned"
    assert json.loads(event["payload"])["assigned_office_code"] == FALLBACK_OFFICE


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (confirmed(document=None), "document_missing"),
        (confirmed(reason=None), "reason_missing"),
        ({Column.DOCUMENT: "CV 15"}, "choice_missing"),
        ({Column.CHOICE: "Đúng rồi"}, "choice_unknown"),
        (corrected(), "number_missing"),
        (corrected(value="chưa rõ"), "number_unreadable"),
        (corrected(value="10-12"), "number_unreadable"),
        (corrected(value=27), "number_same"),
        (corrected(value="27,5"), "number_impossible"),
        (corrected(value=-3), "number_impossible"),
        ({**confirmed(), Column.VALUE: 20}, "confirmed_and_changed"),
        ({Column.CHOICE: Choice.NOT_OURS.value}, "reason_missing"),
    ],
)
def test_a_partial_row_is_answered_with_what_is_missing(
    settings: Settings, row: dict[Column, Typed], code: str
) -> None:
    assert heard(settings, fill(sent(settings, ASKED), {1: row})) == refused(code)
    assert events(settings, "flag") == []
    assert office_corrections(Landing(settings.landing)) == ()


def test_a_confirmation_that_repeats_the_printed_number_is_a_confirmation(settings: Settings) -> None:
    assert heard(settings, fill(sent(settings, ASKED), {1: {**confirmed(), Column.VALUE: 27}}))[0][0] == "accepted"


def test_what_cannot_be_true_is_not_confirmed_by_its_office_whatever_the_file_says(settings: Settings) -> None:
    assert heard(settings, fill(sent(settings, FATAL), {1: confirmed()})) == refused("cannot_be_true")


@pytest.mark.parametrize(
    ("token", "code"),
    [("TD1.x", "identity_changed"), (None, "identity_missing")],
)
def test_a_row_without_its_own_identity_is_refused(settings: Settings, token: str | None, code: str) -> None:
    filled = fill(sent(settings, ASKED, FATAL), {1: {**confirmed(), Column.TOKEN: token}})
    assert heard(settings, filled) == refused(code)


def test_an_identity_of_a_stranger_s_key_is_refused(settings: Settings) -> None:
    forged = RowKeys({"k": b"somebody else's secret"}).sign(
        RowIdentity(str(ASKED["flag_key"]), "1", OFFICE, NIGHT, "document-1", "Biểu 1!E10", "result")
    )
    filled = fill(sent(settings, ASKED), {1: {**confirmed(), Column.TOKEN: forged}})
    assert heard(settings, filled) == refused("identity_changed")


def test_a_workbook_of_one_office_is_not_taken_from_another_and_tells_it_nothing(settings: Settings) -> None:
    filled = fill(sent(settings, ASKED), {1: confirmed()})
    delivery = give_back(settings, filled, office="LDLD.HY")
    hear_answers(settings, NEXT, NOW)
    [row] = outcomes_of(Landing(settings.landing), [delivery])[delivery]
    assert (row.told, row.label) == (PROBLEMS["other_office"], None)
    assert events(settings, "flag") == []


def test_an_office_that_does_not_answer_for_the_unit_any_more_is_refused(settings: Settings) -> None:
    filled = fill(sent(settings, ASKED), {1: corrected(value=20)})
    moved = flag("a" * 32, office="LDLD.HY")
    write_published(settings, flags=(moved,), figures=(figure(moved),))
    assert heard(settings, filled) == refused("not_entitled")


def test_numbers_that_changed_since_make_the_row_stale(settings: Settings) -> None:
    filled = fill(sent(settings, ASKED), {1: confirmed()})
    changed = flag("a" * 32, value_hash="2", r="28")
    write_published(settings, flags=(changed,), figures=(figure(changed),))
    assert heard(settings, filled) == refused("numbers_changed")


@pytest.mark.parametrize("later", [(flag("a" * 32, state="confirmed"),), ()])
def test_what_is_settled_meanwhile_needs_no_answer(settings: Settings, later: tuple[dict[str, Any], ...]) -> None:
    filled = fill(sent(settings, ASKED), {1: confirmed()})
    write_published(settings, flags=later)
    assert [outcome for outcome, _ in heard(settings, filled)] == ["needless"]


def test_an_answer_given_at_the_console_the_same_day_is_not_overruled(settings: Settings) -> None:
    filled = fill(sent(settings, ASKED), {1: confirmed()})
    told = Told(office_code=OFFICE, person=None, reason=None, night=NEXT, now=NOW)
    flags = PublishedFlags(settings.published_database).named(["a" * 32])
    tell_flags(
        Landing(settings.landing),
        flags,
        Answer(kind=FlagAnswer.WITHDRAWN, reason_code="misread"),
        told,
        CATALOGUE,
    )
    assert heard(settings, filled) == refused("refused")


def test_two_answers_to_one_figure_are_refused_both_and_twice_the_same_counts_once(settings: Settings) -> None:
    content = row_copied(sent(settings, ASKED, FATAL), 1, 2)
    twice = {1: corrected(value=20), 2: corrected(value=21)}
    assert heard(settings, fill(content, twice)) == refused("conflicting") * 2
    alike = {1: corrected(value=20), 2: corrected(value=20)}
    assert sorted(outcome for outcome, _ in heard(settings, fill(content, alike), name="2.xlsx")) == [
        "accepted",
        "needless",
    ]


def told_of(settings: Settings, delivery: str) -> list[tuple[str, str]]:
    rows = outcomes_of(Landing(settings.landing), [delivery])[delivery]
    return [(row.outcome.value, row.told) for row in rows if row.outcome != "blank"]


def test_of_two_workbooks_of_a_night_the_one_changed_last_counts_and_the_other_is_told_so(settings: Settings) -> None:
    content = sent(settings, ASKED)
    right = give_back(settings, fill(content, {1: corrected(value=21)}), name="a.xlsx", changed_ns=2)
    slip = give_back(settings, fill(content, {1: confirmed()}), name="b.xlsx", changed_ns=1)
    hear_answers(settings, NEXT, NOW)
    assert told_of(settings, right) == [("accepted", "đã ghi nhận số đúng: thực hiện 27 → 21")]
    assert [outcome for outcome, _ in told_of(settings, slip)] == ["needless"]
    assert "câu trả lời sau được xét" in told_of(settings, slip)[0][1]
    assert events(settings, "flag") == []


def test_the_workbooks_of_a_digest_and_of_a_later_message_ask_the_same_and_have_one_answer(settings: Settings) -> None:
    content = sent(settings, ASKED)
    [asked] = disputed_figures(
        read_findings(settings.published_database).flags, OFFICE, settings.published_database, CATALOGUE
    )
    later = correction_workbook([asked], CATALOGUE.offices[OFFICE], NEXT, keys_of(settings))
    assert later is not None
    early = give_back(settings, fill(content, {1: corrected(value=20)}), name="a.xlsx")
    late = give_back(settings, fill(later.content, {1: corrected(value=21)}), name="b.xlsx")
    hear_answers(settings, NEXT, NOW)
    assert told_of(settings, early) == told_of(settings, late) == refused("conflicting")
    assert office_corrections(Landing(settings.landing)) == ()


def test_a_workbook_dropped_into_the_wrong_folder_is_heard_when_it_comes_to_the_right_one(settings: Settings) -> None:
    filled = fill(sent(settings, ASKED), {1: confirmed()})
    assert heard(settings, filled, office="LDLD.HY") == refused("other_office")
    assert [outcome for outcome, _ in heard(settings, filled)] == ["accepted"]


def test_a_refused_workbook_may_be_sent_again_as_it_is(settings: Settings) -> None:
    filled = fill(sent(settings, ASKED), {1: corrected(value=20)})
    told = Told(office_code=FALLBACK_OFFICE, person=None, reason="công bố", night=NIGHT, now=NOW)
    tell_period(Landing(settings.landing), "2026", OFFICE, PeriodState.CLOSED, told)
    assert heard(settings, filled) == refused("period_closed")
    tell_period(Landing(settings.landing), "2026", OFFICE, PeriodState.REOPENED, replace(told, now=LATER))
    assert [outcome for outcome, _ in heard(settings, filled, name="lai.xlsx")] == ["accepted"]


def test_answers_sorted_without_their_identities_are_refused(settings: Settings) -> None:
    content = sent(settings, ASKED, FATAL)
    number = get_column_letter(columns_of(answer_sheet(content))[NUMBER])
    filled = fill(content, {1: corrected(value=3), 2: corrected(value=20)})
    book = load_workbook(io.BytesIO(filled))
    sheet = book[SHEET]
    first = heading_row(answer_sheet(content)) + 1
    sheet[f"{number}{first}"], sheet[f"{number}{first + 1}"] = 2, 1
    written = io.BytesIO()
    book.save(written)
    assert heard(settings, written.getvalue()) == refused("rows_mixed") * 2
    assert office_corrections(Landing(settings.landing)) == ()


def test_without_the_column_of_identities_it_is_still_no_report_and_says_what_is_wrong(settings: Settings) -> None:
    book = load_workbook(io.BytesIO(fill(sent(settings, ASKED), {1: confirmed()})))
    sheet = book[SHEET]
    sheet.delete_cols(columns_of(answer_sheet(sent(settings, ASKED)))[Column.TOKEN])
    written = io.BytesIO()
    book.save(written)
    assert heard(settings, written.getvalue()) == refused("identity_missing")


def test_rows_heard_again_tell_nothing_twice(settings: Settings) -> None:
    filled = fill(sent(settings, ASKED, FATAL), {1: corrected(value=20), 2: corrected(value=3)})
    heard(settings, filled)
    before = [events(settings, kind) for kind in ("answer", "correction", "flag")]
    assert not hear_answers(settings, NEXT, NOW).counts
    assert [events(settings, kind) for kind in ("answer", "correction", "flag")] == before


def test_what_was_told_before_a_crash_is_the_same_event_after_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_back(settings, fill(sent(settings, ASKED, FATAL), {1: corrected(value=3), 2: confirmed()}))
    append = Landing.append_events

    def crash_at_outcomes(self: Landing, night: date, told: Any) -> Any:
        given = list(told)
        if any(event.event_type == "answer" for event in given):
            raise OSError("the machine went down")
        return append(self, night, given)

    monkeypatch.setattr(Landing, "append_events", crash_at_outcomes)
    with pytest.raises(OSError, match="went down"):
        hear_answers(settings, NEXT, NOW)
    monkeypatch.undo()
    before = [events(settings, kind) for kind in ("correction", "flag")]
    assert hear_answers(settings, NEXT, NOW).told() == "2 accepted"
    assert [events(settings, kind) for kind in ("correction", "flag")] == before


def test_a_second_correction_goes_from_the_number_received_to_the_last(settings: Settings) -> None:
    heard(settings, fill(sent(settings, ASKED), {1: corrected(value=72)}))
    now = flag("a" * 32, r="72", p=None, c="327.3", value_hash="2")
    heard(settings, fill(sent(settings, now), {1: corrected(value=27)}), name="2.xlsx")
    numbers = {line.field: (line.old_number, line.new_number) for line in office_corrections(Landing(settings.landing))}
    assert "value" not in numbers
    assert numbers["percent"] == (Decimal("122.7"), None)


def test_a_correction_lapses_with_the_delivery_it_came_in(settings: Settings) -> None:
    delivery = give_back(settings, fill(sent(settings, ASKED), {1: corrected(value=20)}))
    hear_answers(settings, NEXT, NOW)
    landing = Landing(settings.landing)
    assert office_corrections(landing)
    answer = SentFile(delivery, SourceKind.UNIT_REPORT, OFFICE, "tra-loi.xlsx", NEXT, NOW, ())
    told = Told(office_code=FALLBACK_OFFICE, person=None, reason="nhầm", night=NEXT, now=NOW)
    tell_delivery(landing, answer, DeliveryState.WITHDRAWN, told)
    assert office_corrections(landing) == ()
    assert office_corrections(landing, NIGHT) == ()


def test_a_closed_period_is_corrected_by_nobody_s_workbook(settings: Settings) -> None:
    filled = fill(sent(settings, ASKED), {1: corrected(value=20)})
    told = Told(office_code=FALLBACK_OFFICE, person=None, reason="công bố", night=NIGHT, now=NOW)
    tell_period(Landing(settings.landing), "2026", OFFICE, PeriodState.CLOSED, told)
    assert heard(settings, filled) == refused("period_closed")


def test_the_next_digest_tells_the_office_row_by_row_what_became_of_its_answers(settings: Settings) -> None:
    content = fill(sent(settings, ASKED, FATAL), {1: corrected(value=3), 2: confirmed(document=None)})
    delivery = give_back(settings, content)
    hear_answers(settings, NEXT, NOW)
    receipt = received("LDLD.TQ/tra-loi.xlsx", night=NEXT, layout_kind=LAYOUT, figure_count=0, delivery_id=delivery)
    document = stable_id("document", Landing(settings.landing).store(content), "")
    write_published(
        settings, flags=(ASKED,), figures=(figure(ASKED),), receipts=({**receipt, "document_id": document},)
    )
    [message] = send_digests(settings, NEXT).messages
    text = (settings.outbox / message.file).read_bytes()
    body = email.message_from_bytes(text, policy=email.policy.default).get_body(("plain",))
    assert body is not None
    told = body.get_content()
    assert "Tệp trả lời, có dòng chưa nhận được" in told
    assert PROBLEMS["document_missing"] in told
    assert "thực hiện -3 → 3" in told
