"""Commands that show what was loaded."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.app import Home, app, at, console, night_from

PANEL = "Look at what was loaded"


@app.command(rich_help_panel=PANEL)
def summary(home: Home = None) -> None:
    """Show what the published file holds: documents, figures, marts, open flags, where to look."""
    from cli.summary import show

    show(at(home), console)


@app.command(rich_help_panel=PANEL)
def flags(
    home: Home = None,
    office: Annotated[str | None, typer.Option(help="Only the flags this office is asked about")] = None,
    rule: Annotated[str | None, typer.Option(help="Only the flags of this rule")] = None,
    severity: Annotated[str | None, typer.Option(help="fatal, query or info")] = None,
    state: Annotated[
        str | None,
        typer.Option(
            help="open, updated, reopened, acknowledged, awaiting_unit (all five by default), or confirmed, withdrawn"
        ),
    ] = None,
    unit: Annotated[str | None, typer.Option(help="Only this unit and all below it, by code or by name")] = None,
    indicator: Annotated[str | None, typer.Option(help="Only this indicator, by code or by name")] = None,
    period: Annotated[str | None, typer.Option(help="Only this period: 2023, 2023-H1, or its words")] = None,
    days: Annotated[int | None, typer.Option(min=0, help="Only flags open for this many days or longer")] = None,
    snoozed: Annotated[
        bool | None, typer.Option("--snoozed/--not-snoozed", help="Only those snoozed, or not; all by default")
    ] = None,
    first: Annotated[int | None, typer.Option(min=1, help="Only so many, those that would change most")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line a flag")] = False,
) -> None:
    """List the open flags (cảnh báo) with their evidence, those first that would change most.

    They are answered by `warehouse confirm`, `withdraw`, `acknowledge`, `snooze`, `assign`, `reopen`.

    warehouse flags --office LDLD.TQ --severity fatal --days 7

    warehouse flags --unit "LĐLĐ huyện Hàm Yên" --indicator members_admitted --period "năm 2023"
    """
    from cli.flag_filters import flag_filter
    from cli.flags import list_flags

    config = at(home)
    night = night_from(None, config)
    wanted = flag_filter(
        config, office=office, rule=rule, severity=severity, state=state, unit=unit, indicator=indicator,
        period=period, days=days, night=night, snoozed=snoozed,
    )  # fmt: skip
    list_flags(config, console, wanted, night, as_json=as_json, first=first)


@app.command("preview-digest", rich_help_panel=PANEL)
def preview_digest(
    office: Annotated[str, typer.Argument(help="Code of the office whose message is shown")],
    home: Home = None,
    night: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Night it is dated, YYYY-MM-DD; tonight where not given"),
    ] = None,
    output: Annotated[Path, typer.Option(help="Folder to write to")] = Path(),
    everything: Annotated[bool, typer.Option("--all", help="As if the office had never been told anything")] = False,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in the browser")] = False,
) -> None:
    """Write the message an office would be sent as HTML and text, with its correction workbook. Nothing is sent."""
    from cli.previews import write_preview

    config = at(home)
    for page in write_preview(config, console, office, night_from(night, config), output, is_everything=everything):
        if open_page:
            typer.launch(str(page.resolve()))


@app.command(rich_help_panel=PANEL)
def receipts(
    home: Home = None,
    office: Annotated[str | None, typer.Option(help="Only the files of this office")] = None,
    night: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only the files received on this night, YYYY-MM-DD")
    ] = None,
    page: Annotated[Path | None, typer.Option(help="Write them as one HTML page to this file")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line a file")] = False,
) -> None:
    """Show the receipt of each workbook received: what was understood, what was not, what it repeats or changes."""
    from cli.receipts import show_receipts

    chosen = night.date() if night else None
    show_receipts(at(home), console, night=chosen, office=office, page=page, as_json=as_json)


@app.command(rich_help_panel=PANEL)
def reporting(
    home: Home = None,
    office: Annotated[str | None, typer.Option(help="Only the units of this office")] = None,
    period: Annotated[str | None, typer.Option(help="Only this period: 2023, 2023-H1, 2023-09 …")] = None,
    status: Annotated[
        str | None, typer.Option(help="Only units on_time, late, missing, unreadable or awaited (not due yet)")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line a unit and report")] = False,
) -> None:
    """Show who has sent the reports that are owed (tình hình gửi báo cáo): rates, then the units not on time.

    Who owes what by when is report_obligations.csv of the seeds and of catalogue/.
    """
    from cli.reporting import show_reporting

    show_reporting(at(home), console, office=office, period=period, status=status, as_json=as_json)


@app.command(rich_help_panel=PANEL)
def waiting(
    home: Home = None,
    office: Annotated[str | None, typer.Option(help="Only the figures of this office's units")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line a figure")] = False,
) -> None:
    """List the figures that arrived for a closed period (số liệu chờ), with what the facts say meanwhile."""
    from cli.answers import list_waiting

    list_waiting(at(home), console, office=office, as_json=as_json)


@app.command(rich_help_panel=PANEL)
def totals(
    home: Home = None,
    level: Annotated[
        str, typer.Option(help="Level the figures were reported at; levels are parts of each other and never added")
    ] = "district",
    indicator: Annotated[str | None, typer.Option(help="Only this indicator; with --period one line a unit")] = None,
    period: Annotated[str | None, typer.Option(help="Only this period: 2023, 2023-H1, 2023-09 …")] = None,
    source: Annotated[str, typer.Option(help="unit_report or news")] = "unit_report",
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The map of this day too, YYYY-MM-DD")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line a row")] = False,
) -> None:
    """Total what units reported (tổng hợp): as reported, on the map of a day, and on today's map after all mergers.

    warehouse totals --indicator members_admitted --period 2023 --on 2025-06-30
    """
    from cli.totals import show_totals

    day = on.date() if on else None
    show_totals(
        at(home), console, level=level, source=source, indicator=indicator, period=period, day=day, as_json=as_json
    )


@app.command(rich_help_panel=PANEL)
def trace(
    figure: Annotated[
        list[str],
        typer.Argument(
            metavar="KEY | UNIT INDICATOR PERIOD | UNIT PERIOD",
            help="A figure_id, flag_key, award_key, document_id or delivery_id (8 characters or more); or a unit, an"
            " indicator and a period, by code or by name; or a unit and a period",
        ),
    ],
    scope: Annotated[str, typer.Option(help='The "trong đó" part; the whole where left out')] = "",
    home: Home = None,
    as_json: Annotated[bool, typer.Option("--json", help="The whole walk as one JSON line")] = False,
) -> None:
    """Walk from a number of any mart to where it is printed (truy nguồn): file, sheet and cell, or sentence.

    A sum (of a cluster, of an upper unit, on today's map, a cell of rpt_*) is walked to each of its parts, a standing
    to the figures that decide it, a delivery to all it holds; a figure to its quote, document, deliveries, the versions
    it had, the flags on it and where it counts.

    warehouse trace CUM01.TQ housing_new_supported 2023

    warehouse trace "LĐLĐ huyện Hàm Yên" members_admitted_result "năm 2023"

    warehouse trace 19cfc337
    """
    from cli.trace import show_trace

    show_trace(at(home), console, figure, scope, as_json=as_json)


@app.command("show-article", rich_help_panel=PANEL)
def show_article(
    doc: Annotated[
        str, typer.Argument(help="A file, FILE.jsonl#doc_id, or a loaded article by document_id, path or address")
    ],
    home: Home = None,
    output: Annotated[Path | None, typer.Option(help="File or folder to write to; this folder by default")] = None,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in the browser")] = False,
) -> None:
    """Write a page of one article with every figure and award where it stands, and the whole record of each."""
    from cli.article import write_page

    page = write_page(at(home), doc, output)
    console.print(str(page), soft_wrap=True)
    if open_page:
        typer.launch(str(page.resolve()))
