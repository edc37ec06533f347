"""``flags``: the open flags of the published file, for a person or as JSON lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.published import published_rows
from warehouse.records import SETTLED
from warehouse.settings import Settings

_FLAGS = """
select
    flag_key, rule_code, severity, state, opened_night, org_unit_code, office_code, message_vi, evidence,
    impact_rank, at_stake_value, total_change_pct, attainment_change_pct, rank_flip_count
from fct_figure_flags
where
    not list_contains($settled, state)
    and ($office is null or office_code = $office)
    and ($rule is null or rule_code = $rule)
    and ($severity is null or severity = $severity)
order by impact_rank
"""


def list_flags(
    settings: Settings,
    console: Console,
    *,
    office: str | None,
    rule: str | None,
    severity: str | None,
    as_json: bool,
) -> None:
    """Open flags, those first that would change most, each with its evidence.

    Raises typer.BadParameter where nothing is published.
    """
    asked = {"settled": SETTLED, "office": office, "rule": rule, "severity": severity}
    rows = published_rows(settings, _FLAGS, asked)
    if as_json:
        for row in rows:
            row["evidence"] = json.loads(row["evidence"])
            sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
        return
    table = Table("rule", "severity", "state", "since", "unit", "office", "what", "where", "changes", show_lines=True)
    for row in rows:
        witnesses = json.loads(row["evidence"])
        places = "\n".join(f"{one['path']} {one['locator']}" for one in witnesses[:3])
        cells = (row["rule_code"], row["severity"], row["state"], row["opened_night"], row["org_unit_code"])
        told = (*cells, row["office_code"], row["message_vi"], places, _changes(row))
        table.add_row(*(escape(str(cell or "")) for cell in told))
    console.print(table)
    console.print(f"{len(rows)} open flags")


def _changes(flag: Mapping[str, Any]) -> str:
    """What would change without the disputed figure: places in the cluster, the total above and its attainment."""
    ranks, total, points = flag["rank_flip_count"], flag["total_change_pct"], flag["attainment_change_pct"]
    told = (
        f"{ranks} ranks" if ranks else "",
        f"{total} % of the total above" if total else "",
        f"{points} points of its attainment" if points else "",
    )
    return ", ".join(part for part in told if part)
