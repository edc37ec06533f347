"""What people answer at the console: periods closed and reopened, deliveries withdrawn and accepted, or no more."""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.published import published_rows
from ingest.vietnamese.periods import first_day, last_day, parse_period
from warehouse.answers import (
    AnswerError,
    DeliveryState,
    PeriodState,
    Told,
    find_delivery,
    may_answer,
    period_words,
    tell_delivery,
    tell_period,
)
from warehouse.catalogue import FALLBACK_OFFICE, Catalogue
from warehouse.landing import Landing
from warehouse.settings import Settings
from warehouse.vietnamese import format_number, format_percent, period_vi

_PERIOD_CODE = re.compile(
    r"[12]\d{3}(?:-(?:H[12]|Q[1-4]|M?(?:0[1-9]|1[0-2])))?|SY[12]\d{3}-[12]\d{3}|[12]\d{3}-[12]\d{3}"
    r"|\d{4}-\d{2}-\d{2}/\d{4}-\d{2}-\d{2}"
)
_PERIOD_DONE = {PeriodState.CLOSED: "Đã khóa sổ", PeriodState.REOPENED: "Đã mở lại"}
_PERIOD_ALREADY = {PeriodState.CLOSED: "Vốn đã khóa sổ", PeriodState.REOPENED: "Vốn đang mở"}
_DELIVERY_DONE = {
    DeliveryState.WITHDRAWN: "Đã rút",
    DeliveryState.REINSTATED: "Đã khôi phục",
    DeliveryState.ACCEPTED: "Đã chấp nhận cho kỳ đã khóa sổ",
    DeliveryState.REVOKED: "Đã thu hồi việc chấp nhận, số liệu của kỳ đã khóa sổ lại chờ",
}
_NEXT = "Có hiệu lực từ lần nạp tới: `warehouse load`."


def told_by(office: str, person: str | None, reason: str, night: date) -> Told:
    """Who answers, why and when."""
    return Told(office_code=office, person=person, reason=reason.strip(), night=night, now=datetime.now(UTC))


def answer_period(
    settings: Settings, console: Console, period: str, unit: str | None, state: PeriodState, told: Told
) -> None:
    """Close or reopen a period and say so; raises typer.BadParameter for a period or a unit nobody knows."""
    catalogue = Catalogue.load(settings.seeds, settings.catalogue_extra)
    if unit is not None and unit not in catalogue.units:
        message = f"the catalogue has no unit {unit!r}; units are in org_units.csv of the seeds and of catalogue/"
        raise typer.BadParameter(message)
    _may(catalogue, told, catalogue.owner_office(unit) if unit is not None else FALLBACK_OFFICE, unit or "all units")
    code = period_code(period)
    if state is PeriodState.REOPENED:
        for office in _closers(settings, catalogue, code, unit):
            _may(catalogue, told, office, f"the closing of {office}")
    done = tell_period(Landing(settings.landing), code, unit, state, told, catalogue)
    whose = catalogue.units[unit].name if unit is not None else "tất cả các đơn vị"
    words = (_PERIOD_DONE if done else _PERIOD_ALREADY)[state]
    console.print(
        f"{words}: {period_vi(code)} ({code}), {whose}. {_NEXT if done else 'Không có gì thay đổi.'}", markup=False
    )


def _closers(settings: Settings, catalogue: Catalogue, code: str, unit: str | None) -> list[str]:
    """Offices whose closings a reopening would undo: not those undone by an earlier reopening of all of it."""
    closers: list[str] = []
    for word in period_words(Landing(settings.landing)):
        holds = _lies_in(code, word.period_code) and _is_below(catalogue, unit, word.unit_code)
        touches = (_lies_in(word.period_code, code) or _lies_in(code, word.period_code)) and (
            _is_below(catalogue, unit, word.unit_code) or _is_below(catalogue, word.unit_code, unit)
        )
        if word.state is PeriodState.CLOSED and touches:
            closers.append(word.office_code or FALLBACK_OFFICE)
        elif word.state is PeriodState.REOPENED and holds:
            closers.clear()
    return closers


def _lies_in(code: str, other: str) -> bool:
    first, last, other_first, other_last = first_day(code), last_day(code), first_day(other), last_day(other)
    if first is None or last is None or other_first is None or other_last is None:
        return code == other
    return other_first <= first and last <= other_last


