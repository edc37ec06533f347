"""The Figure record and its Parquet schema: the one contract between reading and meaning.

A cell of a workbook and a clause of an article become the same record, with the exact place they stand.
Grain: one number (with the numbers printed beside it as its base, its percentage or its upper end) of one delivery.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

import pyarrow as pa

DECIMAL = pa.decimal128(38, 9)
"""All four numbers of a figure: 29 integer digits hold any sum of đồng, 9 decimals any printed ratio."""

_QUANTUM = Decimal(1).scaleb(-9)


class SourceKind(StrEnum):
    UNIT_REPORT = "unit_report"
    NEWS = "news"


class FigureKind(StrEnum):
    TARGET = "target"
    RESULT = "result"


class Qualifier(StrEnum):
    EXACT = "exact"
    APPROX = "approx"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Change(StrEnum):
    INCREASE = "increase"
    DECREASE = "decrease"
    EXCEED = "exceed"


class Measure(StrEnum):
    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    RATIO = "ratio"
    OTHER = "other"


class DenominatorBasis(StrEnum):
    STATED_TARGET = "stated_target"
    INFERRED_TARGET = "inferred_target"
    IMPLIED_TARGET = "implied_target"
    POPULATION = "population"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure with its evidence.

    Numbers are exact decimals in base units (đồng, persons); ``percent`` is 87.5, never 0.875. ``value`` is null where
    only a percentage is printed. ``number_text`` is the number as printed; a figure whose ``number_text`` is set while
    value and percent are both null is a number that could not be read.
    """

    figure_id: str
    document_id: str
    delivery_id: str
    source_kind: SourceKind
    office_code: str | None
    """The office whose inbox folder held the file; null for news."""
    locator: str
    """``Sheet1!E10``, or the number's span ``1050:1067`` in the stored, un-normalised text."""
    quote: str
    """The clause as printed; for a cell, its row label and header path."""
    quote_start: int | None
    quote_end: int | None
    number_text: str
    unit_text: str | None
    unit_code: str | None
    province: str | None
    indicator_text: str | None
    indicator_code: str | None
    topic: str | None
    scope: str | None
    """The "trong đó" part; null for the whole."""
    period_code: str | None
    as_of_date: date | None
    kind: FigureKind
    value: Decimal | None
    reference: Decimal | None
    """b in a/b, or the target cell beside a result. Never a derived number."""
    percent: Decimal | None
    upper: Decimal | None
    reference_period_code: str | None
    value_decimals: int | None
    """Decimals of ``value`` as printed, before scaling to base units."""
    percent_decimals: int | None
    qualifier: Qualifier
    change: Change | None
    measure: Measure
    unit_of_measure: str | None
    denominator_basis: DenominatorBasis | None
    is_control_total: bool
    recovered_from: str | None
    alternatives: tuple[str, ...]
    """Other readings that stay possible, as printed numbers ("4/5", "5/4"); empty when there is one reading."""
    received_at: datetime | None
    published_at: datetime | None

    def to_json(self) -> dict[str, Any]:
        """The figure as JSON-ready values: decimals as strings without exponent, dates in ISO form."""
        return {field.name: _json_value(getattr(self, field.name)) for field in dataclasses.fields(self)}


FIGURE_SCHEMA = pa.schema(
    [
        pa.field("figure_id", pa.string(), nullable=False),
        pa.field("document_id", pa.string(), nullable=False),
        pa.field("delivery_id", pa.string(), nullable=False),
        pa.field("source_kind", pa.string(), nullable=False),
        pa.field("office_code", pa.string()),
        pa.field("locator", pa.string(), nullable=False),
        pa.field("quote", pa.string(), nullable=False),
        pa.field("quote_start", pa.int64()),
        pa.field("quote_end", pa.int64()),
        pa.field("number_text", pa.string(), nullable=False),
        pa.field("unit_text", pa.string()),
        pa.field("unit_code", pa.string()),
        pa.field("province", pa.string()),
        pa.field("indicator_text", pa.string()),
        pa.field("indicator_code", pa.string()),
        pa.field("topic", pa.string()),
        pa.field("scope", pa.string()),
        pa.field("period_code", pa.string()),
        pa.field("as_of_date", pa.date32()),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("value", DECIMAL),
        pa.field("reference", DECIMAL),
        pa.field("percent", DECIMAL),
        pa.field("upper", DECIMAL),
        pa.field("reference_period_code", pa.string()),
        pa.field("value_decimals", pa.int16()),
        pa.field("percent_decimals", pa.int16()),
        pa.field("qualifier", pa.string(), nullable=False),
        pa.field("change", pa.string()),
        pa.field("measure", pa.string(), nullable=False),
        pa.field("unit_of_measure", pa.string()),
        pa.field("denominator_basis", pa.string()),
        pa.field("is_control_total", pa.bool_(), nullable=False),
        pa.field("recovered_from", pa.string()),
        pa.field("alternatives", pa.list_(pa.string()), nullable=False),
        pa.field("received_at", pa.timestamp("us", tz="UTC")),
        pa.field("published_at", pa.timestamp("us", tz="UTC")),
    ]
)
"""Columns of ``landing/figures`` in the order of the record; landing adds ``night`` and ``chunk_id``."""


def stable_id(*parts: object) -> str:
    """32 hex digits that depend on the parts alone; a part may hold any character."""
    encoded = [str(part).encode("utf-8", "surrogatepass") for part in parts]
    return hashlib.sha256(b"".join([b"%d:%b" % (len(part), part) for part in encoded])).hexdigest()[:32]


def figure_id(document_id: str, locator: str, kind: str, ordinal: int = 0) -> str:
    """Identity of a figure: its document, its place, its kind, and a count where one place holds several."""
    return stable_id("figure", document_id, locator, kind, ordinal)


def storable(number: Decimal | None) -> Decimal | None:
    """The number at the nine decimals the Parquet schema holds (half up); null where it has over 29 integer digits."""
    if number is None or not number.is_finite() or number.adjusted() > 28:
        return None
    exponent = number.as_tuple().exponent
    return number.quantize(_QUANTUM, rounding=ROUND_HALF_UP) if isinstance(exponent, int) and exponent < -9 else number


def records_table(records: Iterable[Any], schema: pa.Schema) -> pa.Table:
    """Frozen dataclass records as an Arrow table; the schema's fields name the attributes."""
    rows = list(records)
    columns = [pa.array([_arrow_value(getattr(row, field.name)) for row in rows], type=field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _arrow_value(value: object) -> object:
    match value:
        case Decimal():
            return storable(value)
        case StrEnum():
            return value.value
        case tuple():
            return list(value)
        case str():
            return value.encode("utf-8", "replace").decode("utf-8")
        case Mapping():
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
        case _:
            return value


def _json_value(value: object) -> object:
    match value:
        case Decimal():
            return decimal_text(value)
        case StrEnum():
            return value.value
        case date() | datetime():
            return value.isoformat()
        case tuple():
            return list(value)
        case _:
            return value


def decimal_text(number: Decimal) -> str:
    """Plain digits, no exponent, no trailing zeros: ``1000000000``, ``122.7``."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
