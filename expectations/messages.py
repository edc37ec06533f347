"""What an office is told of a finding: the rule's Vietnamese template filled with the figure's own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation, localcontext
from typing import Any

from expectations.arithmetic import exact_decimal
from expectations.repair_words import sentence
from expectations.rules import Rule
from warehouse.catalogue import Catalogue, Resolution
from warehouse.figure import decimal_text
from warehouse.vietnamese import format_money, format_number, format_percent, period_vi

_LONGEST_QUOTED = 120
_MOST_TOLD_DECIMALS = 4
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
    evidence: dict[str, Any]


def tell(finding: Finding, rule: Rule, catalogue: Catalogue) -> Told:
    """Compose the message and evidence of a finding."""
    writer = _Writer(finding, catalogue)
    with localcontext() as context:
        context.prec = _DIGITS
        message = f"{rule.message_vi.format_map(writer.placeholders())} {writer.likely_cause()}"
        return Told(message_vi=" ".join(message.split()), evidence=writer.evidence())


def percent_of(r: Decimal, t: Decimal, decimals: int) -> Decimal:
    """100·r/t rounded half up, computed in integers; ``r >= 0`` and ``t > 0``."""
    (top, top_base), (bottom, bottom_base) = r.as_integer_ratio(), t.as_integer_ratio()
    numerator, denominator = 100 * top * bottom_base * 10**decimals, bottom * top_base
    return exact_decimal((2 * numerator + denominator) // (2 * denominator), decimals)


def clipped(text: str, longest: int = _LONGEST_QUOTED) -> str:
    """The text on one line, cut where it is longer than a message can carry."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _quoted(name: str | None) -> str:
    return f"«{clipped(name)}»" if name else "(không ghi tên)"


def _reading_vi(reading: str) -> str:
    """A reading ("2425/1.72", a plain decimal or two) as numbers are written in Vietnamese."""
    try:
        return "/".join(format_number(Decimal(side)) for side in reading.split("/", 1))
    except InvalidOperation:
        return clipped(reading, 40)


