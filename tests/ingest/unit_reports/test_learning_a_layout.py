"""A new form is declared without code: proposed from a file, edited by a person, put into the federation's folder."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import factories
import pytest
import yaml
from expected import records_of, result, target
from openpyxl import load_workbook
from other_families import book, land_form

from ingest.context import DocumentContext, ReadDocument
from ingest.isolation import read_many
from ingest.job import Aim, Job
from ingest.unit_reports.header_words import LayoutError
from ingest.unit_reports.layout import declared_layouts
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.read import read_report
from warehouse.catalogue import Catalogue
from warehouse.figure import SourceKind

NEW_FORM = book(
    {
        1: ["LĐLĐ HUYỆN CHIÊM HÓA"],
        2: ["PHIẾU THEO DÕI NĂM 2023"],
        4: ["Mã", "Đầu việc", "Đầu năm nhận", "Năm 2023", None],
        5: [None, None, None, "Con số cuối kỳ", "Điểm"],
        6: ["01", "Đón đoàn viên mới", 220, 305, 10],
        7: ["02", "Quỹ Mái ấm Công đoàn", 150, 148.2, 9],
    },
    ["A4:A5", "B4:B5", "C4:C5", "D4:E4"],
)
RECORDS = [
    target("C6", "LDLD.TQ.CHIEMHOA", "members_admitted", "220"),
    result("D6", "LDLD.TQ.CHIEMHOA", "members_admitted", "305", "220"),
    target("C7", "LDLD.TQ.CHIEMHOA", "maiam_fund_raised", "150000000"),
    result("D7", "LDLD.TQ.CHIEMHOA", "maiam_fund_raised", "148200000", "150000000"),
]


def context_of(content: bytes) -> DocumentContext:
    return DocumentContext(
        document_id="d" * 32,
        delivery_id="e" * 32,
        source_kind=SourceKind.UNIT_REPORT,
        office_code="LDLD.TQ",
        path="LDLD.TQ/Phiếu theo dõi.xlsx",
        member="",
        sha256=hashlib.sha256(content).hexdigest(),
        received_at=None,
    )


@pytest.fixture
def proposed(catalogue: Catalogue) -> Callable[[bytes], str]:
    def propose(content: bytes) -> str:
        return read_report(content, context_of(content), catalogue, Limits(), aim=Aim.LAYOUT).proposed_layout or ""

    return propose


@pytest.fixture
def own_layouts(proposed: Callable[[bytes], str], tmp_path: Path) -> Path:
    """A federation's folder of layouts with the edited proposal in it."""
    folder = tmp_path / "layouts"
    folder.mkdir()
    (folder / "phieu_theo_doi.yml").write_text(edited(proposed(NEW_FORM)), encoding="utf-8")
    return folder


@pytest.fixture
def read_with_own(catalogue: Catalogue, own_layouts: Path) -> Callable[[bytes], ReadDocument]:
    layouts = declared_layouts(own_layouts)
    return lambda content: read_report(content, context_of(content), catalogue, Limits(), layouts=layouts)


def edited(proposal: str) -> str:
    """What a person makes of the proposal: roles, one label of the form's own, its unit of money."""
    text = proposal.replace('  # "Đầu năm nhận": result', '  "Đầu năm nhận": target')
    text = re.sub(r'"Năm 2023 / Điểm": \w+', '"Năm 2023 / Điểm": ignored', text)
    text = re.sub(r'# "Năm 2023 / Con số cuối kỳ": result', '"Năm 2023 / Con số cuối kỳ": result', text)
    text = re.sub(r'# ("Năm 2023 / Điểm": ignored)', r"\1", text)
    text = re.sub(r'"Mã": \w+', '"Mã": ordinal', text.replace('# "Mã":', '"Mã":'))
    text = text.replace('  # "Đón đoàn viên mới": ', '  "Đón đoàn viên mới": members_admitted')
    return text.replace("# money_unit: nghìn đồng", "money_unit: triệu đồng")


