"""The smallest single change that makes a table agree with itself again."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from expectations.repair_words import sentence, told_repairs
from expectations.repairs import Repair, repairs_of_row, repairs_of_total
from expectations.sheets import Change, Row, Sheet, Sum
from expectations.slips import slips

TOTAL = 900


def result(key: int, value: str, reference: str | None = None, percent: str | None = None, **given: Any) -> Row:
    told = Decimal(percent) if percent is not None else None
    exponent = told.as_tuple().exponent if told is not None else 0
    row = Row(
        key=key,
        locator=f"Sheet1!E{key}",
        column="E",
        line=key,
        unit_key=f"unit {key}",
        unit_text=f"LĐLĐ huyện {key}",
        indicator_key="union_members_recruited",
        indicator_text="Kết nạp đoàn viên",
        value=Decimal(value),
        reference=Decimal(reference) if reference is not None else None,
        percent=told,
        decimals=-exponent if isinstance(exponent, int) else 0,
        is_whole=True,
    )
    return replace(row, **given)


def mended(sheet: Sheet, repair: Repair) -> dict[tuple[str, str], str | None]:
    return {
        (sheet.rows[key].locator, field): None if number is None else format(number.normalize(), "f")
        for (key, field), number in repair.changes.items()
    }


def best(sheet: Sheet, key: int = 1) -> dict[tuple[str, str], str | None]:
    """The changes of the one best repair; nothing where none or several are."""
    repairs = repairs_of_row(sheet, key)
    first = [repair for repair in repairs if repair.rank == 1]
    return mended(sheet, first[0]) if len(first) == 1 else {}


def test_figures_that_agree_are_left_alone() -> None:
    sheet = Sheet([result(1, "27", "22", "122.7"), result(2, "744", "824", "90")])
    assert repairs_of_row(sheet, 1) == []
    assert repairs_of_row(sheet, 2) == []


@pytest.mark.parametrize(
    ("row", "changes"),
    [
        (result(1, "27", "22", "127.2"), {("Sheet1!E1", "percent"): "122.7"}),
        (result(1, "22", "27", "122.7"), {("Sheet1!E1", "value"): "27", ("Sheet1!E1", "reference"): "22"}),
        (result(1, "2452", "1720", "141.0"), {("Sheet1!E1", "value"): "2425"}),
        (result(1, "-27", "22", "122.7"), {("Sheet1!E1", "value"): "27"}),
        (result(1, "-27"), {("Sheet1!E1", "value"): "27"}),
        (result(1, "1.245", "1300", "95.8"), {("Sheet1!E1", "value"): "1245"}),
        (result(1, "1.245"), {("Sheet1!E1", "value"): "1245"}),
        (result(1, "27000", "22", "122.7"), {("Sheet1!E1", "value"): "27"}),
        (result(1, "1055", "100", "1055.0"), {("Sheet1!E1", "value"): "105"}),
    ],
    ids=[
        "a percentage's digits exchanged",
        "result and target exchanged",
        "a result's digits exchanged",
        "a minus beside a percentage",
        "a minus alone",
        "a comma for a dot beside a percentage",
        "a comma for a dot alone",
        "a thousandfold",
        "a digit twice, in a sheet that computes its percentages",
    ],
)
def test_one_slip_is_undone_by_one_change(row: Row, changes: dict[tuple[str, str], str]) -> None:
    assert best(Sheet([row])) == changes


def test_a_minus_is_taken_from_a_result_and_the_percentage_computed_from_it() -> None:
    assert best(Sheet([result(1, "-4", "4", "-100.0")])) == {
        ("Sheet1!E1", "value"): "4",
        ("Sheet1!E1", "percent"): "100",
    }


def test_a_percentage_of_thousands_whose_mark_was_misread_does_not_hide_the_slip() -> None:
    assert best(Sheet([result(1, "20000", "19", "10526")])) == {("Sheet1!E1", "value"): "20"}


def test_a_target_alone_is_not_suspected_of_a_zero_left_out() -> None:
    assert best(Sheet([result(1, "81", "13", "623.1")])) == {("Sheet1!E1", "value"): "18"}
    assert repairs_of_row(Sheet([result(1, "609", "184", "331")]), 1) == []


def test_a_zero_at_the_end_of_a_percentage_may_have_been_left_out() -> None:
    rows = [result(1, "35", "69", "57"), result(2, "58", "60", "96.7")]
    assert best(Sheet(rows)) == {("Sheet1!E1", "percent"): "50.7"}


def test_half_a_person_may_be_anything() -> None:
    assert repairs_of_row(Sheet([result(1, "53.5")]), 1) == []


def test_a_result_above_its_target_is_no_error_to_repair() -> None:
    assert repairs_of_row(Sheet([result(1, "27", "22")]), 1) == []


def test_what_a_percentage_cannot_tell_apart_is_told_as_equal() -> None:
    repairs = repairs_of_row(Sheet([result(1, "560", "569", "100")]), 1)
    assert {value for one in repairs for value in one.changes.values() if one.rank == 1} == {569, 570}


def test_amounts_in_another_unit_are_scaled_back() -> None:
    money: dict[str, Any] = {"is_money": True, "is_whole": False, "unit_scale": 10**6}
    row = result(1, "95100000000000", "90000000", "105.7", **money)
    assert best(Sheet([row])) == {("Sheet1!E1", "value"): "95100000"}


def test_cells_shifted_to_the_left_are_put_back_where_other_rows_print_a_percentage() -> None:
    shifted = result(1, "122.7", "27")
    beside = result(2, "58", "60", "96.7")
    assert best(Sheet([shifted, beside])) == {
        ("Sheet1!E1", "value"): "27",
        ("Sheet1!E1", "reference"): "22",
        ("Sheet1!E1", "percent"): "122.7",
    }
    assert best(Sheet([shifted])) == {}
    held = replace(shifted, value=None, alternatives=(Decimal("122.7"), Decimal(122700)))
    assert best(Sheet([held, beside]))["Sheet1!E1", "reference"] == "22"


def test_a_number_with_one_decimal_is_not_read_as_thousands() -> None:
    held = replace(result(1, "0"), value=None, alternatives=(Decimal("3.5"), Decimal(3500)))
    assert repairs_of_row(Sheet([held]), 1) == []


def test_the_results_of_two_rows_are_exchanged_where_both_percentages_then_fit() -> None:
    rows = [result(1, "58", "22", "122.7"), result(2, "27", "60", "96.7")]
    assert best(Sheet(rows)) == {("Sheet1!E1", "value"): "27", ("Sheet1!E2", "value"): "58"}


def test_a_held_number_is_read_as_what_is_counted_allows() -> None:
    held = replace(result(1, "0"), value=None, alternatives=(Decimal("1.499"), Decimal(1499)))
    assert best(Sheet([held])) == {("Sheet1!E1", "value"): "1499"}
    money = replace(held, is_whole=False)
    assert len([repair for repair in repairs_of_row(Sheet([money]), 1) if repair.rank == 1]) == 2


def test_the_target_is_mended_in_its_own_cell() -> None:
    target = replace(result(2, "1270"), kind="target", column="D", line=1, unit_key="unit 1", locator="Sheet1!D1")
    assert best(Sheet([result(1, "2425", "1270", "141.0"), target])) == {("Sheet1!D1", "value"): "1720"}


# --- totals ------------------------------------------------------------------------------------------------------


def table(*rows: Row, total: Row) -> Sheet:
    last = replace(total, key=TOTAL, locator=f"Sheet1!E{TOTAL}", line=TOTAL, is_total=True, unit_key="CUM01")
    return Sheet([*rows, last], [Sum(total=(TOTAL, "value"), children=tuple((row.key, "value") for row in rows))])


def test_the_child_that_closes_the_gap_by_one_slip_is_named() -> None:
    sheet = table(result(1, "1831"), result(2, "612"), total=result(0, "2425"))
    (repair,) = repairs_of_total(sheet, TOTAL)
    assert mended(sheet, repair) == {("Sheet1!E1", "value"): "1813"}


def test_a_child_whose_own_percentage_fits_is_not_changed_for_the_total() -> None:
    sheet = table(result(1, "31", "22", "140.9"), result(2, "41"), total=result(0, "82"))
    assert mended(sheet, repairs_of_total(sheet, TOTAL)[0]) != {("Sheet1!E1", "value"): "41"}


def test_a_total_without_one_of_its_rows_is_told_with_the_row() -> None:
    sheet = table(
        result(1, "310", "220", "140.9"), result(2, "412", "400", "103"), result(3, "77", "70", "110"),
        total=result(0, "387"),
    )  # fmt: skip
    (repair,) = repairs_of_total(sheet, TOTAL)
    assert (repair.kind, repair.other) == ("total", 2)
    assert "chưa cộng một dòng: «LĐLĐ huyện 2»" in sentence(told_repairs(sheet, TOTAL, [repair]))


def test_a_ratio_cell_turned_over_is_told_by_both_totals() -> None:
    rows = [result(1, "22", "27"), result(2, "50", "40"), result(3, "31", "33")]
    total = replace(result(0, "108", "95"), key=TOTAL, line=TOTAL, is_total=True)
    sums = [
        Sum(total=(TOTAL, side), children=tuple((row.key, side) for row in rows)) for side in ("value", "reference")
    ]
    sheet = Sheet([*rows, total], sums)
    first = repairs_of_total(sheet, TOTAL)[0]
    assert (first.kind, mended(sheet, first)) == (
        "swap",
        {("Sheet1!E1", "value"): "27", ("Sheet1!E1", "reference"): "22"},
    )


def test_a_sum_that_a_bound_calls_wrong_is_mended_in_what_it_adds_up() -> None:
    money: dict[str, Any] = {"is_money": True, "is_whole": False, "unit_scale": 10**6}
    rows = [result(1, "647500000000", **money), result(2, "678300000", **money)]
    total = result(0, "648178300000", "2335800000", "27749.7", **money)
    sheet = table(*rows, total=total)
    first, *others = repairs_of_row(sheet, TOTAL)
    assert all((TOTAL, "value") not in other.changes or len(other.changes) > 1 for other in others)
    assert mended(sheet, first) == {
        ("Sheet1!E1", "value"): "647500000",
        (f"Sheet1!E{TOTAL}", "value"): "1325800000",
    }


def test_where_anybody_may_have_slipped_nobody_is_named() -> None:
    rows = [result(key, "15") for key in range(1, 9)]
    assert repairs_of_total(table(*rows, total=result(0, "121")), TOTAL) == []


# --- one fault in a table that agreed with itself ----------------------------------------------------------------


@st.composite
def consistent_tables(draw: st.DrawFn) -> list[Row]:
    """Rows of targets of ten and more, results and their percentages to one decimal."""
    rows = []
    for key in range(1, draw(st.integers(min_value=2, max_value=5)) + 1):
        target = draw(st.integers(min_value=10, max_value=3000))
        value = draw(st.integers(min_value=-(-target // 4), max_value=2 * target))
        percent = (Decimal(100 * value) / target).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
        rows.append(result(key, str(value), str(target), str(percent)))
    return rows


def with_totals(rows: list[Row], truth: list[Row]) -> Sheet:
    """The rows under the totals of the true ones."""
    value, reference = (sum((getattr(row, side) for row in truth), Decimal(0)) for side in ("value", "reference"))
    total = replace(result(0, str(value), str(reference)), key=TOTAL, line=TOTAL, is_total=True)
    sums = [
        Sum(total=(TOTAL, side), children=tuple((row.key, side) for row in rows)) for side in ("value", "reference")
    ]
    return Sheet([*rows, total], sums)


def typed_over(row: Row, field: str, number: Decimal) -> Row:
    changed: dict[str, Any] = {field: number}
    return replace(row, **changed)


def is_consistent(sheet: Sheet, change: Change) -> bool:
    return not sheet.breaches(sheet.rows.values(), range(len(sheet.sums)), change)


@settings(max_examples=60, deadline=None)
@given(consistent_tables(), st.data())
def test_a_fault_that_breaks_its_percentage_and_its_total_is_always_undone(
    truth: list[Row], data: st.DataObject
) -> None:
    field = data.draw(st.sampled_from(["value", "reference"]))
    row = data.draw(st.sampled_from(truth))
    true: Decimal = getattr(row, field)
    typed = data.draw(st.sampled_from([slip.meant for slip in slips(true) if slip.meant % 1 == 0 and slip.meant > 0]))
    assume(true in {slip.meant for slip in slips(typed)})
    faulty = typed_over(row, field, typed)
    sheet = with_totals([faulty if one is row else one for one in truth], truth)
    assume(("percent", row.key) in sheet.breaches_of_row(faulty))
    assert [repair.changes for repair in repairs_of_row(sheet, row.key) if repair.rank == 1] == [
        {(row.key, field): true}
    ]


@settings(max_examples=60, deadline=None)
@given(consistent_tables(), st.data())
def test_whatever_is_suggested_makes_the_table_agree_or_is_told_as_one_of_several(
    truth: list[Row], data: st.DataObject
) -> None:
    field = data.draw(st.sampled_from(["value", "reference", "percent"]))
    row = data.draw(st.sampled_from(truth))
    true: Decimal = getattr(row, field)
    decimals = 1 if field == "percent" else 0
    typed = data.draw(st.sampled_from([slip.meant for slip in slips(true, decimals=decimals) if slip.cost <= 2]))
    faulty = typed_over(row, field, typed)
    sheet = with_totals([faulty if one is row else one for one in truth], truth)
    repairs = repairs_of_row(sheet, row.key) or repairs_of_total(sheet, TOTAL)
    first = [repair for repair in repairs if repair.rank == 1]
    if len(first) == 1:
        assert is_consistent(sheet, first[0].changes)
    assert not repairs or len(first) > 1 or any(repair.changes == {(row.key, field): true} for repair in repairs)
