"""``show-article``: one article, loaded or on disk, as a page with its figures where they stand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import typer
from rapidfuzz import fuzz, process

from ingest.context import DocumentContext, ReadDocument
from ingest.job import Job
from ingest.news.lines import LineError, news_jobs, object_of
from ingest.news.read import read_job, read_news, whole_files
from ingest.reasons import too_large
from serving.article_page import ArticlePage, PlacedFlag, render_article
from warehouse.catalogue import Catalogue
from warehouse.database import Connection, connect
from warehouse.figure import (
    Change,
    DenominatorBasis,
    Figure,
    FigureKind,
    Measure,
    Qualifier,
    SourceKind,
    stable_id,
)
from warehouse.landing import Landing
from warehouse.records import SETTLED, Award
from warehouse.settings import Settings
from warehouse.vietnamese import period_vi

NEAREST = 5
"""Most documents named where the one asked for is not there."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An article found, and the file its page is written to where none is named."""

    page: ArticlePage
    file_name: str


def write_page(settings: Settings, asked: str, output: Path | None) -> Path:
    """Write the page of a document and return its path. Raises ``typer.BadParameter`` where there is none to show."""
    catalogue = Catalogue.load(settings.seeds, settings.catalogue_extra)
    shown = _on_disk(settings, catalogue, asked) or _loaded(settings, catalogue, asked)
    target = output or Path(shown.file_name)
    if target.is_dir():
        target /= shown.file_name
    html = render_article(shown.page).encode("utf-8", "replace")
    try:
        target.write_bytes(html)
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror}"
        raise typer.BadParameter(message) from error
    return target


# On disk


def _on_disk(settings: Settings, catalogue: Catalogue, asked: str) -> Shown | None:
    """The article in a file, read now as a night would read it; null where there is no such file."""
    path, member = _file_of(asked)
    if path is None:
        return None
    read = _read(settings, catalogue, path, member)
    if member is None and len(read) > 1:
        known = ", ".join(f"{path}#{one.document.member}" for one in read[:NEAREST])
        message = f"{path} holds {len(read)} articles; name one: {known}{' …' if len(read) > NEAREST else ''}"
        raise typer.BadParameter(message)
    if not read:
        message = f"{path} holds no article"
        raise typer.BadParameter(message)
    document = read[0].document
    page = _page(
        document.reasons_json,
        catalogue,
        text=document.text or "",
        title=document.title,
        source=asked,
        url=document.url,
        author=document.author,
        published_at=document.published_at,
        received_at=None,
        unit=_unit_name(catalogue, document.unit_code, document.unit_text),
        period=period_vi(document.period_code),
        figures=read[0].figures,
        awards=read[0].awards,
        flags=None,
    )
    return Shown(page, f"{path.stem if member is None else _file_name(member)}.article.html")


def _file_of(asked: str) -> tuple[Path | None, str | None]:
    """(file, member) of ``FILE`` or ``FILE#doc_id``; (null, null) where no such file stands on disk."""
    if Path(asked).is_file():
        return Path(asked), None
    file, mark, member = asked.rpartition("#")
    return (Path(file), member) if mark and Path(file).is_file() else (None, None)


def _read(settings: Settings, catalogue: Catalogue, path: Path, member: str | None) -> tuple[ReadDocument, ...]:
    try:
        size_bytes = path.stat().st_size
        if size_bytes > settings.max_file_bytes:
            raise typer.BadParameter(too_large(size_bytes, settings.max_file_bytes).en)
        content = path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be opened: {error.strerror}"
        raise typer.BadParameter(message) from error
    sha256 = hashlib.sha256(content).hexdigest()
    document_id = stable_id("document", sha256, "")
    context = DocumentContext(
        document_id=document_id,
        delivery_id=document_id,
        source_kind=SourceKind.NEWS,
        office_code=None,
        path=str(path),
        member="",
        sha256=sha256,
        received_at=None,
    )
    if member is None:
        return read_news(content, context, catalogue)
    lines = _lines_of(news_jobs(content, context), member, path)
    return tuple(whole_files(read for line in lines for read in read_job(line, catalogue)))


def _lines_of(jobs: Iterable[Job], member: str, path: Path) -> list[Job]:
    """The lines with this ``doc_id``. Raises ``typer.BadParameter``, naming the nearest, where none has."""
    known: dict[str, list[Job]] = {}
    for line in chain.from_iterable(job.lines() for job in jobs):
        try:
            identity = object_of(line.content, line.first_line or 0).get("doc_id")
        except LineError:
            continue
        if isinstance(identity, str | int):
            known.setdefault(str(identity), []).append(line)
    if member not in known:
        near = _nearest(member, list(known))
        message = f"{path} has no doc_id {member!r}{_listed([f'{path}#{one}' for one in near])}"
        raise typer.BadParameter(message)
    return known[member]


# Loaded

_DOCUMENTS = """
-- grain: delivery x document, of chunks that are whole; the last received first
select documents.*
from read_parquet($documents, hive_partitioning = false, union_by_name = true) as documents
where
    documents.source_kind = 'news'
    and documents.chunk_id in (
        select deliveries.chunk_id from read_parquet($deliveries, hive_partitioning = false) as deliveries
    )
    and (
        $asked in (documents.document_id, documents.path, documents.url)
        or $asked = documents.path || '#' || documents.member
    )
order by documents.received_at desc nulls last, documents.member
"""

_NAMES = """
select distinct unnest([path || if(member = '', '', '#' || member), url]) as name
from read_parquet($documents, hive_partitioning = false, union_by_name = true)
where source_kind = 'news'
"""

