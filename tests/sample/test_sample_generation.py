"""A sample is its parameters: any size, always the same bytes."""

from __future__ import annotations

import csv
import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sample.faults import ARTICLE_FAULTS, REPORT_FAULTS, Fault
from sample.generate import write_sample
from sample.ledger import Ledger
from sample.parameters import SMALL, SampleParameters, months
from warehouse.catalogue import Catalogue
from warehouse.settings import PROJECT_ROOT

SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"


def hashes(home: Path) -> dict[str, str]:
    return {
        path.relative_to(home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in home.rglob("*")
        if path.is_file()
    }


def test_the_same_parameters_give_the_same_bytes(small: Ledger, tmp_path: Path, catalogue: Catalogue) -> None:
    write_sample(tmp_path, SampleParameters.read(SMALL), catalogue)
    assert hashes(tmp_path) == hashes(small.path.parent)


def test_another_seed_gives_other_figures_and_the_same_reference_case(
    small: Ledger, tmp_path: Path, catalogue: Catalogue
) -> None:
    parameters = SampleParameters.read(SMALL).model_copy(update={"seed": 7})
    other = write_sample(tmp_path, parameters, catalogue)

    def facts(ledger: Ledger, *, reference: bool) -> list[str]:
        return sorted(repr(truth) for truth in ledger.truths if truth.unit_code.endswith(".TQ") is reference)

    assert facts(other, reference=False) != facts(small, reference=False)
    assert facts(other, reference=True) == facts(small, reference=True)


def test_more_units_leave_the_figures_of_the_others_as_they_were(tmp_path: Path, catalogue: Catalogue) -> None:
    def truths(units: int) -> set[str]:
        parameters = SampleParameters(provinces=1, units=units, periods=("2023",), fault_share=0, articles=0)
        ledger = write_sample(tmp_path / str(units), parameters, catalogue)
        return {repr(truth) for truth in ledger.truths if not truth.unit_code.startswith("CUM")}

    assert truths(6) < truths(9)


def test_the_small_sample_has_every_kind_of_fault(small: Ledger) -> None:
    planted = {fault.fault for fault in small.faults()}
    assert planted == set(Fault)
    assert {*REPORT_FAULTS, *ARTICLE_FAULTS, Fault.RATIO_BECAME_DATE} == set(Fault)


def test_the_small_sample_is_small_and_spans_provinces_periods_and_layouts(small: Ledger) -> None:
    workbooks = [document for document in small.documents if document.source_kind == "unit_report"]
    assert 40 <= len(workbooks) <= 80
    assert {document.layout for document in workbooks} == {"a", "b", "c", "f", "plan", None}
    assert len({document.office_code for document in workbooks}) == 4
    assert {document.period_code for document in workbooks} == {"2021", "2022", "2023", "2024", "2025"}
    assert sum(document.source_kind == "news" for document in small.documents) == 25


def test_every_file_is_in_the_ledger_and_every_file_of_the_ledger_exists(small: Ledger) -> None:
    home = small.path.parent
    written = {name for name in hashes(home) if name.startswith(("inbox/", "news/"))}
    assert written == {document.file for document in small.documents}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    units=st.integers(0, 30),
    provinces=st.integers(1, 4),
    month_count=st.integers(1, 4),
    seed=st.integers(0, 10_000),
    share=st.sampled_from((0.0, 0.5, 1.0)),
)
def test_any_number_of_units_months_and_any_seed_can_be_written(
    tmp_path_factory: pytest.TempPathFactory,
    catalogue: Catalogue,
    units: int,
    provinces: int,
    month_count: int,
    seed: int,
    share: float,
) -> None:
    home = tmp_path_factory.mktemp("any")
    parameters = SampleParameters(
        provinces=provinces,
        units=units,
        periods=months(2023, month_count),
        seed=seed,
        fault_share=share,
        articles=3,
    )
    ledger = write_sample(home, parameters, catalogue)
    extended = Catalogue.load(SEEDS, home / "catalogue")
    reporting = {truth.unit_code for truth in ledger.truths if truth.period_code.startswith("2023-")}
    assert reporting <= set(extended.units)
    assert len([code for code in reporting if not code.startswith("CUM")]) <= units
    assert all((home / document.file).exists() for document in ledger.documents)
    for truth in ledger.truths:
        assert truth.r >= 0
        assert truth.t is None or truth.t >= 0


def test_months_of_a_year_add_up_to_the_year(tmp_path: Path, catalogue: Catalogue) -> None:
    periods = ("2023", "2023-H1", "2023-M09", *months(2023, 12))
    parameters = SampleParameters(provinces=1, units=5, periods=periods, fault_share=0, articles=0)
    ledger = write_sample(tmp_path, parameters, catalogue)
    results: dict[tuple[str, str], dict[str, Decimal]] = {}
    for truth in ledger.truths:
        if truth.scope is None and not truth.indicator_code.endswith("_pct") and ".TQ" not in truth.unit_code:
            results.setdefault((truth.unit_code, truth.indicator_code), {})[truth.period_code] = truth.r
    assert len(results) > 50
    for by_period in results.values():
        monthly = [by_period[code] for code in months(2023, 12)]
        assert sum(monthly) == by_period["2023"]
        assert sum(monthly[:6]) == by_period["2023-H1"]
        assert sum(monthly[:9]) == by_period["2023-M09"]


