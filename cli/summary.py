"""What a load came to, read from the published file: the end of ``nightly`` and ``load``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from warehouse.database import Connection, connect
from warehouse.records import SETTLED
from warehouse.settings import Settings

SHOWN_FLAGS = 8

_DOCUMENTS = """
select source_kind, status_kind, count(*), coalesce(sum(figure_count), 0)
from dim_documents
where is_current
group by all
order by all
"""

_FLAG_COUNTS = """
select rule_code, severity, count(*)
from fct_figure_flags
where not list_contains($settled, state)
group by rule_code, severity
order by case severity when 'fatal' then 1 when 'query' then 2 else 3 end, count(*) desc, rule_code
"""

_CASES = """
select
    attainments.org_unit_name,
    period_code,
    attainments.value,
    attainments.reference,
    attainments.computed_pct,
    attainments.printed_pct,
    attainments.path,
    attainments.locator
from fct_figure_flags as flags
inner join fct_attainments as attainments using (org_unit_code, indicator_code, period_code)
where
    rule_code = 'result_exceeds_target'
    and not list_contains($settled, state)
    and flags.scope is not distinct from attainments.scope
    and contains(attainments.flag_rules, rule_code)
qualify
    row_number() over (partition by flag_key order by attainments.source_kind = 'news' desc, attainments.figure_id) = 1
order by attainments.org_unit_code in (select cluster_code from dim_clusters) desc, impact_rank
limit 8
"""
"""Numbers of whole clusters first, as the press printed them; among them what would change most."""


def show(settings: Settings, console: Console, phases: Mapping[str, float] | None = None) -> None:
    """Documents, figures, marts, open flags, digests and where to look; phase times where a run was timed."""
    if not settings.published_database.exists():
        console.print(f"Nothing is published yet under {settings.published}. Run `warehouse load` first.")
        return
    with connect(settings.published_database, read_only=True) as published:
        _show_documents(console, published)
        _show_marts(console, published)
        _show_flags(console, published)
        _show_cases(console, published)
    _show_places(settings, console)
    if phases:
        told = ", ".join(f"{title[0].lower()}{title[1:]} {seconds:.0f} s" for title, seconds in phases.items())
        console.print(f"\n[bold]Time[/] {told}; in all {sum(phases.values()):.0f} s")


def _show_documents(console: Console, published: Connection) -> None:
    table = Table("source", "status", "documents", "figures", title="Documents", title_justify="left")
    for source, status, documents, figures in published.execute(_DOCUMENTS).fetchall():
        table.add_row(source, status.replace("_", " "), str(documents), str(figures))
    console.print(table)


def _show_marts(console: Console, published: Connection) -> None:
    names = [row[0] for row in published.execute("select table_name from duckdb_tables() order by 1").fetchall()]
    table = Table("mart", "rows", title="Published marts", title_justify="left")
    for name in names:
        counted = published.table(name).count("*").fetchone()
        table.add_row(name, f"{counted[0]:,}" if counted else "0")
    console.print(table)


def _show_flags(console: Console, published: Connection) -> None:
    table = Table("rule", "severity", "open", title="Open flags", title_justify="left")
    for rule, severity, count in published.execute(_FLAG_COUNTS, {"settled": SETTLED}).fetchall():
        table.add_row(rule, severity, str(count))
    console.print(table)


def _show_cases(console: Console, published: Connection) -> None:
    """The figures that look impossible, as a person would ask for them: with the place they stand."""
    table = Table(
        "unit", "result/target", "computed", "printed", "where", title="Results above target, to be confirmed"
    )
    table.title_justify = "left"
    for unit, period, value, reference, computed, printed, path, locator in published.execute(
        _CASES, {"settled": SETTLED}
    ).fetchall():
        place = f"{path} {locator}"
        ratio = f"{_plain(value)}/{_plain(reference)}"
        table.add_row(
            escape(f"{unit}, {period}"),
            ratio,
            f"{computed}%",
            f"{_plain(printed)}%" if printed is not None else "–",
            escape(place),
        )
    console.print(table)


def _show_places(settings: Settings, console: Console) -> None:
    digests = sorted(settings.outbox.rglob("*.eml")) if settings.outbox.exists() else []
    console.print(f"[bold]Digests[/] {len(digests)} in {settings.outbox}")
    for digest in digests[:SHOWN_FLAGS]:
        console.print(f"  {digest}", soft_wrap=True)
    manifest = settings.published / "manifest.json"
    if manifest.exists():
        loaded: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))
        console.print(f"[bold]Published[/] {settings.published_database}  (load {loaded['load_id']})", soft_wrap=True)
    for title, path in _pages(settings).items():
        if path.exists():
            console.print(f"[bold]{title}[/] {path}", soft_wrap=True)
    if settings.postgres_url:
        _show_postgres(settings.postgres_url, console)


def _show_postgres(url: str, console: Console) -> None:
    """What readers of PostgreSQL see; a server that does not answer is told and stops nothing."""
    from serving.postgres.connection import PostgresError
    from serving.postgres.publish import told_now

    try:
        console.print(f"[bold]PostgreSQL[/] {escape(told_now(url))}", soft_wrap=True)
    except PostgresError as error:
        console.print(f"[bold]PostgreSQL[/] [yellow]{escape(str(error))}[/]", soft_wrap=True)


def _pages(settings: Settings) -> dict[str, Path]:
    return {
        "Overview": settings.published / "index.html",
        "Office pages": settings.published / "offices",
        "Workbook": settings.published / "bao-cao.xlsx",
        "Checks": settings.published / "data_docs" / "index.html",
        "Parquet": settings.published / "parquet",
    }


def _plain(number: Any) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"
