"""Superset itself is installed, prepared and given the dashboard, and a browser shows it full and in Vietnamese."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from browser import CHROMIUM, Page
from superset_rows import make_marts

from serving.superset.bundle import DUCKDB, described
from warehouse.settings import PROJECT_ROOT

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]

PYTHON = PROJECT_ROOT / ".venv-superset" / "bin" / "python"
PASSWORD = secrets.token_urlsafe(12)
WAITING = "document.querySelectorAll('.loading, [data-test=\"loading-indicator\"]').length"
HOLDERS = "document.querySelectorAll('.dashboard-component-chart-holder')"


@pytest.fixture(scope="module")
def superset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Superset of the test's own."""
    done = subprocess.run(
        [PROJECT_ROOT / "scripts" / "bootstrap.sh", "superset"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"Superset cannot be installed here: {(done.stdout + done.stderr)[-500:]}")
    home = tmp_path_factory.mktemp("superset")
    (home / "published").mkdir()
    with duckdb.connect(str(home / "published" / "serving.duckdb")) as marts:
        make_marts(marts.execute)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "SUPERSET_HOME": str(home / "superset"),
        "SUPERSET_SECRET_KEY": secrets.token_urlsafe(42),
        "SUPERSET_ADMIN_PASSWORD": PASSWORD,
        "SUPERSET_PORT": str(port),
        "WAREHOUSE_PUBLISHED_DIR": str(home / "published"),
    }
    command = [str(PYTHON), "-m", "serving.superset.start"]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=PROJECT_ROOT, stdout=log, stderr=log)
    try:
        _wait_for_health(process, f"http://127.0.0.1:{port}/health", home / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _wait_for_health(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + 900
    while True:
        assert process.poll() is None, log.read_text("utf-8")[-3000:]
        assert time.monotonic() < deadline, log.read_text("utf-8")[-3000:]
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310  # our own
                return
        except OSError:
            time.sleep(1)


def until(page: Page, condition: str) -> None:
    deadline = time.monotonic() + 180
    while not page.ask(condition):
        assert time.monotonic() < deadline, f"{condition}\n{page.ask('document.body.innerText')}"
        time.sleep(0.3)


def visit(page: Page, address: str) -> None:
    page.call("Page.navigate", url=address)
    until(page, "document.readyState === 'complete'")


@pytest.fixture(scope="module")
def dashboard(superset: str, page: Page) -> Page:
    """The dashboard in a browser that has logged in, as tall as it is, so that every chart is drawn."""
    size: dict[str, Any] = {"width": 1500, "height": 3000, "deviceScaleFactor": 1, "mobile": False}
    page.call("Emulation.setDeviceMetricsOverride", **size)
    page.requests.clear()
    visit(page, f"{superset}/login/")
    until(page, "!!document.querySelector('#password')")
    assert "Đăng nhập" in page.ask("document.body.innerText")
    page.ask(
        "(async () => { const text = await (await fetch('/login/')).text();"
        ' const token = text.match(/csrf_token[^>]*value="([^"]+)"/) ?? text.match(/csrf_token&#34;: &#34;([^&]+)/);'
        " const form = new FormData();"
        f" form.set('username', 'admin'); form.set('password', {json.dumps(PASSWORD)});"
        " if (token) form.set('csrf_token', token[1]);"
        " return (await fetch('/login/', {method: 'POST', body: form})).status; })()"
    )
    visit(page, f"{superset}/superset/dashboard/{DUCKDB.slug}/")
    until(page, f"{HOLDERS}.length > 0 && {WAITING} === 0")
    return page


def shown(page: Page) -> str:
    """The text of every tab, each opened once."""
    told = []
    for number in range(len(described("dashboard")["tabs"])):
        page.ask(f"document.querySelectorAll('.dashboard-component-tabs [role=tab]')[{number}].click()")
        time.sleep(1)
        until(page, f"{WAITING} === 0")
        told.append(str(page.ask("document.body.innerText")))
    return "\n".join(told)


def test_every_chart_is_drawn_from_the_marts_in_vietnamese(dashboard: Page, superset: str) -> None:
    text = shown(dashboard)
    for title in (chart["title"] for chart in described("charts").values()):
        assert title in text
    for number in ("122,7", "22/11/2026", "214.600.000/22", "1–3", "«27 nhà»"):
        assert number in text, number
    for word in ("Bộ lọc", "Áp dụng", "dòng mỗi trang"):
        assert word in text
    for english in ("Apply filters", "entries per page", "No results", "Unexpected error", "Error:"):
        assert english not in text
    asked = {url for url in dashboard.requests if url.startswith("http") and not url.startswith(superset)}
    assert {url for url in asked if "scarf.sh" not in url} == set()
    assert all("Content Security Policy" in error for error in dashboard.errors if "scarf.sh" in error)


def test_the_first_view_is_of_the_latest_period_that_is_owed(dashboard: Page) -> None:
    assert "Năm 2023" in dashboard.ask("document.querySelector('[data-test=\"filter-bar\"]').innerText")


def test_superset_holds_what_is_described_and_nothing_else(dashboard: Page) -> None:
    for kind, many in (("chart", len(described("charts"))), ("dataset", len(described("datasets"))), ("dashboard", 1)):
        assert dashboard.ask(f"fetch('/api/v1/{kind}/').then(answer => answer.json()).then(one => one.count)") == many
