"""A person looks at a workbook nobody understood, and is given a declaration to begin with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from cli.main import app

NEW_FORM = "PHIẾU NĂM 2023\nMã;Đầu việc;Con số\n01;Đón đoàn viên mới;305\n02;Quỹ Mái ấm;12\n"


@pytest.fixture
def new_form(tmp_path: Path) -> Path:
    path = tmp_path / "Phiếu mới.csv"
    path.write_text(NEW_FORM, encoding="utf-8")
    return path


def test_reading_with_a_folder_for_pages_writes_one_for_what_was_not_understood(tmp_path: Path, new_form: Path) -> None:
    done = CliRunner().invoke(app, ["read-reports", str(new_form), "--preview", str(tmp_path / "pages")])
    told = json.loads(done.stdout)
    assert (told["status"], told["ratings"]) == ("quarantined", [])
    (page,) = (tmp_path / "pages").iterdir()
    assert told["preview"] == str(page)
    assert page.name.startswith("phieu-moi-")
    assert "Đầu việc" in page.read_text(encoding="utf-8")


def test_a_page_of_any_workbook_may_be_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("KẾT QUẢ NĂM 2023\nSTT;Chỉ tiêu;Thực hiện\n1;Kết nạp đoàn viên;305\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["preview-report", str(path), "--output", str(tmp_path / "pages")])
    assert done.exit_code == 0, done.output
    (page,) = (tmp_path / "pages").iterdir()
    assert "Đã ghi nhận" in page.read_text(encoding="utf-8")


def test_a_layout_is_proposed_as_yaml(new_form: Path) -> None:
    done = CliRunner().invoke(app, ["learn-layout", str(new_form)])
    assert done.exit_code == 0, done.output
    assert yaml.safe_load(done.stdout)["columns"]["Đầu việc"] == "indicator"


@pytest.mark.parametrize("command", ["preview-report", "learn-layout"])
@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"", None], ids=["a PDF", "nothing", "no file"])
def test_a_file_that_shows_nothing_is_told_in_a_sentence(tmp_path: Path, command: str, content: bytes | None) -> None:
    path = tmp_path / "a.xlsx"
    if content is not None:
        path.write_bytes(content)
    done = CliRunner().invoke(app, [command, str(path)], env={"COLUMNS": "300"})
    assert done.exit_code == 2
    assert "a.xlsx" in done.stderr
