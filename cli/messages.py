"""``warehouse messages``, ``resend`` and ``watch``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.markup import escape

from alerts import delivery, incidents
from alerts.ledger import Message, State
from alerts.watch import watch
from ingest.news.sources import load_sources
from warehouse.settings import Settings

SHOWN_KEY = 8


def show(settings: Settings, console: Console, *, office: str | None, state: str | None, limit: int) -> None:
    """Two lines a message: what it is and its state, then where it goes, the last answer and the next try."""
    chosen = [
        message
        for message in delivery.messages(settings)
        if (office is None or message.office_code == office) and (state is None or message.state == State(state))
    ]
    if not chosen:
        console.print("no message")
        return
    for message in chosen[-limit:]:
        for line in _lines(message, settings):
            console.print(escape(line), soft_wrap=True)
    if len(chosen) > limit:
        console.print(f"… and {len(chosen) - limit} older; --limit shows more")


def _lines(message: Message, settings: Settings) -> tuple[str, str]:
    last = message.delivery
    due = f"next try {last.due_at.astimezone(settings.zone):%d/%m %H:%M}" if last.due_at else ""
    told = f"{last.state.value} ({last.attempts}x)" if last.attempts else last.state.value
    to = f"{message.channel}: {message.address}" if message.address else "outbox"
    named = (message.key[:SHOWN_KEY], message.night.isoformat(), message.kind.value, message.office_code, told)
    return "  ".join(named), "    " + " · ".join(part for part in (to, last.reply, due) if part)


def send_again(settings: Settings, console: Console, keys: Sequence[str]) -> None:
    """Send the messages again at once, and tell what came of each."""
    now = datetime.now(UTC)
    for done in delivery.send_again(settings, settings.night_of(now), now, keys):
        console.print(f"{done.office_code}: {done.state.value} {escape(done.reason or '')}".rstrip(), soft_wrap=True)


def look_around(settings: Settings, console: Console, now: datetime) -> bool:
    """Hand over what is due, judge, tell; returns whether nothing is wrong.

    Where the disk takes no record any more, what is wrong is sent all the same, and the reason is told here.
    """
    declared = {source.name: source.stale_after_days for source in load_sources(settings.news_sources).enabled()}
    try:
        waited = delivery.deliver_waiting(settings, settings.night_of(now), now)
        console.print(f"messages: {escape(waited.told())}", soft_wrap=True)
    except OSError as error:
        console.print(f"[red]messages that wait are not sent:[/] {escape(str(error))}", soft_wrap=True)
    try:
        watch(settings, now, declared)
    except OSError as error:
        console.print(f"[red]nothing can be recorded; see the runbook:[/] {escape(str(error))}", soft_wrap=True)
        return False
    known = incidents.open_incidents(settings)
    for incident in sorted(known.values(), key=lambda one: one.since):
        since = incident.since.astimezone(settings.zone)
        console.print(f"[red]open[/] since {since:%d/%m/%Y %H:%M}: {escape(incident.title)}", soft_wrap=True)
    if not known:
        console.print("[green]nothing is wrong[/]")
    return not known
