"""Flags are listed by what they are about and answered by those who may, with who, why and on what document."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import duckdb
import pytest
import typer
from declared_marts import columns_of
from rich.console import Console
from typer.testing import CliRunner

from cli.flags import list_flags
from cli.main import app
from warehouse.flag_answers import FlagFilter
from warehouse.landing import Landing
from warehouse.settings import Settings, settings

NIGHT = "2024-01-12"
SMALL, SMALL_TOO, LARGE, CONTESTED, MISPRINT, IMPOSSIBLE, FILE, DISTRICT, NAPPING, FUND = (
    letter * 32 for letter in "abcdef0123"
)
PAPER = ("--document", "CV 15/LĐLĐ ngày 05/01/2024")
DATA_TEAM = ("--office", "TLD.DATA")
TQ = ("--office", "LDLD.TQ")
COMMANDS = ("flags", "confirm", "withdraw", "acknowledge", "snooze", "assign", "reopen")

console = typer.Typer()
"""These commands alone: all of them are made anew for each invocation."""
console.registered_commands = [
    one for one in app.registered_commands if one.callback is not None and one.callback.__name__ in COMMANDS
]


def flag(key: str, unit: str, attained: str | None, **more: object) -> dict[str, object]:
    witness = {"path": "bc.xlsx", "locator": "S!E1", "r": "27", "t": "22", "p": None, "c": attained}
    numbers = witness if attained else {**witness, "r": None, "t": None}
    row: dict[str, object] = {
        "flag_key": key, "rule_code": "result_exceeds_target", "severity": "query", "state": "open",
        "subject_kind": "figure", "subject_key": f"figure:{unit}|members_admitted|2023|", "org_unit_code": unit,
        "indicator_code": "members_admitted", "period_code": "2023", "office_code": "LDLD.TQ",
        "owner_office_code": "LDLD.TQ", "value_hash": f"h{key[0]}", "message_vi": "27 cao hơn 22",
        "evidence": json.dumps([numbers]), "is_snoozed": False, "rank_flip_count": 0, "opened_night": "2024-01-02",
        "impact_rank": ord(key[0]),
    }  # fmt: skip
    return row | more


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten flags, as published."""
    contested = "figure:CDYT.TQ|members_admitted|2023|"
    fund = {"indicator_code": "gifts_value", "subject_key": "figure:LDLD.TQ.HAMYEN|gifts_value|2023|"}
    rows = (
        flag(SMALL, "LDLD.TQ.HAMYEN", "104.5"),
        flag(SMALL_TOO, "LDLD.TQ.SONDUONG", "119.9", opened_night="2024-01-10"),
        flag(LARGE, "LDLD.TQ.YENSON", "122.7", severity="query"),
        flag(CONTESTED, "CDYT.TQ", "105.0", subject_key=contested),
        flag(MISPRINT, "CDYT.TQ", "105.0", rule_code="percent_disagrees", subject_key=contested),
        flag(IMPOSSIBLE, "LDLD.TQ.HAMYEN", "105.0", rule_code="share_over_100", severity="fatal", **fund),
        flag(FUND, "LDLD.TQ.YENSON", "101.0", **fund | {"subject_key": "figure:LDLD.TQ.YENSON|gifts_value|2023|"}),
        flag(FILE, "LDLD.TQ.NAHANG", None, rule_code="layout_unknown", severity="fatal", subject_kind="document"),
        flag(DISTRICT, "LDLD.HY", "110.0", office_code="LDLD.TQ", owner_office_code="LDLD.HY", state="acknowledged"),
        flag(NAPPING, "LDLD.TQ.NAHANG", "150.0", is_snoozed=True, snoozed_until_date="2024-02-01", **fund),
    )
    path = tmp_path_factory.mktemp("published") / "serving.duckdb"
    with duckdb.connect(str(path)) as database:
        database.execute("create table fct_figure_flags (" + columns_of("fct_figure_flags") + ")")
        for row in rows:
            places = ", ".join("?" for _ in row)
            names = ", ".join(row)
            database.execute(f"insert into fct_figure_flags ({names}) values ({places})", list(row.values()))  # noqa: S608
    return path


@pytest.fixture(autouse=True)
def landing(tmp_path: Path, published: Path) -> Landing:
    target = settings().published_database
    target.parent.mkdir(parents=True)
    shutil.copyfile(published, target)
    return Landing(Settings(home=tmp_path).landing)


def run(*arguments: str) -> str:
    done = CliRunner().invoke(console, list(arguments), env={"COLUMNS": "400", "TERM": "dumb", "NO_COLOR": "1"})
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        return f"{type(done.exception).__name__}: {done.exception}"
    return " ".join(done.output.split())


def told(landing: Landing) -> list[tuple[str, str, str]]:
    """Flag, state and actor of each event."""
    landing.prepare()
    with duckdb.connect() as database:
        return database.execute(
            "select subject[6:], state, actor from read_parquet(?, hive_partitioning = false) order by recorded_at, 1",
            [landing.glob("events")],
        ).fetchall()


