"""The known layouts give exactly the records they hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import expected
import factories
import pytest
from expected import Record, records_of, told

from ingest.context import ReadDocument
from warehouse.figure import DenominatorBasis, Figure, FigureKind, Measure
from warehouse.records import DocumentStatus

Read = Callable[..., ReadDocument]


def at(document: ReadDocument, cell: str, kind: FigureKind = FigureKind.RESULT) -> Figure:
    (found,) = [figure for figure in document.figures if figure.locator.endswith(f"!{cell}") and figure.kind is kind]
    return found


@pytest.mark.parametrize(
    ("content", "records", "layout"),
    [
        (factories.layout_a(), expected.LAYOUT_A, "assigned_done_percent"),
        (factories.layout_a("fraction"), expected.LAYOUT_A, "assigned_done_percent"),
        (factories.layout_b(), expected.LAYOUT_B, "units_by_indicator_groups"),
        (factories.layout_c(), expected.LAYOUT_C, "units_by_ratio_columns"),
        (factories.layout_f_utf8(), expected.LAYOUT_F, "assigned_done_percent_flat"),
        (factories.layout_f_utf16_tabs(), expected.LAYOUT_F, "assigned_done_percent_flat"),
        (factories.layout_f_cp1258(), expected.LAYOUT_F, "assigned_done_percent_flat"),
    ],
    ids=["a", "a with fractions shown as percent", "b", "c", "f in UTF-8", "f in UTF-16 with tabs", "f in cp1258"],
)
def test_a_known_layout_gives_exactly_its_records(
    read: Read, content: bytes, records: list[Record], layout: str
) -> None:
    document = read(content)
    assert records_of(document.figures) == records
    assert document.document.layout == layout
    assert document.document.figure_count == len(records)


def test_uncached_percentages_are_left_to_be_computed(read: Read) -> None:
    document = read(factories.layout_a("formula"))
    without = [
        Record(r.cell, r.kind, r.unit, r.indicator, r.value, r.reference, None if r.value else r.percent, r.scope)
        for r in expected.LAYOUT_A
    ]
    assert records_of(document.figures) == without
    assert document.document.status is DocumentStatus.LOADED


def test_the_sender_title_and_period_come_from_above_the_table(read: Read) -> None:
    document = read(factories.layout_a(), office_code=None).document
    assert (document.unit_code, document.unit_text) == ("LDLD.TQ.CHIEMHOA", "LĐLĐ HUYỆN CHIÊM HÓA")
    assert document.title == "BIỂU TỔNG HỢP KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU THI ĐUA NĂM 2023"
    assert document.period_code == "2023"
    assert (document.status, document.reasons) == (DocumentStatus.LOADED, ())


def test_every_figure_carries_its_evidence(read: Read) -> None:
    figure = at(read(factories.layout_a()), "E16")
    assert figure.locator == "Sheet1!E16"
    assert figure.number_text == "148.2"
    assert figure.quote == 'Vận động Quỹ "Mái ấm Công đoàn" — Năm 2023 / Thực hiện'
    assert (figure.unit_of_measure, figure.value_decimals, figure.percent_decimals) == ("Tr. đồng", 1, 1)
    assert (figure.measure, figure.denominator_basis) == (Measure.MONEY, DenominatorBasis.STATED_TARGET)
    assert (figure.period_code, figure.province) == ("2023", "Tuyên Quang")


def test_nt_repeats_the_unit_of_the_row_above(read: Read) -> None:
    assert at(read(factories.layout_a()), "E11").unit_of_measure == "Đoàn viên"


def test_the_ratio_in_the_note_is_of_a_population(read: Read) -> None:
    figure = at(read(factories.layout_a()), "G18")
    assert (figure.measure, figure.denominator_basis) == (Measure.RATIO, DenominatorBasis.POPULATION)


def test_figure_identities_are_unique_and_stable(read: Read) -> None:
    content = factories.layout_b()
    first, second = read(content), read(content, path="khac.xlsx")
    identities = [figure.figure_id for figure in first.figures]
    assert len(set(identities)) == len(identities)
    assert identities == [figure.figure_id for figure in second.figures]


def test_a_total_row_may_stand_last(read: Read) -> None:
    document = read(factories.layout_b(total_last=True))
    totals = {f.indicator_code: f.value for f in document.figures if f.is_control_total and f.kind is FigureKind.RESULT}
    assert totals == {
        "members_admitted": Decimal(2425),
        "elite_members_referred": Decimal(744),
        "housing_new_supported": Decimal(27),
        "maiam_fund_raised": Decimal(1_000_000_000),
        "blood_donation_turns": Decimal(1951),
    }


@pytest.mark.parametrize("content", [factories.layout_b(), factories.layout_c()], ids=["b", "c"])
def test_the_units_add_up_to_the_control_total(read: Read, content: bytes) -> None:
    figures = read(content).figures
    for total in (figure for figure in figures if figure.is_control_total):
        parts = [
            f.value
            for f in figures
            if not f.is_control_total and (f.indicator_code, f.kind) == (total.indicator_code, total.kind)
        ]
        assert sum(part for part in parts if part is not None) == total.value


def test_short_unit_names_resolve_by_the_office_where_no_letterhead_stands(read: Read) -> None:
    document = read(factories.layout_b(letterhead=False))
    assert records_of(document.figures) == expected.LAYOUT_B
    assert document.document.unit_code == "LDLD.TQ"


def test_the_total_row_decides_what_a_date_was_typed_as(read: Read) -> None:
    document = read(factories.layout_c())
    typed = at(document, "D8")
    assert told(typed.value, typed.reference, typed.recovered_from, typed.alternatives) == (5, 4, "date", ())
    same_either_way = at(document, "D9")
    assert told(same_either_way.value, same_either_way.reference) == (4, 4)
    assert same_either_way.recovered_from == "date"


def test_without_a_total_row_a_date_is_held_with_both_readings(read: Read) -> None:
    held = at(read(factories.layout_c(control=None)), "D8")
    assert (held.value, held.reference, held.percent) == (None, None, None)
    assert (held.alternatives, held.recovered_from, held.number_text) == (("4/5", "5/4"), "date", "04-thg 5")


def test_a_total_row_that_fits_neither_reading_leaves_the_date_held(read: Read) -> None:
    held = at(read(factories.layout_c(control=("1.166/1.070", "26/22", "253/250", "529,46/525"))), "D8")
    assert held.value is None
    assert held.alternatives == ("4/5", "5/4")


def test_ratio_cells_are_measured_as_ratios_against_the_target(read: Read) -> None:
    figure = at(read(factories.layout_c()), "F6")
    assert (figure.measure, figure.denominator_basis) == (Measure.RATIO, DenominatorBasis.STATED_TARGET)
    assert (figure.unit_of_measure, figure.value_decimals) == ("tr.đ", 2)


def test_the_note_row_tells_the_day_the_data_stand_at(read: Read) -> None:
    figures = read(factories.layout_f_utf8()).figures
    assert {figure.as_of_date for figure in figures} == {date(2022, 11, 30)}


def test_a_legacy_encoding_is_told_on_the_document_and_its_figures(read: Read) -> None:
    document = read(factories.layout_f_cp1258())
    assert document.document.status is DocumentStatus.LOADED_WITH_WARNINGS
    assert [reason.code for reason in document.document.reasons] == ["encoding_recovered"]
    assert {figure.recovered_from for figure in document.figures} == {"cp1258"}
