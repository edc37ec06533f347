"""Facts in words: as ratios, counts, approximations, shares and plans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from sample.cells import percent_of, trimmed
from sample.facts import Fact
from sample.faults import Fault
from sample.indicators import GIFT_VALUE, GIFTS, Nature, SampleIndicator
from sample.ledger import PrintedFigure
from sample.news import phrases
from sample.news.numbers import count_words, money_words, near, percent_words
from sample.news.subject import Clause, Subject


def can_be_told(fact: Fact) -> bool:
    """Whether there is a wording for all that is known of the fact."""
    if not fact.result:
        return False
    has_percent = bool(fact.target) and (
        fact.indicator in phrases.RATIOS or fact.indicator in phrases.COUNTS_WITH_PERCENT
    )
    return has_percent or fact.indicator in phrases.COUNTS


class Wording:
    """Words facts of one subject with the choices of one article."""

    def __init__(self, subject: Subject, draw: Random) -> None:
        self.subject = subject
        self.draw = draw

    def any_form(self, fact: Fact) -> Clause:
        """The fact in one of the forms the press uses; some leave out the target, or round the number."""
        indicator, draw = fact.indicator, self.draw
        if indicator is GIFTS and GIFT_VALUE.code in self.subject.facts and draw.random() < 0.5:
            return self._gifts(fact)
        forms: list[Callable[[Fact], Clause | None]] = []
        if fact.target:
            forms += [self._sound_ratio] * 3 if indicator in phrases.RATIOS else []
            forms += [self._count_with_percent] * 2 if indicator in phrases.COUNTS_WITH_PERCENT else []
        forms += [self._count] if indicator in phrases.COUNTS else []
        forms += [self._approximation] if indicator in phrases.APPROXIMATIONS else []
        return draw.choice(forms)(fact) or self.full_form(fact)

    def full_form(self, fact: Fact) -> Clause:
        """All that is known of the fact: result, target and percentage where it has them."""
        if fact.target and fact.indicator in phrases.RATIOS:
            return self._sound_ratio(fact)
        if fact.target and fact.indicator in phrases.COUNTS_WITH_PERCENT:
            return self._count_with_percent(fact)
        return self._count(fact)

    def ratio(
        self,
        fact: Fact,
        result: Decimal,
        target: Decimal,
        percent: Decimal,
        fault: Fault | None = None,
        rules: tuple[str, ...] = (),
    ) -> Clause:
        """ "27/22 …, đạt 122,7%", with the numbers given, which with a fault are not the fact's."""
        r, t = (f"{int(number):,}".replace(",", ".") for number in (result, target))
        text = self.draw.choice(phrases.RATIOS[fact.indicator]).format(r=r, t=t, p=percent_words(percent))
        over = ("result_exceeds_target",) if result > target and fault is not Fault.RATIO_SWAPPED else ()
        figure = self.subject.figure(
            fact.indicator,
            text,
            f"{r}/{t}",
            r=result,
            t=target,
            p=percent,
            rules=(*rules, *over),
            fault=fault,
            truth=fact if fault else None,
        )
        return Clause(text=text, figures=(figure,))

    def share(self, code: str, percent: Decimal, fault: Fault | None = None) -> Clause:
        text = phrases.SHARES[code].format(p=percent_words(percent))
        rules = ("unverifiable_100",) if percent == 100 else ()
        figure = self.subject.figure(
            code,
            text,
            percent_words(percent),
            p=percent,
            rules=("share_over_100",) if fault else rules,
            fault=fault,
        )
        return Clause(text=text, figures=(figure,))

    def aims(self) -> list[Clause]:
        """Next year's targets: the very numbers next year's forms will show as assigned."""
        facts = self.subject.next_facts
        wordings = [(*entry, "at_least") for entry in phrases.AT_LEAST.items()]
        wordings += [(*entry, "exact") for entry in phrases.AIMED_AT.items()]
        possible = [
            (indicator, templates, qualifier, target)
            for indicator, templates, qualifier in wordings
            if indicator.code in facts and (target := facts[indicator.code].target)
        ]
        return [self._aim(*entry) for entry in self.draw.sample(possible, min(3, len(possible)))]

    def share_aim(self, code: str) -> Clause:
        percent = Decimal(self.subject.settled("share aimed at", code).choice((80, 85, 90, 95)))
        text = phrases.SHARES_AIMED_AT[code].format(p=percent_words(percent))
        figure = self.subject.figure(code, text, percent_words(percent), p=percent, qualifier="at_least")
        return Clause(text=text, figures=(self._next_year(figure),))

    def _sound_ratio(self, fact: Fact) -> Clause:
        target = fact.target or Decimal(1)
        return self.ratio(fact, fact.result, target, trimmed(percent_of(fact.result, target)))

    def _count_with_percent(self, fact: Fact) -> Clause:
        percent = trimmed(percent_of(fact.result, fact.target or Decimal(1)))
        number = self._number(fact.indicator, fact.result)
        template = self.draw.choice(phrases.COUNTS_WITH_PERCENT[fact.indicator])
        text = template.format(r=number, p=percent_words(percent))
        figure = self.subject.figure(fact.indicator, text, number, r=fact.result, p=percent)
        return Clause(text=text, figures=(figure,))

    def _count(self, fact: Fact) -> Clause:
        number = self._number(fact.indicator, fact.result)
        text = self.draw.choice(phrases.COUNTS[fact.indicator]).format(r=number)
        return Clause(text=text, figures=(self.subject.figure(fact.indicator, text, number, r=fact.result),))

    def _approximation(self, fact: Fact) -> Clause | None:
        how = self.draw.choice(phrases.APPROXIMATORS)
        told = near(fact.result, above=how.is_above)
        if told is None:
            return None
        number = self._number(fact.indicator, told)
        text = self.draw.choice(phrases.APPROXIMATIONS[fact.indicator]).format(q=how.word, r=number)
        figure = self.subject.figure(fact.indicator, text, number, r=told, qualifier=how.qualifier, truth=fact)
        return Clause(text=text, figures=(figure,))

    def _gifts(self, fact: Fact) -> Clause:
        value = self.subject.facts[GIFT_VALUE.code].result
        number, money = count_words(fact.result), money_words(value, self.draw)
        text = self.draw.choice(phrases.GIFTS_WITH_VALUE).format(r=number, m=money)
        told = (
            self.subject.figure(GIFTS, text, number, r=fact.result),
            self.subject.figure(GIFT_VALUE, text, money, r=value),
        )
        return Clause(text=text, figures=told)

    def _aim(self, indicator: SampleIndicator, templates: Sequence[str], qualifier: str, target: Decimal) -> Clause:
        number = self._number(indicator, target)
        text = self.draw.choice(templates).format(r=number)
        figure = self.subject.figure(indicator, text, number, r=target, qualifier=qualifier)
        return Clause(text=text, figures=(self._next_year(figure),))

    def _next_year(self, figure: PrintedFigure) -> PrintedFigure:
        return replace(figure, kind="target", period_code=self.subject.period.next_year.code)

    def _number(self, indicator: SampleIndicator, number: Decimal) -> str:
        return money_words(number, self.draw) if indicator.nature is Nature.MONEY else count_words(number)
