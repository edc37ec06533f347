"""Tells an article: which facts, in which order, between which sentences, and with which fault."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from sample.cells import loses_by_truncation, percent_of, trimmed, truncated_percent_of
from sample.facts import Fact
from sample.faults import Fault, misprinted
from sample.indicators import (
    BLOOD,
    COURSES,
    ELITE,
    FOUNDED,
    FUND,
    GIFTS,
    HOUSES,
    INITIATIVES,
    INSPECTIONS,
    MEMBERS,
)
from sample.news import phrases
from sample.news.clauses import Wording, can_be_told
from sample.news.honours import honours_of
from sample.news.subject import Clause, Story, Subject
from sample.streams import stream

_OF_UNITS = (MEMBERS, ELITE, HOUSES, FUND, BLOOD, FOUNDED)
"""What an article tells of one unit: figures its federation's synthesis, or nobody, contradicts."""
_OF_CLUSTERS = (*_OF_UNITS, GIFTS, COURSES, INSPECTIONS, INITIATIVES)
_WITHOUT_WITNESS = (COURSES, INSPECTIONS, INITIATIVES)
"""What no workbook states of a cluster."""


def tell(subject: Subject, fault: Fault | None, number: int, *, only: Sequence[str] = ()) -> Story:
    """The sample's article of that number, about the subject, with at most one planted fault.

    ``only`` names the indicators to tell, in order and in full. Shares, awards and plans depend on the subject and its
    period alone: two articles about them agree.
    """
    return Teller(subject, fault, stream(subject.seed, "story", number)).tell(only)


