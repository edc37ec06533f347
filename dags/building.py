"""The tasks of ``build_warehouse``: each hands the night to the room that does the work.

The rooms are imported inside the tasks: Great Expectations and dbt take seconds to import, and DAG files are parsed
often.
"""

from __future__ import annotations

from typing import Any

from airflow.sdk import task, timezone

from dags.common import PUBLISHED_MARTS, night_of_run
from warehouse import dbt
from warehouse.settings import settings


@task
def hear_answers(**context: Any) -> dict[str, int]:
    """What offices answered in correction workbooks: events of flags, and corrected numbers for the build."""
    from warehouse.workbook_answers import hear_answers as hear

    return dict(hear(settings(), night_of_run(context), timezone.utcnow()).counts)


@task
def judge_figures(**context: Any) -> dict[str, Any]:
    """Great Expectations over the night's figures and documents; the findings are landed."""
    from expectations.gate import judge

    return judge(settings(), night_of_run(context)).to_json()


@task
def build_intermediate() -> dict[str, int]:
    """dbt up to the flags."""
    return dict(dbt.build(settings(), dbt.BEFORE_EVENTS).statuses)


@task
def record_flag_changes(**context: Any) -> dict[str, int]:
    """Events for the flags that opened, changed or closed tonight."""
    from warehouse.flag_life import append_transitions

    return dict(append_transitions(settings(), night_of_run(context), timezone.utcnow()).counts)


@task
def build_marts() -> dict[str, int]:
    """dbt from the events to the marts."""
    return dict(dbt.build(settings(), dbt.AFTER_EVENTS).statuses)


@task(outlets=[PUBLISHED_MARTS])
def publish_marts(**context: Any) -> None:
    """The copy that readers open, replaced whole."""
    from serving.publish import publish

    night, load_id = night_of_run(context), context["dag_run"].run_id
    publish(settings(), night, load_id)
    context["outlet_events"][PUBLISHED_MARTS].extra = {"night": night.isoformat(), "load_id": load_id}


@task(retries=0)
def check_corrections() -> str:
    """Red where a correction of the data team does not hold: the marts are published all the same."""
    from warehouse.corrections import check_corrections as check

    return check(settings())
