"""Published files as PostgreSQL is filled from them: every mart of the contracts, with rows of two offices."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from build_of_marts import quoted
from declared_marts import declared

from warehouse.settings import PROJECT_ROOT, Settings

MARTS = tuple(sorted(path.stem for path in (PROJECT_ROOT / "dbt_project/models/marts").glob("*.sql")))

TUYEN_QUANG, HUNG_YEN, DATA_TEAM = "LDLD.TQ", "LDLD.HY", "TLD.DATA"
OFFICES = (TUYEN_QUANG, HUNG_YEN)

PASSWORDS = {TUYEN_QUANG: "mat-khau-tuyen-quang", HUNG_YEN: "mat-khau-hung-yen", DATA_TEAM: "mat-khau-du-lieu"}

OWN = ("org_unit_code", "member_code", "province_code", "cluster_code", "recipient_code", "group_code", "office_code")

NUMBERS = {TUYEN_QUANG: 27, HUNG_YEN: 31}
"""What every number of an office's rows is: nothing else of the scene holds it."""


def secret(office: str) -> str:
    """What every text of an office's rows begins with."""
    return f"riêng của {office}"


class PublishedMarts:
    """A folder of published files. ``put`` replaces it by another publication."""

    def __init__(self, home: Path, marts: Sequence[str] = MARTS) -> None:
        self.settings = Settings(home=home)
        self.marts = marts
        self._number = 0

    def put(self, *statements: str, load: str | None = None) -> None:
        """Publish the two offices' rows; ``statements`` change the file before it is published."""
        self._number += 1
        load = load or f"load-{self._number}"
        folder = self.settings.published / ".generations" / f"{self._number:06d}"
        folder.mkdir(parents=True)
        (folder / "serving.duckdb").write_bytes(_scene(tuple(self.marts)))
        with duckdb.connect(str(folder / "serving.duckdb")) as database:
            for statement in statements:
                database.execute(statement)
        manifest = {"load_id": load, "night": "2026-11-21", "content_id": f"content of {load}"}
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        pointer = self.settings.published / "manifest.json"
        pointer.unlink(missing_ok=True)
        pointer.symlink_to(folder / "manifest.json")
        for old in sorted(folder.parent.iterdir())[:-1]:
            shutil.rmtree(old)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        file = (self.settings.published / "manifest.json").resolve().parent / "serving.duckdb"
        with duckdb.connect(str(file), read_only=True) as database:
            return database.execute(query).fetchall()


@cache
def _scene(marts: tuple[str, ...]) -> bytes:
    """The file of the two offices' rows, made once a process."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "serving.duckdb"
        with duckdb.connect(str(file)) as database:
            database.execute(";\n".join(_statements(marts)))
        return file.read_bytes()


def _statements(marts: Sequence[str]) -> Iterator[str]:
    for mart in marts:
        model = declared(mart)
        columns = {column["name"]: str(column["data_type"]) for column in model["columns"]}
        yield f"create table {mart} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})"
        yield f"comment on table {mart} is {quoted(model['description'])}"
        for column in model["columns"]:
            yield f"comment on column {mart}.{column['name']} is {quoted(column['description'])}"
        for office in OFFICES:
            yield from _rows(mart, columns, office)


def _rows(mart: str, columns: Mapping[str, str], office: str) -> Iterator[str]:
    if mart == "dim_columns":
        return
    values = {name: _value(name, kind, office) for name, kind in columns.items()}
    if mart == "dim_org_units":
        values |= {"org_unit_code": quoted(office), "office_code": quoted(office), "is_current": "true"}
    if mart == "dim_office_scopes":
        values |= {"org_unit_code": quoted(office), "office_code": quoted(office)}
    yield f"insert into {mart} values ({', '.join(values.values())})"  # noqa: S608  # our names


def _value(name: str, kind: str, office: str) -> str:
    if name in OWN:
        return quoted(office)
    if name.endswith("evidence") and kind == "varchar" and name != "denominator_evidence":
        return quoted(json.dumps([{"path": f"{office}/{secret(office)}.xlsx"}], ensure_ascii=False))
    told = {
        "varchar": quoted(f"{secret(office)}: {name}"),
        "boolean": "true",
        "date": "date '2026-01-31'",
        "timestamptz": "timestamptz '2026-01-31 10:00:00+00'",
        "timestamp with time zone": "timestamptz '2026-01-31 10:00:00+00'",
    }
    return told.get(kind.lower(), str(NUMBERS[office]))
