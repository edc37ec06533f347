"""Whom an article is about, and the pieces an article is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from sample.facts import Fact
from sample.federation import SampleUnit
from sample.indicators import SampleIndicator
from sample.ledger import PrintedAward, PrintedFigure
from sample.periods import SamplePeriod
from sample.streams import stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A unit, or a cluster with its members, and what is true of it in a period."""

    seed: int
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

    def settled(self, *what: str) -> Random:
        """Choices that belong to the subject and its period, whoever tells them: two articles agree on them."""
        return stream(self.seed, self.unit.code, self.period.code, *what)

    def figure(
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
        fault: str | None = None,
        truth: Fact | None = None,
    ) -> PrintedFigure:
        """A figure told of the subject and its period; ``truth`` is given where the told numbers differ from it."""
        return PrintedFigure(
            file="",
            source_kind="news",
            quote=quote,
            number_text=number_text,
            unit_code=self.unit.code,
            indicator_code=indicator if isinstance(indicator, str) else indicator.code,
            period_code=self.period.code,
            r=r,
            t=t,
            p=p,
            qualifier=qualifier,
            rules=rules,
            fault=fault,
            true_r=truth.result if truth else None,
            true_t=truth.target if truth else None,
        )


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
