"""What the gate left behind after a night."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from expectations.gate import GateSummary
from warehouse.database import connect
from warehouse.landing import Landing

Row = dict[str, Any]


def read_flags(landing: Landing) -> list[Row]:
    with connect() as connection:
        result = connection.execute(
            "select * from read_parquet($1, hive_partitioning = false)", [landing.glob("figure_flags")]
        )
        names = [column[0] for column in result.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    return [{**row, "evidence": json.loads(row["evidence"])} for row in rows]


@dataclass(frozen=True)
class JudgedNight:
    landing: Landing
    summary: GateSummary
    pages: Path
    flags_of: dict[str, list[Row]]
    """By the name of the case."""


def by_case(flags: Iterable[Row], names: dict[str, str]) -> dict[str, list[Row]]:
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for flag in flags:
        grouped[names[flag["document_id"]]].append(flag)
    return grouped
