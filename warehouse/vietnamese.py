"""Vietnamese text for comparison and Vietnamese numbers for people, needed by every room."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_SPACE = re.compile(r"[\s\u00a0\u200b\u202f\ufeff]+")
_WORD = re.compile(r"[^\W_]+")
_LONGEST_KEPT = 200
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OLD_TONE = re.compile(rf"([oO])([{_TONES}])([aeAE])(?![a-zA-Z])|(?<![qQ])([uU])([{_TONES}])([yY])(?![a-zA-Z])")


def nfc(text: str) -> str:
    """Composed Unicode: the only form in which two equal words are equal strings."""
    return unicodedata.normalize("NFC", text)


def new_tone_placement(text: str) -> str:
    """NFC with the tone of a final oa, oe, uy on its last vowel: "Hòa" and "Hoà" become one string (for comparison)."""
    decomposed = unicodedata.normalize("NFD", text)

    def move(match: re.Match[str]) -> str:
        first, tone, last = match.group(1, 2, 3) if match.group(1) else match.group(4, 5, 6)
        return f"{first}{last}{tone}"

    return unicodedata.normalize("NFC", _OLD_TONE.sub(move, decomposed))


@lru_cache(maxsize=1 << 15)
def _key(text: str) -> str:
    folded = new_tone_placement(text).casefold()
    return _SPACE.sub(" ", folded).strip(" .,;:-–—\"'“”‘’()")


def comparison_key(text: str) -> str:
    """The text for comparison alone: NFC, one tone placement, case folded, single spaces, no outer punctuation."""
    return _key(text) if len(text) <= _LONGEST_KEPT else _key.__wrapped__(text)


def plain_key(text: str) -> str:
    """``comparison_key`` without marks: a last resort for typing without accents ("lien doan lao dong")."""
    decomposed = unicodedata.normalize("NFD", comparison_key(text)).replace("đ", "d")
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def by_plain_key(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Words by their form without marks, in their order; several words may share one."""
    index: dict[str, tuple[str, ...]] = {}
    for word in words:
        bare = plain_key(word)
        index[bare] = (*index.get(bare, ()), word)
    return index


def with_accented_words(text: str, words: Mapping[str, str]) -> str:
    """A text with each whole word that is a key of ``words``, in any letter case, replaced."""
    return _WORD.sub(lambda word: words.get(word.group().lower(), word.group()), text)


def format_number(number: Decimal, decimals: int | None = None) -> str:
    """``2425`` as "2.425", ``529.46`` as "529,46"; rounded half up where ``decimals`` is given."""
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = format(number, ",f")
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def format_percent(percent: Decimal, decimals: int | None = None) -> str:
    """``122.7`` as "122,7%"."""
    return f"{format_number(percent, decimals)}%"


def format_money(dong: Decimal) -> str:
    """Đồng in the largest scale word that keeps at most three decimals: "529,46 triệu đồng", "1 tỷ đồng"."""
    for scale, word in ((9, "tỷ đồng"), (6, "triệu đồng")):
        scaled = dong.scaleb(-scale)
        if abs(scaled) >= 1 and scaled == scaled.quantize(Decimal("0.001")):
            return f"{format_number(scaled)} {word}"
    return f"{format_number(dong)} đồng"


_QUARTERS = {"1": "I", "2": "II", "3": "III", "4": "IV"}


def period_vi(code: str | None) -> str:
    """A period code in words: ``2022-H1`` is "6 tháng đầu năm 2022"; an unknown form stays as it is."""
    if not code:
        return ""
    year, _, rest = code.partition("-")
    if code.startswith("SY"):
        return f"năm học {code[2:]}"
    if "/" in code:
        begin, _, end = code.partition("/")
        return f"từ {_day_vi(begin)} đến {_day_vi(end)}"
    match rest[:1], len(rest):
        case "", _:
            return f"năm {year}"
        case "H", 2:
            return f"6 tháng {'đầu' if rest == 'H1' else 'cuối'} năm {year}"
        case "Q", 2:
            return f"quý {_QUARTERS.get(rest[1], rest[1])}/{year}"
        case "M", 3:
            return f"{int(rest[1:])} tháng đầu năm {year}" if rest[1:].isdigit() else code
        case _, 2:
            return f"tháng {int(rest)}/{year}" if rest.isdigit() else code
        case _, 4:
            return f"giai đoạn {code}"
    return code


def _day_vi(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))
