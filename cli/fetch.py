"""``warehouse fetch``: ask the configured sources of news, and tell what each brought."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ingest.news.fetch import SourceSummary, enabled_sources, fetch_all, fetch_source
from ingest.news.sources import load_sources
from warehouse.records import FetchOutcome
from warehouse.settings import Settings

SHOWN_NOTES = 10
"""Addresses told of for each source; the record of fetches holds them all."""


def fetch_and_tell(settings: Settings, night: date, names: Sequence[str], console: Console) -> bool:
    """Fetch the named sources, or all that are switched on; returns whether every one of them could be read."""
    if not names and not enabled_sources(settings).sources:
        console.print(f"No source is switched on in {settings.news_sources}.", soft_wrap=True)
        return True
    summaries = []
    for summary in _fetched(settings, night, names):
        console.print(f"  {'[red]✗[/]' if summary.has_failed else '[green]✓[/]'} {summary.name}")
        summaries.append(summary)
    console.print(_table(summaries))
    for summary in summaries:
        _tell_notes(summary, console)
    return not any(summary.has_failed for summary in summaries)


def _fetched(settings: Settings, night: date, names: Sequence[str]) -> Iterator[SourceSummary]:
    if not names:
        yield from fetch_all(settings, night)
        return
    configured = load_sources(settings.news_sources)
    for source in [configured.named(name) for name in names]:
        yield fetch_source(settings, source, night, configured.user_agent)


def _table(summaries: Sequence[SourceSummary]) -> Table:
    table = Table("source", *(outcome.value for outcome in FetchOutcome), "left over", title="Articles fetched")
    table.title_justify = "left"
    for summary in summaries:
        counts = [str(summary.outcomes[outcome]) for outcome in FetchOutcome]
        table.add_row(summary.name, *counts, str(summary.left_over))
    return table


def _tell_notes(summary: SourceSummary, console: Console) -> None:
    for reason in summary.problems:
        console.print(f"[red]{summary.name}[/] {escape(reason.en)}", soft_wrap=True)
    for url, reason in summary.notes[:SHOWN_NOTES]:
        console.print(f"[dim]{summary.name}[/] {escape(url)}: {escape(reason.en)}", soft_wrap=True)
    if len(summary.notes) > SHOWN_NOTES:
        console.print(f"[dim]{summary.name}[/] … and {len(summary.notes) - SHOWN_NOTES} more")
    if summary.quiet_days is not None:
        console.print(f"[yellow]{summary.name}[/] has brought nothing new for {summary.quiet_days} days")
