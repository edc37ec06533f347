"""What Superset imports holds together, asks the marts for what they have, and tells nobody a secret."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest
import yaml
from postgres_server import Address
from psycopg import sql
from superset_rows import NAMES, make_marts

from cli.app import console
from cli.own_superset import write_assets
from serving.superset.bundle import (
    DUCKDB,
    TARGETS,
    TYPES,
    Target,
    bundle,
    columns_of,
    described,
    metrics_of,
    names_used,
    query,
)
from warehouse.settings import PROJECT_ROOT, Settings

URI = "duckdb:///somewhere/serving.duckdb"
CHARTS, DATASETS = described("charts"), described("datasets")


@pytest.fixture(scope="module", params=TARGETS, ids=lambda target: target.name)
def target(request: pytest.FixtureRequest) -> Target:
    chosen: Target = request.param
    return chosen


@pytest.fixture(scope="module")
def files(target: Target) -> dict[str, dict[str, Any]]:
    return read(target)


def read(target: Target) -> dict[str, dict[str, Any]]:
    """The files of a target, by path."""
    return {path: parsed(text) for path, text in bundle(target, URI).items()}


def parsed(text: str) -> Any:
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # a safe loader


def of(files: dict[str, dict[str, Any]], folder: str) -> list[dict[str, Any]]:
    return [content for path, content in files.items() if path.startswith(folder)]


def test_every_reference_from_one_file_to_another_is_met(files: dict[str, dict[str, Any]]) -> None:
    (database,), (dashboard,) = of(files, "databases/"), of(files, "dashboards/")
    datasets = {dataset["uuid"] for dataset in of(files, "datasets/")}
    charts = {chart["uuid"] for chart in of(files, "charts/")}
    assert {dataset["database_uuid"] for dataset in of(files, "datasets/")} == {database["uuid"]}
    assert {chart["dataset_uuid"] for chart in of(files, "charts/")} <= datasets
    filters = dashboard["metadata"]["native_filter_configuration"]
    assert {place["datasetUuid"] for one in filters for place in one["targets"]} <= datasets
    placed = [node["meta"]["uuid"] for node in nodes(dashboard, "CHART")]
    assert sorted(placed) == sorted(charts), "every chart stands on the dashboard once"


def nodes(dashboard: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [node for node in dashboard["position"].values() if isinstance(node, dict) and node["type"] == kind]


def test_a_row_fills_the_screen_and_every_part_stands_under_its_parents(files: dict[str, dict[str, Any]]) -> None:
    (dashboard,) = of(files, "dashboards/")
    position = dashboard["position"]
    for row in nodes(dashboard, "ROW"):
        assert sum(position[chart]["meta"]["width"] for chart in row["children"]) == 12, row["id"]
    for node in (*nodes(dashboard, "ROW"), *nodes(dashboard, "CHART"), *nodes(dashboard, "TAB")):
        assert node["id"] in position[node["parents"][-1]]["children"]
        assert position[node["parents"][-1]].get("parents", []) == node["parents"][:-1]


def test_two_targets_share_no_identity_and_no_name_of_a_dataset() -> None:
    first, second = (read(target) for target in TARGETS)
    assert len(first) == len(second) == len(CHARTS) + len(DATASETS) + 3
    identities = [one["uuid"] for one in (*first.values(), *second.values()) if "uuid" in one]
    assert len(set(identities)) == len(identities) == len(first) + len(second) - 2
    # Superset on SQLite knows a dataset by its name alone
    names = [dataset["table_name"] for files in (first, second) for dataset in of(files, "datasets/")]
    assert len(set(names)) == len(names)


def test_the_same_description_gives_the_same_files() -> None:
    assert bundle(DUCKDB, URI) == bundle(DUCKDB, URI)


def test_an_address_stands_in_the_file_of_the_database_alone(target: Target) -> None:
    secret = "postgresql+psycopg2://office_tld_data:mat-khau-bi-mat@db.invalid/thi_dua"  # noqa: S105  # of nobody
    for path, text in bundle(target, secret).items():
        assert ("bi-mat" in text) == path.startswith("databases/"), path
        assert str(PROJECT_ROOT) not in text
        assert str(Path.home()) not in text


def test_files_for_a_superset_elsewhere_hold_no_password(tmp_path: Path) -> None:
    url = "postgresql://office_tld_data:mat-khau-bi-mat@db.invalid:5433/thi_dua?sslmode=require"
    write_assets(Settings(home=tmp_path / "data", superset_postgres_url=url), tmp_path / "assets", console)
    written = {path.relative_to(tmp_path / "assets") for path in (tmp_path / "assets").rglob("*.yaml")}
    assert len(written) == 2 * (len(CHARTS) + len(DATASETS) + 3)
    texts = [path.read_text("utf-8") for path in (tmp_path / "assets").rglob("*.yaml")]
    assert not any("bi-mat" in text for text in texts)
    assert any("//office_tld_data@db.invalid:5433/thi_dua?sslmode=require" in text for text in texts)


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_asks_for_columns_and_metrics_that_its_dataset_has(chart: str) -> None:
    dataset = CHARTS[chart]["dataset"]
    columns, metrics, _ = names_used(chart)
    assert columns | metrics, "a chart shows something"
    assert columns <= set(columns_of(dataset))
    assert metrics <= set(metrics_of(dataset))


def test_a_filter_reaches_every_chart_that_does_not_say_it_cannot() -> None:
    for name, one in described("dashboard")["filters"].items():
        for chart, told in CHARTS.items():
            has_column = one["column"] in columns_of(told["dataset"])
            assert has_column or name in told.get("ignores", ()), f"{chart} has nothing to filter by {name}"


def test_a_colour_is_of_a_value_and_not_of_a_column_that_is_called_so() -> None:
    """Superset takes a series for the column or metric of that label, and colours it as that."""
    colours = described("dashboard")["colours"]
    for told in CHARTS.values():
        if told["kind"] != "echarts_timeseries_bar":
            continue
        columns = [one["label"] for one in columns_of(told["dataset"]).values()]
        metrics = [metrics_of(told["dataset"])[metric]["label"] for metric in told["params"]["metrics"]]
        series = colours if told["params"]["groupby"] else metrics
        assert set(columns).isdisjoint(series), told["title"]
        assert told["params"]["groupby"] or set(told["params"]["metrics"]) <= set(colours)


def test_dbt_knows_which_marts_the_dashboard_stands_on() -> None:
    exposures = parsed((PROJECT_ROOT / "dbt_project" / "models" / "exposures.yml").read_text("utf-8"))["exposures"]
    (told,) = [exposure["depends_on"] for exposure in exposures if exposure["name"] == "superset"]
    read_by = {mart for name in DATASETS for mart in NAMES if re.search(rf"\b(from|join) {mart}\b", query(name))}
    assert sorted(told) == sorted(f"ref('{mart}')" for mart in read_by)


def test_every_word_a_reader_sees_is_there_and_composed() -> None:
    words = [told[key] for told in CHARTS.values() for key in ("title", "description") if key in told]
    words += [one["label"] for name in DATASETS for one in (*columns_of(name).values(), *metrics_of(name).values())]
    assert all(words)
    assert all(unicodedata.is_normalized("NFC", word) for word in words)
    for name in DATASETS:
        labels = [one["label"] for one in columns_of(name).values()]
        assert len(set(labels)) == len(labels), f"two columns of {name} under one label"


def test_the_words_of_superset_keep_their_places() -> None:
    words = parsed((PROJECT_ROOT / "serving" / "superset" / "words.vi.yml").read_text("utf-8"))
    assert {english: english.count("%") for english in words} == {en: vi.count("%") for en, vi in words.items()}
    assert all(unicodedata.is_normalized("NFC", word) for word in words.values())


class Marts:
    """The rows of a federation in one of the two databases."""

    def __init__(self, run: Any) -> None:
        self._run = run
        make_marts(run)

    def ask(self, columns: str, dataset: str, rest: str = "") -> list[tuple[Any, ...]]:
        """Rows of a dataset's query."""
        found: list[tuple[Any, ...]] = self._asked(columns, dataset, rest).fetchall()
        return found

    def columns(self, dataset: str) -> list[str]:
        return [column[0] for column in self._asked("*", dataset, "limit 0").description]

    def kinds(self, dataset: str) -> dict[str, str]:
        """Type of each column; DuckDB alone."""
        return {name: kind for name, kind, *_ in self._run(f"describe {query(dataset)}").fetchall()}

    def _asked(self, columns: str, dataset: str, rest: str) -> Any:
        return self._run(f"select {columns} from ({query(dataset)}) as asked {rest}")  # noqa: S608  # our own queries


