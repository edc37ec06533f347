"""Settled drafts → Figure records."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ingest.context import DocumentContext
from ingest.unit_reports.drafts import Draft, Place
from ingest.unit_reports.settle import base_reference, base_value
from ingest.unit_reports.values import Kind, Reading, money_scale, read_change, scale_of_unit
from ingest.unit_reports.workbook import Sheet
from warehouse.catalogue import Catalogue
from warehouse.figure import (
    DenominatorBasis,
    Figure,
    FigureKind,
    Measure,
    Qualifier,
    figure_id,
    stable_id,
)
from warehouse.records import Award

_NOTHING = Reading(kind=Kind.EMPTY)
_MEASURES = {measure.value: measure for measure in Measure}


@dataclass(frozen=True, slots=True)
class FigureWriter:
    """Makes the figures of one sheet's drafts."""

    sheet: Sheet
    context: DocumentContext
    catalogue: Catalogue
    as_of: date | None
    """The day the report's own period is told at."""
    own_period: str | None

    def figures(self, drafts: Iterable[Draft]) -> Iterator[Figure]:
        """A target figure at the target's cell, a result figure at the result's."""
        for draft in drafts:
            if _is_tick(draft) or (draft.rating is not None and draft.indicator_code is None):
                # A block's count of a rating the catalogue does not count says no more than its ticks.
                continue
            yield from self._target(draft)
            yield from self._result(draft)
            yield from self._change(draft)

    def ratings(self, drafts: Iterable[Draft], giver: tuple[str | None, str | None]) -> Iterator[Award]:
        """The ratings given by ticks. ``giver`` is text and code of the unit that sends the table."""
        for draft in drafts:
            if _is_tick(draft) and draft.result is not None and draft.rating is not None:
                yield self._rating(draft, draft.result, draft.rating, giver)

    def _rating(self, draft: Draft, place: Place, rating: str, giver: tuple[str | None, str | None]) -> Award:
        locator = self.sheet.locator(place.row, place.column)
        recipient = draft.unit_code or draft.unit_text
        return Award(
            award_id=stable_id("award", self.context.document_id, locator),
            document_id=self.context.document_id,
            delivery_id=self.context.delivery_id,
            event_type="rating",
            event_key=stable_id("rating", recipient, draft.period_code, rating),
            recipient_text=draft.unit_text,
            recipient_code=draft.unit_code,
            award=rating,
            giver_text=giver[0],
            giver_code=giver[1],
            presenter_text=None,
            year=draft.period_code,
            count=None,
            locator=locator,
            quote=draft.quote,
            quote_start=0,
            quote_end=len(draft.quote),
            received_at=self.context.received_at,
            published_at=None,
        )

    def _target(self, draft: Draft) -> Iterator[Figure]:
        place = draft.target
        if place is None or place.reading.is_silent or (draft.is_population and draft.result is not None):
            # The number of a whole class is no target; it stands beside the result as its base.
            return
        # Beside a cumulative result the year's target is told with its own period.
        period = draft.reference_period_code or draft.period_code
        yield self._figure(draft, place, FigureKind.TARGET, period_code=period)

    def _result(self, draft: Draft) -> Iterator[Figure]:
        place = draft.result
        percent = draft.percent.reading if draft.percent is not None else _NOTHING
        if place is not None and not place.reading.is_silent:
            reference = None if draft.is_share else base_reference(draft)
            yield self._figure(
                draft,
                place,
                FigureKind.RESULT,
                period_code=draft.period_code,
                reference=reference,
                printed=percent if percent.number is not None else _percent_in_cell(place.reading),
                reference_period_code=draft.reference_period_code if reference is not None else None,
                basis=_basis(draft, reference),
            )
        elif draft.percent is not None and percent.number:
            # Only the attainment is printed: its target is implied, never derived.
            yield self._figure(
                draft,
                draft.percent,
                FigureKind.RESULT,
                period_code=draft.period_code,
                printed=percent,
                is_percent_alone=True,
                basis=DenominatorBasis.IMPLIED_TARGET,
            )

    def _change(self, draft: Draft) -> Iterator[Figure]:
        """A change against another period is a figure of its own: no level, and never added."""
        place = draft.comparison
        if place is None or place.reading.is_silent:
            return
        change = read_change(place.reading, draft.comparison_heading)
        if change is None:
            return
        percent = change.reading if change.reading.is_percent else _NOTHING
        told = Place(place.row, place.column, change.reading)
        figure = self._figure(
            draft,
            told,
            FigureKind.RESULT,
            period_code=draft.period_code,
            printed=percent,
            reference_period_code=draft.comparison_period_code,
            is_percent_alone=change.reading.is_percent,
        )
        yield dataclasses.replace(
            figure,
            change=change.direction,
            measure=Measure.PERCENT if change.reading.is_percent else figure.measure,
            unit_of_measure="%" if change.reading.is_percent else figure.unit_of_measure,
            quote=draft.quote.rpartition(" — ")[0] + " — " + draft.comparison_heading,
        )

    def _figure(
        self,
        draft: Draft,
        place: Place,
        kind: FigureKind,
        *,
        period_code: str | None,
        reference: Decimal | None = None,
        printed: Reading = _NOTHING,
        reference_period_code: str | None = None,
        basis: DenominatorBasis | None = None,
        is_percent_alone: bool = False,
    ) -> Figure:
        reading = place.reading
        locator = self.sheet.locator(place.row, place.column)
        is_share = draft.is_share or (reading.is_percent and not is_percent_alone)
        value = None if is_share or is_percent_alone else base_value(draft, place)
        percent, percent_decimals = printed.number, printed.decimals
        if is_share:
            percent, percent_decimals = reading.number, reading.decimals
        unit = reading.unit if reading.is_scaled or draft.unit_of_measure is None else draft.unit_of_measure
        return Figure(
            figure_id=figure_id(self.context.document_id, locator, kind.value),
            document_id=self.context.document_id,
            delivery_id=self.context.delivery_id,
            source_kind=self.context.source_kind,
            office_code=self.context.office_code,
            locator=locator,
            quote=draft.quote,
            quote_start=None,
            quote_end=None,
            number_text=reading.text,
            unit_text=draft.unit_text,
            unit_code=draft.unit_code,
            province=self._province(draft.unit_code),
            indicator_text=draft.indicator_text,
            indicator_code=draft.indicator_code,
            topic=None,
            scope=draft.scope,
            period_code=period_code,
            as_of_date=self.as_of if period_code in (self.own_period, None) else None,
            kind=kind,
            value=value,
            reference=reference,
            percent=percent,
            upper=reading.upper.scaleb(0 if reading.is_scaled else draft.scale) if reading.upper is not None else None,
            reference_period_code=reference_period_code,
            value_decimals=reading.decimals if value is not None else None,
            percent_decimals=percent_decimals if percent is not None else None,
            qualifier=_qualifier(draft, reading, kind),
            change=None,
            measure=self._measure(draft, reading, is_share=is_share),
            unit_of_measure=unit,
            denominator_basis=basis,
            is_control_total=draft.is_control_total,
            recovered_from=_recovered_from(reading) or self.sheet.encoding,
            alternatives=reading.other_readings,
            received_at=self.context.received_at,
            published_at=None,
        )

    def _province(self, unit_code: str | None) -> str | None:
        unit = self.catalogue.units.get(unit_code or "")
        return unit.province if unit is not None else None

    def _measure(self, draft: Draft, reading: Reading, *, is_share: bool) -> Measure:
        if is_share:
            return Measure.PERCENT
        if reading.kind in (Kind.RATIO, Kind.FRACTION) or (reading.kind is Kind.DATE and draft.is_ratio):
            return Measure.RATIO
        indicator = self.catalogue.indicators.get(draft.indicator_code or "")
        if indicator is not None and indicator.measure in _MEASURES:
            return _MEASURES[indicator.measure]
        is_money = draft.unit_of_measure is not None and money_scale(draft.unit_of_measure) is not None
        return Measure.MONEY if is_money else Measure.COUNT


