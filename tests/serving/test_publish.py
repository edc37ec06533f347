from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from build_of_marts import Build
from declared_marts import declared

from serving.marts import sha256_of
from serving.publish import PublishError, publish
from warehouse.settings import Settings

NIGHT = date(2026, 11, 21)


def generations(settings: Settings) -> list[str]:
    root = settings.published / ".generations"
    return sorted(path.name for path in root.iterdir() if path.is_dir() and path.name != "current")


def ask(settings: Settings, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(settings.published_database), read_only=True) as database:
        return database.execute(query).fetchall()


def test_readers_find_each_mart_as_a_table_of_schema_main_and_nothing_else(build: Build) -> None:
    publish(build.settings, NIGHT, "load-1")
    relations = ask(
        build.settings,
        "select table_schema, table_name, table_type from information_schema.tables order by table_name",
    )
    assert relations == [
        ("main", name, "BASE TABLE")
        for name in (
            "dim_documents",
            "dim_indicators",
            "dim_office_scopes",
            "dim_org_units",
            "dim_periods",
            "fct_attainment_totals",
            "fct_attainments",
            "fct_cluster_standings",
            "fct_deliveries",
            "fct_figure_flags",
            "fct_reporting_status",
            "fct_results",
            "fct_source_reconciliation",
        )
    ]
    assert ask(build.settings, "select value, reference, computed_pct from fct_attainments") == [
        (Decimal(27), Decimal(22), Decimal("122.7"))
    ]


def test_what_was_believed_on_a_night_is_one_question_to_the_published_file(build: Build) -> None:
    build.run(
        "create table marts.fct_figures_history as select * from (values"
        " (190, 'current', date '2026-11-20', null), (300, 'current', date '2026-11-18', date '2026-11-20'),"
        " (300, 'outranked', date '2026-11-20', null)"
        ") as told (value, standing_kind, recorded_from, recorded_to)"
    )
    publish(build.settings, NIGHT, "load-1")
    asked = "select list(value) from believed_on('{}')"
    nights = ("2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21")
    assert [ask(build.settings, asked.format(night)) for night in nights] == [
        [(None,)],
        [([300],)],
        [([300],)],
        [([190],)],
        [([190],)],
    ]


def test_comments_of_tables_and_columns_are_carried_over(build: Build) -> None:
    publish(build.settings, NIGHT)
    model = declared("fct_attainments")
    assert ask(build.settings, "select comment from duckdb_tables() where table_name = 'fct_attainments'") == [
        (model["description"],)
    ]
    comments = ask(
        build.settings, "select column_name, comment from duckdb_columns() where table_name = 'fct_attainments'"
    )
    assert comments == [(column["name"], column["description"]) for column in model["columns"]]


def test_the_published_file_opens_in_every_client_since_version_one(build: Build) -> None:
    publish(build.settings, NIGHT)
    tags = ask(build.settings, "select tags from duckdb_databases() where not internal")
    assert tags == [({"storage_version": "v1.0.0+"},)]


def test_no_write_ahead_log_stands_beside_the_published_file(build: Build) -> None:
    publish(build.settings, NIGHT)
    folder = build.settings.published_database.resolve().parent
    assert sorted(path.name for path in folder.iterdir()) == [
        "bao-cao.xlsx",
        "index.html",
        "manifest.json",
        "offices",
        "parquet",
        "serving.duckdb",
    ]


def test_parquet_holds_the_same_rows_and_wide_integers_stay_exact(build: Build) -> None:
    summary = publish(build.settings, NIGHT)
    for mart, rows in summary.rows.items():
        table = pq.read_table(build.settings.published / "parquet" / f"{mart}.parquet")
        assert len(table) == rows
    results = pq.read_table(build.settings.published / "parquet" / "fct_results.parquet")
    assert str(results.schema.field("total").type) == "decimal128(38, 0)"