@pytest.fixture(scope="module")
def in_duckdb() -> Iterator[Marts]:
    with duckdb.connect() as database:
        yield Marts(database.execute)


@pytest.fixture(scope="module")
def in_postgres(postgres_server: Address) -> Iterator[Marts]:
    name = sql.Identifier("superset_rows")
    with psycopg.connect(postgres_server.url(), autocommit=True) as admin:
        admin.execute(sql.SQL("create database {}").format(name))
        with psycopg.connect(postgres_server.url("superset_rows")) as database:
            yield Marts(database.execute)
        admin.execute(sql.SQL("drop database {} with (force)").format(name))


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_dataset_gives_its_columns_and_the_same_rows_in_both_databases(
    dataset: str, in_duckdb: Marts, in_postgres: Marts
) -> None:
    assert in_duckdb.columns(dataset) == in_postgres.columns(dataset) == list(columns_of(dataset))
    found = in_duckdb.ask("*", dataset)
    assert sorted(map(str, found)) == sorted(map(str, in_postgres.ask("*", dataset)))
    if dataset not in {"rpt_clusters", "rpt_provinces"}:
        assert found, "the federation has a row for it"


@pytest.mark.parametrize("dataset", DATASETS)
def test_columns_are_of_the_kind_they_are_said_to_be(dataset: str, in_duckdb: Marts) -> None:
    kinds = in_duckdb.kinds(dataset)
    for column, one in columns_of(dataset).items():
        wanted = TYPES[one["type"]]
        assert kinds[column] == wanted if wanted != "NUMERIC" else kinds[column].startswith(NUMBERS), column


