"""One article before it has a format: its paragraphs, and the figures and awards told in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from random import Random

from sample.cells import percent_of, trimmed, truncated_percent_of
from sample.facts import Fact
from sample.faults import Fault, misprinted
from sample.federation import SampleUnit
from sample.indicators import (
    BLOOD,
    COURSES,
    ELITE,
    FOUNDED,
    FUND,
    GIFT_VALUE,
    GIFTS,
    HOUSES,
    INITIATIVES,
    INSPECTIONS,
    MEMBERS,
    Nature,
    SampleIndicator,
)
from sample.ledger import PrintedAward, PrintedFigure
from sample.news import phrases
from sample.news.numbers import count_words, money_words, near, percent_words
from sample.periods import SamplePeriod
from sample.streams import stream

_OF_UNITS = (MEMBERS, ELITE, HOUSES, FUND, BLOOD, FOUNDED)
"""What an article tells of one unit: figures its federation's synthesis, or nobody, contradicts."""
_OF_CLUSTERS = (*_OF_UNITS, GIFTS, COURSES, INSPECTIONS, INITIATIVES)
_WITHOUT_WITNESS = (COURSES, INSPECTIONS, INITIATIVES)
"""What no workbook states of a cluster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom an article is about: a unit, or a cluster with its members."""

    unit: SampleUnit
    members: tuple[SampleUnit, ...] = ()
    facts: Mapping[str, Fact]
    next_facts: Mapping[str, Fact]
    """Of the year after: its targets are the plans the article tells."""
    period: SamplePeriod

    @property
    def name(self) -> str:
        """ "Cụm thi đua số 01 LĐLĐ tỉnh Bắc Giang", "LĐLĐ huyện Lục Ngạn"."""
        if self.members:
            return self.unit.name.replace(" - ", " ")
        return self.unit.short_name.replace("CĐ ", "Công đoàn ")

    @property
    def federation(self) -> str:
        return self.unit.parent_heading

    @property
    def whole(self) -> str:
        return "cụm" if self.members else "đơn vị"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A verb phrase with the figures in it."""

    text: str
    figures: tuple[PrintedFigure, ...]


@dataclass(slots=True, kw_only=True)
class Story:
    """An article: title, day, paragraphs, and what the ledger says of them. Files are filled in later."""

    title: str
    day: date
    author: str
    subject: Subject
    paragraphs: list[str] = field(default_factory=list)
    figures: list[PrintedFigure] = field(default_factory=list)
    awards: list[PrintedAward] = field(default_factory=list)


def tell(subject: Subject, fault: Fault | None, seed: int, number: int, *, only: Sequence[str] = ()) -> Story:
    """The sample's article of that number, about the subject, with at most one planted fault.

    ``only`` names the indicators to tell, in order. Shares, awards and plans depend on the subject and its period
    alone: two articles about them agree.
    """
    return _Teller(subject, fault, seed, stream(seed, "story", number)).tell(only)


class _Teller:
    def __init__(self, subject: Subject, fault: Fault | None, seed: int, draw: Random) -> None:
        self.subject = subject
        self.fault = fault
        self.seed = seed
        self.draw = draw
        period = subject.period.words
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
            "n": f"{len(subject.members):02}",
        }
        day = subject.period.meeting_date(draw.randint(3, 27))
        self.words["day"] = f"{day.day}/{day.month}/{day.year}" if draw.random() < 0.7 else f"{day.day}/{day.month}"
        self.story = Story(
            title=draw.choice(phrases.TITLES).format(**self.words),
            day=day,
            author=draw.choice(phrases.AUTHORS),
            subject=subject,
        )

    def tell(self, only: Sequence[str]) -> Story:
        story, draw, facts = self.story, self.draw, self.subject.facts
        self._say(draw.choice(phrases.OPENINGS))
        if self.subject.members and draw.random() < 0.7:
            self._say(draw.choice(phrases.MEMBERSHIPS))
        if draw.random() < 0.7:
            self._say(draw.choice(phrases.DISTRACTIONS))
        told = [self._exact(facts[code]) for code in only] if only else [self._told(fact) for fact in self._chosen()]
        half = (len(told) + 1) // 2 if len(told) > 3 else len(told)
        self._list(draw.choice(phrases.LEADS), told[:half])
        self._list(draw.choice(phrases.MORE_LEADS), told[half:])
        self._list(draw.choice(phrases.SHARE_LEADS), self._shares())
        self._say(draw.choice(phrases.COLOUR))
        if self.subject.period.is_year:
            self._tell_awards()
            self._list(draw.choice(phrases.TARGET_LEADS), self._aims())
            self._list(draw.choice(phrases.SHARE_TARGETS), self._share_aims())
        self._say(draw.choice(phrases.CLOSINGS))
        return story

    def _say(self, template: str, **words: str) -> str:
        sentence = template.format(**self.words, **words)
        self.story.paragraphs.append(sentence)
        return sentence

    def _list(self, lead: str, clauses: Iterable[Clause]) -> None:
        listed = list(clauses)
        if not listed:
            return
        self._say(lead, clauses="; ".join(clause.text for clause in listed))
        for clause in listed:
            self.story.figures.extend(clause.figures)

    def _chosen(self) -> list[Fact]:
        facts = self.subject.facts
        tellable = [
            facts[indicator.code]
            for indicator in (_OF_CLUSTERS if self.subject.members else _OF_UNITS)
            if indicator.code in facts and _can_be_told(facts[indicator.code])
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
                return truncated_percent_of(fact.result, fact.target) != percent_of(fact.result, fact.target)
            case Fault.PERCENT_MISPRINTED:
                return True
            case _:
                return False

    def _told(self, fact: Fact) -> Clause:
        if self.fault is not None and self._suits(fact):
            fault, self.fault = self.fault, None
            return self._faulty(fact, fault)
        return self._sound(fact)

    def _sound(self, fact: Fact) -> Clause:
        indicator, draw = fact.indicator, self.draw
        if indicator is GIFTS and GIFT_VALUE.code in self.subject.facts and draw.random() < 0.5:
            return self._gifts(fact)
        forms: list[Callable[[Fact], Clause | None]] = []
        if fact.target:
            forms += [self._ratio] * 3 if indicator in phrases.RATIOS else []
            forms += [self._count_with_percent] * 2 if indicator in phrases.COUNTS_WITH_PERCENT else []
        forms += [self._count] if indicator in phrases.COUNTS else []
        forms += [self._approximation] if indicator in phrases.APPROXIMATIONS else []
        return draw.choice(forms)(fact) or self._exact(fact)

    def _exact(self, fact: Fact) -> Clause:
        """All that is known of the fact: result, target and percentage where it has them."""
        if fact.target and fact.indicator in phrases.RATIOS:
            return self._ratio(fact)
        if fact.target and fact.indicator in phrases.COUNTS_WITH_PERCENT:
            return self._count_with_percent(fact)
        return self._count(fact)

    def _ratio(self, fact: Fact) -> Clause:
        target = fact.target or Decimal(1)
        return self._printed_ratio(fact, fact.result, target, trimmed(percent_of(fact.result, target)))

    def _printed_ratio(
        self,
        fact: Fact,
        result: Decimal,
        target: Decimal,
        percent: Decimal,
        *,
        fault: Fault | None = None,
        rules: tuple[str, ...] = (),
    ) -> Clause:
        r, t = f"{int(result):,}".replace(",", "."), f"{int(target):,}".replace(",", ".")
        text = self.draw.choice(phrases.RATIOS[fact.indicator]).format(r=r, t=t, p=percent_words(percent))
        over = ("result_exceeds_target",) if result > target and fault is not Fault.RATIO_SWAPPED else ()
        figure = self._figure(
            fact.indicator,
            text,
            f"{r}/{t}",
            r=result,
            t=target,
            p=percent,
            rules=(*rules, *over),
            fault=fault,
            true_r=fact.result if fault else None,
            true_t=fact.target if fault else None,
        )
        return Clause(text=text, figures=(figure,))

    def _faulty(self, fact: Fact, fault: Fault) -> Clause:
        result, target = fact.result, fact.target or Decimal(1)
        percent = percent_of(result, target)
        match fault:
            case Fault.RATIO_SWAPPED:
                return self._printed_ratio(fact, target, result, percent, fault=fault, rules=("ratio_swapped",))
            case Fault.PERCENT_MISPRINTED:
                wrong = misprinted(percent)
                return self._printed_ratio(fact, result, target, wrong, fault=fault, rules=("percent_disagrees",))
            case Fault.PERCENT_TRUNCATED:
                cut = truncated_percent_of(result, target)
                return self._printed_ratio(fact, result, target, cut, fault=fault, rules=("percent_truncated",))
            case _:
                told = result + max(Decimal(2), (result * 7 / 100).quantize(Decimal(1)))
                percent = trimmed(percent_of(told, target))
                return self._printed_ratio(fact, told, target, percent, fault=fault, rules=("sources_disagree",))

    def _count_with_percent(self, fact: Fact) -> Clause:
        percent = trimmed(percent_of(fact.result, fact.target or Decimal(1)))
        number = self._number(fact.indicator, fact.result)
        template = self.draw.choice(phrases.COUNTS_WITH_PERCENT[fact.indicator])
        text = template.format(r=number, p=percent_words(percent))
        return Clause(text=text, figures=(self._figure(fact.indicator, text, number, r=fact.result, p=percent),))

    def _count(self, fact: Fact) -> Clause:
        number = self._number(fact.indicator, fact.result)
        text = self.draw.choice(phrases.COUNTS[fact.indicator]).format(r=number)
        return Clause(text=text, figures=(self._figure(fact.indicator, text, number, r=fact.result),))

    def _approximation(self, fact: Fact) -> Clause | None:
        how = self.draw.choice(phrases.APPROXIMATORS)
        told = near(fact.result, above=how.is_above)
        if told is None:
            return None
        number = self._number(fact.indicator, told)
        text = self.draw.choice(phrases.APPROXIMATIONS[fact.indicator]).format(q=how.word, r=number)
        figure = self._figure(fact.indicator, text, number, r=told, qualifier=how.qualifier, true_r=fact.result)
        return Clause(text=text, figures=(figure,))

    def _gifts(self, fact: Fact) -> Clause:
        value = self.subject.facts[GIFT_VALUE.code].result
        number, money = count_words(fact.result), money_words(value, self.draw)
        text = self.draw.choice(phrases.GIFTS_WITH_VALUE).format(r=number, m=money)
        return Clause(
            text=text,
            figures=(
                self._figure(GIFTS, text, number, r=fact.result),
                self._figure(GIFT_VALUE, text, money, r=value),
            ),
        )

    def _shares(self) -> list[Clause]:
        told = self.draw.sample(self._share_codes(tuple(phrases.SHARES)), 2)
        fault, self.fault = (self.fault, None) if self.fault is Fault.SHARE_OVER_100 else (None, self.fault)
        clauses = [self._share(code, self._true_share(code), None) for code in told]
        if fault:
            clauses[0] = self._share(told[0], Decimal(self.draw.randint(1021, 1189)) / 10, fault)
        return clauses

    def _share_codes(self, codes: Sequence[str]) -> list[str]:
        is_office = self.subject.unit.level == "sector"
        return [code for code in codes if not is_office or code in phrases.SHARES_OF_OFFICES]

    def _true_share(self, code: str) -> Decimal:
        draw = self._settled("share", code)
        return draw.choice((Decimal(100), trimmed(Decimal(draw.randint(820, 998)) / 10)))

    def _settled(self, *what: str) -> Random:
        """Choices that belong to the subject and its period, whoever tells them."""
        return stream(self.seed, self.subject.unit.code, self.subject.period.code, *what)

    def _share(self, code: str, percent: Decimal, fault: Fault | None) -> Clause:
        text = phrases.SHARES[code].format(p=percent_words(percent))
        rules = ("unverifiable_100",) if percent == 100 else ()
        figure = self._figure(
            code, text, percent_words(percent), p=percent, rules=("share_over_100",) if fault else rules, fault=fault
        )
        return Clause(text=text, figures=(figure,))

    def _aims(self) -> list[Clause]:
        """Next year's targets: the very numbers next year's forms will show as assigned."""
        facts = self.subject.next_facts
        wordings = [(wording, "at_least") for wording in phrases.AT_LEAST.items()]
        wordings += [(wording, "exact") for wording in phrases.AIMED_AT.items()]
        possible = [entry for entry in wordings if entry[0][0].code in facts and facts[entry[0][0].code].target]
        clauses = []
        for (indicator, templates), qualifier in self.draw.sample(possible, min(3, len(possible))):
            target = facts[indicator.code].target or Decimal(0)
            number = self._number(indicator, target)
            text = self.draw.choice(templates).format(r=number)
            clauses.append(Clause(text=text, figures=(self._aim(indicator, text, number, target, qualifier),)))
        return clauses

    def _aim(
        self, indicator: SampleIndicator, text: str, number: str, target: Decimal, qualifier: str
    ) -> PrintedFigure:
        figure = self._figure(indicator, text, number, r=target, qualifier=qualifier)
        return replace(figure, kind="target", period_code=self.subject.period.next_year.code)

    def _share_aims(self) -> list[Clause]:
        if self.draw.random() < 0.4:
            return []
        code = self.draw.choice(self._share_codes(tuple(phrases.SHARES_AIMED_AT)))
        percent = Decimal(self._settled("share aimed at", code).choice((80, 85, 90, 95)))
        text = phrases.SHARES_AIMED_AT[code].format(p=percent_words(percent))
        figure = self._figure(code, text, percent_words(percent), p=percent, qualifier="at_least")
        figure = replace(figure, kind="target", period_code=self.subject.period.next_year.code)
        return [Clause(text=text, figures=(figure,))]

    def _tell_awards(self) -> None:
        members = self.subject.members
        if len(members) < 2:
            self._tell_commendations()
            return
        draw = self._settled("awards")
        first, second = draw.sample(members, 2)
        sentence = self._say(phrases.FLAG, first=first.short_name)
        self._award("award", first.code, "Cờ thi đua", 1, sentence)
        excellent = draw.randint(1, len(members) - 1)
        good = len(members) - excellent
        sentence = self._say(phrases.RATINGS, excellent=f"{excellent:02}", good=f"{good:02}")
        self._award("rating", None, "Hoàn thành xuất sắc nhiệm vụ", excellent, sentence)
        self._award("rating", None, "Hoàn thành tốt nhiệm vụ", good, sentence)
        self.story.figures += [
            self._figure(code, sentence, f"{count:02}", r=Decimal(count))
            for code, count in (("units_rated_excellent", excellent), ("units_rated_good", good))
        ]
        sentence = self._say(phrases.ROLES, first=first.short_name, second=second.short_name)
        self._award("role", first.code, "Cụm trưởng", 1, sentence, year=self.subject.period.year + 1)
        self._award("role", second.code, "Cụm phó", 1, sentence, year=self.subject.period.year + 1)

    def _tell_commendations(self) -> None:
        draw = self._settled("awards")
        groups, persons = draw.randint(2, 9), draw.randint(3, 14)
        sentence = self._say(phrases.COMMENDATIONS, groups=f"{groups:02}", persons=f"{persons:02}")
        self._award("award", None, "Bằng khen", groups, sentence)
        self._award("award", None, "Bằng khen", persons, sentence)
        self.story.figures += [
            self._figure(code, sentence, f"{count:02}", r=Decimal(count))
            for code, count in (("commendations_collective", groups), ("commendations_individual", persons))
        ]

    def _award(
        self, event_type: str, recipient: str | None, award: str, count: int, quote: str, year: int | None = None
    ) -> None:
        giver = self.subject.unit.parent_code if event_type == "award" else None
        self.story.awards.append(
            PrintedAward(
                file="",
                event_type=event_type,
                recipient_code=recipient,
                award=award,
                giver_code=giver,
                year=str(year or self.subject.period.year),
                count=count,
                quote=quote,
            )
        )

    def _number(self, indicator: SampleIndicator, number: Decimal) -> str:
        return money_words(number, self.draw) if indicator.nature is Nature.MONEY else count_words(number)

    def _figure(
        self,
        indicator: SampleIndicator | str,
        quote: str,
        number_text: str,
        *,
        r: Decimal | None = None,
        t: Decimal | None = None,
        p: Decimal | None = None,
        qualifier: str = "exact",
        rules: tuple[str, ...] = (),
        fault: Fault | None = None,
        true_r: Decimal | None = None,
        true_t: Decimal | None = None,
    ) -> PrintedFigure:
        return PrintedFigure(
            file="",
            source_kind="news",
            quote=quote,
            number_text=number_text,
            unit_code=self.subject.unit.code,
            indicator_code=indicator if isinstance(indicator, str) else indicator.code,
            period_code=self.subject.period.code,
            r=r,
            t=t,
            p=p,
            qualifier=qualifier,
            rules=rules,
            fault=fault,
            true_r=true_r,
            true_t=true_t,
        )


def _can_be_told(fact: Fact) -> bool:
    """Whether there is a wording for all that is known of the fact."""
    if not fact.result:
        return False
    has_percent = bool(fact.target) and (
        fact.indicator in phrases.RATIOS or fact.indicator in phrases.COUNTS_WITH_PERCENT
    )
    return has_percent or fact.indicator in phrases.COUNTS
