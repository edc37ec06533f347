"""The gate's answers to the cases of one delivery, each judged in the same night."""

from __future__ import annotations

import pytest
from judged_night import JudgedNight
from night_of_cases import CASES, Case


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_raises_its_flags_and_no_other(case: Case, judged: JudgedNight) -> None:
    found = [(flag["rule_code"], flag["severity"]) for flag in judged.flags_of.get(case.name, [])]
    assert sorted(found) == sorted(case.flags)
