"""One rule says who may see what: an office's page and its log-in to PostgreSQL show the same rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import hypothesis
import psycopg
import pytest
from build_of_marts import Build
from hypothesis import given
from hypothesis import strategies as st
from made_dashboard import NIGHT, made
from postgres_server import Database
from test_dashboard_pages import tables
from two_offices import DATA_TEAM, HUNG_YEN, TUYEN_QUANG

from serving.marts import find_published
from serving.postgres.publish import publish_to_postgres
from serving.publish import publish
from serving.scopes import add_owners, as_seen_by, offices_seen
from warehouse.catalogue import FALLBACK_OFFICE
from warehouse.catalogue_rows import Office
from warehouse.database import Connection, connect
from warehouse.settings import Settings

SHOWN = {
    "attainments": (
        "fct_attainments",
        {"unit": "org_unit_code", "indicator": "indicator_code", "period": "period_code", "locator": "locator"},
    ),
    "flags": ("fct_figure_flags", {"unit": "org_unit_code", "message": "message_vi"}),
    "standings": ("fct_cluster_standings", {"unit": "member_code", "period": "period_code"}),
    "totals": ("fct_attainment_totals", {"group": "group_code", "indicator": "indicator_code"}),
    "reporting": ("fct_reporting_status", {"unit": "org_unit_code", "period": "period_code"}),
    "reconciliation": ("fct_source_reconciliation", {"unit": "org_unit_code", "path": "news_path"}),
}
"""Tables of a page, the mart each shows, and the columns that tell its rows apart."""


def test_an_offices_page_and_its_log_in_show_the_same_rows_and_the_same_files(
    tmp_path: Path, postgres: Database
) -> None:
    build = made(Build(Settings(home=tmp_path)))
    publish(build.settings, NIGHT)
    publish_to_postgres(build.settings, postgres.publisher, lead_seconds=0.05)
    published = build.settings.published
    pages = {office: published / "offices" / f"{office}.html" for office in (TUYEN_QUANG, HUNG_YEN)}
    for office, page in (pages | {DATA_TEAM: published / "index.html"}).items():
        held = tables(page)
        with psycopg.connect(postgres.reader(office)) as reader:
            for table, (mart, columns) in SHOWN.items():
                rows = reader.execute(f"select {', '.join(columns.values())} from {mart}").fetchall()  # type: ignore[arg-type]  # noqa: S608  # our names
                shown = [tuple(row[name] for name in columns) for row in held[table]]
                assert sorted(shown) == sorted(rows), (office, table)
                assert rows or office == HUNG_YEN, (office, table)
            files = reader.execute("select path from dim_documents where status_kind = 'quarantined'").fetchall()
            assert sorted(row["path"] for row in held["files"]) == sorted(path for (path,) in files), office
            if office == DATA_TEAM:
                continue
            witnesses = reader.execute("select message_vi, evidence from fct_figure_flags").fetchall()
            places = {row["message"]: [place[1] for place in json.loads(row["places"])] for row in held["flags"]}
            assert places == {
                message: [place["path"] for place in json.loads(evidence)] for message, evidence in witnesses
            }


CODES: tuple[str, ...] = tuple("ABCDEFGH")
OFFICES: tuple[str, ...] = ("O1", "O2", "O3", "O4")


@st.composite
def organisations(draw: st.DrawFn) -> tuple[dict[str, str | None], dict[str, str]]:
    """A forest of units (each with the one above it) and the unit of each active office."""
    above: dict[str, str | None] = {}
    for number, code in enumerate(CODES):
        above[code] = draw(st.sampled_from([None, *CODES[:number]])) if number else None
    offices = draw(st.dictionaries(st.sampled_from(OFFICES), st.sampled_from(CODES), max_size=4))
    return above, offices


def managers(above: Mapping[str, str | None], code: str | None) -> Iterator[str]:
    while code is not None:
        yield code
        code = above[code]


@pytest.fixture(scope="module")
def file() -> Iterator[Connection]:
    """An attached file, as published, of the marts that the rule reads and two whose rows belong to offices."""
    with connect() as database:
        database.execute("attach ':memory:' as told; use told")
        database.execute(
            "create table dim_office_scopes (office_code varchar, org_unit_code varchar);"
            "create table dim_org_units (org_unit_code varchar, office_code varchar, is_current boolean);"
            "create table fct_results (org_unit_code varchar, office_code varchar);"
            "create table dim_documents (org_unit_code varchar, office_code varchar)"
        )
        yield database


@hypothesis.settings(
    deadline=None, max_examples=15, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
@given(made_up=organisations())
def test_an_office_sees_the_figures_of_the_units_it_manages_whoever_answers_for_them(
    file: Connection, made_up: tuple[dict[str, str | None], dict[str, str]]
) -> None:
    """Over random organisations: the offices seen through owners are exactly the units seen through management."""
    above, offices = made_up
    manages = {
        office: {code for code in CODES if unit in managers(above, code)} for office, unit in offices.items()
    } | {FALLBACK_OFFICE: set(CODES)}
    _fill(file, above, offices, manages)
    registered = {code: _office(code, unit) for code, unit in offices.items()}
    add_owners(file, "told", registered)
    marts = find_published(file, "told")
    for office, seen in offices_seen(file, "told").items():
        with as_seen_by(file, "told", marts, seen):
            shown = {code for (code,) in file.execute("select org_unit_code from fct_results").fetchall()}
            sent = {code for (code,) in file.execute("select office_code from dim_documents").fetchall()}
        assert shown == manages[office]
        assert sent == {code for code, unit in offices.items() if unit in manages[office]}


def _fill(
    file: Connection, above: Mapping[str, str | None], offices: Mapping[str, str], manages: Mapping[str, set[str]]
) -> None:
    for table in ("dim_office_scopes", "dim_org_units", "fct_results", "dim_documents"):
        file.execute(f"delete from {table}")  # noqa: S608  # our names
    for code in CODES:
        own = {unit: office for office, unit in sorted(offices.items(), reverse=True)}
        owner = next((own[unit] for unit in managers(above, code) if unit in own), FALLBACK_OFFICE)
        file.execute("insert into dim_org_units values (?, ?, true)", [code, owner])
        file.execute("insert into fct_results values (?, null)", [code])
    for office, units in manages.items():
        for unit in units:
            file.execute("insert into dim_office_scopes values (?, ?)", [office, unit])
    for office in offices:
        file.execute("insert into dim_documents values ('A', ?)", [office])


def _office(code: str, unit: str) -> Office:
    return Office(
        office_code=code, org_unit_code=unit, name_vi=code, language="vi", email=None, channel="email", is_active=True
    )
