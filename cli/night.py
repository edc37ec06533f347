"""A whole night in this process: the same steps as the DAGs, in the same order, without Airflow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

from warehouse import dbt
from warehouse.figure import SourceKind
from warehouse.settings import Settings

Tell = Callable[[str], None]
"""Takes a line about how far a step has come."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a night: what a person is told it does, and the work.

    ``run`` tells its progress while it works and returns a line about its outcome.
    """

    title: str
    run: Callable[[Tell], str]
    costs_only_itself: bool = False
    """Where it fails, the steps after it run all the same, and the failure is told again at the end."""


def steps(settings: Settings, night: date, *, with_alerts: bool) -> Iterator[Step]:
    """The steps of a night in order; each may be run again at any time."""
    if settings.imap_url is not None:
        yield Step("read mailbox", partial(_mail, settings, night))
    yield Step("load workbooks", partial(_load, settings, SourceKind.UNIT_REPORT, night))
    yield Step("fetch articles", partial(_fetch, settings, night))
    yield Step("load articles", partial(_load, settings, SourceKind.NEWS, night))
    yield from build_steps(settings, night)
    if with_alerts:
        yield Step("alert offices", partial(_alert, settings, night))
        yield Step("remind offices", partial(_remind, settings, night))
    yield from postgres_steps(settings)
    # last, so that a correction that does not hold costs nothing else of the night
    yield Step("check corrections", partial(_check_corrections, settings))


def build_steps(settings: Settings, night: date) -> Iterator[Step]:
    """From the landing zone to the published copy."""
    yield Step("hear answers", partial(_hear, settings, night))
    yield Step("judge figures", partial(_judge, settings, night))
    yield Step("build intermediate", partial(_build, settings, dbt.BEFORE_EVENTS, None))
    yield Step("record flag changes", partial(_record_flags, settings, night))
    yield Step("build marts", partial(_build, settings, dbt.AFTER_EVENTS, None))
    yield publish_step(settings, night)


def publish_step(settings: Settings, night: date) -> Step:
    """The copy that readers open, from the marts as they are built."""
    return Step("publish marts", partial(_publish, settings, night))


def postgres_steps(settings: Settings) -> Iterator[Step]:
    """The same copy in PostgreSQL, where one is set. A server that is down costs these steps alone."""
    if settings.postgres_url:
        url = settings.postgres_url
        yield Step("publish to PostgreSQL", partial(_publish_to_postgres, settings, url), costs_only_itself=True)
        yield Step("clean PostgreSQL", partial(_clean_postgres, url), costs_only_itself=True)


def backfill_steps(replay: Settings, night: date) -> Iterator[Step]:
    """A past night from the landing zone as it stood then; ``replay`` keeps it apart. Nothing is recorded or sent."""
    yield Step("judge figures", partial(_judge, replay, night))
    yield Step("build intermediate", partial(_build, replay, dbt.BEFORE_EVENTS, night))
    yield Step("build marts", partial(_build, replay, dbt.AFTER_EVENTS, night))
    yield publish_step(replay, night)


def load_id(night: date) -> str:
    """Names a load made at the console."""
    return f"console__{night.isoformat()}"


def _fetch(settings: Settings, night: date, tell: Tell) -> str:
    """A source that cannot be read is told of and stops nothing: what is missing comes with the next night."""
    from ingest.news.fetch import fetch_all, told

    summaries = []
    for summary in fetch_all(settings, night):
        tell(f"{summary.name} is through")
        summaries.append(summary)
    return told(summaries)


def _mail(settings: Settings, night: date, _: Tell) -> str:
    """A mailbox that cannot be read is told of and stops nothing: what is missing comes with the next night."""
    from ingest.mailbox import MailboxError, read_mailbox

    try:
        return read_mailbox(settings, night, datetime.now(UTC)).told()
    except MailboxError as error:
        return str(error)


def _load(settings: Settings, source_kind: SourceKind, night: date, tell: Tell) -> str:
    from ingest.load import load_night

    summary = load_night(
        settings,
        source_kind,
        night,
        datetime.now(UTC),
        lambda so_far: tell(f"{so_far.files} files, {so_far.figures} figures"),
    )
    told = ", ".join(f"{count} {status.replace('_', ' ')}" for status, count in sorted(summary.statuses.items()))
    return f"{summary.files} new files ({told or 'nothing new'}), {summary.figures} figures, {summary.awards} awards"


def _hear(settings: Settings, night: date, _: Tell) -> str:
    from warehouse.workbook_answers import hear_answers

    return hear_answers(settings, night, datetime.now(UTC)).told()


def _judge(settings: Settings, night: date, _: Tell) -> str:
    from expectations.gate import judge

    return judge(settings, night).told()


def _build(settings: Settings, selector: str, as_of_night: date | None, _: Tell) -> str:
    summary = dbt.build(settings, selector, as_of_night=as_of_night)
    return ", ".join(f"{count} {status}" for status, count in sorted(summary.statuses.items()))


def _record_flags(settings: Settings, night: date, _: Tell) -> str:
    from warehouse.flag_life import append_transitions

    counts = append_transitions(settings, night, datetime.now(UTC)).counts
    return ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "no change"


def _check_corrections(settings: Settings, _: Tell) -> str:
    from warehouse.corrections import check_corrections

    return check_corrections(settings)


def _publish(settings: Settings, night: date, _: Tell) -> str:
    from serving.publish import publish

    summary = publish(settings, night, load_id(night))
    fresh = "" if summary.is_new else "; the same content already stood"
    return f"{sum(summary.rows.values())} rows in {len(summary.rows)} marts{fresh}"


def _publish_to_postgres(settings: Settings, url: str, _: Tell) -> str:
    from serving.postgres.publish import publish_to_postgres

    return publish_to_postgres(settings, url).told()


def _clean_postgres(url: str, _: Tell) -> str:
    from serving.postgres.clean import clean_postgres

    return clean_postgres(url).told()


def _alert(settings: Settings, night: date, _: Tell) -> str:
    from alerts.digest import send_digests

    return send_digests(settings, night).told()


def _remind(settings: Settings, night: date, _: Tell) -> str:
    from alerts.reminders import send_reminders

    return send_reminders(settings, night).told()
