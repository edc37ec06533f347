"""``show-article`` finds an article on disk or in the landing zone, and names what is near where it finds none."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from ingest.load import load_night
from warehouse.database import connect
from warehouse.figure import SourceKind
from warehouse.settings import Settings

FIRST = "Năm 2023, Cụm đã hỗ trợ 27/22 hộ đoàn viên làm nhà mới, đạt 122,7%."
SECOND = "Năm 2023, LĐLĐ huyện Suối Mơ kết nạp 412 đoàn viên."
NIGHT = date(2026, 1, 5)


def show(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["show-article", *map(str, arguments)], env={"COLUMNS": "400"})


def page_of(done: Result) -> str:
    assert done.exit_code == 0, done.output
    return Path(done.stdout.strip()).read_text(encoding="utf-8")


def lines(*docs: dict[str, str]) -> str:
    return "".join(json.dumps(doc, ensure_ascii=False) + "\n" for doc in docs)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A landing zone with a text, a file of two articles, and the text again as corrected the night after."""
    config = Settings(home=tmp_path_factory.mktemp("loaded"))
    config.news_drop.mkdir(parents=True)
    (config.news_drop / "tin.txt").write_text(FIRST, encoding="utf-8")
    both = lines({"doc_id": "a", "text": FIRST, "url": "https://example.invalid/a"}, {"doc_id": "b", "text": SECOND})
    (config.news_drop / "hai-bai.jsonl").write_text(both, encoding="utf-8")
    load_night(config, SourceKind.NEWS, NIGHT, datetime(2026, 1, 6, tzinfo=UTC), lambda _: None)
    (config.news_drop / "tin.txt").write_text(f"{FIRST} Đã đính chính.", encoding="utf-8")
    load_night(config, SourceKind.NEWS, date(2026, 1, 6), datetime(2026, 1, 7, tzinfo=UTC), lambda _: None)
    return config


def test_a_file_on_disk_is_read_and_shown(tmp_path: Path) -> None:
    path = tmp_path / "bai.txt"
    path.write_text(FIRST, encoding="utf-8")
    page = page_of(show(path, "--output", tmp_path))
    assert "27/22" in page
    assert "Chưa có dữ liệu cảnh báo" in page
    assert (tmp_path / "bai.article.html").is_file()


def test_a_page_on_disk_is_shown_as_its_article(tmp_path: Path) -> None:
    path = tmp_path / "bai.html"
    path.write_text(f"<html><body><article><h1>Tin</h1><p>{FIRST}</p><p>{SECOND}</p></article></body></html>", "utf-8")
    assert 'data-entry="f1"' in page_of(show(path, "--output", tmp_path / "trang.html"))


def test_one_article_of_a_file_is_named_by_its_id(tmp_path: Path) -> None:
    docs = tmp_path / "docs.jsonl"
    docs.write_text(lines({"doc_id": "a", "text": FIRST}, {"doc_id": "../b", "text": SECOND}), encoding="utf-8")
    page = page_of(show(f"{docs}#../b", "--output", tmp_path))
    assert "412" in page
    assert "122,7%" not in page
    assert sorted(path.name for path in tmp_path.glob("*.html")) == ["-b.article.html"]


def test_a_line_set_aside_is_told_by_its_number_in_the_file(tmp_path: Path) -> None:
    docs = tmp_path / "docs.jsonl"
    docs.write_text(
        lines({"doc_id": "a", "text": FIRST}, {"doc_id": "b", "text": SECOND}, {"doc_id": "c", "text": " "}),
        encoding="utf-8",
    )
    page = page_of(show(f"{docs}#c", "--output", tmp_path))
    assert "Dòng 3" in page
    assert "Dòng 1" not in page


def test_an_article_of_a_file_in_utf_16_is_named_by_its_id(tmp_path: Path) -> None:
    docs = tmp_path / "docs.jsonl"
    docs.write_text(lines({"doc_id": "a", "text": FIRST}, {"doc_id": "b", "text": SECOND}), encoding="utf-16")
    assert "412" in page_of(show(f"{docs}#b", "--output", tmp_path))


