"""Vietnamese text as bytes and fonts have left it: Unicode forms, TCVN3, VNI, Windows-1258, doubly encoded UTF-8.

Every decoder is total. The right reading is chosen by trial: the one with more valid Vietnamese syllables wins, because
a wrong decoder rarely fails, it only yields other letters.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from warehouse.vietnamese import nfc

_TCVN3_FROM_A0 = "\xa0ĂÂÊÔƠƯĐăâêôơưđ¯°±²³´àảãáạºằẳẵắ¿ÀÁÂÃÄÅặầẩẫấậèÍẻẽéẹềểễếệìỉÙÚÛĩíịòàỏõóọồổỗốộờởỡớợùðủũúụừửữứựỳỷỹýỵÿ"
_TCVN3 = {0xA0 + offset: char for offset, char in enumerate(_TCVN3_FROM_A0)}

_VNI_LETTERS = str.maketrans("ôöñîæóòÔÖÑÎÆÓÒ", "ơưđỵỉĩịƠƯĐỴỈĨỊ")
_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_VNI_MARKS = {
    "ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _CIRCUMFLEX, "à": _CIRCUMFLEX + _GRAVE, "á": _CIRCUMFLEX + _ACUTE,
    "å": _CIRCUMFLEX + _HOOK, "ã": _CIRCUMFLEX + _TILDE, "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE, "è": _BREVE + _GRAVE, "é": _BREVE + _ACUTE,
    "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_PAIR = re.compile("([aeouyôöAEOUYÔÖ])([øùûõïâàáåãäêèéúüëØÙÛÕÏÂÀÁÅÃÄÊÈÉÚÜË])")

_ONSETS = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x"
_NUCLEI = (
    "uyê|uya|uyu|uây|uôi|ươi|ươu|iêu|yêu|oai|oay|oeo|uao|uê|uâ|uơ|uy|uô|ươ|iê|yê|ia|ya|ua|ưa|oa|oă|oe|oo|ai|ay|ao|au"
    "|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y"
)
_SYLLABLE = re.compile(rf"(?:{_ONSETS})?(?:{_NUCLEI})(?:(?P<stop>ch|c|p|t)|ng|nh|m|n)?")
_TONES = frozenset((_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT))
_VOWELS = frozenset("aeiouy")
_OUTER = " \t\r\n.,;:!?()[]{}<>\"'/\\-–—_+*%=#&“”‘’…|0123456789"
_SEPARATORS = re.compile(r"[\s/,;:.()\"\-–|]+")

_PUNCTUATION = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026"
_WESTERN_MARKS = frozenset("\u00a0\u2022" + _PUNCTUATION)
_UTF16_SHARE = 0.3
_BROKEN_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Text with the name of what it was decoded from: ``utf-8``, ``utf-16-le``, ``cp1258``, ``tcvn3``, ``vni`` …"""

    text: str
    encoding: str
    is_damaged: bool = False
    """Some bytes belonged to no character of the encoding and stand as U+FFFD."""


LEGACY_ENCODINGS = frozenset(("tcvn3", "vni", "cp1258", "doubled-utf-8"))
"""Encodings whose use a reader reports: the text was recovered, not read."""


def from_tcvn3(text: str) -> str:
    """TCVN3 (TCVN 5712, the .Vn… fonts) read as Latin-1 → Unicode. Total: what is no TCVN3 letter stays."""
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """VNI (the VNI-… fonts) read as Latin-1 → Unicode: a base letter and its mark are two characters."""
    paired = re.split(_VNI_PAIR, text)
    # re.split yields plain, base, mark, plain, base, mark, …, plain: only the plain parts are mapped letter by letter.
    parts: list[str] = []
    for index in range(0, len(paired), 3):
        parts.append(paired[index].translate(_VNI_LETTERS))
        if index + 2 < len(paired):
            base = paired[index + 1].translate(_VNI_LETTERS)
            parts.append(nfc(base + _VNI_MARKS[paired[index + 2].lower()]))
    return nfc("".join(parts))


