"""Figures of an article: every number of its prose that states a target or a result, with its evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from ingest.context import DocumentContext
from ingest.news.clauses import Segmented, Span
from ingest.news.figure_parts import (
    Share,
    bracketed_ratio,
    change_of,
    denominator_basis,
    is_bracketed_base,
    is_difference,
    qualifier_of,
    share_basis,
    share_of,
    whole_before,
)
from ingest.news.indicators import Wording, indicator_of
from ingest.news.lexicon import compiled
from ingest.news.mentions import Mention
from ingest.news.reading import Reading
from ingest.vietnamese.numbers import NumberSpan
from warehouse.catalogue import Catalogue
from warehouse.figure import (
    Change,
    DenominatorBasis,
    Figure,
    FigureKind,
    Measure,
    Qualifier,
    SourceKind,
    decimal_text,
    figure_id,
)

_BREAK_RE = re.compile(r"[,;:.()\n]\s")
_PER_UNIT_RE = re.compile(r"(?<!\w)(?:bình quân |trung bình )?mỗi (?!năm|ngày|tháng)[^\d.;]{1,60}\Z")


@dataclass(frozen=True, slots=True)
class _Draft:
    """An amount with the percentage or the whole that belongs to it."""

    mention: Mention
    share: Share | None
    whole: Mention | None
    end: int

    @property
    def start(self) -> int:
        led = self.whole or (self.share.mention if self.share else self.mention)
        return min(led.outer_start, self.mention.outer_start)


def extract_figures(
    text: str,
    *,
    context: DocumentContext,
    catalogue: Catalogue,
    title: str | None = None,
    published_at: datetime | None = None,
) -> tuple[Figure, ...]:
    """Figures in the order of the text. Locators and quotes are spans of ``text`` as given, whatever its Unicode form.

    Money is in đồng, a share has ``percent`` alone, ``reference`` is only ever a printed base. Pure; never raises on
    any text.
    """
    reading = Reading.of(text, context=context, catalogue=catalogue, title=title, published_at=published_at)
    return figures_of(reading)


def figures_of(reading: Reading) -> tuple[Figure, ...]:
    """``extract_figures`` over a text already made ready."""
    text = reading.text
    drafts = _drafts(text, reading.mentions)
    figures: list[Figure] = []
    siblings: dict[int, list[DenominatorBasis]] = {}
    floor = 0
    for index, draft in enumerate(drafts):
        limit = drafts[index + 1].start if index + 1 < len(drafts) else len(text.view.lower)
        around = siblings.setdefault(text.sentence_index(draft.mention.start), [])
        wording = wording_of(text, drafts, index)
        figure = _figure(reading, draft, wording, limit, floor, around, figures[-1] if figures else None)
        if figure.reference is not None and figure.denominator_basis is not None:
            around.append(figure.denominator_basis)
        floor = text.view.position(figure.quote_end or 0)
        figures.append(figure)
    return tuple(figures)


def _drafts(text: Segmented, mentions: list[Mention]) -> list[_Draft]:
    drafts: list[_Draft] = []
    index = 0
    while index < len(mentions):
        mention, whole = mentions[index], None
        if index + 1 < len(mentions) and whole_before(text, mention, mentions[index + 1]):
            whole, mention = mention, mentions[index + 1]
            index += 1
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        if following is not None and bracketed_ratio(text, mention, following):
            before = Share(mention, None, DenominatorBasis.UNKNOWN)
            drafts.append(_Draft(following, before, whole, following.end))
            index += 2
            continue
        share = share_of(text, mention, following)
        if share is None and following is not None and is_bracketed_base(text, mention, following):
            share = share_of(text, following, mentions[index + 2] if index + 2 < len(mentions) else None)
            drafts += [_Draft(mention, share, whole, mention.end), _Draft(following, None, None, following.end)]
            index += 3 if share else 2
            continue
        end = share.mention.end if share else mention.end
        drafts.append(_Draft(mention, share, whole, end))
        index += 2 if share else 1
    return drafts


def wording_of(text: Segmented, drafts: list[_Draft], index: int) -> Wording:
    """The words around a figure: its own, and those of the conjuncts that share its predicate."""
    lowered = text.view.lower
    draft = drafts[index]
    sentence = text.sentence_at(draft.mention.start)
    clause = text.clause_at(draft.mention.start)
    previous = drafts[index - 1] if index else None
    following = drafts[index + 1] if index + 1 < len(drafts) else None
    own_start = max(
        _label_start(text, draft, clause), _conjunct_start(lowered, previous, draft) if previous else sentence.start
    )
    own_end = min(sentence.end, following.start if following else sentence.end)
    semicolon = lowered.find(";", draft.end, own_end)
    own_end = semicolon if semicolon >= 0 else _conjunct_end(lowered, draft, following, own_end)
    shared_before = lowered[max(sentence.start, own_start - 220) : own_start] if previous else ""
    shared_after = ""
    if following and following.start < sentence.end and semicolon < 0:
        stop = drafts[index + 2].start if index + 2 < len(drafts) else sentence.end
        shared_after = lowered[own_end : min(stop, sentence.end)]
    return Wording(
        before=_item_label(text, draft, own_start) + lowered[own_start : draft.mention.outer_start],
        noun=lowered[draft.mention.span.end : own_end],
        shared_before=shared_before,
        shared_after=shared_after,
        sentence=lowered[sentence.start : sentence.end],
    )


_CONJUNCTION_RE = re.compile(r",\s| và |;\s|\.\s")


def _conjunct_start(lowered: str, previous: _Draft, draft: _Draft) -> int:
    """Where the words of a figure begin after the figure before it: past the first comma or "và" between the two."""
    joint = _CONJUNCTION_RE.search(lowered, previous.end, draft.start)
    return joint.end() if joint else previous.end


def _conjunct_end(lowered: str, draft: _Draft, following: _Draft | None, end: int) -> int:
    """Where the words of a figure end before another's: at the last comma or "và" between the two."""
    if following is None or following.start != end:
        return end
    joints = [match.start() for match in _CONJUNCTION_RE.finditer(lowered, draft.end, end)]
    return joints[-1] if joints else end


