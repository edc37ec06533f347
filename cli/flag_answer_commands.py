"""Commands by which offices answer flags: each is an event with who, why and on what document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.answer_commands import PANEL, Person, answering
from cli.app import Home, app, at, console, night_from
from warehouse.flag_answers import REASON_CODES, Answer, FlagAnswer

Flags = Annotated[
    list[str] | None,
    typer.Argument(metavar="FLAG", help="Keys of flags (8 characters or more), as `warehouse flags` lists them"),
]
Asker = Annotated[
    str,
    typer.Option(
        "--office",
        callback=answering,
        show_default=False,
        help="Office that answers (needed): the one that owns the flag or was assigned it, one above, or the data team",
    ),
]
Note = Annotated[str, typer.Option("--reason", help="Why, in a sentence; it is kept and shown (lý do)")]
Paper = Annotated[
    str | None, typer.Option("--document", help="Document it rests on: number and date of a letter, minutes, a file")
]
Rule = Annotated[
    str | None, typer.Option(help="Instead of keys: the open flags of this rule", rich_help_panel="Filter")
]
Severity = Annotated[str | None, typer.Option(help="fatal, query or info", rich_help_panel="Filter")]
Unit = Annotated[
    str | None, typer.Option(help="Of this unit and all below it, by code or by name", rich_help_panel="Filter")
]
Indicator = Annotated[str | None, typer.Option(help="Of this indicator, by code or by name", rich_help_panel="Filter")]
Period = Annotated[
    str | None, typer.Option(help="Of this period: 2023, 2023-H1, or its words", rich_help_panel="Filter")
]
Owner = Annotated[
    str | None, typer.Option("--of-office", help="Of those this office is asked about", rich_help_panel="Filter")
]
Today = Annotated[
    datetime | None,
    typer.Option("--night", formats=["%Y-%m-%d"], help="Day the answer is given on, YYYY-MM-DD; today where not given"),
]
Rehearsal = Annotated[bool, typer.Option("--dry-run", help="Only list the flags that would be answered")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtered:
    """The options that find flags instead of keys."""

    rule: str | None
    severity: str | None
    unit: str | None
    indicator: str | None
    period: str | None
    office: str | None


def _codes(*kinds: FlagAnswer) -> str:
    """The reason codes of some answers, for the help of an option."""
    return "; ".join(f"{code}: {meaning}" for kind in kinds for code, meaning in REASON_CODES[kind].items())


def _first(kind: FlagAnswer) -> str:
    return next(iter(REASON_CODES[kind]))


def _give(
    answer: Answer,
    names: list[str] | None,
    told: tuple[str, str | None, str],
    filtered: Filtered,
    home: Path | None,
    night: datetime | None,
    is_rehearsal: bool,
) -> None:
    """Give an answer; ``told`` is the office, the person and the reason in a sentence."""
    from cli.answers import told_by
    from cli.flag_answers import answer_flags
    from cli.flag_filters import flag_filter

    config = at(home)
    wanted = flag_filter(
        config, office=filtered.office, rule=filtered.rule, severity=filtered.severity, unit=filtered.unit,
        indicator=filtered.indicator, period=filtered.period,
    )  # fmt: skip
    told_now = told_by(*told, night_from(night, config))
    answer_flags(config, console, names or [], wanted, answer, told_now, is_rehearsal=is_rehearsal)


@app.command(rich_help_panel=PANEL)
def confirm(
    flags: Flags = None,
    code: Annotated[str, typer.Option(help=_codes(FlagAnswer.CONFIRMED))] = _first(FlagAnswer.CONFIRMED),
    reason: Note = "",
    document: Paper = None,
    office: Asker = "",
    by: Person = None,
    rule: Rule = None,
    severity: Severity = None,
    unit: Unit = None,
    indicator: Indicator = None,
    period: Period = None,
    of_office: Owner = None,
    dry_run: Rehearsal = False,
    home: Home = None,
    night: Today = None,
) -> None:
    """Confirm that flagged figures are right (xác nhận số liệu đúng), with the document that shows it.

    It holds for these very numbers and lapses when they change: the flag is then open again. What cannot be true
    (fatal) is confirmed by the office above or the data team. By filter only over-fulfilments below the ask-threshold
    are confirmed, those of one indicator together.

    warehouse confirm 19cfc337 --office LDLD.TQ --document "CV 15/LĐLĐ ngày 05/01/2024" --code target_exceeded

    warehouse confirm --rule result_exceeds_target --indicator members_admitted --document "BC 20/BC" --office LDLD.TQ
    """
    answer = Answer(kind=FlagAnswer.CONFIRMED, reason_code=code, document=document)
    filtered = Filtered(rule=rule, severity=severity, unit=unit, indicator=indicator, period=period, office=of_office)
    _give(answer, flags, (office, by, reason), filtered, home, night, dry_run)


@app.command(rich_help_panel=PANEL)
def withdraw(
    flags: Flags = None,
    code: Annotated[str, typer.Option(help=_codes(FlagAnswer.WITHDRAWN))] = _first(FlagAnswer.WITHDRAWN),
    reason: Note = "",
    document: Paper = None,
    office: Asker = "",
    by: Person = None,
    rule: Rule = None,
    severity: Severity = None,
    unit: Unit = None,
    indicator: Indicator = None,
    period: Period = None,
    of_office: Owner = None,
    dry_run: Rehearsal = False,
    home: Home = None,
    night: Today = None,
) -> None:
    """Withdraw flags that should not have been raised (rút cảnh báo): one by one, named by their keys.

    It holds for these very numbers. A figure that is wrong is not withdrawn but sent again, or corrected by a line of
    figure_corrections.csv.

    warehouse withdraw 19cfc337 --code misread --reason "Số này là số quyết định, không phải kết quả" --office LDLD.TQ
    """
    answer = Answer(kind=FlagAnswer.WITHDRAWN, reason_code=code, document=document)
    filtered = Filtered(rule=rule, severity=severity, unit=unit, indicator=indicator, period=period, office=of_office)
    _give(answer, flags, (office, by, reason), filtered, home, night, dry_run)


@app.command(rich_help_panel=PANEL)
def acknowledge(
    flags: Flags = None,
    awaiting_unit: Annotated[
        bool, typer.Option("--awaiting-unit", help="The unit was asked, and its answer is awaited (chờ đơn vị)")
    ] = False,
    code: Annotated[str | None, typer.Option(help=_codes(FlagAnswer.ACKNOWLEDGED, FlagAnswer.AWAITING_UNIT))] = None,
    reason: Note = "",
    document: Paper = None,
    office: Asker = "",
    by: Person = None,
    rule: Rule = None,
    severity: Severity = None,
    unit: Unit = None,
    indicator: Indicator = None,
    period: Period = None,
    of_office: Owner = None,
    dry_run: Rehearsal = False,
    home: Home = None,
    night: Today = None,
) -> None:
    """Acknowledge flags (tiếp nhận): somebody looks into them. They stay open and ask again when their numbers change.

    warehouse acknowledge 19cfc337 8ab01f22 --awaiting-unit --office LDLD.TQ --by "Nguyễn Thị Hoa"

    warehouse acknowledge --unit LDLD.TQ.HAMYEN --period 2023 --office LDLD.TQ
    """
    kind = FlagAnswer.AWAITING_UNIT if awaiting_unit else FlagAnswer.ACKNOWLEDGED
    answer = Answer(kind=kind, reason_code=code or _first(kind), document=document)
    filtered = Filtered(rule=rule, severity=severity, unit=unit, indicator=indicator, period=period, office=of_office)
    _give(answer, flags, (office, by, reason), filtered, home, night, dry_run)


@app.command(rich_help_panel=PANEL)
def snooze(
    until: Annotated[
        datetime,
        typer.Option(
            formats=["%Y-%m-%d", "%d/%m/%Y"], help="Last day of the snooze, 2024-02-15 or 15/02/2024; 90 days at most"
        ),
    ],
    flags: Flags = None,
    code: Annotated[str, typer.Option(help=_codes(FlagAnswer.SNOOZED))] = _first(FlagAnswer.SNOOZED),
    reason: Note = "",
    document: Paper = None,
    office: Asker = "",
    by: Person = None,
    rule: Rule = None,
    severity: Severity = None,
    unit: Unit = None,
    indicator: Indicator = None,
    period: Period = None,
    of_office: Owner = None,
    dry_run: Rehearsal = False,
    home: Home = None,
    night: Today = None,
) -> None:
    """Snooze flags (tạm hoãn): nobody is reminded of them until the day is over, or their numbers change.

    They stay open, and what they dispute stays unconfirmed.

    warehouse snooze 19cfc337 --until 2024-02-15 --code awaiting_document --office LDLD.TQ
    """
    answer = Answer(kind=FlagAnswer.SNOOZED, reason_code=code, document=document, until=until.date())
    filtered = Filtered(rule=rule, severity=severity, unit=unit, indicator=indicator, period=period, office=of_office)
    _give(answer, flags, (office, by, reason), filtered, home, night, dry_run)


@app.command(rich_help_panel=PANEL)
def assign(
    to: Annotated[str, typer.Option(help="Office that is to answer from now on")],
    flags: Flags = None,
    code: Annotated[str, typer.Option(help=_codes(FlagAnswer.ASSIGNED))] = _first(FlagAnswer.ASSIGNED),
    reason: Note = "",
    document: Paper = None,
    office: Asker = "",
    by: Person = None,
    rule: Rule = None,
    severity: Severity = None,
    unit: Unit = None,
    indicator: Indicator = None,
    period: Period = None,
    of_office: Owner = None,
    dry_run: Rehearsal = False,
    home: Home = None,
    night: Today = None,
) -> None:
    """Assign flags to another office (giao cho cơ quan khác): it is asked and may answer, beside the owner.

    It holds until the flag is closed, is assigned again, or that office is one no more.

    warehouse assign 19cfc337 --to LDLD.HY --code other_office_responsible --office LDLD.TQ
    """
    answer = Answer(kind=FlagAnswer.ASSIGNED, reason_code=code, document=document, assignee=to)
    filtered = Filtered(rule=rule, severity=severity, unit=unit, indicator=indicator, period=period, office=of_office)
    _give(answer, flags, (office, by, reason), filtered, home, night, dry_run)


@app.command(rich_help_panel=PANEL)
def reopen(
    flags: Flags = None,
    code: Annotated[str, typer.Option(help=_codes(FlagAnswer.REOPENED))] = _first(FlagAnswer.REOPENED),
    reason: Note = "",
    document: Paper = None,
    office: Asker = "",
    by: Person = None,
    rule: Rule = None,
    severity: Severity = None,
    unit: Unit = None,
    indicator: Indicator = None,
    period: Period = None,
    of_office: Owner = None,
    dry_run: Rehearsal = False,
    home: Home = None,
    night: Today = None,
) -> None:
    """Reopen flags that were confirmed or withdrawn (mở lại cảnh báo): one by one, named by their keys.

    warehouse reopen 19cfc337 --reason "Xác nhận nhầm kỳ" --office LDLD.TQ
    """
    answer = Answer(kind=FlagAnswer.REOPENED, reason_code=code, document=document)
    filtered = Filtered(rule=rule, severity=severity, unit=unit, indicator=indicator, period=period, office=of_office)
    _give(answer, flags, (office, by, reason), filtered, home, night, dry_run)
