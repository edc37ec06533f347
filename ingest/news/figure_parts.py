"""What the words around a number say: change, qualifier, the share beside it, the base it is a part of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.news.clauses import Segmented
from ingest.news.lexicon import BASE_NOUNS, CHANGE_WORDS, SHARE_VERBS, compiled, phrase
from ingest.news.mentions import Mention, counted_noun
from ingest.vietnamese.numbers import QUALIFIERS_AFTER
from warehouse.figure import Change, DenominatorBasis, Measure, Qualifier

_CHANGE_RES = tuple(
    (
        Change(name),
        re.compile(
            rf"(?<!\w){phrase(words)}(?:\s+(?:là|thêm|cả|khoảng|được|mức|ở mức|đến|tới|so với (?:cùng kỳ|năm trước)"
            rf"(?: năm trước)?))?(?:\s+{phrase(BASE_NOUNS)})?\s*\Z"
        ),
    )
    for name, words in CHANGE_WORDS.items()
)
_RANGE_LEAD_RE = re.compile(r"(?<!\w)từ\s*\Z")
_CHANGED_NOUN_RE = compiled(r"(?P<verb>(?<!\w)(?:tăng|giảm|kéo giảm))(?: (?!từ|xuống|lên|còn)[^\W\d_]+){1,6}\s*\Z")
_ENDS_AT_RE = re.compile(
    r"(?<!\w)(?:xuống còn|xuống dưới|xuống|còn|lên|lên đến|lên tới|lên thành|lên mức|đến|tới)\s*\Z"
)
_FALL_RE = compiled(r"(?<!\w)(?:giảm|hạ|kéo giảm)(?!\w)")
_RISE_RE = compiled(r"(?<!\w)tăng(?!\w)(?! trưởng| cường)")
_AFTER_RE = re.compile(rf"(?P<word>{phrase('|'.join(QUALIFIERS_AFTER))})(?!\w)")
_SHARE_GAP_RE = re.compile(
    rf"\)?(?P<noun>[^;:.()%]*?)(?P<joint>\s*[,(–-]?\s*)(?P<verb>(?<!\w){SHARE_VERBS})"
    rf"(?:\s+{phrase(BASE_NOUNS)})?\s*(?:là|ở mức)?\s*\Z"
)
_BRACKET_GAP_RE = re.compile(r"(?P<noun>[^;:.()%,]*?)\s*\(\s*(?:khoảng|gần|hơn|trên)?\s*\Z")
_LISTED_BRACKET_GAP_RE = re.compile(r"(?P<noun>[^;:.()%]*?)\s*\(\s*(?:khoảng|gần|hơn|trên)?\s*\Z")
_BRACKETED_BASE_RE = compiled(
    r"[^;:.()%\d]*\((?:so với )?(?:chỉ tiêu|kế hoạch|kh|ct|dự toán|nghị quyết|mục tiêu)(?: (?:năm|giao"
    r"|được giao|đề ra|là))*"
    r"\s*:?\s*"
)
_TOTAL_LEAD_RE = compiled(r"(?<!\w)(?:nâng|đưa)(?!\w)[^,;.\d]{0,40}(?<!\w)lên\s*\Z")
"""A new total, "nâng tổng số lên 1.985", is not what went over a plan."""
_BARE_GAP_RE = re.compile(r"[^;:.%\d]{0,80}[,(:]\s*|\s*[-–=~]\s*")
_NEW_SUBJECT_RE = compiled(r"(?<!\w)(?:tỷ lệ|tỉ lệ|tốc độ|mức|chỉ số|trong đó|riêng)(?!\w)")
_PART_OF_RE = compiled(
    r"(?:^|(?<=\W))trong(?: tổng)?(?: số)?\s*\Z",
)
_HAS_PART_RE = compiled(r"^[^.;:%]{0,60}?,?\s*(?:đã )?có\s*\Z")
_STATED_TARGET_RE = compiled(
    r"chỉ tiêu(?: \w+){0,4} giao|được giao|chỉ tiêu giao|kế hoạch|dự toán|nghị quyết|so với chỉ tiêu|chỉ tiêu"
)
_POPULATION_RE = compiled(r"trong tổng số|trên tổng số|tổng số|trong số")


def change_of(text: Segmented, mention: Mention) -> Change | None:
    """The verb of change that governs the number directly, or "giảm … xuống còn" around it."""
    lowered = text.view.lower
    if lowered.startswith("vượt", mention.outer_start):
        return Change.EXCEED
    start = max(text.sentence_at(mention.start).start, mention.outer_start - 80)
    before = lowered[start : mention.outer_start]
    if opened := _RANGE_LEAD_RE.search(before):
        ranged = mention.span.number.upper is not None
        if ranged or _AFTER_RE.match(lowered[mention.end : mention.end + 20].lstrip()) is not None:
            before = before[: opened.start()]
            noun = _CHANGED_NOUN_RE.search(before)
            before = before[: noun.end("verb")] if noun else before
    for change, pattern in _CHANGE_RES:
        if pattern.search(before):
            return change
    if _ENDS_AT_RE.search(before):
        clause = re.split(r"[,;(]\s", before)[-1]
        if _FALL_RE.search(clause):
            return Change.DECREASE
        if _RISE_RE.search(clause):
            return Change.INCREASE
    return None


def is_difference(text: Segmented, mention: Mention) -> bool:
    """Whether the number is how much something rose or fell, "tăng 500 triệu đồng", not what it came to."""
    start = max(text.sentence_at(mention.start).start, mention.outer_start - 80)
    before = text.view.lower[start : mention.outer_start]
    found = [pattern.search(before) for change, pattern in _CHANGE_RES if change is not Change.EXCEED]
    return any(match is not None and _ENDS_AT_RE.search(match.group()) is None for match in found)


def qualifier_of(text: Segmented, mention: Mention, limit: int) -> Qualifier:
    """The word before the number, or after it and its noun ("1.500 đoàn viên trở lên") before ``limit``."""
    if mention.span.number.qualifier is not Qualifier.EXACT:
        return mention.span.number.qualifier
    stop = min(limit, mention.end + 60, text.sentence_at(mention.start).end)
    after = _AFTER_RE.search(text.view.lower, mention.span.end, stop)
    barred = r"[;(\d]" if mention.measure is Measure.PERCENT else r"[,;(\d]"
    if after is None or re.search(barred, text.view.lower[mention.end : after.start()]):
        return Qualifier.EXACT
    return QUALIFIERS_AFTER[" ".join(after["word"].split())]


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage printed beside an amount as its attainment or share."""

    mention: Mention
    change: Change | None
    basis: DenominatorBasis
    """Of an amount without a printed base: "đạt", "vượt" measure against a target, "chiếm" against a population."""


