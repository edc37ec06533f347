"""What a night costs after many: invented nights are landed, all but the last built at once, then the last upon them.

``python -m benchmarks.nights_of_history --nights 10 40 --documents 300`` tells, for each length of history, the seconds
of dbt's models and tests for all nights but the last at once, for the last upon them, and the models that took longest.
Documents hold 60 figures each; one in ten is the new version of an earlier file.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse import dbt
from warehouse.catalogue import Catalogue
from warehouse.database import Connection, connect
from warehouse.landing import Landing, stored_schema
from warehouse.settings import Settings

FIRST_NIGHT = date(2024, 1, 1)
FIGURES = 60
UNITS = 2000

_DOCUMENTS = """
-- grain: one document of the night: a unit's report of the month before, or the new version of an earlier night's
with numbered as (
    select
        i,
        $number as number,
        if(i % 10 = 0 and $number > 1, greatest($number - 1 - i % 7, 1), $number) as first_number
    from range($documents) as told (i)
)

select
    'unit_report' as source_kind,
    'TLD.DATA' as office_code,
    md5(concat('delivery', i, '|', number)) as delivery_id,
    md5(concat('document', i, '|', number)) as document_id,
    md5(concat('bytes', i, '|', number)) as sha256,
    concat('bc-', i, '-', first_number, '.xlsx') as path,
    '' as member,
    'loaded' as status,
    'BM.' || lpad(cast((i * 17 + first_number * 300) % $units as varchar), 5, '0') as unit_code,
    strftime(cast($night as date) - interval 1 month, '%Y-%m') as period_code,
    $figures as figure_count,
    0 as award_count,
    1000 as size_bytes,
    0 as modified_ns,
    cast($night as timestamptz) + interval 13 hour + to_seconds(i) as received_at,
    i
from numbered
"""

_FIGURES = """
-- grain: one figure: half targets, half results, of the first indicators
select
    documents.* exclude (i, unit_code, period_code, path, member, status, sha256),
    md5(concat('figure', documents.document_id, '|', cells.i)) as figure_id,
    concat('Sheet1!E', cells.i) as locator,
    'Chỉ tiêu / Thực hiện' as quote,
    cast((documents.i * 7 + cells.i * 13) % 90 + 10 as varchar) as number_text,
    documents.unit_code,
    documents.unit_code as unit_text,
    indicators.code as indicator_code,
    indicators.code as indicator_text,
    documents.period_code,
    if(cells.i % 2 = 0, 'target', 'result') as kind,
    (documents.i * 7 + cells.i * 13) % 90 + 10 as value,
    'exact' as qualifier,
    'count' as measure,
    false as is_control_total,
    [] as alternatives
from documents
cross join range($figures) as cells (i)
inner join indicators on indicators.i = cells.i // 2
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of one build, by kind of node and by model."""

    models: float
    tests: float
    slowest: tuple[tuple[str, float], ...]

    def told(self) -> str:
        slowest = ", ".join(f"{name} {seconds:.1f}" for name, seconds in self.slowest)
        return f"models {self.models:.1f} s, tests {self.tests:.1f} s ({slowest})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nights", type=int, nargs="+", default=[10, 40])
    parser.add_argument("--documents", type=int, default=300, help="documents a night")
    asked = parser.parse_args()
    for count in asked.nights:
        with tempfile.TemporaryDirectory() as home:
            settings = Settings(home=Path(home))
            write_catalogue(settings)
            land_nights(settings, range(1, count), asked.documents)
            whole = build(settings)
            land_nights(settings, range(count, count + 1), asked.documents)
            added = build(settings)
            print(f"{count} nights, {count * asked.documents * FIGURES:,} figures")
            print(f"  all but the last at once: {whole.told()}")
            print(f"  the last: {added.told()}", flush=True)


def write_catalogue(settings: Settings) -> None:
    """The units that report."""
    settings.catalogue_extra.mkdir(parents=True)
    columns = (settings.seeds / "org_units.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    with (settings.catalogue_extra / "org_units.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for number in range(UNITS):
            code = f"BM.{number:05}"
            writer.writerow({"code": code, "name": code, "level": "district", "kind": "union", "parent": "TLD"})


def land_nights(settings: Settings, numbers: range, documents: int) -> None:
    """Land some nights; a number is a day after the first night."""
    landing = Landing(settings.landing)
    landing.prepare()
    codes = sorted(Catalogue.load(settings.seeds).indicators)
    with connect() as database:
        database.register("indicators", pa.table({"code": codes, "i": list(range(len(codes)))}))
        for number in numbers:
            night = FIRST_NIGHT + timedelta(days=number)
            asked = {"number": number, "documents": documents, "units": UNITS, "night": night, "figures": FIGURES}
            database.register("documents", database.execute(_DOCUMENTS, asked).to_arrow_table())
            _land(landing, database, "figures", night, _FIGURES, {"figures": FIGURES})
            _land(landing, database, "awards", night, "select * from documents where false", {})
            _land(landing, database, "documents", night, "select *, [] as reasons_json from documents", {})
            _land(landing, database, "deliveries", night, "select * from documents", {})
            database.unregister("documents")
            landing.replace_flags(night, [])


def _land(landing: Landing, database: Connection, table: str, night: date, sql: str, asked: dict[str, int]) -> None:
    rows = database.execute(sql, asked).to_arrow_table()
    schema = stored_schema(table)
    known = {"night": pa.scalar(night), "chunk_id": pa.scalar(f"chunk-{night}")}
    columns = [_column(rows, field, known) for field in schema]
    path = landing.root / table / f"night={night}" / f"chunk-{night}.parquet"
    path.parent.mkdir(parents=True)
    pq.write_table(pa.Table.from_arrays(columns, schema=schema), path, compression="zstd")


def _column(rows: pa.Table, field: pa.Field, known: dict[str, pa.Scalar]) -> pa.ChunkedArray | pa.Array:
    if field.name in known:
        return pa.repeat(known[field.name], len(rows)).cast(field.type)
    if field.name in rows.column_names and not pa.types.is_list(field.type):
        return rows.column(field.name).cast(field.type)
    if pa.types.is_list(field.type):
        return pa.array([[]] * len(rows), type=field.type)
    return pa.nulls(len(rows), field.type)


def build(settings: Settings) -> Cost:
    """A night's two builds."""
    nodes: list[tuple[str, float]] = []
    for selector in (dbt.BEFORE_EVENTS, dbt.AFTER_EVENTS):
        dbt.build(settings, selector)
        nodes += _nodes(settings.build / "dbt" / "run_results.json")
    models = [(name.split(".")[-1], seconds) for name, seconds in nodes if not name.startswith("test.")]
    slowest = sorted(models, key=lambda node: -node[1])[:8]
    return Cost(
        sum(seconds for _, seconds in models),
        sum(seconds for name, seconds in nodes if name.startswith("test.")),
        tuple(slowest),
    )


def _nodes(run_results: Path) -> Iterator[tuple[str, float]]:
    for node in json.loads(run_results.read_text(encoding="utf-8"))["results"]:
        yield node["unique_id"], float(node["execution_time"])


if __name__ == "__main__":
    main()
