"""Running dbt: the one place that knows its command line.

dbt keeps DuckDB's lock for as long as its process lives, so every run is a process of its own.
"""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from warehouse.catalogue_rows import CONTACTS
from warehouse.corrections import FILE as CORRECTIONS
from warehouse.corrections import write_corrections
from warehouse.landing import write_atomically
from warehouse.settings import Settings

BEFORE_EVENTS = "before_events"
"""Seeds, staging and intermediate models up to the flags: what the flag transitions are told from."""
AFTER_EVENTS = "after_events"
"""Everything that reads the events: the marts."""


_BUILT = "built.json"
"""Beside the build file: what the last build of each selector saw."""


class DbtError(RuntimeError):
    """dbt could not build: our own promise about a relation is broken, or the project is."""


@dataclass(frozen=True, slots=True)
class DbtSummary:
    """How many nodes of a build ended in each state ("success", "pass", "error" …), and its seconds."""

    statuses: Counter[str]
    seconds: float


def build(settings: Settings, selector: str, *, as_of_night: date | None = None) -> DbtSummary:
    """``dbt build`` of a selector into the build file; raises DbtError with dbt's own words where a node fails.

    Adds what is new since the last build, or makes every table again where that one saw another catalogue, other
    models, a later night, or units as they were before a change of organisation that holds by now.
    """
    settings.build.mkdir(parents=True, exist_ok=True)
    write_corrections(settings, as_of_night)
    seen = {
        "inputs": inputs_print(settings),
        "as_of_night": (as_of_night or date.max).isoformat(),
        "reorganised": reorganised(settings, as_of_night).isoformat(),
    }
    is_whole = not adds_up(_built(settings).get(selector), seen)
    if is_whole:
        _remember(settings, selector, None)
    options = ["--full-refresh"] if is_whole else []
    _run(settings, "build", "--selector", selector, *options, as_of_night=as_of_night)
    _remember(settings, selector, seen)
    return _summary(settings.build / "dbt" / "run_results.json")


def write_docs(settings: Settings) -> Path:
    """The project's documentation as one page beside what is published: every mart, column, test and lineage.

    It reads the build file, and changes nothing. Raises DbtError where there is none, or dbt fails.
    """
    if not settings.build_database.is_file():
        raise DbtError(f"there is no build to document: {settings.build_database} does not exist; run `warehouse load`")
    target = settings.build / "dbt_docs"
    _run(settings, "docs", "generate", "--static", target=target)
    page = settings.published / "dbt_docs" / "index.html"
    write_atomically(page, (target / "static_index.html").read_bytes())
    page.chmod(0o644)
    return page


def adds_up(built: dict[str, str] | None, seen: dict[str, str]) -> bool:
    """Whether a build that sees this may add to one that saw that: the same inputs and units, and no earlier night."""
    return (
        built is not None
        and built["inputs"] == seen["inputs"]
        and built.get("reorganised") == seen["reorganised"]
        and built["as_of_night"] <= seen["as_of_night"]
    )


_DAYS_OF_CHANGE = {"org_events.csv": 0, "org_units.csv": 1, "org_edges.csv": 1}
"""Files that say when the organisation changes, and the days from a last day in them to the change."""


def reorganised(settings: Settings, as_of_night: date | None = None) -> date:
    """The last day up to tonight on which a unit came, went, changed its name or the unit above it.

    A decision dated ahead begins to hold on a night on which no file changes, and tables keep the names of units.
    """
    tonight = as_of_night or _last_night(settings) or date.max
    days = [date.min]
    for name, after_last in _DAYS_OF_CHANGE.items():
        for path in (settings.seeds / name, settings.catalogue_extra / name):
            if not path.exists():
                continue
            with path.open(encoding="utf-8-sig", newline="") as handle:
                for row in csv.DictReader(handle):
                    days += [date.fromisoformat(row[key]) for key in ("effective_date", "valid_from") if row.get(key)]
                    if row.get("valid_to"):
                        days.append(date.fromisoformat(row["valid_to"]) + timedelta(after_last))
    return max(day for day in days if day <= tonight)


def _last_night(settings: Settings) -> date | None:
    """The last night judged or received: the one that the models stand on."""
    folders = [
        folder for table in ("deliveries", "figure_flags") for folder in (settings.landing / table).glob("night=*")
    ]
    return max((date.fromisoformat(folder.name.removeprefix("night=")) for folder in folders), default=None)


