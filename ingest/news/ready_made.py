"""Ready-made figures: what another system (a reader of PDF) or a person has read, delivered as lines of JSON.

The fields are those of docs/schemas/ready_made_figure.schema.json. A line that breaks the schema, or contradicts
itself, is refused with the path of each wrong field; nothing of it is guessed at or rounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from ingest.context import DocumentContext, ReadDocument, document_of
from ingest.job import member_of
from ingest.news.figure_parts import basis_in_words
from ingest.news.lines import LineError
from ingest.news.moments import parse_moment, utc
from ingest.vietnamese.composed import ComposedText
from ingest.vietnamese.numbers import SCALES, ParsedNumber, parse_number, parse_percent, parse_ratio
from warehouse.catalogue import Catalogue, Indicator, measure_of_unit
from warehouse.figure import (
    Change,
    DenominatorBasis,
    Figure,
    FigureKind,
    Measure,
    Qualifier,
    SourceKind,
    decimal_text,
    figure_id,
)
from warehouse.records import DocumentStatus
from warehouse.schemas import MAX_DECIMALS, MAX_INTEGER_DIGITS, READY_MADE_NUMBERS, ready_made_figure_schema

if TYPE_CHECKING:
    from jsonschema import ValidationError

LAYOUT = "ready_made_figures"
"""The layout of a document that is such figures alone."""

_OF_DOCUMENTS = frozenset({"doc_id", "title", "url", "published_at"})
_MOST_TOLD = 3
_LONGEST_IDENTITY = 200
_SHARE_OF_SCALE = 1000
"""An amount below a thousandth of its scale word ("500" beside "triệu đồng") was not turned into đồng."""

Check = Callable[["_Line"], Iterator[tuple[str, str, str]]]


@cache
def figure_fields() -> frozenset[str]:
    """The fields that only a figure has."""
    return frozenset(ready_made_figure_schema()["properties"]) - _OF_DOCUMENTS


def read_figure(fields: Mapping[str, Any], number: int, context: DocumentContext, catalogue: Catalogue) -> ReadDocument:
    """The document of one line, with its one figure. Raises ``LineError`` naming the wrong fields and what is wrong."""
    _refuse_invalid(fields)
    line = _Line.of(fields)
    problems = [problem for check in _CHECKS for problem in check(line)]
    if problems:
        raise _error(problems)
    own = member_of(context, str(fields["doc_id"]))
    figure = _figure(line, number, own, catalogue)
    document = document_of(
        own,
        DocumentStatus.LOADED,
        layout=LAYOUT,
        title=line.text("title"),
        url=line.text("url"),
        published_at=line.published_at,
        figure_count=1,
    )
    return ReadDocument(document=document, figures=(figure,), line=number)


@dataclass(frozen=True, slots=True)
class _Printed:
    """What the number as printed says by itself."""

    value: ParsedNumber | None = None
    reference: ParsedNumber | None = None
    percent: ParsedNumber | None = None
    upper: Decimal | None = None

    @classmethod
    def of(cls, text: str | None) -> _Printed:
        if text is None:
            return cls()
        if ratio := parse_ratio(text):
            return cls(value=ratio.value, reference=ratio.reference, percent=ratio.percent)
        number = parse_number(text)
        if number is not None and number.is_percent:
            return cls(percent=parse_percent(text) or number)
        return cls(value=number, upper=number.upper if number else None)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of valid fields, its numbers exact; where it gives none, those of the number as printed."""

    fields: Mapping[str, Any]
    given: Mapping[str, Decimal]
    printed: _Printed
    published_at: datetime | None

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> _Line:
        given = {name: Decimal(fields[name]) for name in READY_MADE_NUMBERS if fields.get(name) is not None}
        moment = parse_moment(fields["published_at"]) if fields.get("published_at") else None
        return cls(fields, given, _Printed.of(_text(fields, "number_text")), utc(moment))

    def text(self, name: str) -> str | None:
        return _text(self.fields, name)

    @property
    def is_given(self) -> bool:
        """Whether the line states numbers of its own."""
        return bool(self.given.keys() & {"value", "percent"})

    def number(self, name: str) -> Decimal | None:
        if self.is_given:
            return self.given.get(name)
        if name == "upper":
            return self.printed.upper
        printed: ParsedNumber | None = getattr(self.printed, name)
        return printed.value if printed else None

    def decimals(self, name: str) -> int | None:
        """Decimals as printed: of the printed number where it is the same, else of the number as given."""
        printed: ParsedNumber | None = getattr(self.printed, name)
        number = self.number(name)
        if number is None:
            return None
        if printed is not None and printed.value == number:
            return printed.decimals
        return _decimals(number)


