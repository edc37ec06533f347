"""What the gate suggests beside its findings, and what an office reads of it."""

from __future__ import annotations

from typing import Any

import pytest
from judged_night import JudgedNight

Row = dict[str, Any]


def flag(judged: JudgedNight, case: str, rule_code: str) -> Row:
    (found,) = [one for one in judged.flags_of[case] if one["rule_code"] == rule_code]
    return found


@pytest.mark.parametrize(
    ("case", "rule_code", "kind", "changes"),
    [
        ("27 of 22 at 127,2%", "percent_disagrees", "digits", [("percent", "127.2", "122.7")]),
        ("22 of 27 at 122,7%", "ratio_swapped", "swap", [("value", "22", "27"), ("reference", "27", "22")]),
        ("minus 1.200 members", "negative_value", "sign", [("value", "-1200", "1200")]),
        ("844 of 824 at 90%", "percent_disagrees", "digits", [("value", "844", "744")]),
        ("ten times the target", "attainment_extreme", "scale", [("value", "2200", "220")]),
        ("a total that does not", "total_disagrees", "digits", [("value", "1831", "1813")]),
        (
            "a half year whose row begins with last year's quarter",
            "total_disagrees",
            "digits",
            [("value", "127", "172")],
        ),
    ],
)
def test_a_finding_carries_the_change_that_would_end_it(
    judged: JudgedNight, case: str, rule_code: str, kind: str, changes: list[tuple[str, str, str]]
) -> None:
    found = flag(judged, case, rule_code)
    best = found["evidence"]["repairs"][0]
    assert (best["kind"], best["rank"]) == (kind, 1)
    assert [(one["field"], one["from"], one["to"]) for one in best["changes"]] == changes
    assert all(one["locator"].startswith("Sheet1!") for one in best["changes"])


def test_the_message_ends_with_the_likely_cause(judged: JudgedNight) -> None:
    message = flag(judged, "27 of 22 at 127,2%", "percent_disagrees")["message_vi"]
    assert message.endswith("Có thể tỷ lệ là 122,7% thay vì 127,2% (hai chữ số bị đảo chỗ).")


def test_what_the_rule_itself_proposes_is_not_said_twice(judged: JudgedNight) -> None:
    message = flag(judged, "22 of 27 at 122,7%", "ratio_swapped")["message_vi"]
    assert message.endswith("nếu đảo lại thành 27/22 thì được 122,727%, khớp với tỷ lệ đã ghi.")


def test_causes_of_equal_rank_are_all_told(judged: JudgedNight) -> None:
    found = flag(judged, "27.400 thousand members in a province", "above_physical_ceiling")
    assert [one["rank"] for one in found["evidence"]["repairs"]][:2] == [1, 1]
    assert "; hoặc " in found["message_vi"]


def test_a_result_above_its_target_is_told_a_repair_only_where_that_would_end_it(judged: JudgedNight) -> None:
    assert "repairs" in flag(judged, "844 of 824 at 90%", "result_exceeds_target")["evidence"]
    assert "repairs" not in flag(judged, "27 of 22 at 127,2%", "result_exceeds_target")["evidence"]
    assert "repairs" not in flag(judged, "27 of 22 at 122,7%", "result_exceeds_target")["evidence"]


def test_only_rules_that_a_number_can_end_suggest_one(judged: JudgedNight) -> None:
    told = {one["rule_code"] for flags in judged.flags_of.values() for one in flags if "repairs" in one["evidence"]}
    assert told <= {
        *("percent_disagrees", "ratio_swapped", "attainment_extreme", "count_not_integer", "negative_value"),
        *("above_physical_ceiling", "result_exceeds_population", "number_ambiguous", "total_disagrees"),
        *("result_exceeds_target", "result_exceeds_unknown_base"),
    }
