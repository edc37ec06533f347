"""The console command helps, says what is wrong in a sentence, and never stops at a bad file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = (
    "accept-delivery",
    "acknowledge",
    "assign",
    "backfill",
    "close-period",
    "confirm",
    "extract-awards",
    "extract-news",
    "flags",
    "learn-layout",
    "load",
    "nightly",
    "preview-report",
    "publish",
    "read-reports",
    "reinstate-delivery",
    "reopen",
    "reopen-period",
    "reporting",
    "sample",
    "show-article",
    "snooze",
    "summary",
    "totals",
    "up",
    "waiting",
    "withdraw",
    "withdraw-delivery",
)


def console(*arguments: str, home: Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "WAREHOUSE_HOME": str(home), "COLUMNS": "160", "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "cli.main", *arguments],
        env=environment,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_help_names_every_command(tmp_path: Path) -> None:
    told = console("--help", home=tmp_path).stdout
    for command in COMMANDS:
        assert command in told


@pytest.mark.parametrize("command", ["publish", "flags"])
def test_an_error_of_ours_is_a_sentence_that_says_what_to_do(tmp_path: Path, command: str) -> None:
    done = console(command, home=tmp_path)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "first" in done.stderr


def test_a_summary_before_any_load_says_what_to_run(tmp_path: Path) -> None:
    assert "warehouse load" in console("summary", home=tmp_path).stdout


def test_reading_a_folder_gives_one_line_a_file_whatever_the_files_are(tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    (folder / "empty.xlsx").touch()
    (folder / "picture.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "report.csv").write_text(
        "Kết quả thực hiện chỉ tiêu năm 2022;;;;\nSTT;Chỉ tiêu;ĐVT;Chỉ tiêu giao;Thực hiện\n"
        "1;Kết nạp đoàn viên;người;120;142\n",
        encoding="utf-8",
    )
    (folder / "link.xlsx").symlink_to(folder / "report.csv")
    done = console("read-reports", str(folder), str(tmp_path / "missing.xlsx"), "--office", "LDLD.TQ", home=tmp_path)
    assert done.returncode == 0
    told = {Path(line["file"]).name: line for line in map(json.loads, done.stdout.splitlines())}
    assert {name: line["status"] for name, line in told.items()} == {
        "empty.xlsx": "quarantined",
        "picture.xlsx": "quarantined",
        "link.xlsx": "quarantined",
        "missing.xlsx": "quarantined",
        "report.csv": "loaded_with_warnings",
    }
    assert all(line["reasons"][0]["vi"] for line in told.values())
    assert [(one["kind"], one["value"]) for one in told["report.csv"]["figures"]] == [
        ("target", "120"),
        ("result", "142"),
    ]


def test_extraction_reads_standard_input_and_passes_over_a_bad_line(tmp_path: Path) -> None:
    good = json.dumps({"doc_id": "a", "text": "Năm 2023, Cụm đã hỗ trợ 27/22 hộ đoàn viên làm nhà mới, đạt 122,7%."})
    done = console("extract-news", "-", home=tmp_path, text=f"not json\n{good}\n")
    (figure,) = map(json.loads, done.stdout.splitlines())
    assert (figure["value"], figure["reference"], figure["percent"]) == ("27", "22", "122.7")
    assert "line 1" in done.stderr


@pytest.mark.parametrize("size", [("--units", "4", "--months", "2", "--seed", "7")])
def test_a_sample_of_any_size_is_written_with_its_ledger(tmp_path: Path, size: tuple[str, ...]) -> None:
    done = console("sample", *size, home=tmp_path)
    assert done.returncode == 0, done.stderr
    ledger = json.loads((tmp_path / "ledger.json").read_text(encoding="utf-8"))
    assert ledger["parameters"]["units"] == 4
    assert ledger["parameters"]["periods"] == ["2023-01", "2023-02"]
    assert ledger["faults"]