def _is_below(catalogue: Catalogue, unit: str | None, other: str | None) -> bool:
    """Whether a word for the other unit, or for everybody, speaks of the unit too."""
    return other is None or (unit is not None and (unit == other or other in catalogue.ancestors(unit)))


def answer_delivery(settings: Settings, console: Console, named: str, state: DeliveryState, told: Told) -> None:
    """Withdraw, reinstate or accept a delivery, or accept it no more, and say so."""
    landing = Landing(settings.landing)
    sent = find_delivery(landing, named)
    catalogue = Catalogue.load(settings.seeds, settings.catalogue_extra)
    owner = sent.office_code
    if state in (DeliveryState.ACCEPTED, DeliveryState.REVOKED) and owner is not None:
        owner = catalogue.office_above(owner) if owner in catalogue.offices else owner
    _may(catalogue, told, owner, f"what {owner} answers for" if owner is not None else "what no office sent")
    done = tell_delivery(landing, sent, state, told)
    console.print(
        f"{_DELIVERY_DONE[state] if done else 'Không có gì thay đổi'}: {sent.path} · {sent.office_code or '-'} ·"
        f" nhận đêm {sent.night:%d/%m/%Y} · {sent.delivery_id}",
        markup=False,
        soft_wrap=True,
    )
    if done and state is DeliveryState.WITHDRAWN:
        stands = (
            f"bản nhận đêm {sent.earlier_nights[0]:%d/%m/%Y}" if sent.earlier_nights else "không có bản nào trước đó"
        )
        console.print(f"Đứng lại ở chỗ này: {stands}. {_NEXT}", markup=False)
    elif done:
        console.print(_NEXT, markup=False)


def period_code(text: str) -> str:
    """A period's code, or its Vietnamese words ("6 tháng đầu năm 2023"); raises typer.BadParameter for neither."""
    if _PERIOD_CODE.fullmatch(text):
        return text
    period = parse_period(text)
    if period is None:
        message = f"{text!r} is no period: give 2023, 2023-H1, 2023-Q3, 2023-M09, 2023-09, SY2022-2023, or its words"
        raise typer.BadParameter(message)
    return period.code


def _may(catalogue: Catalogue, told: Told, owner: str | None, what: str) -> None:
    if told.office_code not in catalogue.offices:
        raise typer.BadParameter(f"the catalogue has no office {told.office_code!r}; see offices.csv")
    if not may_answer(told.office_code, owner, catalogue):
        may = f"{owner} may, an office above it, or the data team" if owner is not None else "only the data team may"
        raise AnswerError(f"{told.office_code} may not answer for {what}: {may}")


_WAITING = """
select
    path, locator, org_unit_name, indicator_name, period_code, figure_kind, value, printed_pct, standing_value,
    office_code, delivery_id, night, closed_night, closed_by, closed_reason
from fct_waiting_figures
where $office is null or office_code = $office
order by closed_night, office_code, path, length(locator), locator
"""


def list_waiting(settings: Settings, console: Console, *, office: str | None, as_json: bool) -> None:
    """Figures that arrived for a closed period; raises typer.BadParameter where nothing is published."""
    rows = published_rows(settings, _WAITING, {"office": office})
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
        return
    table = Table(
        "đơn vị",
        "chỉ tiêu",
        "kỳ",
        "đang chờ",
        "đang dùng",
        "vị trí",
        "lượt gửi",
        title="Số liệu chờ vì kỳ đã khóa sổ",
        title_justify="left",
    )
    for row in rows:
        waits = _number(row["value"]) if row["value"] is not None else _percent(row["printed_pct"])
        cells = (
            row["org_unit_name"], row["indicator_name"], row["period_code"],
            waits, _number(row["standing_value"]), f"{row['path']} {row['locator']}", row["delivery_id"],
        )  # fmt: skip
        table.add_row(*(escape(str(cell if cell is not None else "-")) for cell in cells))
    console.print(table)
    console.print(
        f"{len(rows)} số liệu đang chờ: `warehouse reopen-period KỲ` hoặc `warehouse accept-delivery LƯỢT_GỬI`"
    )


def _number(number: object) -> str:
    return format_number(number) if isinstance(number, Decimal) else "-"


def _percent(number: object) -> str:
    return format_percent(number) if isinstance(number, Decimal) else "-"
