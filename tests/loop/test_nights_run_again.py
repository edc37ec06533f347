"""A night run again and again, a night that breaks, nights made up for: the mail server receives each message once.

One real Airflow over one home, with the mail server as an Airflow connection. The tests stand in the order in which
things happen.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from mail_server import MailServer
from nights import Nights, airflow_over, write_reference_case

from alerts.delivery import messages
from cli.nightly import INGESTING

pytestmark = pytest.mark.slow

OFFICE, ADDRESS, OPERATOR = "LDLD.TQ", "thi-dua@tuyenquang.example.invalid", "truc@example.invalid"
NIGHT, BROKEN, MADE_UP_FOR = "2026-01-05", "2026-01-06", ("2026-01-07", "2026-01-08", "2026-01-09")


@dataclass(frozen=True, slots=True)
class Scene:
    nights: Nights
    post: MailServer

    def received(self, recipient: str = ADDRESS) -> Counter[str]:
        """How often each message was received, by its Message-ID."""
        return Counter(str(mail["Message-ID"]) for to, mail in self.post.accepted if to == recipient)

    def told(self, recipient: str) -> list[str]:
        return [str(mail["Subject"]) for to, mail in self.post.accepted if to == recipient]

    def drop(self, name: str) -> None:
        """A unit sends its report again under another name."""
        inbox = self.nights.settings.inbox / OFFICE
        report = min((inbox / "2023").glob("Bieu*.xlsx"))
        (inbox / "2026").mkdir(exist_ok=True)
        shutil.copyfile(report, inbox / "2026" / name)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    home = tmp_path_factory.mktemp("again") / "home"
    home.mkdir()
    write_reference_case(home)
    with MailServer() as post:
        server = urlsplit(post.url)
        connection = {
            "conn_type": "smtp",
            "host": server.hostname,
            "port": server.port,
            "extra": {"disable_ssl": True, "disable_tls": True},
        }
        environment = {"AIRFLOW_CONN_WAREHOUSE_SMTP": json.dumps(connection), "WAREHOUSE_OPERATORS_TO": OPERATOR}
        with airflow_over(home, environment) as nights:
            yield Scene(nights, post)


@pytest.fixture(scope="module")
def first(scene: Scene) -> Counter[str]:
    """What the office received of the first night."""
    scene.nights.run(NIGHT)
    return scene.received()


def test_a_night_run_ten_times_more_sends_each_message_once(scene: Scene, first: Counter[str]) -> None:
    assert list(first.values()) == [1]
    for _ in range(10):
        scene.nights.start(NIGHT, *INGESTING)
    scene.nights.wait_until_idle()
    for dag_id in INGESTING:
        assert [run["state"] for run in scene.nights.runs(dag_id)] == ["success"] * 11
    assert len(scene.nights.runs("build_warehouse")) > 1
    for _ in range(10):
        scene.nights.start(NIGHT, "alert_offices")
    scene.nights.wait_until_idle()
    assert {run["state"] for run in scene.nights.runs("alert_offices")} == {"success"}
    assert scene.received() == first
    assert scene.received(OPERATOR) == Counter()


def kill_every_try(nights: Nights, dag_id: str, task_id: str, seconds: int = 900) -> int:
    """Kill a task as a machine out of memory does, each time it runs, until it fails for good; how often."""
    deadline, killed = time.monotonic() + seconds, set[int]()
    while time.monotonic() < deadline:
        task = nights.task(dag_id, task_id)
        if task.get("state") == "failed":
            return len(killed)
        if task.get("state") == "running" and task["pid"] and task["pid"] not in killed:
            os.kill(task["pid"], signal.SIGKILL)
            killed.add(task["pid"])
        time.sleep(0.3)
    raise AssertionError(f"{task_id} did not fail: {nights.task(dag_id, task_id)}")


def test_of_a_night_whose_load_was_killed_no_office_is_told_and_the_data_team_is(
    scene: Scene, first: Counter[str]
) -> None:
    scene.drop("gui lai.xlsx")
    scene.nights.start(BROKEN, *INGESTING)
    assert kill_every_try(scene.nights, "ingest_unit_reports", "load_chunk") == 3
    scene.nights.wait_until_idle()
    assert scene.nights.runs("ingest_unit_reports")[-1]["state"] == "failed"
    assert scene.nights.runs("alert_offices")[-1]["state"] == "success"
    assert scene.received() == first
    # a task that is killed tells nothing itself: its run does
    assert scene.told(OPERATOR) == ["[Thi đua][Vận hành] ingest_unit_reports chạy không thành công"]


def test_cleared_and_built_again_the_broken_night_is_told_once(scene: Scene, first: Counter[str]) -> None:
    run = scene.nights.runs("ingest_unit_reports")[-1]
    scene.nights.clear("ingest_unit_reports", run["dag_run_id"], "load_chunk")
    scene.nights.wait_until_idle()
    assert scene.nights.runs("ingest_unit_reports")[-1]["state"] == "success"
    if scene.received() == first:
        scene.nights.start(BROKEN, "build_warehouse")
        scene.nights.wait_until_idle()
    fresh = scene.received() - first
    assert [identity[:9] for identity in fresh] == [f"<{BROKEN.replace('-', '')}"]
    assert list(fresh.values()) == [1]
    assert "Đã hết" in scene.told(OPERATOR)[-1]


def test_a_backfill_of_three_nights_sends_each_message_once(scene: Scene, first: Counter[str]) -> None:
    before = scene.received()
    scene.drop("gui lai nua.xlsx")
    for dag_id in INGESTING:
        scene.nights.backfill(dag_id, MADE_UP_FOR[0], MADE_UP_FOR[-1])
    scene.nights.wait_until_idle()
    for dag_id in INGESTING:
        assert [run["state"] for run in scene.nights.made_up_for(dag_id)] == ["success"] * 3
    fresh = scene.received() - before
    assert fresh
    assert set(fresh.values()) == {1}
    everything = messages(scene.nights.settings)
    assert set(scene.received()) | set(scene.received(OPERATOR)) == {one.message_id for one in everything}
