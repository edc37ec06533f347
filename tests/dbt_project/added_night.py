"""A third night upon two that were built, and the same three nights built from nothing, in one process of dbt.

Run as a script, for dbt keeps DuckDB's lock while its process lives: ``added_night.py HOME``, where HOME holds two
nights landed and built. Leaves ``HOME/added.duckdb`` and ``HOME/whole.duckdb``.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from replayed_nights import Builder
from third_night_scenes import land_third_night

from warehouse.settings import Settings


def main(home: Path) -> None:
    settings = Settings(home=home)
    land_third_night(settings)
    builder = Builder(settings)
    builder.run("run")
    shutil.copy(settings.build_database, home / "added.duckdb")
    builder.run("run", "--full-refresh")
    shutil.move(settings.build_database, home / "whole.duckdb")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
