"""A small slice of the proof: what one delivery gives away, the gate finds, and on clean figures it keeps silent.

``make prove-quality`` is the whole: every seed, several nights, and the rules of dbt.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from expectations.rules import REGISTRY
from proof.operators import OPERATORS
from proof.page import PAGE, write_page
from proof.proof import prove, prove_gate
from proof.scores import EXCESS, RULES_OF, Scores
from proof.targets import shortfalls

SEEDS = (2, 3)
HOMES = {row["rule_code"]: row["home"] for row in csv.DictReader(REGISTRY.open(encoding="utf-8", newline=""))}
OF_ONE_DELIVERY = {kind for kind, rules in RULES_OF.items() if HOMES.get(rules[0]) == "great_expectations"}


@pytest.fixture(scope="module")
def scores() -> Scores:
    return prove_gate(SEEDS, size=6)


@pytest.mark.slow
def test_what_one_delivery_gives_away_is_found(scores: Scores) -> None:
    missed = [one for one in scores.missed if one.verdict.kinds & OF_ONE_DELIVERY]
    assert [(one.fault.operator, one.fault.places[0], one.verdict.kinds) for one in missed] == []


@pytest.mark.slow
def test_clean_figures_raise_no_query_but_over_fulfilments(scores: Scores) -> None:
    assert [(flag.rule_code, flag.message_vi) for flag in scores.wrong] == []
    assert scores.excess_flags > 0
    assert scores.clean_figures > 1_000


@pytest.mark.slow
def test_flags_stand_on_faults(scores: Scores) -> None:
    astray = [flag for flag in scores.stray if flag.severity != "info" and flag.rule_code not in EXCESS]
    assert [(flag.rule_code, flag.message_vi) for flag in astray] == []


def test_rules_of_the_proof_are_those_of_the_registry() -> None:
    assert {rule for rules in RULES_OF.values() for rule in rules} <= set(HOMES)


def test_the_page_tells_every_kind_of_fault_and_every_rule() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [operator.name for operator in OPERATORS if f"| `{operator.name}` |" not in page] == []
    assert [rules[0] for rules in RULES_OF.values() if f"| `{rules[0]}` |" not in page] == []


@pytest.mark.slow
def test_the_same_scores_write_the_same_page_and_plot(scores: Scores, tmp_path: Path) -> None:
    write_page(scores, tmp_path / "one.md", tmp_path / "one.svg")
    write_page(scores, tmp_path / "other.md", tmp_path / "other.svg")
    assert (tmp_path / "one.md").read_bytes() == (tmp_path / "other.md").read_bytes()
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "other.svg").read_bytes()


@pytest.mark.slow
def test_the_whole_proof_meets_its_targets() -> None:
    assert list(shortfalls(prove())) == []
