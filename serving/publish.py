"""Publishing: the marts of the private build file become what readers open, at one instant and whole.

A publication is a folder with the DuckDB file, one Parquet file a mart, the report tables as a workbook, a manifest and
the pages of the dashboard. It is written where no reader looks and shown by turning one pointer; the same content again
changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from serving.dashboard.page import Link
from serving.dashboard.pages import INDEX, OFFICES, write_pages
from serving.generations import Generations
from serving.marts import (
    HISTORY,
    Mart,
    WrittenMart,
    add_believed_on,
    attach,
    copy_table,
    find_marts,
    sha256_of,
    table_names,
    write_parquet,
)
from serving.quality import QualityTotals, quality_totals
from serving.report_workbook import write_report_workbook
from warehouse.catalogue_rows import read_offices
from warehouse.database import Connection, connect
from warehouse.figure import stable_id
from warehouse.settings import Settings

DATABASE, REPORT_WORKBOOK, MANIFEST = "serving.duckdb", "bao-cao.xlsx", "manifest.json"

MODELS_PAGE = "dbt_docs/index.html"
"""Models, columns and lineage; written by ``warehouse docs``, apart from a night."""

_MODELS_PAGE_TO_COME = """<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<title>Tài liệu mô hình dữ liệu</title>
<body style="font: 16px/1.5 sans-serif; max-width: 40em; margin: 4em auto; padding: 0 1em">
<h1>Tài liệu mô hình dữ liệu</h1>
<p>Trang này chưa được lập. Người quản trị chạy <code>warehouse docs</code> (hoặc <code>make dbt-docs</code>), rồi mở
lại trang này để xem các bảng, cột và đường đi của số liệu từ tệp nhận được đến biểu đồ.</p>
<p lang="en">Not written yet: run <code>warehouse docs</code> and open this page again.</p>
"""

EXPOSED = (DATABASE, "parquet", REPORT_WORKBOOK, MANIFEST, INDEX, OFFICES)
"""What readers find under the published root."""

STORAGE_VERSION = "v1.0.0"
"""DuckDB's storage format that every 1.x client opens."""

REQUIRED = frozenset(
    {
        "dim_office_scopes",
        "dim_org_units",
        "dim_indicators",
        "dim_periods",
        "dim_documents",
        "fct_attainment_totals",
        "fct_attainments",
        "fct_cluster_standings",
        "fct_deliveries",
        "fct_figure_flags",
        "fct_reporting_status",
        "fct_source_reconciliation",
    }
)
"""Marts without which a publication would show readers less than they saw yesterday."""


class PublishError(RuntimeError):
    """The build cannot be published; what readers see is unchanged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishSummary:
    """What readers see after the call. ``is_new`` is false where the same content already stood."""

    night: date
    load_id: str
    is_new: bool
    rows: Mapping[str, int]
    """Row count of each mart."""
    quality: QualityTotals
    database: Path
    overview: Path

    def told(self) -> str:
        """One line for people."""
        flags = ", ".join(f"{count} {severity}" for severity, count in self.quality.open_flags.items()) or "none"
        state = "published" if self.is_new else "unchanged"
        return f"{state} {self.load_id}: {len(self.rows)} marts, {sum(self.rows.values())} rows, open flags: {flags}"


def publish(settings: Settings, night: date, load_id: str | None = None) -> PublishSummary:
    """Publish the build's marts as of a night, whole.

    ``load_id`` names the load to readers; without one it follows from the night and the content. Where the same night
    and content already stand, nothing changes, and the standing load id is returned. Raises PublishError where the
    build file or a required mart is missing.
    """
    if not settings.build_database.is_file():
        raise PublishError(f"there is no build to publish: {settings.build_database} does not exist; build it first")
    generations = Generations(settings.published, kept=settings.published_generations)
    with generations.exclusive(), generations.building() as folder:
        draft = _write(settings, night, folder)
        standing = _standing_manifest(generations)
        if standing is not None and standing["content_id"] == draft.content_id:
            return _summary(settings, night, standing["load_id"], draft, is_new=False)
        load_id = load_id or f"{night.isoformat()}-{draft.content_id[:12]}"
        _write_manifest(folder, night, load_id, draft)
        _make_room_for_models_page(settings)
        generations.finish(folder, f"{night.isoformat()}-{draft.content_id[:12]}", EXPOSED)
    return _summary(settings, night, load_id, draft, is_new=True)


@dataclass(frozen=True, slots=True)
class _Draft:
    content_id: str
    """Depends on the night, every mart's rows, types and comments, and the pages; on nothing else."""
    marts: tuple[WrittenMart, ...]
    quality: QualityTotals


