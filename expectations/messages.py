"""What is told of a finding: the rule's templates, in both languages, filled with the figure's own numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation, localcontext
from typing import Any

from expectations.arithmetic import exact_decimal
from expectations.repair_words import sentence
from expectations.rules import Rule
from expectations.words import ENGLISH, VIETNAMESE, Words
from warehouse.catalogue import Catalogue, Resolution
from warehouse.figure import decimal_text

_LONGEST_QUOTED = 120
_MOST_TOLD_DECIMALS = 4
_MOST_LISTED = 6
_NEAR_ENOUGH = 50
"""Score from which a candidate is named to an office; the evidence holds the nearest three whatever their score."""
_DIGITS = 80
"""Of decimal arithmetic while telling: more than two figures of the schema together, so that nothing is rounded."""
_ENCODINGS = {"tcvn3": "TCVN3", "vni": "VNI", "cp1258": "Windows-1258"}
_DEFAULT_CAP = Decimal(300)
_GUESSED = frozenset({"attainment_extreme", "per_head_off_band"})
"""Rules whose own guess at the cause gives way to a suggested repair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A failing row with what its message needs; ``extras`` holds what the rule found beside the figure's numbers."""

    rule_code: str
    severity: str
    document_id: str
    delivery_id: str
    path: str
    member: str = ""
    """Of a document that is one of many in its file: a line, a part of an archive."""
    locator: str = ""
    figure_id: str | None = None
    office_code: str | None = None
    number_text: str = ""
    unit_text: str | None = None
    unit_code: str | None = None
    indicator_text: str | None = None
    indicator_code: str | None = None
    scope: str | None = None
    period_code: str | None = None
    value: Decimal | None = None
    reference: Decimal | None = None
    percent: Decimal | None = None
    printed_decimals: int = 0
    change: str | None = None
    measure: str | None = None
    unit_word: str | None = None
    printed_percent: str | None = None
    alternatives: tuple[str, ...] = ()
    extras: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The message, and the numbers it rests on (decimals as strings)."""

    message_vi: str
    message_en: str
    evidence: dict[str, Any]


def tell(finding: Finding, rule: Rule, catalogue: Catalogue) -> Told:
    """Compose the messages and evidence of a finding."""
    in_vietnamese = _Writer(finding, catalogue, VIETNAMESE)
    with localcontext() as context:
        context.prec = _DIGITS
        return Told(
            message_vi=in_vietnamese.message(rule.message_vi),
            message_en=_Writer(finding, catalogue, ENGLISH).message(rule.message_en),
            evidence=in_vietnamese.evidence(),
        )


def percent_of(r: Decimal, t: Decimal, decimals: int) -> Decimal:
    """100·r/t rounded half up, computed in integers; ``r >= 0`` and ``t > 0``."""
    (top, top_base), (bottom, bottom_base) = r.as_integer_ratio(), t.as_integer_ratio()
    numerator, denominator = 100 * top * bottom_base * 10**decimals, bottom * top_base
    return exact_decimal((2 * numerator + denominator) // (2 * denominator), decimals)


def clipped(text: str, longest: int = _LONGEST_QUOTED) -> str:
    """The text on one line, cut where it is longer than a message can carry."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _reading(reading: str, words: Words) -> str:
    """A reading ("2425/1.72", a plain decimal or two) as numbers are written."""
    try:
        return "/".join(words.number(Decimal(side)) for side in reading.split("/", 1))
    except InvalidOperation:
        return clipped(reading, 40)


