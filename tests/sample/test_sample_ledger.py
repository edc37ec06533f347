"""What the ledger says of a file is what stands in it."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from sample.faults import Fault
from sample.indicators import BY_CODE, HOUSING_ALL
from sample.ledger import Ledger, PrintedDocument, PrintedFigure
from sample.news.compared import Comparison
from warehouse.vietnamese import format_number

BROKEN = (Fault.FILE_CORRUPT, Fault.FILE_EMPTY, Fault.FILE_ENCRYPTED)


def csv_rows(content: bytes) -> list[list[str]]:
    """Rows as a spreadsheet would number them, the ``sep=`` line not counted."""
    encoding = {b"\xff\xfe": "utf-16", b"\xef\xbb": "utf-8-sig"}.get(content[:2], "cp1258")
    lines = io.StringIO(content.decode(encoding), newline="")
    rows = list(csv.reader(lines, delimiter="\t" if encoding == "utf-16" else ";"))
    return rows[1:] if rows[0][0].startswith("sep=") else rows


@pytest.fixture(scope="module")
def sheets(small: Ledger) -> Mapping[str, Worksheet | list[list[str]]]:
    opened: dict[str, Worksheet | list[list[str]]] = {}
    for document in small.documents:
        path = small.path.parent / document.file
        if path.suffix == ".csv":
            opened[document.file] = csv_rows(path.read_bytes())
        elif path.suffix == ".xlsx" and document.fault not in BROKEN:
            sheet = openpyxl.load_workbook(path, data_only=True).active
            assert isinstance(sheet, Worksheet)
            opened[document.file] = sheet
    return opened


def cell_text(sheet: Worksheet | list[list[str]], locator: str) -> str:
    """The cell as its office reads it: numbers with a decimal comma, dates as day/month."""
    name, _, address = locator.rpartition("!")
    if isinstance(sheet, list):
        return sheet[int(address[1:]) - 1][ord(address[0]) - ord("A")].strip()
    assert name == sheet.title
    value = sheet[address].value
    if isinstance(value, datetime):
        assert sheet[address].number_format == "d-mmm"
        return f"{value.day}/{value.month}"
    return format_number(Decimal(str(value))) if isinstance(value, int | float) else str(value)


def test_every_workbook_figure_stands_in_its_cell(
    small: Ledger, sheets: Mapping[str, Worksheet | list[list[str]]]
) -> None:
    told = [figure for figure in small.figures if figure.source_kind == "unit_report"]
    assert len(told) > 600
    for figure in told:
        printed = cell_text(sheets[figure.file], figure.locator or "")
        assert printed == figure.number_text, figure


def test_numbers_of_the_ledger_are_the_printed_ones_in_base_units(small: Ledger) -> None:
    for figure in small.figures:
        indicator = BY_CODE.get(figure.indicator_code or "", HOUSING_ALL)
        if figure.source_kind == "unit_report" and figure.r is not None and "/" not in figure.number_text:
            scale = indicator.scale if figure.indicator_code == indicator.code else 1
            assert figure.number_text == format_number(figure.r / scale), figure


def news_texts(home: Path) -> dict[tuple[str, str], str]:
    texts: dict[tuple[str, str], str] = {}
    for path in (home / "news").iterdir():
        file = f"news/{path.name}"
        content = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            texts |= {(file, row["doc_id"]): row["text"] for row in map(json.loads, content.splitlines())}
        else:
            texts[file, ""] = html.unescape(re.sub("<[^>]+>", "\n", content)) if path.suffix == ".html" else content
    return texts


def test_every_news_figure_and_award_is_quoted_from_its_article(small: Ledger) -> None:
    texts = news_texts(small.path.parent)
    figures = [figure for figure in small.figures if figure.source_kind == "news"]
    assert len(figures) > 150
    for figure in figures:
        assert texts[figure.file, figure.member].count(figure.quote or "") == 1, figure
        assert figure.number_text in (figure.quote or "")
    for award in small.awards:
        assert award.quote in texts[award.file, award.member]


def test_the_reference_article_tells_27_of_22_with_its_percentage(small: Ledger) -> None:
    told = [f for f in small.figures if f.source_kind == "news" and f.unit_code == "CUM01.TQ" and f.kind == "result"]
    (houses,) = [figure for figure in told if figure.indicator_code == "housing_new_supported"]
    assert (houses.r, houses.t, houses.p) == (Decimal(27), Decimal(22), Decimal("122.7"))
    assert "27/22" in (houses.quote or "")
    assert "122,7%" in (houses.quote or "")
    assert houses.rules == ("result_exceeds_target",)


def test_the_reference_synthesis_totals_27_of_22(small: Ledger) -> None:
    (total,) = [
        figure
        for figure in small.figures
        if figure.is_control_total and (figure.unit_code, figure.r, figure.t) == ("CUM01.TQ", Decimal(27), Decimal(22))
    ]
    assert total.indicator_code == "housing_new_supported"
    assert total.p == Decimal("122.7")


def planted(small: Ledger, fault: Fault) -> list[PrintedFigure]:
    return [figure for figure in small.figures if figure.fault == fault]


def test_every_planted_fault_names_a_rule_that_must_find_it(small: Ledger) -> None:
    for fault in small.faults():
        assert fault.rules, fault


def test_an_over_fulfilment_is_true_and_past_a_fifth_above_its_target(small: Ledger) -> None:
    for figure in planted(small, Fault.OVER_FULFILMENT):
        assert figure.r is not None
        assert figure.t is not None
        assert figure.r == figure.true_r
        assert 100 * figure.r / figure.t > 115
        assert figure.rules == ("result_exceeds_target",)


def test_a_swapped_ratio_fits_its_percentage_only_the_other_way_round(small: Ledger) -> None:
    for figure in planted(small, Fault.RATIO_SWAPPED):
        assert figure.r is not None
        assert figure.t is not None
        assert figure.p is not None
        assert abs(100 * figure.t / figure.r - figure.p) <= Decimal("0.05")
        assert abs(100 * figure.r / figure.t - figure.p) > 1


def test_a_misprinted_percentage_is_off_and_a_truncated_one_is_cut(small: Ledger) -> None:
    for figure in (*planted(small, Fault.PERCENT_MISPRINTED), *planted(small, Fault.PERCENT_TRUNCATED)):
        assert figure.r is not None
        assert figure.t is not None
        assert figure.p is not None
        computed = 100 * figure.r / figure.t
        if figure.fault == Fault.PERCENT_MISPRINTED:
            assert abs(computed - figure.p) > Decimal("1.05")
        else:
            assert Decimal("0.05") < computed - figure.p < Decimal("0.1")


def test_sound_percentages_are_rounded_half_up(small: Ledger) -> None:
    checked = 0
    for figure in small.figures:
        if figure.fault is None and figure.r is not None and figure.t and figure.p is not None:
            assert abs(100 * figure.r / figure.t - figure.p) <= Decimal("0.05"), figure
            checked += 1
    assert checked > 300


def test_a_date_born_of_a_ratio_keeps_its_numbers_in_the_ledger(small: Ledger) -> None:
    for figure in planted(small, Fault.RATIO_BECAME_DATE):
        assert (figure.r, figure.t) == (None, None)
        assert figure.number_text == f"{figure.true_t}/{figure.true_r}"


def test_articles_and_workbooks_agree_but_where_a_disagreement_was_planted(small: Ledger) -> None:
    def key(figure: PrintedFigure) -> tuple[str | None, str | None, str | None]:
        return figure.unit_code, figure.indicator_code, figure.period_code

    reported = {
        key(f): (f.r, f.t)
        for f in small.figures
        if f.source_kind == "unit_report" and f.kind == "result" and f.scope is None and f.fault is None and f.p != f.r
    }
    compared = 0
    for figure in small.figures:
        known = reported.get(key(figure))
        if figure.source_kind == "news" and figure.kind == "result" and figure.qualifier == "exact" and known:
            disagrees = figure.r != known[0]
            planted = figure.fault == Fault.SOURCES_DISAGREE or figure.comparison not in (None, Comparison.AGREES)
            assert disagrees is planted, figure
            compared += 1
    assert compared > 30


def test_every_planted_disagreement_has_a_workbook_to_disagree_with(small: Ledger) -> None:
    reported = {
        (f.unit_code, f.indicator_code, f.period_code): f.r
        for f in small.figures
        if f.source_kind == "unit_report" and f.scope is None
    }
    for figure in planted(small, Fault.SOURCES_DISAGREE):
        workbook = reported[figure.unit_code, figure.indicator_code, figure.period_code]
        assert workbook == figure.true_r
        assert workbook != figure.r


def test_an_article_of_every_kind_of_comparison_stands_to_its_workbooks_as_it_says(small: Ledger) -> None:
    reported = {
        (f.unit_code, f.indicator_code, f.period_code, f.scope): f.r
        for f in small.figures
        if f.source_kind == "unit_report" and f.fault is None
    }
    compared = {figure.comparison: figure for figure in small.figures if figure.comparison}
    assert set(compared) == set(Comparison)
    for figure in compared.values():
        whole = reported[figure.unit_code, figure.indicator_code, figure.period_code, None]
        part = reported.get((figure.unit_code, figure.indicator_code, figure.period_code, "DN ngoài nhà nước"))
        assert whole is not None
        assert whole == figure.true_r
        assert figure.r is not None
        match figure.comparison:
            case Comparison.AGREES:
                assert figure.r == whole
            case Comparison.STALE_DATE:
                assert figure.r < whole
            case Comparison.PART_OF:
                assert figure.r == part != whole
            case _:
                assert 0 < abs(figure.r - whole) <= 50_000_000


def test_an_article_told_too_early_appears_before_its_period_ends(small: Ledger) -> None:
    (early,) = [figure for figure in small.figures if figure.comparison == Comparison.STALE_DATE]
    text = (small.path.parent / early.file).read_text(encoding="utf-8")
    assert re.search(rf"ngày [1-5]/12/{early.period_code}", text)


def test_planned_targets_of_articles_are_those_of_next_years_forms(small: Ledger) -> None:
    assigned = {
        (f.unit_code, f.indicator_code, f.period_code): f.t
        for f in small.figures
        if f.source_kind == "unit_report" and f.fault is None and f.t is not None
    }
    plans = [f for f in small.figures if f.source_kind == "news" and f.kind == "target" and f.r is not None]
    known = [f for f in plans if (f.unit_code, f.indicator_code, f.period_code) in assigned]
    assert known
    for plan in known:
        assert plan.r == assigned[plan.unit_code, plan.indicator_code, plan.period_code]


def test_broken_files_are_what_they_claim_to_be(small: Ledger) -> None:
    def content(fault: Fault) -> bytes:
        (document,) = [d for d in small.documents if d.fault == fault]
        assert isinstance(document, PrintedDocument)
        assert document.status == "quarantined"
        return (small.path.parent / document.file).read_bytes()

    assert content(Fault.FILE_EMPTY) == b""
    assert content(Fault.FILE_ENCRYPTED).startswith(bytes.fromhex("d0cf11e0a1b11ae1"))
    assert "EncryptedPackage".encode("utf-16-le") in content(Fault.FILE_ENCRYPTED)
    assert content(Fault.FILE_CORRUPT).startswith(b"PK")
    with pytest.raises(Exception, match="zip"):
        openpyxl.load_workbook(io.BytesIO(content(Fault.FILE_CORRUPT)))


def test_no_text_of_a_workbook_can_become_a_formula(small: Ledger) -> None:
    own_formula = re.compile(r"=E\d+/D\d+(\*100)?")
    for path in (small.path.parent / "inbox").rglob("*"):
        if path.suffix == ".csv":
            for row in csv_rows(path.read_bytes()):
                assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
            continue
        if path.is_dir() or any(d.fault in BROKEN for d in small.documents if d.file.endswith(path.name)):
            continue
        for cells in openpyxl.load_workbook(path).active.iter_rows():  # type: ignore[union-attr] # one sheet always
            for cell in cells:
                if cell.data_type == "f":
                    assert own_formula.fullmatch(str(cell.value))
                elif isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")):
                    assert cell.quotePrefix


def test_names_in_vietnamese_are_composed_unicode(small: Ledger) -> None:
    text = small.path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
