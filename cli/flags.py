"""``flags``: the flags of the published file, the open ones unless asked otherwise, for a person or as JSON
lines.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.published import published_rows
from warehouse.flag_answers import FILTERED, FlagFilter
from warehouse.settings import Settings

_FLAGS = f"""
select
    flag_key, rule_code, severity, state, opened_night, coalesce(opened_night, first_night) as since, org_unit_code,
    indicator_code, period_code, office_code, owner_office_code, message_vi, evidence, last_actor, last_reason,
    last_reason_code, last_document_text, snoozed_until_date, is_snoozed, value_hash,
    impact_rank, at_stake_value, total_change_pct, attainment_change_pct, rank_flip_count
from fct_figure_flags
where {FILTERED}
order by impact_rank
"""  # noqa: S608  # the condition is ours, its values are parameters


def list_flags(settings: Settings, console: Console, wanted: FlagFilter, night: date, *, as_json: bool) -> None:
    """Flags, those first that would change most, each with its evidence and what was last said of it.

    Raises typer.BadParameter where nothing is published.
    """
    rows = published_rows(settings, _FLAGS, wanted.parameters())
    for row in rows:
        row["age_days"] = (night - row["since"]).days if isinstance(row["since"], date) else None
        del row["since"]
    if as_json:
        for row in rows:
            row["evidence"] = json.loads(str(row["evidence"]))
            sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
        return
    table = Table(
        "flag", "rule", "severity", "state", "days", "unit", "office", "what", "where", "changes", show_lines=True
    )
    for row in rows:
        witnesses = json.loads(str(row["evidence"]))
        places = "\n".join(f"{one['path']} {one['locator']}" for one in witnesses[:3])
        named = (str(row["flag_key"])[:8], row["rule_code"], row["severity"], _state(row), row["age_days"])
        told = (*named, row["org_unit_code"], row["office_code"], row["message_vi"], places, _changes(row))
        table.add_row(*(escape(str(cell if cell is not None else "")) for cell in told))
    console.print(table)
    console.print(f"{len(rows)} {wanted.state or 'open'} flags")


def _state(flag: Mapping[str, Any]) -> str:
    """The state, who led to it where a person did, and what stands beside it."""
    until = flag["snoozed_until_date"]
    is_assigned = flag["office_code"] != flag["owner_office_code"]
    told = (
        flag["state"],
        f"by {flag['last_actor']}" if flag["last_actor"] not in (None, "warehouse") else "",
        f"snoozed until {until}" if flag["is_snoozed"] else "",
        f"assigned by {flag['owner_office_code']}" if is_assigned else "",
    )
    return ", ".join(part for part in told if part)


def _changes(flag: Mapping[str, Any]) -> str:
    """What would change without the disputed figure: places in the cluster, the total above and its attainment."""
    ranks, total, points = flag["rank_flip_count"], flag["total_change_pct"], flag["attainment_change_pct"]
    told = (
        f"{ranks} ranks" if ranks else "",
        f"{total} % of the total above" if total else "",
        f"{points} points of its attainment" if points else "",
    )
    return ", ".join(part for part in told if part)
