"""A clean federation contradicts itself nowhere, and over-fulfils as real ones do."""

from __future__ import annotations

import pytest

from proof.federation import LARGEST_GROUP, clean_federation, over_fulfilled
from proof.oracle import contradictions, words_of
from proof.proof import SEEDS
from proof.targets import OVER_FULFILLED


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_nothing_printed_contradicts_anything(seed: int) -> None:
    federation = clean_federation(seed)
    assert not list(contradictions(federation, words_of(federation)))


def test_the_same_seed_prints_the_same() -> None:
    assert clean_federation(5, size=6) == clean_federation(5, size=6)
    assert clean_federation(5, size=6) != clean_federation(5 + LARGEST_GROUP, size=6)


def test_more_than_two_targets_in_five_are_over_fulfilled() -> None:
    counted = [over_fulfilled(clean_federation(seed)) for seed in SEEDS[:2]]
    assert sum(good for good, _ in counted) >= OVER_FULFILLED * sum(total for _, total in counted)


def test_the_page_is_of_twenty_seeds_or_more() -> None:
    assert len(SEEDS) >= 20
