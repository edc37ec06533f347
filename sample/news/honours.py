"""Awards, ratings and offices of a cluster or a unit, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from sample.ledger import PrintedAward, PrintedFigure
from sample.news import phrases
from sample.news.subject import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Honour:
    """A sentence's template and words, with the awards and the counts told in it."""

    template: str
    words: dict[str, str]
    awards: tuple[PrintedAward, ...] = ()
    figures: tuple[PrintedFigure, ...] = field(default=())


def honours_of(subject: Subject) -> Iterator[Honour]:
    """What was awarded for the subject's period: the same whoever tells it."""
    if len(subject.members) < 2:
        yield _commendations(subject)
        return
    draw = subject.settled("honours")
    first, second = draw.sample(subject.members, 2)
    flag = _award(subject, "award", first.code, "Cờ thi đua", 1, first.short_name)
    yield Honour(template=phrases.FLAG, words={"first": first.short_name}, awards=(flag,))
    yield _ratings(subject, draw.randint(1, len(subject.members) - 1))
    year = subject.period.year + 1
    yield Honour(
        template=phrases.ROLES,
        words={"first": first.short_name, "second": second.short_name},
        awards=(
            _award(subject, "role", first.code, "Cụm trưởng", 1, f"{first.short_name} làm Cụm trưởng", year),
            _award(subject, "role", second.code, "Cụm phó", 1, f"{second.short_name} làm Cụm phó", year),
        ),
    )


def _ratings(subject: Subject, excellent: int) -> Honour:
    rated = (
        ("units_rated_excellent", "Hoàn thành xuất sắc nhiệm vụ", phrases.RATED_EXCELLENT, excellent),
        ("units_rated_good", "Hoàn thành tốt nhiệm vụ", phrases.RATED_GOOD, len(subject.members) - excellent),
    )
    quotes = [wording.format(n=f"{count:02}") for _, _, wording, count in rated]
    return Honour(
        template=phrases.RATINGS,
        words={"excellent": quotes[0], "good": quotes[1]},
        awards=tuple(
            _award(subject, "rating", None, rating, count, quote)
            for (_, rating, _, count), quote in zip(rated, quotes, strict=True)
        ),
        figures=tuple(
            subject.figure(code, quote, f"{count:02}", r=Decimal(count))
            for (code, _, _, count), quote in zip(rated, quotes, strict=True)
        ),
    )


def _commendations(subject: Subject) -> Honour:
    draw = subject.settled("honours")
    counts = (draw.randint(2, 9), draw.randint(3, 14))
    codes = ("commendations_collective", "commendations_individual")
    quotes = [
        wording.format(n=f"{count:02}")
        for wording, count in zip((phrases.GROUPS, phrases.PERSONS), counts, strict=True)
    ]
    return Honour(
        template=phrases.COMMENDATIONS,
        words={"groups": quotes[0], "persons": quotes[1]},
        awards=tuple(
            _award(subject, "award", None, "Bằng khen", count, quote)
            for count, quote in zip(counts, quotes, strict=True)
        ),
        figures=tuple(
            subject.figure(code, quote, f"{count:02}", r=Decimal(count))
            for code, count, quote in zip(codes, counts, quotes, strict=True)
        ),
    )


def _award(
    subject: Subject,
    event_type: str,
    recipient: str | None,
    award: str,
    count: int,
    quote: str,
    year: int | None = None,
) -> PrintedAward:
    return PrintedAward(
        file="",
        event_type=event_type,
        recipient_code=recipient,
        award=award,
        giver_code=subject.unit.parent_code if event_type == "award" else None,
        year=str(year or subject.period.year),
        count=count,
        quote=quote,
    )
