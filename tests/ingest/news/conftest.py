"""The seeds' catalogue, an article's context, and small readers of one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from union_site import Site

from ingest.context import DocumentContext
from ingest.news.awards import extract_awards
from ingest.news.extract import extract_figures
from warehouse.catalogue import Catalogue
from warehouse.figure import Figure, SourceKind
from warehouse.records import Award

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared"

Figures = Callable[..., tuple[Figure, ...]]
Awards = Callable[..., tuple[Award, ...]]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load(ROOT / "dbt_project" / "seeds")


@pytest.fixture(scope="session")
def context() -> DocumentContext:
    return DocumentContext(
        document_id="document",
        delivery_id="delivery",
        source_kind=SourceKind.NEWS,
        office_code=None,
        path="tin.txt",
        member="",
        sha256="0" * 64,
        received_at=None,
    )


@pytest.fixture(scope="session")
def figures(catalogue: Catalogue, context: DocumentContext) -> Figures:
    def read(text: str, **known: object) -> tuple[Figure, ...]:
        return extract_figures(text, context=context, catalogue=catalogue, **known)  # type: ignore[arg-type]

    return read


@pytest.fixture(scope="session")
def awards(catalogue: Catalogue, context: DocumentContext) -> Awards:
    def read(text: str) -> tuple[Award, ...]:
        return extract_awards(text, context=context, catalogue=catalogue)

    return read


@pytest.fixture(scope="session")
def server() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


@pytest.fixture
def site(server: Site) -> Site:
    """The session's site, without a page."""
    server.pages.clear()
    server.forget()
    return server