def test_a_form_nobody_knows_is_loaded_once_its_declaration_lies_in_the_folder(
    read: Callable[..., ReadDocument], own_layouts: Path, seeds: Path
) -> None:
    before = read(NEW_FORM).document
    assert [reason.code for reason in before.reasons] == ["layout_unknown"]
    # As the nightly load reads: the child is told only where the federation's own files lie.
    job = Job(content=NEW_FORM, context=context_of(NEW_FORM))
    (after,) = read_many([job], SourceKind.UNIT_REPORT, Limits(), 1, seeds, own_layouts.parent)
    assert records_of(after.figures) == RECORDS
    assert (after.document.layout, after.document.period_code) == ("phieu_theo_doi", "2023")


def test_the_declared_form_of_another_year_is_the_same_form(
    read_with_own: Callable[[bytes], ReadDocument],
) -> None:
    workbook = load_workbook(BytesIO(NEW_FORM))
    workbook["Sheet1"]["A2"], workbook["Sheet1"]["D4"] = "PHIẾU THEO DÕI NĂM 2024", "Năm 2024"
    document = read_with_own(factories.saved(workbook))
    assert {figure.period_code for figure in document.figures} == {"2024"}


def test_other_files_are_read_as_before_beside_an_own_layout(
    read_with_own: Callable[[bytes], ReadDocument],
) -> None:
    document = read_with_own(factories.layout_c())
    assert (document.document.layout, document.document.figure_count) == ("units_by_ratio_columns", 20)


@pytest.mark.parametrize(
    ("content", "shape"),
    [
        (NEW_FORM, "indicator_rows"),
        (land_form(), "indicator_rows"),
        (factories.layout_a(), "indicator_rows"),
        (factories.layout_g(), "unit_rows"),
    ],
    ids=["a new form", "a land form", "a", "g"],
)
def test_a_proposal_is_yaml_with_the_shape_and_the_columns_that_are_clear(
    proposed: Callable[[bytes], str], content: bytes, shape: str
) -> None:
    declared = yaml.safe_load(proposed(content))
    assert set(declared) >= {"code", "describes", "shape", "priority", "fingerprint", "columns"}
    assert (declared["code"], declared["shape"]) == ("phieu_theo_doi", shape)
    assert len(declared["columns"]) >= 2


def test_a_proposal_names_the_nearest_indicators_of_an_unknown_label(proposed: Callable[[bytes], str]) -> None:
    proposal = proposed(NEW_FORM)
    (line,) = [line for line in proposal.splitlines() if "Đón đoàn viên mới" in line and "nearest" in line]
    assert "members_admitted" in line
    assert '# "Quỹ Mái ấm Công đoàn": maiam_fund_raised' in proposal


def test_a_label_cannot_break_out_of_its_line_in_a_proposal(proposed: Callable[[bytes], str]) -> None:
    trap = 'x"\ncode: evil\nindicators: {a: b} # \u2028'
    content = book({1: ["STT", "Chỉ tiêu", trap], 2: [1, trap, 3], 3: [2, "y", 4]})
    assert yaml.safe_load(proposed(content))["code"] == "phieu_theo_doi"


def test_an_own_layout_that_cannot_be_used_is_told_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "sai.yml").write_text("code: sai\nshape: indicator_rows\npriority: 5\ncolumns: {STT: nothing}\n")
    with pytest.raises(LayoutError, match=r"sai\.yml"):
        declared_layouts(tmp_path)


def test_an_own_layout_replaces_the_declared_one_of_its_code(tmp_path: Path) -> None:
    (tmp_path / "assigned_done.yml").write_text(
        "code: assigned_done\ndescribes: ours\nshape: indicator_rows\npriority: 7\nfingerprint: {roles: [indicator]}\n"
    )
    (own,) = [layout for layout in declared_layouts(tmp_path) if layout.code == "assigned_done"]
    assert own.priority == 7