def _label_start(text: Segmented, draft: _Draft, clause: Span) -> int:
    """Where the clause begins, or the label before its colon ("Kết nạp đoàn viên: 250/200")."""
    lowered = text.view.lower
    label_end = lowered.rfind(":", text.sentence_at(draft.mention.start).start, clause.start)
    if label_end < 0 or lowered[label_end + 1 : draft.mention.outer_start].strip():
        return clause.start
    return text.clause_at(label_end - 1).start


_ITEM_LABEL_RE = re.compile(r"\s*(?:[-–+*•]|\d{1,2}[.)])\s*(?P<label>[^\d:;.,]{4,60}:)\s")


def _item_label(text: Segmented, draft: _Draft, own_start: int) -> str:
    """The label of a list item, which every figure of the item shares: "1. Đoàn viên: tổng số …; tăng thực …"."""
    paragraph = text.paragraph_at(draft.mention.start)
    match = _ITEM_LABEL_RE.match(text.view.lower, paragraph.start, min(paragraph.end, paragraph.start + 90))
    return f"{match['label']} " if match is not None and match.end("label") <= own_start else ""


_PLANNED_BESIDE_RE = compiled(
    r"[(,;]\s*(?:so với\s+|theo\s+)?(?:kế hoạch|kh|chỉ tiêu|dự toán|mục tiêu|nghị quyết)[^(),;]*\Z"
)
_PART_OF_LIST_RE = compiled(
    r"(?<!\w)(?:trong đó(?: có)?|gồm(?: có)?|bao gồm|riêng|kế đến|tiếp đến|tiếp theo|lần lượt"
    r"|tương ứng)(?!\w)[^;.]{0,40}\Z"
)


def _continues(text: Segmented, draft: _Draft, wording: Wording, previous: Figure) -> bool:
    """Whether a figure without words of its own is of the same thing as the one before it: its plan, or its part."""
    mention = draft.mention
    if _PLANNED_BESIDE_RE.search(wording.before) is not None:
        return True
    start = text.view.position(previous.quote_start or 0)
    if text.sentence_index(start) != text.sentence_index(mention.start):
        return False
    alike = previous.measure in (mention.measure, Measure.RATIO) and mention.measure is not Measure.PERCENT
    unit = previous.unit_of_measure.lower() if previous.unit_of_measure else None
    if mention.unit is None or unit is None:
        return alike and mention.measure is Measure.COUNT
    if not alike or unit != mention.unit:
        return False
    end = text.view.position(int(previous.locator.partition(":")[2]))
    listed = text.view.lower[end : mention.outer_start].strip() in (",", "và", ", và")
    return listed or _PART_OF_LIST_RE.search(wording.before) is not None