def payload(landing: Landing) -> dict[str, str]:
    """What the last event holds beside who and when."""
    with duckdb.connect() as database:
        (row,) = database.execute(
            "select payload from read_parquet(?, hive_partitioning = false) order by recorded_at desc limit 1",
            [landing.glob("events")],
        ).fetchall()
    content: dict[str, str] = json.loads(row[0])
    return content


def listed(*options: str) -> list[str]:
    output = CliRunner().invoke(console, ["flags", "--json", *options]).output
    return [json.loads(line)["flag_key"] for line in output.splitlines()]


FOUND = {
    ("--severity", "fatal"): [FILE, IMPOSSIBLE],
    ("--rule", "percent_disagrees"): [MISPRINT],
    ("--unit", "LĐLĐ huyện Hàm Yên"): [SMALL, IMPOSSIBLE],
    ("--unit", "LDLD.HY"): [DISTRICT],
    ("--indicator", "gifts_value", "--not-snoozed"): [IMPOSSIBLE, FUND],
    ("--snoozed",): [NAPPING],
    ("--state", "acknowledged", "--period", "năm 2023"): [DISTRICT],
    ("--state", "confirmed"): [],
    ("--office", "LDLD.HY"): [],
}


def test_a_list_shows_whole_keys_and_messages_on_a_narrow_terminal() -> None:
    shown = StringIO()
    narrow = Console(file=shown, width=80)
    list_flags(settings(), narrow, FlagFilter(), date(2024, 1, 12), as_json=False, first=3)
    lines = [line.rstrip() for line in shown.getvalue().splitlines()]
    assert f"{FILE[:8]}  fatal · layout_unknown" in lines
    assert "  acknowledged, assigned by LDLD.HY · 10 days · asks LDLD.TQ" in lines
    assert "  open, snoozed until 2024-02-01 · 10 days · asks LDLD.TQ" in lines
    assert "  27 cao hơn 22" in lines
    assert "  at: bc.xlsx S!E1" in lines
    assert "10 open flags: 2 fatal, 8 query" in lines
    assert "The first 3 are shown." in lines
    assert max(map(len, lines)) <= 80


def test_a_flag_whose_finding_is_gone_is_looked_for_among_the_events() -> None:
    assert "fct_flag_events" in run("flags", "--state", "closed")


def test_flags_are_found_by_what_they_are_about() -> None:
    assert {options: sorted(listed(*options)) for options in FOUND} == {key: sorted(FOUND[key]) for key in FOUND}


def test_flags_are_found_by_their_age() -> None:
    days = (datetime.now(UTC).date() - datetime(2024, 1, 6, tzinfo=UTC).date()).days
    assert SMALL_TOO not in listed("--days", str(days))
    assert SMALL in listed("--days", str(days))


MEANINGLESS = {
    ("--rule", "percent_disagree"): "percent_disagrees",
    ("--severity", "bad"): "fatal, query, info",
    ("--state", "done"): "awaiting_unit",
    ("--office", "LDLD.XX"): "offices.csv",
    ("--unit", "LĐLĐ huyện Không Có"): "the catalogue has no unit",
}


def test_a_word_that_means_nothing_is_told_with_those_that_do() -> None:
    assert {options: said in run("flags", *options) for options, said in MEANINGLESS.items()} == dict.fromkeys(
        MEANINGLESS, True
    )


def test_an_office_confirms_with_a_document_for_the_numbers_it_saw(landing: Landing) -> None:
    assert "rests on a document" in run("confirm", LARGE[:8], *TQ)
    confirm = ("confirm", LARGE[:8], *TQ, *PAPER, "--by", "Nguyễn Thị Hoa", "--code", "target_exceeded")
    assert "Đã xác nhận là đúng: 1 cảnh báo" in run(*confirm)
    assert told(landing) == [(LARGE, "confirmed", "LDLD.TQ: Nguyễn Thị Hoa")]
    said = payload(landing)
    assert (said["value_hash"], said["reason_code"], said["document"]) == ("hc", "target_exceeded", PAPER[1])
    assert "vốn đã như vậy" in run(*confirm)
    assert len(told(landing)) == 1


def test_only_the_owner_an_office_above_it_the_data_team_or_whom_it_was_assigned_may_answer(landing: Landing) -> None:
    assert "LDLD.HY may not answer" in run("acknowledge", LARGE, "--office", "LDLD.HY")
    assert "has no office" in run("acknowledge", LARGE, "--office", "LDLD.XX")
    assert told(landing) == []
    for office in ("LDLD.HY", "LDLD.TQ", "TLD.DATA"):
        assert "Đã tiếp nhận" in run("acknowledge", DISTRICT, "--office", office, "--night", NIGHT, "--awaiting-unit")
        run("acknowledge", DISTRICT, "--office", office, "--night", NIGHT)
    assert {actor for _, _, actor in told(landing)} == {"LDLD.HY", "LDLD.TQ", "TLD.DATA"}