@pytest.mark.parametrize("asked", ["docs.jsonl", "docs.jsonl#alpa"])
def test_a_file_of_several_articles_says_how_to_name_one(tmp_path: Path, asked: str) -> None:
    docs = tmp_path / "docs.jsonl"
    docs.write_text(lines({"doc_id": "alpha", "text": FIRST}, {"doc_id": "beta", "text": SECOND}), encoding="utf-8")
    done = show(tmp_path / asked)
    assert done.exit_code == 2
    assert "docs.jsonl#alpha" in done.stderr


@pytest.mark.parametrize("asked", ["tin.txt", "hai-bai.jsonl#a", "https://example.invalid/a"])
def test_a_loaded_article_is_found_by_path_member_or_address(loaded: Settings, tmp_path: Path, asked: str) -> None:
    page = page_of(show(asked, "--home", loaded.home, "--output", tmp_path / "x.html"))
    assert "27/22" in page
    assert "Nhận ngày" in page


def test_a_loaded_article_is_found_by_its_id(loaded: Settings, tmp_path: Path) -> None:
    with connect() as database:
        (found,) = database.execute(
            "select document_id from read_parquet(?) where member = 'b'",
            [str(loaded.landing / "documents/*/*.parquet")],
        ).fetchall()
    page = page_of(show(found[0], "--home", loaded.home, "--output", tmp_path / "x.html"))
    assert "hai-bai.jsonl#b" in page
    assert "412" in page


def test_of_a_path_sent_twice_the_last_text_is_shown(loaded: Settings, tmp_path: Path) -> None:
    assert "Đã đính chính." in page_of(show("tin.txt", "--home", loaded.home, "--output", tmp_path / "x.html"))


def test_its_open_flags_are_those_of_the_published_file(loaded: Settings, tmp_path: Path) -> None:
    with connect() as database:
        document_id, locator = database.execute(
            "select document_id, locator from read_parquet(?) where number_text = '27/22' order by received_at desc",
            [str(loaded.landing / "figures/*/*.parquet")],
        ).fetchall()[0]
    evidence = json.dumps([{"document_id": document_id, "locator": locator, "message_vi": "27 hộ cao hơn 22 hộ."}])
    judged = Settings(home=shutil.copytree(loaded.home, tmp_path / "judged"))
    judged.published.mkdir()
    with connect(judged.published_database) as published:
        published.execute(
            "create table fct_figure_flags as select unnest(['open', 'closed']) as state,"
            " unnest(['Vượt chỉ tiêu', 'Đã xong']) as rule_name, 'x' as rule_code, 'query' as severity,"
            " 'chung' as message_vi, 'Xác nhận.' as what_to_do_vi, ? as evidence",
            [evidence],
        )
    page = page_of(show(document_id, "--home", judged.home, "--output", tmp_path / "x.html"))
    assert "Vượt chỉ tiêu. 27 hộ cao hơn 22 hộ." in page
    assert "Đã xong" not in page
    assert "is-query" in page


def test_what_is_nowhere_is_answered_with_what_is_near(loaded: Settings) -> None:
    done = show("tim.txt", "--home", loaded.home)
    assert done.exit_code == 2
    assert "tin.txt" in done.stderr


def test_a_file_of_several_loaded_articles_names_them(loaded: Settings) -> None:
    done = show("hai-bai.jsonl", "--home", loaded.home)
    assert done.exit_code == 2
    assert "hai-bai.jsonl#a, hai-bai.jsonl#b" in done.stderr


def test_before_anything_is_loaded_that_is_said(tmp_path: Path) -> None:
    done = show("tin.txt", "--home", tmp_path)
    assert done.exit_code == 2
    assert "nothing is loaded" in done.stderr


def test_a_file_that_holds_no_article_is_shown_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "trong.txt"
    path.write_text(" \n", encoding="utf-8")
    assert "Bài viết không có nội dung." in page_of(show(path, "--output", tmp_path))


def test_a_page_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bai.txt"
    path.write_text(FIRST, encoding="utf-8")
    done = show(path, "--output", tmp_path / "nowhere" / "x.html")
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr
