"""### Workbooks of the units, from the inbox to the landing zone

**When** every night at 22:00. **What** where a mailbox is set, the attachments of its new messages are dropped into the
folders of the offices whose contacts sent them; every new file under `inbox/<office>/` is kept by its hash, read, and
landed with its figures or answers, or set aside with a reason the office understands. Files are read in chunks; a bad
file costs itself alone.

**If `read_mailbox` fails** the mail server is down or refuses the log-in: its log says why; nothing is lost, what is
missing comes with the next night or when the task is cleared. **If `load_chunk` fails** the machine is at fault (disk,
memory), never a file: mend it and clear the task; what was landed is not read again. **If `list_new_files` fails** the
inbox cannot be listed. In every case `close_night` still tells `build_warehouse` that the night is *partial*, so that
the other sources are published.
"""

from __future__ import annotations

from typing import Any

from airflow.sdk import CronTriggerTimetable, TriggerRule, dag, task, timezone

from dags.closing import close, fail_if_partial
from dags.common import DAG_DEFAULTS, NEVER_AT_ONCE, UNIT_REPORTS, night_of_run
from dags.ingestion import list_chunks, load_one_chunk
from warehouse.figure import SourceKind
from warehouse.settings import settings

NIGHTLY = CronTriggerTimetable("0 22 * * *", timezone=settings().timezone, run_immediately=NEVER_AT_ONCE)


@dag(schedule=NIGHTLY, tags=["ingest"], doc_md=__doc__, **DAG_DEFAULTS)
def ingest_unit_reports() -> None:
    @task
    def read_mailbox(**context: Any) -> dict[str, int]:
        from ingest.mailbox import read_mailbox as read

        return read(settings(), night_of_run(context), timezone.utcnow()).to_json()

    @task(trigger_rule=TriggerRule.ALL_DONE)
    def list_new_files(**context: Any) -> list[str]:
        return list_chunks(SourceKind.UNIT_REPORT, context)

    @task
    def load_chunk(plan: str, **context: Any) -> dict[str, int]:
        return load_one_chunk(SourceKind.UNIT_REPORT, plan, context)

    @task(trigger_rule=TriggerRule.ALL_DONE, outlets=[UNIT_REPORTS])
    def close_night(**context: Any) -> None:
        close(UNIT_REPORTS, SourceKind.UNIT_REPORT, context)

    files = list_new_files()
    if settings().imap_url is not None:
        read_mailbox() >> files
    load_chunk.expand(plan=files) >> close_night() >> fail_if_partial()


ingest_unit_reports()
