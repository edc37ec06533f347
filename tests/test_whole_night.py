"""The whole night on the sample federation: a running Airflow first, then the console, over one home.

One home carries the module through the nights of its life, so the tests stand in the order in which they happen.
"""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from traced_numbers import not_traceable
from whole_night import contents, messages, query, warehouse

from warehouse.catalogue import Catalogue
from warehouse.settings import Settings

NIGHT = "2026-01-05"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def first(home: Path) -> str:
    """What the first night prints: the sample written, Airflow started, four DAGs run."""
    return warehouse(home, "nightly", "--night", NIGHT)


@pytest.fixture(scope="module")
def ledger(home: Path, first: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home / "ledger.json").read_text(encoding="utf-8"))
    return found


def test_a_person_sees_what_was_loaded_flagged_and_where_to_look(home: Path, first: str) -> None:
    for told in ("ingest_unit_reports.load_chunk[0]", "build_warehouse.publish_marts", "alert_offices.send_digests"):
        assert told in first
    assert "27/22" in first
    assert "122.7%" in first
    assert str(Settings(home=home).published_database) in first
    assert "fct_attainments" in first
    assert "Time" in first


def test_every_file_is_loaded_or_quarantined_with_a_reason_in_vietnamese(home: Path, ledger: dict[str, Any]) -> None:
    rows = query(home, "select path, status_kind, reasons from dim_documents")
    told = {path: (status, reasons) for path, status, reasons in rows}
    for document in ledger["documents"]:
        path = document["file"].split("/", 1)[1]
        status, reasons = told[path]
        if document["status"] == "quarantined":
            assert status == "quarantined", path
            assert reasons, path
        else:
            assert status.startswith("loaded"), (path, reasons)


def test_the_27_of_22_stands_with_its_computed_percentage_and_its_flag(home: Path, first: str) -> None:
    rows = query(
        home,
        "select computed_pct, printed_pct, flag_rules, quality_status from fct_attainments"
        " where org_unit_code = 'CUM01.TQ' and indicator_code = 'housing_new_supported' and period_code = '2023'"
        " and value = 27 and reference = 22",
    )
    assert rows
    for computed, _, flag_rules, quality in rows:
        assert computed == Decimal("122.7")
        assert "result_exceeds_target" in str(flag_rules)
        assert quality == "unconfirmed"


def test_the_27_of_22_of_the_cluster_is_one_flag_whatever_its_witnesses(home: Path, first: str) -> None:
    rows = query(
        home,
        "select evidence from fct_figure_flags where rule_code = 'result_exceeds_target'"
        " and org_unit_code = 'CUM01.TQ' and indicator_code = 'housing_new_supported' and period_code = '2023'",
    )
    assert len(rows) == 1
    witnesses = json.loads(rows[0][0])
    assert {witness["source_kind"] for witness in witnesses} == {"news", "unit_report"}
    assert all(witness["path"] and witness["locator"] for witness in witnesses)


def test_the_units_add_up_to_what_their_cluster_states(home: Path, first: str) -> None:
    sums = query(
        home,
        "select indicator_code, sum(value), sum(reference) from fct_attainments"
        " join dim_clusters on member_code = org_unit_code and cluster_code = 'CUM01.TQ' and member_year = 2023"
        " where period_code = '2023' and coalesce(scope, '') = '' and source_kind = 'unit_report'"
        " and indicator_code in ('members_admitted', 'elite_members_referred', 'housing_new_supported')"
        " group by 1 order by 1",
    )
    assert sums == [
        ("elite_members_referred", 744, 824),
        ("housing_new_supported", 27, 22),
        ("members_admitted", 2425, 1720),
    ]


def test_every_figure_written_to_be_compared_is_explained_as_it_was_planted(home: Path, ledger: dict[str, Any]) -> None:
    rows = query(
        home,
        "select news_path, finding_kind, coalesce(explanation_kind, 'agrees'), news_value, workbook_value,"
        " explanation_vi from fct_source_reconciliation",
    )
    found = {(path, finding, explanation) for path, finding, explanation, *_ in rows}
    planted = [figure for figure in ledger["figures"] if "comparison" in figure]
    assert {figure["comparison"] for figure in planted} == {"agrees", "stale_date", "part_of", "rounding"}
    for figure in planted:
        finding = "agrees" if figure["comparison"] == "agrees" else "explained"
        assert (figure["file"].split("/", 1)[1], finding, figure["comparison"]) in found
    for figure in ledger["figures"]:
        if figure.get("fault") == "sources_disagree":
            assert any(finding == "contradicts" and value == Decimal(figure["r"]) for _, finding, _, value, *_ in rows)
    assert all(told.endswith(".") for *_, told in rows)


