"""What the tests of the unit reports' reader share: the catalogue, and a way to read bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.context import DocumentContext, ReadDocument
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.read import read_report
from warehouse.catalogue import Catalogue
from warehouse.figure import SourceKind, stable_id

SEEDS = Path(__file__).resolve().parents[3] / "dbt_project" / "seeds"

Read = Callable[..., ReadDocument]
MakeContext = Callable[..., DocumentContext]


@pytest.fixture(scope="session")
def seeds() -> Path:
    return SEEDS


@pytest.fixture(scope="session")
def catalogue(seeds: Path) -> Catalogue:
    return Catalogue.load(seeds)


@pytest.fixture(scope="session")
def make_context() -> MakeContext:
    def make(
        content: bytes, path: str = "LDLD.TQ/bao-cao.xlsx", office_code: str | None = "LDLD.TQ"
    ) -> DocumentContext:
        sha256 = hashlib.sha256(content).hexdigest()
        return DocumentContext(
            document_id=stable_id("document", sha256, ""),
            delivery_id=stable_id("delivery", sha256),
            source_kind=SourceKind.UNIT_REPORT,
            office_code=office_code,
            path=path,
            member="",
            sha256=sha256,
            received_at=None,
        )

    return make


@pytest.fixture(scope="session")
def read(catalogue: Catalogue, make_context: MakeContext) -> Read:
    def read_bytes(
        content: bytes,
        path: str = "LDLD.TQ/bao-cao.xlsx",
        office_code: str | None = "LDLD.TQ",
        limits: Limits | None = None,
    ) -> ReadDocument:
        return read_report(content, make_context(content, path, office_code), catalogue, limits or Limits())

    return read_bytes
