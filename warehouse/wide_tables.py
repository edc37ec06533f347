"""The indicator columns of the wide tables' YAML: ``python -m warehouse.wide_tables`` writes them."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from warehouse.settings import PROJECT_ROOT

PROJECT = PROJECT_ROOT / "dbt_project"
TABLES = {"rpt_units": True, "rpt_clusters": True, "rpt_provinces": False}
"""The wide tables, and whether shares stand in them: shares of several units are not added."""
MARKER = "      # below: written by `python -m warehouse.wide_tables`\n"

_LIST = re.compile(r"macro main_indicators\(\) -%\}(.*?)\{%-", re.DOTALL)
_COLUMNS = (
    (
        "target",
        "decimal(38,4)",
        "chỉ tiêu",
        "Target of {name} for this very period, in {unit}; null where none is known",
    ),
    (
        "result",
        "decimal(38,4)",
        "thực hiện",
        "Result of {name}, in {unit}; null where none stands",
    ),
    ("attained_pct", "decimal(18,1)", "mức hoàn thành (%)", "Attainment of {name} in percent of the target"),
    ("quality_status", "varchar", "chất lượng", "Whether the result of {name} is {statuses}; null without a result"),
)
_STATUSES = {
    "rpt_units": ("ok", "unconfirmed", "quarantined"),
    "rpt_clusters": ("ok", "unconfirmed", "incomplete", "quarantined"),
    "rpt_provinces": ("ok", "unconfirmed", "incomplete"),
}


def main_indicators() -> tuple[str, ...]:
    """Codes of the indicators that have columns of their own, in their order."""
    found = _LIST.search((PROJECT / "macros" / "wide_tables.sql").read_text(encoding="utf-8"))
    if found is None:
        raise ValueError("macros/wide_tables.sql has no macro main_indicators()")
    return tuple(found.group(1).split())


def page(table: str) -> str:
    """The YAML of a wide table: what is written by hand down to the marker, then four columns an indicator."""
    head = yaml_path(table).read_text(encoding="utf-8").partition(MARKER)[0]
    with (PROJECT / "seeds" / "indicators.csv").open(encoding="utf-8", newline="") as file:
        indicators = {row["code"]: row for row in csv.DictReader(file)}
    codes = [code for code in main_indicators() if TABLES[table] or not code.endswith("_pct")]
    return head + MARKER + "".join(_column_lines(table, indicators[code]) for code in codes)


def yaml_path(table: str) -> Path:
    return PROJECT / "models" / "marts" / f"{table}.yml"


def _column_lines(table: str, indicator: dict[str, str]) -> str:
    lines = []
    statuses = _STATUSES[table]
    for column, data_type, label, meaning in _COLUMNS:
        words = meaning.format(
            name=indicator["name_en"].replace('"', "'"),
            unit=indicator["unit_vi"],
            statuses=f"{', '.join(statuses[:-1])} or {statuses[-1]}",
        )
        lines += [
            f"      - name: {indicator['code']}_{column}",
            f"        data_type: {data_type}",
            f'        description: "{words}"',
            "        config:",
            "          meta:",
            f'            label_vi: "{indicator["name_vi"]}: {label}"',
            f"            indicator_code: {indicator['code']}",
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for name in TABLES:
        yaml_path(name).write_text(page(name), encoding="utf-8")
