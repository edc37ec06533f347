"""The record of a figure or an award in Vietnamese words, line by line; only what is known is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from warehouse.figure import Change, DenominatorBasis, Figure, FigureKind, Measure, Qualifier
from warehouse.records import Award
from warehouse.vietnamese import format_money, format_number, format_percent, period_vi

Row = tuple[str, str]
"""(label, what is told)"""

_KINDS = {FigureKind.TARGET: "chỉ tiêu, kế hoạch", FigureKind.RESULT: "kết quả"}
_QUALIFIERS = {
    Qualifier.EXACT: "đúng bằng",
    Qualifier.APPROX: "xấp xỉ (gần, khoảng)",
    Qualifier.AT_LEAST: "ít nhất (trên, hơn, trở lên)",
    Qualifier.AT_MOST: "nhiều nhất (dưới, không quá)",
}
_CHANGES = {Change.INCREASE: "tăng", Change.DECREASE: "giảm", Change.EXCEED: "vượt"}
_MEASURES = {
    Measure.COUNT: "số lượng",
    Measure.MONEY: "số tiền",
    Measure.PERCENT: "tỷ lệ phần trăm",
    Measure.RATIO: "tỷ số a/b",
    Measure.OTHER: "đại lượng khác",
}
_BASES = {
    DenominatorBasis.STATED_TARGET: "chỉ tiêu được nêu rõ",
    DenominatorBasis.INFERRED_TARGET: "chỉ tiêu (suy ra từ ngữ cảnh)",
    DenominatorBasis.IMPLIED_TARGET: "chỉ tiêu (chỉ in tỷ lệ)",
    DenominatorBasis.POPULATION: "tổng số đối tượng",
    DenominatorBasis.UNKNOWN: "chưa rõ",
}
_UNKNOWN = "chưa nhận ra"


def figure_heading(figure: Figure, indicator_names: Mapping[str, str]) -> str:
    """What is counted: the catalogue's name, else the words of the text."""
    named = indicator_names.get(figure.indicator_code or "", figure.indicator_code)
    return named or figure.indicator_text or figure.topic or figure.unit_of_measure or ""


def figure_rows(figure: Figure, indicator_names: Mapping[str, str], unit_names: Mapping[str, str]) -> tuple[Row, ...]:
    """Every line that is known of a figure."""
    code = figure.indicator_code
    owner = unit_names.get(figure.unit_code or "", figure.unit_code)
    return _known(
        [
            ("Là", _KINDS[figure.kind]),
            ("Chỉ số", f"{indicator_names.get(code, code)} ({code})" if code else _UNKNOWN),
            ("Trong bài ghi", figure.indicator_text),
            ("Phần được tính", figure.scope),
            ("Giá trị", _amount(figure, figure.value)),
            ("Đến", _upper(figure)),
            ("So với", _amount(figure, figure.reference)),
            ("Tỷ lệ in trong bài", _percent(figure)),
            ("Đơn vị tính", figure.unit_of_measure),
            ("Kỳ", _period(figure)),
            ("Kỳ của số so sánh", period_vi(figure.reference_period_code)),
            ("Mức độ chính xác", _QUALIFIERS[figure.qualifier]),
            ("Thay đổi", _CHANGES[figure.change] if figure.change else None),
            ("Loại số", _MEASURES[figure.measure]),
            ("Mẫu số là", _BASES[figure.denominator_basis] if figure.denominator_basis else None),
            ("Của đơn vị", f"{owner} ({figure.unit_code})" if owner else figure.unit_text),
            ("Tỉnh, thành", figure.province),
            ("Cách đọc khác", "; ".join(map(_reading, figure.alternatives))),
            ("Vị trí", f"ký tự {figure.locator}"),
        ]
    )


def figure_printed(figure: Figure) -> str:
    """The number as printed, with what it counts."""
    printed, unit = figure.number_text, figure.unit_of_measure or ""
    return printed if unit.casefold() in printed.casefold() else f"{printed} {unit}"


def award_heading(award: Award) -> str:
    """Who received it, as far as the text says."""
    if award.recipient_text:
        return award.recipient_text
    return f"{format_number(Decimal(award.count))} tập thể, cá nhân" if award.count else "không nêu tên"


def award_rows(award: Award) -> tuple[Row, ...]:
    """Every line that is known of an award, a rating or a role."""
    recipient = award.recipient_text
    if recipient and award.recipient_code:
        recipient = f"{recipient} ({award.recipient_code})"
    giver = f"{award.giver_text} ({award.giver_code})" if award.giver_code else award.giver_text
    return _known(
        [
            ("Hình thức", award.award),
            ("Người, đơn vị nhận", recipient or "không nêu tên"),
            ("Số lượng", format_number(Decimal(award.count)) if award.count else None),
            ("Nơi tặng", giver),
            ("Người trao", award.presenter_text),
            ("Kỳ", period_vi(award.year)),
            ("Vị trí", f"ký tự {award.locator}"),
        ]
    )


def _known(rows: Iterable[tuple[str, str | None]]) -> tuple[Row, ...]:
    return tuple((label, told) for label, told in rows if told)


def _amount(figure: Figure, number: Decimal | None) -> str | None:
    if number is None:
        return None
    if figure.measure is not Measure.MONEY or not _is_dong(figure):
        return format_number(number)
    told, exact = format_money(number), f"{format_number(number)} đồng"
    return told if told == exact else f"{told} = {exact}"


def _is_dong(figure: Figure) -> bool:
    unit = (figure.unit_of_measure or "").casefold()
    return not any(currency in unit for currency in ("usd", "euro", "đô la", "yên", "$", "€"))


def _upper(figure: Figure) -> str | None:
    if figure.upper is None:
        return None
    return _amount(figure, figure.upper) if figure.value is not None else format_percent(figure.upper)


def _percent(figure: Figure) -> str | None:
    return None if figure.percent is None else format_percent(figure.percent)


def _period(figure: Figure) -> str:
    told = period_vi(figure.period_code) or "chưa rõ"
    return f"{told}, tính đến {figure.as_of_date:%d/%m/%Y}" if figure.as_of_date else told


def _reading(other: str) -> str:
    """A reading ("2425/1.72", one plain decimal or two) as numbers are written in Vietnamese."""
    try:
        return "/".join(format_number(Decimal(side)) for side in other.split("/", 1))
    except InvalidOperation:
        return other
