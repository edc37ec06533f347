"""What a reader of one office tries in order to read another's rows. docs/connect.md lists the same attempts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from postgres_server import Address, Database, new_database
from psycopg import errors
from two_offices import DATA_TEAM, HUNG_YEN, MARTS, NUMBERS, OFFICES, PASSWORDS, TUYEN_QUANG, PublishedMarts, secret

from serving.postgres.connection import PostgresError, connect
from serving.postgres.publish import publish_to_postgres
from serving.postgres.readers import bring_scopes, role_of
from serving.postgres.setup import ensure_office_logins
from serving.scopes import COMMON, OF_DATA_TEAM
from warehouse.catalogue_rows import read_offices
from warehouse.settings import Settings

FACT = "fct_results"
OTHERS = secret(HUNG_YEN)


@pytest.fixture(scope="module")
def published(
    postgres_server: Address, meeting_place: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """Every mart with a row of Tuyên Quang and one of Hưng Yên."""
    marts = PublishedMarts(tmp_path_factory.mktemp("published"))
    with new_database(postgres_server, meeting_place) as database:
        marts.put("insert into fct_results select * from fct_results where org_unit_code = 'LDLD.HY'")
        publish_to_postgres(marts.settings, database.publisher, lead_seconds=0.05)
        yield database


@pytest.fixture
def reader(published: Database) -> Iterator[psycopg.Connection[Any]]:
    """The office of Tuyên Quang, writing where the server lets it."""
    with psycopg.connect(published.reader(TUYEN_QUANG), autocommit=True) as connection:
        connection.execute("set default_transaction_read_only = off")
        yield connection


@pytest.fixture(scope="module")
def partition(published: Database) -> str:
    """The table that holds the rows of the fact, of both offices."""
    with psycopg.connect(published.admin) as admin:
        query = "select relname from pg_class where relname ~ %s and relkind = 'r'"
        ((name,),) = admin.execute(query, [f"^{FACT}__[0-9a-f]+__1$"]).fetchall()
        assert admin.execute(f'select count(*) from storage."{name}"').fetchall() == [(3,)]  # type: ignore[arg-type]  # noqa: S608
    return str(name)


def told(connection: psycopg.Connection[Any], statement: str, *parameters: Any) -> str:
    """Everything a statement gives, as text."""
    cursor = connection.execute(statement, parameters or None)  # type: ignore[arg-type]  # the attempts of this file
    return "" if cursor.description is None else repr(cursor.fetchall())


@pytest.mark.parametrize("schema", ["marts", "bao_cao", "storage"])
def test_no_view_and_no_table_gives_a_row_of_another_office(
    published: Database, reader: psycopg.Connection[Any], schema: str
) -> None:
    relations = reader.execute(
        "select relname from pg_class where relnamespace = %s::regnamespace and relkind in ('r', 'p', 'v')", [schema]
    ).fetchall()
    assert len(relations) >= (len(MARTS) if schema != "bao_cao" else 0)
    read = 0
    for (name,) in relations:
        try:
            rows = told(reader, f'select * from {schema}."{name}"')  # noqa: S608
        except errors.InsufficientPrivilege:
            continue
        read += 1
        if not name.startswith(tuple(COMMON)):
            assert OTHERS not in rows, name
            assert f"'{HUNG_YEN}'" not in rows, name
            assert f"Decimal('{NUMBERS[HUNG_YEN]}" not in rows, name
    assert read >= (len(MARTS) if schema == "marts" else 0)


@pytest.mark.parametrize("mart", [mart for mart in MARTS if mart not in COMMON])
def test_each_office_reads_its_own_rows_of_each_mart_and_the_data_team_all(
    published: Database, reader: psycopg.Connection[Any], mart: str
) -> None:
    own = 0 if mart in OF_DATA_TEAM else 1
    assert reader.execute(f"select count(*) from marts.{mart}").fetchone() == (own,)  # type: ignore[arg-type]  # noqa: S608
    with psycopg.connect(published.reader(DATA_TEAM)) as data_team:
        everything = data_team.execute(f"select count(*) from marts.{mart}").fetchone()  # type: ignore[arg-type]  # noqa: S608
        assert everything == (3 if mart == FACT else 2,)


REFUSED = {
    "a partition itself": "select * from storage.{partition}",
    "copying a partition out": "copy storage.{partition} to stdout",
    "a partition as XML": "select table_to_xml('storage.{partition}', true, false, '')",
    "locking a partition": "begin; lock table storage.{partition} in access share mode",
    "a view of one's own on it": "create view marts.mine as select * from storage.{partition}",
    "a temporary view": "create temporary view mine as select * from marts.fct_results",
    "a function of one's own": "create function marts.f() returns int language sql return 1",
    "a temporary function": "create function pg_temp.f(text) returns boolean language plpgsql as "
    "$$begin raise notice '%', $1; return true; end$$",
    "a schema of one's own": "create schema mine",
    "a table in public": "create table public.mine (a int)",
    "the publisher's role": "set role thi_dua_publisher",
    "another office's role": "set role office_ldld_hy",
    "another office's session": "set session authorization office_ldld_hy",
    "another office's role by a setting": "select set_config('role', 'office_ldld_hy', false)",
    "membership of another's role": "grant office_ldld_hy to office_ldld_tq",
    "passing by the policy": "alter role office_ldld_tq bypassrls",
    "a wider scope": "insert into storage.reader_scope values ('office_ldld_tq', 'LDLD.HY')",
    "a changed scope": "update storage.reader_scope set office_code = 'LDLD.HY'",
    "a policy of one's own": "create policy mine on storage.{parent} using (true)",
    "no policy": "alter table storage.{parent} disable row level security",
    "dropping the policy": "drop policy readers on storage.{parent}",
    "another view": "create or replace view marts.fct_results as select 1",
    "a view without the asker's rights": "alter view marts.fct_results set (security_invoker = false)",
    "turning the generation": "update storage.publications set current_from = now()",
    "planner statistics": "select * from pg_statistic",
    "log-ins' verifiers": "select * from pg_authid",
    "a file of the server": "select pg_read_file('postgresql.conf')",
    "a file of the database": "select pg_read_binary_file(pg_relation_filepath('storage.{partition}'))",
    "copying to a file": "copy (select 1) to '/tmp/mine'",
    "copying to a program": "copy (select 1) to program 'cat'",
    "a large object": "select lo_create(0)",
    "a large object with rows": "select lo_from_bytea(0, 'x')",
    "a large object of a file": "select lo_import('postgresql.conf')",
    "the pages of a table": "create extension pageinspect",
    "another server's rows": "create extension dblink",
    "a replica": "create publication mine for table storage.{parent}",
    "changes as they are written": "select pg_create_logical_replication_slot('mine', 'pgoutput')",
    "a leakproof operator": "create operator marts.=== (leftarg = text, rightarg = text, function = texteq)",
    "a leakproof function": "create function marts.leak(text) returns boolean leakproof language sql return true",
    "a rule on a view": "create rule mine as on update to marts.fct_results do instead nothing",
    "an event trigger": "create event trigger mine on ddl_command_start execute function storage.my_offices()",
    "statistics kept by hand": "create statistics mine on org_unit_code, value from storage.{parent}",
    "counting a table anew": "alter table storage.{parent} alter column value set statistics 1000",
    "blocking the publisher": "begin; lock table storage.publisher_turn in access share mode",
    "holding readers off": "begin; lock table storage.{parent} in access exclusive mode",
    "another's statement": "select pg_read_file(pg_current_logfile())",
}


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED.keys())
def test_what_would_lead_to_others_rows_is_refused(
    reader: psycopg.Connection[Any], partition: str, statement: str
) -> None:
    parent = partition.rpartition("__")[0]
    with pytest.raises(
        (errors.InsufficientPrivilege, errors.FeatureNotSupported, errors.UndefinedFile, errors.InvalidGrantOperation)
    ) as refused:
        told(reader, statement.format(partition=partition, parent=parent))
    assert OTHERS not in str(refused.value)


ANSWERED = {
    "the parent": "select * from storage.{parent}",
    "the parent without its partitions": "select * from only storage.{parent}",
    "copying the parent out by a query": "select query_to_xml('select * from storage.{parent}', true, false, '')",
    "the parent as XML": "select table_to_xml('storage.{parent}', true, false, '')",
    "a whole schema as XML": "select schema_to_xml('marts', true, false, '')",
    "the readers' common role": "set role warehouse_readers; select * from marts.fct_results",
    "a search path of one's own": "set search_path = storage, pg_temp; select * from {parent}",
    "a condition that fails on others' rows": "select * from marts.fct_results where 1 / (value - 31) is not null",
    "a condition that casts others' text": "select * from marts.fct_results where quote::text <> '' or quote::int > 0",
    "a sample of the table": "select * from storage.{parent} tablesample system (100)",
    "rows by their place": "select * from storage.{parent} where ctid = any (array['(0,1)', '(0,2)', '(0,3)']::tid[])",
    "sums without rows": "select sum(value), count(*), max(quote) from marts.fct_results",
    "a join that turns the order": "select b.* from marts.dim_periods as a left join marts.fct_results as b on true",
    "a cursor": "begin; declare c cursor with hold for select * from storage.{parent}; commit; fetch all from c",
    "planner statistics by their view": "select * from pg_stats where schemaname in ('storage', 'marts')",
    "extended statistics": "select * from pg_stats_ext",
    "others' statements": "select query from pg_stat_activity where usename <> current_user",
    "the scope of others": "select * from storage.reader_scope where role_name <> current_user",
    "large objects": "select * from pg_largeobject_metadata",
    "a block of code": "do $$ begin perform * from storage.{parent} where quote like '%LDLD.HY%';"
    " if found then raise exception 'riêng của LDLD.HY'; end if; end $$",
}


@pytest.mark.parametrize("statements", ANSWERED.values(), ids=ANSWERED.keys())
def test_what_is_answered_holds_no_row_of_another_office(
    reader: psycopg.Connection[Any], partition: str, statements: str
) -> None:
    parent = partition.rpartition("__")[0]
    whole = statements.format(parent=parent)
    for statement in [whole] if whole.startswith("do ") else whole.split("; "):
        try:
            rows = told(reader, statement)
        except errors.FeatureNotSupported:
            # a server built without XML
            continue
        assert OTHERS not in rows
        assert "'LDLD.HY'" not in rows
        assert f"Decimal('{NUMBERS[HUNG_YEN]}" not in rows


def test_copying_the_parent_out_gives_own_rows_alone(reader: psycopg.Connection[Any], partition: str) -> None:
    statement = f'copy (select * from storage."{partition.rpartition("__")[0]}") to stdout'  # noqa: S608
    with reader.cursor().copy(statement) as copy:  # type: ignore[arg-type]  # ours
        text = b"".join(copy).decode()
    assert secret(TUYEN_QUANG) in text
    assert OTHERS not in text


def test_turning_row_security_off_is_an_error_and_no_way_round(reader: psycopg.Connection[Any]) -> None:
    reader.execute("set row_security = off")
    with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
        reader.execute("select * from marts.fct_results")


GUESSES = {
    f"quote = '{OTHERS}: quote'": "quote = 'không có: quote'",
    "quote >= 'riêng của LDLD.HY' and quote < 'riêng của LDLD.HZ'": "quote >= 'x1' and quote < 'x2'",
    "org_unit_code = 'LDLD.HY'": "org_unit_code = 'LDLD.QQ'",
    "value = 31": "value = 30",
    "value between 30.5 and 31.5": "value between 40.5 and 41.5",
}


def _without_constants(condition: re.Match[str]) -> str:
    return re.sub(r"'[^']*'|\b\d[\d.]*", "?", condition[0])


@pytest.mark.parametrize(("guess", "wrong"), GUESSES.items())
def test_explain_tells_the_same_of_a_guess_that_is_right_for_another_office_and_of_a_wrong_one(
    reader: psycopg.Connection[Any], guess: str, wrong: str
) -> None:
    """Estimates from statistics, and rows counted under a filter or an index, would tell the two apart."""
    plans = []
    for condition in (guess, wrong):
        asked = f"select * from marts.fct_results where {condition}"  # noqa: S608  # the guesses above
        told_of = [told(reader, f"explain {how} {asked}") for how in ("", "(analyze, timing off, summary off)")]
        plans.append(
            [re.sub(r"(?<=Filter: )[^\n]*", _without_constants, plan.replace("',), ", "\n")) for plan in told_of]
        )
    assert plans[0] == plans[1]


def test_no_index_and_no_statistics_begin_with_anything_but_the_office(published: Database) -> None:
    with psycopg.connect(published.admin) as admin:
        definitions = admin.execute(
            "select tablename, indexdef from pg_indexes where schemaname = 'storage' and tablename ~ '^(fct|rpt)_'"
        ).fetchall()
        assert definitions
        assert [name for name, definition in definitions if "(reader_office_code" not in definition] == []
        kept = admin.execute(
            "select distinct attname from pg_statistic join pg_class on starelid = oid"
            " join pg_attribute on attrelid = starelid and attnum = staattnum"
            " where relnamespace = 'storage'::regnamespace and relname ~ '__[0-9a-f]{8}__' and relrowsecurity"
            " and exists (select from pg_attribute as own where own.attrelid = pg_class.oid"
            " and own.attname = 'reader_office_code')"
        ).fetchall()
        assert kept == [("load_id",)]


def test_a_log_in_that_no_office_has_reads_nothing(published: Database) -> None:
    with psycopg.connect(published.admin, autocommit=True) as admin:
        admin.execute("set default_transaction_read_only = off")
        admin.execute("create role stray login password 'mat-khau-nguoi-la' in role warehouse_readers")
    try:
        with psycopg.connect(published.server.url(published.name, "stray", "mat-khau-nguoi-la")) as stray:
            assert stray.execute("select count(*) from marts.fct_results").fetchone() == (0,)
    finally:
        with psycopg.connect(published.admin, autocommit=True) as admin:
            admin.execute("set default_transaction_read_only = off")
            admin.execute("drop role stray")


def test_an_office_reads_what_it_manages_and_a_closed_one_nothing(published: Database) -> None:
    offices = read_offices((Settings().seeds,))
    query = "select count(*) from marts.fct_results"
    own = {office: (office,) for office in OFFICES} | {DATA_TEAM: (*OFFICES, DATA_TEAM)}
    try:
        with connect(published.publisher) as server:
            bring_scopes(server, {**own, TUYEN_QUANG: OFFICES})
        with psycopg.connect(published.reader(TUYEN_QUANG)) as above:
            assert above.execute(query).fetchone() == (3,)
        without = {code: office for code, office in offices.items() if code != HUNG_YEN}
        ensure_office_logins(published.admin, published.publisher, without, {})
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(published.reader(HUNG_YEN))
    finally:
        ensure_office_logins(published.admin, published.publisher, offices, PASSWORDS)
    with psycopg.connect(published.reader(HUNG_YEN)) as back:
        assert back.execute(query).fetchone() == (2,)


def test_passwords_are_long_belong_to_an_office_and_reach_the_server_as_verifiers(published: Database) -> None:
    offices = read_offices((Settings().seeds,))
    for passwords, message in (({HUNG_YEN: "ngan"}, "fewer than 12"), ({"LDLD.XX": "mat-khau-du-dai"}, "LDLD.XX")):
        with pytest.raises(PostgresError, match=message):
            ensure_office_logins(published.admin, published.publisher, offices, passwords)
    with psycopg.connect(published.admin) as admin:
        (verifier,) = admin.execute(
            "select rolpassword from pg_authid where rolname = %s", [role_of(TUYEN_QUANG)]
        ).fetchone() or ("",)
    assert verifier.startswith("SCRAM-SHA-256$")


def test_two_offices_whose_log_ins_would_be_one_are_refused(published: Database) -> None:
    offices = read_offices((Settings().seeds,))
    twin = replace(offices[TUYEN_QUANG], office_code="LDLD-TQ")
    with pytest.raises(PostgresError, match="office_ldld_tq"):
        ensure_office_logins(published.admin, published.publisher, {**offices, "LDLD-TQ": twin}, {})
