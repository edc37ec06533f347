from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from build_of_marts import Build
from declared_marts import declared
from postgres_server import Database
from two_offices import DATA_TEAM, MARTS, TUYEN_QUANG, PublishedMarts

from serving.postgres import clean, load, publish, views
from serving.postgres.clean import clean_postgres
from serving.postgres.connection import PostgresError
from serving.postgres.publish import PostgresSummary, publish_to_postgres
from serving.postgres.shapes import short_labels
from serving.postgres.storage import turn
from serving.publish import publish as publish_files
from serving.scopes import COMMON, OF_DATA_TEAM, candidates
from warehouse.database import Connection, connect

FEW = ("dim_office_scopes", "dim_org_units", "dim_columns", "fct_results", "rpt_units")


@pytest.fixture(autouse=True)
def one_duckdb(monkeypatch: pytest.MonkeyPatch, duckdb_with_extension: Connection) -> None:
    """The extension is checked and loaded once: a quarter of a second for each publication otherwise."""

    @contextmanager
    def again() -> Iterator[Connection]:
        try:
            yield duckdb_with_extension
        finally:
            duckdb_with_extension.execute("detach database if exists serving")

    monkeypatch.setattr(publish, "connect_duckdb", again)


@pytest.fixture(scope="module")
def duckdb_with_extension() -> Iterator[Connection]:
    with connect() as database:
        load.prepare_export(database)
        yield database


