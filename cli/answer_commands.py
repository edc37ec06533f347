"""Commands by which people answer: each is an event with who and why."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.app import Home, Night, app, at, console, night_from
from warehouse.catalogue import FALLBACK_OFFICE

PANEL = "Answer"
Reason = Annotated[str, typer.Option(help="Why, in a sentence; it is kept and shown (lý do)")]


def answering(office: str) -> str:
    """The office that is named; raises typer.BadParameter where none is: leaving it out gives nobody a right."""
    if not office:
        raise typer.BadParameter(
            "say which office answers, such as --office LDLD.TQ: the one that is asked, an office above it, or the"
            f" data team ({FALLBACK_OFFICE}); the codes are in offices.csv"
        )
    return office


Asker = Annotated[
    str,
    typer.Option(
        "--office",
        callback=answering,
        show_default=False,
        help="Office that answers (needed); only the owner, an office above it or the data team may",
    ),
]
Person = Annotated[str | None, typer.Option("--by", help="Person who answers for the office")]
DELIVERY = "Its id (8 characters or more) as in fct_deliveries and `warehouse receipts --json`, or its path"
PERIODS = "2023, 2023-H1, 2023-Q3, 2023-M09, 2023-09, SY2022-2023, or its words: '6 tháng đầu năm 2023'"


@app.command("close-period", rich_help_panel=PANEL)
def close_period(
    period: Annotated[str, typer.Argument(help=PERIODS)],
    reason: Reason,
    unit: Annotated[
        str | None, typer.Option(help="Only for this unit and all below it; for everybody where left out")
    ] = None,
    office: Asker = "",
    by: Person = None,
    home: Home = None,
    night: Night = None,
) -> None:
    """Close a period (khóa sổ kỳ báo cáo): what arrives for it from now on waits, and the facts stay as they are.

    It holds for every period within it: 2023 closes 2023-H1 and 2023-09 too. Waiting figures are listed by
    `warehouse waiting`; they count once the period is reopened or their delivery accepted.

    warehouse close-period 2023 --reason "Đã công bố kết quả năm" --unit LDLD.TQ --office LDLD.TQ
    """
    _answer_period(period, unit, "closed", reason, office, by, home, night)


@app.command("reopen-period", rich_help_panel=PANEL)
def reopen_period(
    period: Annotated[str, typer.Argument(help=PERIODS)],
    reason: Reason,
    unit: Annotated[
        str | None, typer.Option(help="Only for this unit and all below it; for everybody where left out")
    ] = None,
    office: Asker = "",
    by: Person = None,
    home: Home = None,
    night: Night = None,
) -> None:
    """Reopen a period (mở lại kỳ báo cáo): figures that wait for it count from the next load on.

    The last word decides: a year may stay closed while one of its quarters, or one unit, is open again.
    Whoever closed it reopens it, an office above, or the data team.
    """
    _answer_period(period, unit, "reopened", reason, office, by, home, night)


@app.command("withdraw-delivery", rich_help_panel=PANEL)
def withdraw_delivery(
    delivery: Annotated[str, typer.Argument(help=DELIVERY)],
    reason: Reason,
    office: Asker = "",
    by: Person = None,
    home: Home = None,
    night: Night = None,
) -> None:
    """Withdraw a wrong delivery (rút lượt gửi): the facts go back to what stood before it.

    Nothing is deleted: the delivery stays in the landing zone and in fct_deliveries, marked withdrawn. The file may lie
    in the inbox still; it is not loaded again. `warehouse reinstate-delivery` takes the withdrawal back.

    warehouse withdraw-delivery 3f9c21aa --reason "Gửi nhầm số liệu quý I" --office LDLD.TQ
    """
    _answer_delivery(delivery, "withdrawn", reason, office, by, home, night)


@app.command("reinstate-delivery", rich_help_panel=PANEL)
def reinstate_delivery(
    delivery: Annotated[str, typer.Argument(help=DELIVERY)],
    reason: Reason,
    office: Asker = "",
    by: Person = None,
    home: Home = None,
    night: Night = None,
) -> None:
    """Take a withdrawal back (khôi phục lượt gửi): the delivery counts again, as if it had never been withdrawn."""
    _answer_delivery(delivery, "reinstated", reason, office, by, home, night)


@app.command("accept-delivery", rich_help_panel=PANEL)
def accept_delivery(
    delivery: Annotated[str, typer.Argument(help=DELIVERY)],
    reason: Reason,
    office: Asker = "",
    by: Person = None,
    home: Home = None,
    night: Night = None,
) -> None:
    """Accept a delivery although its period is closed (chấp nhận số liệu chờ): the period stays closed for the rest.

    The office above the sender accepts, or the data team: who sent it late does not let it in.
    `warehouse revoke-acceptance` takes it back.
    """
    _answer_delivery(delivery, "accepted", reason, office, by, home, night)


@app.command("revoke-acceptance", rich_help_panel=PANEL)
def revoke_acceptance(
    delivery: Annotated[str, typer.Argument(help=DELIVERY)],
    reason: Reason,
    office: Asker = "",
    by: Person = None,
    home: Home = None,
    night: Night = None,
) -> None:
    """Take an acceptance back (thu hồi việc chấp nhận): what the delivery says of a closed period waits again.

    The facts go back to what stood at the closing. Whoever may accept a delivery may revoke it.
    """
    _answer_delivery(delivery, "revoked", reason, office, by, home, night)


def _answer_period(
    period: str,
    unit: str | None,
    state: Literal["closed", "reopened"],
    reason: str,
    office: str,
    by: str | None,
    home: Path | None,
    night: datetime | None,
) -> None:
    from cli.answers import answer_period, told_by
    from warehouse.answers import PeriodState

    config = at(home)
    told = told_by(office, by, reason, night_from(night, config))
    answer_period(config, console, period, unit, PeriodState(state), told)


def _answer_delivery(
    delivery: str,
    state: Literal["withdrawn", "reinstated", "accepted", "revoked"],
    reason: str,
    office: str,
    by: str | None,
    home: Path | None,
    night: datetime | None,
) -> None:
    from cli.answers import answer_delivery, told_by
    from warehouse.answers import DeliveryState

    config = at(home)
    told = told_by(office, by, reason, night_from(night, config))
    answer_delivery(config, console, delivery, DeliveryState(state), told)
