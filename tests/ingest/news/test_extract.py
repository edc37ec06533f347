"""Conventions of reading figures from union news, one a test, on sentences written for this project."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.context import DocumentContext
from ingest.news.extract import extract_figures
from warehouse.catalogue import Catalogue
from warehouse.figure import Change, DenominatorBasis, Figure, FigureKind, Measure, Qualifier

Figures = Callable[..., tuple[Figure, ...]]


def numbers(figure: Figure) -> tuple[object, ...]:
    return figure.value, figure.reference, figure.percent, figure.upper


def only(found: tuple[Figure, ...]) -> Figure:
    assert len(found) == 1, [figure.quote for figure in found]
    return found[0]


# What a figure is


def test_a_count_keeps_its_noun_and_the_place_it_stands(figures: Figures) -> None:
    text = "Công đoàn huyện đã kết nạp 1.234 đoàn viên trong quý."
    figure = only(figures(text))
    assert numbers(figure) == (1234, None, None, None)
    assert (figure.measure, figure.unit_of_measure) == (Measure.COUNT, "đoàn viên")
    start, end = map(int, figure.locator.split(":"))
    assert text[start:end] == figure.number_text == "1.234"
    assert figure.quote_start is not None
    assert text[figure.quote_start : figure.quote_end] == figure.quote
    assert "kết nạp 1.234 đoàn viên" in figure.quote


def test_money_is_in_dong_and_keeps_its_scale_word(figures: Figures) -> None:
    figure = only(figures("Các cấp công đoàn quyên góp được 236,70 triệu đồng."))
    assert (figure.value, figure.value_decimals) == (Decimal(236_700_000), 2)
    assert (figure.measure, figure.unit_of_measure) == (Measure.MONEY, "triệu đồng")


def test_a_compound_amount_is_one_figure(figures: Figures) -> None:
    assert only(figures("Tổng kinh phí là 2 tỷ 350 triệu đồng.")).value == 2_350_000_000


def test_a_share_has_a_percentage_and_no_value(figures: Figures) -> None:
    figure = only(figures("Có 97,25% công đoàn cơ sở tổ chức hội nghị người lao động."))
    assert numbers(figure) == (None, None, Decimal("97.25"), None)
    assert (figure.measure, figure.percent_decimals) == (Measure.PERCENT, 2)
    assert figure.denominator_basis is DenominatorBasis.POPULATION


def test_result_over_target_with_its_percentage_is_one_figure(figures: Figures) -> None:
    figure = only(figures("Trong năm đã trao 31/25 căn nhà cho đoàn viên nghèo, đạt 124%."))
    assert numbers(figure) == (31, 25, 124, None)
    assert figure.measure is Measure.RATIO
    assert figure.denominator_basis is DenominatorBasis.INFERRED_TARGET


def test_an_amount_with_its_attainment_never_gets_a_derived_reference(figures: Figures) -> None:
    figure = only(figures("Quỹ xã hội vận động được 3 tỷ đồng, đạt 92%."))
    assert numbers(figure) == (3_000_000_000, None, 92, None)
    assert figure.denominator_basis is DenominatorBasis.IMPLIED_TARGET


def test_a_share_in_brackets_belongs_to_the_amount_before_it(figures: Figures) -> None:
    figure = only(figures("Đã hoàn thành 61/60 chỉ tiêu (101,7%)."))
    assert numbers(figure) == (61, 60, Decimal("101.7"), None)


def test_a_growth_rate_after_an_amount_is_its_own_figure(figures: Figures) -> None:
    amount, growth = figures("Thu đoàn phí đạt 5 tỷ đồng, tăng 7,5% so với cùng kỳ.")
    assert numbers(amount) == (5_000_000_000, None, None, None)
    assert numbers(growth) == (None, None, Decimal("7.5"), None)
    assert growth.change is Change.INCREASE


def test_a_rate_with_its_own_subject_is_not_the_share_of_the_count_before(figures: Figures) -> None:
    count, rate = figures("Có 14 xã đạt chuẩn, tỷ lệ hộ dùng nước sạch đạt 88%.")
    assert (count.value, count.percent) == (Decimal(14), None)
    assert rate.percent == 88


def test_one_whole_and_its_part_are_one_ratio(figures: Figures) -> None:
    figure = only(figures("Trong tổng số 40 đơn vị, có 36 đơn vị hoàn thành kế hoạch."))
    assert numbers(figure) == (36, 40, None, None)
    assert figure.denominator_basis is DenominatorBasis.POPULATION


def test_a_spoken_ratio_is_a_ratio(figures: Figures) -> None:
    assert numbers(only(figures("Đã có 24 trên 30 cơ sở tổ chức đại hội.")))[:2] == (24, 30)


@pytest.mark.parametrize(
    ("text", "low", "high", "is_share"),
    [
        ("Mỗi cụm có từ 5 đến 9 đơn vị.", 5, 9, False),
        ("Mỗi đội gồm 15-18 vận động viên.", 15, 18, False),
        ("Năng suất tăng 3 - 4% mỗi vụ.", 3, 4, True),
    ],
)
def test_a_range_has_two_ends(figures: Figures, text: str, low: int, high: int, is_share: bool) -> None:
    figure = only(figures(text))
    assert (figure.percent if is_share else figure.value, figure.upper) == (Decimal(low), Decimal(high))


def test_physical_quantities_and_multiples_are_other_measures(figures: Figures) -> None:
    found = figures("Tu sửa 12 km đường, thu gom 8 tấn rác, trồng rừng gấp 3 lần năm trước.")
    assert [(figure.value, figure.measure, figure.unit_of_measure) for figure in found] == [
        (Decimal(12), Measure.OTHER, "km"),
        (Decimal(8), Measure.OTHER, "tấn"),
        (Decimal(3), Measure.OTHER, "lần"),
    ]


def test_number_words_count_before_a_counted_noun_only(figures: Figures) -> None:
    assert only(figures("Công đoàn ủng hộ hai ngày lương; hai bên cùng ký kết.")).value == 2
    assert only(figures("Người lao động góp hơn một nửa.")).value == Decimal("0.5")
    assert figures("Một cán bộ trẻ kể chuyện, cả hai cùng cười.") == ()


def test_things_are_counted_in_whole_numbers(figures: Figures) -> None:
    figure = only(figures("Toàn ngành có 1,500 đoàn viên mới kết nạp."))
    assert figure.value == 1500
    assert figure.alternatives == ("1.5",)


# What is no figure


@pytest.mark.parametrize(
    "text",
    [
        "Sáng 9/6, hội nghị khai mạc; ngày 26 tháng 7 bế mạc.",
        "Chiều 17.2, đoàn về thăm cơ sở.",
        "Đại hội lần thứ 12, khóa 5, nhiệm kỳ 2023-2028.",
        "Căn cứ Nghị quyết 02-NQ/TW ngày 12/6/2021, Công văn số 737/MT và Nghị định 35.",
        "Theo khoản 2 Điều 23 và các điều từ 8 đến 19.",
        "Sau 5 năm thực hiện và 02 ngày làm việc, hội nghị kết thúc lúc 16 giờ 30.",
        "Chị Hoa, 35 tuổi, gọi số điện thoại 0912 345 678.",
        "Cụm thi đua số 3 họp tại phòng B12.304 về phòng chống Covid-19.",
        'Tham gia Chương trình "2 triệu ý tưởng vì cộng đồng" giai đoạn 2.',
        'Thực hiện phong trào "5 không, 3 sạch" và Chương trình 135.',
        "Đội nhà thắng với tỷ số 3-1, được 9,5 điểm.",
        "Đang online : 14",
        "Tổng số: 37 | Trang: 2 trên 5",
        "Lượt xem: 905",
        "Kênh cấp 3 chạy qua quận 4 và lớp 10.",
        "Hội thao 2023 chào mừng Tết Giáp Thìn 2024.",
        "Ngày 29/02/2023 không có trong lịch.",
    ],
)
def test_dates_numbers_of_things_durations_names_and_counters_are_no_figures(figures: Figures, text: str) -> None:
    assert [figure.quote for figure in figures(text)] == []


def test_list_numbers_are_no_figures_but_what_they_list_is(figures: Figures) -> None:
    found = figures("1. Kết nạp 60 đoàn viên.\n2. Thành lập 4 công đoàn cơ sở.")
    assert [figure.value for figure in found] == [60, 4]


def test_the_rate_in_the_name_of_the_levy_is_no_figure(figures: Figures) -> None:
    figure = only(figures("Thu kinh phí công đoàn 2% đạt 12 tỷ đồng."))
    assert figure.value == 12_000_000_000
    assert figure.indicator_code == "union_levy_collected"


# Qualifier, kind, change


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("Kết nạp gần 700 đoàn viên.", Qualifier.APPROX),
        ("Kết nạp khoảng 700 đoàn viên.", Qualifier.APPROX),
        ("Kết nạp hơn 700 đoàn viên.", Qualifier.AT_LEAST),
        ("Kết nạp ít nhất 700 đoàn viên.", Qualifier.AT_LEAST),
        ("Kết nạp 700 đoàn viên trở lên.", Qualifier.AT_LEAST),
        ("Kết nạp từ 700 đoàn viên trở lên.", Qualifier.AT_LEAST),
        ("Kết nạp không quá 700 đoàn viên.", Qualifier.AT_MOST),
        ("Kết nạp 700 đoàn viên.", Qualifier.EXACT),
    ],
)
def test_a_qualifier_stands_before_or_after(figures: Figures, text: str, qualifier: Qualifier) -> None:
    assert only(figures(text)).qualifier is qualifier


@pytest.mark.parametrize(
    "text",
    [
        "Năm tới, phấn đấu kết nạp 700 đoàn viên.",
        "Đơn vị sẽ xây 700 căn nhà.",
        "Mục tiêu là có 700 sáng kiến.",
        "Công đoàn dự kiến trao 700 suất quà.",
        "Với chỉ tiêu kết nạp 700 đoàn viên, các cấp ra quân sớm.",
    ],
)
def test_what_is_pledged_or_planned_is_a_target(figures: Figures, text: str) -> None:
    assert only(figures(text)).kind is FigureKind.TARGET


def test_the_base_named_after_a_share_makes_no_target(figures: Figures) -> None:
    figure = only(figures("Đã kết nạp 330/300 đoàn viên, đạt 110% chỉ tiêu trên giao."))
    assert figure.kind is FigureKind.RESULT
    assert figure.denominator_basis is DenominatorBasis.STATED_TARGET


def test_a_pledge_governs_the_list_that_follows_it_to_the_end_of_its_paragraph(figures: Figures) -> None:
    text = (
        "Năm 2023 đã kết nạp 90 đoàn viên.\n\n"
        "Năm 2024, cụm phấn đấu: 100% cơ quan mở hội nghị cán bộ, công chức. Kết nạp 80 đoàn viên trở lên.\n\n"
        "Tại hội nghị, 03 tập thể được tặng Giấy khen."
    )
    assert [(figure.kind, figure.period_code) for figure in figures(text)][:3] == [
        (FigureKind.RESULT, "2023"),
        (FigureKind.TARGET, "2024"),
        (FigureKind.TARGET, "2024"),
    ]
    assert figures(text)[3].kind is FigureKind.RESULT


def test_attainment_is_reached_and_a_level_is_pledged_by_the_same_word(figures: Figures) -> None:
    reached = only(figures("Quỹ vận động được 2 tỷ đồng, đạt 95%."))
    pledged = only(figures("Phấn đấu vận động Quỹ đạt từ 2 tỷ đồng trở lên."))
    assert (reached.kind, reached.percent) == (FigureKind.RESULT, Decimal(95))
    assert (pledged.kind, pledged.percent, pledged.qualifier) == (FigureKind.TARGET, None, Qualifier.AT_LEAST)


def test_a_per_unit_pledge_is_a_ratio(figures: Figures) -> None:
    figure = only(figures("Phấn đấu mỗi công đoàn cơ sở có ít nhất 02 lợi ích đoàn viên."))
    assert (figure.measure, figure.value, figure.kind) == (Measure.RATIO, Decimal(2), FigureKind.TARGET)
    assert figure.indicator_code == "member_benefits_per_grassroots"


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Số đoàn viên tăng 120 người.", Change.INCREASE),
        ("Số vụ vi phạm giảm 12 vụ.", Change.DECREASE),
        ("Kéo tỷ lệ hộ nghèo giảm xuống còn 4%.", Change.DECREASE),
        ("Thành lập 6 công đoàn cơ sở, vượt 20% chỉ tiêu.", Change.EXCEED),
        ("Tốc độ tăng trưởng đạt 8%.", None),
        ("Kết nạp 120 đoàn viên, đạt 130%.", None),
    ],
)
def test_change_needs_a_verb_of_change_that_governs_the_number(
    figures: Figures, text: str, change: Change | None
) -> None:
    assert only(figures(text)).change is change


# Periods, indicators, units, bases


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Năm 2021, kết nạp 70 đoàn viên.", "2021"),
        ("6 tháng đầu năm 2022, kết nạp 70 đoàn viên.", "2022-H1"),
        ("Quý III/2022 kết nạp 70 đoàn viên.", "2022-Q3"),
        ("Trong 9 tháng năm 2022 đã kết nạp 70 đoàn viên.", "2022-M09"),
        ("Năm học 2022 - 2023, kết nạp 70 đoàn viên.", "SY2022-2023"),
        ("Kết nạp 70 đoàn viên.", None),
        ("Kết nạp 70 đoàn viên, cao hơn so với năm 2020.", None),
    ],
)
def test_the_period_is_named_beside_the_figure(figures: Figures, text: str, period: str | None) -> None:
    assert only(figures(text)).period_code == period


def test_a_paragraph_carries_its_period_and_a_plan_dates_no_result(figures: Figures) -> None:
    text = (
        "Sơ kết phong trào 6 tháng đầu năm và bàn nhiệm vụ 6 tháng cuối năm 2024\n\n"
        "Báo cáo nêu kết quả nửa năm. Các cơ sở đã kết nạp 45 đoàn viên."
    )
    assert only(figures(text)).period_code == "2024-H1"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kết nạp 70 đoàn viên.", "members_admitted"),
        ("Giới thiệu 30 đoàn viên ưu tú để Đảng xem xét, kết nạp.", "elite_members_referred"),
        ("Có 300 lượt đoàn viên hiến máu tình nguyện.", "blood_donation_turns"),
        ("Thành lập mới 5 CĐCS.", "grassroots_unions_founded"),
        ("Quỹ Mái ấm công đoàn vận động được 400 triệu đồng.", "maiam_fund_raised"),
        ("Hỗ trợ 9 hộ đoàn viên làm nhà mới.", "housing_new_supported"),
        ("Hỗ trợ 9 hộ đoàn viên sửa và làm nhà.", "housing_supported"),
        ("100% cán bộ công đoàn được bồi dưỡng nghiệp vụ.", "union_officials_trained_pct"),
        ("Trao 250 suất quà cho công nhân.", "gifts_given"),
        ("Đã trồng 4.000 cây xanh.", None),
    ],
)
def test_the_wording_names_the_indicator_or_leaves_it_open(figures: Figures, text: str, code: str | None) -> None:
    assert only(figures(text)).indicator_code == code


def test_ratings_of_one_list_keep_their_own_grade(figures: Figures) -> None:
    found = figures("Cuối năm, 02 đơn vị đạt mức Hoàn thành xuất sắc nhiệm vụ, 05 đơn vị Hoàn thành tốt nhiệm vụ.")
    assert [figure.indicator_code for figure in found] == ["units_rated_excellent", "units_rated_good"]


def test_conjuncts_share_the_predicate_that_follows_them(figures: Figures) -> None:
    found = figures("02 tập thể, 07 cá nhân đã được Liên đoàn Lao động tỉnh trao Bằng khen.")
    assert [figure.indicator_code for figure in found] == ["commendations_collective", "commendations_individual"]


def test_a_part_is_never_the_whole(figures: Figures) -> None:
    whole, part = figures("Kết nạp 400 đoàn viên, trong đó có 250 đoàn viên khu vực ngoài nhà nước.")
    assert whole.scope is None
    assert part.scope is not None


def test_figures_of_a_cluster_belong_to_the_cluster(figures: Figures) -> None:
    text = (
        "Liên đoàn Lao động tỉnh Tuyên Quang tổng kết thi đua năm 2023 của Cụm thi đua số 01.\n"
        "Trong năm đã kết nạp 66 đoàn viên."
    )
    figure = only(figures(text))
    assert (figure.unit_code, figure.province, figure.period_code) == ("CUM01.TQ", "Tuyên Quang", "2023")


def test_a_member_named_as_the_subject_owns_its_figure(figures: Figures) -> None:
    text = (
        "Liên đoàn Lao động tỉnh Tuyên Quang tổng kết Cụm thi đua số 01.\n"
        "LĐLĐ huyện Sơn Dương kết nạp 44 đoàn viên, LĐLĐ huyện Hàm Yên kết nạp 33 đoàn viên."
    )
    assert [figure.unit_code for figure in figures(text)] == ["LDLD.TQ.SONDUONG", "LDLD.TQ.HAMYEN"]


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("Kết nạp 11/10 đoàn viên theo chỉ tiêu giao.", DenominatorBasis.STATED_TARGET),
        ("Có 9/10 cơ sở trong tổng số báo cáo đúng hạn.", DenominatorBasis.POPULATION),
        ("Trao 11/10 chiếc xe lăn.", DenominatorBasis.INFERRED_TARGET),
        ("Kết nạp 8/10 đoàn viên.", DenominatorBasis.INFERRED_TARGET),
        ("Trao 8/10 chiếc xe lăn.", DenominatorBasis.UNKNOWN),
        ("Trao 11/10 chiếc xe lăn và 8/10 chiếc nạng.", DenominatorBasis.INFERRED_TARGET),
    ],
)
def test_the_base_is_told_by_words_then_numbers_then_siblings_then_the_catalogue(
    figures: Figures, text: str, basis: DenominatorBasis
) -> None:
    assert figures(text)[-1].denominator_basis is basis


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("103% cán bộ công đoàn được tập huấn.", DenominatorBasis.POPULATION),
        ("Giải ngân đạt 104% kế hoạch.", DenominatorBasis.STATED_TARGET),
        ("Thu ngân sách tăng 120% so với cùng kỳ.", None),
        ("Tiến độ chung đạt 104%.", DenominatorBasis.INFERRED_TARGET),
    ],
)
def test_a_percentage_that_stands_alone_is_a_share_an_attainment_or_a_rate(
    figures: Figures, text: str, basis: DenominatorBasis | None
) -> None:
    assert only(figures(text)).denominator_basis is basis


@pytest.mark.parametrize(
    ("text", "period"), [("Tỷ lệ giảm từ 5,8% năm 2020 xuống còn 3,2% năm 2022.", ["2020", "2022"])]
)
def test_a_year_right_after_a_number_is_its_own(figures: Figures, text: str, period: list[str]) -> None:
    assert [figure.period_code for figure in figures(text)] == period


# Unicode and robustness


def test_decomposed_text_gives_the_same_figures_with_offsets_into_itself(figures: Figures) -> None:
    text = "Năm 2023, đã kết nạp gần 1.166 đoàn viên, hỗ trợ 31/25 hộ nghèo làm nhà mới đạt 124%."
    received = unicodedata.normalize("NFD", text)
    for composed, decomposed in zip(figures(text), figures(received), strict=True):
        assert numbers(composed) == numbers(decomposed)
        assert (composed.kind, composed.qualifier, composed.indicator_code) == (
            decomposed.kind,
            decomposed.qualifier,
            decomposed.indicator_code,
        )
        assert received[decomposed.quote_start : decomposed.quote_end] == decomposed.quote
        assert unicodedata.normalize("NFC", decomposed.quote) == composed.quote


def test_the_same_text_read_twice_gives_the_same_figures(figures: Figures) -> None:
    text = "Kết nạp 70 đoàn viên; 70 đoàn viên được thăm hỏi."
    assert figures(text) == figures(text)
    assert len({figure.figure_id for figure in figures(text)}) == 2


_PIECES = st.sampled_from(
    [
        "kết nạp ",
        "đạt ",
        "gần ",
        "5",
        "1.720",
        "27/22",
        "12,5%",
        " triệu đồng",
        " đoàn viên",
        "; ",
        ", ",
        ". ",
        "\n",
        "(",
        ")",
        '"',
        "năm 2023",
        "phấn đấu ",
        "tăng ",
        "trong ",
        " có ",
        "từ ",
        " đến ",
        "LĐLĐ tỉnh ",
        "cờ ",
        " cho ",
        "\u0301",
        "%",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=40).map("".join) | st.text(max_size=200))
def test_every_offset_points_at_what_was_read(catalogue: Catalogue, context: DocumentContext, text: str) -> None:
    for figure in extract_figures(text, context=context, catalogue=catalogue):
        start, end = map(int, figure.locator.split(":"))
        assert text[start:end] == figure.number_text != ""
        assert figure.quote_start is not None
        assert figure.quote_end is not None
        assert figure.quote_start <= start < end <= len(text)
        assert text[figure.quote_start : figure.quote_end] == figure.quote
        assert figure.value is not None or figure.percent is not None


# Plain constructions of union and press prose


def test_a_time_zone_is_no_figure(figures: Figures) -> None:
    text = "Thứ tư, 05/03/2025 16:45 GMT+7 - Bạn đọc\nCông đoàn huyện tặng 45 suất quà. 16:45 GMT+7 hôm qua"
    assert [figure.value for figure in figures(text)] == [45]


def test_what_a_title_looks_back_on_dates_paragraphs_that_name_no_period(figures: Figures) -> None:
    text = "Bên cạnh đó, các đơn vị kết nạp 1.200 đoàn viên.\n\nNăm 2025, huyện phấn đấu kết nạp 1.300 đoàn viên."
    done, planned = figures(text, title="Liên đoàn Lao động huyện nhìn lại phong trào thi đua năm 2024")
    assert (done.period_code, planned.period_code) == ("2024", "2025")
    done, _ = figures(text, title="Phong trào thi đua năm 2024 của công nhân huyện có nhiều khởi sắc")
    assert done.period_code == "2024"


def test_what_a_title_plans_dates_no_result(figures: Figures) -> None:
    text = "Các đơn vị đã kết nạp 1.200 đoàn viên."
    for title in ("Công đoàn huyện triển khai nhiệm vụ năm 2025", "Công đoàn huyện phấn đấu về đích năm 2025"):
        assert only(figures(text, title=title)).period_code is None


def test_a_result_is_not_dated_by_what_is_expected_nor_by_a_birth(figures: Figures) -> None:
    for text in (
        "Nhà văn hóa có vốn 48 tỷ đồng, dự kiến hoàn thành năm 2027.",
        "Anh Bình, sinh năm 1980, có 12 sáng kiến.",
    ):
        assert only(figures(text)).period_code is None


def test_the_members_of_a_cluster_are_told_before_or_after_its_name(figures: Figures) -> None:
    for text in (
        "Với 06 đơn vị thành viên, Cụm thi đua số 1 đã hoàn thành 9/9 chỉ tiêu.",
        "Cụm thi đua số 1 có 6 công đoàn thành viên.",
        "Với 06 đơn vị thành viên, Khối thi đua số 5 vừa ký giao ước thi đua.",
    ):
        assert figures(text)[0].indicator_code == "cluster_member_units", text


def test_the_figures_belong_to_the_unit_that_reports_not_to_the_one_that_hears(figures: Figures) -> None:
    text = "LĐLĐ tỉnh Tuyên Quang vừa nghe LĐLĐ huyện Na Hang báo cáo. Năm qua, huyện kết nạp 230 đoàn viên."
    assert only(figures(text)).unit_code == "LDLD.TQ.NAHANG"
    inspected = "Đoàn của LĐLĐ tỉnh Tuyên Quang đã làm việc với LĐLĐ huyện Lâm Bình. Huyện kết nạp 120 đoàn viên."
    found = only(figures(inspected))
    assert (found.unit_code, found.unit_text) == ("LDLD.TQ.LAMBINH", "LĐLĐ huyện Lâm Bình")


def test_the_title_names_the_unit_where_the_opening_names_another_first(figures: Figures) -> None:
    text = "Theo chỉ đạo của LĐLĐ tỉnh Tuyên Quang, LĐLĐ huyện Yên Sơn đã vào cuộc. Các cơ sở kết nạp 77 đoàn viên."
    assert only(figures(text, title="LĐLĐ huyện Yên Sơn phát triển đoàn viên")).unit_code == "LDLD.TQ.YENSON"


def test_a_text_without_a_unit_has_none_rather_than_an_empty_one(figures: Figures) -> None:
    figure = only(figures("Công nhân hiến 1.450 đơn vị máu."))
    assert (figure.unit_text, figure.unit_code) == (None, None)


@pytest.mark.parametrize(
    ("text", "value", "reference", "percent"),
    [
        ("Thành lập công đoàn cơ sở: 5/4, đạt 125%.", 5, 4, 125),
        ("Kết nạp được 1.350 đoàn viên/1.200 đoàn viên, đạt 112,5%.", 1350, 1200, Decimal("112.5")),
        ("Kết nạp được 1.350 đoàn viên/1.200 chỉ tiêu.", 1350, 1200, None),
        ("Kết quả có 45/50 đồng chí đạt loại giỏi, chiếm 90%.", 45, 50, 90),
        ("Có 412/430 cơ quan, đơn vị mở hội nghị (95,8%).", 412, 430, Decimal("95.8")),
        ("Trong nhóm, 2 trong số 15 công nhân phải nhập viện.", 2, 15, None),
    ],
)
def test_a_base_is_kept_however_it_is_joined(
    figures: Figures, text: str, value: int, reference: int, percent: object
) -> None:
    found = only(figures(text))
    assert numbers(found) == (value, reference, percent, None)


def test_a_day_a_score_and_a_rate_are_no_results_over_targets(figures: Figures) -> None:
    assert only(figures("Đến ngày 5/4, đạt 80% kế hoạch.")).value is None
    assert figures("Trận chung kết kết thúc với kết quả 3/1 nghiêng về đội khách.") == ()
    assert all(figure.reference is None for figure in figures("Ghi nhận 3 ca/1.000 dân."))


def test_a_label_before_a_colon_names_the_figure_and_an_attained_base_is_a_result(figures: Figures) -> None:
    found = only(figures("Chỉ tiêu kết nạp đoàn viên: 31/25, đạt 124%."))
    assert (found.kind, found.indicator_code) == (FigureKind.RESULT, "members_admitted")


def test_a_pledge_takes_along_what_the_whole_province_will_have(figures: Figures) -> None:
    assert only(figures("Phấn đấu đến năm 2028, toàn tỉnh có 80.000 đoàn viên.")).kind is FigureKind.TARGET
    assert only(figures("Toàn tỉnh có 80.000 đoàn viên.")).kind is FigureKind.RESULT
    assert only(figures("Ít nhất 85% CĐCS xếp loại vững mạnh.")).kind is FigureKind.TARGET


def test_the_words_of_the_next_figure_do_not_name_this_one(figures: Figures) -> None:
    built, repaired = figures("Công đoàn hỗ trợ xây mới 35 nhà, sửa chữa 12 nhà.")
    assert (built.indicator_code, repaired.indicator_code) == ("housing_new_supported", "housing_repair_supported")


def test_a_quoted_name_is_counted_and_a_price_a_piece_is_no_fund(figures: Figures) -> None:
    houses, price = figures("Huyện xây 03 “Mái ấm Công đoàn” trị giá 50 triệu đồng/nhà.")
    assert (houses.value, houses.indicator_code) == (Decimal(3), "housing_supported")
    assert price.indicator_code is None


def test_more_than_a_percentage_above_is_exceeded(figures: Figures) -> None:
    found = figures("Có 6 chỉ tiêu vượt trên 20%.")[-1]
    assert (found.percent, found.change, found.qualifier) == (Decimal(20), Change.EXCEED, Qualifier.AT_LEAST)


def test_how_much_something_rose_is_not_what_it_came_to(figures: Figures) -> None:
    total, rise = figures("Tổng giá trị quà Tết là 6 tỷ đồng, tăng 500 triệu đồng so với Tết 2022.")
    assert (total.indicator_code, rise.indicator_code) == ("tet_gifts_value", None)
    assert rise.change is Change.INCREASE
    level = only(figures("Số vụ đình công giảm còn 3 cuộc ngừng việc."))
    assert (level.indicator_code, level.change) == ("strikes", Change.DECREASE)
    assert only(figures("Huyện tăng thêm 120 đoàn viên.")).indicator_code == "members_net_increase"


def test_what_meets_a_demand_is_a_result(figures: Figures) -> None:
    assert {figure.kind for figure in figures("Có 98% bài đạt yêu cầu, tăng 2% so với năm 2022.")} == {
        FigureKind.RESULT
    }


def test_members_and_the_unions_they_belong_to_are_told_apart(figures: Figures) -> None:
    members, unions = figures("Cả nước hiện có hơn 11 triệu đoàn viên công đoàn, sinh hoạt tại gần 124.000 CĐCS.")
    assert (members.indicator_code, unions.indicator_code) == ("members_total", "grassroots_unions_total")