class _Writer:
    """The words for one finding's numbers and names, in one language."""

    def __init__(self, finding: Finding, catalogue: Catalogue, words: Words) -> None:
        self.finding = finding
        self.catalogue = catalogue
        self.words = words
        self.indicator = catalogue.indicators.get(finding.indicator_code or "")
        self.decimals = min(max(finding.printed_decimals, 1), 2)
        if finding.rule_code in {"percent_disagrees", "percent_truncated", "exceeds_verb_disagrees", "ratio_swapped"}:
            self.decimals = min(finding.printed_decimals + 2, 8)

    def message(self, template: str) -> str:
        """The template filled, and the likely cause behind it, on one line."""
        return " ".join(f"{template.format_map(self.placeholders())} {self.likely_cause()}".split())

    def placeholders(self) -> dict[str, str]:
        finding, extras = self.finding, self.finding.extras
        total_name, part_name = self.words.periods if extras.get("total_kind") == "periods" else self.words.rows
        return {
            "subject": self._subject(),
            "unit": self._name(finding.unit_text),
            "indicator": self._name(finding.indicator_text),
            "number": clipped(finding.number_text),
            "written": self._written(),
            "path": self._file(),
            "scope": clipped(finding.scope or ""),
            "r": self._amount(finding.value),
            "t": self._amount(finding.reference),
            "p": self._told_percent(),
            "c": self._percent(finding.value, finding.reference) or self._told_percent(),
            "computed": self._computation(),
            "inverse": self._percent(finding.reference, finding.value),
            "ratio": self._ratio(finding.value, finding.reference),
            "swapped": self._ratio(finding.reference, finding.value),
            "taken": self._taken(),
            "total_name": total_name,
            "part_name": part_name,
            "side": self.words.of_base if extras.get("side") == "reference" else "",
            "verb": "đạt" if finding.change == "exceed" else "vượt",
            "cap": self._cap(),
            "readings": self._readings(),
            "nearest": self._nearest(),
            "nearest_bases": self._nearest_bases(),
            "count_of": self._count_of(),
            "count": self._number(extras.get("count")),
            "whole": self._amount(extras.get("whole")),
            "total": self._amount(extras.get("total")),
            "sum": self._amount(extras.get("sum")),
            "gap": self._amount(abs(extras.get("gap", Decimal(0)))),
            "found": self._amount(extras.get("found")),
            "year": str(extras.get("other_year", "")),
            "stated": self._number(extras.get("stated")),
            "names": self._number(extras.get("names")),
            "sentence": clipped(str(extras.get("sentence", "")), 240),
            "told_sum": self._told_sum(),
            "pieces": self._pieces(),
            "rate": self._rate(),
            "band": self._band(),
            "cause": self._cause(),
        }

    def likely_cause(self) -> str:
        """The suggested repairs of the first rank, where the rule's own words do not propose the same."""
        repairs = self.finding.extras.get("repairs") or []
        is_told = self.finding.rule_code == "ratio_swapped" and [one["kind"] for one in repairs[:1]] == ["swap"]
        return "" if is_told else sentence(repairs, self.words)

    def evidence(self) -> dict[str, Any]:
        """Numbers as decimal strings; only what is there."""
        finding = self.finding
        numbers = {"r": finding.value, "t": finding.reference, "p": finding.percent, "c": self._computed()}
        evidence: dict[str, Any] = {
            name: decimal_text(number) for name, number in numbers.items() if number is not None
        }
        for name, extra in finding.extras.items():
            evidence[name] = decimal_text(extra) if isinstance(extra, Decimal) else extra
        if finding.alternatives:
            evidence["readings"] = [clipped(reading) for reading in finding.alternatives]
        if finding.rule_code in {"unit_unknown", "indicator_unknown"}:
            candidates = self._resolution().candidates
            evidence["nearest"] = [{"code": near.code, "name": near.name, "score": near.score} for near in candidates]
        return evidence

    def _name(self, name: str | None) -> str:
        return f"«{clipped(name)}»" if name else self.words.of_nameless_file.format(self._file())

    def _file(self) -> str:
        """The file, and which of its documents."""
        name, member = self.finding.path.rsplit("/", 1)[-1], self.finding.member
        return f"{clipped(name)}, {clipped(member, 60)}" if member else clipped(name)

    def _subject(self) -> str:
        finding = self.finding
        if finding.figure_id is None:
            return self.words.document.format(self._file())
        unit = self.catalogue.units.get(finding.unit_code or "")
        what = clipped(finding.indicator_text or self.words.any_figure)
        if self.indicator is not None:
            what = self.words.name_of(self.indicator.name_vi, self.indicator.name_en)
        who = unit.short_name if unit else clipped(finding.unit_text or "")
        place = ", ".join(part for part in (who, self.words.period(finding.period_code)) if part)
        scope = self.words.part.format(clipped(finding.scope)) if finding.scope else ""
        return f"{what}{scope}" + (f" – {place}" if place else "")

    def _is_money(self) -> bool:
        return self.finding.measure == "money" or (self.indicator is not None and self.indicator.measure == "money")

    def _amount(self, number: Decimal | None) -> str:
        if number is None:
            return self.words.unknown
        if self._is_money():
            return self.words.money(number)
        return f"{self.words.number(number)} {self._unit_word()}".strip()

    def _number(self, number: int | None) -> str:
        return "" if number is None else self.words.number(Decimal(number))

    def _written(self) -> str:
        """The number as printed; a stored one, which prints nowhere with a dot, as people write it."""
        try:
            stored = Decimal(self.finding.number_text)
        except InvalidOperation:
            stored = None
        if stored is None or stored != self.finding.value:
            return clipped(self.finding.number_text)
        return self._amount(stored)

    def _unit_word(self) -> str:
        if self.finding.rule_code == "above_physical_ceiling" and self.indicator is None:
            return ""
        return self.indicator.unit_vi if self.indicator else ""

    def _ratio(self, top: Decimal | None, bottom: Decimal | None) -> str:
        if top is None or bottom is None:
            return clipped(self.finding.number_text)
        if self._is_money():
            return f"{self.words.money(top)} / {self.words.money(bottom)}"
        return f"{self.words.number(top)}/{self.words.number(bottom)}"

    def _computed(self) -> Decimal | None:
        finding = self.finding
        if finding.value is None or finding.reference is None or finding.value < 0 or finding.reference <= 0:
            return None
        return percent_of(finding.value, finding.reference, self.decimals)

    def _computation(self) -> str:
        """``2.200/220 = 1.000%``; the printed percentage alone where there is nothing to compute."""
        computed = self._percent(self.finding.value, self.finding.reference)
        return (
            f"{self._ratio(self.finding.value, self.finding.reference)} = {computed}"
            if computed
            else self._told_percent()
        )

    def _percent(self, top: Decimal | None, bottom: Decimal | None) -> str:
        if top is None or bottom is None or top < 0 or bottom <= 0:
            return ""
        return self.words.percent(percent_of(top, bottom, self.decimals))

    def _told_percent(self) -> str:
        """The printed percentage; a computed cell's long tail is rounded for reading."""
        percent = self.finding.percent
        if percent is None:
            return ""
        return self.words.percent(percent, 2 if self.finding.printed_decimals > _MOST_TOLD_DECIMALS else None)

    def _told_sum(self) -> str:
        extras = self.finding.extras
        parts = str(extras.get("other_text", ""))
        total = self._amount(extras.get("low"))
        return f"{parts} = {total}" if "+" in parts else total

    def _nearest_bases(self) -> str:
        """The whole bases that come nearest to a percentage none of them makes: 26/21 = 123,8%, 26/22 = 118,2%."""
        value, percent = self.finding.value, self.finding.percent
        if value is None or percent is None or value <= 0 or percent <= 0:
            return ""
        below = int(100 * value // percent)
        told = [(base, self._percent(value, Decimal(base))) for base in (below, below + 1) if base > 0]
        return ", ".join(f"{self.words.number(value)}/{self.words.number(Decimal(base))} = {c}" for base, c in told)

    def _pieces(self) -> str:
        """The pieces a sum is for, with their own unit: 100 suất."""
        pieces = self.catalogue.indicators.get(str(self.finding.extras.get("other_indicator", "")))
        found = self.finding.extras.get("found")
        if pieces is None or found is None:
            return self.words.unknown
        return f"{self.words.number(found)} {pieces.unit_vi}"

    def _rate(self) -> str:
        value, found = self.finding.value, self.finding.extras.get("found")
        if value is None or not isinstance(found, Decimal) or found <= 0:
            return self.words.unknown
        pieces = self.catalogue.indicators.get(str(self.finding.extras.get("other_indicator", "")))
        rate = self._amount(percent_of(value / 100, found, 0 if self._is_money() else 1))
        return f"{rate}/{pieces.unit_vi}" if pieces is not None else rate

    def _band(self) -> str:
        extras = self.finding.extras
        if self.finding.rule_code != "attainment_extreme":
            return self.words.span.format(self._amount(extras.get("low")), self._amount(extras.get("high")))
        if "median" not in extras:
            return self.words.above_cap.format(self._cap())
        low, high, median = (self.words.percent(extras[name]) for name in ("low", "high", "median"))
        return self.words.far_from_peers_median_low_high.format(self.words.number(extras["found"]), median, low, high)

    def _cap(self) -> str:
        if self.finding.rule_code == "attainment_extreme":
            return self.words.percent(self.indicator.cap_pct if self.indicator else _DEFAULT_CAP)
        ceiling = self.indicator.physical_ceiling if self.indicator else None
        return self._amount(ceiling) if ceiling is not None else self.words.most_of_all

    def _readings(self) -> str:
        extras = self.finding.extras
        if self.finding.rule_code == "period_impossible":
            told = [self.words.the_day.format(day) for day in extras.get("dates", ())[:_MOST_LISTED]]
            told += [
                self.words.period(code) for code in extras.get("periods", ()) or [self.finding.period_code] if code
            ]
            if "figures" in extras:
                told.append(self.words.count_of_figures.format(self._number(extras["figures"])))
            return ", ".join(told) or self._reason(_LONGEST_QUOTED).rstrip(".")
        if self.finding.rule_code == "legacy_encoding":
            return ", ".join(_ENCODINGS.get(name, name) for name in extras.get("encodings") or _ENCODINGS)
        return self.words.either.join(
            _reading(reading, self.words) for reading in self.finding.alternatives[:_MOST_LISTED]
        )

    def _taken(self) -> str:
        """How a number of several readings was taken; one that was held is taken in no way."""
        if self.finding.value is None:
            return self.words.left_empty
        if self.finding.reference is None:
            return self.words.taken_as.format(self._amount(self.finding.value))
        return self.words.taken_as.format(self._ratio(self.finding.value, self.finding.reference))

    def _resolution(self) -> Resolution:
        finding = self.finding
        if finding.rule_code == "indicator_unknown":
            return self.catalogue.resolve_indicator(
                finding.indicator_text or "", unit_of_measure=finding.unit_word or None
            )
        office = self.catalogue.offices.get(finding.office_code or "")
        return self.catalogue.resolve_unit(finding.unit_text or "", within=office.org_unit_code if office else None)

    def _nearest(self) -> str:
        if self.finding.rule_code not in {"unit_unknown", "indicator_unknown"}:
            return ""
        names = [f"«{near.name}»" for near in self._resolution().candidates if near.score >= _NEAR_ENOUGH]
        return self.words.is_it.format(self._listed(names)) if names else ""

    def _listed(self, names: Sequence[str]) -> str:
        """``a, b hoặc c``."""
        *first, last = names
        return f"{', '.join(first)}{self.words.either}{last}" if first else last

    def _count_of(self) -> str:
        count = self.finding.extras.get("figures", 1)
        return self.words.for_figures.format(self._number(count)) if count > 1 else ""

    def _reason(self, longest: int = 400) -> str:
        """Why the reader set a file aside, in its own words."""
        told = self.finding.extras.get("reason" if self.words is VIETNAMESE else "reason_en", "")
        return clipped(str(told), longest)

    def _cause(self) -> str:
        finding = self.finding
        if finding.rule_code in _GUESSED and finding.extras.get("repairs"):
            return ""
        match finding.rule_code:
            case "result_exceeds_target" | "result_exceeds_unknown_base":
                return self._cause_of_excess()
            case "ratio_became_date" if finding.value is not None:
                return self._cause_of_date(finding.value)
            case "ratio_became_date" if finding.alternatives:
                readings = [clipped(reading, 40) for reading in finding.alternatives[:_MOST_LISTED]]
                return self.words.perhaps_is.format(self.words.either.join(readings))
            case "attainment_extreme" | "per_head_off_band":
                return self._cause_of_scale()
            case "layout_unknown" | "report_unreadable":
                return self._reason()
            case "period_impossible" if finding.extras.get("told_on"):
                return self.words.not_begun_on.format(self.words.day(str(finding.extras["told_on"])))
        return ""

    def _cause_of_excess(self) -> str:
        """The printed percentage, where there is one, tells whether the two numbers were turned over."""
        finding = self.finding
        if finding.percent is None or finding.printed_percent is None:
            return ""
        printed = self._told_percent()
        if finding.printed_percent in {"rounded", "truncated"}:
            inverse = self._percent(finding.reference, finding.value)
            swapped = self._ratio(finding.reference, finding.value)
            return self.words.fits_printed_swapped_inverse.format(printed, swapped, inverse)
        return "" if finding.printed_percent == "other_verb" else self.words.fits_not.format(printed)

    def _cause_of_scale(self) -> str:
        """Whether a thousand or a million more or less would bring the number back."""
        extras, value, found = self.finding.extras, self.finding.value, self.finding.extras.get("found")
        if self.finding.rule_code != "per_head_off_band" or value is None or not isinstance(found, Decimal):
            return self.words.slip_of_target
        for factor in (Decimal(1000), Decimal(1_000_000)):
            for mended in (value / factor, value * factor):
                if extras["low"] * found <= mended <= extras["high"] * found:
                    return self.words.would_do.format(self._amount(mended))
        return self.words.slip_of_digits

    def _cause_of_date(self, value: Decimal) -> str:
        """What settled the order: nothing was open where both parts are equal, or a month and year were kept."""
        finding = self.finding
        is_only = value == finding.reference or finding.number_text.startswith("thg ")
        return (self.words.only_reading if is_only else self.words.settled_reading).format(self._taken())
