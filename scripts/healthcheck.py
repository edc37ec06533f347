"""Exit 0 where Airflow's API says that a component is healthy.  Usage: healthcheck.py COMPONENT [URL]

COMPONENT is metadatabase, scheduler, dag_processor or triggerer. Airflow's own `airflow jobs check` asks the same, but
spends seven seconds of CPU on starting.
"""

from __future__ import annotations

import json
import sys
import urllib.request

URL = "http://api-server:8080/api/v2/monitor/health"


def is_healthy(component: str, url: str = URL) -> bool:
    """Whether the component's last heartbeat is recent; an API that cannot be reached counts as unhealthy."""
    try:
        with urllib.request.urlopen(url, timeout=8) as answer:  # noqa: S310  # the address is ours
            return bool(json.load(answer)[component]["status"] == "healthy")
    except (OSError, ValueError, KeyError, TypeError):
        return False


if __name__ == "__main__":
    sys.exit(0 if is_healthy(*sys.argv[1:]) else 1)