def _figure(
    reading: Reading,
    draft: _Draft,
    wording: Wording,
    limit: int,
    floor: int,
    siblings: list[DenominatorBasis],
    previous: Figure | None,
) -> Figure:
    text, context, catalogue = reading.text, reading.context, reading.catalogue
    view, mention = text.view, draft.mention
    span, number = mention.span, mention.span.number
    share = draft.share.mention.span.number if draft.share else None
    is_share = mention.measure is Measure.PERCENT
    reference = span.reference.value if span.reference else draft.whole.span.number.value if draft.whole else None
    kind = FigureKind.RESULT if _attains(text, draft, reference) else _kind(reading, mention)
    measure = _measure(mention, draft, wording)
    code = indicator_of(wording, measure, catalogue)
    if code is None and previous is not None and _continues(text, draft, wording, previous):
        code = previous.indicator_code
    indicator = catalogue.indicators.get(code) if code else None
    if indicator is not None and not indicator.allows_negative and is_difference(text, mention):
        code, indicator = None, None
    based = mention if draft.whole is None else _with_reference(mention, draft.whole)
    words = view.lower[
        max(text.sentence_at(draft.start).start, draft.start - 16) : min(limit, text.clause_at(mention.start).end)
    ]
    change = _change(text, draft)
    prior = indicator.denominator_kind if indicator else None
    if is_share:
        basis = share_basis(mention, wording.noun, change, prior)
    else:
        basis = denominator_basis(words, based, draft.share, siblings, prior)
    subject = reading.unit.at(text, mention.start)
    period = reading.timing.period_of(
        mention.start,
        kind,
        end=mention.end,
        is_stock=bool(indicator and indicator.is_stock) or code == "cluster_member_units",
    )
    quote_start, quote_end = _quote(text, draft, limit, floor)
    start, end = view.origin(span.start, mention.end if mention.measure is Measure.MONEY else span.end)
    origin_quote = view.origin(quote_start, quote_end)
    locator = f"{start}:{end}"
    return Figure(
        figure_id=figure_id(context.document_id, locator, kind.value),
        document_id=context.document_id,
        delivery_id=context.delivery_id,
        source_kind=SourceKind.NEWS,
        office_code=context.office_code,
        locator=locator,
        quote=view.original[origin_quote[0] : origin_quote[1]],
        quote_start=origin_quote[0],
        quote_end=origin_quote[1],
        number_text=view.original[start:end],
        unit_text=subject.text or None,
        unit_code=subject.code,
        province=subject.province,
        indicator_text=_indicator_text(wording),
        indicator_code=code,
        topic=_indicator_text(wording),
        scope=_scope(wording),
        period_code=period.code if period else None,
        as_of_date=period.as_of if period else None,
        kind=kind,
        value=None if is_share else number.value,
        reference=reference,
        percent=number.value if is_share else share.value if share else None,
        upper=number.upper,
        reference_period_code=None,
        value_decimals=None if is_share else number.decimals,
        percent_decimals=number.decimals if is_share else share.decimals if share else None,
        qualifier=_qualifier(text, mention, limit, kind),
        change=change,
        measure=measure,
        unit_of_measure=_as_written(text, mention),
        denominator_basis=basis,
        is_control_total=False,
        recovered_from=None,
        alternatives=_alternatives(span),
        received_at=context.received_at,
        published_at=reading.published_at,
    )


_EXTREME_RE = compiled(r"(?<!\w)(?:thấp nhất|cao nhất|nhiều nhất)(?: là)?\s*\Z")


def _qualifier(text: Segmented, mention: Mention, limit: int, kind: FigureKind) -> Qualifier:
    """The bound a number states; the least or most of a report ("thưởng thấp nhất 250.000 đồng") is itself exact."""
    if kind is FigureKind.RESULT and _EXTREME_RE.search(text.view.lower, max(0, mention.start - 20), mention.start):
        return Qualifier.EXACT
    return qualifier_of(text, mention, limit)


def _kind(reading: Reading, mention: Mention) -> FigureKind:
    """What the words say; where none does, what is dated ahead of the article is pledged and the rest is done."""
    told = reading.kinds.kind_of(mention)
    return told or (FigureKind.TARGET if reading.timing.is_ahead(mention.start) else FigureKind.RESULT)


_PLEDGE_RE = compiled(r"(?<!\w)(?:phấn đấu|sẽ|dự kiến|quyết tâm)(?!\w)")


