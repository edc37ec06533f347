"""docs/data_dictionary.md from the marts' YAML: ``python -m warehouse.data_dictionary`` writes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from warehouse.settings import PROJECT_ROOT

MARTS = PROJECT_ROOT / "dbt_project" / "models" / "marts"
PAGE = PROJECT_ROOT / "docs" / "data_dictionary.md"

_HEADER = """\
# Data dictionary

Generated from `dbt_project/models/marts/*.yml` by `python -m warehouse.data_dictionary`; edit the YAML, not this page.
In the published `serving.duckdb` these tables stand in the schema `main`. Money is in đồng; a column that ends in
`_pct` holds 87.5, never 0.875.
"""


def page(marts: Path = MARTS) -> str:
    """The page's text: one section a mart, one row a column, in the order of the tables."""
    return "\n".join([_HEADER, *(line for model in _models(marts) for line in _section(model))])


def _models(marts: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(marts.glob("*.yml")):
        yield from yaml.safe_load(path.read_text(encoding="utf-8")).get("models", ())


def _section(model: dict[str, Any]) -> Iterator[str]:
    yield f"## `{model['name']}`: {_label(model)}"
    yield ""
    yield str(model["description"])
    yield ""
    yield "| column | tên | type | meaning |"
    yield "|---|---|---|---|"
    for column in model["columns"]:
        meaning = str(column["description"]).replace("|", "\\|")
        yield f"| `{column['name']}` | {_label(column)} | {column['data_type']} | {meaning} |"
    yield ""


def _label(node: dict[str, Any]) -> str:
    return str(node["config"]["meta"]["label_vi"])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
