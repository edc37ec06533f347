"""Airflow on embedded defaults: SQLite, LocalExecutor, bound to this machine alone.

Its services run in one process group, so that ending the group ends them all and leaves no orphan.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from cli.kept_secret import kept_secret
from warehouse.settings import PROJECT_ROOT, Settings

TRIES = 10
"""Times that a question to Airflow's API is asked before the run is given up; each waits half a minute."""

DAG_IDS = ("ingest_unit_reports", "ingest_news", "build_warehouse", "alert_offices")
"""The chain of a night."""
WATCHING = "watch_warehouse"
"""Runs every hour beside it."""
HOST = "127.0.0.1"
START_SECONDS = 180


class AirflowError(RuntimeError):
    """Airflow did not start, or a DAG run failed; the message says which log to read."""


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def environment(settings: Settings, port: int) -> dict[str, str]:
    """The environment under which every Airflow process of this home runs."""
    home = settings.home.resolve() / "airflow"
    keys = _keys(home)
    return settings.child_environment(
        AIRFLOW_HOME=str(home),
        AIRFLOW__CORE__DAGS_FOLDER=str(PROJECT_ROOT / "dags"),
        AIRFLOW__CORE__LOAD_EXAMPLES="False",
        AIRFLOW__CORE__EXECUTOR="LocalExecutor",
        AIRFLOW__CORE__PARALLELISM=str(max(2, min(os.cpu_count() or 2, 4))),
        AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION="False",
        AIRFLOW__CORE__EXECUTION_API_SERVER_URL=f"http://{HOST}:{port}/execution/",
        AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS="True",
        AIRFLOW__CORE__FERNET_KEY=keys["fernet"],
        AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=f"sqlite:///{home / 'airflow.db'}",
        AIRFLOW__API__HOST=HOST,
        AIRFLOW__API__PORT=str(port),
        AIRFLOW__API__BASE_URL=f"http://{HOST}:{port}",
        AIRFLOW__API__WORKERS="1",
        AIRFLOW__API__SECRET_KEY=keys["api"],
        AIRFLOW__API_AUTH__JWT_SECRET=keys["jwt"],
        AIRFLOW__SCHEDULER__SCHEDULER_HEARTBEAT_SEC="2",
        AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK="False",
        AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT="60",
        AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL="5",
        AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL="10",
        AIRFLOW__LOGGING__LOGGING_LEVEL="INFO",
        # at INFO it tells of each of its own functions while it is imported: 200 lines of a task's log
        AIRFLOW__LOGGING__NAMESPACE_LEVELS="great_expectations._docs_decorators=WARNING",
        AIRFLOW__USAGE_DATA_COLLECTION__ENABLED="False",
        GX_ANALYTICS_ENABLED="false",
        DBT_SEND_ANONYMOUS_USAGE_STATS="false",
        PYTHONWARNINGS="ignore",
        no_proxy="*",
    )


def _keys(home: Path) -> dict[str, str]:
    """Secrets of this home, made once and readable by their owner alone."""

    def made() -> str:
        keys = {name: secrets.token_urlsafe(32) for name in ("api", "jwt")}
        return json.dumps({**keys, "fernet": urlsafe_b64encode(secrets.token_bytes(32)).decode()})

    home.mkdir(parents=True, exist_ok=True)
    loaded: dict[str, str] = json.loads(kept_secret(home / "keys.json", made))
    return loaded


