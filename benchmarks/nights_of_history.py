"""What a night costs after many: invented nights are landed, and at each length asked for the last is built alone.

``python -m benchmarks.nights_of_history --nights 10 40 --documents 300`` tells, for each length of history, the seconds
of dbt's models and tests for the last night, and at the end every model by what its last night costs more at the
greatest length than at the least. Units report by turns, each once a month; workbooks hold 60 figures, one in ten is
the new version of an earlier file, and one document in twenty is an article.
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
_INSTANT = 0.2

_DOCUMENTS = """
-- grain: one document of the night: a unit's report of the month before, the new version of an earlier night's, or an
-- article, one in three of which repeats the words of the night before
with numbered as (
    select
        i,
        $number as number,
        if(i % 10 = 0 and $number > 1, greatest($number - 1 - i % 7, 1), $number) as first_number,
        i % 20 = 7 as is_news
    from range($documents) as told (i)
)

select
    if(is_news, 'news', 'unit_report') as source_kind,
    if(is_news, null, 'TLD.DATA') as office_code,
    md5(concat('delivery', i, '|', number)) as delivery_id,
    md5(concat('document', i, '|', number)) as document_id,
    md5(concat('bytes', i, '|', number)) as sha256,
    if(is_news, concat('bai-', i, '-', number, '.txt'), concat('bc-', i, '-', first_number, '.xlsx')) as path,
    '' as member,
    'loaded' as status,
    'BM.' || lpad(cast((first_number * $documents + i) % $units as varchar), 5, '0') as unit_code,
    strftime(
        cast($first_night as date) + cast(first_number * $documents * 30 // $units as integer) - interval 1 month,
        '%Y-%m'
    ) as period_code,
    if(is_news, 3, $figures) as figure_count,
    0 as award_count,
    1000 as size_bytes,
    0 as modified_ns,
    cast($night as timestamptz) + interval 13 hour + to_seconds(i) as received_at,
    if(
        is_news,
        [hash(j, if(j < 8, 0, i), if(j < 8 or i % 60 = 7, 0, number)) % 1000000000000 for j in range(64)],
        null
    ) as text_sketch,
    i
from numbered
"""

_FIGURES = """
-- grain: one figure: half targets, half results, of the first indicators
select
    documents.* exclude (i, unit_code, period_code, path, member, status, sha256, text_sketch),
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
inner join range($figures) as cells (i) on cells.i < documents.figure_count
inner join indicators on indicators.i = cells.i // 2
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of one night's builds, by node."""

    nodes: dict[str, float]

    def of(self, *kinds: str) -> float:
        return sum(seconds for name, seconds in self.nodes.items() if name.split(".")[0] in kinds)

    def told(self) -> str:
        return f"models {self.of('model', 'seed'):.1f} s, tests {self.of('test'):.1f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nights", type=int, nargs="+", default=[10, 40])
    parser.add_argument("--documents", type=int, default=300, help="documents a night")
    parser.add_argument("--home", type=Path, help="an empty folder to keep what is built in")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Settings(home=asked.home or Path(folder)), sorted(asked.nights), asked.documents)


def measure(settings: Settings, lengths: list[int], documents: int) -> None:
    """Build up to each length but for its last night, then that one, and tell both."""
    write_catalogue(settings)
    landed = 0
    last: list[Cost] = []
    for length in lengths:
        land_nights(settings, range(landed + 1, length), documents)
        before = build(settings)
        land_nights(settings, range(length, length + 1), documents)
        last.append(build(settings))
        print(f"{length} nights, {figures_of(settings):,} figures")
        print(f"  {length - 1 - landed} nights at once: {before.told()}")
        print(f"  the last: {last[-1].told()}", flush=True)
        landed = length
    print(ranked(lengths, last))


def ranked(lengths: list[int], last: list[Cost]) -> str:
    """Every node whose last night takes longer than an instant, by what more nights before it cost."""
    first, final = last[0].nodes, last[-1].nodes
    rows = sorted(final, key=lambda name: first.get(name, 0) - final[name])
    head = "".join(f"{length:>8}" for length in lengths)
    lines = [f"{'seconds of the last of so many nights':70}{head}"]
    for name in rows:
        if final[name] < _INSTANT:
            continue
        seconds = "".join(f"{cost.nodes.get(name, 0):8.2f}" for cost in last)
        kind, _, place = name.partition(".")
        lines.append(f"{kind + ' ' + place.removeprefix('thi_dua.')[:64]:70}{seconds}")
    return "\n".join(lines)


def figures_of(settings: Settings) -> int:
    with connect(settings.build_database, read_only=True) as database:
        (count,) = database.execute("select count(*) from intermediate.int_figures__read").fetchone() or (0,)
    return int(count)


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
    """Land some nights; from one to the next so many days pass that every unit reports once a month."""
    landing = Landing(settings.landing)
    landing.prepare()
    codes = sorted(Catalogue.load(settings.seeds).indicators)
    with connect() as database:
        database.register("indicators", pa.table({"code": codes, "i": list(range(len(codes)))}))
        for number in numbers:
            night = FIRST_NIGHT + timedelta(days=max(number * documents * 30 // UNITS, number))
            asked = {"number": number, "documents": documents, "units": UNITS, "night": night}
            asked |= {"first_night": FIRST_NIGHT, "figures": FIGURES}
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
    is_empty_list = pa.types.is_list(field.type) and field.name != "text_sketch"
    if field.name in rows.column_names and not is_empty_list:
        return rows.column(field.name).cast(field.type)
    if is_empty_list:
        return pa.array([[]] * len(rows), type=field.type)
    return pa.nulls(len(rows), field.type)


def build(settings: Settings) -> Cost:
    """A night's two builds."""
    nodes: dict[str, float] = {}
    for selector in (dbt.BEFORE_EVENTS, dbt.AFTER_EVENTS):
        dbt.build(settings, selector)
        for name, seconds in _nodes(settings.build / "dbt" / "run_results.json"):
            nodes[name] = nodes.get(name, 0) + seconds
    return Cost(nodes)


def _nodes(run_results: Path) -> Iterator[tuple[str, float]]:
    for node in json.loads(run_results.read_text(encoding="utf-8"))["results"]:
        yield node["unique_id"], float(node["execution_time"])


if __name__ == "__main__":
    main()