def ask(url: str, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as reader:
        return reader.execute(query, parameters).fetchall()  # type: ignore[arg-type]  # the tests' own


def put(marts: PublishedMarts, postgres: Database, *statements: str) -> PostgresSummary:
    """Another publication, which readers see when it returns."""
    marts.put(*statements)
    return publish_to_postgres(marts.settings, postgres.publisher, lead_seconds=0.05)


@pytest.fixture
def few(tmp_path: Path) -> PublishedMarts:
    return PublishedMarts(tmp_path, FEW)


@pytest.fixture
def all_marts(tmp_path: Path) -> PublishedMarts:
    return PublishedMarts(tmp_path)


def load_ids(postgres: Database) -> set[str]:
    """Of the generations whose rows stand."""
    return {name.rpartition("__")[2] for name in storage_tables(postgres) if name.count("__") == 2}


def storage_tables(postgres: Database) -> list[str]:
    query = (
        "select relname from pg_class where relnamespace = 'storage'::regnamespace"
        " and relname ~ '__[0-9a-f]{8}' and relkind in ('r', 'p') order by 1"
    )
    return [name for (name,) in ask(postgres.admin, query)]


def test_every_mart_stands_whole_with_its_descriptions(all_marts: PublishedMarts, postgres: Database) -> None:
    summary = put(all_marts, postgres)
    assert sorted(summary.rows) == list(MARTS)
    data_team = postgres.reader(DATA_TEAM)
    counts = " union all ".join(f"select '{mart}' as mart, count(*) as row_count from {{0}}{mart}" for mart in MARTS)  # noqa: S608  # our names
    sent = all_marts.rows(counts.format("") + " order by mart")
    assert sorted(ask(data_team, counts.format("marts."))) == sorted(sent)
    comments = all_marts.rows("select table_name, column_name, comment from duckdb_columns() where not internal")
    held = ask(
        data_team,
        "select c.relname, a.attname, col_description(c.oid, a.attnum) from pg_attribute a join pg_class c"
        " on a.attrelid = c.oid where c.relnamespace = 'marts'::regnamespace and a.attnum > 0"
        " and a.attname != 'reader_office_code' and c.relname != 'publication'",
    )
    assert sorted(held) == sorted(comments)
    tables = all_marts.rows("select table_name, comment from duckdb_tables() where not internal order by all")
    views_told = ask(
        data_team,
        "select relname, obj_description(oid) from pg_class where relnamespace = 'marts'::regnamespace"
        " and relname != 'publication'",
    )
    assert sorted(views_told) == sorted(tables)


def test_numbers_stay_exact_and_text_whole_but_for_what_postgresql_cannot_store(
    few: PublishedMarts, postgres: Database
) -> None:
    put(
        few,
        postgres,
        "update fct_results set value = 9999999999999999999999999999999999.1234, quote = 'Đạt' || chr(0) || ' 27/22 ✓'"
        " where org_unit_code = 'LDLD.TQ'",
        "alter table fct_results add column wide hugeint",
        "update fct_results set wide = 170141183460469231731687303715884105",
    )
    told = ask(postgres.reader(TUYEN_QUANG), "select value, quote, wide from marts.fct_results")
    exact = (
        Decimal("9999999999999999999999999999999999.1234"),
        "Đạt 27/22 ✓",
        Decimal(170141183460469231731687303715884105),
    )
    assert told == [exact]


def test_the_same_content_again_changes_nothing(few: PublishedMarts, postgres: Database) -> None:
    first = put(few, postgres)
    tables = storage_tables(postgres)
    again = publish_to_postgres(few.settings, postgres.publisher)
    assert (first.is_new, again.is_new, again.load_id) == (True, False, first.load_id)
    assert storage_tables(postgres) == tables


def test_what_stands_as_files_is_what_is_published(build: Build, postgres: Database) -> None:
    publish_files(build.settings, date(2026, 11, 21), "load-7")
    publish_to_postgres(build.settings, postgres.publisher, lead_seconds=0.05)
    data_team = postgres.reader(DATA_TEAM)
    query = "select org_unit_name, value, reference, computed_pct from marts.fct_attainments"
    assert ask(data_team, query) == [("LĐLĐ huyện Suối Mơ", 27, 22, Decimal("122.7"))]
    told = ask(data_team, "select load_name, night, row_count from marts.publication")
    assert told == [("load-7", date(2026, 11, 21), 8)]


def test_report_tables_stand_once_more_under_vietnamese_names(few: PublishedMarts, postgres: Database) -> None:
    long = "Tỷ lệ cơ quan, đơn vị tổ chức hội nghị cán bộ, công chức, viên chức"
    columns = [column for (column,) in few_columns(few, "rpt_units")]
    label = {"org_unit_name": "Tên đơn vị", columns[-2]: f"{long}: chỉ tiêu", columns[-1]: f"{long}: thực hiện"}
    put(
        few,
        postgres,
        *(
            "insert into dim_columns (mart_name, mart_label, column_name, label_vi)"  # noqa: S608  # the tests' own
            f" values ('rpt_units', 'Bảng rộng: đơn vị theo kỳ', '{column}', '{label.get(column, column)}')"
            for column in columns
        ),
    )
    told = ask(postgres.reader(TUYEN_QUANG), 'select "Tên đơn vị" from bao_cao."Đơn vị theo kỳ"')
    assert told == [("riêng của LDLD.TQ: org_unit_name",)]
    names = [
        name
        for (name,) in ask(
            postgres.admin,
            "select column_name from information_schema.columns where table_schema = 'bao_cao'"
            " order by ordinal_position",
        )
    ]
    assert [name.rpartition(":")[2] for name in names[-3:-1]] == [" chỉ tiêu", " thực hiện"]
    assert all(name.startswith("Tỷ lệ cơ quan") for name in names[-3:-1])


def few_columns(marts: PublishedMarts, mart: str) -> list[tuple[Any, ...]]:
    marts.put()
    query = f"select column_name from duckdb_columns() where table_name = '{mart}' order by column_index"  # noqa: S608
    return marts.rows(query)


def test_labels_that_are_cut_stay_different() -> None:
    long = "Số hộ đoàn viên được hỗ trợ nhà ở (làm mới và sửa chữa) trong cả năm"
    names = short_labels(
        [f"{long}: mức hoàn thành (%)", f"{long}: chất lượng", f"{long} nay: chất lượng", long, f"{long}."]
    )
    assert len(set(names)) == 5
    assert all(len(name.encode()) <= 63 for name in names)


def test_a_mart_that_gains_loses_and_retypes_columns_is_read_without_a_gap(
    few: PublishedMarts, postgres: Database
) -> None:
    put(few, postgres)
    with psycopg.connect(postgres.reader(TUYEN_QUANG)) as early:
        assert early.execute("select value, quote from marts.fct_results").fetchall() != []
        changed = (
            "alter table fct_results add column added integer default 5",
            "alter table fct_results drop column quote",
            "alter table fct_results alter column value type varchar",
        )
        early.commit()
        early.execute("begin")
        early.execute("select 1")
        put(few, postgres, *changed)
        # begun before: its generation lacks the new column, and has the retyped one as nothing
        assert early.execute("select added, value, unit_text from marts.fct_results").fetchall() in (
            [(None, None, "riêng của LDLD.TQ: unit_text")],
            [],
        )
    told = ask(postgres.reader(TUYEN_QUANG), "select added, value from marts.fct_results")
    assert told == [(5, "27.0000")]


@pytest.mark.parametrize("mart", MARTS)
def test_every_mart_is_common_knowledge_the_data_teams_or_tells_whose_a_row_is(mart: str) -> None:
    """A new mart has to be decided upon: rows that say nothing of their office are the data team's alone."""
    says = candidates(mart, [column["name"] for column in declared(mart)["columns"]])
    assert bool(says) != (mart in OF_DATA_TEAM) or mart in COMMON


def test_two_publications_never_run_at_once(few: PublishedMarts, postgres: Database) -> None:
    put(few, postgres)
    few.put()
    with turn(postgres.publisher), pytest.raises(PostgresError, match="another publication"):
        publish_to_postgres(few.settings, postgres.publisher)


def test_nothing_published_yet_is_said(tmp_path: Path, postgres: Database) -> None:
    with pytest.raises(PostgresError, match="nothing is published yet"):
        publish_to_postgres(PublishedMarts(tmp_path).settings, postgres.publisher)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://nguoi:mat-khau-bi-mat@127.0.0.1:1/thi_dua", "127.0.0.1:1/thi_dua"),
        ("postgresql://nguoi:mat-khau-bi-mat@[::1", "cannot be understood"),
        ("mat-khau-bi-mat", "cannot be understood"),
    ],
)
def test_a_server_that_cannot_be_reached_is_told_without_its_password(few: PublishedMarts, url: str, told: str) -> None:
    few.put()
    with pytest.raises(PostgresError, match=told.replace(".", r"\.")) as raised:
        publish_to_postgres(few.settings, url)
    assert "mat-khau-bi-mat" not in str(raised.value)