def _attains(text: Segmented, draft: _Draft, reference: Decimal | None) -> bool:
    """Whether a base and its attainment are both printed, "Chỉ tiêu kết nạp: 31/25, đạt 124%": no plan states that."""
    if reference is None or draft.share is None:
        return False
    sentence = text.sentence_at(draft.start)
    return _PLEDGE_RE.search(text.view.lower, sentence.start, draft.start) is None


def _with_reference(mention: Mention, whole: Mention) -> Mention:
    return replace(mention, span=replace(mention.span, reference=whole.span.number))


def _measure(mention: Mention, draft: _Draft, wording: Wording) -> Measure:
    if mention.measure is Measure.COUNT and (draft.whole is not None or _PER_UNIT_RE.search(wording.before)):
        return Measure.RATIO
    return mention.measure


def _change(text: Segmented, draft: _Draft) -> Change | None:
    if draft.share is not None and draft.share.change is not None:
        return draft.share.change
    return change_of(text, draft.mention)


def _as_written(text: Segmented, mention: Mention) -> str | None:
    """The unit in the letters of the text ("CĐCS", "triệu đồng")."""
    if mention.unit is None:
        return None
    start = text.view.lower.find(mention.unit, mention.span.start, mention.end)
    return mention.unit if start < 0 else text.view.text[start : start + len(mention.unit)]


def _alternatives(span: NumberSpan) -> tuple[str, ...]:
    """Readings a reader cannot settle: a comma with three digits, a ratio whose sides disagree about the dot."""
    number, reference = span.number, span.reference
    if reference is not None:
        unlike = bool(number.decimals or reference.decimals) and bool(number.alternatives or reference.alternatives)
        if not unlike:
            return ()
        values, bases = (number.value, *number.alternatives), (reference.value, *reference.alternatives)
        return tuple(f"{decimal_text(a)}/{decimal_text(b)}" for a in values for b in bases)[1:]
    if "," in number.printed:
        return tuple(decimal_text(other) for other in number.alternatives)
    return ()


_CLAUSE_END_RE = re.compile(r"[;\n]")
_LONGEST_TAIL = 240


def _quote_end(lowered: str, draft: _Draft, limit: int, sentence_end: int) -> int:
    """The end of the clause; where another figure follows in it, the last joint before that figure's own words."""
    stop = max(draft.end, min(limit, sentence_end, draft.end + _LONGEST_TAIL))
    ending = _CLAUSE_END_RE.search(lowered, draft.end, stop)
    if ending is not None:
        return ending.start()
    if stop != limit:
        space = lowered.rfind(" ", draft.end, stop) if stop - draft.end == _LONGEST_TAIL else -1
        return space if space >= 0 else stop
    for joint in (" (", ", ", " và "):
        cut = lowered.rfind(joint, draft.end, stop)
        if joint == " (" and ")" in lowered[cut:stop]:
            continue
        if cut >= 0:
            return cut
    return stop


def _quote(text: Segmented, draft: _Draft, limit: int, floor: int) -> tuple[int, int]:
    """The conjunct: from the last break before the number to the end of its clause or the next figure."""
    lowered = text.view.lower
    sentence = text.sentence_at(draft.mention.start)
    start = max(sentence.start, min(floor, draft.start))
    for match in _BREAK_RE.finditer(lowered, start, draft.start):
        start = match.end()
    end = _quote_end(lowered, draft, limit, sentence.end)
    while start < draft.start and not lowered[start].isalnum() and lowered[start] != '"':
        start += 1
    if lowered.startswith("và ", start) and start + 3 <= draft.start:
        start += 3
    while end > draft.end and (lowered[end - 1] in " \n.,;:" or lowered[end - 4 : end] == " và "):
        end -= 1
    return start, end


_PART_RE = re.compile(r"(?<!\w)(?:trong đó|trong số đó|riêng)(?!\w)[^;.]*\Z")


def _scope(wording: Wording) -> str | None:
    """The part a "trong đó" figure is about: never added to its whole."""
    return _indicator_text(wording) if _PART_RE.search(wording.before) else None


def _indicator_text(wording: Wording) -> str:
    """The words that say what is counted, as read."""
    tail = re.split(r"[,;.(]\s", wording.noun, maxsplit=1)[0]
    lead = re.split(r"[,;.()]\s", wording.before)[-1]
    return " ".join(f"{lead} {tail}".split())[:200]
