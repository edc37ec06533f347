"""What a person got wrong is told in a sentence that says what to do."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["extract-news", str(tmp_path / "nowhere.jsonl")], env={"COLUMNS": "300"})
    assert done.exit_code == 2
    assert "nowhere.jsonl" in done.stderr


def test_flags_before_the_first_load_say_what_to_run(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["flags", "--home", str(tmp_path)], env={"COLUMNS": "300"})
    assert done.exit_code == 2
    assert "warehouse load" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps file names that are not UTF-8")
def test_a_file_name_that_is_no_text_stops_no_reading(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/b\xe1o c\xe1o.csv")
    Path(path).write_bytes(b"not a table")
    done = CliRunner().invoke(app, ["read-reports", path])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["status"] == "quarantined"
