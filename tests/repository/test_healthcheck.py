"""A container is healthy where Airflow's API says so."""

from __future__ import annotations

import json
import runpy
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

is_healthy: Callable[[str, str], bool] = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "healthcheck.py"))[
    "is_healthy"
]


@contextmanager
def api(health: dict[str, Any]) -> Iterator[str]:
    """An address that answers as Airflow's /api/v2/monitor/health does."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(health).encode())

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name is the base class's
            return

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("told", "healthy"), [({"status": "healthy"}, True), ({"status": "unhealthy"}, False), ({"status": None}, False)]
)
def test_the_component_is_as_healthy_as_airflow_says(told: dict[str, Any], healthy: bool) -> None:
    with api({"metadatabase": {"status": "healthy"}, "scheduler": told}) as url:
        assert is_healthy("scheduler", url) is healthy


def test_a_component_that_is_not_named_is_unhealthy() -> None:
    with api({"metadatabase": {"status": "healthy"}}) as url:
        assert not is_healthy("triggerer", url)


def test_an_api_that_does_not_answer_is_unhealthy() -> None:
    with api({}) as url:
        pass
    assert not is_healthy("scheduler", url)
