"""How the data team is told of a run, and the settings with what Airflow knows of the mail server."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import BaseNotifier, Connection, timezone
from airflow.sdk.definitions.callback import SyncCallback
from airflow.sdk.definitions.deadline import DeadlineAlert, DeadlineReference
from airflow.sdk.exceptions import AirflowNotFoundException

from warehouse.settings import Settings, settings

MAIL_CONNECTION = "warehouse_smtp"


def sending_settings() -> Settings:
    """The settings, with the mail server of the Airflow connection ``warehouse_smtp`` where there is one."""
    from alerts.smtp import server_of

    try:
        known = Connection.get(MAIL_CONNECTION)
    except AirflowNotFoundException:
        return settings()
    url = server_of(known.host, known.port, known.login, known.password, known.extra_dejson).url
    return settings().model_copy(update={"smtp_url": url})


class DataTeamNotifier(BaseNotifier):
    """Hands what happened, ``task_failed``, ``dag_failed``, ``dag_late`` or ``dag_succeeded``, to ``alerts.runs``."""

    def __init__(self, happening: str, context: Any = None) -> None:
        super().__init__(context=context)
        self.happening = happening

    def notify(self, context: Any) -> None:
        from alerts import runs

        run = context.get("dag_run")
        dag_id = run["dag_id"] if isinstance(run, dict) else context["dag"].dag_id
        told: list[Any] = [str(context.get("reason") or "")] if self.happening == "dag_failed" else []
        if self.happening == "task_failed":
            told = [context["ti"].task_id, str(context.get("exception") or ""), context["ti"].log_url]
        getattr(runs, self.happening)(sending_settings(), timezone.utcnow(), dag_id, *told)


def through_within(hours: int) -> DeadlineAlert:
    """The data team is told of a run that is not through so long after it was queued."""
    late = SyncCallback(DataTeamNotifier, kwargs={"happening": "dag_late"})
    return DeadlineAlert(DeadlineReference.DAGRUN_QUEUED_AT, timedelta(hours=hours), late)
