"""Builds invented nights one after the other in one process of dbt: each upon the last, and each from nothing.

Run as a script, for dbt keeps DuckDB's lock while its process lives: ``replayed_nights.py HOME SEED NIGHTS``. Leaves
``HOME/incremental-<n>.duckdb`` and ``HOME/whole-<n>.duckdb`` of every night n; of the last ``again.duckdb``, built once
more with nothing new, and ``other-order.duckdb``, of the same deliveries landed in another order.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest
from history_scenes import LEARNT_LATE, land, nights_of, papers_of, words_of
from landing_scenes import Paper

from expectations.resolve import resolve_again
from warehouse.catalogue import Catalogue
from warehouse.landing import Landing
from warehouse.settings import Settings

SELECTED = ("+int_builds__completed",)
_QUIETLY = ("--quiet", "--log-level-file", "none")


class Builder:
    """dbt on one build folder, parsed once, or not at all where an earlier command left what it had parsed."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        os.environ.update(settings.child_environment(DBT_SEND_ANONYMOUS_USAGE_STATS="false"))
        project = str(settings.dbt_project_dir)
        target = settings.build / "dbt"
        self.places = ["--project-dir", project, "--profiles-dir", project]
        self.places += ["--target-path", str(target), "--log-path", str(target)]
        self.manifest = _parsed_before(target / "partial_parse.msgpack") or self._parse()

    def _parse(self) -> Manifest:
        parsed = dbtRunner().invoke([*_QUIETLY, "parse", *self.places])
        assert isinstance(parsed.result, Manifest), parsed.exception
        return parsed.result

    def run(self, command: str, *arguments: str) -> None:
        done = dbtRunner(manifest=self.manifest).invoke([*_QUIETLY, command, *arguments, *self.places])
        DuckDBConnectionManager.close_all_connections()
        assert done.success, done.exception

    def build(self, *arguments: str) -> None:
        self.run("run", "--select", *SELECTED, *arguments)


def _parsed_before(file: Path) -> Manifest | None:
    if not file.exists():
        return None
    manifest = Manifest.from_msgpack(file.read_bytes())
    manifest.build_flat_graph()
    return manifest


def replay(home: Path, seed: int, count: int) -> None:
    settings = Settings(home=home)
    landing = Landing(settings.landing)
    landing.prepare()
    settings.build.mkdir(parents=True)
    builder = Builder(settings)
    builder.run("seed")
    kept = home / "kept.duckdb"
    told: dict[date, list[Paper]] = {}
    shutil.copy(settings.build_database, home / "seeds.duckdb")
    random_source = random.Random(seed)  # noqa: S311  # scenes, no secrets
    contents: list[Paper] = []
    for number, night in enumerate(nights_of(count)):
        papers = papers_of(random_source, night, contents)
        told[night] = papers
        land(landing, random_source, night, papers)
        landing.append_events(night, words_of(random_source, night, contents))
        resolve_again(landing, Catalogue.load(settings.seeds), settings.build)
        if seed % 2 == 0 and number >= count // 2:
            learn(settings)
        if random_source.random() < 0.3:
            builder.run("run", "--select", "+int_figures__resolved")  # a build that broke off after this
        builder.build()
        shutil.copy(settings.build_database, home / f"incremental-{number}.duckdb")
        settings.build_database.rename(kept)
        shutil.copy(home / "seeds.duckdb", settings.build_database)
        builder.build("--full-refresh")
        settings.build_database.rename(home / f"whole-{number}.duckdb")
        kept.rename(settings.build_database)
    builder.build()
    settings.build_database.rename(home / "again.duckdb")
    shutil.copytree(settings.landing / "events", home / "events")
    shutil.rmtree(settings.landing)
    for night in reversed(told):
        land(landing, random_source, night, told[night])
    shutil.copytree(home / "events", settings.landing / "events", dirs_exist_ok=True)
    shutil.copy(home / "seeds.duckdb", settings.build_database)
    builder.build("--full-refresh")
    settings.build_database.rename(home / "other-order.duckdb")


def learn(settings: Settings) -> None:
    """From now on the name means a unit."""
    path = settings.build / "resolutions.parquet"
    table = pq.read_table(path)
    rows = table.to_pylist()
    for row in rows:
        if row["text"] == LEARNT_LATE:
            row["code"] = "LDLD.TQ.HAMYEN"
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)


if __name__ == "__main__":
    replay(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
