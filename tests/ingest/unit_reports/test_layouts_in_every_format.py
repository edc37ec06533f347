"""Every known layout, in each format that can carry it, gives exactly the records written beside it by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import factories
import pytest
from legacy_xls import xls
from other_formats import as_html, as_ods, as_text, as_xls
from rarer_formats import as_spreadsheet_xml, as_xlsb
from school_table import SCHOOLS

from ingest.context import ReadDocument
from warehouse.figure import Figure
from warehouse.records import Award, DocumentStatus

Read = Callable[..., ReadDocument]
Records = list[dict[str, object]]

RECORDS = Path(__file__).parent / "records"
LAYOUTS: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "a": (factories.layout_a, "LDLD.TQ", "assigned_done_percent"),
    "b": (factories.layout_b, "LDLD.TQ", "units_by_indicator_groups"),
    "c": (factories.layout_c, "LDLD.TQ", "units_by_ratio_columns"),
    "d": (factories.layout_d, "LDLD.HY", "year_to_date_by_quarter"),
    "f": (factories.layout_f_xlsx, "LDLD.TQ", "assigned_done_percent_flat"),
    "g": (factories.layout_g, "LDLD.HNA", "schools_by_block"),
}
FORMATS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "xlsx": (lambda content: content, "bao-cao.xlsx"),
    "xls": (as_xls, "bao-cao.xls"),
    "xlsb": (as_xlsb, "bao-cao.xlsb"),
    "XML of 2003": (as_spreadsheet_xml, "bao-cao.xls"),
    "ods": (as_ods, "bao-cao.ods"),
    "HTML named xls": (as_html, "bao-cao.xls"),
    "csv": (lambda content: as_text(content, ";", "utf-8-sig"), "bao-cao.csv"),
    "tsv": (lambda content: as_text(content, "\t", "utf-8"), "bao-cao.tsv"),
    "Unicode text": (lambda content: as_text(content, "\t", "utf-16"), "bao-cao.txt"),
}


def written(layout: str) -> Records:
    lines = (RECORDS / f"layout_{layout}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def read_records(document: ReadDocument) -> Records:
    """What was read, in the words of the files beside the test: keys without a value are left out."""
    found = [of_figure(figure) for figure in document.figures] + [of_rating(award) for award in document.awards]
    return [{key: value for key, value in record.items() if value is not None} for record in found]


def of_figure(figure: Figure) -> dict[str, object]:
    told = figure.to_json()
    return {
        "cell": figure.locator.rpartition("!")[2],
        "kind": told["kind"],
        "unit": told["unit_code"],
        "unit_text": told["unit_text"],
        "indicator": told["indicator_code"],
        "scope": told["scope"],
        "period": told["period_code"],
        "as_of": told["as_of_date"],
        "value": told["value"],
        "reference": told["reference"],
        "percent": told["percent"],
        "reference_period": told["reference_period_code"],
        "change": told["change"],
        "basis": told["denominator_basis"],
        "recovered_from": told["recovered_from"] if told["recovered_from"] in ("date", "decimal") else None,
        "control": figure.is_control_total or None,
    }


def of_rating(award: Award) -> dict[str, object]:
    return {
        "cell": award.locator.rpartition("!")[2],
        "kind": "rating",
        "unit_text": award.recipient_text,
        "rating": award.award,
        "period": award.year,
    }


def assert_same(document: ReadDocument, layout: str) -> None:
    """The records are those written, cell by cell; a unit's words are compared only where they are written."""
    expected = {(record["cell"], record["kind"]): record for record in written(layout)}
    found = {(record["cell"], record["kind"]): record for record in read_records(document)}
    assert len(found) == len(document.figures) + len(document.awards)
    for key, record in found.items():
        if "unit_text" not in expected.get(key, {"unit_text": ""}):
            record.pop("unit_text", None)
    assert found == expected


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("saved_as", FORMATS)
def test_a_layout_gives_its_records(read: Read, layout: str, saved_as: str) -> None:
    make, office, code = LAYOUTS[layout]
    convert, name = FORMATS[saved_as]
    document = read(convert(make()), path=name, office_code=office)
    assert_same(document, layout)
    assert document.document.layout == code
    assert document.document.status is DocumentStatus.LOADED


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (xls({"Sheet1": factories.layout_e_cells()}, merges=factories.LAYOUT_E_MERGES, font=".VnTime"), "kcn.xls"),
        (xls({"Sheet1": factories.layout_e_cells()}, merges=factories.LAYOUT_E_MERGES, font="Arial"), "kcn.xls"),
        (factories.layout_e_xlsx(), "kcn.xlsx"),
        (as_xlsb(factories.layout_e_xlsx()), "kcn.xlsb"),
        (as_spreadsheet_xml(factories.layout_e_xlsx()), "kcn.xls"),
        (as_ods(factories.layout_e_xlsx()), "kcn.ods"),
        (as_html(factories.layout_e_xlsx()), "kcn.xls"),
        (factories.layout_e_text(), "kcn.txt"),
    ],
    ids=["xls", "xls without the old font", "xlsx", "xlsb", "XML of 2003", "ods", "HTML named xls", "text"],
)
def test_the_legacy_letters_of_layout_e_are_read_in_every_format(read: Read, content: bytes, name: str) -> None:
    document = read(content, path=name)
    assert_same(document, "e")
    assert [reason.code for reason in document.document.reasons] == ["encoding_recovered"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_layout_f_is_read_in_every_encoding(read: Read, encoding: str, delimiter: str) -> None:
    text = (
        factories.LAYOUT_F if delimiter == ";" else factories.LAYOUT_F.replace("sep=;\r\n", "").replace(";", delimiter)
    )
    content = factories.to_cp1258(text) if encoding == "cp1258" else text.encode(encoding)
    assert_same(read(content, path="gd.csv"), "f")


def test_layout_f_saved_twice_as_utf8_is_read(read: Read) -> None:
    doubled = factories.LAYOUT_F.encode().decode("cp1252", "ignore").encode()
    once = factories.LAYOUT_F.encode().decode("latin-1").encode()
    assert_same(read(once, path="gd.csv"), "f")
    assert read(doubled, path="gd.csv").document.reasons


def test_the_schools_add_up_to_their_blocks_and_the_blocks_to_the_whole() -> None:
    blocks: list[list[int]] = []
    sums: list[int] = []
    for line in SCHOOLS.strip().splitlines():
        _, name, *numbers = line.split("|")
        row = [int(number) for number in numbers[:4]]
        if name.startswith("TỔNG"):
            assert [sum(column) for column in zip(*blocks, strict=True)] == row
        elif "(" in name:
            blocks.append(row)
            sums = [0] * 4
        else:
            sums = [a + b for a, b in zip(sums, row, strict=True)]
            if int(line.split("|")[0]) == int(BLOCK_SIZES[len(blocks) - 1]):
                assert sums == blocks[-1]


BLOCK_SIZES = (18, 17, 17)
