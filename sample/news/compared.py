"""Articles written to be laid beside the workbooks: one figure each, and the reason it stands as it does to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sample.cells import trimmed
from sample.facts import Fact
from sample.indicators import ELITE, FUND, MEMBERS, SampleIndicator
from sample.news import phrases
from sample.news.numbers import count_words
from sample.news.story import Teller
from sample.news.subject import Clause, Story, Subject
from sample.streams import stream
from warehouse.vietnamese import format_number

_HUNDRED_MILLION = Decimal(100_000_000)


class Comparison(StrEnum):
    """How an article's figure stands to what the workbooks say."""

    AGREES = "agrees"
    STALE_DATE = "stale_date"
    """Told some weeks before the period ended: what was done since is not in it."""
    PART_OF = "part_of"
    """The part the form tells apart, told as if it were the whole."""
    ROUNDING = "rounding"
    """A cluster's money in tenths of a thousand million."""

    @property
    def is_of_cluster(self) -> bool:
        return self is Comparison.ROUNDING


@dataclass(frozen=True, slots=True)
class _Told:
    indicator: SampleIndicator
    number: Decimal
    words: str
    day: date | None = None


def compare(subject: Subject, comparison: Comparison, number: int) -> Story | None:
    """The article of that number; null where what is true of the subject leaves nothing of the kind to tell."""
    told = _told(subject, comparison)
    if told is None:
        return None
    fact = subject.facts[told.indicator.code]
    teller = Teller(subject, None, stream(subject.seed, "compared", number), day=told.day)
    text = phrases.PLAIN[told.indicator].format(r=told.words)
    figure = subject.figure(told.indicator, text, told.words, r=told.number, truth=fact)
    return teller.tell_one(Clause(text=text, figures=(replace(figure, comparison=comparison.value),)))


def _told(subject: Subject, comparison: Comparison) -> _Told | None:
    facts: Mapping[str, Fact] = subject.facts
    match comparison:
        case Comparison.AGREES:
            result = facts[ELITE.code].result
            return _Told(ELITE, result, count_words(result)) if result else None
        case Comparison.STALE_DATE:
            result = facts[ELITE.code].result
            earlier = result - max(Decimal(2), (result / 10).quantize(Decimal(1)))
            day = subject.period.day_before_its_end
            return _Told(ELITE, earlier, count_words(earlier), day) if earlier > 0 else None
        case Comparison.PART_OF:
            part = facts[MEMBERS.code].part
            return _Told(MEMBERS, part, count_words(part)) if part is not None and part >= 10 else None
        case Comparison.ROUNDING:
            tenths = (facts[FUND.code].result / _HUNDRED_MILLION).quantize(Decimal(1))
            rounded = tenths * _HUNDRED_MILLION
            differs = rounded != facts[FUND.code].result and tenths % 10 != 0
            return _Told(FUND, rounded, f"{format_number(trimmed(tenths / 10))} tỷ đồng") if differs else None
