"""``flags``: the flags of the published file, the open ones unless asked otherwise, for a person or as JSON
lines.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from cli.published import published_rows
from warehouse.flag_answers import FILTERED, FlagFilter
from warehouse.settings import Settings

_FLAGS = f"""
select
    flag_key, rule_code, severity, state, opened_night, coalesce(opened_night, first_night) as since, org_unit_code,
    indicator_code, period_code, office_code, owner_office_code, message_vi, message_en, what_to_do_vi, evidence,
    last_actor, last_reason,
    last_reason_code, last_document_text, snoozed_until_date, is_snoozed, value_hash,
    impact_rank, at_stake_value, total_change_pct, attainment_change_pct, rank_flip_count
from fct_figure_flags
where {FILTERED}
order by impact_rank
"""  # noqa: S608  # the condition is ours, its values are parameters

_WITNESSES = 3
"""Places of a flag that are named; the rest are counted."""


def list_flags(
    settings: Settings, console: Console, wanted: FlagFilter, night: date, *, as_json: bool, first: int | None = None
) -> None:
    """Flags, those first that would change most, each with its evidence and what was last said of it.

    ``first`` are shown, all where null; all are counted. Raises typer.BadParameter where nothing is published.
    """
    rows = published_rows(settings, _FLAGS, wanted.parameters())
    for row in rows:
        row["age_days"] = max((night - row["since"]).days, 0) if isinstance(row["since"], date) else None
        del row["since"]
    shown = rows[:first]
    if as_json:
        for row in shown:
            row["evidence"] = json.loads(str(row["evidence"]))
            sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
        return
    for row in shown:
        _show(console, row)
    console.print(_count(rows, wanted.state or "open"))
    if wanted.state in ("corrected", "closed"):
        console.print("A flag whose finding is gone is listed no more: its life stands in fct_flag_events.")
    if len(shown) < len(rows):
        console.print(f"The first {len(shown)} are shown.")
    if shown and wanted.state is None:
        console.print("Answer by the key: `warehouse confirm`, `withdraw`, `acknowledge`, `snooze`, `assign`.")


def _show(console: Console, flag: Mapping[str, Any]) -> None:
    """A flag as a block of lines, whatever the width of the terminal."""
    head = Text(str(flag["flag_key"])[:8], style="bold")
    console.print(head.append(f"  {flag['severity']} · {flag['rule_code']}", style="not bold"))
    age = f"{flag['age_days']} days" if flag["age_days"] is not None else ""
    lines = [" · ".join(part for part in (_state(flag), age, f"asks {flag['office_code']}") if part)]
    lines.append(str(flag["message_vi"]))
    witnesses = json.loads(str(flag["evidence"]))
    places = [f"{one['path']} {one['locator']}".strip() for one in witnesses[:_WITNESSES]]
    more = f"; and {len(witnesses) - _WITNESSES} more" if len(witnesses) > _WITNESSES else ""
    lines += [f"at: {'; '.join(places)}{more}"] if any(places) else []
    lines += [f"changes: {changes}"] if (changes := _changes(flag)) else []
    lines += [f"said: {said}"] if (said := _said(flag)) else []
    for line in lines:
        console.print(Padding(Text(line), (0, 0, 0, 2)))
    console.print()


def _count(rows: list[dict[str, Any]], state: str) -> str:
    by_severity = Counter(str(row["severity"]) for row in rows)
    told = ", ".join(f"{by_severity[one]} {one}" for one in ("fatal", "query", "info") if by_severity[one])
    return f"{len(rows)} {state} flags" + (f": {told}" if told else "")


def _said(flag: Mapping[str, Any]) -> str:
    """The reason and the paper of the last answer a person gave."""
    if flag["last_actor"] in (None, "warehouse"):
        return ""
    told = (flag["last_reason_code"], flag["last_reason"], flag["last_document_text"])
    return " · ".join(str(one) for one in told if one)


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
