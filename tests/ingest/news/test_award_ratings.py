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
        ("9 công đoàn cơ sở đạt trong sạch vững mạnh, 4 công đoàn đạt vững mạnh, 2 công đoàn đạt khá.",
         [(STRONG, 9), (STRONG, 4), (FAIR, 2)]),
        ("Có 21 CĐ được công nhận vững mạnh năm học 2018-2019.", [(STRONG, 21)]),
        ("28/28 CĐCS được xếp loại hoàn thành tốt nhiệm vụ.", [(GOOD, 28)]),
        ("8/8 công đoàn cấp trên trực tiếp cơ sở được xếp loại hoàn thành tốt nhiệm vụ.", [(GOOD, 8)]),
        ("3 trong tổng số 4 đơn vị được xếp loại Hoàn thành xuất sắc nhiệm vụ.", [(EXCELLENT, 3)]),
        ("Cuối năm, 90,0% (27/30) CĐCS xếp loại hoàn thành tốt nhiệm vụ trở lên.", [(GOOD, 27)]),
        ("100% CĐCS khối trường học đạt vững mạnh.", [(STRONG, None)]),
        ("Hơn 97% số đoàn viên đạt danh hiệu đoàn viên công đoàn xuất sắc.",
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
    found = awards("LĐLĐ huyện Tân Sơn và LĐLĐ huyện Yên Lập được xếp loại Hoàn thành xuất sắc nhiệm vụ.")
    assert [(award.event_type, award.recipient_text, award.count) for award in found] == [
        ("rating", "LĐLĐ huyện Tân Sơn", 1),
        ("rating", "LĐLĐ huyện Yên Lập", 1),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Dự ước có 80% CĐCS xếp loại hoàn thành tốt nhiệm vụ, 20% CĐCS hoàn thành nhiệm vụ.",
        "Chỉ tiêu phấn đấu có 85% CĐCS vững mạnh, trong đó 45% đơn vị vững mạnh xuất sắc.",
        "17 cá nhân có thành tích xuất sắc trong phong trào xây dựng tổ chức công đoàn vững mạnh.",
        "12 cá nhân hoàn thành xuất sắc nhiệm vụ chính trị được giao.",
        "Công đoàn khen ngợi 5 tập thể “Đã hoàn thành xuất sắc nhiệm vụ năm học”.",
        "40 cán bộ tham gia xây dựng công đoàn cơ sở vững mạnh.",
    ],
)
def test_a_wish_a_slogan_or_praise_is_no_grade(awards: Awards, sentence: str) -> None:
    assert awards(sentence) == ()
