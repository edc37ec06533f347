"""A real Airflow in which something is wrong, and then over: what a real mail server receives."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from landed_night import landed
from mail_server import MailServer

from cli import embedded_airflow
from cli.embedded_airflow import Airflow
from warehouse.records import DocumentStatus
from warehouse.settings import PROJECT_ROOT, Settings

pytestmark = pytest.mark.slow

OPERATOR, HANDBOOK = "truc@example.invalid", "https://so-tay.example/runbook.html"

FAILING = """
import time

from airflow.sdk import dag, task

from dags.common import DAG_DEFAULTS
from dags.telling import through_within

DEFAULTS = {**DAG_DEFAULTS, "default_args": {**DAG_DEFAULTS["default_args"], "retries": 0}}
DEFAULTS["deadline"] = through_within(hours=0)


@dag(schedule=None, **DEFAULTS)
def alarm():
    @task
    def break_down(**context):
        if context["params"]["night"]:
            raise RuntimeError("the disk is full")
        time.sleep(20)

    break_down()


alarm()
"""


@contextmanager
def airflow_with_mail(
    home: Path, monkeypatch: pytest.MonkeyPatch, post: MailServer, **environment: str
) -> Iterator[Airflow]:
    """Airflow whose connection ``warehouse_smtp`` is the mail server."""
    server = urlsplit(post.url)
    extra = {"disable_ssl": True, "disable_tls": True}
    connection = {"conn_type": "smtp", "host": server.hostname, "port": server.port, "extra": extra}
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE_SMTP", json.dumps(connection))
    monkeypatch.setenv("WAREHOUSE_OPERATORS_TO", OPERATOR)
    monkeypatch.setenv("WAREHOUSE_RUNBOOK_URL", HANDBOOK)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with embedded_airflow.running(Settings(home=home), embedded_airflow.free_port()) as airflow:
        yield airflow


def wait_for(post: MailServer, *subjects: str, seconds: int = 600) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if all(any(subject in line for line in subjects_of(post)) for subject in subjects):
            return
        time.sleep(1)
    raise AssertionError(f"{subjects} are not all among {subjects_of(post)}")


def subjects_of(post: MailServer) -> list[str]:
    return [str(message["Subject"]).removeprefix("[Thi đua][Vận hành] ") for _, message in post.accepted]


def text_of(post: MailServer, subject: str) -> str:
    message = next(message for _, message in post.accepted if subject in str(message["Subject"]))
    body = message.get_body(("plain",))
    assert body is not None
    text: str = body.get_content()
    return text


def headings_named(text: str) -> set[str]:
    """Headings of the runbook that a message leads to; each has to exist."""
    lines = (PROJECT_ROOT / "docs" / "runbook.md").read_text(encoding="utf-8").splitlines()
    headings = {line.lstrip("# ").lower().replace(" ", "-") for line in lines if line.startswith("##")}
    named = set(re.findall(re.escape(HANDBOOK) + r"#(\S+)", text))
    assert named <= headings
    return named


def test_a_task_that_fails_and_a_run_that_takes_too_long_are_told_once_and_so_is_their_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dags = tmp_path / "dags"
    dags.mkdir()
    (dags / "alarm.py").write_text(FAILING, encoding="utf-8")
    usual = embedded_airflow.environment

    def environment(settings: Settings, api_port: int) -> dict[str, str]:
        return {**usual(settings, api_port), "AIRFLOW__CORE__DAGS_FOLDER": str(dags)}

    monkeypatch.setattr(embedded_airflow, "environment", environment)
    monkeypatch.setattr(embedded_airflow, "DAG_IDS", ())
    monkeypatch.setattr(embedded_airflow, "WATCHING", "alarm")
    with MailServer() as post, airflow_with_mail(tmp_path / "home", monkeypatch, post) as airflow:
        started = datetime.now(UTC)
        airflow.trigger("alarm", {"night": "2026-01-05"})
        wait_for(post, "Tác vụ break_down của alarm bị lỗi")
        airflow.trigger("alarm", {})
        wait_for(post, "alarm chạy quá lâu", "đã hết")
        assert {run["state"] for run in airflow.runs(started)} == {"failed", "success"}
    told = text_of(post, "bị lỗi")
    assert "the disk is full" in told
    assert headings_named(told) == {"when-something-is-red"}
    assert headings_named(text_of(post, "chạy quá lâu")) == {"a-run-takes-too-long"}
    assert len(set(post.message_ids)) == len(post.message_ids)


def test_what_no_run_fails_at_is_told_by_the_hourly_dag_once_and_so_is_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.disk_usage(tmp_path).free > 0.9 * shutil.disk_usage(tmp_path).total:
        pytest.skip("the disk is emptier than any bound that may be set")
    settings = Settings(home=tmp_path / "home")
    tonight = settings.night_of(datetime.now(UTC)) - timedelta(days=1)
    for number in range(1, 9):
        landed(settings, tonight - timedelta(days=20 + number), *[DocumentStatus.LOADED] * 25)
    landed(settings, tonight - timedelta(days=20), *[DocumentStatus.LOADED] * 200)
    with (
        MailServer() as post,
        airflow_with_mail(settings.home, monkeypatch, post, WAREHOUSE_DISK_FREE_PCT="90") as airflow,
    ):
        for _ in range(2):
            airflow.trigger("watch_warehouse", {})
        wait_for(post, "3 sự cố mới")
        landed(settings, tonight, *[DocumentStatus.LOADED] * 25)
        airflow.trigger("watch_warehouse", {})
        wait_for(post, "2 sự cố đã hết")
    assert subjects_of(post) == ["3 sự cố mới", "2 sự cố đã hết"]
    told = text_of(post, "3 sự cố mới")
    for words in ("Không có tệp báo cáo", "Khối lượng tệp báo cáo của đơn vị", "Có 200 tài liệu", "Ổ đĩa sắp đầy"):
        assert words in told
    assert headings_named(told) == {"the-inbox-brings-nothing", "an-odd-volume", "the-disk-fills-up"}
