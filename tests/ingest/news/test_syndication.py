"""From two sites and the drop folder to the marts: one article counts once, a changed one in its last version."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from union_site import Page, Site, article_page

from ingest.load import load_chunk, plan
from ingest.news.fetch import fetch_source
from warehouse.database import connect
from warehouse.dbt import run
from warehouse.figure import SourceKind
from warehouse.settings import Settings

NIGHT = date(2026, 1, 5)
TOLD = (
    "Năm 2025, Liên đoàn Lao động huyện Hàm Yên đã kết nạp 45 đoàn viên mới, trao 120 suất quà cho công nhân có hoàn "
    "cảnh khó khăn và hỗ trợ xây mới nhà ở cho người lao động nghèo. Phong trào thi đua được các công đoàn cơ sở hưởng "
    "ứng sôi nổi, gắn với nhiệm vụ chuyên môn của từng đơn vị, được cấp ủy và chính quyền địa phương đánh giá cao. "
    "Nhân dịp này, Công đoàn cơ sở Trường Mầm non Hoa Sen được tặng Bằng khen của Liên đoàn Lao động tỉnh Tuyên Quang."
)
OTHER = (
    "Năm 2025, Liên đoàn Lao động huyện {district} đã kết nạp {admitted} đoàn viên mới. Phong trào thi đua được các "
    "công đoàn cơ sở hưởng ứng sôi nổi. Lãnh đạo huyện ghi nhận nỗ lực của các cấp công đoàn trong việc bảo vệ "
    "quyền lợi người lao động, đồng thời đề nghị tiếp tục đổi mới hình thức tuyên truyền tại các doanh nghiệp."
)


@pytest.fixture
def sites() -> Iterator[tuple[Site, Site]]:
    made = Site(), Site()
    yield made
    for site in made:
        site.close()


def run_night(home: Settings, sites: tuple[Site, Site], day: int) -> None:
    night, now = NIGHT + timedelta(days=day), datetime(2026, 1, 5, 15, tzinfo=UTC) + timedelta(days=day)
    for name, site in zip(("mot", "hai"), sites, strict=True):
        fetch_source(home, site.source(name=name), night, "test", clock=lambda: now, sleep=lambda _: None)
    for plan_file in plan(home, SourceKind.NEWS, night):
        load_chunk(home, SourceKind.NEWS, night, plan_file, now)


def build_marts(home: Settings) -> None:
    """What the marts of news stand on, by the real dbt."""
    marts = ("+dim_documents", "+fct_results", "+fct_awards")
    done = run(home, "build", "--select", *marts, "--exclude", "resource_type:unit_test", "resource_type:test")
    assert done.returncode == 0, done.stdout[-3000:]


def forget_sketch(home: Settings, path: str) -> None:
    """Lay a document apart as it was landed before there were sketches."""
    (file,) = (home.landing / "documents").glob("night=*/*.parquet")
    table = pq.read_table(file, partitioning=None)
    pq.write_table(table.filter(pc.field("path") != path), file)
    pq.write_table(table.filter(pc.field("path") == path).drop_columns(["text_sketch"]), file.with_stem("before"))


@pytest.mark.slow
def test_one_article_on_two_sites_and_in_the_drop_folder_counts_once_and_its_last_version_alone(
    tmp_path: Path, sites: tuple[Site, Site]
) -> None:
    home = Settings(home=tmp_path)
    first, second = sites
    home.news_drop.mkdir(parents=True)
    (home.news_drop / "cu.txt").write_text(OTHER.format(district="Na Hang", admitted=31), encoding="utf-8")
    first.put_feed("/tin/1", "/tin/2")
    first.pages["/tin/1"] = Page(article_page(TOLD))
    first.pages["/tin/2"] = Page(article_page(OTHER.format(district="Sơn Dương", admitted=31)))
    run_night(home, sites, 0)
    forget_sketch(home, "cu.txt")

    second.put_feed("/dang-lai", "/khac")
    second.pages["/dang-lai"] = Page(article_page(f"(Nguồn: báo bạn) {TOLD}", counter=9))
    second.pages["/khac"] = Page(article_page(OTHER.format(district="Chiêm Hoá", admitted=33)))
    (home.news_drop / "tin.txt").write_text(f"{TOLD}\n", encoding="utf-8")
    first.pages["/tin/2"] = Page(article_page(OTHER.format(district="Sơn Dương", admitted=33)))
    run_night(home, sites, 1)
    build_marts(home)

    def asked(sql: str) -> list[tuple[Any, ...]]:
        with connect(home.build_database, read_only=True) as marts:
            return marts.execute(sql).fetchall()

    names = {f"{first.url}/tin/1": "first", f"{first.url}/tin/2": "other"}
    names |= {f"{second.url}/dang-lai": "second", f"{second.url}/khac": "of another unit"}
    documents = {
        (names.get(path, path), is_current): names.get(origin, origin)
        for path, is_current, origin in asked(
            "select documents.path, documents.is_current, origins.path from marts.dim_documents as documents"
            " left join marts.dim_documents as origins on documents.syndicated_of_document_id = origins.document_id"
        )
    }
    assert documents == {
        ("cu.txt", True): None,
        ("first", True): None,
        ("second", True): "first",
        ("tin.txt", True): "first",
        ("other", False): None,
        ("other", True): None,
        ("of another unit", True): None,
    }
    counted = asked(
        "select path, cast(value as integer) from marts.fct_results"
        " where indicator_code = 'members_admitted' or cast(value as integer) = 120"
    )
    assert sorted((names.get(path, path), value) for path, value in counted) == [
        ("cu.txt", 31),
        ("first", 45),
        ("first", 120),
        ("of another unit", 33),
        ("other", 33),
    ]
    assert [names[path] for (path,) in asked("select path from marts.fct_awards where mention_count = 1")] == ["first"]