_FOUND = """
select *
from read_parquet($files, hive_partitioning = false, union_by_name = true)
where document_id = $document_id and delivery_id = $delivery_id and chunk_id = $chunk_id
order by try_cast(split_part(locator, ':', 1) as bigint) nulls last, locator
"""

_FLAGS = """
-- grain: finding x place of the document
with witnesses as (
    select fct_figure_flags.*, unnest(cast(evidence as json[])) as witness
    from fct_figure_flags
    where not list_contains($settled, state)
)

select distinct
    coalesce(witness ->> '$.locator', '') as locator,
    severity,
    coalesce(rule_name, rule_code) as name,
    coalesce(witness ->> '$.message_vi', message_vi) as message,
    coalesce(what_to_do_vi, '') as action
from witnesses
where witness ->> '$.document_id' = $document_id
order by all
"""


def _loaded(settings: Settings, catalogue: Catalogue, asked: str) -> Shown:
    """The last delivery of a loaded article, as the landing zone keeps it."""
    landing = Landing(settings.landing)
    if not landing.nights():
        message = f"{asked} is no file, and nothing is loaded under {settings.landing}"
        raise typer.BadParameter(message)
    with connect() as database:
        row = _document(database, landing, asked)
        where = {"document_id": row["document_id"], "delivery_id": row["delivery_id"], "chunk_id": row["chunk_id"]}
        figures = [_figure(one) for one in _found(database, landing, "figures", where)]
        awards = [_award(one) for one in _found(database, landing, "awards", where)]
    page = _page(
        row["reasons_json"],
        catalogue,
        text=row["text"] or "",
        title=row["title"],
        source=f"{row['path']}#{row['member']}" if row["member"] else row["path"],
        url=row["url"],
        author=row["author"],
        published_at=_local(row["published_at"], settings),
        received_at=_local(row["received_at"], settings),
        unit=_unit_name(catalogue, row["unit_code"], row["unit_text"]),
        period=period_vi(row["period_code"]),
        figures=figures,
        awards=awards,
        flags=_flags(settings, row["document_id"]),
    )
    return Shown(page, f"{_file_name(row['member'] or Path(row['path']).stem)}.article.html")


def _document(database: Connection, landing: Landing, asked: str) -> dict[str, Any]:
    """The document asked for. Raises ``typer.BadParameter`` where there is none, or where a file holds several."""
    files = {"documents": landing.glob("documents"), "deliveries": landing.glob("deliveries")}
    rows = _rows(database, _DOCUMENTS, {**files, "asked": asked})
    if not rows:
        names = [row["name"] for row in _rows(database, _NAMES, {"documents": files["documents"]}) if row["name"]]
        near = _nearest(asked, names) or sorted(names)[:NEAREST]
        message = f"no file and no loaded article is called {asked}{_listed(near)}"
        raise typer.BadParameter(message)
    last = [row for row in rows if row["delivery_id"] == rows[0]["delivery_id"]]
    if len(last) > 1:
        members = [f"{row['path']}#{row['member']}" for row in last[:NEAREST]]
        message = f"{asked} holds {len(last)} articles{_listed(members)}"
        raise typer.BadParameter(message)
    return rows[0]


def _found(database: Connection, landing: Landing, table: str, where: Mapping[str, str]) -> list[dict[str, Any]]:
    return _rows(database, _FOUND, {"files": landing.glob(table), **where})


def _flags(settings: Settings, document_id: str) -> list[PlacedFlag] | None:
    """The open flags that speak of the document, by place; null where nothing is published."""
    if not settings.published_database.exists():
        return None
    with connect(settings.published_database, read_only=True) as published:
        found = _rows(published, _FLAGS, {"settled": list(SETTLED), "document_id": document_id})
    return [PlacedFlag(**row) for row in found]


def _rows(database: Connection, query: str, parameters: Mapping[str, object]) -> list[dict[str, Any]]:
    cursor = database.execute(query, dict(parameters))
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _figure(row: Mapping[str, Any]) -> Figure:
    kinds = {
        "source_kind": SourceKind,
        "kind": FigureKind,
        "qualifier": Qualifier,
        "change": Change,
        "measure": Measure,
        "denominator_basis": DenominatorBasis,
        "alternatives": tuple,
    }
    fields = {name: row[name] for name in Figure.__slots__}
    typed: dict[str, Any] = {
        name: kinds[name](value) if name in kinds and value is not None else value for name, value in fields.items()
    }
    return Figure(**typed)


def _award(row: Mapping[str, Any]) -> Award:
    return Award(**{name: row[name] for name in Award.__slots__})


# Both


def _page(reasons: Sequence[Mapping[str, Any]], catalogue: Catalogue, **known: Any) -> ArticlePage:
    return ArticlePage(
        **known,
        notes=tuple(str(reason["vi"]) for reason in reasons),
        indicator_names={code: indicator.name_vi for code, indicator in catalogue.indicators.items()},
        unit_names={code: unit.name for code, unit in catalogue.units.items()},
    )


def _unit_name(catalogue: Catalogue, code: str | None, text: str | None) -> str | None:
    unit = catalogue.units.get(code) if code else None
    return unit.name if unit else text


def _local(moment: Any, settings: Settings) -> Any:
    return moment.astimezone(settings.zone) if moment else None


def _nearest(asked: str, names: Sequence[str]) -> list[str]:
    by_likeness: Any = fuzz.WRatio
    return [name for name, _, _ in process.extract(asked, names, scorer=by_likeness, limit=NEAREST, score_cutoff=50)]


def _listed(names: Sequence[str]) -> str:
    return f"; there is: {', '.join(names)}" if names else ""


def _file_name(member: str) -> str:
    """A member's name as a file's: a name from outside leads nowhere."""
    return "".join(char if char.isalnum() or char in "-_." else "-" for char in member)[:80].strip(".") or "article"