class Teller:
    """One article while it is being told, on ``day`` or, without one, after the period's end."""

    def __init__(self, subject: Subject, fault: Fault | None, draw: Random, *, day: date | None = None) -> None:
        self.subject = subject
        self.fault = fault
        self.draw = draw
        self.wording = Wording(subject, draw)
        period = subject.period.words
        day = day or subject.period.meeting_date(draw.randint(3, 27))
        self.words = {
            "subject": subject.name,
            "federation": subject.federation,
            "period": period,
            "whole": subject.whole,
            "when": f"Trong {period}" if draw.random() < 0.6 else period[:1].upper() + period[1:],
            "whence": period,
            "next": str(subject.period.year + 1),
            "year": str(subject.period.year),
            "number": str(draw.randint(21, 189)),
            "day": f"{day.day}/{day.month}/{day.year}" if draw.random() < 0.7 else f"{day.day}/{day.month}",
        }
        self.story = Story(
            title=draw.choice(phrases.TITLES).format(**self.words),
            day=day,
            author=draw.choice(phrases.AUTHORS),
            subject=subject,
        )

    def tell(self, only: Sequence[str]) -> Story:
        draw, facts = self.draw, self.subject.facts
        self._say(draw.choice(phrases.OPENINGS))
        if self.subject.members and draw.random() < 0.7:
            self._tell_members()
        if draw.random() < 0.7:
            self._say(draw.choice(phrases.DISTRACTIONS))
        told = [self.wording.full_form(facts[code]) for code in only] or [self._told(fact) for fact in self._chosen()]
        half = (len(told) + 1) // 2 if len(told) > 3 else len(told)
        self._list(draw.choice(phrases.LEADS), told[:half])
        self._list(draw.choice(phrases.MORE_LEADS), told[half:])
        self._list(draw.choice(phrases.SHARE_LEADS), self._shares())
        self._say(draw.choice(phrases.COLOUR))
        if self.subject.period.is_year:
            self._tell_honours()
            self._list(draw.choice(phrases.TARGET_LEADS), self.wording.aims())
            if draw.random() < 0.6:
                code = draw.choice(self._share_codes(tuple(phrases.SHARES_AIMED_AT)))
                self._list(draw.choice(phrases.SHARE_TARGETS), [self.wording.share_aim(code)])
        self._say(draw.choice(phrases.CLOSINGS))
        return self.story

    def tell_one(self, clause: Clause) -> Story:
        """An article of one figure."""
        draw = self.draw
        self._say(draw.choice(phrases.OPENINGS))
        self._list(draw.choice(phrases.LEADS), [clause])
        self._say(draw.choice(phrases.COLOUR))
        self._say(draw.choice(phrases.CLOSINGS))
        return self.story

    def _say(self, template: str, **words: str) -> None:
        self.story.paragraphs.append(template.format(**self.words, **words))

    def _list(self, lead: str, clauses: Iterable[Clause]) -> None:
        listed = list(clauses)
        if not listed:
            return
        self._say(lead, clauses="; ".join(clause.text for clause in listed))
        for clause in listed:
            self.story.figures.extend(clause.figures)

    def _tell_members(self) -> None:
        """The size of the cluster: a stock, for which the sentence names no period."""
        count = len(self.subject.members)
        quote = phrases.MEMBER_UNITS.format(n=f"{count:02}")
        self._say(self.draw.choice(phrases.MEMBERSHIPS), members=quote)
        figure = self.subject.figure("cluster_member_units", quote, f"{count:02}", r=Decimal(count))
        self.story.figures.append(replace(figure, period_code=None))

    def _tell_honours(self) -> None:
        for honour in honours_of(self.subject):
            self._say(honour.template, **honour.words)
            self.story.awards.extend(honour.awards)
            self.story.figures.extend(honour.figures)

    def _chosen(self) -> list[Fact]:
        facts = self.subject.facts
        tellable = [
            facts[indicator.code]
            for indicator in (_OF_CLUSTERS if self.subject.members else _OF_UNITS)
            if indicator.code in facts and can_be_told(facts[indicator.code])
        ]
        chosen = self.draw.sample(tellable, min(len(tellable), self.draw.randint(4, 6)))
        return self._with_suitable(chosen, tellable)

    def _with_suitable(self, chosen: list[Fact], tellable: list[Fact]) -> list[Fact]:
        """The chosen facts, the first replaced by one the fault can be planted in where none of them is such."""
        if self.fault in (None, Fault.SHARE_OVER_100) or any(map(self._suits, chosen)):
            return chosen
        suitable = [fact for fact in tellable if self._suits(fact)]
        if suitable and chosen:
            chosen[0] = self.draw.choice(suitable)
        return chosen

    def _suits(self, fact: Fact) -> bool:
        if not fact.target or fact.indicator not in phrases.RATIOS:
            return False
        match self.fault:
            case Fault.RATIO_SWAPPED:
                return fact.indicator in _WITHOUT_WITNESS and fact.result > fact.target
            case Fault.SOURCES_DISAGREE:
                return fact.indicator in (MEMBERS, ELITE)
            case Fault.PERCENT_TRUNCATED:
                return loses_by_truncation(fact.result, fact.target)
            case Fault.PERCENT_MISPRINTED:
                return True
            case _:
                return False

    def _told(self, fact: Fact) -> Clause:
        if self.fault is not None and self._suits(fact):
            fault, self.fault = self.fault, None
            return self._faulty(fact, fault)
        return self.wording.any_form(fact)

    def _faulty(self, fact: Fact, fault: Fault) -> Clause:
        ratio = self.wording.ratio
        result, target = fact.result, fact.target or Decimal(1)
        percent = percent_of(result, target)
        match fault:
            case Fault.RATIO_SWAPPED:
                return ratio(fact, target, result, percent, fault, ("ratio_swapped",))
            case Fault.PERCENT_MISPRINTED:
                return ratio(fact, result, target, misprinted(percent), fault, ("percent_disagrees",))
            case Fault.PERCENT_TRUNCATED:
                cut = truncated_percent_of(result, target)
                return ratio(fact, result, target, cut, fault, ("percent_truncated",))
            case _:
                told = result + max(Decimal(2), (result * 7 / 100).quantize(Decimal(1)))
                agreeing = trimmed(percent_of(told, target))
                return ratio(fact, told, target, agreeing, Fault.SOURCES_DISAGREE, ("sources_disagree",))

    def _shares(self) -> list[Clause]:
        codes = self.draw.sample(self._share_codes(tuple(phrases.SHARES)), 2)
        clauses = [self.wording.share(code, self._true_share(code)) for code in codes]
        if self.fault is Fault.SHARE_OVER_100:
            self.fault = None
            impossible = Decimal(self.draw.randint(1021, 1189)) / 10
            clauses[0] = self.wording.share(codes[0], impossible, Fault.SHARE_OVER_100)
        return clauses

    def _share_codes(self, codes: Sequence[str]) -> list[str]:
        is_office = self.subject.unit.level == "sector"
        return [code for code in codes if not is_office or code in phrases.SHARES_OF_OFFICES]

    def _true_share(self, code: str) -> Decimal:
        draw = self.subject.settled("share", code)
        return draw.choice((Decimal(100), trimmed(Decimal(draw.randint(820, 998)) / 10)))
