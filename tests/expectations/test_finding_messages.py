"""Offices are told of findings in Vietnamese, with Vietnamese numbers."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from judged_night import JudgedNight

from expectations.messages import Finding, clipped, tell
from expectations.rules import read_rules
from warehouse.catalogue import Catalogue


def message(judged: JudgedNight, case: str, rule_code: str) -> str:
    (flag,) = [flag for flag in judged.flags_of[case] if flag["rule_code"] == rule_code]
    return str(flag["message_vi"])


def evidence(judged: JudgedNight, case: str, rule_code: str) -> dict[str, object]:
    (flag,) = [flag for flag in judged.flags_of[case] if flag["rule_code"] == rule_code]
    return dict(flag["evidence"])


def test_the_reference_case_is_told_with_the_swap_ruled_out(judged: JudgedNight) -> None:
    assert message(judged, "27 of 22 at 122,7%", "result_exceeds_target") == (
        "Số hộ đoàn viên được hỗ trợ làm nhà mới – LĐLĐ huyện Chiêm Hóa, năm 2023: kết quả 27 hộ cao hơn chỉ tiêu 22 hộ"
        " (đạt 122,7%). Tỷ lệ ghi 122,7% khớp với hai số này; nếu đảo lại thành 22/27 thì chỉ được 81,5%."
    )


def test_whoever_keeps_the_data_is_told_the_same_in_english(judged: JudgedNight) -> None:
    (flag,) = [one for one in judged.flags_of["27 of 22 at 122,7%"] if one["rule_code"] == "result_exceeds_target"]
    assert flag["message_en"] == (
        "Member households supported to build new homes – LĐLĐ huyện Chiêm Hóa, 2023: the result 27 hộ is above the"
        " target 22 hộ (attained 122.7%). The printed 122.7% fits these two; turned over, 22/27 would be 81.5% only."
    )


def test_every_message_is_told_in_english_without_vietnamese_words_of_its_own(judged: JudgedNight) -> None:
    ours = ("Có thể", "kết quả", "chỉ tiêu", "không", " ghi ", "năm 20", "số liệu", "tỷ đồng", "tỷ lệ")
    for flags in judged.flags_of.values():
        for flag in flags:
            quoted = re.sub(r"«[^»]*»", "", flag["message_en"]) if flag["rule_code"] != "layout_unknown" else ""
            assert [word for word in ours if word in quoted] == [], flag["message_en"]


def test_one_wrong_heading_is_told_once_with_its_periods_and_figures(judged: JudgedNight) -> None:
    (flag,) = judged.flags_of["a heading of next year is told once, with its figures"]
    assert flag["figure_id"] is None
    assert flag["evidence"]["periods"] == ["2024", "2024-H1"]
    assert flag["evidence"]["figures"] == 2
    assert flag["message_vi"].endswith(
        "kỳ báo cáo hoặc ngày tháng không thể có (năm 2024, 6 tháng đầu năm 2024, 2 số liệu)."
        " Kỳ này chưa bắt đầu vào ngày 05/12/2023; có thể ghi nhầm năm hoặc kỳ báo cáo."
    )


def test_the_whole_bases_nearest_to_an_impossible_percentage_are_shown(judged: JudgedNight) -> None:
    assert message(judged, "26 unions at 121%", "percent_unattainable").endswith(
        "đạt đúng 121% (gần nhất: 26/21 = 123,8%, 26/22 = 118,2%)."
    )


def test_an_extreme_attainment_shows_its_computation(judged: JudgedNight) -> None:
    assert "tỷ lệ hoàn thành 2.200/220 = 1.000% cao hơn" in message(
        judged, "ten times the target", "attainment_extreme"
    )


def test_evidence_holds_decimal_strings(judged: JudgedNight) -> None:
    assert evidence(judged, "27 of 22 at 122,7%", "result_exceeds_target") == {
        "r": "27",
        "t": "22",
        "p": "122.7",
        "c": "122.7",
    }


def test_a_swap_is_proposed_with_both_percentages(judged: JudgedNight) -> None:
    told = message(judged, "22 of 27 at 122,7%", "ratio_swapped")
    assert "ghi 22/27 với tỷ lệ 122,7%, nhưng 22/27 bằng 81,481%; nếu đảo lại thành 27/22 thì được 122,727%" in told


def test_thousands_have_dots_and_decimals_a_comma(judged: JudgedNight) -> None:
    assert "2.425/1.720 bằng 140,99%" in message(judged, "141% misprinted as 142%", "percent_disagrees")


def test_a_total_names_the_one_child_whose_change_closes_the_gap(judged: JudgedNight) -> None:
    told = message(judged, "a total that does not", "total_disagrees")
    assert "cộng 2 dòng thành phần được 2.443 đoàn viên (chênh 18 đoàn viên)" in told
    assert "Có thể «Đơn vị 1»: kết quả là 1.813 thay vì 1.831 (hai chữ số bị đảo chỗ)." in told
    assert evidence(judged, "a total that does not", "total_disagrees")["gap"] == "-18"


def test_an_unknown_name_is_told_with_its_count_and_the_nearest_three(judged: JudgedNight) -> None:
    told = message(judged, "an unknown unit is told once", "unit_unknown")
    assert told.startswith("Chưa tìm thấy đơn vị «LĐLĐ huyện Không Đâu» trong danh mục (dùng cho 3 số liệu).")
    nearest = evidence(judged, "an unknown unit is told once", "unit_unknown")["nearest"]
    assert isinstance(nearest, list)
    assert len(nearest) == 3
    first, second, third = (each["name"] for each in nearest)
    assert told.endswith(f" Có phải là «{first}», «{second}» hoặc «{third}»?")


def test_an_article_s_unknown_indicator_still_proposes_three(judged: JudgedNight) -> None:
    nearest = evidence(judged, "an article's union that does a strange thing", "indicator_unknown")["nearest"]
    assert isinstance(nearest, list)
    assert len(nearest) == 3


def test_a_number_past_all_arithmetic_is_told_digit_by_digit(judged: JudgedNight) -> None:
    told = message(judged, "a number past all arithmetic", "above_physical_ceiling")
    assert "99.999.999.999.999.999.999.999.999.999 đồng" in told


def test_a_date_for_a_ratio_offers_both_candidates(judged: JudgedNight) -> None:
    assert message(judged, "4 May without a total", "ratio_became_date").endswith("Có thể là 4/5 hoặc 5/4.")
    assert message(judged, "4 May recovered as 5/4 by its column", "ratio_became_date").endswith(
        "Các số khác trong biểu (dòng tổng hoặc tỷ lệ) cho thấy phải đọc là 5/4."
    )


@pytest.mark.parametrize(("case", "ratio"), [("5 May is 5/5 either way", "5/5"), ("November 2022 is 11/22", "11/22")])
def test_a_date_of_one_reading_calls_no_total_to_witness(judged: JudgedNight, case: str, ratio: str) -> None:
    assert message(judged, case, "ratio_became_date").endswith(
        f"là ngày tháng trong cột tỷ số. Con số chỉ có thể đọc là {ratio}."
    )


def test_a_stored_fraction_is_told_with_a_comma_and_a_typed_one_as_it_was_typed(judged: JudgedNight) -> None:
    stored = message(judged, "half a member in a number cell", "count_not_integer")
    assert stored.endswith("chỉ tiêu này đếm bằng số nguyên nhưng ghi 53,5 đoàn viên.")
    assert message(judged, "2,425 of 1,72 members", "count_not_integer").endswith("nhưng ghi 2.425/1.72.")
    assert (
        message(judged, "minus 1.200 members", "negative_value")
        .partition(" Có thể ")[0]
        .endswith("ghi số âm (-1.200 đoàn viên).")
    )


def test_a_line_that_could_not_be_read_is_told_as_a_line_of_its_file(catalogue: Catalogue) -> None:
    finding = Finding(
        rule_code="report_unreadable",
        severity="info",
        document_id="document",
        delivery_id="delivery",
        path="bao/so_lieu.jsonl",
        member="dòng 7",
        extras={"reason": "Dòng 7 không phải JSON hợp lệ."},
    )
    assert tell(finding, read_rules()["report_unreadable"], catalogue).message_vi.startswith(
        "Tệp «so_lieu.jsonl, dòng 7» không đọc được nên chưa được nạp. Dòng 7 không phải JSON"
    )


def test_a_long_name_is_cut_to_one_line() -> None:
    assert clipped("a\n b" + "c" * 200) == "a b" + "c" * 116 + "…"


def test_a_percentage_is_told_to_the_printed_decimals(judged: JudgedNight) -> None:
    told = evidence(judged, "3 of 7 at 42,85%", "percent_truncated")
    assert Decimal(str(told["c"])) == Decimal("42.8571")
