"""Scores of extracted figures and awards against hand annotation, in exact decimals.

An extracted figure pairs with one annotated figure of the same document whose span overlaps its own and with which it
shares a number. ``found`` counts the pairs, ``core`` those whose four numbers are equal, ``full`` those whose
qualifier, kind and change are equal too. Over the core pairs the labels are compared one by one. Where the annotation
accepts another reading (``kind_alt`` …) either counts; what it calls peripheral may be found or missed.
An award pairs with one of its type, overlap and count; over the pairs the recipients are compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Generic, TypeVar

from warehouse.figure import Figure
from warehouse.records import Award

NUMBERS = ("value", "reference", "percent", "upper")
LEVELS = ("found", "core", "full")
LABELS = ("qualifier", "kind", "change", "period", "indicator")
_FULL_LABELS = LABELS[:3]
_NONE = "none"
"""How an annotator writes that a label may be absent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureMark:
    """One figure as annotated or as extracted. Spans are positions in the document's text as given."""

    doc_id: str
    start: int
    end: int
    quote: str
    numbers: tuple[Decimal | None, ...]
    """In the order of ``NUMBERS``."""
    labels: Mapping[str, str | None]
    others: Mapping[str, tuple[str | None, ...]]
    """Other readings the annotation accepts, by label; empty for an extracted figure."""
    measure: str
    is_peripheral: bool = False

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> FigureMark:
        """From an annotation, or from a line of ``extract-news``; numbers are decimals, their text, or null."""
        return cls(
            doc_id=row["doc_id"],
            start=row["start"],
            end=row["end"],
            quote=row.get("quote") or "",
            numbers=tuple(_decimal(row.get(name)) for name in NUMBERS),
            labels={name: row.get(name) for name in LABELS},
            others={name: _readings(row[f"{name}_alt"]) for name in LABELS if row.get(f"{name}_alt") is not None},
            measure=row.get("measure") or _plain_measure(row),
            is_peripheral=row.get("tier") == "peripheral",
        )

    @classmethod
    def of_figure(cls, figure: Figure, doc_id: str) -> FigureMark:
        """From a figure with a quote, as every figure of prose has one."""
        return cls.of_row(
            {
                **{name: getattr(figure, name) for name in NUMBERS},
                **{name: getattr(figure, name) for name in _FULL_LABELS},
                "period": figure.period_code,
                "indicator": figure.indicator_code,
                "doc_id": doc_id,
                "start": figure.quote_start,
                "end": figure.quote_end,
                "quote": figure.quote,
                "measure": figure.measure,
            }
        )

    def accepts(self, guess: FigureMark, label: str) -> bool:
        """Whether the guess has this label, or one the annotation takes for as good."""
        return guess.labels[label] in (self.labels[label], *self.others.get(label, ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardMark:
    """One mention of an award, a rating or a role, as annotated or as extracted."""

    doc_id: str
    start: int
    end: int
    quote: str
    event_type: str
    recipient: str | None
    count: int

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> AwardMark:
        """From an annotation, or from a line of ``extract-awards``."""
        return cls(
            doc_id=row["doc_id"],
            start=row["start"],
            end=row["end"],
            quote=row.get("quote") or "",
            event_type=row["event_type"],
            recipient=_folded(row.get("recipient")),
            count=row.get("count") or 1,
        )

    @classmethod
    def of_award(cls, award: Award, doc_id: str) -> AwardMark:
        return cls(
            doc_id=doc_id,
            start=award.quote_start,
            end=award.quote_end,
            quote=award.quote,
            event_type=award.event_type,
            recipient=_folded(award.recipient_text),
            count=award.count or 1,
        )


Mark = TypeVar("Mark", FigureMark, AwardMark)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Mark]):
    """What came of one mark: a pair, an annotation that was missed, or an extraction that was none."""

    gold: Mark | None
    guess: Mark | None


