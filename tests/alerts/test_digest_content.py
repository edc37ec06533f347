from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import date
from decimal import Decimal

import hypothesis
from hypothesis import given
from hypothesis import strategies as st

from alerts.compose import Envelope, compose, opening_of
from alerts.digest_content import Change, DigestContent, compare, place_of
from alerts.disputed import disputed_rows
from alerts.findings import Findings, Flag, SetAsideFile, Witness
from alerts.ledger import Told
from alerts.route import OfficeFindings, route
from warehouse.catalogue import FALLBACK_OFFICE, Catalogue, Office
from warehouse.records import Severity
from warehouse.settings import Settings

CATALOGUE = Catalogue.load(Settings().seeds)


def witness(percent: str | None = "122.7", **columns: str) -> Witness:
    return Witness(
        source_kind=columns.get("source_kind", "unit_report"),
        path=columns.get("path", "bao-cao.xlsx"),
        locator=columns.get("locator", "Biểu 1!E10"),
        quote="",
        r=Decimal(27),
        t=Decimal(22),
        p=None,
        c=Decimal(percent) if percent else None,
    )


def flag(
    key: str,
    *,
    office: str | None = "LDLD.TQ",
    severity: Severity = Severity.QUERY,
    state: str = "open",
    rule: str = "result_exceeds_target",
    subject: str | None = None,
    indicator: str | None = "housing_supported",
    percents: tuple[str | None, ...] = ("122.7",),
    value_hash: str = "1",
    message: str = "",
) -> Flag:
    return Flag(
        key=key,
        rule_code=rule,
        severity=severity,
        state=state,
        subject_kind="figure",
        subject_key=subject or key,
        office_code=office,
        unit_code="LDLD.TQ",
        indicator_code=indicator,
        period_code="2026",
        period="Năm 2026",
        value_hash=value_hash,
        message=message,
        what_to_do="",
        witnesses=tuple(witness(percent) for percent in percents),
        document_ids=frozenset({"d"}),
    )


def said_of(*flags: Flag, known: dict[str, Told] | None = None) -> DigestContent:
    return compare(OfficeFindings("LDLD.TQ", flags, ()), known or {}, CATALOGUE, frozenset())


def test_new_flags_stand_before_changed_ones_and_the_worst_first() -> None:
    flags = (
        flag("changed-fatal", severity=Severity.FATAL),
        flag("new-query"),
        flag("new-fatal", severity=Severity.FATAL),
        flag("changed-query"),
    )
    known = {key: Told("old", "x") for key in ("changed-fatal", "changed-query")}
    said = said_of(*flags, known=known)
    assert [told.flag.key for told in said.flags] == ["new-fatal", "new-query", "changed-fatal", "changed-query"]
    assert [told.change for told in said.flags] == [Change.NEW, Change.NEW, Change.UPDATED, Change.UPDATED]


def test_among_the_equally_grave_what_would_change_most_stands_first() -> None:
    said = said_of(replace(flag("a"), impact_rank=9), replace(flag("b"), impact_rank=2))
    assert [told.flag.key for told in said.flags] == ["b", "a"]


def test_27_of_22_is_asked_one_by_one() -> None:
    said = said_of(flag("a", percents=("122.7",)))
    assert [told.flag.key for told in said.flags] == ["a"]
    assert said.small == ()


def test_small_excesses_stand_in_one_line_an_indicator() -> None:
    said = said_of(flag("a", percents=("105",)), flag("b", percents=("119.9",)), flag("c", percents=("120",)))
    assert [told.flag.key for told in said.flags] == ["c"]
    assert [[told.flag.key for told in line.flags] for line in said.small] == [["a", "b"]]
    assert said.figures == 3
    assert said.flag_keys == ("a", "b", "c")


def test_a_small_excess_is_asked_one_by_one_where_other_evidence_disagrees() -> None:
    swapped = flag("b", rule="percent_disagrees", subject="s")
    said = said_of(flag("a", percents=("105",), subject="s"), swapped)
    assert {told.flag.key for told in said.flags} == {"a", "b"}


def test_a_small_excess_without_a_known_percentage_or_indicator_is_asked_one_by_one() -> None:
    said = said_of(flag("a", percents=(None,)), flag("b", percents=("105",), indicator=None))
    assert {told.flag.key for told in said.flags} == {"a", "b"}


