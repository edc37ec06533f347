"""### What no run fails at, and the messages that wait

**When** every hour. **What** hands over the messages that a server put off and that are due again; then looks whether
last night was published in time, whether each source keeps its rhythm, whether the night's volume is usual, whether
the disk has room and whether mail arrives, and tells the data team once of what begins and once of what is over.

**If `send_waiting` fails** the outbox cannot be written. **If `look_around` fails** the landing zone or
`news_sources.yml` cannot be read: its log names the file. Mend it and clear the task; nothing is told twice.
"""

from __future__ import annotations

from typing import Any

from airflow.sdk import CronTriggerTimetable, TriggerRule, dag, task, timezone

from dags.common import DAG_DEFAULTS, NEVER_AT_ONCE
from dags.telling import sending_settings
from warehouse.settings import settings

HOURLY = CronTriggerTimetable("15 * * * *", timezone=settings().timezone, run_immediately=NEVER_AT_ONCE)


@dag(schedule=HOURLY, tags=["alert"], doc_md=__doc__, **DAG_DEFAULTS)
def watch_warehouse() -> None:
    @task
    def send_waiting() -> dict[str, Any]:
        from alerts.delivery import deliver_waiting

        now = timezone.utcnow()
        return deliver_waiting(sending_settings(), settings().night_of(now), now).to_json()

    @task(trigger_rule=TriggerRule.ALL_DONE)
    def look_around() -> dict[str, Any]:
        from alerts.watch import watch
        from ingest.news.sources import load_sources

        declared = {source.name: source.stale_after_days for source in load_sources(settings().news_sources).enabled()}
        return watch(sending_settings(), timezone.utcnow(), declared).to_json()

    send_waiting() >> look_around()


watch_warehouse()
