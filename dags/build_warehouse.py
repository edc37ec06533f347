"""### From the landing zone to published marts

**When** both sources have closed the night, or at 05:00 whatever came. **What** the answers in correction workbooks
that came back are heard; Great Expectations judges the night's figures; dbt builds up to the flags; the flags'
transitions are recorded; dbt builds the marts; a copy is published.

**If `hear_answers` fails** the landing zone cannot be read or written, or `WAREHOUSE_ANSWER_KEYS` is malformed: no
answer is lost, mend it and clear the task. **If `judge_figures` fails** a check itself broke (a wrong figure never
fails it): nothing new is published and readers keep last night's copy. **If `build_intermediate` or `build_marts`
fails** one of our own promises about a table does not hold: the log names the model or test. **If `publish_marts`
fails** the disk is full or not writable. Clear the failed task after mending: every task can be run again at any
time. **If `check_corrections` fails** all is published; a line of `figure_corrections.csv` cannot be used, or the
number it corrects stands no more: the log names it.
**If `publish_to_postgres` fails** the files are published and the offices told all the same; PostgreSQL shows the last
generation it has. **If `clean_postgres` fails** a reader held an old generation; clear it later. Both are skipped where
no PostgreSQL is set.
"""

from __future__ import annotations

from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, dag

from dags.building import (
    build_intermediate,
    build_marts,
    check_corrections,
    hear_answers,
    judge_figures,
    publish_marts,
    record_flag_changes,
)
from dags.common import DAG_DEFAULTS, NEVER_AT_ONCE, NEWS, UNIT_REPORTS
from dags.postgres import clean_postgres, publish_to_postgres
from warehouse.settings import settings

AT_THE_LATEST = CronTriggerTimetable("0 5 * * *", timezone=settings().timezone, run_immediately=NEVER_AT_ONCE)
WHEN_CLOSED = AssetOrTimeSchedule(timetable=AT_THE_LATEST, assets=UNIT_REPORTS & NEWS)


@dag(schedule=WHEN_CLOSED, tags=["build"], doc_md=__doc__, **DAG_DEFAULTS)
def build_warehouse() -> None:
    marts = hear_answers() >> judge_figures() >> build_intermediate() >> record_flag_changes() >> build_marts()
    published = marts >> publish_marts()
    published >> check_corrections()
    published >> publish_to_postgres() >> clean_postgres()


build_warehouse()
