"""The JSON that `read-reports` and `extract-news` print, and that the news folder takes, is what docs/schemas says."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from referencing import Registry, Resource

from ingest.context import DocumentContext
from ingest.news.read import read_news
from warehouse.catalogue import Catalogue
from warehouse.figure import (
    Change,
    DenominatorBasis,
    Figure,
    FigureKind,
    Measure,
    Qualifier,
    SourceKind,
    figure_id,
    stable_id,
)
from warehouse.records import DocumentStatus
from warehouse.schemas import SCHEMAS as PUBLISHED
from warehouse.schemas import path_of, text_of
from warehouse.settings import Settings

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "docs" / "schemas"
EXTRACT_NEWS_NAMES = {"doc_id", "start", "end", "unit_word", "period", "indicator"}


def schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return loaded


def validator(name: str) -> Draft202012Validator:
    resources = [(f"{each}.schema.json", Resource.from_contents(schema(each))) for each in ("figure", "document")]
    return Draft202012Validator(
        schema(name), registry=Registry().with_resources(resources), format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def figure(**changes: Any) -> Figure:
    document_id = stable_id("document", "a" * 64, "")
    told = Figure(
        figure_id=figure_id(document_id, "Sheet1!E10", FigureKind.RESULT),
        document_id=document_id,
        delivery_id=stable_id("delivery", "an office", "a path"),
        source_kind=SourceKind.UNIT_REPORT,
        office_code="LDLD.TQ",
        locator="Sheet1!E10",
        quote="Nhà Mái ấm Công đoàn | Thực hiện",
        quote_start=None,
        quote_end=None,
        number_text="27/22",
        unit_text="LĐLĐ huyện Hàm Yên",
        unit_code=None,
        province=None,
        indicator_text="Nhà Mái ấm Công đoàn",
        indicator_code=None,
        topic=None,
        scope=None,
        period_code="2023",
        as_of_date=date(2023, 12, 31),
        kind=FigureKind.RESULT,
        value=Decimal(27),
        reference=Decimal(22),
        percent=Decimal("122.7"),
        upper=None,
        reference_period_code=None,
        value_decimals=0,
        percent_decimals=1,
        qualifier=Qualifier.EXACT,
        change=None,
        measure=Measure.RATIO,
        unit_of_measure="nhà",
        denominator_basis=DenominatorBasis.STATED_TARGET,
        is_control_total=False,
        recovered_from=None,
        alternatives=(),
        received_at=datetime(2024, 1, 2, tzinfo=UTC),
        published_at=None,
    )
    return dataclasses.replace(told, **changes)


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_schema_is_fresh_and_a_schema(name: str) -> None:
    assert path_of(name).read_text(encoding="utf-8") == text_of(name), "run `make docs`"
    Draft202012Validator.check_schema(schema(name))


def test_every_file_of_the_folder_is_generated() -> None:
    assert {path.name for path in SCHEMAS.iterdir()} == {path_of(name).name for name in PUBLISHED}


def examples(page: Path) -> list[str]:
    """The JSON lines a page shows."""
    blocks = re.findall(r"^```jsonl\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/ready_made_figures.md"])
def test_the_lines_that_a_page_shows_are_read_as_they_stand(page: str) -> None:
    lines = examples(ROOT / page)
    figures = [line for line in lines if "quote" in json.loads(line)]
    assert len(figures) >= 2
    for line in figures:
        Draft202012Validator(schema("ready_made_figure")).validate(json.loads(line))
    sha256 = "a" * 64
    context = DocumentContext(
        document_id=sha256,
        delivery_id="delivery",
        source_kind=SourceKind.NEWS,
        office_code=None,
        path="so_lieu.jsonl",
        member="",
        sha256=sha256,
        received_at=None,
    )
    reads = read_news("\n".join(lines).encode(), context, Catalogue.load(Settings().seeds))
    assert {read.document.status for read in reads} == {DocumentStatus.LOADED}
    found = [figure for read in reads for figure in read.figures]
    assert len(found) >= len(lines)
    assert all(figure.unit_code and figure.indicator_code for figure in found)


def test_the_schema_names_every_field_of_the_record_and_no_other() -> None:
    published = schema("figure")
    fields = [field.name for field in dataclasses.fields(Figure)]
    assert published["required"] == fields
    assert set(published["properties"]) == {*fields, *EXTRACT_NEWS_NAMES}


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("source_kind", SourceKind),
        ("kind", FigureKind),
        ("qualifier", Qualifier),
        ("change", Change),
        ("measure", Measure),
        ("denominator_basis", DenominatorBasis),
    ],
)
def test_the_schema_allows_exactly_the_values_the_record_knows(field: str, values: type[StrEnum]) -> None:
    allowed = set(schema("figure")["properties"][field]["enum"]) - {None}
    assert allowed == {value.value for value in values}


def test_the_statuses_of_a_document_are_those_of_the_record() -> None:
    assert set(schema("document")["properties"]["status"]["enum"]) == {status.value for status in DocumentStatus}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"value": Decimal("1E+9"), "reference": Decimal("-0.5"), "percent": None},
        {"quote_start": 1050, "quote_end": 1067, "source_kind": SourceKind.NEWS, "office_code": None},
        {"change": Change.EXCEED, "alternatives": ("4/5", "5/4"), "received_at": None, "denominator_basis": None},
    ],
)
def test_a_figure_as_json_is_valid(changes: dict[str, Any]) -> None:
    validator("figure").validate(figure(**changes).to_json())


def test_a_line_of_read_reports_is_valid() -> None:
    reason = {"code": "layout_unknown", "vi": "Không nhận ra tiêu đề.", "en": "No header recognised.", "locator": None}
    line = {
        "file": "inbox/LDLD.TQ/bao_cao.xlsx",
        "member": "",
        "status": "loaded_with_warnings",
        "reasons": [reason],
        "layout": "targets_and_results",
        "title": None,
        "unit_code": "LDLD.TQ",
        "period_code": "2023",
        "decision_number": None,
        "decision_date": None,
        "preview": None,
        "figures": [figure().to_json()],
        "ratings": [
            {
                "unit_text": "MN Một",
                "unit_code": None,
                "rating": "Hoàn thành tốt nhiệm vụ",
                "period_code": "SY2022-2023",
                "locator": "Sheet1!I8",
            }
        ],
    }
    validator("document").validate(line)


def printed(*arguments: str | Path, home: Path) -> list[dict[str, Any]]:
    """The JSON lines of a console command."""
    command = [sys.executable, "-m", "cli.main", *map(str, arguments)]
    environment = {**os.environ, "WAREHOUSE_HOME": str(home)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_what_read_reports_prints_of_a_good_and_a_broken_file_is_valid(tmp_path: Path) -> None:
    rows = ["TT,Nội dung,ĐVT,Chỉ tiêu giao năm 2023,Thực hiện,Tỷ lệ %", "1,Nhà Mái ấm Công đoàn,nhà,22,27,122.7"]
    (tmp_path / "bao_cao.csv").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "hong.xlsx").write_bytes(b"PK\x03\x04 cut short")
    lines = printed("read-reports", tmp_path / "bao_cao.csv", tmp_path / "hong.xlsx", home=tmp_path)
    for line in lines:
        validator("document").validate(line)
    assert {Path(line["file"]).name: line["status"] == "quarantined" for line in lines} == {
        "bao_cao.csv": False,
        "hong.xlsx": True,
    }
    assert any(figure["value"] == "27" for line in lines for figure in line["figures"])


def test_what_extract_news_prints_is_valid(tmp_path: Path) -> None:
    docs = tmp_path / "docs.jsonl"
    text = "Năm 2023, LĐLĐ tỉnh Hoa Sen phát triển mới 918/850 đoàn viên, bằng 108% kế hoạch."
    docs.write_text(json.dumps({"doc_id": "invented", "text": text}) + "\n", encoding="utf-8")
    figures = printed("extract-news", docs, home=tmp_path)
    assert [figure["value"] for figure in figures] == ["918"]
    for figure in figures:
        validator("figure").validate(figure)
        assert set(figure) >= EXTRACT_NEWS_NAMES


@pytest.mark.parametrize(
    "wrong",
    [{"value": 27}, {"value": "2.7E+1"}, {"kind": "plan"}, {"as_of_date": "31/12/2023"}, {"an_unknown_field": 1}],
)
def test_what_the_record_never_prints_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        validator("figure").validate({**figure().to_json(), **wrong})
