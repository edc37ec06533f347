"""What people answer to flags at the console."""

from __future__ import annotations

from collections.abc import Sequence

import typer
from rich.console import Console

from warehouse.answers import Told
from warehouse.catalogue import Catalogue
from warehouse.flag_answers import (
    REASON_CODES,
    Answer,
    FlagAnswer,
    FlagFilter,
    PublishedFlag,
    PublishedFlags,
    answerable_together,
    tell_flags,
)
from warehouse.landing import Landing
from warehouse.settings import Settings

_DONE = {
    FlagAnswer.ACKNOWLEDGED: "Đã tiếp nhận",
    FlagAnswer.AWAITING_UNIT: "Đã tiếp nhận, chờ đơn vị trả lời",
    FlagAnswer.CONFIRMED: "Đã xác nhận là đúng",
    FlagAnswer.WITHDRAWN: "Đã rút cảnh báo",
    FlagAnswer.REOPENED: "Đã mở lại",
    FlagAnswer.SNOOZED: "Đã tạm hoãn",
    FlagAnswer.ASSIGNED: "Đã giao",
}
_SHOWN = 20


def answer_flags(
    settings: Settings,
    console: Console,
    names: Sequence[str],
    wanted: FlagFilter,
    answer: Answer,
    told: Told,
    *,
    is_rehearsal: bool,
) -> None:
    """Answer the flags named or, where none is, those the filter finds; say which.

    Raises typer.BadParameter where neither names nor a filter are given, or both; AnswerError where one of the flags
    may not be answered so.
    """
    if bool(names) != wanted.is_empty:
        how = "not both" if names else "`warehouse flags` lists them"
        raise typer.BadParameter(f"give flags by their keys, or a filter (--rule, --indicator, --unit …); {how}")
    catalogue = Catalogue.load(settings.seeds, settings.catalogue_extra)
    published = PublishedFlags(settings.published_database)
    flags = published.named(names) if names else published.filtered(wanted)
    if not flags:
        console.print("Không có cảnh báo nào phù hợp.")
        return
    if not names:
        found = len(flags)
        flags = answerable_together(answer.kind, flags, catalogue.indicators, published.contested_subjects())
        if found > len(flags):
            console.print(f"{found - len(flags)} cảnh báo khác cần được trả lời riêng: `warehouse flags`.")
    if is_rehearsal:
        _show(console, f"Sẽ trả lời {len(flags)} cảnh báo (chưa ghi gì)", flags)
        return
    fresh = tell_flags(Landing(settings.landing), flags, answer, told, catalogue)
    unchanged = len(flags) - len(fresh)
    if fresh:
        meaning = REASON_CODES[answer.kind][answer.reason_code]
        _show(console, f"{_DONE[answer.kind]}{_beside(answer)}: {len(fresh)} cảnh báo ({meaning})", fresh)
        console.print("Có hiệu lực từ lần nạp tới: `warehouse load`.")
    if unchanged:
        console.print(f"{unchanged} cảnh báo vốn đã như vậy: không có gì thay đổi.")


def _beside(answer: Answer) -> str:
    if answer.until is not None:
        return f" đến hết ngày {answer.until:%d/%m/%Y}"
    return f" cho {answer.assignee}" if answer.assignee is not None else ""


def _show(console: Console, head: str, flags: Sequence[PublishedFlag]) -> None:
    console.print(head, markup=False, soft_wrap=True)
    for flag in flags[:_SHOWN]:
        about = " · ".join(part for part in (flag.org_unit_code, flag.indicator_code, flag.period_code) if part)
        console.print(f"  {flag.flag_key[:8]} {flag.rule_code} · {about}: {flag.message}", markup=False, soft_wrap=True)
    if len(flags) > _SHOWN:
        console.print(f"  … và {len(flags) - _SHOWN} cảnh báo khác")