NUMBERS = ("DECIMAL", "BIGINT", "INTEGER")


@pytest.mark.parametrize("chart", CHARTS)
def test_what_a_chart_asks_for_runs_in_both_databases(chart: str, in_duckdb: Marts, in_postgres: Marts) -> None:
    dataset = CHARTS[chart]["dataset"]
    columns, metrics, conditions = names_used(chart)
    shown = sorted(columns - set(CHARTS[chart]["params"].get("column_config", ())) if metrics else columns)
    asked = [*shown, *(f"{metrics_of(dataset)[metric]['sql']} as {metric}" for metric in sorted(metrics))]
    rest = f"where {' and '.join(f'({condition})' for condition in conditions)}" if conditions else ""
    rest += f" group by {', '.join(shown)}" if metrics and shown else ""
    assert len(in_duckdb.ask(", ".join(asked), dataset, rest)) == len(in_postgres.ask(", ".join(asked), dataset, rest))


def test_a_result_whose_office_is_asked_is_never_counted_as_met(in_duckdb: Marts) -> None:
    rows = in_duckdb.ask("province_name, indicator_name, period_name, fulfilment_name", "attainment")
    assert {(province, indicator, period): state for province, indicator, period, state in rows} == {
        ("Suối Mơ", "Số nhà làm mới", "Năm 2023"): "Chờ xác nhận",
        ("Bãi Xanh", "Số nhà làm mới", "Năm 2023"): "Đạt",
        ("Bãi Xanh", "Số nhà làm mới", "Năm 2022"): "Chưa đạt",
        ("Suối Mơ", "Số nhà làm mới", "Năm 2022"): "Còn xa (dưới 80%)",
        ("Suối Mơ", "Số nhà làm mới", "Năm 2024"): "Không giao chỉ tiêu",
        ("Bãi Xanh", "Số nhà làm mới", "Năm 2024"): "Chưa hết kỳ",
        # fewer is better
        ("Suối Mơ", "Số vụ tai nạn", "Năm 2023"): "Đạt",
        ("Bãi Xanh", "Số vụ tai nạn", "Năm 2023"): "Còn xa (dưới 80%)",
    }


def test_the_period_chosen_first_is_the_latest_whose_reports_are_owed_by_now(in_duckdb: Marts) -> None:
    metric = metrics_of("attainment")["latest_period"]["sql"]
    rows = in_duckdb.ask("period_name", "attainment", f"group by period_name order by {metric} desc")
    assert rows == [("Năm 2023",), ("Năm 2022",), ("Năm 2024",)]


def test_a_flag_tells_its_age_its_number_and_its_cell_or_sentence(in_duckdb: Marts) -> None:
    columns = "unit_name, province_name, age_name, printed_text, source_name, path, place_text"
    rows = in_duckdb.ask(columns, "flags", "order by open_day_count")
    assert rows == [
        ("LĐLĐ huyện Hàm Rồng", "Suối Mơ", "00 đêm", "214.600.000/22", "Báo cáo", "LDLD.TQ/a.xlsx", "Biểu 1!E10"),
        ("LĐLĐ tỉnh Suối Mơ", "Suối Mơ", "01–06 đêm", "27,5/22", "Báo chí", "tin.txt", "«làm 27/22 nhà»"),
        ("LĐLĐ tỉnh Bãi Xanh", "Bãi Xanh", "30 đêm trở lên", "", "Báo cáo", None, None),
    ]


def test_ranks_that_are_still_open_are_told_as_a_range(in_duckdb: Marts) -> None:
    assert in_duckdb.ask("rank_number, possible_ranks", "standings") == [(2, "1–3")]


def test_who_writes_sql_in_superset_reads_the_marts_and_no_other_file(tmp_path: Path) -> None:
    path = tmp_path / "serving.duckdb"
    with duckdb.connect(str(path)) as made:
        made.execute("create table fct_results as select 27 as value")
    (tmp_path / "secret.csv").write_text("secret\n1\n")
    arguments = DUCKDB.extra["engine_params"]["connect_args"]
    with duckdb.connect(str(path), read_only=arguments["read_only"], config=arguments["config"]) as database:
        assert database.execute("select value from fct_results").fetchall() == [(27,)]
        for refused in (
            f"from read_csv('{tmp_path / 'secret.csv'}')",
            f"attach '{tmp_path / 'other.duckdb'}'",
            "set enable_external_access = true",
            "insert into fct_results values (28)",
            f"copy fct_results to '{tmp_path / 'out.csv'}'",
        ):
            with pytest.raises(duckdb.Error):
                database.execute(refused)
