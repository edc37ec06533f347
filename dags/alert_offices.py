"""### One digest an office, for what changed in its flags; a reminder of what it does not answer

**When** new marts are published. **What** reads the published copy, composes a Vietnamese digest for each office whose
flags changed, writes it to the outbox and sends it, by mail or chat; then reminds the offices whose week is over, and
tells the offices above of what two reminders did not bring. The same night again sends nothing, and nothing is sent
for a night whose load is not through: the log says so.

**If `send_digests` or `send_reminders` fails** the outbox cannot be written, or an address of `offices.csv` cannot be
read. A mail server that is down does not fail them: the messages wait, `watch_warehouse` tries again.
"""

from __future__ import annotations

from typing import Any

from airflow.sdk import dag, task

from dags.common import DAG_DEFAULTS, PUBLISHED_MARTS, night_of_run
from dags.telling import sending_settings


@dag(schedule=[PUBLISHED_MARTS], tags=["alert"], doc_md=__doc__, **DAG_DEFAULTS)
def alert_offices() -> None:
    @task
    def send_digests(**context: Any) -> dict[str, Any]:
        from alerts.digest import send_digests as send

        return send(sending_settings(), night_of_run(context)).to_json()

    @task
    def send_reminders(**context: Any) -> dict[str, Any]:
        from alerts.reminders import send_reminders as send

        return send(sending_settings(), night_of_run(context)).to_json()

    send_digests() >> send_reminders()


alert_offices()
