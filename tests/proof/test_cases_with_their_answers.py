"""Each case of the rules, as an office prints it: through the readers and the gate, with every flag it raises.

The table of cases stands outside the project, at ``../shared/design/quality_rules.md``; where it is there, none of its
rows may be missing here.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from expectations.gate import judge
from ingest.context import DocumentContext
from ingest.news.read import read_news
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.read import read_report
from warehouse.catalogue import Catalogue
from warehouse.database import connect
from warehouse.figure import SourceKind, stable_id
from warehouse.landing import Chunk, Landing
from warehouse.records import Delivery
from warehouse.settings import Settings

DESIGN = Path(__file__).parents[3] / "shared" / "design" / "quality_rules.md"
NIGHT = date(2024, 3, 10)

Raised = list[tuple[str, str]]


@dataclass(frozen=True)
class Case:
    """``printed`` names the row of the table; ``content`` is what is sent, of a name that ends in its kind."""

    printed: str
    name: str
    content: bytes
    raised: dict[str, str] = field(default_factory=dict)


def workbook(*lines: str, unit: str = "LĐLĐ HUYỆN CHIÊM HÓA") -> bytes:
    """A form of the year 2023 with a few sound lines, and those of the case."""
    sound = (
        "1;Kết nạp đoàn viên;người;120;118;98,3",
        "2;Thành lập công đoàn cơ sở;CĐCS;5;5;100",
        "3;Số cuộc kiểm tra;cuộc;10;9;90",
    )
    head = (f"{unit};;;;;", "Kết quả thực hiện chỉ tiêu năm 2023;;;;;", ";;;;;", HEADER)
    numbered = [f"{place};{line}" for place, line in enumerate(lines, 4)]
    return "\r\n".join(["sep=;", *head, *sound, *numbered, ""]).encode()


HEADER = "STT;Chỉ tiêu;ĐVT;Chỉ tiêu giao;Thực hiện;Tỷ lệ"


def article(sentence: str) -> bytes:
    return f"Tổng kết công tác năm 2023.\n\nNăm 2023, LĐLĐ huyện Chiêm Hóa {sentence}.".encode()


def cells_of_dates(total: str | None) -> bytes:
    """The four sector unions of a cluster; 5/4 typed into a cell became 4 May of the year."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    rows: list[list[object]] = [
        ["LĐLĐ TỈNH TUYÊN QUANG"],
        ["CỤM THI ĐUA SỐ 02"],
        ["NĂM 2022"],
        ["KẾT QUẢ THỰC HIỆN CHỈ TIÊU (thực hiện/chỉ tiêu giao)"],
        ["STT", "Đơn vị", "Kết nạp ĐV/chỉ tiêu", "Nhà ở (TH/giao)"],
        [1, "CĐ ngành Giáo dục", "110/120", "7/7"],
        [2, "CĐ Viên chức tỉnh", "58/60", "8/6"],
        [3, "CĐ ngành Y tế", "88/90", date(2022, 5, 4)],
        [4, "CĐ các KCN", "775/800", "5/5"],
        *([[None, "Cộng", "1.031/1.070", total]] if total else []),
    ]
    for row in rows:
        sheet.append(row)
    sheet["D8"].number_format = "d-mmm"
    content = BytesIO()
    book.save(content)
    return content.getvalue()