def share_of(text: Segmented, amount: Mention, following: Mention | None) -> Share | None:
    """The percentage that belongs to the amount before it: "27/22 hộ … đạt 122,7%", "1 tỷ đồng, đạt 96%", "(50,5%)"."""
    if following is None or following.measure is not Measure.PERCENT or amount.measure is Measure.PERCENT:
        return None
    if following.span.number.upper is not None and amount.span.reference is None:
        return None
    lowered = text.view.lower
    gap = lowered[amount.end : following.outer_start]
    if len(gap) > 160 or text.sentence_index(amount.start) != text.sentence_index(following.start):
        return None
    bracket = (_BRACKET_GAP_RE if amount.span.reference is None else _LISTED_BRACKET_GAP_RE).fullmatch(gap)
    if bracket is not None and lowered[following.end : following.end + 1] == ")" and len(gap) < 80:
        return Share(following, None, DenominatorBasis.UNKNOWN)
    if _agrees(amount, following) and _BARE_GAP_RE.fullmatch(gap):
        return Share(following, None, DenominatorBasis.UNKNOWN)
    joined = _SHARE_GAP_RE.fullmatch(gap)
    if joined is None or _NEW_SUBJECT_RE.search(joined["noun"]):
        return None
    verb = joined["verb"]
    if verb.startswith("vượt") and _TOTAL_LEAD_RE.search(lowered, max(0, amount.outer_start - 60), amount.outer_start):
        return None
    if amount.span.reference is None:
        if "," in joined["noun"] or len(joined["noun"].split()) > (12 if joined["joint"].strip() else 7):
            return None
        if not joined["joint"].strip() and verb not in ("chiếm", "vượt", "bằng", "đạt"):
            return None
    of_whole = verb.startswith(("chiếm", "tỷ lệ", "tỉ lệ"))
    basis = DenominatorBasis.POPULATION if of_whole else DenominatorBasis.IMPLIED_TARGET
    return Share(following, Change.EXCEED if verb.startswith("vượt") else None, basis)


