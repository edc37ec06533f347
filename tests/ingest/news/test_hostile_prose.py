"""No text makes extraction raise, invent a place, or work harder than its length deserves."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.context import DocumentContext
from ingest.news.awards import awards_of
from ingest.news.extract import figures_of
from ingest.news.reading import Reading
from warehouse.catalogue import Catalogue
from warehouse.figure import storable

if TYPE_CHECKING:
    from _typeshed import TraceFunction

Extract = Callable[[str], None]

_WORDS = (
    "27/22 hộ", "122,7%", "1.720", "1 tỷ 250 triệu đồng", "năm 2023", "6 tháng đầu năm", "quý III/2022", "từ 5 đến 10",
    "gần", "không quá", "trở lên", "phấn đấu", "đạt", "vượt", "kế hoạch", "chỉ tiêu", "(kế hoạch 25)", "trong đó",
    "tặng", "Bằng khen", "cho", "02 tập thể, 05 cá nhân", "được", "cờ thi đua", "Cụm trưởng", "là", "bầu", "giảm",
    "đồng chí Lê Văn An", "LĐLĐ huyện Na Hang", "Cụm thi đua số 01", "Công đoàn cơ sở", "đoàn viên", "một nửa",
    "hai mươi", "hoàn thành xuất sắc nhiệm vụ", "xuống còn", "so với cùng kỳ", "điểm phần trăm", "nhiệm kỳ 2023-2028",
    "12/6/2021", "09/NQ-CĐVC",
)  # fmt: skip
_JOINTS = (
    " ", ", ", "; ", ". ", ": ", "\n", "\n\n", " - ", "\n- ", "\n1. ", " (", ") ", " “", "” ", "\u00a0", "|", "\t",
)  # fmt: skip
_MARKS = ("\u200f", "\u202e", "\u2066", "\u200b", "\ufeff", "\u0301", "\u0300", "\ud800", "\x00", "\x85", "\u2028")

prose = st.lists(st.sampled_from(_WORDS) | st.sampled_from(_JOINTS) | st.sampled_from(_MARKS), max_size=60).map("".join)
digit_soup = st.text("0123456789.,/%-–+ ()\u00a0\u202f:;\nđtỷ", max_size=200)
repeated = st.builds(
    lambda piece, times: piece * times, st.sampled_from((*_WORDS, *_JOINTS, *_MARKS)), st.integers(0, 120)
)
nested = st.builds(
    lambda pairs, inside: "".join(a for a, _ in pairs) + inside + "".join(b for _, b in reversed(pairs)),
    st.lists(st.sampled_from(["()", "[]", "“”", '""', "‘’", "{}", "<>", "（）"]).map(tuple), max_size=60),
    prose,
)
garbage = st.text(max_size=300) | st.text(st.characters(min_codepoint=0x300, max_codepoint=0x36F), max_size=80)
hostile = prose | digit_soup | repeated | nested | garbage


@pytest.fixture(scope="module")
def checked(catalogue: Catalogue, context: DocumentContext) -> Extract:
    """Reads a text; every place found in it must hold what was read there, every number be one that can be kept."""

    def read(text: str) -> None:
        reading = Reading.of(text, context=context, catalogue=catalogue)
        for figure in figures_of(reading):
            assert figure.quote_start is not None
            assert figure.quote_end is not None
            assert text[figure.quote_start : figure.quote_end] == figure.quote
            begin, end = map(int, figure.locator.split(":"))
            assert text[begin:end] == figure.number_text
            assert figure.quote_start <= begin < end <= figure.quote_end
            assert figure.value is not None or figure.percent is not None
            for number in (figure.value, figure.reference, figure.percent, figure.upper):
                assert number is None or (storable(number) is not None and number >= 0)
        for award in awards_of(reading):
            assert text[award.quote_start : award.quote_end] == award.quote

    return read


@settings(max_examples=250, deadline=None)
@given(hostile, st.sampled_from(["NFC", "NFD"]))
@example("1," * 300, "NFC")
@example("9" * 100_000 + " đoàn viên", "NFC")
@example("\u202e" + "12 đoàn viên" * 3, "NFD")
@example("“" * 500 + "12 đoàn viên" + "”" * 500, "NFC")
def test_what_is_read_stands_where_it_was_read(checked: Extract, text: str, form: str) -> None:
    checked(text if form == "NFC" else unicodedata.normalize("NFD", text))


GROWING = (
    "LĐLĐ huyện Na Hang được tặng bằng khen. ",
    "LĐLĐ huyện Na Hang được tặng bằng khen. 3 tập thể được tặng bằng khen. ",
    "LĐLĐ huyện Na Hang. Bầu đơn vị này làm cụm trưởng. ",
    "Năm 2022, 11 đơn vị hoàn thành tốt nhiệm vụ; ",
    "Phấn đấu kết nạp 12 đoàn viên (kế hoạch 10).\n",
    "- Kết nạp 27/22 đoàn viên, đạt 122,7%\n",
)


@pytest.mark.parametrize("piece", GROWING)
def test_twice_the_text_is_twice_the_work(checked: Extract, piece: str) -> None:
    """Work is counted in lines of Python that are run, so that a busy machine changes nothing.

    Each doubling adds twice what the one before added; work that grows with the square adds four times as much.
    """
    size = 3_000
    checked(piece * 3)
    counts = [_lines_run(checked, (piece * (length // len(piece)))) for length in (size, 2 * size, 4 * size)]
    first, second = counts[1] - counts[0], counts[2] - counts[1]
    assert second < 2.4 * first, counts


def _lines_run(extract: Extract, text: str) -> int:
    lines = 0

    def count(_frame: FrameType, event: str, _argument: object) -> TraceFunction:
        nonlocal lines
        lines += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        extract(text)
    finally:
        sys.settrace(before)
    return lines