EXCESS = {"result_exceeds_target": "query"}
HOUSES = "Số hộ đoàn viên được hỗ trợ làm nhà mới;hộ"
MEMBERS = "Kết nạp đoàn viên mới;đoàn viên"
CASES = (
    Case("27/22 hộ, 122,7%", "a.csv", workbook(f"{HOUSES};22;27;122,7"), EXCESS),
    Case("27/22 hộ, 122,7%", "a.txt", article("hỗ trợ 27/22 hộ đoàn viên khó khăn làm nhà mới, đạt 122,7%"), EXCESS),
    Case("2.425/1.720, 141%", "b.csv", workbook(f"{HOUSES};1.720;2.425;141"), EXCESS),
    Case("744/824, 90%; 3/7, 42,85%", "c.csv", workbook(f"{HOUSES};824;744;90")),
    Case("744/824, 90%; 3/7, 42,85%", "d.csv", workbook(f"{HOUSES};7;3;42,85"), {"percent_truncated": "info"}),
    Case("8.865/6.000, 147%", "e.csv", workbook(f"{HOUSES};6.000;8.865;147"), {**EXCESS, "percent_truncated": "info"}),
    Case("22/27, 122,7%", "f.csv", workbook(f"{HOUSES};27;22;122,7"), {"ratio_swapped": "query"}),
    Case("27/22, 127,2%", "g.csv", workbook(f"{HOUSES};22;27;127,2"), {"percent_disagrees": "fatal", **EXCESS}),
    Case("844/824, 90%", "h.csv", workbook(f"{HOUSES};824;844;90"), {"percent_disagrees": "fatal", **EXCESS}),
    Case("26 grassroots unions, 120%", "i.txt", article("thành lập mới 26 công đoàn cơ sở, đạt 120% kế hoạch")),
    Case(
        "26 grassroots unions, 121%",
        "j.txt",
        article("thành lập mới 26 công đoàn cơ sở, đạt 121% kế hoạch"),
        {"percent_unattainable": "query"},
    ),
    Case(
        "141% misprinted as 142%",
        "k.csv",
        workbook(f"{HOUSES};1.720;2.425;142"),
        {"percent_disagrees": "query", **EXCESS},
    ),
    Case(
        "105% cán bộ được tập huấn",
        "l.txt",
        article("có 105% cán bộ công đoàn được tập huấn, bồi dưỡng nghiệp vụ"),
        {"share_over_100": "fatal"},
    ),
    Case(
        "27.400 nghìn đoàn viên in one province",
        "m.csv",
        workbook("Tổng số đoàn viên;nghìn người;;27.400;", unit="LĐLĐ TỈNH TUYÊN QUANG"),
        {"above_physical_ceiling": "fatal"},
    ),
    Case(
        "a cell holding 4 May in a ratio column, column total 25/22",
        "n.xlsx",
        cells_of_dates("25/22"),
        {"ratio_became_date": "info", **EXCESS},
    ),
    Case("the same without a total", "o.xlsx", cells_of_dates(None), {"ratio_became_date": "query", **EXCESS}),
    Case('"Hòa" and "Hoà"', "p.csv", workbook(f"{HOUSES};24;22;91,7", unit="LĐLĐ HUYỆN CHIÊM HOÁ")),
    Case(
        '29/02 in "tổng kết năm 2022"',
        "q.txt",
        "Sáng ngày 29/02, LĐLĐ tỉnh Tuyên Quang tổ chức hội nghị tổng kết năm 2022.".encode(),
        {"period_impossible": "fatal"},
    ),
)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Raised]:
    """Every flag by the name of its file; all cases are judged in one night."""
    settings = Settings(home=tmp_path_factory.mktemp("cases"))
    catalogue = Catalogue.load(settings.seeds)
    landing = Landing(settings.landing)
    landing.prepare()
    for case in CASES:
        landing.append_chunk(NIGHT, _chunk(case, catalogue))
    judge(settings, NIGHT)
    raised: defaultdict[str, Raised] = defaultdict(list)
    globs = {"flags": landing.glob("figure_flags"), "documents": landing.glob("documents")}
    with connect() as database:
        rows = database.execute(
            "select documents.path, rule_code, severity"
            " from read_parquet($flags, hive_partitioning = false)"
            " join read_parquet($documents, hive_partitioning = false) as documents using (document_id) order by all",
            globs,
        ).fetchall()
    for path, rule, severity in rows:
        raised[path].append((rule, severity))
    return lambda name: raised[name]


def _chunk(case: Case, catalogue: Catalogue) -> Chunk:
    kind = SourceKind.NEWS if case.name.endswith(".txt") else SourceKind.UNIT_REPORT
    office = None if kind is SourceKind.NEWS else "LDLD.TQ"
    sha256 = hashlib.sha256(case.content).hexdigest()
    delivery_id, received = stable_id("delivery", case.name), datetime(2024, 3, 10, 14, tzinfo=UTC)
    context = DocumentContext(
        document_id=stable_id("document", case.name),
        delivery_id=delivery_id,
        source_kind=kind,
        office_code=office,
        path=case.name,
        member="",
        sha256=sha256,
        received_at=received,
    )
    if kind is SourceKind.NEWS:
        (read,) = read_news(case.content, context, catalogue)
    else:
        read = read_report(case.content, context, catalogue, Limits())
        assert read.figures, (case.name, read.document.reasons)
    delivery = Delivery(
        delivery_id=delivery_id,
        source_kind=kind,
        office_code=office,
        path=case.name,
        sha256=sha256,
        size_bytes=len(case.content),
        modified_ns=0,
        received_at=received,
    )
    return Chunk([delivery], [read.document], read.figures, read.awards)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.printed} in {case.name}")
def test_a_case_has_its_answer_and_no_other(case: Case, judged: Callable[[str], Raised]) -> None:
    assert sorted(set(judged(case.name))) == sorted(case.raised.items())


def test_27_of_22_raises_one_flag_in_a_workbook_and_one_in_an_article(judged: Callable[[str], Raised]) -> None:
    assert len(judged("a.csv")) == len(judged("a.txt")) == 1


@pytest.mark.skipif(not DESIGN.is_file(), reason="the table of cases (../shared/design) is not here")
def test_no_row_of_the_table_is_missing() -> None:
    table = DESIGN.read_text(encoding="utf-8").partition("## Cases with their answers")[2].partition("\nWhere")[0]
    lines = [line for line in table.splitlines() if line.startswith("|")][2:]
    rows = [line.split("|")[1].strip() for line in lines]
    assert rows == list(dict.fromkeys(case.printed for case in CASES))