def test_the_manifest_describes_exactly_the_files_beside_it(build: Build) -> None:
    summary = publish(build.settings, NIGHT, "load-7")
    manifest = json.loads((build.settings.published / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["night"], manifest["load_id"]) == ("2026-11-21", "load-7")
    assert {mart["name"]: mart["rows"] for mart in manifest["marts"]} == summary.rows
    assert manifest["quality"] == {
        "open_flags": {"query": 1},
        "documents": {"loaded": 1, "quarantined": 1},
        "attainments": {"unconfirmed": 1},
    }
    described = [(mart["parquet"], mart["bytes"], mart["sha256"]) for mart in manifest["marts"]]
    described += [(file["path"], file["bytes"], file["sha256"]) for file in manifest["files"]]
    for path, size, sha256 in described:
        content = (build.settings.published / path).read_bytes()
        assert len(content) == size
        assert sha256_of(build.settings.published / path) == sha256


def test_the_same_content_again_changes_nothing_and_keeps_its_load_id(build: Build) -> None:
    first = publish(build.settings, NIGHT, "load-1")
    before = {path: path.stat() for path in build.settings.published.rglob("*")}
    again = publish(build.settings, NIGHT, "load-2")
    assert first.is_new
    assert not again.is_new
    assert again.load_id == "load-1"
    after = {path: path.stat() for path in build.settings.published.rglob("*")}
    assert {path: (stat.st_ino, stat.st_mtime_ns) for path, stat in before.items() if path.is_file()} == {
        path: (stat.st_ino, stat.st_mtime_ns) for path, stat in after.items() if path.is_file()
    }


def test_the_same_rows_in_another_order_are_the_same_content(build: Build) -> None:
    build.add_unit("LDLD.X.2", "LĐLĐ huyện Đá Bạc")
    publish(build.settings, NIGHT)
    build.run("delete from marts.dim_org_units")
    build.add_unit("LDLD.X.2", "LĐLĐ huyện Đá Bạc")
    build.add_unit("LDLD.X.1", "LĐLĐ huyện Suối Mơ")
    assert not publish(build.settings, NIGHT).is_new


def test_a_load_id_left_out_follows_from_night_and_content(build: Build) -> None:
    first = publish(build.settings, NIGHT)
    assert first.load_id.startswith("2026-11-21-")
    build.add_unit("LDLD.X.2", "LĐLĐ huyện Đá Bạc")
    assert publish(build.settings, NIGHT).load_id != first.load_id


def test_three_generations_stay_and_the_newest_is_seen(build: Build) -> None:
    an_hour_ago = time.time() - 3600
    for number in range(5):
        build.add_unit(f"LDLD.X.N{number}", f"Đơn vị {number}")
        publish(build.settings, NIGHT)
        os.utime(build.settings.published_database.resolve().parent, (an_hour_ago, an_hour_ago))
    assert [name[:6] for name in generations(build.settings)] == ["000003", "000004", "000005"]
    assert ask(build.settings, "select count(*) from dim_org_units") == [(6,)]


def test_how_many_generations_stay_is_a_setting(build: Build) -> None:
    an_hour_ago = time.time() - 3600
    config = build.settings.model_copy(update={"published_generations": 2})
    for number in range(4):
        build.add_unit(f"LDLD.X.N{number}", f"Đơn vị {number}")
        publish(config, NIGHT)
        os.utime(config.published_database.resolve().parent, (an_hour_ago, an_hour_ago))
    assert [name[:6] for name in generations(config)] == ["000003", "000004"]


def test_a_link_to_what_is_published_under_another_name_now_goes(build: Build) -> None:
    build.settings.published.mkdir()
    former = build.settings.published / "warehouse.duckdb"
    former.symlink_to(Path(".generations") / "current" / "warehouse.duckdb")
    own = build.settings.published / "own.duckdb"
    own.symlink_to("elsewhere.duckdb")
    publish(build.settings, NIGHT)
    assert not former.is_symlink()
    assert own.is_symlink()


def test_the_published_file_is_read_under_its_own_name_beside_others(build: Build, tmp_path: Path) -> None:
    publish(build.settings, NIGHT)
    with duckdb.connect(str(tmp_path / "own.duckdb")) as own:
        own.execute(f"attach '{build.settings.published_database}' (read_only)")
        counts = [
            own.execute("select count(*) from serving.fct_attainments").fetchone(),
            own.execute("select count(*) from serving.main.fct_attainments").fetchone(),
        ]
    assert counts == [(1,), (1,)]


def test_a_generation_just_replaced_stays_for_readers_on_their_way_through_it(build: Build) -> None:
    publish(build.settings, NIGHT)
    folder = (build.settings.published / "parquet").resolve()
    for number in range(4):
        build.add_unit(f"LDLD.X.N{number}", f"Đơn vị {number}")
        publish(build.settings, NIGHT)
    assert len(pq.read_table(folder / "dim_org_units.parquet")) == 1


def test_content_that_comes_back_is_published_again(build: Build) -> None:
    first = publish(build.settings, NIGHT)
    build.add_unit("LDLD.X.2", "LĐLĐ huyện Đá Bạc")
    publish(build.settings, NIGHT)
    build.run("delete from marts.dim_org_units where org_unit_code = 'LDLD.X.2'")
    back = publish(build.settings, NIGHT)
    assert back.is_new
    assert back.load_id == first.load_id
    assert ask(build.settings, "select count(*) from dim_org_units") == [(1,)]


def test_a_missing_build_is_refused_and_says_so(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="no build to publish"):
        publish(Settings(home=tmp_path), NIGHT)


def test_a_build_that_lacks_a_mart_never_replaces_a_whole_one(build: Build) -> None:
    publish(build.settings, NIGHT)
    build.run("drop table marts.dim_periods")
    with pytest.raises(PublishError, match="dim_periods"):
        publish(build.settings, NIGHT)
    assert ask(build.settings, "select count(*) from dim_periods") == [(1,)]


def test_a_path_with_a_quote_in_it_is_only_a_path(tmp_path: Path) -> None:
    build = Build(Settings(home=tmp_path / "it's; a folder"))
    publish(build.settings, NIGHT)
    assert ask(build.settings, "select count(*) from fct_attainments") == [(0,)]


def test_an_open_reader_neither_stops_a_publication_nor_loses_what_it_reads(build: Build) -> None:
    publish(build.settings, NIGHT)
    with duckdb.connect(str(build.settings.published_database), read_only=True) as reader:
        for number in range(4):
            build.add_unit(f"LDLD.X.N{number}", f"Đơn vị {number}")
            publish(build.settings, NIGHT)
        assert reader.execute("select count(*) from dim_org_units").fetchall() == [(1,)]
        assert ask(build.settings, "select count(*) from dim_org_units") == [(5,)]


@pytest.mark.parametrize(
    "step",
    [
        "copy_table",
        *(pytest.param(step, marks=pytest.mark.slow) for step in ("write_parquet", "quality_totals", "write_pages")),
        "_write_manifest",
    ],
)
def test_a_process_killed_at_any_step_leaves_yesterday_whole_and_the_next_run_publishes(
    build: Build, step: str
) -> None:
    publish(build.settings, NIGHT)
    build.add_unit("LDLD.X.2", "LĐLĐ huyện Đá Bạc")
    script = (
        "import os, sys; from datetime import date; from pathlib import Path; import serving.publish as p;"
        f"setattr(p, {step!r}, lambda *a, **k: os._exit(9));"
        "from warehouse.settings import Settings; p.publish(Settings(home=Path(sys.argv[1])), date(2026, 11, 21))"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(build.settings.home)], check=False)
    assert killed.returncode == 9
    assert ask(build.settings, "select count(*) from dim_org_units") == [(1,)]
    assert publish(build.settings, NIGHT).is_new
    assert ask(build.settings, "select count(*) from dim_org_units") == [(2,)]
    assert not list((build.settings.published / ".generations").glob(".building-*"))
