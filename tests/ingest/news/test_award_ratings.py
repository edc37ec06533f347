"""How many were graded how, whichever stands first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from warehouse.records import Award

Awards = Callable[..., tuple[Award, ...]]

EXCELLENT, GOOD, FAIR = "Xếp loại Hoàn thành xuất sắc nhiệm vụ", "Xếp loại Hoàn thành tốt nhiệm vụ", "Xếp loại Khá"
STRONG = "Xếp loại Vững mạnh"


@pytest.mark.parametrize(
    ("sentence", "graded"),
    [
        ("Có 42 CĐCS vững mạnh, chiếm 70%.", [(STRONG, 42)]),
        ("13 CĐCS đạt trong sạch vững mạnh, 6 công đoàn đạt vững mạnh, 5 công đoàn đạt khá.",
         [(STRONG, 13), (STRONG, 6), (FAIR, 5)]),
        ("Năm học 2022-2023, 34 CĐ được công nhận vững mạnh.", [(STRONG, 34)]),
        ("25/25 CĐCS xếp loại hoàn thành tốt nhiệm vụ.", [(GOOD, 25)]),
        ("11/11 công đoàn cấp huyện được xếp loại hoàn thành tốt.", [(GOOD, 11)]),
        ("4 trong tổng số 7 đơn vị được xếp loại Hoàn thành xuất sắc.", [(EXCELLENT, 4)]),
        ("Cuối năm, 90,0% (27/30) CĐCS xếp loại hoàn thành tốt nhiệm vụ trở lên.", [(GOOD, 27)]),
        ("100% CĐCS khối trường học đạt vững mạnh.", [(STRONG, None)]),
        ("Hơn 88% nữ đoàn viên đạt loại đoàn viên công đoàn xuất sắc.",
         [("Xếp loại Đoàn viên công đoàn xuất sắc", None)]),
        ("- Hoàn thành xuất sắc nhiệm vụ: 33/40 CĐCS;", [(EXCELLENT, 33)]),
        ("- hoàn thành tốt nhiệm vụ: 07/40;", [(GOOD, 7)]),
        ("30 CĐCS xếp loại xuất sắc, 11 tốt, 4 khá.", [(EXCELLENT, 30), (GOOD, 11), (FAIR, 4)]),
        ("Cụm có 10 đơn vị, trong đó số CĐCS đạt vững mạnh là 08 đơn vị; khá 02 đơn vị.", [(STRONG, 8), (FAIR, 2)]),
        ("25 CĐCS vững mạnh xuất sắc, 6 CĐCS vững mạnh, 2 CĐCS khá.",
         [("Xếp loại Vững mạnh xuất sắc", 25), (STRONG, 6), (FAIR, 2)]),
    ],
)  # fmt: skip
def test_the_count_is_the_numerator_and_a_share_has_none(
    awards: Awards, sentence: str, graded: list[tuple[str, int | None]]
) -> None:
    assert [(award.award, award.count) for award in awards(sentence)] == graded


def test_a_share_printed_before_its_count_is_one_rating(awards: Awards) -> None:
    (award,) = awards("Cuối năm, 90,0% (27/30) CĐCS xếp loại hoàn thành tốt nhiệm vụ.")
    assert award.quote.startswith("90,0%")


def test_units_are_rated_by_name(awards: Awards) -> None:
    found = awards("LĐLĐ huyện Tân Sơn và LĐLĐ huyện Yên Lập được xếp loại Hoàn thành xuất sắc.")
    assert [(award.event_type, award.recipient_text, award.count) for award in found] == [
        ("rating", "LĐLĐ huyện Tân Sơn", 1),
        ("rating", "LĐLĐ huyện Yên Lập", 1),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Dự ước có 80% CĐCS xếp loại hoàn thành tốt nhiệm vụ, 20% CĐCS hoàn thành nhiệm vụ.",
        "Chỉ tiêu phấn đấu có 85% CĐCS vững mạnh, trong đó 45% đơn vị vững mạnh xuất sắc.",
        "23 đoàn viên có thành tích xuất sắc khi góp sức xây dựng công đoàn vững mạnh.",
        "12 cá nhân hoàn thành xuất sắc nhiệm vụ chính trị được giao.",
        "Công đoàn khen ngợi 6 tập thể “Luôn hoàn thành xuất sắc nhiệm vụ tháng thi đua”.",
        "40 cán bộ tham gia xây dựng công đoàn cơ sở vững mạnh.",
    ],
)
def test_a_wish_a_slogan_or_praise_is_no_grade(awards: Awards, sentence: str) -> None:
    assert awards(sentence) == ()


def test_who_grades_is_not_who_is_graded(awards: Awards) -> None:
    (rating,) = awards("Năm 2024, 9/11 CĐCS được LĐLĐ huyện Na Hang đánh giá hoàn thành tốt nhiệm vụ.")
    assert (rating.event_type, rating.count, rating.recipient_text) == ("rating", 9, None)
