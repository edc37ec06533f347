"""Legacy Vietnamese text comes back as the Unicode that was meant."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.vietnamese.text import (
    decode_bytes,
    decode_legacy,
    from_doubled_utf8,
    from_tcvn3,
    from_vni,
    is_syllable,
    vietnamese_score,
)

TABLE = Path(__file__).resolve().parents[4] / "shared" / "workbooks" / "legacy_encodings.csv"

SENTENCES = [
    ("Kết nạp đoàn viên", "KÕt n¹p ®oµn viªn", "Keát naïp ñoaøn vieân"),
    (
        "Giới thiệu đoàn viên ưu tú cho Đảng",
        "Giíi thiÖu ®oµn viªn \u00adu tó cho §¶ng",
        "Giôùi thieäu ñoaøn vieân öu tuù cho Ñaûng",
    ),
    ("Quỹ Mái ấm Công đoàn", "Quü M¸i Êm C«ng ®oµn", "Quyõ Maùi aám Coâng ñoaøn"),
    ("Đơn vị tính", "§¬n vÞ tÝnh", "Ñôn vò tính"),
    ("Chỉ tiêu", "ChØ tiªu", "Chæ tieâu"),
    ("Tổng cộng", "Tæng céng", "Toång coäng"),
]


def _letters() -> list[dict[str, str]]:
    if not TABLE.exists():
        pytest.skip("the table of legacy encodings stands beside the repository and is not here")
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_letter_of_every_encoding_is_decoded() -> None:
    for row in _letters():
        letter = row["unicode_nfc"]
        assert from_vni(row["vni_text_read_as_latin1"]) == letter
        assert unicodedata.normalize("NFC", bytes.fromhex(row["cp1258_bytes"]).decode("cp1258")) == letter
        if row["tcvn3_byte"]:
            assert from_tcvn3(bytes.fromhex(row["tcvn3_byte"]).decode("latin-1")) == letter


@pytest.mark.parametrize(("meant", "tcvn3", "vni"), SENTENCES)
def test_the_encoding_of_a_cell_is_found_by_trial(meant: str, tcvn3: str, vni: str) -> None:
    assert (decode_legacy(tcvn3).text, decode_legacy(tcvn3).encoding) == (meant, "tcvn3")
    assert (decode_legacy(vni).text, decode_legacy(vni).encoding) == (meant, "vni")
    assert (decode_legacy(meant).text, decode_legacy(meant).encoding) == (meant, "utf-8")


@pytest.mark.parametrize("text", ["CỘNG HÒA XÃ HỘI", "Nhà", "ĐÃ KÝ", "Lượt", "Hà Nội", "Quý I", "stt", "50%", ""])
def test_unicode_is_left_as_it_is(text: str) -> None:
    assert decode_legacy(text).text == text
    assert decode_legacy(text).encoding == "utf-8"


def test_a_font_decides_where_the_letters_leave_doubt_but_not_against_them() -> None:
    assert decode_legacy("C§CS").text == "C§CS"
    assert decode_legacy("C§CS", ".VnTime").text == "CĐCS"
    assert decode_legacy("Trong đó: làm mới", ".VnTime").text == "Trong đó: làm mới"


def test_decomposed_unicode_is_composed() -> None:
    assert decode_legacy(unicodedata.normalize("NFD", "huyện")).text == "huyện"


def test_doubly_encoded_utf8_is_undone() -> None:
    doubled = "Kết nạp".encode().decode("cp1252", "replace")
    assert from_doubled_utf8("Káº¿t náº¡p") == "Kết nạp"
    assert decode_legacy("Káº¿t náº¡p").encoding == "doubled-utf-8"
    assert from_doubled_utf8("Kết nạp") is None
    assert doubled != "Kết nạp"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("Kết nạp đoàn viên".encode(), "utf-8"),
        (b"\xef\xbb\xbf" + "Kết nạp đoàn viên".encode(), "utf-8"),
        (b"\xff\xfe" + "Kết nạp đoàn viên".encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + "Kết nạp đoàn viên".encode("utf-16-be"), "utf-16-be"),
        ("Ket nap: Kết nạp đoàn viên, Thuc hien".encode("utf-16-le"), "utf-16-le"),
        (b"K\xea\xect na\xf2p \xf0oa\xccn vi\xean", "cp1258"),
        ("KÕt n¹p ®oµn viªn".encode("latin-1"), "tcvn3"),
        ("Keát naïp ñoaøn vieân".encode("latin-1"), "vni"),
    ],
)
def test_bytes_are_decoded_by_their_mark_or_by_trial(content: bytes, encoding: str) -> None:
    decoded = decode_bytes(content)
    assert decoded.text.endswith(("Kết nạp đoàn viên", "Thuc hien"))
    assert (decoded.encoding, decoded.is_damaged) == (encoding, False)


def test_a_few_broken_bytes_in_utf8_are_told_and_do_not_change_the_encoding() -> None:
    decoded = decode_bytes("Kết nạp đoàn viên, hiến máu tình nguyện, quỹ Mái ấm. ".encode() * 5 + b"\xff")
    assert (decoded.encoding, decoded.is_damaged) == ("utf-8", True)


@pytest.mark.parametrize("word", ["kết", "nghiệp", "ƯU", "quỹ", "Giới", "được", "thuyền", "khuya", "ý"])
def test_a_vietnamese_syllable_is_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Ñôn", "KÕt", "naïp", "xyz", "®oµn", "việệt"])
def test_what_is_no_vietnamese_syllable_is_known_too(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("text", "unicode", "encoding"),
    [
        ("Trong đó: lµm míi", "Trong đó: làm mới", "tcvn3"),
        ("Giới thiệu ®oµn viªn \u00adu tó cho §¶ng", "Giới thiệu đoàn viên ưu tú cho Đảng", "tcvn3"),
        ("Kết nạp ñoaøn vieân", "Kết nạp đoàn viên", "vni"),
        ("Tỷ lệ CQ, ĐV tổ chức HN", "Tỷ lệ CQ, ĐV tổ chức HN", "utf-8"),
        ("Nguyễn José ©", "Nguyễn José ©", "utf-8"),
    ],
)
def test_legacy_words_among_unicode_ones_are_decoded_and_the_others_kept(
    text: str, unicode: str, encoding: str
) -> None:
    decoded = decode_legacy(text)
    assert (decoded.text, decoded.encoding) == (unicode, encoding)


def test_a_word_that_reads_well_beside_legacy_ones_stays_as_it_is() -> None:
    assert decode_legacy("Quỹ M¸i công đoàn").text == "Quỹ Mái công đoàn"


def test_a_wrong_decoding_scores_below_the_right_one() -> None:
    assert vietnamese_score("Kết nạp đoàn viên") > vietnamese_score("KÕt n¹p ®oµn viªn")


@given(st.binary(max_size=200))
def test_any_bytes_give_text(content: bytes) -> None:
    assert unicodedata.is_normalized("NFC", decode_bytes(content).text)


@given(st.text(max_size=100))
def test_any_text_gives_text(text: str) -> None:
    assert unicodedata.is_normalized("NFC", decode_legacy(text).text)
    from_vni(text)
    from_tcvn3(text)


@pytest.mark.parametrize("text", ["© Health Ltd 2017", "£012.30", "in ¥ or US$", "» START «", "×", "· Item"])
def test_a_lone_sign_is_no_legacy_letter(text: str) -> None:
    assert decode_legacy(text).text == text
