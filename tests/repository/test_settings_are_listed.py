"""Settings are read in one place and listed in one place."""

from __future__ import annotations

import ast
import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("alerts", "cli", "dags", "expectations", "ingest", "sample", "serving", "warehouse")


def test_env_example_is_what_its_script_writes() -> None:
    expected = runpy.run_path(str(ROOT / "scripts" / "write_env_example.py"))["env_example"]()
    written = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert written == expected, "run `make docs`"


def readers_of_the_environment(source: str) -> list[str]:
    """Names by which a module reads the environment of its process."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id="os"), attr="environ" | "environb" | "getenv" | "getenvb"):
                found.append(f"os.{node.attr}")
            case ast.ImportFrom(module="os", names=names):
                found += [f"os.{each.name}" for each in names if each.name in {"environ", "environb", "getenv"}]
    return found


def test_a_reader_of_the_environment_is_found() -> None:
    assert readers_of_the_environment("import os\nhome = os.environ['HOME']") == ["os.environ"]
    assert readers_of_the_environment("from os import getenv") == ["os.getenv"]
    assert readers_of_the_environment("import os\nos.replace('a', 'b')") == []


def test_only_the_settings_read_the_environment() -> None:
    modules = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    readers = {
        str(path.relative_to(ROOT)) for path in modules if readers_of_the_environment(path.read_text(encoding="utf-8"))
    }
    # Superset's settings are read in its own process, which has no part in the warehouse
    assert readers == {"warehouse/settings.py", "serving/superset/superset_config.py"}
