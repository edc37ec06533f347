"""Superset on this machine, in its own environment, and the files for a Superset elsewhere."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import typer
from rich.console import Console

from cli.kept_secret import kept_secret
from serving.superset.bundle import DUCKDB, POSTGRESQL, bundle, write
from warehouse.settings import PROJECT_ROOT, Settings

PYTHON = PROJECT_ROOT / ".venv-superset" / "bin" / "python"


def run_superset(settings: Settings, port: int, console: Console) -> None:
    """Become Superset's process."""
    if not PYTHON.exists():
        console.print("Superset is not installed here: `make superset` installs it and starts it.")
        raise typer.Exit(1)
    console.print("Making Superset ready; the first start takes about a minute.")
    os.chdir(PROJECT_ROOT)
    os.execve(PYTHON, [str(PYTHON), "-m", "serving.superset.start"], _environment(settings, port))  # noqa: S606  # ours


def _environment(settings: Settings, port: int) -> dict[str, str]:
    home = settings.home.resolve() / "superset"
    environment = settings.child_environment(
        SUPERSET_HOME=str(home),
        SUPERSET_PORT=str(port),
        WAREHOUSE_PUBLISHED_DIR=str(settings.published.resolve()),
        WAREHOUSE_SUPERSET_POSTGRES_URL=settings.superset_postgres_url or "",
    )
    return {"SUPERSET_SECRET_KEY": _secret_key(home), **environment}


def _secret_key(home: Path) -> str:
    """Superset keeps passwords of databases under it."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return kept_secret(home / "secret_key", lambda: secrets.token_urlsafe(42))


def write_assets(settings: Settings, folder: Path, console: Console) -> None:
    """One folder a target. A password never stands in a file: it is entered in Superset."""
    found = [(DUCKDB, f"duckdb:///{settings.published_database.resolve()}")]
    if settings.superset_postgres_url:
        found.append((POSTGRESQL, _without_password(settings.superset_postgres_url)))
    for target, uri in found:
        write(folder / target.name, bundle(target, uri))
        console.print(f"superset import-directory {folder / target.name} --overwrite", soft_wrap=True)
    if settings.superset_postgres_url:
        console.print(f"The password of {POSTGRESQL.database} is entered in Superset: Settings, Database Connections.")


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    user, _, place = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}@{place}" if user else place))
