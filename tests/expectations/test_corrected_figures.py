"""The gate judges what the data team corrected, on every night it reaches, and again what it corrects no more."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from judged_night import read_flags
from made_figures import NIGHT, land, made_document, made_figure

from expectations.gate import judge
from warehouse.corrections import COLUMNS, FILE
from warehouse.landing import Landing
from warehouse.settings import Settings

WHO = "đảo số,Trần Văn Nam,CV 15"


def rules(landing: Landing) -> list[tuple[str, str]]:
    return sorted((str(row["night"]), row["rule_code"]) for row in read_flags(landing))


def test_a_corrected_figure_is_judged_by_what_it_was_corrected_to(tmp_path: Path) -> None:
    home = Settings(home=tmp_path)
    landing = Landing(home.landing)
    later = NIGHT + timedelta(days=1)
    swapped = made_document("swapped")
    place = f"{swapped.path},,Sheet1!E10,,,"
    figure = made_figure(swapped, value="22", reference="27", percent="122.7", locator="Sheet1!E10")
    land(landing, [swapped], [figure], night=NIGHT)
    sound = made_document("sound")
    land(landing, [sound], [made_figure(sound, value="21", reference="27", number_text="21/27")], night=later)
    judge(home, NIGHT)
    assert rules(landing) == [(str(NIGHT), "ratio_swapped")]
    home.catalogue_extra.mkdir()
    corrections = home.catalogue_extra / FILE
    head = ",".join(COLUMNS) + "\n"
    stale = f"{sound.path},,Sheet1!E10,,,,value,20,30,{WHO}\n"
    corrections.write_text(f"{head}{place},value,22,27,{WHO}\n{place},reference,27,22,{WHO}\n{stale}", encoding="utf-8")
    judge(home, later)
    assert rules(landing) == [(str(NIGHT), "result_exceeds_target")]
    corrections.unlink()
    judge(home, later)
    assert rules(landing) == [(str(NIGHT), "ratio_swapped")]
