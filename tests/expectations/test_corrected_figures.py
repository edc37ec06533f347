"""The gate judges what the data team corrected, on every night it reaches, and again what it corrects no more."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from judged_night import read_flags
from made_figures import NIGHT, land, made_document, made_figure

from expectations.corrected import CorrectedNights
from expectations.gate import judge
from expectations.night import load_night
from warehouse.catalogue import Catalogue
from warehouse.corrections import COLUMNS, FILE, write_corrections
from warehouse.database import connect
from warehouse.landing import Landing
from warehouse.settings import Settings

WHO = "đảo số,Trần Văn Nam,CV 15"
LATER = NIGHT + timedelta(days=1)


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """A figure whose two numbers changed places; the night after, a sound one in the same cell of another file."""
    made = Settings(home=tmp_path)
    landing = Landing(made.landing)
    swapped, sound = made_document("swapped"), made_document("sound")
    land(landing, [swapped], [made_figure(swapped, value="22", reference="27", percent="122.7")], night=NIGHT)
    land(landing, [sound], [made_figure(sound, value="21", reference="27", number_text="21/27")], night=LATER)
    made.catalogue_extra.mkdir()
    made.build.mkdir()
    return made


def correct(home: Settings, *lines: str) -> None:
    """Lines of the file, up to the new number."""
    told = [f"{line},{WHO}" for line in lines]
    (home.catalogue_extra / FILE).write_text("\n".join([",".join(COLUMNS), *told, ""]), encoding="utf-8")


def place(name: str) -> str:
    return f"{made_document(name).path},,Sheet1!E10,,,"


SWAP = (f"{place('swapped')},value,22,27", f"{place('swapped')},reference,27,22")
STALE = f"{place('sound')},value,20,30"
BY_KEY = ",,,LDLD.TQ.CHIEMHOA|housing_new_supported|2023|,,,value,22,27"


def loaded(home: Settings, night: date) -> list[tuple[Decimal | None, Decimal | None]]:
    """Result and base of the figures of a night, as they are judged."""
    write_corrections(home)
    with connect() as connection:
        load_night(connection, Landing(home.landing), night, home.build, Catalogue.load(home.seeds))
        return connection.execute("select value, reference from figures").fetchall()


def test_a_number_is_judged_as_corrected_where_it_is_the_old_one(home: Settings) -> None:
    correct(home, *SWAP, STALE)
    assert loaded(home, NIGHT) == [(Decimal(27), Decimal(22))]
    assert loaded(home, LATER) == [(Decimal(21), Decimal(27))]
    correct(home, BY_KEY)
    assert loaded(home, NIGHT) == [(Decimal(27), Decimal(27))]
    assert loaded(home, LATER) == [(Decimal(21), Decimal(27))]


def unjudged(home: Settings) -> frozenset[date]:
    corrections = CorrectedNights(Landing(home.landing), write_corrections(home))
    nights = corrections.unjudged()
    corrections.remember()
    return nights


def test_the_nights_of_corrected_figures_are_judged_again_when_corrections_come_change_or_go(home: Settings) -> None:
    assert unjudged(home) == frozenset()
    correct(home, *SWAP)
    assert unjudged(home) == {NIGHT}
    assert unjudged(home) == frozenset()
    correct(home, STALE)
    assert unjudged(home) == {NIGHT, LATER}
    correct(home, STALE.replace("30", "31"))
    assert unjudged(home) == {LATER}
    (home.catalogue_extra / FILE).unlink()
    assert unjudged(home) == {LATER}
    assert unjudged(home) == frozenset()


@pytest.mark.slow
def test_the_gate_gives_the_findings_of_what_figures_were_corrected_to(home: Settings) -> None:
    def rules() -> list[tuple[str, str]]:
        return sorted((str(row["night"]), row["rule_code"]) for row in read_flags(Landing(home.landing)))

    judge(home, NIGHT)
    assert rules() == [(str(NIGHT), "ratio_swapped")]
    correct(home, *SWAP, STALE)
    judge(home, LATER)
    assert rules() == [(str(NIGHT), "result_exceeds_target")]
    (home.catalogue_extra / FILE).unlink()
    judge(home, LATER)
    assert rules() == [(str(NIGHT), "ratio_swapped")]