def test_clusters_are_the_sums_of_their_members_and_parts_never_exceed_wholes(small: Ledger) -> None:
    extended = Catalogue.load(SEEDS, small.path.parent / "catalogue")
    whole = {(t.unit_code, t.indicator_code, t.period_code): t for t in small.truths if t.scope is None}
    parts = [t for t in small.truths if t.scope is not None]
    assert parts
    for part in parts:
        assert part.r <= whole[part.unit_code, part.indicator_code, part.period_code].r
    checked = 0
    for (unit, indicator, period), total in whole.items():
        members = extended.members(unit, int(period)) if unit.startswith("CUM") else ()
        told = [whole.get((member, indicator, period)) for member in members]
        known = [fact for fact in told if fact is not None]
        if members and len(known) == len(told):
            assert total.r == sum(fact.r for fact in known)
            assert total.t is None or total.t == sum(fact.t or 0 for fact in known)
            checked += 1
    assert checked > 30


def test_the_reference_clusters_add_up_to_what_is_told_of_them(small: Ledger) -> None:
    totals = {
        (truth.unit_code, truth.indicator_code): (int(truth.r), None if truth.t is None else int(truth.t))
        for truth in small.truths
        if truth.unit_code in ("CUM01.TQ", "CUM02.TQ")
    }
    assert totals["CUM01.TQ", "members_admitted"] == (2425, 1720)
    assert totals["CUM01.TQ", "housing_new_supported"] == (27, 22)
    assert totals["CUM01.TQ", "elite_members_referred"] == (744, 824)
    assert totals["CUM01.TQ", "maiam_fund_raised"] == (1_000_000_000, 1_040_000_000)
    assert totals["CUM01.TQ", "blood_donation_turns"] == (1951, None)
    assert totals["CUM02.TQ", "members_admitted"] == (1166, 1070)
    assert totals["CUM02.TQ", "housing_supported"] == (25, 22)
    assert totals["CUM02.TQ", "maiam_fund_raised"] == (529_460_000, 525_000_000)


def test_the_overlay_has_the_seeds_columns_and_loads_beside_them(small: Ledger, catalogue: Catalogue) -> None:
    folder = small.path.parent / "catalogue"
    for name in ("org_units.csv", "org_events.csv", "offices.csv", "org_memberships.csv", "report_obligations.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as own, (SEEDS / name).open(encoding="utf-8") as seed:
            assert next(csv.reader(own)) == next(csv.reader(seed))
    extended = Catalogue.load(SEEDS, folder)
    added = set(extended.units) - set(catalogue.units)
    assert len(added) == 6 + 15, "the federations themselves are the catalogue's own"
    for code in added:
        unit = extended.units[code]
        assert extended.resolve_unit(unit.name, within=extended.owner_office(code)).code == code
        assert extended.owner_office(code) in extended.offices
    assert extended.owner_office("LDLD.BG.LUCNGAN") == "LDLD.BG"
    assert extended.history.successor("LDLD.BG.LUCNGAN") == "LDLD.BN", "Bắc Giang lies in Bắc Ninh today"
    assert extended.history.successor("LDLD.PT.VIETTRI") == "LDLD.PT"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("units", -1),
        ("provinces", 1000),
        ("fault_share", 1.5),
        ("periods", ()),
        ("periods", ("2023-13",)),
        ("periods", ("2023-M00",)),
        ("periods", ("năm 2023",)),
        ("periods", ("2023", "2023")),
        ("colour", "red"),
    ],
)
def test_impossible_parameters_are_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        SampleParameters.model_validate({field: value})


def test_units_without_a_province_are_refused() -> None:
    with pytest.raises(ValidationError, match="province"):
        SampleParameters(provinces=0, units=5)


def test_the_calendar_of_reports_is_laid_around_the_night_of_the_load(tmp_path: Path, catalogue: Catalogue) -> None:
    night = date(2026, 11, 22)
    parameters = SampleParameters.read(SMALL).model_copy(update={"night": night, "articles": 0})
    write_sample(tmp_path, parameters, catalogue)
    with (tmp_path / "catalogue" / "report_obligations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    due = [date.fromisoformat(row["due_date"]) for row in rows]
    assert min(due) < night < max(due)
    assert len({(row["obligation_code"], row["period_code"]) for row in rows}) == len(rows)


def test_plans_change_a_target_and_the_last_agrees_with_the_forms_of_the_units(small: Ledger) -> None:
    plans = [document for document in small.documents if document.layout == "plan"]
    assert [document.answer for document in plans] == [None, None, None, "withdraw"]
    assigned, changed, following, mistaken = ([f for f in small.figures if f.file == plan.file] for plan in plans)
    different = [(one.r, other.r) for one, other in zip(assigned, changed, strict=True) if one.r != other.r]
    assert different
    assert all(10 * (one.r or 0) == other.r for one, other in zip(following, mistaken, strict=True))
    targets = {
        (figure.unit_code, figure.indicator_code, figure.period_code): figure.t
        for figure in small.figures
        if figure.source_kind == "unit_report" and figure.kind == "result" and figure.t is not None
    }
    known = [figure for figure in changed if (figure.unit_code, figure.indicator_code, figure.period_code) in targets]
    assert known
    for figure in known:
        assert figure.r == targets[figure.unit_code, figure.indicator_code, figure.period_code], figure


def test_a_report_waits_for_a_year_closed_before_it_came(small: Ledger) -> None:
    (waiting,) = (document for document in small.documents if document.answer == "waits")
    assert waiting.period_code == "2021"
    assert list((small.path.parent / "landing" / "events").glob("night=2022-03-31/*.parquet"))
