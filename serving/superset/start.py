"""Make Superset ready and run it: its own database, its first user, the assets, the server.

    python -m serving.superset.start            in Superset's environment; what it reads stands in superset_config.py
    python -m serving.superset.start prepare    the same without the server

Everything may be done again: an older database is upgraded, the assets are replaced. What somebody changed in Superset
of a chart that stands here is lost; what was made under another name stays.
"""

from __future__ import annotations

import io
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from serving.superset import superset_config as config
from serving.superset.bundle import DUCKDB, TARGETS, Target, bundle, described, query

PROGRAMS = Path(sys.executable).parent
PREPARED = config.HOME / f"prepared-{version('apache-superset')}"

SERVER = [
    "--worker-class=gthread",
    "--workers=1",
    "--threads=8",
    f"--timeout={config.SUPERSET_WEBSERVER_TIMEOUT + 10}",
    "--log-level=warning",
    f"--bind={config.HOST}:{config.PORT}",
]
"""One process: its own database may be an SQLite file, and DuckDB shares one opened file among threads."""


def main(arguments: Sequence[str]) -> int:
    if list(arguments) == ["assets"]:
        return import_assets()
    if list(arguments) not in ([], ["prepare"]):
        print(__doc__)
        return 2
    config.HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        if not PREPARED.exists():
            with phase("Superset's own database"):
                run([str(PROGRAMS / "superset"), "db", "upgrade"])
            with phase("its roles and permissions"):
                run([str(PROGRAMS / "superset"), "init"])
            PREPARED.touch()
        run([sys.executable, "-m", "serving.superset.start", "assets"], shows=True)
    except StartError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    if arguments:
        return 0
    print("Ctrl+C ends it.", flush=True)
    command = [str(PROGRAMS / "gunicorn"), *SERVER, "superset.app:create_app()"]
    os.execve(command[0], command, config.ENVIRONMENT)  # noqa: S606  # ours
    return 0


class StartError(Exception):
    """A step failed; the message holds its last words."""


@contextmanager
def phase(name: str) -> Iterator[None]:
    """Show what is being done and how long it took."""
    print(f"  {name:<44}", end="", flush=True)
    started = time.monotonic()
    yield
    print(f"{time.monotonic() - started:6.1f} s", flush=True)


def run(command: Sequence[str], *, shows: bool = False) -> None:
    """A command with Superset's settings. What it says is kept for its failure; ``shows`` what it prints at once."""
    out = None if shows else subprocess.PIPE
    done = subprocess.run(  # noqa: S603  # ours
        command, env=config.ENVIRONMENT, stdout=out, stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise StartError(f"{' '.join(command)} failed:\n{((done.stdout or '') + done.stderr)[-3000:]}")


def import_assets() -> int:
    """The first user and what the dashboards stand on; each query is asked once: what is wrong is told now."""
    with redirect_stdout(io.StringIO()):  # it tells which settings it loaded
        superset: Any = import_module("superset.app").create_app()
    with superset.app_context():
        generated = ensure_admin()
        with import_module("superset.utils.core").override_user(security().find_user(config.ADMIN_USER)):
            failed = [problem for target in TARGETS if uri_of(target) for problem in imported(target)]
    for problem in failed:
        print(f"  {problem}", file=sys.stderr)
    told = "password of SUPERSET_ADMIN_PASSWORD" if config.ADMIN_PASSWORD else "password as before"
    told = f"password {generated}   (told this once)" if generated else told
    print(f"\n  user {config.ADMIN_USER}, {told}")
    place = "127.0.0.1" if config.HOST == "0.0.0.0" else config.HOST  # noqa: S104  # inside a container
    for target in TARGETS:
        if uri_of(target):
            print(f"  http://{place}:{config.PORT}/superset/dashboard/{target.slug}/   {target.database}")
    return 1 if failed else 0


def security() -> Any:
    return import_module("superset").security_manager


def uri_of(target: Target) -> str:
    """Where the target stands by the settings; empty where it is not used."""
    return f"duckdb:///{config.PUBLISHED_FILE}" if target is DUCKDB else config.POSTGRES_URL


def ensure_admin() -> str | None:
    """The user admin with the password of the settings; a password made up here where there is neither."""
    user = security().find_user(config.ADMIN_USER)
    if user is not None:
        if config.ADMIN_PASSWORD:
            security().reset_password(user.id, config.ADMIN_PASSWORD)
        return None
    generated = None if config.ADMIN_PASSWORD else secrets.token_urlsafe(12)
    role = security().find_role("Admin")
    security().add_user(
        config.ADMIN_USER, "Quản trị", "Superset", "admin@example.invalid", role, config.ADMIN_PASSWORD or generated
    )
    return generated


def imported(target: Target) -> Iterator[str]:
    """Import one target; yields what is wrong with it."""
    invalid = import_module("superset.commands.exceptions").CommandInvalidError
    command = import_module("superset.commands.importers.v1.assets").ImportAssetsCommand
    with phase(f"{len(described('charts'))} charts on {target.database}"):
        try:
            command(bundle(target, uri_of(target), kind="assets")).run()
        except invalid as error:
            yield f"{target.database}: {error.normalized_messages()}"
            return
        database = database_of(target)
        ensure_readers(target, database)
    if target is DUCKDB and not config.PUBLISHED_FILE.exists():
        print(f"  {config.PUBLISHED_FILE} is not there yet: the charts fill when a night is published", flush=True)
        return
    for name in described("datasets"):
        try:
            database.get_df(f"select * from ({query(name)}) as asked limit 1", schema=target.schema)  # noqa: S608  # ours
        except Exception as error:  # noqa: BLE001  # whatever the driver says
            yield f"{target.database}, {name}: {error}"


def database_of(target: Target) -> Any:
    models, superset = import_module("superset.models.core"), import_module("superset")
    return superset.db.session.query(models.Database).filter_by(uuid=target.identity("database")).one()


def ensure_readers(target: Target, database: Any) -> None:
    """A role that opens this database: with Superset's Gamma somebody reads the dashboard and changes nothing."""
    role = security().add_role(f"Người xem {target.database}")
    permission = security().add_permission_view_menu("database_access", database.perm)
    security().add_permission_role(role, permission)
    import_module("superset").db.session.commit()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
