"""The files that Superset imports, made of one description for each database the marts stand in.

``datasets.yml`` with ``datasets/*.sql``, ``charts.yml`` and ``dashboard.yml`` say what there is; the files differ by
target in nothing but the database, so they are made where they are imported and kept nowhere. Identities follow from
names: importing again replaces what was imported before, and what somebody made beside it stays.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

HERE: Final = Path(__file__).parent
MARTS: Final = HERE.parents[1] / "dbt_project" / "models" / "marts"
NAMESPACE: Final = uuid.UUID("6a0f5f0e-6d39-5b3c-9c39-3d8f4b6f6d11")
VERSION: Final = "1.0.0"

TYPES: Final = {"text": "VARCHAR", "number": "NUMERIC", "date": "DATE", "flag": "BOOLEAN"}
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER: Final = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_GROUPED: Final = re.compile(r"\{\{ grouped\((?P<column>[\w.]+)\) \}\}")
_TYPES_OF_MARTS: Final = {"varchar": "text", "date": "date", "boolean": "flag"}
"""The others are numbers."""


@dataclass(frozen=True, slots=True)
class Target:
    """A database that the marts are published to. ``title`` tells the two dashboards apart."""

    name: str
    database: str
    schema: str
    title: str
    extra: Mapping[str, Any]

    def identity(self, *names: str) -> str:
        return str(uuid.uuid5(NAMESPACE, "/".join((self.name, *names))))

    @property
    def slug(self) -> str:
        return f"thi-dua-{self.name}"


DUCKDB: Final = Target(
    name="duckdb",
    database="Thi đua (tệp DuckDB)",
    schema="main",
    title="",
    # whoever may write SQL in Superset may read the marts and nothing else of this machine
    extra={
        "engine_params": {
            "connect_args": {
                "read_only": True,
                "config": {"threads": 2, "enable_external_access": False, "lock_configuration": True},
            }
        }
    },
)
POSTGRESQL: Final = Target(
    name="postgresql", database="Thi đua (PostgreSQL)", schema="marts", title=" (PostgreSQL)", extra={}
)
TARGETS: Final = (DUCKDB, POSTGRESQL)


def bundle(target: Target, uri: str, *, kind: str = "Dashboard") -> dict[str, str]:
    """Path and text of each file. ``kind`` is what Superset takes them for: ``Dashboard`` or ``assets``."""
    files: dict[str, Any] = {
        "metadata.yaml": {"version": VERSION, "type": kind, "timestamp": "2026-01-01T00:00:00+00:00"},
        f"databases/{target.name}.yaml": _database(target, uri),
        f"dashboards/{target.name}.yaml": _dashboard(target),
    }
    for name in described("datasets"):
        files[f"datasets/{target.name}/{name}.yaml"] = _dataset(target, name)
    for name in described("charts"):
        files[f"charts/{target.name}/{name}.yaml"] = _chart(target, name)
    return {
        path: yaml.dump(content, Dumper=_DUMPER, allow_unicode=True, sort_keys=False) for path, content in files.items()
    }


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Put the files of a bundle into a folder, where ``superset import-directory`` takes them."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@cache
def described(name: str) -> dict[str, Any]:
    """``datasets``, ``charts`` or ``dashboard``, as described beside this module."""
    return _read(HERE / f"{name}.yml")


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506  # a safe loader
    return found


@cache
def query(name: str) -> str:
    """The query of a dataset, which DuckDB and PostgreSQL both understand."""
    if (table := described("datasets")[name].get("table")) is not None:
        return f"select {', '.join(columns_of(name))} from {table}\n"  # noqa: S608  # names of our own marts
    folder = HERE / "datasets"
    units = (folder / "_units.sql").read_text(encoding="utf-8").rstrip()
    text = (folder / f"{name}.sql").read_text(encoding="utf-8").replace("{{ units }}", units)
    return _GROUPED.sub(lambda found: _grouped(found["column"]), text)


def _grouped(column: str) -> str:
    """Digits of a text as Vietnamese reads them: 214.600.000, and 12,5 of 12.5."""
    digits = rf"ltrim(reverse(regexp_replace(reverse({column}), '(\d{{3}})', '\1.', 'g')), '.')"
    return rf"case when {column} ~ '^\d+$' then {digits} else replace({column}, '.', ',') end"


def columns_of(dataset: str) -> dict[str, dict[str, Any]]:
    """Type and label of each column; of a wide table as the dbt project declares them."""
    told = described("datasets")[dataset]
    if "table" not in told:
        found: dict[str, dict[str, Any]] = told["columns"]
        return found
    return {
        column["name"]: {
            "type": _TYPES_OF_MARTS.get(column["data_type"], "number"),
            "label": column["config"]["meta"]["label_vi"],
        }
        for column in _mart(told["table"])["columns"]
    }


def metrics_of(dataset: str) -> dict[str, dict[str, Any]]:
    """SQL and label of each metric; every dataset can count its rows."""
    count = {"row_count": {"label": "Số dòng", "sql": "count(*)", "format": ",d"}}
    return {**described("datasets")[dataset].get("metrics", {}), **count}


@cache
def _mart(name: str) -> dict[str, Any]:
    (model,) = _read(MARTS / f"{name}.yml")["models"]
    found: dict[str, Any] = model
    return found


def _database(target: Target, uri: str) -> dict[str, Any]:
    return {
        "database_name": target.database,
        "sqlalchemy_uri": uri,
        "expose_in_sqllab": True,
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "allow_csv_upload": False,
        "extra": {"allows_virtual_table_explore": True, **target.extra},
        "uuid": target.identity("database"),
        "version": VERSION,
    }


def _dataset(target: Target, name: str) -> dict[str, Any]:
    told = described("datasets")[name]
    return {
        # names of datasets are unique over all databases where Superset's own is SQLite
        "table_name": told["title"] + target.title,
        "description": told["description"],
        "schema": target.schema,
        "sql": query(name),
        "main_dttm_col": None,
        "filter_select_enabled": True,
        "normalize_columns": False,
        "always_filter_main_dttm": False,
        "columns": [
            {
                "column_name": column,
                "verbose_name": one["label"],
                "type": TYPES[one["type"]],
                "is_dttm": one["type"] == "date",
                "is_active": True,
                "groupby": True,
                "filterable": True,
            }
            for column, one in columns_of(name).items()
        ],
        "metrics": [
            {
                "metric_name": metric,
                "verbose_name": one["label"],
                "expression": one["sql"],
                "d3format": one.get("format"),
            }
            for metric, one in metrics_of(name).items()
        ],
        "uuid": target.identity("dataset", name),
        "version": VERSION,
        "database_uuid": target.identity("database"),
    }


def _chart(target: Target, name: str) -> dict[str, Any]:
    told = described("charts")[name]
    return {
        "slice_name": told["title"],
        "description": told.get("description"),
        "viz_type": told["kind"],
        "params": {"viz_type": told["kind"], "color_scheme": "supersetColors", **told["params"]},
        "cache_timeout": None,
        "uuid": target.identity("chart", name),
        "version": VERSION,
        "dataset_uuid": target.identity("dataset", told["dataset"]),
    }


def _dashboard(target: Target) -> dict[str, Any]:
    told = described("dashboard")
    numbers = {name: number for number, name in enumerate(described("charts"), start=1)}
    return {
        "dashboard_title": told["title"] + target.title,
        "description": told["description"],
        "slug": target.slug,
        "css": told["css"],
        "published": True,
        "uuid": target.identity("dashboard"),
        "version": VERSION,
        "position": dict(_position(target, numbers)),
        "metadata": {
            "color_scheme": "supersetColors",
            "label_colors": told["colours"],
            "cross_filters_enabled": True,
            "refresh_frequency": 0,
            "native_filter_configuration": [_filter(target, name, numbers) for name in told["filters"]],
        },
    }


def _filter(target: Target, name: str, numbers: Mapping[str, int]) -> dict[str, Any]:
    told = described("dashboard")["filters"][name]
    is_first_chosen = told.get("first_is_chosen", False)
    return {
        "id": f"NATIVE_FILTER-{name}",
        "type": "NATIVE_FILTER",
        "filterType": "filter_select",
        "name": told["title"],
        "description": told["description"],
        "targets": [{"column": {"name": told["column"]}, "datasetUuid": target.identity("dataset", told["dataset"])}],
        "controlValues": {
            "multiSelect": not is_first_chosen,
            "defaultToFirstItem": is_first_chosen,
            "enableEmptyFilter": is_first_chosen,
            "inverseSelection": False,
            "searchAllOptions": False,
            # by the metric where one is named, and then what is highest comes first
            "sortAscending": "sorted_by" not in told,
        },
        "requiredFirst": is_first_chosen,
        "sortMetric": told.get("sorted_by"),
        "cascadeParentIds": [],
        "defaultDataMask": {"extraFormData": {}, "filterState": {}, "ownState": {}},
        "scope": {
            "rootPath": ["ROOT_ID"],
            "excluded": [
                numbers[chart] for chart, one in described("charts").items() if name in one.get("ignores", ())
            ],
        },
    }


def _position(target: Target, numbers: Mapping[str, int]) -> Iterator[tuple[str, Any]]:
    told = described("dashboard")
    tabs = {f"TAB-{number}": tab for number, tab in enumerate(told["tabs"], start=1)}
    above = {f"ROW-0-{number}": row for number, row in enumerate(told["above"], start=1)}
    grid = ["ROOT_ID", "GRID_ID"]
    yield "DASHBOARD_VERSION_KEY", "v2"
    yield "HEADER_ID", {"id": "HEADER_ID", "type": "HEADER", "meta": {"text": told["title"] + target.title}}
    yield "ROOT_ID", {"id": "ROOT_ID", "type": "ROOT", "children": ["GRID_ID"]}
    yield "GRID_ID", _node("GRID_ID", "GRID", [*above, "TABS-1"], grid[:1])
    for identity, row in above.items():
        yield from _row(target, identity, row, grid, numbers)
    yield "TABS-1", _node("TABS-1", "TABS", list(tabs), grid)
    for identity, tab in tabs.items():
        rows = {f"ROW{identity[3:]}-{number}": row for number, row in enumerate(tab["rows"], start=1)}
        meta = {"text": tab["title"], "defaultText": tab["title"], "placeholder": tab["title"]}
        yield identity, {**_node(identity, "TAB", list(rows), [*grid, "TABS-1"]), "meta": meta}
        for row_identity, row in rows.items():
            yield from _row(target, row_identity, row, [*grid, "TABS-1", identity], numbers)


def _row(
    target: Target, identity: str, row: Mapping[str, Any], parents: Sequence[str], numbers: Mapping[str, int]
) -> Iterator[tuple[str, Any]]:
    charts = {f"CHART-{name}": (name, width) for name, width in row["charts"]}
    meta = {"background": "BACKGROUND_TRANSPARENT"}
    yield identity, {**_node(identity, "ROW", list(charts), parents), "meta": meta}
    for chart, (name, width) in charts.items():
        yield (
            chart,
            {
                **_node(chart, "CHART", [], [*parents, identity]),
                "meta": {
                    "chartId": numbers[name],
                    "uuid": target.identity("chart", name),
                    "sliceName": described("charts")[name]["title"],
                    "width": width,
                    "height": row["height"],
                },
            },
        )


def _node(identity: str, kind: str, children: Sequence[str], parents: Sequence[str]) -> dict[str, Any]:
    return {"id": identity, "type": kind, "children": list(children), "parents": list(parents)}


def names_used(chart: str) -> tuple[set[str], set[str], list[str]]:
    """Columns, metrics and conditions that a chart asks its dataset for."""
    params = described("charts")[chart]["params"]
    columns = {params["x_axis"]} if "x_axis" in params else set()
    for key in ("groupby", "groupbyRows", "groupbyColumns", "all_columns"):
        columns |= set(params.get(key, ()))
    columns |= {json.loads(order)[0] for order in params.get("order_by_cols", ())}
    columns |= set(params.get("column_config", ()))
    metrics = {*params.get("metrics", ()), *([params["metric"]] if "metric" in params else ())}
    conditions = [one["sqlExpression"] for one in params.get("adhoc_filters", ())]
    return columns, metrics, conditions