def test_totals_of_the_cluster_stand_with_and_without_what_is_asked_about(home: Path, first: str) -> None:
    assert query(
        home,
        "select unit_count, reported_count, value, confirmed_value, unconfirmed_value, reference, computed_pct"
        " from fct_attainment_totals where group_code = 'CUM01.TQ' and period_code = '2023' and scope = ''"
        " and indicator_code = 'housing_new_supported'",
    ) == [(7, 7, Decimal(27), Decimal(10), Decimal(17), Decimal(22), Decimal("122.7"))]


def test_the_members_of_the_cluster_are_ranked_by_figures_that_can_be_looked_up(home: Path, first: str) -> None:
    rows = query(
        home,
        "select rank_number, is_rank_decided, deciding_figures from fct_cluster_standings"
        " where cluster_code = 'CUM01.TQ' and period_code = '2023' order by rank_number",
    )
    assert [(rank, decided) for rank, decided, _ in rows] == [(rank, True) for rank in range(1, 8)]
    places = [(figure["path"], figure["locator"]) for _, _, told in rows for figure in json.loads(told)]
    assert len(places) == len(set(places)) == 28


def test_every_number_of_every_mart_leads_to_where_it_is_printed_or_is_no_figures(home: Path, first: str) -> None:
    assert not_traceable(Settings(home=home)) == []


def test_every_planted_fault_is_flagged_by_its_rule(home: Path, ledger: dict[str, Any]) -> None:
    flags = query(home, "select rule_code, evidence from fct_figure_flags where state <> 'closed'")
    found = {(rule, witness["path"]) for rule, evidence in flags for witness in json.loads(evidence)}
    for fault in ledger["faults"]:
        path = fault["file"].split("/", 1)[1]
        for rule in fault["rules"]:
            assert (rule, path) in found, f"{fault['fault']} in {path}: no {rule}"


def test_each_office_has_one_digest_in_vietnamese(home: Path, first: str) -> None:
    offices = {row[0] for row in query(home, "select distinct office_code from fct_figure_flags where state = 'open'")}
    told = [path.stem for path in messages(home)]
    assert told
    assert len(told) == len(set(told))
    assert set(told) <= offices
    assert any("27/22" in _text(path) for path in messages(home))


def _text(path: Path) -> str:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(preferencelist=("plain",))
    assert body is not None
    text: str = body.get_content()
    return text


@pytest.mark.slow
def test_who_may_see_a_unit_is_told_the_same_by_the_mart_and_by_the_catalogue(home: Path, first: str) -> None:
    """The mart decides what pages and log-ins show, the catalogue who is reminded and who may answer."""
    settings = Settings(home=home)
    catalogue = Catalogue.load(settings.seeds, settings.catalogue_extra)
    seen = dict(query(home, "select org_unit_code, list(office_code order by 1) from dim_office_scopes group by all"))
    owners = {code: catalogue.owner_office(code) for code in catalogue.units}
    assert seen == {code: sorted({owner, *catalogue.offices_above(owner)}) for code, owner in owners.items()}


@pytest.mark.slow
def test_the_same_night_again_changes_no_mart_and_sends_no_second_message(home: Path, first: str) -> None:
    before, sent = contents(home), messages(home)
    assert "0 new files" in warehouse(home, "load", "--night", NIGHT)
    assert contents(home) == before
    assert messages(home) == sent


@pytest.mark.slow
def test_the_marts_are_rebuilt_the_same_from_landing_alone_and_nothing_is_sent_again(home: Path, first: str) -> None:
    before, sent = contents(home), messages(home)
    shutil.rmtree(home / "build")
    shutil.rmtree(home / "published")
    assert "0 new files" in warehouse(home, "load", "--night", NIGHT)
    assert contents(home) == before
    assert messages(home) == sent