def _agrees(amount: Mention, share: Mention) -> bool:
    """Whether a ratio comes to the percentage beside it, give or take a rounding: no verb is needed to join them."""
    number, base, printed = amount.span.number, amount.span.reference, share.span.number
    if base is None or base.value == 0 or printed.upper is not None:
        return False
    return abs(printed.value * base.value - number.value * 100) <= base.value


def bracketed_ratio(text: Segmented, share: Mention, ratio: Mention) -> bool:
    """ "95,7% (44/46) CĐCS": the ratio in brackets is what the percentage before it was computed from."""
    lowered = text.view.lower
    if share.measure is not Measure.PERCENT or ratio.span.reference is None or not _agrees(ratio, share):
        return False
    return lowered[share.end : ratio.outer_start].strip() == "(" and ")" in lowered[ratio.span.end : ratio.end + 2]


def is_bracketed_base(text: Segmented, amount: Mention, following: Mention) -> bool:
    """ "450 triệu đồng (chỉ tiêu 400 triệu đồng, đạt 112,5%)": the second amount is the plan of the first, and what is
    attained after it was attained by the first."""
    same = amount.measure is following.measure and amount.measure is not Measure.PERCENT
    between = text.view.lower[amount.end : following.outer_start]
    return same and len(between) < 80 and _BRACKETED_BASE_RE.fullmatch(between) is not None


def whole_before(text: Segmented, whole: Mention, part: Mention) -> bool:
    """ "Trong 20 chỉ tiêu, có 19 chỉ tiêu": the first number is the base of the second."""
    if whole.measure is not Measure.COUNT or part.measure is not Measure.COUNT:
        return False
    if text.sentence_index(whole.start) != text.sentence_index(part.start):
        return False
    lowered = text.view.lower
    before = lowered[max(text.sentence_at(whole.start).start, whole.outer_start - 20) : whole.outer_start]
    between = lowered[whole.end : part.outer_start]
    smaller = part.span.number.value <= whole.span.number.value
    return smaller and _PART_OF_RE.search(before) is not None and _HAS_PART_RE.fullmatch(between) is not None


def denominator_basis(
    words: str, mention: Mention, share: Share | None, siblings: list[DenominatorBasis], prior: str | None
) -> DenominatorBasis | None:
    """What the base is, by the evidence in its order: words, r > t, p > 100, sibling ratios, the catalogue's prior.

    ``words`` is the clause from the number on. An amount with only an attainment has an implied target; a bare amount
    has no base.
    """
    number, reference = mention.span.number, mention.span.reference
    if reference is None:
        return share.basis if share else None
    told = basis_in_words(words)
    if told is not None:
        return told
    if number.value > reference.value or (share is not None and share.mention.span.number.value > 100):
        return DenominatorBasis.INFERRED_TARGET
    if any(basis in (DenominatorBasis.STATED_TARGET, DenominatorBasis.INFERRED_TARGET) for basis in siblings):
        return DenominatorBasis.INFERRED_TARGET
    return {"target": DenominatorBasis.INFERRED_TARGET, "population": DenominatorBasis.POPULATION}.get(
        prior or "", DenominatorBasis.UNKNOWN
    )


def basis_in_words(words: str) -> DenominatorBasis | None:
    """What words in lower case say a base is; null where they say nothing of it."""
    if _POPULATION_RE.search(words):
        return DenominatorBasis.POPULATION
    return DenominatorBasis.STATED_TARGET if _STATED_TARGET_RE.search(words) else None


_COMPARED_RE = compiled(r"^[^,;.]{0,40}(?:so với|cùng kỳ|so cùng)")
_BASE_AFTER_RE = compiled(rf"^\s*(?:so với\s+)?(?:tổng\s+)?{phrase(BASE_NOUNS)}")


def share_basis(mention: Mention, after: str, change: Change | None, prior: str | None) -> DenominatorBasis | None:
    """The base of a percentage that stands alone, ``after`` being the words that follow it.

    "104% kế hoạch" has a stated target, "95% đoàn viên …" the class it names; a rate of change or a comparison has no
    base, and what is over 100 without naming a class is an attainment.
    """
    if _BASE_AFTER_RE.search(after):
        return DenominatorBasis.STATED_TARGET
    if change is not None or _COMPARED_RE.search(after):
        return None
    if counted_noun(after) or prior == "population":
        return DenominatorBasis.POPULATION
    return DenominatorBasis.INFERRED_TARGET if mention.span.number.value > 100 else DenominatorBasis.UNKNOWN