def _qualifier(draft: Draft, reading: Reading, kind: FigureKind) -> Qualifier:
    is_estimate = draft.is_estimate and kind is FigureKind.RESULT and reading.qualifier is Qualifier.EXACT
    return Qualifier.APPROX if is_estimate else reading.qualifier


def _is_tick(draft: Draft) -> bool:
    """A mark in a unit's rating column; numbers there (of blocks and totals) are counts."""
    if draft.rating is None or draft.is_control_total or draft.result is None:
        return False
    reading = draft.result.reading
    return reading.kind is Kind.UNREADABLE or (reading.kind is Kind.NUMBER and reading.number == 1)


def _percent_in_cell(reading: Reading) -> Reading:
    """The percentage printed behind a ratio: "61/60 (101,7%)"."""
    if reading.percent is None:
        return _NOTHING
    return Reading(kind=Kind.NUMBER, number=reading.percent, decimals=reading.percent_decimals, is_percent=True)


def _basis(draft: Draft, reference: Decimal | None) -> DenominatorBasis | None:
    """What the base is, by the words of the headings; a share of a class has its class for a base."""
    is_base_given = reference is not None or (draft.is_ratio and draft.result is not None)
    if draft.is_population and is_base_given:
        return DenominatorBasis.POPULATION
    if draft.is_share:
        return None
    return DenominatorBasis.STATED_TARGET if is_base_given else None


def _recovered_from(reading: Reading) -> str | None:
    """``date`` also for a date still held; null for a cell that says what it was typed as."""
    return "date" if reading.kind is Kind.DATE else reading.recovered_from or None


def without_repeats(figures: Sequence[Figure]) -> list[Figure]:
    """One figure where a table gives one fact twice, in two units of money or on a repeated page.

    Statements of one fact that disagree all stay: the gate asks the office.
    """
    kept: list[Figure] = []
    first: dict[tuple[object, ...], Figure] = {}
    for figure in figures:
        key = (
            figure.unit_code or figure.unit_text,
            figure.indicator_code,
            figure.scope,
            figure.period_code,
            figure.kind,
            figure.is_control_total,
        )
        known = first.get(key) if figure.indicator_code is not None and figure.value is not None else None
        if known is not None and _is_same(known, figure):
            continue
        if known is None and figure.value is not None:
            first[key] = figure
        kept.append(figure)
    return kept


def _is_same(one: Figure, other: Figure) -> bool:
    if one.value is None or other.value is None or (one.reference is None) != (other.reference is None):
        return False
    if one.value == other.value and one.reference == other.reference:
        return True
    tolerance = max(_half_unit(one), _half_unit(other))
    if abs(one.value - other.value) > tolerance:
        return False
    return one.reference is None or other.reference is None or abs(one.reference - other.reference) <= tolerance


def _half_unit(figure: Figure) -> Decimal:
    """Half of the last printed place in base units; nothing for counts."""
    scale = scale_of_unit(figure.unit_of_measure) if figure.unit_of_measure is not None else None
    if not scale:
        return Decimal(0)
    return Decimal(5).scaleb(scale - (figure.value_decimals or 0) - 1)
