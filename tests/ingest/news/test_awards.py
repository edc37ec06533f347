"""Awards, ratings and roles, each told once however often it is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.context import DocumentContext
from ingest.news.awards import extract_awards
from warehouse.catalogue import Catalogue
from warehouse.records import Award

Awards = Callable[..., tuple[Award, ...]]

CLUSTER = "Liên đoàn Lao động tỉnh Tuyên Quang tổng kết thi đua năm 2023 của Cụm thi đua số 01.\n"


def told(found: tuple[Award, ...]) -> list[tuple[str, str, str | None, int | None]]:
    return [(award.event_type, award.award, award.recipient_code, award.count) for award in found]


def test_a_list_of_counted_recipients_shares_one_giver_and_one_award(awards: Awards) -> None:
    found = awards("03 tập thể, 08 cá nhân đã được Tổng LĐLĐ Việt Nam trao Bằng khen.")
    assert told(found) == [("award", "Bằng khen", None, 3), ("award", "Bằng khen", None, 8)]
    assert {award.giver_code for award in found} == {"TLD"}
    assert found[0].event_key != found[1].event_key


def test_a_count_with_its_names_is_one_award_a_name_and_an_elided_head_is_completed(awards: Awards) -> None:
    found = awards(CLUSTER + "LĐLĐ tỉnh tặng Giấy khen cho 02 đơn vị gồm LĐLĐ huyện Na Hang và huyện Hàm Yên.")
    assert told(found) == [
        ("award", "Giấy khen", "LDLD.TQ.NAHANG", 1),
        ("award", "Giấy khen", "LDLD.TQ.HAMYEN", 1),
    ]
    assert {award.giver_code for award in found} == {"LDLD.TQ"}


def test_awards_of_one_sentence_share_its_verb(awards: Awards) -> None:
    found = awards(
        CLUSTER + "LĐLĐ tỉnh trao tặng Cờ thi đua cho LĐLĐ huyện Na Hang; Bằng khen cho LĐLĐ huyện Lâm Bình."
    )
    assert [(award.award, award.recipient_code) for award in found] == [
        ("Cờ thi đua", "LDLD.TQ.NAHANG"),
        ("Bằng khen", "LDLD.TQ.LAMBINH"),
    ]


def test_one_event_told_by_number_and_by_name_counts_once(awards: Awards) -> None:
    found = awards(
        CLUSTER + "01 đơn vị được LĐLĐ tỉnh tặng Cờ thi đua.\n\nLĐLĐ tỉnh tặng Cờ thi đua cho LĐLĐ huyện Yên Sơn."
    )
    assert len(found) == 2
    assert len({award.event_key for award in found}) == 1


def test_who_hands_over_is_not_who_gives(awards: Awards) -> None:
    (award,) = awards("Thừa ủy quyền của Tổng Liên đoàn, đồng chí Trần Văn Bình trao kỷ niệm chương cho 06 đồng chí.")
    assert (award.giver_code, award.presenter_text, award.count) == ("TLD", "Trần Văn Bình", 6)


def test_many_is_no_number(awards: Awards) -> None:
    (award,) = awards("Nhiều đơn vị và cá nhân đã được công đoàn ngành khen thưởng.")
    assert award.count is None


def test_a_rating_keeps_its_grade_and_its_count(awards: Awards) -> None:
    found = awards("Cuối năm, 02 đơn vị đạt mức Hoàn thành xuất sắc nhiệm vụ, 05 đơn vị Hoàn thành tốt nhiệm vụ.")
    assert [(award.event_type, award.award, award.count) for award in found] == [
        ("rating", "Xếp loại Hoàn thành xuất sắc nhiệm vụ", 2),
        ("rating", "Xếp loại Hoàn thành tốt nhiệm vụ", 5),
    ]


def test_a_role_is_held_by_a_unit_or_by_a_person_and_is_one_role(awards: Awards) -> None:
    found = awards(
        CLUSTER + "Hội nghị bầu LĐLĐ huyện Yên Sơn làm Cụm trưởng năm 2024.\n\n"
        "Đồng chí Lê Thị Mai, Chủ tịch LĐLĐ huyện Yên Sơn, Cụm trưởng phát biểu năm 2024."
    )
    assert [(award.award, award.recipient_code, award.year) for award in found] == [
        ("Cụm trưởng", "LDLD.TQ.YENSON", "2024"),
        ("Cụm trưởng", None, "2024"),
    ]
    assert found[1].recipient_text == "Lê Thị Mai (LĐLĐ huyện Yên Sơn)"
    assert len({award.event_key for award in found}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Tiếp tục đổi mới cách thi đua, khen thưởng trong các cấp công đoàn.",
        "Dự hội nghị có các đồng chí được trao tặng kỷ niệm chương.",
        "Xây dựng công đoàn vững mạnh, hoàn thành xuất sắc nhiệm vụ.",
        "Cờ đỏ tung bay trên phố.",
    ],
)
def test_talk_of_awards_is_no_award(awards: Awards, text: str) -> None:
    assert awards(text) == ()


_PIECES = st.sampled_from(
    [
        "tặng ",
        "Cờ thi đua ",
        "Bằng khen ",
        "cho ",
        "02 đơn vị ",
        "gồm ",
        "LĐLĐ tỉnh ",
        "huyện Na Hang",
        ", ",
        " và ",
        ". ",
        "được ",
        "Cụm trưởng ",
        "làm ",
        "khen thưởng ",
        "đồng chí Lê Mai ",
        "Hoàn thành tốt nhiệm vụ",
        "nhận ",
        "12/15 CĐCS ",
        "80% ",
        "xếp loại ",
        "khá ",
        "LĐLĐ các huyện ",
        "Sở Nội vụ",
        "Chủ tịch ",
        "danh hiệu ",
        '"',
        "(",
        ") ",
        ": ",
        "\n",
        "; ",
        "\u0301",
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(_PIECES, max_size=30).map("".join))
def test_every_quote_is_cut_from_the_text(catalogue: Catalogue, context: DocumentContext, text: str) -> None:
    for award in extract_awards(text, context=context, catalogue=catalogue):
        assert text[award.quote_start : award.quote_end] == award.quote != ""


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2025, các đơn vị phấn đấu có ít nhất 85% CĐCS xếp loại vững mạnh.",
        "Cụm đề ra mục tiêu 90% CĐCS hoàn thành tốt nhiệm vụ.",
    ],
)
def test_what_is_planned_is_no_rating(awards: Awards, text: str) -> None:
    assert awards(text) == ()


def test_a_rating_is_told_in_either_wording(awards: Awards) -> None:
    found = awards("Có 4/7 đơn vị xếp loại xuất sắc, 2/7 đơn vị hoàn thành tốt nhiệm vụ, 1 đơn vị xếp loại khá.")
    assert [(award.award, award.count) for award in found] == [
        ("Xếp loại Hoàn thành xuất sắc nhiệm vụ", 4),
        ("Xếp loại Hoàn thành tốt nhiệm vụ", 2),
        ("Xếp loại Khá", 1),
    ]


def test_a_passive_list_is_one_award_a_name(awards: Awards) -> None:
    found = awards(CLUSTER + "LĐLĐ huyện Na Hang và LĐLĐ huyện Lâm Bình được LĐLĐ tỉnh tặng Bằng khen.")
    assert [award.recipient_code for award in found] == ["LDLD.TQ.NAHANG", "LDLD.TQ.LAMBINH"]


def test_who_was_elected_is_named_before_or_after_the_verb(awards: Awards) -> None:
    for text in ("LĐLĐ huyện Yên Sơn được bầu làm Cụm trưởng.", "Hội nghị bầu LĐLĐ huyện Yên Sơn làm Cụm trưởng."):
        (role,) = awards(CLUSTER + text)
        assert (role.event_type, role.recipient_code) == ("role", "LDLD.TQ.YENSON")


def test_a_count_no_one_can_award_is_not_read(awards: Awards) -> None:
    text = "LĐLĐ tỉnh tặng Bằng khen cho 99999999999999999999 tập thể; 99999999999999999999 đơn vị xếp loại khá."
    assert all(award.count is None or award.count <= 1_000_000 for award in awards(text))


def test_what_is_counted_after_another_deed_was_given_no_award(awards: Awards) -> None:
    named = awards(CLUSTER + "LĐLĐ tỉnh tặng Bằng khen cho LĐLĐ huyện Na Hang và kết nạp 12 đoàn viên.")
    assert told(named) == [("award", "Bằng khen", "LDLD.TQ.NAHANG", 1)]
    counted = awards("LĐLĐ tỉnh tặng Bằng khen cho 05 tập thể và tặng quà cho 30 đoàn viên.")
    assert told(counted) == [("award", "Bằng khen", None, 5)]
    mixed = awards(CLUSTER + "LĐLĐ tỉnh tặng Giấy khen cho LĐLĐ huyện Na Hang và 03 cá nhân.")
    assert told(mixed) == [("award", "Giấy khen", "LDLD.TQ.NAHANG", 1), ("award", "Giấy khen", None, 3)]


def test_a_recipient_no_register_knows_is_named_as_written(awards: Awards) -> None:
    (unit,) = awards("Công đoàn ngành Xây lắp tỉnh vinh dự được đón nhận Cờ thi đua của Tổng LĐLĐ Việt Nam.")
    assert (unit.recipient_text, unit.recipient_code) == ("Công đoàn ngành Xây lắp tỉnh", None)
    (person,) = awards("Đồng chí Lý Văn Bình, đoàn viên công đoàn, được tặng Bằng khen của Thủ tướng Chính phủ.")
    assert (person.recipient_text, person.count) == ("Lý Văn Bình", 1)
