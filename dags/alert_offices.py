"""### One digest an office, for what changed in its flags

**When** new marts are published. **What** reads the published copy, composes a Vietnamese digest for each office whose
flags changed, writes it to the outbox and sends it over SMTP where that is configured. The same night again sends
nothing.

**If `send_digests` fails** the outbox cannot be written. A mail server that is down does not fail it: the message stays
in the outbox and goes out with the next run.
"""

from __future__ import annotations

from typing import Any

from airflow.sdk import dag, task

from dags.common import DAG_DEFAULTS, PUBLISHED_MARTS, night_of_run
from warehouse.settings import settings


@dag(schedule=[PUBLISHED_MARTS], tags=["alert"], doc_md=__doc__, **DAG_DEFAULTS)
def alert_offices() -> None:
    @task
    def send_digests(**context: Any) -> dict[str, int]:
        from alerts.digest import send_digests as send

        return send(settings(), night_of_run(context)).to_json()

    send_digests()


alert_offices()