def _write(settings: Settings, night: date, folder: Path) -> _Draft:
    parquet = folder / "parquet"
    parquet.mkdir()
    with connect() as database:
        attach(database, settings.build_database, "build", "read_only")
        marts = find_marts(database, "build")
        missing = sorted(REQUIRED - table_names(marts))
        if missing:
            raise PublishError(f"the build lacks {', '.join(missing)}; run the build before publishing")
        attach(database, folder / DATABASE, "published", f"storage_version '{STORAGE_VERSION}'")
        for mart in marts:
            copy_table(database, mart, source="build", target="published")
        database.execute("use published")
        if HISTORY in table_names(marts):
            add_believed_on(database)
        written = tuple(write_parquet(database, mart, "published", parquet) for mart in marts)
        quality = quality_totals(database)
        offices = read_offices((settings.seeds, settings.catalogue_extra))
        pages = write_pages(database, folder, night, offices, catalog="published", links=_links(settings))
        write_report_workbook(database, folder / REPORT_WORKBOOK, night=night, most_rows=settings.report_workbook_rows)
        _close(database)
    return _Draft(_content_id(night, written, pages), written, quality)


def _links(settings: Settings) -> tuple[Link, ...]:
    """What stands beside the page of everything. The checks are of a night; the models' page has its room."""
    checks = [("dataDocs", "data_docs/index.html")] if (settings.published / "data_docs/index.html").is_file() else []
    beside = [("dbtDocs", MODELS_PAGE), ("workbook", REPORT_WORKBOOK), ("duckdb", DATABASE), ("parquet", "parquet/")]
    return tuple((key, path, None) for key, path in (*checks, *beside))


def _make_room_for_models_page(settings: Settings) -> None:
    """Until ``warehouse docs`` is run, the page the dashboard links says that it has to be."""
    page = settings.published / MODELS_PAGE
    if not page.exists():
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(_MODELS_PAGE_TO_COME, encoding="utf-8")


def _close(database: Connection) -> None:
    """Detach both files, so that the published one is checkpointed and carries no write-ahead log."""
    database.execute("use memory")
    database.execute("detach published")
    database.execute("detach build")


def _content_id(night: date, marts: Sequence[WrittenMart], pages: Sequence[Path]) -> str:
    parts = [(written.mart.name, written.parquet_sha256, *_described(written.mart)) for written in marts]
    shown = [(page.name, sha256_of(page)) for page in pages]
    return stable_id("publication", night.isoformat(), json.dumps([shown, parts], ensure_ascii=False))


def _described(mart: Mart) -> list[str | None]:
    return [mart.comment, *(text for column in mart.columns for text in (column.name, column.type, column.comment))]


def _write_manifest(folder: Path, night: date, load_id: str, draft: _Draft) -> None:
    manifest: dict[str, Any] = {
        "format": 1,
        "night": night.isoformat(),
        "load_id": load_id,
        "content_id": draft.content_id,
        "marts": [
            {
                "name": written.mart.name,
                "rows": written.rows,
                "parquet": f"parquet/{written.mart.name}.parquet",
                "bytes": written.parquet_bytes,
                "sha256": written.parquet_sha256,
            }
            for written in draft.marts
        ],
        "files": [
            {"path": name, "bytes": (folder / name).stat().st_size, "sha256": sha256_of(folder / name)}
            for name in (*EXPOSED, *sorted(f"{OFFICES}/{page.name}" for page in (folder / OFFICES).iterdir()))
            if (folder / name).is_file()
        ],
        "quality": draft.quality.to_json(),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def _standing_manifest(generations: Generations) -> dict[str, Any] | None:
    current = generations.current()
    if current is None or not (current / MANIFEST).is_file():
        return None
    manifest: dict[str, Any] = json.loads((current / MANIFEST).read_text(encoding="utf-8"))
    return manifest


def _summary(settings: Settings, night: date, load_id: str, draft: _Draft, *, is_new: bool) -> PublishSummary:
    return PublishSummary(
        night=night,
        load_id=load_id,
        is_new=is_new,
        rows={written.mart.name: written.rows for written in draft.marts},
        quality=draft.quality,
        database=settings.published_database,
        overview=settings.published / INDEX,
    )
