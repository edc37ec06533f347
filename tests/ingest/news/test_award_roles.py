"""Who heads a cluster or a bloc, by unit and by person."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from warehouse.records import Award

Awards = Callable[..., tuple[Award, ...]]

HOME = "Liên đoàn Lao động tỉnh Tuyên Quang tổng kết thi đua năm 2023 của Cụm thi đua số 01.\n"


@pytest.mark.parametrize(
    ("sentence", "held"),
    [
        ("Năm 2024 Liên đoàn Lao động quận Đống Đa làm cụm trưởng Cụm thi đua.", [("Cụm trưởng", "LĐLĐ quận Đống Đa")]),
        ("LĐLĐ quận Đống Đa làm Thường trực cụm thi đua.", [("Thường trực cụm thi đua", "LĐLĐ quận Đống Đa")]),
        ("Hội nghị thống nhất Công đoàn ngành Giáo dục giữ vai trò Khối trưởng.",
         [("Khối trưởng", "Công đoàn ngành Giáo dục")]),
        ("CĐCS Sở Tư pháp và CĐCS Sở Nội vụ làm Khối phó năm 2025.",
         [("Khối phó", "CĐCS Sở Tư pháp"), ("Khối phó", "CĐCS Sở Nội vụ")]),
        ("Hội nghị bầu LĐLĐ huyện Tân Sơn làm cụm trưởng và thị xã Phú Thọ làm cụm phó.",
         [("Cụm trưởng", "LĐLĐ huyện Tân Sơn"), ("Cụm phó", "thị xã Phú Thọ")]),
        ("Thay mặt khối, CĐCS Sở Tư pháp (Khối trưởng) trình bày báo cáo.", [("Khối trưởng", "CĐCS Sở Tư pháp")]),
        ("Đồng chí Lê Mai Lan - Chủ tịch LĐLĐ huyện Tân Sơn được bầu làm Cụm trưởng.",
         [("Cụm trưởng", "Lê Mai Lan (LĐLĐ huyện Tân Sơn)")]),
        ("Các đồng chí: Lê Mai Lan (LĐLĐ huyện Tân Sơn) - Cụm trưởng; Vũ Hà (LĐLĐ huyện Yên Lập) - Cụm phó.",
         [("Cụm trưởng", "Lê Mai Lan (LĐLĐ huyện Tân Sơn)"), ("Cụm phó", "Vũ Hà (LĐLĐ huyện Yên Lập)")]),
    ],
)  # fmt: skip
def test_an_office_is_held_by_whom_the_sentence_names(
    awards: Awards, sentence: str, held: list[tuple[str, str]]
) -> None:
    found = awards(sentence)
    assert [(award.award, award.recipient_text) for award in found] == held
    assert {award.event_type for award in found} == {"role"}


def test_two_deputies_hold_two_offices(awards: Awards) -> None:
    found = awards(HOME + "LĐLĐ huyện Na Hang và LĐLĐ huyện Yên Sơn làm Cụm phó năm 2024.")
    assert [award.recipient_code for award in found] == ["LDLD.TQ.NAHANG", "LDLD.TQ.YENSON"]
    assert found[0].event_key != found[1].event_key


def test_a_unit_and_its_person_hold_one_deputys_office(awards: Awards) -> None:
    found = awards(
        HOME + "LĐLĐ huyện Yên Sơn làm Cụm phó năm 2025.\n\n"
        "Đồng chí Lý Thị Hoa, Chủ tịch LĐLĐ huyện Yên Sơn, Cụm phó phát biểu năm 2025."
    )
    assert [award.recipient_text for award in found] == ["LĐLĐ huyện Yên Sơn", "Lý Thị Hoa (LĐLĐ huyện Yên Sơn)"]
    assert len({award.event_key for award in found}) == 1


def test_who_only_hears_the_head_of_a_cluster_is_none(awards: Awards) -> None:
    assert awards("Hội nghị nghe đồng chí cụm trưởng báo cáo kết quả hoạt động của cụm.") == ()
