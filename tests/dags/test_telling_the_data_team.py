"""A real Airflow in which a task fails, a run takes too long, and both are over: what a real mail server receives."""

from __future__ import annotations

import email
import email.policy
import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from cli import embedded_airflow
from warehouse.settings import Settings

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


class Inbox:
    """The subjects a server took."""

    def __init__(self) -> None:
        self.messages: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # the server's hook
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"

    def wait_for(self, *subjects: str) -> None:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            told = [str(message["Subject"]) for message in self.messages]
            if all(any(subject in line for line in told) for subject in subjects):
                return
            time.sleep(1)
        raise AssertionError(f"{subjects} are not all among {told}")


@pytest.mark.slow
def test_a_task_that_fails_and_a_run_that_takes_too_long_are_told_once_and_so_is_their_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = Inbox()
    port = embedded_airflow.free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    connection = {
        "conn_type": "smtp",
        "host": "127.0.0.1",
        "port": port,
        "extra": {"disable_ssl": True, "disable_tls": True},
    }
    dags = tmp_path / "dags"
    dags.mkdir()
    (dags / "alarm.py").write_text(FAILING, encoding="utf-8")
    usual = embedded_airflow.environment

    def environment(settings: Settings, api_port: int) -> dict[str, str]:
        return {
            **usual(settings, api_port),
            "AIRFLOW__CORE__DAGS_FOLDER": str(dags),
            "AIRFLOW_CONN_WAREHOUSE_SMTP": json.dumps(connection),
            "WAREHOUSE_OPERATORS_TO": "truc@example.invalid",
        }

    monkeypatch.setattr(embedded_airflow, "environment", environment)
    monkeypatch.setattr(embedded_airflow, "DAG_IDS", ())
    monkeypatch.setattr(embedded_airflow, "WATCHING", "alarm")
    controller.start()
    try:
        with embedded_airflow.running(Settings(home=tmp_path / "home"), embedded_airflow.free_port()) as airflow:
            started = datetime.now(UTC)
            airflow.trigger("alarm", {"night": "2026-01-05"})
            inbox.wait_for("Tác vụ break_down của alarm bị lỗi")
            airflow.trigger("alarm", {})
            inbox.wait_for("alarm chạy quá lâu", "đã hết")
            assert {run["state"] for run in airflow.runs(started)} == {"failed", "success"}
    finally:
        controller.stop()
    first = next(message for message in inbox.messages if "bị lỗi" in str(message["Subject"]))
    body = first.get_body(("plain",)).get_content()
    assert "the disk is full" in body
    assert "#when-something-is-red" in body
    assert len({message["Message-ID"] for message in inbox.messages}) == len(inbox.messages)