def migrate(settings: Settings) -> None:
    """Make or upgrade Airflow's own database; quick where it is up to date."""
    from importlib.metadata import version

    home = settings.home.resolve() / "airflow"
    stamp = home / f"migrated-{version('apache-airflow-core')}"
    if stamp.exists() and (home / "airflow.db").exists():
        return
    done = subprocess.run(  # our own command
        [sys.executable, "-m", "airflow", "db", "migrate"],
        env=environment(settings, 0),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise AirflowError(f"airflow db migrate failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    stamp.touch()


@dataclass(frozen=True, slots=True)
class Airflow:
    """A running Airflow and its REST API."""

    url: str
    logs: Path
    client: httpx.Client

    def trigger(self, dag_id: str, conf: dict[str, Any]) -> str:
        """Start a run by hand; returns its run id."""
        answer = self.client.post(f"/api/v2/dags/{dag_id}/dagRuns", json={"logical_date": None, "conf": conf})
        answer.raise_for_status()
        return str(answer.json()["dag_run_id"])

    def pause(self, dag_id: str, *, is_paused: bool = True) -> None:
        """Keep a DAG from being started by its schedule, or let it be again."""
        self.client.patch(f"/api/v2/dags/{dag_id}", json={"is_paused": is_paused}).raise_for_status()

    def runs(self, since: datetime) -> list[dict[str, Any]]:
        """The runs of every DAG that were due since an instant, oldest first."""
        return self._all("/api/v2/dags/~/dagRuns", "dag_runs", since)

    def tasks(self, since: datetime) -> list[dict[str, Any]]:
        """The task instances of those runs."""
        return self._all("/api/v2/dags/~/dagRuns/~/taskInstances", "task_instances", since)

    def _all(self, path: str, key: str, since: datetime) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while True:
            asked: dict[str, str | int] = {
                "run_after_gte": since.isoformat(),
                "order_by": "id",
                "limit": 100,
                "offset": len(found),
            }
            page = self._page(path, asked)
            found += page[key]
            if len(page[key]) < 100:
                return found

    def _page(self, path: str, asked: dict[str, str | int]) -> dict[str, Any]:
        """On a busy machine an answer may take longer than it is waited for; the night goes on meanwhile: ask again."""
        last: httpx.TimeoutException | None = None
        for _ in range(TRIES):
            try:
                answer = self.client.get(path, params=asked)
            except httpx.TimeoutException as error:
                last = error
                continue
            answer.raise_for_status()
            page: dict[str, Any] = answer.json()
            return page
        raise AirflowError(f"Airflow has not answered {TRIES} times; its own words: {self.logs}") from last


@contextmanager
def running(settings: Settings, port: int, *, stays: bool = False) -> Iterator[Airflow]:
    """Airflow's services for the length of the block, healthy and with every DAG known.

    One that stays has a triggerer and reads DAG files as they change; one that carries a night reads them once.
    """
    migrate(settings)
    home = settings.home.resolve() / "airflow"
    logs = home / "logs" / "services"
    logs.mkdir(parents=True, exist_ok=True)
    commands = {
        "api-server": ["api-server"],
        "scheduler": ["scheduler", "--skip-serve-logs"],
        "dag-processor": ["dag-processor"],
    }
    services = environment(settings, port)
    if stays:
        commands["triggerer"] = ["triggerer", "--skip-serve-logs"]
    else:
        services["AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL"] = "86400"
    started = home / "services.json"
    _end_left_over(started)
    processes: dict[str, subprocess.Popen[bytes]] = {}
    with _ended_by_signals():
        try:
            for name, arguments in commands.items():
                with (logs / f"{name}.log").open("wb") as log:
                    processes[name] = subprocess.Popen(  # noqa: S603  # our own command
                        [sys.executable, "-m", "airflow", *arguments],
                        env=services,
                        stdout=log,
                        stderr=subprocess.STDOUT,
                        start_new_session=True,
                    )
                started.write_text(json.dumps([process.pid for process in processes.values()]), encoding="utf-8")
            yield _wait_until_ready(f"http://{HOST}:{port}", logs, processes)
        finally:
            _end([process.pid for process in processes.values()])
            started.unlink(missing_ok=True)


def _wait_until_ready(url: str, logs: Path, processes: dict[str, subprocess.Popen[bytes]]) -> Airflow:
    deadline = time.monotonic() + START_SECONDS
    client = httpx.Client(base_url=url, timeout=30, trust_env=False)
    while time.monotonic() < deadline:
        for name, process in processes.items():
            if process.poll() is not None:
                raise AirflowError(f"Airflow's {name} ended while starting; read {logs / name}.log")
        try:
            if "Authorization" not in client.headers:
                token = client.get("/auth/token")
                token.raise_for_status()
                client.headers["Authorization"] = f"Bearer {token.json()['access_token']}"
            health = client.get("/api/v2/monitor/health").json()
            known = {dag["dag_id"] for dag in client.get("/api/v2/dags").json()["dags"]}
            if health["scheduler"]["status"] == "healthy" and known >= {*DAG_IDS, WATCHING}:
                return Airflow(url, logs, client)
            if errors := client.get("/api/v2/importErrors").json().get("import_errors"):
                told = "\n".join(f"{error['filename']}: {error['stack_trace']}" for error in errors)
                raise AirflowError(f"A DAG file cannot be imported:\n{told}")
        except (httpx.TransportError, httpx.HTTPStatusError, KeyError, ValueError):
            pass
        time.sleep(0.5)
    raise AirflowError(f"Airflow was not ready after {START_SECONDS} s; read the logs in {logs}")


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """A closed terminal or a polite kill ends this process the way Ctrl+C does: with its services."""

    def interrupt(number: int, _: object) -> None:
        raise KeyboardInterrupt(number)

    earlier = {sent: signal.signal(sent, interrupt) for sent in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for sent, handler in earlier.items():
            signal.signal(sent, handler)


def _end_left_over(started: Path) -> None:
    """End the services of a run on this home that was killed before it could end them itself."""
    if not started.exists():
        return
    pids: list[int] = json.loads(started.read_text(encoding="utf-8"))
    _end([pid for pid in pids if "airflow" in _command_of(pid)])
    started.unlink()


def _command_of(pid: int) -> str:
    """The command line of a process, which may be somebody else's by now; empty where there is none."""
    told = subprocess.run(  # noqa: S603  # our own command
        ["ps", "-o", "command=", "-p", str(pid)],  # noqa: S607  # wherever this system keeps it
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout


def _end(leaders: list[int]) -> None:
    """End each service with its whole process group: first politely, then for certain."""
    for sent, patience in ((signal.SIGTERM, 8.0), (signal.SIGKILL, 5.0)):
        for pid in leaders:
            with suppress(ProcessLookupError):
                os.killpg(pid, sent)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and any(_is_alive(pid) for pid in leaders):
            time.sleep(0.1)


def _is_alive(leader: int) -> bool:
    """Whether any process of a group is left; a child of ours that ended is reaped here."""
    with suppress(ChildProcessError):
        os.waitpid(leader, os.WNOHANG)
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    return True
