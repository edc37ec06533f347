"""The published JSON Schemas (docs/schemas): ``python -m warehouse.schemas`` writes them.

What a field means is said once, for the figure that is printed and for the one that is delivered ready made.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from warehouse.figure import Change, DenominatorBasis, Figure, FigureKind, Measure, Qualifier, SourceKind
from warehouse.records import DocumentStatus
from warehouse.settings import PROJECT_ROOT

Schema = dict[str, Any]

FOLDER: Final = PROJECT_ROOT / "docs" / "schemas"
READY_MADE_REQUIRED: Final = ("doc_id", "quote", "kind")
READY_MADE_NUMBERS: Final = ("value", "reference", "percent", "upper")
MAX_INTEGER_DIGITS: Final = 28
MAX_DECIMALS: Final = 9

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_DECIMAL: Final[Schema] = {"$ref": "#/$defs/decimal"}
_COUNT: Final[Schema] = {"type": ["integer", "null"], "minimum": 0}
_TEXT: Final[Schema] = {"type": "string"}
_TEXT_OR_NULL: Final[Schema] = {"type": ["string", "null"]}
_DAY: Final[Schema] = {"type": ["string", "null"], "format": "date"}
_MOMENT: Final[Schema] = {"type": ["string", "null"], "format": "date-time"}

MEANING: Final[Mapping[str, str]] = {
    "figure_id": "Identity: the document, the place, the kind, and a count where one place holds several numbers.",
    "document_id": "Hash of the file's sha256 and the member in it.",
    "delivery_id": "Hash of the act of sending: office, path, sha256 and night.",
    "source_kind": "A unit's workbook, or an article.",
    "office_code": "The office whose inbox folder held the file; null for news.",
    "locator": "The place: 'Sheet1!E10', or the number's span '1050:1067' in the stored, un-normalised text; of a "
    "figure delivered ready made the place its source names, else its line.",
    "quote": "The clause as printed; for a cell, its row label and header path.",
    "quote_start": "First character of the quote in the text; null for a cell.",
    "quote_end": "The character after the quote; null for a cell.",
    "number_text": "The number as printed. Set while value and percent are both null: a number that could not be read.",
    "unit_text": "The unit as written.",
    "unit_code": "The unit in the catalogue; null where the name was not resolved.",
    "province": "Province of the reporting unit.",
    "indicator_text": "The indicator as written.",
    "indicator_code": "The indicator in the catalogue; null where it was not resolved.",
    "topic": "Field of work the indicator belongs to.",
    "scope": "The part ('trong đó') the figure is about; null for the whole.",
    "period_code": "2023, 2022-H1, 2022-Q3, 2022-M09 (nine months), 2022-09, SY2022-2023, 2023-2028, "
    "2023-01-01/2023-05-31.",
    "as_of_date": "The day a stock was counted.",
    "kind": "What was aimed at, or what was reached.",
    "value": "The number in base units (đồng, persons); null where only a percentage is printed.",
    "reference": "b in a/b, or the target cell beside a result. Never a derived number.",
    "percent": "The percentage as printed: 87.5, never 0.875.",
    "upper": "The upper end of a range.",
    "reference_period_code": "Where the base belongs to another period: 66 of the year's 120 at mid-year.",
    "value_decimals": "Decimals of value as printed, before scaling.",
    "percent_decimals": "Decimals of percent as printed.",
    "qualifier": "approx: gần, khoảng; at_least: trên, ít nhất, trở lên; at_most.",
    "change": "exceed: vượt.",
    "measure": "What kind of number it is.",
    "unit_of_measure": "The unit of measure as written: 'triệu đồng', 'người'.",
    "denominator_basis": "What the reference is: a target that may be exceeded, or a population that may not.",
    "is_control_total": "A total row: checked against its parts, never added.",
    "recovered_from": "What the number had to be recovered from: date, tcvn3, text …",
    "alternatives": "Other readings that stay possible, as printed numbers.",
}


def _values(kinds: type[StrEnum], *, nullable: bool = False) -> Schema:
    names: list[str | None] = [kind.value for kind in kinds]
    return {"enum": [*names, None] if nullable else names}


_FIGURE_SHAPES: Final[Mapping[str, Schema]] = {
    **dict.fromkeys(("figure_id", "document_id", "delivery_id", "locator", "quote", "number_text"), _TEXT),
    **dict.fromkeys(("quote_start", "quote_end", "value_decimals", "percent_decimals"), _COUNT),
    **dict.fromkeys(("value", "reference", "percent", "upper"), _DECIMAL),
    **dict.fromkeys(("received_at", "published_at"), _MOMENT),
    "source_kind": _values(SourceKind),
    "kind": _values(FigureKind),
    "qualifier": _values(Qualifier),
    "change": _values(Change, nullable=True),
    "measure": _values(Measure),
    "denominator_basis": _values(DenominatorBasis, nullable=True),
    "as_of_date": _DAY,
    "is_control_total": {"type": "boolean"},
    "alternatives": {"type": "array", "items": {"type": "string"}},
}
_EXTRACT_NEWS_NAMES: Final[Mapping[str, Schema]] = {
    "doc_id": {**_TEXT, "description": "The article, as named in the input."},
    "start": {**_COUNT, "description": "quote_start."},
    "end": {**_COUNT, "description": "quote_end."},
    "unit_word": {**_TEXT_OR_NULL, "description": "unit_of_measure."},
    "period": {**_TEXT_OR_NULL, "description": "period_code."},
    "indicator": {**_TEXT_OR_NULL, "description": "indicator_code."},
}


def figure_schema() -> Schema:
    """A figure as printed by ``read-reports`` and ``extract-news``."""
    names = [field.name for field in fields(Figure)]
    return {
        **_head("figure", "Figure"),
        "description": "One figure with its evidence: a line of `warehouse extract-news`, or one of a document's "
        "figures in `warehouse read-reports`. Decimals are strings of plain digits. The last six properties stand in "
        "lines of extract-news alone.",
        "type": "object",
        "additionalProperties": False,
        "required": names,
        "properties": {
            **{name: _told(name, _FIGURE_SHAPES.get(name, _TEXT_OR_NULL)) for name in names},
            **_EXTRACT_NEWS_NAMES,
        },
        "$defs": {"decimal": {"type": ["string", "null"], "pattern": "^-?[0-9]+(\\.[0-9]+)?$"}},
    }


def document_schema() -> Schema:
    """A document as printed by ``read-reports``."""
    reason = {
        "code": {**_TEXT, "description": "The reason's name."},
        "vi": {**_TEXT, "description": "Told to the office."},
        "en": {**_TEXT, "description": "Told to an engineer."},
        "locator": {**_TEXT_OR_NULL, "description": "Sheet and cell, where the reason has a place."},
    }
    rating = {
        "unit_text": {**_TEXT_OR_NULL, "description": "The rated unit as written."},
        "unit_code": {**_TEXT_OR_NULL, "description": "The rated unit in the catalogue."},
        "rating": {**_TEXT, "description": "What it was rated."},
        "period_code": {**_TEXT_OR_NULL, "description": "The period it was rated for."},
        "locator": {**_TEXT, "description": "The cell of its tick."},
    }
    properties = {
        "file": {**_TEXT, "description": "The path as given."},
        "member": {**_TEXT, "description": "The document's name inside the file; empty for a whole file."},
        "status": {
            **_values(DocumentStatus),
            "description": "quarantined: nothing was taken from it; reasons say why.",
        },
        "reasons": {"type": "array", "items": _closed(reason)},
        "layout": {**_TEXT_OR_NULL, "description": "The layout that was recognised."},
        "title": {**_TEXT_OR_NULL, "description": "The report's title."},
        "unit_code": {**_TEXT_OR_NULL, "description": "The reporting unit in the catalogue."},
        "period_code": {**_TEXT_OR_NULL, "description": "The period of the report."},
        "decision_number": {
            **_TEXT_OR_NULL,
            "description": "The decision that assigned the targets, as cited: 15/QĐ-LĐLĐ.",
        },
        "decision_date": {**_DAY, "description": "The day of that decision."},
        "preview": {**_TEXT_OR_NULL, "description": "Its page, where one was asked for and no table was understood."},
        "figures": {"type": "array", "items": {"$ref": "figure.schema.json"}},
        "ratings": {"type": "array", "items": _closed(rating)},
    }
    return {
        **_head("document", "Document as read"),
        "description": "One workbook as read: a line of `warehouse read-reports`.",
        **_closed(properties),
    }


def ready_made_figure_schema() -> Schema:
    """A figure that another system, or a person, read and delivers: one line of a JSONL in the news folder."""
    texts = {
        "number_text": 200,
        "unit_text": 500,
        "unit_code": 100,
        "indicator_text": 1000,
        "indicator_code": 100,
        "scope": 500,
        "unit_of_measure": 100,
        "locator": 500,
    }
    own: dict[str, Schema] = {
        "doc_id": {
            "type": ["string", "integer"],
            "minLength": 1,
            "maxLength": 200,
            "description": "The document it was read in; the figures of one document share it.",
        },
        "title": {**_bounded(500), "description": "The document's title."},
        "url": {**_bounded(2000), "description": "Where the document stands."},
        "published_at": {
            **_bounded(40),
            "description": "When it was published: ISO 8601, or dd/mm/yyyy with an optional time in Hà Nội.",
        },
        "quote": {"type": "string", "minLength": 1, "maxLength": 4000, "pattern": "\\S"},
        "period_code": {**_bounded(40), "pattern": _PERIOD},
        "kind": _values(FigureKind),
        **{name: {"$ref": "#/$defs/number"} for name in READY_MADE_NUMBERS},
        "qualifier": _values(Qualifier, nullable=True),
        "change": _values(Change, nullable=True),
        "measure": _values(Measure, nullable=True),
        **{name: _bounded(longest) for name, longest in texts.items()},
    }
    return {
        **_head("ready_made_figure", "Ready-made figure"),
        "description": "One line of a JSONL file in the news folder: a figure that another system (a reader of PDF) or "
        "a person has read. Numbers are strings of plain digits, or JSON numbers, which are read as exact decimals. At "
        "least one of value, percent and number_text is given; a null is the same as no field. unit_code and "
        "indicator_code are codes of the catalogue, and any other text there is taken for a name; a name that the "
        "catalogue does not know stays unresolved and is tried again every night.",
        "type": "object",
        "additionalProperties": False,
        "required": list(READY_MADE_REQUIRED),
        "properties": {name: own[name] if "description" in own[name] else _told(name, own[name]) for name in own},
        "$defs": {
            "number": {
                "type": ["string", "number", "null"],
                "maxLength": MAX_INTEGER_DIGITS + MAX_DECIMALS + 2,
                "pattern": f"^-?[0-9]{{1,{MAX_INTEGER_DIGITS}}}(\\.[0-9]{{1,{MAX_DECIMALS}}})?$",
                "description": f"At most {MAX_INTEGER_DIGITS} digits before the point and {MAX_DECIMALS} after it.",
            }
        },
    }


_PERIOD: Final = (
    "^([12][0-9]{3}(-(H[12]|Q[1-4]|M?(0[1-9]|1[0-2])|[12][0-9]{3}))?|SY[12][0-9]{3}-[12][0-9]{3}"
    "|[12][0-9]{3}-[01][0-9]-[0-3][0-9]/[12][0-9]{3}-[01][0-9]-[0-3][0-9])$"
)

SCHEMAS: Final = {
    "figure": figure_schema,
    "document": document_schema,
    "ready_made_figure": ready_made_figure_schema,
}


def path_of(name: str) -> Path:
    """The published file of a schema."""
    return FOLDER / f"{name}.schema.json"


def text_of(name: str) -> str:
    """The text of a schema's published file."""
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=2) + "\n"


def _head(name: str, title: str) -> Schema:
    return {"$schema": _DRAFT, "$id": f"{name}.schema.json", "title": title}


def _told(name: str, shape: Schema) -> Schema:
    return {**shape, "description": MEANING[name]} if name in MEANING else dict(shape)


def _closed(properties: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": dict(properties),
    }


def _bounded(longest: int) -> Schema:
    return {"type": ["string", "null"], "maxLength": longest}


if __name__ == "__main__":
    for schema_name in SCHEMAS:
        path_of(schema_name).write_text(text_of(schema_name), encoding="utf-8")
