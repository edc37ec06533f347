"""The oracle names what cannot be, and nothing that may well be."""

from __future__ import annotations

from decimal import Decimal

import pytest

from proof.federation import clean_federation
from proof.oracle import contradictions, judge, words_of
from proof.printed import Book, Federation, Form, Line, Place, PlantedFault, Role, copy_of

CLEAN = clean_federation(1, size=6)


def kinds(federation: Federation) -> set[str]:
    return {one.kind for one in contradictions(federation, words_of(CLEAN))}


def line_of(federation: Federation, form: Form, code: str, *, period: str = "2023") -> tuple[Book, Line]:
    for book in federation.books:
        for line in book.lines:
            named = (book.form, line.indicator.code, line.scope, line.quarter, line.period)
            if named == (form, code, None, 0, period) and not line.is_total:
                return book, line
    raise LookupError(code)


def typed(form: Form, code: str, role: Role, number: str | Decimal, *, period: str = "2023") -> set[str]:
    federation = copy_of(CLEAN)
    _, line = line_of(federation, form, code, period=period)
    line.cells[role].shown = Decimal(number)
    return kinds(federation)


def test_a_percentage_that_fits_no_ratio_cannot_be() -> None:
    _, line = line_of(CLEAN, Form.YEAR, "initiatives_recognised")
    percent = line.cells[Role.PERCENT].true
    assert typed(Form.YEAR, "initiatives_recognised", Role.PERCENT, percent + 7) == {"percent"}


def test_an_over_fulfilment_may_well_be() -> None:
    federation = copy_of(CLEAN)
    _, line = line_of(federation, Form.YEAR, "inspections_conducted", period="2022")
    line.cells[Role.RESULT].shown = 2 * line.cells[Role.TARGET].true
    line.cells[Role.PERCENT].shown = Decimal(200)
    assert kinds(federation) == set()


@pytest.mark.parametrize(
    ("role", "number", "kind"),
    [
        (Role.RESULT, "-4", "negative"),
        (Role.RESULT, "7.5", "fraction"),
        (Role.TARGET, "0", "target of zero"),
        (Role.RESULT, "999999", "extreme"),
    ],
)
def test_a_number_that_cannot_be_by_itself_is_named(role: Role, number: str, kind: str) -> None:
    assert kind in typed(Form.YEAR, "training_courses_held", role, number, period="2022")


def test_a_half_year_is_the_sum_of_its_quarters() -> None:
    assert "sum of results" in typed(Form.HALF_YEAR, "members_admitted", Role.RESULT, "1", period="2023-H1")


def test_nine_months_are_no_less_than_six() -> None:
    assert "falls" in typed(Form.NINE_MONTHS, "members_admitted", Role.RESULT, "1", period="2023-M09")


def test_nobody_does_a_thousand_times_as_much_from_one_report_to_the_next() -> None:
    _, line = line_of(CLEAN, Form.YEAR, "union_dues_collected", period="2022")
    thousandfold = 1000 * line.cells[Role.RESULT].true
    assert "leap" in typed(Form.YEAR, "union_dues_collected", Role.RESULT, thousandfold, period="2022")


def test_a_fault_that_nothing_contradicts_cannot_be_revealed() -> None:
    faulty = copy_of(CLEAN)
    book, line = line_of(faulty, Form.YEAR, "initiatives_recognised", period="2022")
    number = line.cells[Role.RESULT]
    number.shown = number.true + 1
    line.cells.pop(Role.PERCENT)
    place = Place(book.path, book.lines.index(line), Role.RESULT)
    fault = PlantedFault(operator="result_digit_other", seed=1, places=[place])
    (verdict,) = judge(CLEAN, faulty, [fault])
    assert not verdict.is_revealable
    assert verdict.lines == {(book.path, place.line)}


def test_a_contradiction_is_charged_to_the_cell_that_stands_in_it() -> None:
    faulty = copy_of(CLEAN)
    book, line = line_of(faulty, Form.YEAR, "initiatives_recognised", period="2022")
    line.cells[Role.PERCENT].shown = line.cells[Role.PERCENT].true + 9
    _, other = line_of(faulty, Form.YEAR, "training_courses_held", period="2022")
    faults = [
        PlantedFault(operator="x", seed=1, places=[Place(book.path, book.lines.index(one), Role.PERCENT)])
        for one in (line, other)
    ]
    guilty, innocent = judge(CLEAN, faulty, faults)
    assert guilty.kinds == {"percent"}
    assert not innocent.is_revealable
