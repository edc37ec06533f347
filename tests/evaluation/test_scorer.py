"""A figure is found, right in its numbers, right in full; each step is counted once."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from made_marks import award, figure

from evaluation.score import (
    AwardMark,
    FigureMark,
    FigureScore,
    grouped,
    measure_and_kind,
    pair_awards,
    pair_figures,
    score_awards,
    score_figures,
    series_of,
)


def scored(golds: list[dict[str, Any]], guesses: list[dict[str, Any]]) -> FigureScore:
    return score_figures(pair_figures(map(FigureMark.of_row, golds), map(FigureMark.of_row, guesses)))


def f1(score: FigureScore) -> tuple[Fraction | int, ...]:
    return tuple(score.levels[level].f1 for level in ("found", "core", "full"))


def test_an_equal_figure_counts_on_every_level() -> None:
    assert f1(scored([figure(0, 9, value=27, reference=22)], [figure(3, 9, value=27, reference=22)])) == (1, 1, 1)


def test_one_number_in_common_is_found_and_no_more() -> None:
    assert f1(scored([figure(0, 9, value=27, reference=22)], [figure(0, 9, value=27)])) == (1, 0, 0)


@pytest.mark.parametrize("label", [{"qualifier": "approx"}, {"kind": "target"}, {"change": "exceed"}])
def test_a_wrong_label_costs_the_full_score_alone(label: dict[str, str]) -> None:
    assert f1(scored([figure(0, 9, value=5)], [figure(0, 9, value=5, **label)])) == (1, 1, 0)


def test_words_apart_are_no_pair_whatever_their_numbers() -> None:
    assert f1(scored([figure(0, 9, value=5)], [figure(9, 12, value=5)])) == (0, 0, 0)


def test_documents_are_never_mixed() -> None:
    assert f1(scored([figure(0, 9, value=5)], [figure(0, 9, value=5, doc_id="a-2")])) == (0, 0, 0)


def test_a_difference_in_the_ninth_digit_is_a_wrong_number() -> None:
    assert f1(scored([figure(0, 9, value=529460000)], [figure(0, 9, value=529460001)])) == (0, 0, 0)


def test_a_number_is_the_same_however_it_is_written() -> None:
    assert f1(scored([figure(0, 9, percent=122.7)], [figure(0, 9, percent="122.70")])) == (1, 1, 1)
    assert f1(scored([figure(0, 9, value=Decimal("1E+3"))], [figure(0, 9, value=1000)])) == (1, 1, 1)


def test_one_extraction_pairs_with_one_annotation_the_closest_first() -> None:
    score = scored([figure(0, 20, value=5, upper=7), figure(0, 20, value=5)], [figure(0, 20, value=5)])
    assert score.levels["core"].hits == 1
    assert score.levels["found"].recall == Fraction(1, 2)


def test_what_an_annotator_calls_as_good_counts() -> None:
    gold = figure(0, 9, value=5, kind_alt="target", period="2022", period_alt=["none", "2023"])
    for period in (None, "2022", "2023"):
        score = scored([gold], [figure(0, 9, value=5, kind="target", period=period)])
        assert f1(score) == (1, 1, 1)
        assert score.labels["period"].share == 1
    assert scored([gold], [figure(0, 9, value=5, period="2021")]).labels["period"].share == 0


def test_a_peripheral_figure_costs_nothing_found_or_missed() -> None:
    gold = [figure(0, 9, value=5), figure(20, 29, value=9, tier="peripheral")]
    for guesses in ([figure(0, 9, value=5)], [figure(0, 9, value=5), figure(20, 29, value=9)]):
        assert f1(scored(gold, guesses)) == (1, 1, 1)
    assert f1(scored(gold, [figure(0, 9, value=5), figure(30, 39, value=9)])) == (Fraction(2, 3),) * 3


def test_an_indicator_is_asked_for_where_the_annotation_names_one() -> None:
    golds = [figure(0, 9, value=5, indicator="x"), figure(10, 19, value=6)]
    score = scored(golds, [figure(0, 9, value=5, indicator="y"), figure(10, 19, value=6, indicator="y")])
    assert (score.labels["indicator"].right, score.labels["indicator"].asked) == (0, 1)


def test_an_extraction_beside_the_annotation_stands_in_the_group_of_its_own_kind() -> None:
    golds = [figure(0, 9, value=5, kind="target")]
    guesses = [figure(0, 9, value=5), figure(20, 29, percent=9, measure="percent")]
    outcomes = pair_figures(map(FigureMark.of_row, golds), map(FigureMark.of_row, guesses))
    groups = {
        name: score_figures(members).levels["found"] for name, members in grouped(outcomes, measure_and_kind).items()
    }
    assert {name: (rate.hits, rate.guessed, rate.true) for name, rate in groups.items()} == {
        "count target": (1, 1, 1),
        "percent result": (0, 1, 0),
    }


def test_a_series_is_a_name_up_to_its_number() -> None:
    assert [series_of(name) for name in ("hard-07", "press-a-1", "tin")] == ["hard", "press-a", "tin"]


def test_nothing_to_find_and_nothing_found_divides_by_nothing() -> None:
    assert f1(scored([], [])) == (0, 0, 0)


def test_an_award_pairs_by_type_place_and_count_and_its_recipient_is_compared_folded() -> None:
    golds = [award(0, 9, recipient="LĐLĐ  huyện A"), award(20, 29, count=3)]
    guesses = [award(0, 9, count=1, recipient="lđlđ huyện a"), award(20, 29, count=2), award(40, 49)]
    score = score_awards(pair_awards(map(AwardMark.of_row, golds), map(AwardMark.of_row, guesses)))
    assert (score.rate.hits, score.rate.guessed, score.rate.true) == (1, 3, 2)
    assert score.recipients.share == 1


def test_of_two_awards_in_one_place_the_one_of_the_same_recipient_pairs() -> None:
    golds = [award(0, 30, recipient="A"), award(0, 30, recipient="B")]
    guesses = [award(0, 30, recipient="B"), award(0, 30, recipient="A")]
    score = score_awards(pair_awards(map(AwardMark.of_row, golds), map(AwardMark.of_row, guesses)))
    assert score.recipients.share == score.rate.f1 == 1