def inputs_print(settings: Settings) -> str:
    """64 hex digits that depend on all a build reads beside the landing zone: models, own catalogue, programs.

    Not on the data team's corrections: the models themselves tell which lines are new, and what they touch. Nor on the
    contacts of offices: no model reads them.
    """
    project = settings.dbt_project_dir
    files = [project / name for name in ("dbt_project.yml", "profiles.yml") if (project / name).exists()]
    for folder in ("models", "macros", "seeds"):
        files += (project / folder).rglob("*.*")
    files += (file for file in settings.catalogue_extra.glob("*.csv") if file.name != CORRECTIONS)
    files = [file for file in files if file.name != CONTACTS]
    digest = hashlib.sha256("\0".join(version(name) for name in ("duckdb", "dbt-core", "dbt-duckdb")).encode())
    for file in sorted(files):
        content = file.read_bytes()
        place = file.relative_to(project) if file.is_relative_to(project) else file.name
        digest.update(f"\0{place}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _built(settings: Settings) -> dict[str, Any]:
    """What the last builds of each selector saw; nothing where the build file is gone."""
    path = settings.build / _BUILT
    if not path.exists() or not settings.build_database.exists():
        return {}
    built: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return built


def _remember(settings: Settings, selector: str, seen: dict[str, str] | None) -> None:
    built = {**_built(settings), selector: seen}
    write_atomically(settings.build / _BUILT, json.dumps(built, indent=2).encode())


def run(
    settings: Settings, *words: str, target: Path | None = None, as_of_night: date | None = None
) -> subprocess.CompletedProcess[str]:
    """A command of dbt on the project, seeing nights up to one where it is given.

    Its results and logs lie below ``target``, the folder ``dbt`` of the build where none is named. dbt runs in the
    folder of the build file and knows that by its name alone: the profile is the same for every home that way, and so
    is what dbt parsed under it.
    """
    target = target or settings.build / "dbt"
    project = str(settings.dbt_project_dir.resolve())
    command = [sys.executable, "-m", "dbt.cli.main", "--no-use-colors", *words]
    command += ["--project-dir", project, "--profiles-dir", project]
    command += ["--target-path", str(target.resolve()), "--log-path", str((target / "logs").resolve())]
    # at debug its log of a night is 70,000 lines: a sixth of the time of a build
    command += ["--log-level-file", "info"]
    night = {} if as_of_night is None else {"WAREHOUSE_AS_OF_NIGHT": as_of_night.isoformat()}
    environment = settings.child_environment(
        DBT_SEND_ANONYMOUS_USAGE_STATS="false", WAREHOUSE_BUILD_FILE=settings.build_database.name, **night
    )
    settings.build.mkdir(parents=True, exist_ok=True)
    _take_parsed_project(settings, target)
    done = subprocess.run(  # noqa: S603  # the command is ours; no part of it was received
        command, cwd=settings.build, env=environment, capture_output=True, text=True, check=False
    )
    _give_parsed_project(settings, target)
    return done


def _run(settings: Settings, *words: str, target: Path | None = None, as_of_night: date | None = None) -> None:
    """The same; raises DbtError with dbt's own words where it fails."""
    done = run(settings, *words, target=target, as_of_night=as_of_night)
    if done.returncode != 0:
        raise DbtError(f"dbt {' '.join(words[:3])} failed:\n{_told(done.stdout, done.stderr)}")


_PARSED = "partial_parse.msgpack"
"""What dbt parsed of a project; it reads again whatever changed since, by content."""


def _take_parsed_project(settings: Settings, target: Path) -> None:
    """A home that has never built begins with what another one parsed: reading the project anew costs 13 seconds."""
    parsed = settings.dbt_project_dir / "target" / _PARSED
    if parsed.is_file() and not (target / _PARSED).exists():
        write_atomically(target / _PARSED, parsed.read_bytes())


def _give_parsed_project(settings: Settings, target: Path) -> None:
    """Leave it where dbt itself would, for homes to come; where nobody may write there, they parse for themselves."""
    parsed = settings.dbt_project_dir / "target" / _PARSED
    if (target / _PARSED).is_file() and not parsed.exists():
        with suppress(OSError):
            write_atomically(parsed, (target / _PARSED).read_bytes())


def _told(stdout: str, stderr: str) -> str:
    """dbt's output without the lines of nodes that went well."""
    lines = [line for line in stdout.splitlines() if not any(mark in line for mark in (" OK ", " START ", " PASS "))]
    return "\n".join([*lines[-60:], *stderr.splitlines()[-20:]])


def _summary(run_results: Path) -> DbtSummary:
    results = json.loads(run_results.read_text(encoding="utf-8"))
    return DbtSummary(Counter(node["status"] for node in results["results"]), float(results["elapsed_time"]))
