"""What was known when: every version of every figure, and what was believed on a night."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from landing_scenes import FIRST_NIGHT, SECOND_NIGHT

if TYPE_CHECKING:
    from built_warehouse import BuiltWarehouse

FACTS = (
    "select figure_id, value, reference, percent from intermediate.int_figures__superseded"
    " where is_current order by all"
)


def believed_on(warehouse: BuiltWarehouse, night: date) -> list[tuple[object, ...]]:
    return warehouse.rows(
        "select figure_id, value, reference, printed_pct from marts.fct_figures_history"  # noqa: S608
        f" where standing_kind = 'current' and recorded_from <= date '{night}'"
        f" and coalesce(recorded_to > date '{night}', true) order by all"
    )


def test_what_is_believed_tonight_is_what_the_facts_say(warehouse: BuiltWarehouse) -> None:
    assert believed_on(warehouse, SECOND_NIGHT) == warehouse.rows(FACTS)


@pytest.mark.slow
def test_what_was_believed_on_a_past_night_is_what_its_backfill_says(
    warehouse: BuiltWarehouse, as_of_first_night: BuiltWarehouse
) -> None:
    assert believed_on(warehouse, FIRST_NIGHT) == as_of_first_night.rows(FACTS)


def test_a_corrected_number_keeps_the_nights_through_which_it_was_believed(warehouse: BuiltWarehouse) -> None:
    rows = warehouse.rows(
        "select value, standing_kind, recorded_from, recorded_to, end_kind from marts.fct_figures_history"
        " where org_unit_code = 'LDLD.TQ.CHIEMHOA' and indicator_code = 'members_admitted' and figure_kind = 'result'"
        " order by recorded_from"
    )
    assert rows == [
        (300, "current", FIRST_NIGHT, SECOND_NIGHT, "replaced"),
        (190, "current", SECOND_NIGHT, None, None),
    ]


def test_an_ended_belief_names_the_figure_that_followed_it(warehouse: BuiltWarehouse) -> None:
    assert warehouse.rows(
        "select later.value from marts.fct_figures_history as earlier"
        " join marts.fct_figures_history as later on earlier.next_figure_id = later.figure_id"
        " where earlier.org_unit_code = 'LDLD.TQ.CHIEMHOA' and earlier.end_kind = 'replaced' and earlier.value = 300"
    ) == [(190,)]


def test_a_figure_told_twice_is_believed_once_and_repeated_beside_it(warehouse: BuiltWarehouse) -> None:
    assert warehouse.rows(
        "select standing_kind, count(*) from marts.fct_figures_history"
        " where indicator_code = 'housing_new_supported' and source_kind = 'news' group by 1 order by 1"
    ) == [("current", 1), ("repeated", 1)]