def _refuse_invalid(fields: Mapping[str, Any]) -> None:
    bounds = list(_beyond_bounds(fields))
    errors = sorted(_validator().iter_errors(fields), key=lambda error: (list(map(str, error.path)), error.message))
    problems = bounds + [problem for error in errors for problem in _told(error)]
    if problems:
        raise _error(problems)


def _beyond_bounds(fields: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """JSON numbers, which a schema cannot count the digits of: 1e999999 is one."""
    for name in READY_MADE_NUMBERS:
        told = fields.get(name)
        if isinstance(told, int | Decimal) and not isinstance(told, bool) and not _is_bounded(told):
            yield (
                name,
                f"là con số quá dài (tối đa {MAX_INTEGER_DIGITS} chữ số trước và {MAX_DECIMALS} sau dấu thập phân)",
                f"has more than {MAX_INTEGER_DIGITS} digits before or {MAX_DECIMALS} after the point",
            )


def _is_bounded(number: int | Decimal) -> bool:
    if isinstance(number, int):
        return len(str(abs(number))) <= MAX_INTEGER_DIGITS
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):
        return False
    return number.adjusted() < MAX_INTEGER_DIGITS and -exponent <= MAX_DECIMALS


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator  # a heavy import that articles do without

    return Draft202012Validator(ready_made_figure_schema())


def _told(error: ValidationError) -> Iterator[tuple[str, str, str]]:
    """The fields that break one keyword of the schema, and how."""
    path = ".".join(map(str, error.path))
    bound: Any = error.validator_value
    instance: Any = error.instance
    match error.validator:
        case "required":
            for name in bound:
                if name not in instance:
                    yield name, "còn thiếu", "is missing"
        case "additionalProperties":
            for name in sorted(instance.keys() - ready_made_figure_schema()["properties"].keys()):
                yield name[:80], "không phải là trường được biết", "is no field of the schema"
        case "type":
            names = bound if isinstance(bound, str) else " | ".join(bound)
            yield path, f"không đúng kiểu (cần {names})", f"is not of type {names}"
        case "enum":
            values = ", ".join(str(value) for value in bound if value is not None)
            yield path, f"phải là một trong: {values}", f"is none of {values}"
        case "maxLength":
            yield path, f"dài quá {bound} ký tự", f"is longer than {bound} characters"
        case "minLength":
            yield path, "để trống", "is empty"
        case _:
            yield path, "không đúng dạng", "does not have the form the schema asks for"


def _long_identity(line: _Line) -> Iterator[tuple[str, str, str]]:
    if len(str(line.fields["doc_id"])) > _LONGEST_IDENTITY or not str(line.fields["doc_id"]).strip():
        yield "doc_id", "trống hoặc quá dài", "is blank or too long"


def _no_number(line: _Line) -> Iterator[tuple[str, str, str]]:
    if not line.is_given and line.text("number_text") is None:
        yield (
            "value",
            "còn thiếu: cần ít nhất một trong value, percent, number_text",
            "is missing: one of value, percent and number_text is needed",
        )
    elif not line.is_given and line.given:
        name = next(iter(line.given))
        yield name, "đứng một mình, không có value hay percent", "stands without value or percent"


