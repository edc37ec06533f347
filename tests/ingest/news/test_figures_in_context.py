"""What surrounds a number decides it: lists, brackets, headings, the year of the article, on sentences of our own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from warehouse.figure import Change, Figure, FigureKind, Measure, Qualifier

Figures = Callable[..., tuple[Figure, ...]]
TARGET, RESULT = FigureKind.TARGET, FigureKind.RESULT


def values(found: tuple[Figure, ...]) -> list[Decimal | None]:
    return [figure.value if figure.value is not None else figure.percent for figure in found]


def kinds(found: tuple[Figure, ...]) -> list[FigureKind]:
    return [figure.kind for figure in found]


# Numbers without their noun


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Huyện thành lập 14 (kế hoạch 12); giải thể 3.", [14, 12, 3]),
        ("Giới thiệu đoàn viên ưu tú với Đảng: 52 (chỉ tiêu 45), được kết nạp: 31.", [52, 45, 31]),
        ("Cụm đã kết nạp 367, đạt 81,6%.", [367]),
        ("Dẫn đầu là Vĩnh Lợi với 96 đoàn viên, kế đến Hồng Dân 71, Phước Long 64.", [96, 71, 64]),
        ("Số đoàn viên kết nạp lần lượt là 118, 95 và 60 đoàn viên.", [118, 95, 60]),
        ("Công đoàn hỗ trợ xây mới 16 và sửa chữa 9 nhà cho đoàn viên.", [16, 9]),
        ("Sáng kiến được công nhận: 48 (tăng 7 so với năm trước).", [48, 7]),
        ("Trợ cấp cho 35 lượt người, hơn 41 triệu.", [35, 41_000_000]),
        ("Lương bình quân nâng từ 7,2 lên 8,1 triệu đồng.", [7_200_000, 8_100_000]),
    ],
)
def test_a_bare_number_is_read_by_what_governs_it(figures: Figures, text: str, expected: list[int]) -> None:
    assert values(figures(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Nhà máy Thủy điện Sông Ba 2 trao quà cho trẻ em.",
        "Phiên chợ 0 đồng mở cửa từ sáng sớm.",
        "Khu nghỉ dưỡng 5 sao vừa mở cửa.",
        "Lễ kỷ niệm 8/3 diễn ra trang trọng.",
        "Đây là lần thứ 7 giải được tổ chức.",
        "Ảnh đính kèm (312 KB).",
        "Gọi số máy lẻ 214, gặp văn phòng.",
        "Đơn vị là một trong 6 điểm sáng của tỉnh.",
        "Tại Km12+350 quốc lộ đang sửa chữa.",
    ],
)
def test_a_number_that_names_something_is_no_figure(figures: Figures, text: str) -> None:
    assert figures(text) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Đã trao 3 nghìn 250 suất quà.", 3250),
        ("Công ty ủng hộ nửa triệu đồng.", 500_000),
        ("Công ty khởi công năm căn nhà mái ấm.", 5),
        ("Đơn vị sẽ trao ba chục suất học bổng.", 30),
        ("Mỗi người nhận 300 ngàn/người.", 300_000),
        ("Mức thưởng là 450k/suất.", 450_000),
        ("Công đoàn chi thăm hỏi VND 415,000,000, kịp thời.", 415_000_000),
        ("Giá bán 15,250 đồng mỗi suất.", 15_250),
    ],
)
def test_amounts_are_read_as_people_write_them(figures: Figures, text: str, value: int) -> None:
    assert figures(text)[0].value == value


# Shares


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quỹ Mái ấm: 360 triệu đồng (chỉ tiêu 300 triệu đồng, đạt 120%).", [(360_000_000, 120), (300_000_000, None)]),
        ("Thu 18,9 tỷ đồng (dự toán 18 tỷ đồng) đạt 105%.", [(18_900_000_000, 105), (18_000_000_000, None)]),
        ("Đưa tổng số đoàn viên lên 9.120 đoàn viên, vượt 14% kế hoạch.", [(9120, None), (None, 14)]),
    ],
)
def test_a_share_belongs_to_the_amount_it_measures(
    figures: Figures, text: str, expected: list[tuple[int | None, int | None]]
) -> None:
    found: list[tuple[object, object]] = [(figure.value, figure.percent) for figure in figures(text)]
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "Có 87,5% (35/40) CĐCS xếp loại tốt.",
        "Đối thoại tại cơ quan: 35 trên 40 đơn vị, 87,5%",
        "Kết quả, 35 đơn vị trên tổng số 40 đơn vị, đạt 87,5%.",
        "Hội nghị tổ chức tại 35/40 đơn vị = 87,5%.",
    ],
)
def test_a_ratio_and_the_percentage_it_comes_to_are_one_figure(figures: Figures, text: str) -> None:
    (figure,) = figures(text)
    assert (figure.value, figure.reference, figure.percent) == (Decimal(35), Decimal(40), Decimal("87.5"))


def test_a_percentage_point_is_a_percentage(figures: Figures) -> None:
    (figure,) = figures("Tỷ lệ này tăng 1,3 điểm phần trăm.")
    assert (figure.percent, figure.change) == (Decimal("1.3"), Change.INCREASE)


def test_how_much_lower_is_exact(figures: Figures) -> None:
    (figure,) = figures("Tỷ lệ này thấp hơn 2,4 điểm phần trăm so với cùng kỳ.")
    assert figure.qualifier is Qualifier.EXACT


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Cửa hàng giảm giá 10 - 25% cho đoàn viên.", Change.DECREASE),
        ("Xuất khẩu phấn đấu tăng từ 9 - 11%.", Change.INCREASE),
        ("Huyện giảm tỷ lệ hộ nghèo từ 2% trở lên.", Change.DECREASE),
    ],
)
def test_a_range_of_change_keeps_its_direction(figures: Figures, text: str, change: Change) -> None:
    assert figures(text)[0].change is change


# Target or result


def test_a_list_is_governed_by_the_line_above_it(figures: Figures) -> None:
    text = (
        "Kết quả năm 2024:\n- Kết nạp 310 đoàn viên.\n- Thành lập 4 CĐCS.\n"
        "Chỉ tiêu năm 2025\n- Kết nạp 350 đoàn viên.\n- Thành lập 5 CĐCS."
    )
    found = figures(text)
    assert kinds(found) == [RESULT, RESULT, TARGET, TARGET]
    assert [figure.period_code for figure in found] == ["2024", "2024", "2025", "2025"]


def test_a_list_inside_a_list_is_governed_by_both(figures: Figures) -> None:
    text = "Năm 2026, các đơn vị cam kết:\n1. Về chăm lo\n- Trao 200 suất quà\n2. Về phát triển\n- Kết nạp 90 đoàn viên"
    found = figures(text)
    assert kinds(found) == [TARGET, TARGET]
    assert {figure.period_code for figure in found} == {"2026"}


def test_the_plan_in_brackets_pledges_nothing_beyond_them(figures: Figures) -> None:
    found = figures("Ngành ký mới 21 bản thỏa ước (kế hoạch 18 bản), trong đó 11 bản có lợi hơn luật.")
    assert kinds(found) == [RESULT, TARGET, RESULT]


def test_the_plan_told_beside_an_attainment_is_a_target(figures: Figures) -> None:
    found = figures("Đơn vị lãi 88 tỷ đồng, hoàn thành 62,9% kế hoạch năm (140 tỷ đồng).")
    assert kinds(found) == [RESULT, TARGET]


def test_a_slogan_pledges_nothing(figures: Figures) -> None:
    (figure,) = figures('Trong phong trào "Quyết tâm về đích sớm", công đoàn tặng quà cho 44 công nhân.')
    assert figure.kind is RESULT


def test_what_is_dated_ahead_of_the_article_is_pledged(figures: Figures) -> None:
    text = "Năm 2023, huyện kết nạp 150 đoàn viên.\nNăm 2024, huyện kết nạp 180 đoàn viên."
    told = figures(text, title="Tổng kết phong trào công nhân năm 2023", published_at=datetime(2024, 1, 9, tzinfo=UTC))
    assert kinds(told) == [RESULT, TARGET]


def test_a_pledge_ends_where_the_report_of_the_meeting_goes_on(figures: Figures) -> None:
    found = figures("Năm tới, cụm phấn đấu kết nạp 500 đoàn viên. Tại hội nghị, cụm trao quà cho 12 gia đình.")
    assert kinds(found) == [TARGET, RESULT]


def test_the_least_of_a_report_is_exact_and_the_least_of_a_pledge_a_bound(figures: Figures) -> None:
    (told,) = figures("Doanh nghiệp đã thưởng thấp nhất 300.000 đồng.")
    (pledged,) = figures("Công đoàn phấn đấu hỗ trợ thấp nhất 300.000 đồng.")
    assert (told.qualifier, pledged.qualifier) == (Qualifier.EXACT, Qualifier.AT_LEAST)


# Periods


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Năm 2023, tỉnh thu hút 25 dự án, gấp 1,5 lần năm 2022; tổng vốn 310 triệu USD.", "2023"),
        ("Cuối năm 2023, còn 910 hộ nghèo, giảm 240 hộ so với cuối năm 2022, và 605 hộ cận nghèo.", "2023"),
        ("Ngày 12/5/2024, đoàn đến xã. Đoàn trao 85 suất quà.", "2024-05"),
        ("Nợ xấu năm 2023 dưới 1,2% (cuối năm 2022 là 1%). Ngân hàng giải ngân 9 nghìn tỷ đồng.", "2023"),
    ],
)
def test_a_period_of_comparison_dates_nothing_after_it(figures: Figures, text: str, period: str) -> None:
    assert figures(text)[-1].period_code == period


def test_the_past_year_of_a_review_is_the_year_reviewed(figures: Figures) -> None:
    (figure,) = figures(
        "Năm qua, cụm kết nạp 77 đoàn viên.",
        title="Cụm thi đua tổng kết năm 2023",
        published_at=datetime(2024, 2, 1, tzinfo=UTC),
    )
    assert figure.period_code == "2023"


def test_two_years_are_a_school_year_where_schools_are_spoken_of(figures: Figures) -> None:
    (figure,) = figures("Tổng kết năm học vừa qua (2023-2024), công đoàn ngành kết nạp 64 đoàn viên.")
    assert figure.period_code == "SY2023-2024"


# Indicators


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- Ngừng việc tập thể: 02 vụ", "strikes"),
        ("- Tai nạn lao động: 0 vụ", "labour_accidents"),
        ("1. Đoàn viên: tổng số 12.400.", "members_total"),
        ("Thu đoàn phí đạt 98% kế hoạch.", "union_dues_collected"),
        ("Có 9 người đã được đứng vào hàng ngũ của Đảng.", "elite_members_admitted_to_party"),
        ("Toàn huyện kết nạp 40 công nhân vào tổ chức công đoàn.", "members_admitted"),
        ("Mỗi CĐCS có ít nhất 01 phúc lợi cho đoàn viên.", "member_benefits_per_grassroots"),
        ("Liên đoàn ký 6 thỏa thuận hợp tác với doanh nghiệp.", "welfare_cooperation_agreements"),
        ("LĐLĐ huyện tặng Giấy khen cho 12 tập thể.", "commendations_collective"),
    ],
)
def test_an_indicator_is_told_by_its_label_or_its_clause(figures: Figures, text: str, code: str) -> None:
    assert figures(text)[0].indicator_code == code


def test_a_rate_of_change_carries_no_indicator(figures: Figures) -> None:
    found = figures("Công đoàn kết nạp 220 đoàn viên, tăng 12% so với năm trước.")
    assert [figure.indicator_code for figure in found] == ["members_admitted", None]
    assert found[1].measure is Measure.PERCENT


def test_runs_of_spaces_are_one_space_and_the_quote_is_the_text_as_given(figures: Figures) -> None:
    text = "Công  đoàn  tỉnh  đã  ủng hộ  trên 450  triệu   đồng."
    (figure,) = figures(text)
    assert (figure.value, figure.qualifier, figure.number_text) == (
        Decimal(450_000_000),
        Qualifier.AT_LEAST,
        "450  triệu   đồng",
    )


def test_a_number_alone_on_its_line_counts_nothing_of_the_next(figures: Figures) -> None:
    assert figures("Phần đầu bản tin.\n\n02\n\nPhong trào thi đua lan rộng.") == ()


def test_a_noun_printed_without_its_space_is_still_counted(figures: Figures) -> None:
    found = figures("Hội nghị trao giấy khen cho 03tập thể và 05 cá nhân; thăm 12hộ.")
    assert values(found) == [3, 5, 12]


def test_every_number_of_a_list_is_of_what_its_first_is(figures: Figures) -> None:
    found = figures("Số đoàn viên mới kết nạp ở các huyện lần lượt là 118, 95 và 60 đoàn viên.")
    assert {figure.indicator_code for figure in found} == {"members_admitted"}
