"""Periods and deliveries are answered for at the console by those who may, once, and it says what came of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from cli.main import app
from warehouse.figure import SourceKind, stable_id
from warehouse.landing import Chunk, Landing
from warehouse.records import Delivery
from warehouse.settings import Settings

NIGHTS = (date(2024, 1, 10), date(2024, 1, 11))
DATA_TEAM = ("--office", "TLD.DATA")


@pytest.fixture(autouse=True)
def landing(tmp_path: Path) -> Landing:
    """One report of LĐLĐ tỉnh Tuyên Quang, sent twice."""
    landing = Landing(Settings(home=tmp_path).landing)
    landing.prepare()
    for night in NIGHTS:
        sent = Delivery(
            delivery_id=stable_id("delivery", night),
            source_kind=SourceKind.UNIT_REPORT,
            office_code="LDLD.TQ",
            path="bc.xlsx",
            sha256="0" * 64,
            size_bytes=1,
            modified_ns=0,
            received_at=datetime(night.year, night.month, night.day, 22, tzinfo=UTC),
        )
        landing.append_chunk(night, Chunk([sent], [], [], []))
    return landing


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        return f"{type(done.exception).__name__}: {done.exception}"
    return " ".join(done.output.split())


def told(landing: Landing) -> list[tuple[str, str, str, str | None]]:
    with duckdb.connect() as database:
        return database.execute(
            "select subject, state, actor, reason from read_parquet(?, hive_partitioning = false) order by recorded_at",
            [landing.glob("events")],
        ).fetchall()


def test_a_period_is_closed_once_and_reopened_in_words_of_its_own(landing: Landing) -> None:
    close = ("close-period", "năm 2023", "--unit", "LDLD.TQ", "--office", "LDLD.TQ", "--reason", "đã công bố")
    assert "Đã khóa sổ: năm 2023 (2023)" in run(*close)
    assert "Không có gì thay đổi" in run(*close)
    assert "Đã mở lại" in run(
        "reopen-period", "2023", "--unit", "LDLD.TQ", "--reason", "bổ sung", "--by", "Trần Văn Nam", *DATA_TEAM
    )
    assert told(landing) == [
        ("period:2023|LDLD.TQ", "closed", "LDLD.TQ", "đã công bố"),
        ("period:2023|LDLD.TQ", "reopened", "TLD.DATA: Trần Văn Nam", "bổ sung"),
    ]


def test_a_period_closed_again_the_same_night_is_another_event(landing: Landing) -> None:
    for command in ("close-period", "reopen-period", "close-period"):
        run(command, "2023", "--reason", "thử", "--night", "2024-01-12", *DATA_TEAM)
    assert [state for _, state, _, _ in told(landing)] == ["closed", "reopened", "closed"]


def test_nobody_reopens_what_an_office_above_him_closed(landing: Landing) -> None:
    mine = ("--unit", "LDLD.TQ", "--office", "LDLD.TQ", "--reason", "x")
    run("close-period", "2023", "--reason", "đã công bố", *DATA_TEAM)
    for period in ("2023", "2023-H1", "2021-2025"):
        assert "may not answer for the closing of TLD.DATA" in run("reopen-period", period, *mine)
    assert "Đã mở lại" in run("reopen-period", "2024", *mine)
    assert "Đã mở lại" in run("reopen-period", "2023", "--unit", "LDLD.TQ", "--reason", "bổ sung", *DATA_TEAM)
    assert "Đã khóa sổ" in run("close-period", "2023", *mine)
    assert "Đã mở lại" in run("reopen-period", "2023", *mine)
    assert [state for _, state, _, _ in told(landing)] == ["closed", "reopened", "reopened", "closed", "reopened"]


def test_a_closing_repeated_by_an_office_above_is_no_longer_undone_from_below(landing: Landing) -> None:
    mine = ("--unit", "LDLD.TQ", "--office", "LDLD.TQ", "--reason", "x")
    theirs = ("--unit", "LDLD.TQ", "--office", "TLD.DATA", "--reason", "đã công bố")
    assert "Đã khóa sổ" in run("close-period", "2023", *mine)
    assert "Đã khóa sổ" in run("close-period", "2023", *theirs)
    assert "Không có gì thay đổi" in run("close-period", "2023", *theirs)
    assert "Không có gì thay đổi" in run("close-period", "2023", *mine)
    assert "may not answer for the closing of TLD.DATA" in run("reopen-period", "2023", *mine)
    assert "Đã mở lại" in run("reopen-period", "2023", *theirs)
    assert [state for _, state, _, _ in told(landing)] == ["closed", "closed", "reopened"]


def test_nobody_closes_a_period_for_units_he_does_not_answer_for(landing: Landing) -> None:
    assert "may not answer" in run("close-period", "2023", "--reason", "x", "--unit", "LDLD.HY", "--office", "LDLD.TQ")
    assert "may not answer" in run("close-period", "2023", "--reason", "x", "--office", "LDLD.TQ")
    assert "no unit" in run("close-period", "2023", "--reason", "x", "--unit", "LDLD.KHONG", *DATA_TEAM)
    assert "is no period" in run("close-period", "mùa hè", "--reason", "x", *DATA_TEAM)
    assert told(landing) == []


def test_a_delivery_is_withdrawn_by_its_office_and_says_what_stands_again(landing: Landing) -> None:
    last = stable_id("delivery", NIGHTS[1])
    assert "names 2 deliveries" in run("withdraw-delivery", "bc.xlsx", "--reason", "gửi nhầm", *DATA_TEAM)
    assert "may not answer" in run("withdraw-delivery", last, "--reason", "gửi nhầm", "--office", "LDLD.HY")
    output = run("withdraw-delivery", last[:8], "--reason", "gửi nhầm", "--office", "LDLD.TQ")
    assert "Đã rút: bc.xlsx" in output
    assert "bản nhận đêm 10/01/2024" in output
    assert "Đã khôi phục" in run("reinstate-delivery", last, "--reason", "đúng rồi", *DATA_TEAM)
    assert [state for _, state, _, _ in told(landing)] == ["withdrawn", "reinstated"]


def test_an_acceptance_is_revoked_by_those_who_may_accept_and_may_be_given_again(landing: Landing) -> None:
    last = stable_id("delivery", NIGHTS[1])
    assert "nothing to revoke" in run("revoke-acceptance", last, "--reason", "x", *DATA_TEAM)
    run("accept-delivery", last, "--reason", "có công văn", *DATA_TEAM)
    assert "may not answer" in run("revoke-acceptance", last, "--reason", "x", "--office", "LDLD.TQ")
    assert "Đã thu hồi việc chấp nhận" in run("revoke-acceptance", last, "--reason", "nhầm lượt gửi", *DATA_TEAM)
    assert "Không có gì thay đổi" in run("revoke-acceptance", last, "--reason", "x", *DATA_TEAM)
    run("accept-delivery", last, "--reason", "đúng rồi", *DATA_TEAM)
    assert [state for _, state, _, _ in told(landing)] == ["accepted", "revoked", "accepted"]


def test_a_withdrawn_delivery_is_not_accepted(landing: Landing) -> None:
    last = stable_id("delivery", NIGHTS[1])
    run("withdraw-delivery", last, "--reason", "gửi nhầm", *DATA_TEAM)
    assert "is withdrawn" in run("accept-delivery", last, "--reason", "x", *DATA_TEAM)
    run("reinstate-delivery", last, "--reason", "đúng rồi", *DATA_TEAM)
    assert "Đã chấp nhận" in run("accept-delivery", last, "--reason", "x", *DATA_TEAM)


@pytest.mark.parametrize(
    "command",
    [
        *(("close-period", "2023", "--reason", "x"), ("reopen-period", "2023", "--reason", "x")),
        *((f"{done}-delivery", "bc.xlsx", "--reason", "x") for done in ("withdraw", "reinstate", "accept")),
        *(("revoke-acceptance", "bc.xlsx", "--reason", "x"), ("confirm", "19cfc337"), ("withdraw", "19cfc337")),
        *(("acknowledge", "19cfc337"), ("reopen", "19cfc337"), ("assign", "19cfc337", "--to", "LDLD.HY")),
        ("snooze", "19cfc337", "--until", "2024-02-15"),
    ],
)
def test_nobody_answers_for_an_office_he_does_not_name(landing: Landing, command: tuple[str, ...]) -> None:
    output = run(*command).replace("│ ", "")
    assert "say which office answers" in output
    assert "LDLD.TQ" in output
    assert told(landing) == []


def test_a_delivery_never_withdrawn_is_not_reinstated(landing: Landing) -> None:
    assert "nothing to reinstate" in run(
        "reinstate-delivery", stable_id("delivery", NIGHTS[0]), "--reason", "x", *DATA_TEAM
    )
    assert "no delivery is called" in run("withdraw-delivery", "khong-co.xlsx", "--reason", "x", *DATA_TEAM)


def test_who_sent_late_does_not_accept_his_own_delivery(landing: Landing) -> None:
    last = stable_id("delivery", NIGHTS[1])
    assert "may not answer" in run("accept-delivery", last, "--reason", "x", "--office", "LDLD.TQ")
    assert "Đã chấp nhận" in run("accept-delivery", last, "--reason", "có công văn", *DATA_TEAM)
    assert [state for _, state, _, _ in told(landing)] == ["accepted"]


def test_what_waits_is_printed_in_vietnamese_numbers(tmp_path: Path) -> None:
    published = Settings(home=tmp_path).published_database
    published.parent.mkdir(parents=True)
    number = "cast(? as decimal(38, 4))"
    with duckdb.connect(str(published)) as database:
        database.execute(
            "create table fct_waiting_figures as select 'p' as path, 'A1' as locator, 'u' as org_unit_name,"
            " 'i' as indicator_name, '2023' as period_code, 'result' as figure_kind,"
            f" {number} as value, {number} as printed_pct, {number} as standing_value, 'o' as office_code,"
            " 'd' as delivery_id, null as night, null as closed_night, null as closed_by, null as closed_reason",
            [12_500_000_000, None, None],
        )
        told_by_shares = "select * replace ('share' as locator, null as value, 87.5 as printed_pct)"
        database.execute(f"insert into fct_waiting_figures {told_by_shares} from fct_waiting_figures")
        neither = "select * replace ('neither' as locator, null as value)"
        database.execute(f"insert into fct_waiting_figures {neither} from fct_waiting_figures where locator = 'A1'")
    output = CliRunner().invoke(app, ["waiting"], env={"COLUMNS": "200"}).output
    assert "12.500.000.000" in output
    assert "87,5%" in output
    assert "None" not in output


@pytest.mark.parametrize("command", ["waiting", "reporting"])
def test_before_any_load_the_lists_say_what_to_run(command: str) -> None:
    assert "warehouse load" in run(command)
