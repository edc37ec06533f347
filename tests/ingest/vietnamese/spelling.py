"""Numbers as Vietnamese print and spell them, for reading back."""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"))


def grouped(number: int, mark: str) -> str:
    """``1234567`` as "1.234.567" with any mark."""
    return f"{number:,}".replace(",", mark)


def spelled(number: int) -> str:
    """``2305`` as "hai nghìn ba trăm linh năm"; from 1 below a thousand tỷ."""
    words: list[str] = []
    for scale, word in _SCALES:
        if number >= scale:
            words += [_below_thousand(number // scale, is_first=not words), word]
            number %= scale
    if number or not words:
        words.append(_below_thousand(number, is_first=not words))
    return " ".join(words)


def _below_thousand(number: int, *, is_first: bool) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{_DIGITS[hundreds]} trăm"] if hundreds or not is_first else []
    tens, ones = divmod(rest, 10)
    if tens == 0 and ones:
        words += ["linh"] if words else []
        words.append(_DIGITS[ones])
    elif tens == 1:
        words.append("mười" if not ones else "mười lăm" if ones == 5 else f"mười {_DIGITS[ones]}")
    elif tens:
        last = {0: "", 1: " mốt", 4: " tư", 5: " lăm"}.get(ones, f" {_DIGITS[ones]}")
        words.append(f"{_DIGITS[tens]} mươi{last}")
    return " ".join(words)
