"""A build that follows the loads of two nights judges both."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from judged_night import read_flags
from made_figures import NIGHT, land, made_document, made_figure

from expectations.gate import judge
from warehouse.landing import Landing
from warehouse.settings import Settings


def test_a_night_that_was_landed_but_never_judged_is_judged_with_the_next(tmp_path: Path) -> None:
    home = Settings(home=tmp_path)
    landing = Landing(home.landing)
    for day in range(2):
        document = made_document(f"report {day}")
        figure = made_figure(document, value=Decimal(27), reference=Decimal(22), percent=Decimal("122.7"))
        land(landing, [document], [figure], night=NIGHT + timedelta(days=day))
    judge(home, NIGHT + timedelta(days=1))
    assert {row["night"] for row in read_flags(landing)} == {NIGHT, NIGHT + timedelta(days=1)}
    assert landing.is_judged(NIGHT)
