"""Text files in the encodings that exports and old programs leave: read, read with a warning, or set aside with why."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from ingest.context import ReadDocument

Read = Callable[..., ReadDocument]

REPORT = (
    "LĐLĐ huyện Chiêm Hóa\r\nKết quả thực hiện chỉ tiêu năm 2023\r\n\r\n"
    "STT\tChỉ tiêu\tĐVT\tGiao\tThực hiện\tTỷ lệ\r\n"
    "1\tKết nạp đoàn viên\tngười\t220\t305\t138,6%\r\n"
    "2\tQuỹ Mái ấm công đoàn\ttriệu đồng\t150\t148,2\t98,8%\r\n"
)
VALUES = [220, 305, 150_000_000, 148_200_000]


def bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def swapped(old: str, new: bytes) -> bytes:
    return REPORT.encode().replace(old.encode(), new, 1)


LOADED: dict[str, tuple[bytes, list[str]]] = {
    "UTF-16 little-endian without a mark": (REPORT.encode("utf-16-le"), []),
    "UTF-16 big-endian without a mark": (REPORT.encode("utf-16-be"), []),
    "UTF-16 that ends in half a letter": (REPORT.encode("utf-16")[:-1], ["text_damaged"]),
    "Windows-1252 without accents": (bare(REPORT).replace("KQ", "–").encode("cp1252"), ["accents_missing"]),
    "Windows-1252 with a dash and hard spaces": (
        bare(REPORT).replace("nam 2023", "nam\xa02023 – “tong”").encode("cp1252"),
        ["accents_missing"],
    ),
    "a stray byte in the title": (swapped("năm", b"n\xffm"), ["text_damaged"]),
    "a stray byte in a label": (swapped("viên\tng", b"vi\xc3n\tng"), ["text_damaged"]),
    "cut in the middle of a letter": (REPORT.encode() + "ộ".encode()[:2], ["text_damaged"]),
    "a last line of Windows-1258": (REPORT.encode() + "Ghi chú: hết\r\n".encode("cp1258", "replace"), ["text_damaged"]),
    "UTF-8 stored twice through Latin-1": (REPORT.encode().decode("latin-1").encode(), ["encoding_recovered"]),
}


@pytest.mark.parametrize(("content", "reasons"), LOADED.values(), ids=list(LOADED))
def test_a_text_file_is_read_and_says_what_was_wrong(read: Read, content: bytes, reasons: list[str]) -> None:
    found = read(content, path="LDLD.TQ/a.csv")
    assert [reason.code for reason in found.document.reasons] == reasons
    assert [figure.value for figure in found.figures] == VALUES


def test_stray_bytes_in_a_number_make_it_unreadable_and_never_another_number(read: Read) -> None:
    found = read(swapped("305", b"3\x930\x805"), path="LDLD.TQ/a.csv")
    assert [figure.value for figure in found.figures] == [220, None, *VALUES[2:]]
    assert found.figures[1].number_text == "3\ufffd0\ufffd5"


def test_a_damaged_heading_of_units_makes_no_dong_of_millions(read: Read) -> None:
    damaged = REPORT.encode().decode("cp1252", "replace").encode()
    found = read(damaged, path="LDLD.TQ/a.csv")
    assert "text_damaged" in [reason.code for reason in found.document.reasons]
    assert [figure.value for figure in found.figures] == VALUES


LOST = {
    "Windows-1252": REPORT.encode("cp1252", "replace"),
    "Latin-1": REPORT.encode("latin-1", "replace"),
    "Windows-1258, its letters in one piece": REPORT.encode("cp1258", "replace"),
    "a third of its bytes": REPORT.encode("ascii", "replace"),
}


@pytest.mark.parametrize("content", LOST.values(), ids=list(LOST))
def test_text_whose_letters_were_lost_is_set_aside_and_says_so(read: Read, content: bytes) -> None:
    (reason,) = read(content, path="LDLD.TQ/a.csv").document.reasons
    assert reason.code == "text_lost"
    assert "hi?n" in reason.vi


@pytest.mark.parametrize("encoding", ["cp500", "utf-32-le"])
def test_bytes_that_are_no_text_here_are_named(read: Read, encoding: str) -> None:
    (reason,) = read(REPORT.encode(encoding, "replace"), path="LDLD.TQ/a.csv").document.reasons
    assert reason.code == "file_unrecognised"


def test_a_question_in_a_sheet_is_no_lost_letter(read: Read) -> None:
    prose = "Kính gửi Ban Thường vụ\nAi nộp? Khi nào? Ở đâu? Vì sao?Xin trả lời.\n"
    (reason,) = read(prose.encode(), path="LDLD.TQ/a.csv").document.reasons
    assert reason.code == "layout_unknown"
