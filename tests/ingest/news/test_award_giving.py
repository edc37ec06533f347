"""Who gave which award to whom, in the wordings of the genre."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from warehouse.records import Award

Awards = Callable[..., tuple[Award, ...]]

HOME = "Liên đoàn Lao động tỉnh Tuyên Quang tổng kết thi đua năm 2023 của Cụm thi đua số 01.\n"


def told(found: tuple[Award, ...]) -> list[tuple[str, str | None, int | None]]:
    return [(award.award, award.recipient_text, award.count) for award in found]


@pytest.mark.parametrize(
    "sentence",
    [
        "LĐLĐ huyện Na Hang được LĐLĐ tỉnh tặng Cờ thi đua.",
        "LĐLĐ huyện Na Hang nhận Cờ thi đua của LĐLĐ tỉnh.",
        "LĐLĐ huyện Na Hang vinh dự đón nhận Cờ thi đua của LĐLĐ tỉnh.",
        "LĐLĐ huyện Na Hang được biểu dương và nhận Cờ thi đua của LĐLĐ tỉnh.",
        "LĐLĐ huyện Na Hang: Nhận Cờ thi đua của LĐLĐ tỉnh",
        "LĐLĐ tỉnh trao Cờ thi đua cho tập thể LĐLĐ huyện Na Hang (Tuyên Quang).",
        "LĐLĐ tỉnh trao Cờ thi đua cho đại diện LĐLĐ huyện Na Hang.",
        "LĐLĐ tỉnh tặng Cờ thi đua cho 01 đơn vị là LĐLĐ huyện Na Hang.",
    ],
)
def test_one_award_is_read_in_every_wording(awards: Awards, sentence: str) -> None:
    (award,) = awards(HOME + sentence)
    assert (award.award, award.recipient_code, award.count) == ("Cờ thi đua", "LDLD.TQ.NAHANG", 1)
    assert award.giver_code == "LDLD.TQ"


def test_headline_and_body_tell_one_event(awards: Awards) -> None:
    found = awards(
        HOME + "LĐLĐ huyện Na Hang: Nhận Cờ thi đua của LĐLĐ tỉnh\n\n"
        "Với kết quả đó, năm 2023, LĐLĐ huyện Na Hang được LĐLĐ tỉnh tặng Cờ thi đua."
    )
    assert len(found) == 2
    assert len({award.event_key for award in found}) == 1


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        ("LĐLĐ huyện tặng Giấy khen 12 tập thể và 17 cá nhân.", [12, 17]),
        ("LĐLĐ huyện khen thưởng 4 tập thể, sáu cá nhân làm tốt công tác nữ công.", [4, 6]),
        ("31 lượt tập thể và 52 lượt cá nhân được LĐLĐ thị xã tặng giấy khen.", [31, 52]),
        ("Ba nguyên cán bộ công đoàn được trao Kỷ niệm chương.", [3]),
        ("08 cá nhân được Tổng LĐLĐ Việt Nam cấp Bằng Lao động sáng tạo.", [8]),
        ("LĐLĐ tỉnh tặng Bằng khen cho 2 doanh nghiệp đồng hành cùng công đoàn.", [2]),
        ("14 tập thể; 21 cá nhân được nhận bằng khen của LĐLĐ tỉnh.", [14, 21]),
        ("LĐLĐ tỉnh trao Giấy khen cho 9 tập thể làm tốt Tháng Công nhân, 3 tập thể và 11 cá nhân tham gia hội diễn.",
         [9, 3, 11]),
        ("Công đoàn ngành khen thưởng 5 tập thể; 2 tập thể và 7 cá nhân giỏi việc nước.", [5, 2, 7]),
    ],
)  # fmt: skip
def test_every_counted_recipient_is_one_mention(awards: Awards, sentence: str, counts: list[int]) -> None:
    found = awards(sentence)
    assert [award.count for award in found] == counts
    assert len({award.event_key for award in found}) == len(counts)


def test_equal_counts_of_one_list_are_two_events(awards: Awards) -> None:
    found = awards("3 tổ nữ công và 3 đoàn viên được LĐLĐ huyện trao Giấy khen.")
    assert [award.count for award in found] == [3, 3]
    assert found[0].event_key != found[1].event_key


def test_counted_awards_are_an_event_each(awards: Awards) -> None:
    found = awards(
        "Công đoàn tỉnh đã trao 05 Cờ thi đua, 13 Bằng khen của Tổng LĐLĐ Việt Nam, "
        "27 Bằng khen của LĐLĐ tỉnh cho tập thể; 41 Bằng Lao động sáng tạo cho nhóm tác giả."
    )
    assert told(found) == [
        ("Cờ thi đua", None, 5),
        ("Bằng khen", None, 13),
        ("Bằng khen", None, 27),
        ("Bằng Lao động sáng tạo", None, 41),
    ]
    assert len({award.event_key for award in found}) == 4


def test_recipients_counted_beside_their_awards_are_the_count(awards: Awards) -> None:
    found = awards("LĐLĐ tỉnh tặng 7 cờ thi đua cho 9 tập thể và 120 bằng khen cho cá nhân.")
    assert told(found) == [("Cờ thi đua", None, 9), ("Bằng khen", None, 120)]


def test_two_awards_given_together_are_one_event(awards: Awards) -> None:
    (award,) = awards("26 lượt tập thể, cá nhân được Tổng Liên đoàn, LĐLĐ thành phố trao Cờ thi đua và Bằng khen.")
    assert told((award,)) == [("Cờ thi đua và Bằng khen", None, 26)]


def test_a_list_without_verbs_tells_awards_as_a_sentence_does(awards: Awards) -> None:
    found = awards(
        "Kết quả khen thưởng của công đoàn tỉnh:\n- Cờ thi đua: 04 tập thể\n- Bằng khen: 10 tập thể, 15 cá nhân"
    )
    assert told(found) == [("Cờ thi đua", None, 4), ("Bằng khen", None, 10), ("Bằng khen", None, 15)]
    given = awards("Lễ tuyên dương trao giấy khen của LĐLĐ huyện gồm: 8 giấy khen tập thể, 14 giấy khen cá nhân.")
    assert [award.count for award in given] == [8, 14]


def test_a_list_of_named_units_is_one_mention_each_with_one_quote(awards: Awards) -> None:
    found = awards(HOME + "LĐLĐ huyện Na Hang, LĐLĐ huyện Lâm Bình được LĐLĐ tỉnh tặng Giấy chứng nhận “Vì cơ sở”.")
    assert told(found) == [
        ('Giấy chứng nhận "Vì cơ sở"', "LĐLĐ huyện Na Hang", 1),
        ('Giấy chứng nhận "Vì cơ sở"', "LĐLĐ huyện Lâm Bình", 1),
    ]
    assert len({(award.quote_start, award.quote_end) for award in found}) == 1


@pytest.mark.parametrize(
    ("recipient", "names"),
    [
        ("CĐCS Sở Nội vụ và CĐCS Sở Tư pháp", ["CĐCS Sở Nội vụ", "CĐCS Sở Tư pháp"]),
        ("CĐCS Văn phòng Tỉnh ủy", ["CĐCS Văn phòng Tỉnh ủy"]),
        ("CĐCS Sở Giáo dục và Đào tạo", ["CĐCS Sở Giáo dục và Đào tạo"]),
        ("CĐCS Công ty TNHH MTV Cấp thoát nước Bình Minh", ["CĐCS Công ty TNHH MTV Cấp thoát nước Bình Minh"]),
        ("Ban Nữ công LĐLĐ huyện Phong Thổ", ["Ban Nữ công LĐLĐ huyện Phong Thổ"]),
        ("Ủy ban Kiểm tra LĐLĐ huyện Phong Thổ", ["Ủy ban Kiểm tra LĐLĐ huyện Phong Thổ"]),
        ("Liên đoàn Lao động quận Đống Đa", ["LĐLĐ quận Đống Đa"]),
        ("LĐLĐ các huyện Tân Sơn, Yên Lập và Tam Nông",
         ["LĐLĐ huyện Tân Sơn", "LĐLĐ huyện Yên Lập", "LĐLĐ huyện Tam Nông"]),
        ("các đơn vị: LĐLĐ huyện Tân Sơn, CĐCS Công ty May Hòa Thọ",
         ["LĐLĐ huyện Tân Sơn", "CĐCS Công ty May Hòa Thọ"]),
        ("Công đoàn Khu Công nghiệp, chế xuất tỉnh", ["Công đoàn Khu Công nghiệp, chế xuất tỉnh"]),
        ("đồng chí Nguyễn Thị Lan, Chủ tịch CĐCS Công ty May Hòa Thọ và chị Hoa", ["Nguyễn Thị Lan", "Hoa"]),
        ("02 cá nhân là ông Trần Văn Tư và bà Lê Thị Năm", ["Trần Văn Tư", "Lê Thị Năm"]),
        ("LĐLĐ huyện Tân Sơn và 04 cá nhân", ["LĐLĐ huyện Tân Sơn", None]),
    ],
)  # fmt: skip
def test_a_name_ends_where_a_reader_ends_it(awards: Awards, recipient: str, names: list[str | None]) -> None:
    found = awards(f"Tổng LĐLĐ Việt Nam trao Cờ thi đua cho {recipient}.")
    assert [award.recipient_text for award in found] == names


def test_a_sector_union_is_that_of_the_articles_own_place(awards: Awards) -> None:
    found = awards(
        "LĐLĐ TP Đà Nẵng tổng kết năm 2023.\nLĐLĐ thành phố trao Giấy khen cho Công đoàn ngành Xây dựng, "
        "Cờ thi đua cho Công đoàn Viên chức thành phố."
    )
    assert [award.recipient_text for award in found] == [
        "Công đoàn ngành Xây dựng TP Đà Nẵng",
        "Công đoàn Viên chức TP Đà Nẵng",
    ]
    (elsewhere,) = awards("Công đoàn Viên chức tỉnh được Tổng Liên đoàn trao Cờ thi đua.")
    assert elsewhere.recipient_text == "Công đoàn Viên chức tỉnh"


def test_a_title_of_the_womens_movement_is_an_award(awards: Awards) -> None:
    (award,) = awards("Năm 2023, 4.512 nữ CNVCLĐ đạt danh hiệu “Giỏi việc nước, đảm việc nhà” cấp cơ sở.")
    assert told((award,)) == [('Danh hiệu "Giỏi việc nước, đảm việc nhà"', None, 4512)]


def test_the_subject_may_stand_before_other_predicates(awards: Awards) -> None:
    (award,) = awards(
        "Năm qua, CĐVC tỉnh hoàn thành các chỉ tiêu được giao, dẫn đầu khối và được tặng Cờ thi đua của LĐLĐ tỉnh."
    )
    assert award.recipient_text == "Công đoàn Viên chức tỉnh"


def test_a_caption_may_tell_only_the_giving(awards: Awards) -> None:
    (award,) = awards("Trao Bằng khen của Ban Thường vụ LĐLĐ tỉnh\n\nHội nghị thông qua chương trình công tác.")
    assert told((award,)) == [("Bằng khen", None, None)]


def test_a_clause_without_a_subject_keeps_the_giver_before_it(awards: Awards) -> None:
    found = awards("LĐLĐ tỉnh tặng Bằng khen cho 3 tập thể và trao Cờ thi đua cho CĐCS Trường THPT Hùng Vương.")
    assert [(award.giver_text, award.count) for award in found] == [("LĐLĐ tỉnh", 3), ("LĐLĐ tỉnh", 1)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Công đoàn ngành đề nghị Tổng LĐLĐ Việt Nam trao 9 kỷ niệm chương.",
        "Hội nghị thống nhất đề nghị LĐLĐ tỉnh tặng Cờ thi đua cho CĐCS Trường THPT Hùng Vương.",
        "Dự kiến LĐLĐ huyện tặng Giấy khen cho 15 tập thể.",
        "LĐLĐ huyện sẽ khen thưởng 10 tập thể vào dịp 28/7.",
        "Phấn đấu có 3 CĐCS được LĐLĐ tỉnh tặng Bằng khen.",
        "Tại lễ do công đoàn tổ chức, Thủ tướng Chính phủ tặng Bằng khen cho 5 chiến sĩ biên phòng.",
        "UBND tỉnh tặng Bằng khen cho 6 hộ gia đình làm đường.",
        "Hội Nông dân huyện tặng Giấy khen cho 6 tập thể và 9 hội viên.",
        "Ban tổ chức trao giải Nhất và giấy khen cho 3 thí sinh của hội thi công đoàn.",
        "Công đoàn trao 40 bộ huy chương cho các vận động viên.",
        "Các cấp công đoàn kịp thời khen thưởng tập thể, cá nhân.",
        "LĐLĐ huyện tặng 20 suất quà cho 20 đoàn viên có thành tích xuất sắc.",
        "Căn cứ kết quả chấm điểm để làm cơ sở xét khen thưởng các CĐCS.",
    ],
)
def test_what_was_not_given_or_not_by_the_movement_is_no_award(awards: Awards, sentence: str) -> None:
    assert awards(sentence) == ()


def test_a_state_award_to_the_movement_keeps_its_giver(awards: Awards) -> None:
    (award,) = awards("Tại lễ kỷ niệm của công đoàn, UBND tỉnh tặng Bằng khen cho 4 cán bộ công đoàn.")
    assert (award.giver_text, award.giver_code, award.count) == ("UBND tỉnh", None, 4)
