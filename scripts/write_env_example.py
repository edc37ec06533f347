"""Write ``.env.example``: every setting with its default, and the variables of docker-compose.yml."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

from pydantic_core import PydanticUndefined

from warehouse.settings import PROJECT_ROOT, Settings

HEAD = """\
# Copy to .env and change what you need. Written by scripts/write_env_example.py: every setting and its default.

# ---- docker compose: required. `openssl rand -hex 24` makes a good value where no other way is named.
# Letters and digits only: it becomes part of an address
POSTGRES_PASSWORD=
# Password of the user admin in Airflow
AIRFLOW_ADMIN_PASSWORD=
AIRFLOW_API_SECRET_KEY=
AIRFLOW_JWT_SECRET=
# head -c 32 /dev/urandom | base64 | tr '+/' '-_'
AIRFLOW_FERNET_KEY=
# Keep it as long as the volume "superset": passwords of databases are stored under it
SUPERSET_SECRET_KEY=
# Password of the user admin in Superset
SUPERSET_ADMIN_PASSWORD=

# ---- docker compose: may stay as they are
# AIRFLOW_PORT=8080
# MAILPIT_PORT=8025
# SUPERSET_PORT=8088
# Superset's own database where it is not an SQLite file in its volume: postgresql+psycopg2://user:password@host/superset
# SUPERSET_DATABASE_URI=
# 1 where Superset stands behind a proxy that speaks HTTPS
# SUPERSET_BEHIND_TLS=
# Tasks that may run at once
# AIRFLOW_PARALLELISM=4
# WAREHOUSE_IMAGE_TAG=local

# ---- the warehouse
"""


def env_example() -> str:
    """The text of ``.env.example``."""
    return HEAD + "\n".join(_setting(name, field) for name, field in Settings.model_fields.items())


def _setting(name: str, field: Any) -> str:
    description = textwrap.fill(field.description, 118, initial_indent="# ", subsequent_indent="# ")
    return f"{description}\n# WAREHOUSE_{name.upper()}={_shown(field.default)}\n"


def _shown(default: object) -> str:
    if default is None or default is PydanticUndefined:
        return ""
    if isinstance(default, Path) and default.is_relative_to(PROJECT_ROOT):
        return f"./{default.relative_to(PROJECT_ROOT)}"
    return str(default)


if __name__ == "__main__":
    (PROJECT_ROOT / ".env.example").write_text(env_example(), encoding="utf-8")