def test_what_cannot_be_true_is_not_confirmed_by_its_own_office(landing: Landing) -> None:
    assert "not by its own office" in run("confirm", IMPOSSIBLE, *TQ, *PAPER)
    assert "no number to confirm" in run("confirm", FILE, *DATA_TEAM, *PAPER)
    assert told(landing) == []
    assert "Đã xác nhận" in run("confirm", IMPOSSIBLE, *DATA_TEAM, *PAPER)


def test_small_over_fulfilments_of_one_indicator_are_confirmed_together_and_the_rest_is_left(landing: Landing) -> None:
    under = ("confirm", "--rule", "result_exceeds_target", "--indicator", "members_admitted")
    assert "Sẽ trả lời 3 cảnh báo" in run(*under, *TQ, *PAPER, "--dry-run")
    said = run(*under, *TQ, *PAPER)
    assert "2 cảnh báo khác cần được trả lời riêng" in said
    assert "Đã xác nhận là đúng: 3 cảnh báo" in said
    assert {key for key, _, _ in told(landing)} == {SMALL, SMALL_TOO, DISTRICT}
    refused = run(*under, "--unit", "LDLD.TQ.YENSON", *TQ, *PAPER)
    assert "are asked about one by one" in refused
    assert LARGE[:8] in refused


def test_indicators_are_not_confirmed_together_nor_flags_withdrawn_by_filter(landing: Landing) -> None:
    assert "give --indicator" in run("confirm", "--period", "2023", *TQ, *PAPER)
    assert "one by one" in run("withdraw", "--unit", "LDLD.TQ.HAMYEN", *TQ)
    assert "give flags by their keys, or a filter" in run("confirm", *TQ, *PAPER)
    assert "not both" in run("acknowledge", SMALL, "--period", "2023", *TQ)
    assert told(landing) == []


def test_several_flags_are_acknowledged_by_filter_and_a_rehearsal_writes_nothing(landing: Landing) -> None:
    assert "Sẽ trả lời 2 cảnh báo" in run("acknowledge", "--unit", "LDLD.TQ.HAMYEN", *TQ, "--dry-run")
    assert told(landing) == []
    run("acknowledge", "--unit", "LDLD.TQ.HAMYEN", *TQ)
    assert [(key, state) for key, state, _ in told(landing)] == [(SMALL, "acknowledged"), (IMPOSSIBLE, "acknowledged")]


def test_where_one_flag_may_not_be_answered_none_is(landing: Landing) -> None:
    refused = run("acknowledge", SMALL, DISTRICT, "--office", "LDLD.HY")
    assert "1 of 2 cannot be acknowledged, so none was" in refused
    assert told(landing) == []


def test_a_settled_flag_is_answered_again_only_once_reopened(landing: Landing) -> None:
    assert "not settled" in run("reopen", SMALL, *TQ)
    run("withdraw", SMALL, "--code", "misread", *TQ, "--night", NIGHT)
    assert "withdrawn already" in run("confirm", SMALL, *TQ, *PAPER)
    assert "Đã mở lại" in run("reopen", SMALL, "--reason", "rút nhầm", *TQ, "--night", NIGHT)
    run("withdraw", SMALL, "--code", "misread", *TQ, "--night", NIGHT)
    assert [state for _, state, _ in told(landing)] == ["withdrawn", "reopened", "withdrawn"]


def test_a_snooze_has_an_end_and_leaves_the_flag_open(landing: Landing) -> None:
    snooze = ("snooze", SMALL, *TQ, "--night", NIGHT)
    assert "Đã tạm hoãn đến hết ngày 01/02/2024" in run(*snooze, "--until", "2024-02-01")
    assert "vốn đã như vậy" in run(*snooze, "--until", "2024-02-01")
    assert "Đã tạm hoãn đến hết ngày 02/02/2024" in run(*snooze, "--until", "02/02/2024")
    for until in ("2024-01-12", "2024-09-01"):
        assert "a snooze ends on a day after" in run(*snooze, "--until", until)
    assert "Đã xác nhận" in run("confirm", SMALL, *TQ, *PAPER, "--night", NIGHT)


def test_a_flag_is_assigned_to_an_office_there_is(landing: Landing) -> None:
    assert "no active office" in run("assign", SMALL, "--to", "LDLD.XX", *TQ)
    assert "Đã giao cho LDLD.HY" in run("assign", SMALL, "--to", "LDLD.HY", *TQ)
    assert payload(landing)["assigned_office_code"] == "LDLD.HY"


def test_a_reason_code_is_one_of_its_answer() -> None:
    assert "target_exceeded: kết quả thực tế vượt chỉ tiêu" in run("confirm", SMALL, *TQ, *PAPER, "--code", "misread")


def test_a_key_is_told_when_it_is_short_or_nobodys() -> None:
    assert "too short" in run("acknowledge", "abc", *TQ)
    assert "no flag is called" in run("acknowledge", "9" * 32, *TQ)


def test_before_any_load_it_says_what_to_run() -> None:
    settings().published_database.unlink()
    assert "warehouse load" in run("acknowledge", SMALL, *TQ)
    assert "warehouse load" in run("flags")
