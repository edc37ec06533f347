"""### Articles of the union news, from the sources to the landing zone

**When** every night at 22:00. **What** every source switched on in `news_sources.yml` is asked for new and changed
articles; those, and every new file under `news/` (text, HTML, JSONL), are kept by their hash and read into figures and
awards, each with the sentence it stands in.

**If `list_sources` fails** `news_sources.yml` has a mistake: its log names the field. **If `fetch_source` fails** the
site is down or has changed: the log names the address; what it listed elsewhere is here, the rest comes with the next
night or when the task is cleared; a source that is gone for good is switched off in the file. **If `load_chunk` fails**
the machine is at fault (disk, memory), never an article: mend it and clear the task; what was landed is not read again.
**If `list_new_articles` fails** the drop folder cannot be listed. In every case the other sources and files are loaded,
and `close_night` tells `build_warehouse` that the night is *partial*: missing news never blocks the build.
"""

from __future__ import annotations

from typing import Any

from airflow.sdk import CronTriggerTimetable, TriggerRule, dag, task

from dags.closing import close, fail_if_partial
from dags.common import DAG_DEFAULTS, NEVER_AT_ONCE, NEWS
from dags.fetching import fetch_source, has_sources, list_sources
from dags.ingestion import list_chunks, load_one_chunk
from warehouse.figure import SourceKind
from warehouse.settings import settings

NIGHTLY = CronTriggerTimetable("0 22 * * *", timezone=settings().timezone, run_immediately=NEVER_AT_ONCE)


@dag(schedule=NIGHTLY, tags=["ingest"], doc_md=__doc__, **DAG_DEFAULTS)
def ingest_news() -> None:
    @task(trigger_rule=TriggerRule.ALL_DONE)
    def list_new_articles(**context: Any) -> list[str]:
        return list_chunks(SourceKind.NEWS, context)

    @task
    def load_chunk(plan: str, **context: Any) -> dict[str, int]:
        return load_one_chunk(SourceKind.NEWS, plan, context)

    @task(trigger_rule=TriggerRule.ALL_DONE, outlets=[NEWS])
    def close_night(**context: Any) -> None:
        close(NEWS, SourceKind.NEWS, context)

    articles = list_new_articles()
    if has_sources():
        fetch_source.expand(source=list_sources()) >> articles
    load_chunk.expand(plan=articles) >> close_night() >> fail_if_partial()


ingest_news()
