"""A line of figure_corrections.csv says what, why, who and on what document, or is told with what it lacks."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from warehouse.corrections import (
    COLUMNS,
    FILE,
    CorrectionError,
    check_corrections,
    corrections_print,
    read_corrections,
    write_corrections,
)
from warehouse.settings import Settings

HEAD = ",".join(COLUMNS) + "\n"
PLACE = "LDLD.TQ/bc.xlsx,,Biểu 1!E10,,,,value,27,22,đảo số,Trần Văn Nam,CV 15/LĐLĐ\n"


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    made = Settings(home=tmp_path)
    made.catalogue_extra.mkdir()
    made.build.mkdir()
    return made


def write(config: Settings, text: str) -> None:
    (config.catalogue_extra / FILE).write_text(text, encoding="utf-8")


def test_without_a_file_there_are_no_corrections_and_the_prepared_file_holds_none(config: Settings) -> None:
    assert write_corrections(config) == ()


def test_a_line_names_a_place_or_a_key_and_defaults_to_the_result_of_a_workbook(config: Settings) -> None:
    key = ",,,LDLD.TQ.HAMYEN|members_admitted|2023|,news,target,percent,142.5,,in nhầm,Trần Văn Nam,BC 2\n"
    write(config, HEAD + PLACE + "\n" + key)
    place, keyed = read_corrections(config.catalogue_extra)
    assert (place.line_number, place.path, place.member, place.locator) == (2, "LDLD.TQ/bc.xlsx", "", "Biểu 1!E10")
    assert (place.source_kind, place.kind, place.old_number, place.new_number) == (
        "unit_report", "result", Decimal(27), Decimal(22),
    )  # fmt: skip
    assert (keyed.line_number, keyed.figure_key) == (4, "figure:LDLD.TQ.HAMYEN|members_admitted|2023|")
    assert (keyed.source_kind, keyed.kind, keyed.old_number, keyed.new_number) == (
        "news", "target", Decimal("142.5"), None,
    )  # fmt: skip
    assert (place.problem, keyed.problem) == (None, None)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (PLACE.replace("27,", "1.234.567,"), "write plain digits in base units"),
        (PLACE.replace("27,", "2-7,"), "write plain digits in base units"),
        (PLACE.replace(",27,", ",٢٧,"), "write plain digits in base units"),
        (PLACE.replace("27,22", "27,27.0"), "old and new are the same"),
        (PLACE.replace("value", "quality"), "one of value, reference, percent"),
        (PLACE.replace("Trần Văn Nam", ""), "who is empty"),
        (PLACE.replace("CV 15/LĐLĐ", " "), "document is empty"),
        (PLACE.replace("Biểu 1!E10", ""), "either by path and locator or by figure_key"),
        (PLACE.replace("E10,,", "E10,LDLD.TQ|x|2023|,"), "not by both"),
        (PLACE.replace("E10,,,,", "E10,,,plan,"), "target or result"),
        (",,,LDLD.TQ|x|2023,,,value,1,2,a,b,c\n", "unit|indicator|period|scope"),
    ],
)
def test_a_line_that_cannot_be_used_says_why(config: Settings, line: str, problem: str) -> None:
    write(config, HEAD + line)
    (told,) = read_corrections(config.catalogue_extra)
    assert problem in str(told.problem)


def test_two_lines_on_one_number_leave_the_first(config: Settings) -> None:
    write(config, HEAD + PLACE + PLACE.replace("22", "23"))
    first, second = read_corrections(config.catalogue_extra)
    assert first.problem is None
    assert "line 2 corrects the same number already" in str(second.problem)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"path,locator\na,b\n", "the header lacks field, old"),
        ("ô,số\n".encode("utf-16"), "not UTF-8"),
        ((HEAD + 'a,"b').encode(), "no CSV"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_that_says_so(config: Settings, content: bytes, problem: str) -> None:
    (config.catalogue_extra / FILE).write_bytes(content)
    assert any(problem in str(line.problem) for line in write_corrections(config))


def test_a_file_saved_by_a_spreadsheet_is_read(config: Settings) -> None:
    (config.catalogue_extra / FILE).write_bytes(b"\xef\xbb\xbf" + (HEAD + PLACE).replace("\n", "\r\n").encode())
    (told,) = read_corrections(config.catalogue_extra)
    assert told.problem is None


def test_the_print_changes_with_what_is_corrected_and_not_with_who_says_so(config: Settings) -> None:
    prints = []
    for line in (PLACE, PLACE.replace("Trần Văn Nam", "Lê Thị Hoa"), PLACE.replace("22", "23"), ""):
        write(config, HEAD + line)
        prints.append(corrections_print(read_corrections(config.catalogue_extra)))
    assert prints[0] == prints[1]
    assert len(set(prints)) == 3


def built(config: Settings, *rows: tuple[object, ...]) -> None:
    """The mart with what came of each line."""
    with duckdb.connect(str(config.build_database)) as build:
        build.execute("create schema marts")
        build.execute(
            "create table marts.fct_figure_corrections (origin_kind text, line_number integer, status_kind text,"
            " path text, locator text, figure_key text, field_name text,"
            " old_value decimal(38, 9), new_value decimal(38, 9),"
            " standing_value decimal(38, 9), standing_place text, problem_text text)"
        )
        for row in rows:
            marks = ", ".join("?" * 11)
            build.execute(f"insert into marts.fct_figure_corrections values ('data_team', {marks})", list(row))  # noqa: S608


def test_corrections_that_hold_are_counted_and_a_spare_one_is_named(config: Settings) -> None:
    built(
        config,
        (2, "applied", "a", "E1", None, "value", 27, 22, 22, "a E1", None),
        (3, "fulfilled", "a", "E2", None, "value", 5, 6, 6, "a E2", None),
    )
    assert check_corrections(config) == "1 applied; the new number was sent meanwhile, take out line 3"


def test_one_that_holds_no_more_fails_with_its_line_what_stands_now_and_what_to_do(config: Settings) -> None:
    built(
        config,
        (2, "applied", "a", "E1", None, "value", 27, 22, 22, "a E1", None),
        (3, "stale", "a", "E2", None, "value", 27, 22, Decimal("28.5"), "a E2", None),
        (4, "missing", None, None, "figure:U|i|2023|", "percent", 50, None, None, None, None),
        (5, "malformed", None, None, None, "", None, None, None, None, "who is empty"),
    )
    with pytest.raises(CorrectionError) as told:
        check_corrections(config)
    message = str(told.value)
    assert "3 of 4 corrections" in message
    assert "line 3, a E2: value is to be 22 instead of 27, but 28.5 stands now (a E2)" in message
    assert "take the line out; else set old to 28.5" in message
    assert "line 4, figure:U|i|2023|: percent is to be nothing instead of 50, but no figure stands there" in message
    assert "line 5: who is empty" in message


def test_no_corrections_are_none_to_check(config: Settings) -> None:
    built(config)
    assert check_corrections(config) == "none"