def test_a_raised_severity_is_told_again() -> None:
    query, fatal = flag("a"), flag("a", severity=Severity.FATAL)
    known = said_of(query).told()
    assert said_of(query, known=known).is_empty
    assert [told.change for told in said_of(fatal, known=known).flags] == [Change.UPDATED]


def test_answers_on_their_way_are_not_asked_for_again() -> None:
    known = said_of(flag("a")).told()
    assert said_of(flag("a", state="acknowledged"), known=known).is_empty


def test_places_are_named_as_people_name_them() -> None:
    assert place_of(witness()) == "tệp bao-cao.xlsx, trang tính “Biểu 1”, ô E10"
    assert place_of(witness(locator="A!B!C3")) == "tệp bao-cao.xlsx, trang tính “A!B”, ô C3"
    assert place_of(witness(path="a.CSV", locator="CSV!E6")) == "tệp a.CSV, ô E6"
    assert place_of(witness(locator="")) == "tệp bao-cao.xlsx"
    assert place_of(witness(source_kind="news", locator="1:5")) == "bài viết bao-cao.xlsx, ký tự 1:5"


OFFICES = [f"OFFICE.{number}" for number in range(4)]


@st.composite
def organisations(draw: st.DrawFn) -> dict[str, Office]:
    """Up to four offices, some closed; the data team may be missing."""
    codes = draw(st.lists(st.sampled_from([*OFFICES, FALLBACK_OFFICE]), unique=True))
    return {
        code: Office(
            office_code=code,
            org_unit_code=code,
            name_vi=code,
            language="vi",
            email=None,
            channel="email",
            is_active=draw(st.booleans()),
        )
        for code in codes
    }


OWNERS = st.lists(st.sampled_from([*OFFICES, "NOBODY", None]), max_size=8)


@hypothesis.settings(deadline=None, max_examples=50)
@given(offices=organisations(), owners=OWNERS, senders=OWNERS)
def test_every_finding_reaches_exactly_one_office_and_nobody_reads_anothers(
    offices: dict[str, Office], owners: list[str | None], senders: list[str | None]
) -> None:
    flags = tuple(flag(f"flag-{n}", office=owner, message=f"secret-{n}.") for n, owner in enumerate(owners))
    files = tuple(
        SetAsideFile(document_id=f"{n}", office_code=sender, path=f"file-{n}.xlsx", reasons=(f"reason-{n}.",))
        for n, sender in enumerate(senders)
    )
    routed = route(Findings(flags, files), offices)
    texts = {code: written(code, own) for code, own in routed.items()}
    for number, owner in enumerate(owners):
        assert readers(texts, f"secret-{number}.") == [expected(owner, offices)]
    for number, sender in enumerate(senders):
        assert readers(texts, f"reason-{number}.") == [expected(sender, offices)]


def expected(owner: str | None, offices: dict[str, Office]) -> str:
    return owner if owner in offices and offices[owner].is_active else FALLBACK_OFFICE


def readers(texts: dict[str, str], secret: str) -> list[str]:
    return [code for code, text in texts.items() if secret in text]


def written(code: str, own: OfficeFindings) -> str:
    settings = Settings()
    office = Office(
        office_code=code,
        org_unit_code=code,
        name_vi=code,
        language="vi",
        email=None,
        channel="email",
        is_active=True,
    )
    night = date(2026, 11, 21)
    envelope = Envelope(
        sender="a@b.invalid",
        office=office,
        contact=CATALOGUE.contacts_of(code)[0],
        night=night,
        sequence=1,
        sent_at=opening_of(night, 12, settings.zone),
    )
    raw = compose(envelope, compare(own, {}, CATALOGUE, frozenset()), CATALOGUE)
    message = email.message_from_bytes(raw, policy=email.policy.default)
    parts = [message.get_body((kind,)) for kind in ("plain", "html")]
    sheet = disputed_rows(own.flags, code, {}, CATALOGUE)
    assert len(sheet) == len(own.flags)
    return "".join(str(part.get_content()) for part in parts if part is not None) + repr(sheet)


def test_a_snoozed_flag_is_not_told_and_one_told_earlier_says_until_when() -> None:
    asleep = replace(flag("asleep"), snoozed_until=date(2026, 2, 1))
    assert said_of(asleep).is_empty
    (settled,) = said_of(asleep, known={"asleep": Told("x", "Hàm Yên")}).settled
    assert settled.outcome == "đã tạm hoãn đến hết ngày 01/02/2026"
