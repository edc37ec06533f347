"""Packages come from where pip is told to look, pinned and with hashes."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parents[2]
REQUIREMENTS = ROOT / "requirements"


bootstrap = SimpleNamespace(**runpy.run_path(str(ROOT / "scripts" / "bootstrap.py")))


def pins(name: str) -> dict[str, tuple[str, str]]:
    """Package → (version, everything said of it) of a lock file; a package may stand under several markers."""
    blocks = re.split(r"\n(?=\S)", (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8").strip())
    named = [(re.match(r"([\w.-]+(?:\[[\w,]+\])?)==(\S+)", block), block) for block in blocks]
    assert all(match for match, _ in named), f"{name}.txt holds a line that is not pinned"
    return {match[1]: (match[2], block) for match, block in named if match}


LOCKS = ("bootstrap", "run", "dev", "superset")


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_and_has_a_hash(name: str) -> None:
    found = pins(name)
    assert found
    for package, (_, block) in found.items():
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), package


def test_what_is_tested_is_what_runs() -> None:
    dev = pins("dev")
    assert {name: dev[name][0] for name in pins("run")} == {name: version for name, (version, _) in pins("run").items()}


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_asked_for_is_locked(name: str) -> None:
    asked = re.findall(r"^([\w.-]+)", (REQUIREMENTS / f"{name}.in").read_text(encoding="utf-8"), re.MULTILINE)
    asked = [package for package in asked if not package.startswith("-")]
    assert asked
    assert {package.lower().replace("_", "-") for package in asked} <= set(pins(name))


def test_a_lock_file_names_no_place_to_fetch_from() -> None:
    for path in REQUIREMENTS.iterdir():
        assert "://" not in path.read_text(encoding="utf-8"), path.name


def test_an_index_of_pip_is_an_index_of_uv() -> None:
    configuration = {
        "index-url": "https://mirror.invalid/simple",
        "extra-index-url": "https://one.invalid/simple\nhttps://two.invalid/simple",
        "find-links": "/wheels /more-wheels",
        "cert": "/etc/ca.pem",
    }
    variables = bootstrap.uv_environment(configuration, {})
    assert variables["UV_DEFAULT_INDEX"] == "https://mirror.invalid/simple"
    assert variables["UV_INDEX"] == "https://one.invalid/simple https://two.invalid/simple"
    assert variables["UV_FIND_LINKS"] == "/wheels,/more-wheels"
    assert variables["SSL_CERT_FILE"] == "/etc/ca.pem"


def test_what_the_user_told_uv_stays() -> None:
    environment = {"UV_DEFAULT_INDEX": "https://chosen.invalid/simple"}
    assert "UV_DEFAULT_INDEX" not in bootstrap.uv_environment({"index-url": "https://pip.invalid/simple"}, environment)


def test_a_machine_without_pip_configuration_uses_the_default_index() -> None:
    assert not {"UV_DEFAULT_INDEX", "UV_INDEX", "UV_FIND_LINKS"} & set(bootstrap.uv_environment({}, {}))


def test_no_index_is_passed_on() -> None:
    assert bootstrap.uv_flags({"no-index": "true"}) == ["--no-index"]
    assert bootstrap.uv_flags({"no-index": "0"}) == []
    assert bootstrap.uv_flags({}) == []


@pytest.mark.parametrize(("packages", "versions"), [("run", "3.11, 3.12 or 3.13"), ("superset", "3.11 or 3.12")])
def test_a_missing_python_is_named(tmp_path: Path, packages: str, versions: str) -> None:
    old = tmp_path / "python2.7"
    old.write_text('#!/bin/sh\ncase "$2" in *print*) echo 2.7.18 ;; *) exit 1 ;; esac\n', encoding="utf-8")
    old.chmod(0o755)
    done = subprocess.run(
        [ROOT / "scripts" / "bootstrap.sh", packages],
        env={"PATH": "/usr/bin:/bin", "PYTHON": str(old)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"{old} is Python 2.7.18" in done.stderr
    assert f"{versions} with" in done.stderr


def test_the_console_command_starts_from_a_folder_with_a_space(tmp_path: Path) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    (folder / "python").symlink_to(sys.executable)
    (folder / "greeting.py").write_text("def greet() -> int:\n    print('xin chào')\n    return 3\n", encoding="utf-8")
    command = folder / "hello"
    command.write_text(bootstrap.COMMAND.format(module="greeting", function="greet"), encoding="utf-8")
    command.chmod(0o755)
    done = subprocess.run([command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "xin chào\n")
