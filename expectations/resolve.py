"""Today's second reading of the names that stayed unresolved when their figures were read.

The catalogue grows; landing never changes. Every night each open name is tried once against today's catalogue, and the
answers stand beside the build for the gate and dbt to join.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.night import RESOLUTION_SCHEMA, RESOLUTIONS, read_sql
from warehouse.catalogue import Catalogue
from warehouse.database import connect
from warehouse.landing import Landing, write_atomically


def resolve_again(landing: Landing, catalogue: Catalogue, build: Path) -> int:
    """Try every open name of all nights; returns how many now resolve.

    Writes ``build/resolutions.parquet`` whole (kind, text, context, code): one row a name and context, code null where
    the name stays open; no rows where nothing is open.
    """
    landing.prepare()
    with connect() as connection:
        names = connection.execute(
            read_sql("open_names"), {"deliveries": landing.glob("deliveries"), "figures": landing.glob("figures")}
        ).fetchall()
    rows = [
        {"kind": kind, "text": text, "context": context, "code": _code(catalogue, kind, text, context, unit_of_measure)}
        for kind, text, context, unit_of_measure in names
    ]
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows, schema=RESOLUTION_SCHEMA), sink, compression="zstd")
    write_atomically(build / RESOLUTIONS, sink.getvalue().to_pybytes())
    return sum(row["code"] is not None for row in rows)


def _code(catalogue: Catalogue, kind: str, text: str, context: str, unit_of_measure: str | None) -> str | None:
    if kind == "indicator":
        return catalogue.resolve_indicator(text, unit_of_measure=unit_of_measure).code
    office = catalogue.offices.get(context)
    return catalogue.resolve_unit(text, within=office.org_unit_code if office else None).code