def test_a_database_that_was_not_made_ready_says_which_command_does_it(few: PublishedMarts, postgres: Database) -> None:
    few.put()
    with pytest.raises(PostgresError, match="warehouse postgres setup"):
        publish_to_postgres(few.settings, postgres.server.url())


STEPS: list[tuple[Any, str]] = [
    (publish, "ensure_parent"),
    (publish, "load_mart"),
    (load, "_settle"),
    (publish, "attach"),
    (publish, "ensure_views"),
    (publish, "ensure_comments"),
    (publish, "_make_current"),
]
ONCE_A_MART = ("ensure_parent", "load_mart", "_settle", "attach")


def test_a_publication_that_breaks_off_at_any_step_is_not_seen_and_the_next_one_is_whole(
    few: PublishedMarts, postgres: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(few, postgres)
    few.put("update fct_results set value = 99")
    query = "select value from marts.fct_results"
    for module, step in STEPS:
        with monkeypatch.context() as patch:
            patch.setattr(module, step, _breaking_off(getattr(module, step), at_call=2 if step in ONCE_A_MART else 1))
            with pytest.raises(PostgresError):
                publish_to_postgres(few.settings, postgres.publisher, lead_seconds=0.05)
        assert ask(postgres.reader(TUYEN_QUANG), query) == [(27,)], step
        assert len(load_ids(postgres)) <= 2, step
    assert publish_to_postgres(few.settings, postgres.publisher, lead_seconds=0.05).is_new
    assert ask(postgres.reader(TUYEN_QUANG), query) == [(99,)]
    assert load_ids(postgres) == {"1", str(len(STEPS) + 2)}


def _breaking_off(doing: Callable[..., Any], at_call: int) -> Callable[..., Any]:
    """The step with its connection to PostgreSQL lost as it begins."""
    calls = 0

    def broken(*given: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == at_call:
            next(part for part in given if isinstance(part, psycopg.Connection)).close()
        return doing(*given, **more)

    return broken


def test_rows_that_get_lost_on_the_way_are_noticed_and_never_shown(
    few: PublishedMarts, postgres: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(few, postgres)
    few.put()
    settle = load._settle

    def lose(server: Any, shape: Any, table: Any) -> None:
        settle(server, shape, table)
        if shape.mart == "fct_results":
            server.execute(psycopg.sql.SQL("update {} set value = value + 0.0001").format(table))

    monkeypatch.setattr(load, "_settle", lose)
    with pytest.raises(PostgresError, match=r"fct_results: value, sum: 58\.0000 was sent, PostgreSQL holds 58\.0002"):
        publish_to_postgres(few.settings, postgres.publisher, lead_seconds=0.05)
    assert ask(postgres.reader(TUYEN_QUANG), "select load_name from marts.publication") == [("load-1",)]


def test_two_generations_stay_and_older_ones_go_with_the_clean_up(few: PublishedMarts, postgres: Database) -> None:
    for _ in range(4):
        put(few, postgres)
    assert list(clean_postgres(postgres.publisher).dropped) == [1, 2]
    assert load_ids(postgres) == {"3", "4"}
    assert list(clean_postgres(postgres.publisher).dropped) == []
    assert ask(postgres.reader(TUYEN_QUANG), "select load_name from marts.publication") == [("load-4",)]


def test_a_generation_stays_while_a_transaction_of_its_time_goes_on(few: PublishedMarts, postgres: Database) -> None:
    put(few, postgres)
    with psycopg.connect(postgres.reader(TUYEN_QUANG)) as slow:
        slow.execute("select 1")
        for _ in range(3):
            put(few, postgres, "update fct_results set value = 99")
        told = clean_postgres(postgres.publisher)
        assert (list(told.dropped), list(told.waiting)) == ([], [1, 2])
        assert slow.execute("select value from marts.fct_results").fetchall() == [(27,)]
    assert list(clean_postgres(postgres.publisher).dropped) == [1, 2]


@pytest.mark.parametrize("level", ["read committed", "repeatable read"])
def test_a_transaction_reads_one_generation_to_its_end_in_every_isolation_level(
    few: PublishedMarts, postgres: Database, level: str
) -> None:
    put(few, postgres)
    with psycopg.connect(postgres.reader(TUYEN_QUANG), autocommit=True) as reader:
        reader.execute(f"begin isolation level {level}")  # type: ignore[arg-type]  # one of two
        first = reader.execute("select value from marts.fct_results").fetchall()
        put(few, postgres, "update fct_results set value = 99")
        again = reader.execute("select value from marts.fct_results").fetchall()
        reader.execute("commit")
        assert (first, again) == ([(27,)], [(27,)])
        assert reader.execute("select value from marts.fct_results").fetchall() == [(99,)]


def test_a_clean_up_broken_off_while_it_waited_for_a_reader_is_finished_by_the_next(
    few: PublishedMarts, postgres: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        put(few, postgres)
    monkeypatch.setattr(clean, "WAIT", "200ms")
    with psycopg.connect(postgres.reader(TUYEN_QUANG)) as slow:
        slow.execute("select * from marts.fct_results")
        with pytest.raises(PostgresError, match="timeout"):
            clean_postgres(postgres.publisher)
    clean_postgres(postgres.publisher)
    assert load_ids(postgres) == {"2", "3"}


def test_a_mart_that_is_published_no_more_goes_with_the_clean_up(tmp_path: Path, postgres: Database) -> None:
    put(PublishedMarts(tmp_path / "a", FEW), postgres)
    fewer = PublishedMarts(tmp_path / "b", FEW[:-1])
    for load_name in ("b", "c"):
        fewer.put(load=load_name)
        publish_to_postgres(fewer.settings, postgres.publisher, lead_seconds=0.05)
    clean_postgres(postgres.publisher)
    assert not any(name.startswith("rpt_units") for name in storage_tables(postgres))
    with pytest.raises(psycopg.errors.UndefinedTable):
        ask(postgres.reader(TUYEN_QUANG), "select * from marts.rpt_units")


def test_readers_are_read_only_bounded_and_see_one_state_by_default(few: PublishedMarts, postgres: Database) -> None:
    put(few, postgres)
    settings = ("default_transaction_isolation", "default_transaction_read_only", "statement_timeout", "search_path")
    told = [ask(postgres.reader(TUYEN_QUANG), f"show {name}") for name in settings]
    assert told == [[("repeatable read",)], [("on",)], [("2min",)], [("marts, bao_cao",)]]
    assert ask(postgres.reader(TUYEN_QUANG), "select count(*) from fct_results") == [(1,)]


def test_a_view_held_by_readers_all_the_while_is_told_and_changes_nothing(
    few: PublishedMarts, postgres: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(few, postgres)
    monkeypatch.setattr(views, "LOCK_WAIT", "50ms")
    monkeypatch.setattr(views, "LOCK_TRIES", 2)
    with psycopg.connect(postgres.reader(TUYEN_QUANG)) as slow:
        slow.execute("select * from marts.fct_results")
        with pytest.raises(PostgresError, match=r"marts\.fct_results has changed and could not be replaced"):
            put(few, postgres, "alter table fct_results add column added integer default 5")
    few.put("alter table fct_results add column added integer default 5", load="again")
    publish_to_postgres(few.settings, postgres.publisher, lead_seconds=0.05)
    assert ask(postgres.reader(TUYEN_QUANG), "select added from marts.fct_results") == [(5,)]


def test_what_an_office_reads_comes_with_the_publication(few: PublishedMarts, postgres: Database) -> None:
    query = "select org_unit_code from marts.fct_results order by 1"
    put(few, postgres)
    with psycopg.connect(postgres.reader(TUYEN_QUANG), autocommit=True) as reader:
        assert reader.execute(query, prepare=True).fetchall() == [("LDLD.TQ",)]
        another = "insert into dim_office_scopes by name select 'LDLD.TQ' office_code, 'LDLD.HY' org_unit_code"
        put(few, postgres, another)
        assert reader.execute(query, prepare=True).fetchall() == [("LDLD.HY",), ("LDLD.TQ",)]
        put(few, postgres, "update dim_office_scopes set office_code = 'LDLD.HNA' where org_unit_code = 'LDLD.TQ'")
        assert reader.execute(query, prepare=True).fetchall() == []


def test_witnesses_in_files_of_another_office_stay_with_it(few: PublishedMarts, postgres: Database) -> None:
    """In PostgreSQL as on a page: of a flag of Tuyên Quang what stands in a file of Hưng Yên is left out."""
    places = [("unit_report", "LDLD.TQ/a.xlsx"), ("unit_report", "LDLD.HY/b.xlsx"), ("news", "tin.html")]
    witnesses = json.dumps([{"source_kind": kind, "path": path} for kind, path in places])
    marts = PublishedMarts(few.settings.home, (*FEW, "fct_figure_flags"))
    put(marts, postgres, f"update fct_figure_flags set evidence = '{witnesses}'")  # noqa: S608  # made above
    for office, seen in ((TUYEN_QUANG, ["LDLD.TQ/a.xlsx", "tin.html"]), ("LDLD.HY", ["LDLD.HY/b.xlsx", "tin.html"])):
        [(told,)] = ask(postgres.reader(office), "select evidence from marts.fct_figure_flags")
        assert [witness["path"] for witness in json.loads(told)] == seen