FigureOutcomes = Sequence[Outcome[FigureMark]]
AwardOutcomes = Sequence[Outcome[AwardMark]]


@dataclass(frozen=True, slots=True)
class Rate:
    """Precision, recall and their harmonic mean, as fractions of 1; 0 where there is nothing to divide by."""

    hits: int
    guessed: int
    true: int

    @property
    def precision(self) -> Fraction:
        return _share(self.hits, self.guessed)

    @property
    def recall(self) -> Fraction:
        return _share(self.hits, self.true)

    @property
    def f1(self) -> Fraction:
        return _share(2 * self.hits, self.guessed + self.true)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many of the compared pairs agree."""

    right: int
    asked: int

    @property
    def share(self) -> Fraction:
        return _share(self.right, self.asked)


@dataclass(frozen=True, slots=True)
class FigureScore:
    figures: int
    """Annotated figures that must be found."""
    levels: Mapping[str, Rate]
    labels: Mapping[str, Agreement]


@dataclass(frozen=True, slots=True)
class AwardScore:
    mentions: int
    rate: Rate
    recipients: Agreement


def pair_figures(golds: Iterable[FigureMark], guesses: Iterable[FigureMark]) -> list[Outcome[FigureMark]]:
    """What came of every figure, document by document; peripheral ones are left out whether found or not."""
    outcomes = _by_document(golds, guesses, _figure_likeness)
    return [outcome for outcome in outcomes if outcome.gold is None or not outcome.gold.is_peripheral]


def pair_awards(golds: Iterable[AwardMark], guesses: Iterable[AwardMark]) -> list[Outcome[AwardMark]]:
    """What came of every mention, document by document."""
    return _by_document(golds, guesses, _award_likeness)


def score_figures(outcomes: FigureOutcomes) -> FigureScore:
    """The three levels and the agreement of labels over some outcomes."""
    true = sum(outcome.gold is not None for outcome in outcomes)
    guessed = sum(outcome.guess is not None for outcome in outcomes)
    pairs = [(one.gold, one.guess) for one in outcomes if one.gold is not None and one.guess is not None]
    core = [(gold, guess) for gold, guess in pairs if is_core(gold, guess)]
    hits = {"found": len(pairs), "core": len(core), "full": sum(is_full(*pair) for pair in core)}
    return FigureScore(
        figures=true,
        levels={level: Rate(hits[level], guessed, true) for level in LEVELS},
        labels={label: _agreement(core, label) for label in LABELS},
    )


def score_awards(outcomes: AwardOutcomes) -> AwardScore:
    """Mentions found, and over those the share whose recipient is equal."""
    true = sum(outcome.gold is not None for outcome in outcomes)
    guessed = sum(outcome.guess is not None for outcome in outcomes)
    pairs = [(one.gold, one.guess) for one in outcomes if one.gold is not None and one.guess is not None]
    equal = sum(gold.recipient == guess.recipient for gold, guess in pairs)
    return AwardScore(true, Rate(len(pairs), guessed, true), Agreement(equal, len(pairs)))


def grouped(outcomes: Sequence[Outcome[Mark]], key: Callable[[Outcome[Mark]], str]) -> dict[str, list[Outcome[Mark]]]:
    """The outcomes by group, groups in order of their names."""
    groups: dict[str, list[Outcome[Mark]]] = defaultdict(list)
    for outcome in outcomes:
        groups[key(outcome)].append(outcome)
    return dict(sorted(groups.items()))


def document_of(outcome: Outcome[Mark]) -> str:
    return _told(outcome).doc_id


def series_of(doc_id: str) -> str:
    """The series a document belongs to: its name up to the number, ``hard`` of ``hard-07``."""
    return doc_id.rpartition("-")[0] or doc_id


def measure_and_kind(outcome: Outcome[FigureMark]) -> str:
    """As annotated; what was extracted beside the annotation stands by its own."""
    mark = _told(outcome)
    return f"{mark.measure} {mark.labels['kind']}"


def is_core(gold: FigureMark, guess: FigureMark) -> bool:
    return gold.numbers == guess.numbers


def is_full(gold: FigureMark, guess: FigureMark) -> bool:
    return is_core(gold, guess) and all(gold.accepts(guess, label) for label in _FULL_LABELS)


def _told(outcome: Outcome[Mark]) -> Mark:
    mark = outcome.gold or outcome.guess
    if mark is None:
        raise ValueError("an outcome tells of an annotation, an extraction, or both")
    return mark


def _by_document(
    golds: Iterable[Mark], guesses: Iterable[Mark], likeness: Callable[[Mark, Mark], tuple[int, int] | None]
) -> list[Outcome[Mark]]:
    gold_by, guess_by = _documents(golds), _documents(guesses)
    return [
        outcome
        for doc_id in sorted(gold_by.keys() | guess_by.keys())
        for outcome in _paired(gold_by.get(doc_id, []), guess_by.get(doc_id, []), likeness)
    ]


def _documents(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    documents: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        documents[mark.doc_id].append(mark)
    return documents


def _paired(
    golds: Sequence[Mark], guesses: Sequence[Mark], likeness: Callable[[Mark, Mark], tuple[int, int] | None]
) -> list[Outcome[Mark]]:
    """Greedy one-to-one pairing: the most alike first, then the longest overlap, then the order of the text."""
    options: list[tuple[int, int, int, int]] = []
    for i, gold in enumerate(golds):
        for j, guess in enumerate(guesses):
            alike: tuple[int, int] | None = likeness(gold, guess)
            if alike is not None:
                options.append((alike[0], alike[1], -i, -j))
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(options, reverse=True):
        if -i not in partner and -j not in taken:
            partner[-i] = -j
            taken.add(-j)
    outcomes = [Outcome(gold, guesses[partner[i]] if i in partner else None) for i, gold in enumerate(golds)]
    return outcomes + [Outcome(None, guess) for j, guess in enumerate(guesses) if j not in taken]


def _figure_likeness(gold: FigureMark, guess: FigureMark) -> tuple[int, int] | None:
    """(level, overlap), or null where the two are no pair: no overlap, or no number in common."""
    width = _overlap(gold, guess)
    shared = any(a is not None and a == b for a, b in zip(gold.numbers[:3], guess.numbers[:3], strict=True))
    if width <= 0 or not shared:
        return None
    return 2 * is_core(gold, guess) + is_full(gold, guess), width


def _award_likeness(gold: AwardMark, guess: AwardMark) -> tuple[int, int] | None:
    width = _overlap(gold, guess)
    if width <= 0 or gold.event_type != guess.event_type or gold.count != guess.count:
        return None
    return int(gold.recipient == guess.recipient), width


def _overlap(a: FigureMark | AwardMark, b: FigureMark | AwardMark) -> int:
    return min(a.end, b.end) - max(a.start, b.start)


def _agreement(core: Sequence[tuple[FigureMark, FigureMark]], label: str) -> Agreement:
    """An indicator is asked for only where the annotation names one."""
    asked = [pair for pair in core if label != "indicator" or pair[0].labels["indicator"]]
    return Agreement(sum(gold.accepts(guess, label) for gold, guess in asked), len(asked))


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)


def _plain_measure(row: Mapping[str, Any]) -> str:
    """What an annotator who names no measure means."""
    return "ratio" if row.get("reference") is not None else "percent" if row.get("value") is None else "count"


def _decimal(number: object) -> Decimal | None:
    """The number exactly as it was written; a binary float by its shortest text."""
    return None if number is None else number if isinstance(number, Decimal) else Decimal(str(number))


def _readings(other: object) -> tuple[str | None, ...]:
    given = other if isinstance(other, list) else [other]
    return tuple(None if reading == _NONE else reading for reading in given)


def _folded(text: str | None) -> str | None:
    return None if text is None else " ".join(text.casefold().split())
