"""What the scores are, as tables for a terminal; the worst misses with the words around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evaluation.samples import OWN, Measured
from evaluation.score import (
    LABELS,
    LEVELS,
    NUMBERS,
    AwardMark,
    FigureMark,
    FigureOutcomes,
    FigureScore,
    Mark,
    Outcome,
    Rate,
    document_of,
    grouped,
    is_core,
    measure_and_kind,
    score_awards,
    score_figures,
    series_of,
)
from warehouse.figure import decimal_text
from warehouse.vietnamese import nfc

_BEFORE, _AFTER = 60, 40
"""Characters shown around a miss."""


@dataclass(frozen=True, slots=True)
class Floors:
    """F1 below which a sample fails; null where nothing is asked."""

    core: Fraction | None = None
    full: Fraction | None = None
    awards: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Some figures of a sample, scored together."""

    name: str
    documents: int
    score: FigureScore


def groups_of(measured: Measured) -> Iterator[tuple[str, list[Group]]]:
    """The ways a sample is cut up, each with its groups: own samples by series, every sample by measure and kind."""
    if measured.sample.name == OWN:
        yield "series", _series(measured)
    yield "measure and kind", _groups(measured.figures, measure_and_kind)


def _series(measured: Measured) -> list[Group]:
    """A document without a figure belongs to its series too: what is read in it is wrong."""
    documents = Counter(series_of(str(document["doc_id"])) for document in measured.sample.documents)
    outcomes = grouped(measured.figures, lambda outcome: series_of(document_of(outcome)))
    return [Group(name, count, score_figures(outcomes.get(name, []))) for name, count in sorted(documents.items())]


def _groups(outcomes: FigureOutcomes, key: Callable[[Outcome[FigureMark]], str]) -> list[Group]:
    return [
        Group(name, len({document_of(outcome) for outcome in members}), score_figures(members))
        for name, members in grouped(outcomes, key).items()
    ]


def show_sample(measured: Measured, console: Console, show: int) -> None:
    """The tables of one sample, then ``show`` misses of each sort."""
    sample = measured.sample
    console.print(f"\n[bold]{escape(sample.name)}[/]  {escape(sample.about)}")
    whole = score_figures(measured.figures)
    for level in LEVELS:
        rate = whole.levels[level]
        console.print(
            f"{level:6} precision {told(rate.precision)}  recall {told(rate.recall)}  F1 [bold]{told(rate.f1)}[/]"
        )
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim", title_style="dim")
    table.title = "F1 of each level, then the share of core pairs with the same label"
    table.add_column("", no_wrap=True)
    for heading in ("docs", "figs", *LEVELS, *(label if len(label) <= 6 else label[:5] for label in LABELS)):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_row(*_row("all", len(sample.documents), whole), style="bold")
    for title, groups in groups_of(measured):
        table.add_section()
        table.add_row(f"by {title}", style="dim")
        for group in groups:
            table.add_row(*_row(group.name, group.documents, group.score))
    console.print(table)
    if measured.awards is not None:
        score = score_awards(measured.awards)
        console.print(
            f"awards: {score.mentions} mentions, precision {told(score.rate.precision)}, "
            f"recall {told(score.rate.recall)}, F1 [bold]{told(score.rate.f1)}[/], "
            f"recipient equal {told(score.recipients.share)}"
        )
    for title, lines in misses(measured).items():
        for line in lines[:show]:
            console.print(f"[dim]{title}:[/] {line}", soft_wrap=True)
        if show and len(lines) > show:
            console.print(f"[dim]{title}: {len(lines) - show} more[/]")


def _row(name: str, documents: int, score: FigureScore) -> list[str]:
    return [
        escape(name),
        str(documents),
        str(score.figures),
        *(told(score.levels[level].f1) for level in LEVELS),
        *(told(agreement.share) if agreement.asked else "" for agreement in score.labels.values()),
    ]


