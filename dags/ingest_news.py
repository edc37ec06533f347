"""### Articles of the union news, from the sources to the landing zone

**When** every night at 22:00. **What** every new article under `news/` (text, HTML, JSONL) is kept by its hash and read
into figures and awards, each with the sentence it stands in.

**If `load_chunk` fails** the machine is at fault (disk, memory), never an article: mend it and clear the task; what was
landed is not read again. **If `list_new_articles` fails** the drop folder cannot be listed. Either way `close_night`
still tells `build_warehouse` that the night is *partial*: missing news never blocks the build.
"""

from __future__ import annotations

from typing import Any

from airflow.sdk import CronTriggerTimetable, TriggerRule, dag, task

from dags.common import DAG_DEFAULTS, NEVER_AT_ONCE, NEWS
from dags.ingestion import close, fail_if_partial, list_chunks, load_one_chunk
from warehouse.figure import SourceKind
from warehouse.settings import settings

NIGHTLY = CronTriggerTimetable("0 22 * * *", timezone=settings().timezone, run_immediately=NEVER_AT_ONCE)


@dag(schedule=NIGHTLY, tags=["ingest"], doc_md=__doc__, **DAG_DEFAULTS)
def ingest_news() -> None:
    @task
    def list_new_articles(**context: Any) -> list[str]:
        return list_chunks(SourceKind.NEWS, context)

    @task
    def load_chunk(plan: str, **context: Any) -> dict[str, int]:
        return load_one_chunk(SourceKind.NEWS, plan, context)

    @task(trigger_rule=TriggerRule.ALL_DONE, outlets=[NEWS])
    def close_night(**context: Any) -> None:
        close(NEWS, context)

    load_chunk.expand(plan=list_new_articles()) >> close_night() >> fail_if_partial()


ingest_news()