def _impossible_range(line: _Line) -> Iterator[tuple[str, str, str]]:
    value, upper = line.number("value"), line.number("upper")
    if upper is not None and (value is None or upper < value):
        yield "upper", "nhỏ hơn value hoặc không có value", "is below value, or stands without it"


def _impossible_period(line: _Line) -> Iterator[tuple[str, str, str]]:
    code = line.text("period_code")
    if code is not None and (code != code.strip() or not _is_period(code)):
        yield "period_code", "là một kỳ không có thật", "is no period of the calendar"


def _impossible_moment(line: _Line) -> Iterator[tuple[str, str, str]]:
    if line.text("published_at") is not None and line.published_at is None:
        yield "published_at", "không phải là một thời điểm đọc được", "is no moment that can be read"


def _contradiction(line: _Line) -> Iterator[tuple[str, str, str]]:
    """A number given that is not the one printed; a printed one of two readings contradicts neither."""
    for name in ("value", "reference", "percent"):
        given = line.given.get(name)
        printed: ParsedNumber | None = getattr(line.printed, name)
        if given is None or printed is None:
            continue
        readings = {
            reading.scaleb(scale)
            for reading in (printed.value, *printed.alternatives)
            for scale in (0, *(SCALES.values() if printed.scale == 0 else ()))
        }
        if given not in readings:
            yield (
                name,
                f"({decimal_text(given)}) khác với number_text ({printed.printed[:40]})",
                f"({decimal_text(given)}) is not what number_text says ({printed.printed[:40]})",
            )


def _unscaled_money(line: _Line) -> Iterator[tuple[str, str, str]]:
    unit = line.text("unit_of_measure")
    if unit is None or measure_of_unit(unit) != "money":
        return
    words = ComposedText.of(unit).lower.split()
    scale = max((10 ** SCALES[word] for word in words if word in SCALES), default=1)
    for name in ("value", "reference", "upper"):
        given = line.given.get(name)
        if scale > 1 and given and (abs(given) * _SHARE_OF_SCALE < scale or given != given.to_integral_value()):
            yield (
                name,
                f"({decimal_text(given)}) chưa được quy ra đồng (đơn vị ghi “{unit[:40]}”)",
                f"({decimal_text(given)}) is not in đồng although the unit is {unit[:40]!r}",
            )


_CHECKS: tuple[Check, ...] = (
    _long_identity,
    _no_number,
    _impossible_range,
    _impossible_period,
    _impossible_moment,
    _contradiction,
    _unscaled_money,
)


def _error(problems: Sequence[tuple[str, str, str]]) -> LineError:
    first: dict[str, tuple[str, str, str]] = {}
    for problem in problems:
        first.setdefault(problem[0], problem)
    told, more = list(first.values())[:_MOST_TOLD], len(first) - _MOST_TOLD
    vi = "; ".join(f"“{path}” {what}" for path, what, _ in told)
    en = "; ".join(f"{path}: {what}" for path, _, what in told)
    if more > 0:
        vi, en = f"{vi}; và {more} lỗi khác", f"{en}; and {more} more"
    return LineError(f"có trường sai: {vi}", f"has wrong fields: {en}")


def _is_period(code: str) -> bool:
    """Whether a code of the schema's form is in the calendar."""
    begin, _, end = code.removeprefix("SY").partition("-")
    if code.startswith("SY"):
        return int(end) == int(begin) + 1
    if "/" in code:
        try:
            first, last = (date.fromisoformat(day) for day in code.split("/"))
        except ValueError:
            return False
        return first <= last
    return len(end) != 4 or int(end) > int(begin)


