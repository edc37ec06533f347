"""The marts as their declarations have them, each read once a process."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from warehouse.settings import PROJECT_ROOT

MARTS = PROJECT_ROOT / "dbt_project" / "models" / "marts"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def declared(mart: str) -> dict[str, Any]:
    """The declaration of a mart: its columns with types and descriptions."""
    (model,) = read(f"{mart}.yml")["models"]
    found: dict[str, Any] = model
    return found


@cache
def read(name: str) -> dict[str, Any]:
    """A file of the folder of the marts."""
    found: dict[str, Any] = yaml.load((MARTS / name).read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506  # a safe loader
    return found


@cache
def columns_of(mart: str) -> str:
    """Names and types of its columns, as ``create table`` wants them."""
    return ", ".join(f"{column['name']} {column['data_type']}" for column in declared(mart)["columns"])