class _Writer:
    """The words for one finding's numbers and names."""

    def __init__(self, finding: Finding, catalogue: Catalogue) -> None:
        self.finding = finding
        self.catalogue = catalogue
        self.indicator = catalogue.indicators.get(finding.indicator_code or "")
        self.decimals = min(max(finding.printed_decimals, 1), 2)
        if finding.rule_code in {"percent_disagrees", "percent_truncated", "exceeds_verb_disagrees", "ratio_swapped"}:
            self.decimals = min(finding.printed_decimals + 2, 8)

    def placeholders(self) -> dict[str, str]:
        finding = self.finding
        return {
            "subject": self._subject(),
            "unit": _quoted(finding.unit_text),
            "indicator": _quoted(finding.indicator_text),
            "number": clipped(finding.number_text),
            "written": self._written(),
            "path": self._file(),
            "scope": clipped(finding.scope or ""),
            "r": self._amount(finding.value),
            "t": self._amount(finding.reference),
            "p": self._told_percent(),
            "c": self._percent(finding.value, finding.reference) or self._told_percent(),
            "inverse": self._percent(finding.reference, finding.value),
            "ratio": self._ratio(finding.value, finding.reference),
            "swapped": self._ratio(finding.reference, finding.value),
            "taken": self._taken(),
            "total_name": "số lũy kế" if self._is_of_periods() else "dòng tổng",
            "part_name": "kỳ" if self._is_of_periods() else "dòng thành phần",
            "side": " (mẫu số)" if finding.extras.get("side") == "reference" else "",
            "verb": "đạt" if finding.change == "exceed" else "vượt",
            "cap": self._cap(),
            "readings": self._readings(),
            "nearest": self._nearest(),
            "count_of": self._count_of(),
            "count": str(finding.extras.get("count", "")),
            "whole": self._amount(finding.extras.get("whole")),
            "total": self._amount(finding.extras.get("total")),
            "sum": self._amount(finding.extras.get("sum")),
            "gap": self._amount(abs(finding.extras.get("gap", Decimal(0)))),
            "found": self._amount(finding.extras.get("found")),
            "year": str(finding.extras.get("other_year", "")),
            "stated": str(finding.extras.get("stated", "")),
            "names": str(finding.extras.get("names", "")),
            "sentence": clipped(str(finding.extras.get("sentence", "")), 240),
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
        return "" if is_told else sentence(repairs)

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

    def _file(self) -> str:
        """The file, and which of its documents."""
        name, member = self.finding.path.rsplit("/", 1)[-1], self.finding.member
        return f"{clipped(name)}, {clipped(member, 60)}" if member else clipped(name)

    def _subject(self) -> str:
        finding = self.finding
        if finding.figure_id is None:
            return f"Văn bản «{self._file()}»"
        unit = self.catalogue.units.get(finding.unit_code or "")
        what = self.indicator.name_vi if self.indicator else clipped(finding.indicator_text or "Số liệu")
        who = unit.short_name if unit else clipped(finding.unit_text or "")
        place = ", ".join(part for part in (who, period_vi(finding.period_code)) if part)
        scope = f" (trong đó: {clipped(finding.scope)})" if finding.scope else ""
        return f"{what}{scope}" + (f" – {place}" if place else "")

    def _is_money(self) -> bool:
        return self.finding.measure == "money" or (self.indicator is not None and self.indicator.measure == "money")

    def _amount(self, number: Decimal | None) -> str:
        if number is None:
            return "chưa rõ"
        if self._is_money():
            return format_money(number)
        return f"{format_number(number)} {self._unit_word()}".strip()

    def _written(self) -> str:
        """The number as printed; a stored one, which prints nowhere with a dot, as Vietnamese writes it."""
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
            return f"{format_money(top)} / {format_money(bottom)}"
        return f"{format_number(top)}/{format_number(bottom)}"

    def _computed(self) -> Decimal | None:
        finding = self.finding
        if finding.value is None or finding.reference is None or finding.value < 0 or finding.reference <= 0:
            return None
        return percent_of(finding.value, finding.reference, self.decimals)

    def _percent(self, top: Decimal | None, bottom: Decimal | None) -> str:
        if top is None or bottom is None or top < 0 or bottom <= 0:
            return ""
        return format_percent(percent_of(top, bottom, self.decimals))

    def _told_percent(self) -> str:
        """The printed percentage; a computed cell's long tail is rounded for reading."""
        percent = self.finding.percent
        if percent is None:
            return ""
        return format_percent(percent, 2 if self.finding.printed_decimals > _MOST_TOLD_DECIMALS else None)

    def _told_sum(self) -> str:
        extras = self.finding.extras
        parts = str(extras.get("other_text", ""))
        total = self._amount(extras.get("low"))
        return f"{parts} = {total}" if "+" in parts else total

    def _pieces(self) -> str:
        """The pieces a sum is for, with their own unit: 100 suất."""
        pieces = self.catalogue.indicators.get(str(self.finding.extras.get("other_indicator", "")))
        found = self.finding.extras.get("found")
        if pieces is None or found is None:
            return "chưa rõ"
        return f"{format_number(found)} {pieces.unit_vi}"

    def _rate(self) -> str:
        value, found = self.finding.value, self.finding.extras.get("found")
        if value is None or not isinstance(found, Decimal) or found <= 0:
            return "chưa rõ"
        return self._amount(percent_of(value / 100, found, 0 if self._is_money() else 1))

    def _band(self) -> str:
        extras = self.finding.extras
        if self.finding.rule_code != "attainment_extreme":
            return f"{self._amount(extras.get('low'))} đến {self._amount(extras.get('high'))}"
        if "median" not in extras:
            return f"cao hơn mức thường gặp của chỉ tiêu này ({self._cap()})"
        low, high, median = (format_percent(extras[name]) for name in ("low", "high", "median"))
        return (
            f"cách xa {format_number(extras['found'])} đơn vị cùng biểu"
            f" (mức giữa {median}, thường trong khoảng {low} đến {high})"
        )

    def _cap(self) -> str:
        if self.finding.rule_code == "attainment_extreme":
            return format_percent(self.indicator.cap_pct if self.indicator else _DEFAULT_CAP)
        ceiling = self.indicator.physical_ceiling if self.indicator else None
        return self._amount(ceiling) if ceiling is not None else "1 tỷ tỷ"

    def _readings(self) -> str:
        if self.finding.rule_code == "period_impossible":
            if dates := self.finding.extras.get("dates"):
                return ", ".join(f"ngày {told}" for told in dates[:6])
            return period_vi(self.finding.period_code) or clipped(str(self.finding.extras.get("reason", ""))).rstrip(
                "."
            )
        if self.finding.rule_code == "legacy_encoding":
            return ", ".join(_ENCODINGS.get(name, name) for name in self.finding.extras.get("encodings") or _ENCODINGS)
        return " hoặc ".join(_reading_vi(reading) for reading in self.finding.alternatives[:6])

    def _taken(self) -> str:
        """How a number of several readings was taken; one that was held is taken in no way."""
        if self.finding.value is None:
            return "để trống"
        if self.finding.reference is None:
            return f"đọc là {self._amount(self.finding.value)}"
        return f"đọc là {self._ratio(self.finding.value, self.finding.reference)}"

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
        if len(names) > 1:
            names = [*names[:-2], f"{names[-2]} hoặc {names[-1]}"]
        return f"Có phải là {', '.join(names)}?" if names else ""

    def _count_of(self) -> str:
        count = self.finding.extras.get("figures", 1)
        return f" (dùng cho {format_number(Decimal(count))} số liệu)" if count > 1 else ""

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
                return f"Có thể là {' hoặc '.join(clipped(reading, 40) for reading in finding.alternatives[:6])}."
            case "attainment_extreme" | "per_head_off_band":
                return self._cause_of_scale()
            case "layout_unknown" | "report_unreadable":
                return clipped(str(finding.extras.get("reason", "")), 400)
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
            return f"Tỷ lệ ghi {printed} khớp với hai số này; nếu đảo lại thành {swapped} thì chỉ được {inverse}."
        return "" if finding.printed_percent == "other_verb" else f"Tỷ lệ ghi {printed} không khớp với hai số này."

    def _cause_of_scale(self) -> str:
        """Whether a thousand or a million more or less would bring the number back."""
        extras, value, found = self.finding.extras, self.finding.value, self.finding.extras.get("found")
        if self.finding.rule_code != "per_head_off_band" or value is None or not isinstance(found, Decimal):
            return "Có thể nhầm đơn vị tính, thừa hoặc thiếu chữ số, hoặc ghi nhầm chỉ tiêu được giao."
        for factor in (Decimal(1000), Decimal(1_000_000)):
            for mended in (value / factor, value * factor):
                if extras["low"] * found <= mended <= extras["high"] * found:
                    return f"Có thể nhầm đơn vị tính: nếu là {self._amount(mended)} thì vừa."
        return "Có thể thừa hoặc thiếu chữ số ở một trong hai số."

    def _cause_of_date(self, value: Decimal) -> str:
        """What settled the order: nothing was open where both parts are equal, or a month and year were kept."""
        finding = self.finding
        if value == finding.reference or finding.number_text.startswith("thg "):
            return f"Con số chỉ có thể {self._taken()}."
        return f"Các số khác trong biểu (dòng tổng hoặc tỷ lệ) cho thấy phải {self._taken()}."

    def _is_of_periods(self) -> bool:
        """Whether a total is that of the periods of its row, not of the rows of its table."""
        return self.finding.extras.get("total_kind") == "periods"
