"""The tasks of ``build_warehouse`` that publish to PostgreSQL, each skipped where none is set."""

from __future__ import annotations

from typing import Any

from airflow.sdk import Connection, task
from airflow.sdk.exceptions import AirflowNotFoundException, AirflowSkipException

from warehouse.settings import settings

POSTGRES_CONNECTION = "warehouse_postgres"


def postgres_address() -> str:
    """Where the marts are published beside the files: the connection ``warehouse_postgres``, else the setting.

    The task is skipped where neither is set.
    """
    try:
        address = Connection.get(POSTGRES_CONNECTION).get_uri()
    except AirflowNotFoundException:
        address = settings().postgres_url
    if not address:
        raise AirflowSkipException("no PostgreSQL is set")
    return address.replace("postgres://", "postgresql://", 1)


@task
def publish_to_postgres() -> dict[str, Any]:
    """The published files once more in PostgreSQL, where the connection or the setting names one."""
    from serving.postgres.publish import publish_to_postgres as publish

    return publish(settings(), postgres_address()).to_json()


@task
def clean_postgres() -> str:
    """Generations that no reader needs any more go."""
    from serving.postgres.clean import clean_postgres as clean

    return clean(postgres_address()).told()
