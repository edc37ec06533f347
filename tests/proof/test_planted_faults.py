"""Each operator plants its fault, tells what it changed, and touches nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from proof.federation import clean_federation
from proof.operators import OPERATORS, Operator, plant
from proof.printed import WHOLE_BOOK, Federation, Form, Role, copy_of
from proof.proof import planted
from sample.streams import stream

CLEAN = clean_federation(2, size=8)
"""It has a synthesis and an a/b table."""


def changed(faulty: Federation) -> set[tuple[str, int]]:
    """Lines, and files, that are no longer as in the clean federation."""
    found: set[tuple[str, int]] = set()
    for before, after in zip(CLEAN.books, faulty.books, strict=True):
        for index, line in enumerate(after.lines):
            if index >= len(before.lines) or before.lines[index] != line:
                found.add((after.path, index))
        heads = [(one.sender_heading, one.period, one.names, one.day_words, one.counts) for one in (before, after)]
        if heads[0] != heads[1]:
            found.add((after.path, WHOLE_BOOK))
    return found


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.name)
def test_an_operator_changes_what_it_says_it_changed(operator: Operator) -> None:
    for attempt in range(5):
        faulty = copy_of(CLEAN)
        for fault in plant(faulty, stream(attempt, operator.name), [replace(operator, rate=1.0)]):
            told = {(place.path, place.line) for place in fault.places}
            assert changed(faulty)
            assert changed(faulty) <= told
            return
    pytest.fail("found no place in five attempts")


def test_there_are_thirty_kinds_of_faults_or_more() -> None:
    names = [operator.name for operator in OPERATORS]
    assert len(names) == len(set(names)) >= 30


def test_the_same_seed_plants_the_same_faults() -> None:
    assert planted(7, size=6) == planted(7, size=6)


def test_a_line_bears_one_fault() -> None:
    _, _, faults = planted(2, size=6)
    seen: set[tuple[str, int]] = set()
    for fault in faults:
        own = {(place.path, place.line) for place in fault.places[:1]}
        assert not own & seen
        seen |= own


def test_what_a_sheet_computes_follows_a_mistyped_number() -> None:
    faulty = copy_of(CLEAN)
    faulty.books = [
        replace(book, is_computed=True, lines=[line for line in book.lines if Role.PERCENT in line.cells])
        for book in faulty.books
        if book.form is Form.YEAR
    ]
    (operator,) = [one for one in OPERATORS if one.name == "target_digit_other"]
    (fault,) = plant(faulty, stream(1, operator.name), [operator])
    assert [place.role for place in fault.places] == [Role.TARGET, Role.PERCENT]