def _figure(line: _Line, number: int, context: DocumentContext, catalogue: Catalogue) -> Figure:
    kind = FigureKind(line.fields["kind"])
    locator = line.text("locator") or f"line {number}"
    unit_text, unit_code = _unit(line, catalogue)
    unit = catalogue.units.get(unit_code or "")
    indicator_text, indicator_code = _indicator(line, catalogue)
    indicator = catalogue.indicators.get(indicator_code or "")
    value, reference, percent = (line.number(name) for name in ("value", "reference", "percent"))
    return Figure(
        figure_id=figure_id(context.document_id, locator, kind.value),
        document_id=context.document_id,
        delivery_id=context.delivery_id,
        source_kind=SourceKind.NEWS,
        office_code=context.office_code,
        locator=locator,
        quote=line.fields["quote"],
        quote_start=None,
        quote_end=None,
        number_text=line.text("number_text") or _number_text(value, percent),
        unit_text=unit_text,
        unit_code=unit_code,
        province=unit.province if unit else None,
        indicator_text=indicator_text,
        indicator_code=indicator_code,
        topic=None,
        scope=line.text("scope"),
        period_code=line.text("period_code"),
        as_of_date=None,
        kind=kind,
        value=value,
        reference=reference,
        percent=percent,
        upper=line.number("upper"),
        reference_period_code=None,
        value_decimals=line.decimals("value"),
        percent_decimals=line.decimals("percent"),
        qualifier=_qualifier(line),
        change=Change(line.fields["change"]) if line.fields.get("change") else None,
        measure=_measure(line, value, reference, indicator),
        unit_of_measure=line.text("unit_of_measure"),
        denominator_basis=_basis(line, value, reference, percent, indicator),
        is_control_total=False,
        recovered_from=None,
        alternatives=(),
        received_at=context.received_at,
        published_at=line.published_at,
    )


def _unit(line: _Line, catalogue: Catalogue) -> tuple[str | None, str | None]:
    """The unit as written and its code; a code that the catalogue lacks is a name like any other."""
    code, text = line.text("unit_code"), line.text("unit_text")
    if code in catalogue.units:
        return text or catalogue.units[str(code)].name, code
    name = text or code
    return name, catalogue.resolve_unit(name).code if name else None


def _indicator(line: _Line, catalogue: Catalogue) -> tuple[str | None, str | None]:
    code, text = line.text("indicator_code"), line.text("indicator_text")
    if code in catalogue.indicators:
        return text or catalogue.indicators[str(code)].name_vi, code
    name = text or code
    if name is None:
        return None, None
    return name, catalogue.resolve_indicator(name, unit_of_measure=line.text("unit_of_measure")).code


def _qualifier(line: _Line) -> Qualifier:
    if told := line.fields.get("qualifier"):
        return Qualifier(told)
    return line.printed.value.qualifier if line.printed.value else Qualifier.EXACT


def _measure(line: _Line, value: Decimal | None, reference: Decimal | None, indicator: Indicator | None) -> Measure:
    if told := line.fields.get("measure"):
        return Measure(told)
    if value is None:
        return Measure.PERCENT
    unit = line.text("unit_of_measure")
    if unit and measure_of_unit(unit) == "money":
        return Measure.MONEY
    if indicator is not None and indicator.measure == "money":
        return Measure.MONEY
    return Measure.COUNT if reference is None else Measure.RATIO


def _basis(
    line: _Line, value: Decimal | None, reference: Decimal | None, percent: Decimal | None, indicator: Indicator | None
) -> DenominatorBasis | None:
    """What the base is, by the same evidence as in an article: words, r > t, p > 100, the catalogue."""
    if reference is None:
        return DenominatorBasis.IMPLIED_TARGET if value is not None and percent is not None else None
    told = basis_in_words(ComposedText.of(line.fields["quote"]).lower)
    if told is not None:
        return told
    if (value is not None and value > reference) or (percent is not None and percent > 100):
        return DenominatorBasis.INFERRED_TARGET
    prior = indicator.denominator_kind if indicator else None
    return {"target": DenominatorBasis.INFERRED_TARGET, "population": DenominatorBasis.POPULATION}.get(
        prior or "", DenominatorBasis.UNKNOWN
    )


def _number_text(value: Decimal | None, percent: Decimal | None) -> str:
    number = percent if value is None else value
    return "" if number is None else decimal_text(number)


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _text(fields: Mapping[str, Any], name: str) -> str | None:
    told = fields.get(name)
    return told if isinstance(told, str) and told.strip() else None