def from_doubled_utf8(text: str) -> str | None:
    """UTF-8 that was read as Windows-1252 and stored again ("Káº¿t") → the text meant; null where it is not that."""
    raw = bytearray()
    for char in text:
        try:
            raw += char.encode("cp1252")
        except UnicodeEncodeError:
            if ord(char) > 0xFF:
                return None
            raw.append(ord(char))
    try:
        return nfc(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return None


def is_syllable(word: str) -> bool:
    """Whether a word has the shape of one Vietnamese syllable with a tone it can have, in any letter case."""
    bare: list[str] = []
    tones: list[str] = []
    for char in word.lower():
        decomposed = unicodedata.normalize("NFD", char)
        if decomposed[0] in _VOWELS:
            tones += [mark for mark in decomposed if mark in _TONES]
            char = nfc("".join(mark for mark in decomposed if mark not in _TONES))
        bare.append(char)
    shape = _SYLLABLE.fullmatch("".join(bare))
    if shape is None or len(tones) > 1:
        return False
    # A syllable that ends in a stop is said in one of two tones only.
    return shape["stop"] is None or tones in ([_ACUTE], [_DOT])


def vietnamese_score(text: str) -> int:
    """How Vietnamese a text reads: accented words that are syllables count for it, those that are not count against."""
    score = 0
    for raw in _SEPARATORS.split(nfc(text)):
        word = raw.strip(_OUTER)
        if word and not word.isascii():
            score += 2 if is_syllable(word) else -3
    return score


def decode_legacy(text: str, font: str | None = None) -> DecodedText:
    """Text of a cell, decoded where its font or its letters show a legacy encoding; otherwise in NFC as ``utf-8``.

    ``font`` is evidence, not proof: a .Vn… font over plain Unicode leaves the text as it is. Without one, some word of
    several letters has to read as Vietnamese: a lone "©" or "£" is itself.
    """
    plain = nfc(text)
    if text.isascii():
        return DecodedText(plain, "utf-8")
    candidates = [DecodedText(plain, "utf-8")]
    if all(ord(char) <= 0xFF or char in _PUNCTUATION for char in text):
        candidates += [DecodedText(from_tcvn3(text), "tcvn3"), DecodedText(from_vni(text), "vni")]
    doubled = from_doubled_utf8(text)
    if doubled is not None:
        candidates.append(DecodedText(doubled, "doubled-utf-8"))
    elif len(candidates) == 1 and " " in text:
        mixed = _mixed(text)
        candidates += [mixed] if mixed is not None else []
    hinted = {".vn": "tcvn3", "vni": "vni"}.get((font or "")[:3].lower())
    shown = [c for c in candidates if c.encoding in ("utf-8", hinted) or _has_accented_word(c.text)]
    return max(shown, key=lambda c: vietnamese_score(c.text) + (1 if c.encoding == hinted else 0))


def _has_accented_word(text: str) -> bool:
    words = (raw.strip(_OUTER) for raw in _SEPARATORS.split(nfc(text)))
    return any(len(word) > 1 and not word.isascii() and is_syllable(word) for word in words)


def _mixed(text: str) -> DecodedText | None:
    """A text of Unicode words with words of one legacy encoding among them; null where it is not that.

    Decoded are stretches from one word that reads as nothing in Unicode to the last such word before one that only
    Unicode can hold: what reads well beside them stays as it is.
    """
    words = re.split(r"( +)", text)
    legacy: set[str] = set()
    start = end = None
    for place, word in enumerate([*words, None]):
        is_unicode = word is None or any(ord(char) > 0xFF and char not in _PUNCTUATION for char in word)
        if word is not None and not is_unicode and re.search(r"[^\W\d_]", word) and vietnamese_score(word) < 0:
            start, end = place if start is None else start, place
        elif is_unicode and start is not None and end is not None:
            decoded = decode_legacy("".join(words[start : end + 1]))
            legacy.add(decoded.encoding)
            words[start : end + 1] = [decoded.text, *[""] * (end - start)]
            start = end = None
    return DecodedText(nfc("".join(words)), legacy.pop()) if len(legacy) == 1 and "utf-8" not in legacy else None


def decode_bytes(content: bytes) -> DecodedText:
    """Bytes of a text file → text in NFC, the encoding found by its mark, else by trial. Total: never raises."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            return _decode(content[len(mark) :], encoding)
    sample = content[:4096]
    if len(sample) >= 2:
        for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
            if zeros.count(0) >= _UTF16_SHARE * len(zeros):
                return _decode(content, encoding)
    try:
        return _settled(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _best_of_eight_bits(content)


def _settled(text: str) -> DecodedText:
    composed = nfc(text)
    if "\ufffd" in composed:
        # What was stored twice and damaged between is decoded cell by cell, so that one loss does not spoil the rest.
        return DecodedText(composed, "utf-8", is_damaged=True)
    if "\u00c3" in composed or "\u00c4" in composed or "\u00e1\u00ba" in composed:
        return decode_legacy(composed)
    return DecodedText(composed, "utf-8")


def _decode(content: bytes, encoding: str) -> DecodedText:
    text = content.decode(encoding, "replace")
    return DecodedText(nfc(text), encoding, is_damaged="\ufffd" in text)


def _best_of_eight_bits(content: bytes) -> DecodedText:
    lenient = content.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    foreign = sum(not char.isascii() for char in lenient)
    if broken <= _BROKEN_SHARE * foreign:
        return DecodedText(nfc(lenient), "utf-8", is_damaged=True)
    latin = content.decode("latin-1")
    western = content.decode("cp1252", "replace")
    if all(char in _WESTERN_MARKS for char in western if char > "\x7f"):
        # Dashes, quotes and hard spaces between words without accents are the same in every code page of Windows.
        return DecodedText(western, "cp1252")
    candidates = [
        DecodedText(nfc(lenient), "utf-8"),
        DecodedText(nfc(content.decode("cp1258", "replace")), "cp1258"),
        DecodedText(nfc(from_tcvn3(latin)), "tcvn3"),
        DecodedText(from_vni(latin), "vni"),
        DecodedText(nfc(western), "cp1252"),
    ]
    best = max(candidates, key=lambda candidate: vietnamese_score(candidate.text))
    return DecodedText(best.text, best.encoding, is_damaged="\ufffd" in best.text)