def misses(measured: Measured) -> dict[str, list[str]]:
    """What went wrong, the worst sort first, as lines with the words around; escaped for rich."""
    texts = {str(document["doc_id"]): str(document["text"]) for document in measured.sample.documents}
    sorts: dict[str, list[str]] = {
        name: [] for name in ("wrong numbers", "missed", "extra", "wrong labels", "missed award", "extra award")
    }
    for outcome in _worst_documents_first(measured.figures, _figure_is_right):
        sort, difference = _fault(outcome)
        if sort is not None:
            sorts[sort].append(_line(outcome, texts, difference))
    for told_of in _worst_documents_first(measured.awards or (), lambda one: bool(one.gold and one.guess)):
        if told_of.gold is None or told_of.guess is None:
            mark = told_of.gold or told_of.guess
            about = "" if mark is None else f"{mark.event_type} ×{mark.count} {mark.recipient or ''}"
            sorts["missed award" if told_of.gold else "extra award"].append(_line(told_of, texts, about))
    return {name: lines for name, lines in sorts.items() if lines}


def _worst_documents_first(
    outcomes: Sequence[Outcome[Mark]], is_right: Callable[[Outcome[Mark]], bool]
) -> list[Outcome[Mark]]:
    faults = {
        doc_id: sum(not is_right(outcome) for outcome in members)
        for doc_id, members in grouped(outcomes, document_of).items()
    }
    return sorted(outcomes, key=lambda outcome: (-faults[document_of(outcome)], document_of(outcome)))


def _figure_is_right(outcome: Outcome[FigureMark]) -> bool:
    return _fault(outcome)[0] is None


def _fault(outcome: Outcome[FigureMark]) -> tuple[str | None, str]:
    """The sort of a fault, and what differs; null where the figure is right in every respect."""
    gold, guess = outcome.gold, outcome.guess
    if gold is None or guess is None:
        mark = gold or guess
        return ("extra" if gold is None else "missed"), _numbers(mark) if mark else ""
    if not is_core(gold, guess):
        return "wrong numbers", f"annotated {_numbers(gold)}, extracted {_numbers(guess)}"
    unlike = [
        f"{label} {gold.labels[label]}, extracted {guess.labels[label]}"
        for label in LABELS
        if not gold.accepts(guess, label) and not (label == "indicator" and gold.labels[label] is None)
    ]
    return ("wrong labels" if unlike else None), "; ".join(unlike)


def _numbers(mark: FigureMark) -> str:
    told_numbers = (
        f"{name} {decimal_text(number)}"
        for name, number in zip(NUMBERS, mark.numbers, strict=True)
        if number is not None
    )
    return ", ".join(told_numbers)


def _line(outcome: Outcome[FigureMark] | Outcome[AwardMark], texts: Mapping[str, str], difference: str) -> str:
    mark = outcome.gold or outcome.guess
    if mark is None:
        return ""
    text = texts.get(mark.doc_id, "")
    before, after = text[max(0, mark.start - _BEFORE) : mark.start], text[mark.end : mark.end + _AFTER]
    shown = f"{_flat(before)}[bold]{_flat(text[mark.start : mark.end])}[/]{_flat(after)}"
    return f"{escape(mark.doc_id)} {mark.start}:{mark.end} …{shown}…\n    {escape(difference)}"


def _flat(text: str) -> str:
    return escape(nfc(text).replace("\n", " ⏎ "))


def below(measured: Measured, floors: Floors) -> list[str]:
    """The floors a sample's scores fall short of, as sentences."""
    levels = score_figures(measured.figures).levels
    asked: list[tuple[str, Rate, Fraction | None]] = [
        (level, levels[level], getattr(floors, level)) for level in LEVELS[1:]
    ]
    if measured.awards is not None:
        asked.append(("awards", score_awards(measured.awards).rate, floors.awards))
    return [
        f"{measured.sample.name}: {name} F1 {told(rate.f1)} is below {told(floor)}"
        for name, rate, floor in asked
        if floor is not None and rate.f1 < floor
    ]


def told(share: Fraction) -> str:
    """A share with three decimals, half to even: ``0.977``."""
    return str(Decimal(round(share * 1000)).scaleb(-3))
