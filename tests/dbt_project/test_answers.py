"""A delivery withdrawn gives the facts back what stood before it; what comes for a closed period waits in sight."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from answer_scenes import CHIEM_HOA, CITY, HEALTH, LAM_BINH, NA_HANG, OFFICIALS, TEACHERS, YEN_SON

if TYPE_CHECKING:
    from built_warehouse import BuiltWarehouse


def told(sent: BuiltWarehouse, columns: str, mart: str, where: str, order: str = "all") -> list[tuple[object, ...]]:
    return sent.rows(f"select {columns} from marts.{mart} where {where} order by {order}")  # noqa: S608  # our own words


def gifts(sent: BuiltWarehouse, unit: str) -> dict[object, object]:
    rows = sent.rows(f"select period_code, value from marts.fct_results where path = 'qua-{unit}.xlsx'")  # noqa: S608
    return {period: value for period, value in rows}  # noqa: C416  # rows are of any length to the type checker


def test_a_withdrawn_delivery_gives_the_facts_back_what_its_place_held_before(sent: BuiltWarehouse) -> None:
    assert gifts(sent, OFFICIALS) == {"2023": Decimal(5)}
    columns = "delivery_kind, is_current, withdrawn_by, withdrawn_reason"
    assert told(sent, columns, "fct_deliveries", f"path = 'qua-{OFFICIALS}.xlsx'", order="night") == [
        ("new", True, None, None),
        ("withdrawn", False, "LDLD.TQ", "gửi nhầm"),
    ]


def test_a_withdrawal_taken_back_leaves_no_trace_in_the_facts(sent: BuiltWarehouse) -> None:
    assert gifts(sent, TEACHERS) == {"2023": Decimal(12)}


def test_a_figure_for_a_closed_period_waits_beside_the_one_that_stands(sent: BuiltWarehouse) -> None:
    assert gifts(sent, NA_HANG) == {"2023": Decimal(5), "2024": Decimal(1)}
    columns = "period_code, value, standing_value, closed_reason, office_code"
    assert told(sent, columns, "fct_waiting_figures", f"org_unit_code = '{NA_HANG}'") == [
        ("2023", Decimal(7), Decimal(5), "đã công bố", "LDLD.TQ")
    ]
    columns = "waiting_count, what_to_do_vi like '%đã khóa sổ%'"
    assert told(sent, columns, "fct_receipts", f"path = 'qua-{NA_HANG}.xlsx'", order="night") == [(0, False), (1, True)]


def test_an_accepted_delivery_and_a_reopened_period_let_what_waited_in(sent: BuiltWarehouse) -> None:
    assert gifts(sent, LAM_BINH) == {"2023": Decimal(8)}
    assert gifts(sent, YEN_SON) == {"2023": Decimal(9)}


def test_what_is_accepted_no_more_waits_again(sent: BuiltWarehouse) -> None:
    assert gifts(sent, HEALTH) == {"2023": Decimal(5)}


def test_a_year_closes_the_periods_within_it_but_for_one_that_is_reopened(sent: BuiltWarehouse) -> None:
    assert gifts(sent, CHIEM_HOA) == {"2023-H1": Decimal(3)}


def test_a_period_closed_for_a_unit_is_closed_for_those_below_it(sent: BuiltWarehouse) -> None:
    assert gifts(sent, CITY) == {}
    assert told(sent, "org_unit_code, period_code", "fct_waiting_figures", "true") == [
        (HEALTH, "2023"),
        (CHIEM_HOA, "2023-Q3"),
        (NA_HANG, "2023"),
        (CITY, "2022"),
    ]


def test_the_last_word_of_a_period_is_told_as_the_one_that_holds(sent: BuiltWarehouse) -> None:
    where = f"org_unit_code = '{YEN_SON}'"
    assert told(sent, "state, is_last_word", "fct_period_events", where, order="recorded_at") == [
        ("closed", False),
        ("reopened", True),
    ]
