"""What a stranger meets in the repository is true."""

from __future__ import annotations

import configparser
import re
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import typer.main
import yaml

from cli.main import app

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "CONTRIBUTING.md", *sorted(str(page.relative_to(ROOT)) for page in ROOT.glob("docs/**/*.md")))

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tracked() -> list[Path]:
    """Files under version control, and those about to be."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def makefile_targets() -> dict[str, str]:
    """Documented target → what help says of it."""
    return dict(re.findall(r"^([a-z][a-z-]*):.*?## (.+)$", read("Makefile"), re.MULTILINE))


def console_commands() -> set[str]:
    return set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]  # the app is a group


def code_of(page: str) -> str:
    """The code blocks and code spans of a page."""
    text = read(page)
    blocks = re.findall(r"^```(?!mermaid).*?^```", text, re.MULTILINE | re.DOTALL)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    return "\n".join([*blocks, *spans])


def test_no_file_names_a_place_on_one_machine() -> None:
    folders = "|".join(["work", "root", "home"])
    machine_path = re.compile(rf"(?<![\w.}}\-/])/({folders})(?=[/\s\"'`]|$)", re.MULTILINE)
    hosts = re.compile(r"\b(pypi|pythonhosted|npmjs)\.(org|com)\b")
    told = {}
    for path in tracked():
        if found := machine_path.search(text_of(path)) or hosts.search(text_of(path)):
            told[str(path.relative_to(ROOT))] = found[0]
    assert told == {}


def test_no_file_is_left_unfinished() -> None:
    unfinished = re.compile(rf"\b({'|'.join(['TO' + 'DO', 'FIX' + 'ME', 'X' * 3])})\b")
    told = {str(path.relative_to(ROOT)) for path in tracked() if unfinished.search(text_of(path))}
    assert told == set()


def test_received_data_and_secrets_stay_out_of_version_control() -> None:
    private = ["data/landing/x", ".env", ".venv/bin/python", "dbt_project/target/manifest.json"]
    done = subprocess.run(
        ["git", "check-ignore", "--no-index", *private], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    assert done.stdout.split() == private


def test_make_alone_lists_every_command() -> None:
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = dict(re.findall(r"^  make (\S+) +(.+)$", done.stdout, re.MULTILINE))
    assert listed == makefile_targets()
    assert {"nightly", "up", "test", "lock", "clean"} <= set(listed)


def test_make_knows_its_targets_by_name_alone() -> None:
    (phony,) = re.findall(r"^\.PHONY: (.+)$", read("Makefile"), re.MULTILINE)
    defined = set(re.findall(r"^([a-z][a-z-]*):(?!=)", read("Makefile"), re.MULTILINE))
    assert set(phony.split()) == defined


def test_make_calls_console_commands_there_are() -> None:
    called = set(re.findall(r"/warehouse ([a-z-]+)", read("Makefile")))
    assert called
    assert called <= console_commands()


@pytest.mark.parametrize("page", PAGES)
def test_a_command_a_page_names_exists(page: str) -> None:
    code = code_of(page)
    targets = set(re.findall(r"^\s*(?:PYTHON=\S+ )?make ([a-z-]+)", code, re.MULTILINE))
    commands = set(re.findall(r"(?:^|\s|bin/)warehouse ([a-z][a-z-]+)(?=\s|$)", code, re.MULTILINE))
    assert targets <= set(makefile_targets())
    assert commands <= console_commands()


@pytest.mark.parametrize("page", PAGES)
def test_a_link_of_a_page_leads_somewhere(page: str) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", read(page)):
        if "://" not in link:
            assert (ROOT / page).parent.joinpath(link).exists(), link


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_one_title_and_closes_what_it_opens(page: str) -> None:
    text = read(page)
    outside = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    assert text.startswith("# ")
    assert len(re.findall(r"^# ", outside, re.MULTILINE)) == 1
    assert text.count("```") % 2 == 0


@pytest.mark.parametrize("page", PAGES)
def test_every_row_of_a_table_has_the_cells_of_its_head(page: str) -> None:
    tables = re.findall(r"(?:^\|.*\|\s*$\n?)+", read(page), re.MULTILINE)
    for table in tables:
        rows = [re.sub(r"`[^`]*`", "", row) for row in table.strip().splitlines()]
        cells = {len(re.findall(r"(?<!\\)\|", row)) for row in rows}
        assert len(cells) == 1, table


def test_decisions_have_numbers_of_their_own() -> None:
    numbers = Counter(page.name[:4] for page in DECISIONS)
    assert numbers
    assert [number for number, count in numbers.items() if count > 1] == []


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_tells_its_context_and_consequences_and_is_listed(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert text.startswith(f"# {int(page.name[:4])}. ")
    assert headings[:2] == ["Context", "Decision"]
    assert "Consequences" in headings
    assert page.name in read("docs/decisions/README.md")


def test_every_room_stands_behind_a_wall() -> None:
    walls = configparser.ConfigParser()
    walls.read(ROOT / ".importlinter", encoding="utf-8")
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert set(walls["importlinter"]["root_packages"].split()) == rooms
    assert set(re.findall(r"\w+", walls["importlinter:contract:rooms"]["layers"])) == rooms


def test_checks_before_a_commit_need_no_network() -> None:
    repositories = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    assert {repository["repo"] for repository in repositories} == {"local"}


def test_test_files_have_names_of_their_own() -> None:
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []


def test_continuous_integration_runs_what_a_developer_runs() -> None:
    assert read(".ci/run").rstrip().endswith("make test")
    assert "set -euo pipefail" in read(".ci/run")
