"""Today's second reading of the names that stayed unresolved when their figures were read.

The catalogue grows; landing never changes. Every night each open name is tried once against today's catalogue, and the
answers stand beside the build for the gate and dbt to join. What stays open keeps its three nearest candidates, for
people to choose from; they are sought again only where the catalogue has changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.night import RESOLUTION_SCHEMA, RESOLUTIONS, read_sql
from warehouse.catalogue import Catalogue, Resolution
from warehouse.database import connect
from warehouse.figure import stable_id
from warehouse.landing import Landing, write_atomically

_CATALOGUE = b"catalogue"
"""Key of the Parquet file's metadata under which the catalogue it was made with is told."""

_Name = tuple[str, str, str]
_Candidates = list[dict[str, Any]]


def resolve_again(landing: Landing, catalogue: Catalogue, build: Path) -> int:
    """Try every open name of all nights; returns how many now resolve.

    Writes ``build/resolutions.parquet`` whole (kind, text, context, code, candidates): one row a name and context, code
    null where the name stays open; no rows where nothing is open.
    """
    landing.prepare()
    with connect() as connection:
        names = connection.execute(
            read_sql("open_names"), {"deliveries": landing.glob("deliveries"), "figures": landing.glob("figures")}
        ).fetchall()
    fingerprint = _fingerprint(catalogue)
    known = _known_candidates(build / RESOLUTIONS, fingerprint)
    rows = [_row(catalogue, known, *name) for name in names]
    schema = RESOLUTION_SCHEMA.with_metadata({_CATALOGUE: fingerprint})
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), sink, compression="zstd")
    write_atomically(build / RESOLUTIONS, sink.getvalue().to_pybytes())
    return sum(row["code"] is not None for row in rows)


def _row(
    catalogue: Catalogue,
    known: Mapping[_Name, _Candidates],
    kind: str,
    text: str,
    context: str,
    unit_of_measure: str | None,
) -> dict[str, Any]:
    resolution = _resolution(catalogue, kind, text, context, unit_of_measure)
    candidates: _Candidates = []
    if resolution.code is None:
        before = known.get((kind, text, context))
        candidates = _nearest(resolution) if before is None else before
    return {"kind": kind, "text": text, "context": context, "code": resolution.code, "candidates": candidates}


def _resolution(catalogue: Catalogue, kind: str, text: str, context: str, unit_of_measure: str | None) -> Resolution:
    if kind == "indicator":
        return catalogue.resolve_indicator(text, unit_of_measure=unit_of_measure)
    office = catalogue.offices.get(context)
    return catalogue.resolve_unit(text, within=office.org_unit_code if office else None)


def _nearest(resolution: Resolution) -> _Candidates:
    return [{"code": near.code, "name": near.name, "score": near.score} for near in resolution.candidates]


def _known_candidates(path: Path, fingerprint: str) -> dict[_Name, _Candidates]:
    """The candidates sought on an earlier night, where the catalogue is still the same."""
    if not path.exists():
        return {}
    table = pq.read_table(path)
    if (table.schema.metadata or {}).get(_CATALOGUE) != fingerprint.encode():
        return {}
    return {
        (row["kind"], row["text"], row["context"]): row["candidates"] for row in table.to_pylist() if not row["code"]
    }


def _fingerprint(catalogue: Catalogue) -> str:
    """What the candidates depend on: every unit with its changes, indicator and office."""
    rows = (*catalogue.units.values(), *catalogue.indicators.values(), *catalogue.offices.values())
    entries = (*rows, *catalogue.events)
    return stable_id("catalogue", *map(repr, entries))
