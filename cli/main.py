"""The ``warehouse`` console command: the second front door beside the DAGs."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.status import Status

from cli.night import Step, Tell
from warehouse.settings import Settings, settings

app = typer.Typer(
    help="The thi đua warehouse: workbooks and articles in, checked marts and digests out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

Night = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Night to load, YYYY-MM-DD; tonight where not given")
]
Home = Annotated[Path | None, typer.Option(help="Root of the data; WAREHOUSE_HOME or ./data where not given")]


def at(home: Path | None) -> Settings:
    """The settings, rooted at ``home`` where one is given."""
    return settings() if home is None else Settings(home=home)


def night_from(asked: datetime | None, config: Settings) -> date:
    return asked.date() if asked else config.night_of(datetime.now(UTC))


def run_steps(steps: Iterable[Step]) -> None:
    """Run each step, telling what it does while it runs and what came of it with its seconds."""
    for step in steps:
        started = time.monotonic()
        with console.status(f"{step.title} …") as status:
            outcome = step.run(_telling(status, step.title))
        console.print(f"  [green]✓[/] {step.title:<20} {time.monotonic() - started:6.1f} s  {outcome}")


def _telling(status: Status, title: str) -> Tell:
    return lambda so_far: status.update(f"{title} … {so_far}")


@app.command()
def nightly(home: Home = None, night: Night = None) -> None:
    """Write the sample federation where the inbox is empty, run the real DAGs over it, and show what came of it."""
    from cli.nightly import run_nightly

    config = at(home)
    run_nightly(config, night_from(night, config), console)


@app.command()
def up(
    home: Home = None, port: Annotated[int, typer.Option(help="Port of the Airflow UI on this machine")] = 8080
) -> None:
    """Run Airflow with its UI on embedded defaults until Ctrl+C."""
    from cli.nightly import run_up

    run_up(at(home), port, console)


@app.command()
def load(
    home: Home = None,
    night: Night = None,
    alerts: Annotated[bool, typer.Option(help="Compose and send the digests after publishing")] = True,
) -> None:
    """Load what is new, judge it, build and publish the marts, alert the offices: the DAGs' steps without Airflow."""
    from cli.night import steps
    from cli.summary import show

    config = at(home)
    chosen = night_from(night, config)
    run_steps(steps(config, chosen, with_alerts=alerts))
    show(config, console)


@app.command()
def fetch(
    home: Home = None,
    night: Night = None,
    source: Annotated[
        list[str] | None, typer.Option(help="Only this source, also one switched off; may be given several times")
    ] = None,
) -> None:
    """Fetch what the sources of news_sources.yml have that is new or changed; the next load reads it.

    Each site is asked slowly and as its robots.txt allows. Run again, only what is missing is asked for. Ends with 1
    where a source could not be read.
    """
    from cli.fetch import fetch_and_tell

    config = at(home)
    if not fetch_and_tell(config, night_from(night, config), source or [], console):
        raise typer.Exit(1)


@app.command()
def backfill(night: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"])], home: Home = None) -> None:
    """Build the marts as NIGHT should have given them, beside the present ones; nothing is recorded or sent."""
    from cli.night import backfill_steps

    replay = at(home).as_of(night.date())
    run_steps(backfill_steps(replay, night.date()))
    console.print(f"Published as of {night:%Y-%m-%d}: {replay.published_database}")


@app.command()
def publish(home: Home = None, night: Night = None) -> None:
    """Publish the marts of the build file again."""
    from cli.night import publish_step

    config = at(home)
    run_steps([publish_step(config, night_from(night, config))])


@app.command()
def summary(home: Home = None) -> None:
    """Show what the published file holds: documents, figures, marts, open flags, where to look."""
    from cli.summary import show

    show(at(home), console)


@app.command()
def flags(
    home: Home = None,
    office: Annotated[str | None, typer.Option(help="Only the flags of this office")] = None,
    rule: Annotated[str | None, typer.Option(help="Only the flags of this rule")] = None,
    severity: Annotated[str | None, typer.Option(help="fatal, query or info")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line a flag")] = False,
) -> None:
    """List the open flags with their evidence."""
    from cli.flags import list_flags

    list_flags(at(home), console, office=office, rule=rule, severity=severity, as_json=as_json)


@app.command()
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


Reason = Annotated[str, typer.Option(help="Why, in a sentence; it is kept and shown (lý do)")]
Asker = Annotated[
    str, typer.Option("--office", help="Office that answers; only the owner, an office above it or the data team may")
]
Person = Annotated[str | None, typer.Option("--by", help="Person who answers for the office")]
PERIODS = "2023, 2023-H1, 2023-Q3, 2023-M09, 2023-09, SY2022-2023, or its words: '6 tháng đầu năm 2023'"


@app.command("close-period")
def close_period(
    period: Annotated[str, typer.Argument(help=PERIODS)],
    reason: Reason,
    unit: Annotated[
        str | None, typer.Option(help="Only for this unit and all below it; for everybody where left out")
    ] = None,
    office: Asker = "TLD.DATA",
    by: Person = None,
    home: Home = None,
    night: Night = None,
) -> None:
    """Close a period (khóa sổ kỳ báo cáo): what arrives for it from now on waits, and the facts stay as they are.

    It holds for every period within it: 2023 closes 2023-H1 and 2023-09 too. Waiting figures are listed by
    `warehouse waiting`; they count once the period is reopened or their delivery accepted.

    warehouse close-period 2023 --reason "Đã công bố kết quả năm" --unit LDLD.TQ --office LDLD.TQ
    """
    from cli.answers import answer_period, told_by
    from warehouse.answers import PeriodState

    config = at(home)
    told = told_by(office, by, reason, night_from(night, config))
    answer_period(config, console, period, unit, PeriodState.CLOSED, told)


@app.command("reopen-period")
def reopen_period(
    period: Annotated[str, typer.Argument(help=PERIODS)],
    reason: Reason,
    unit: Annotated[
        str | None, typer.Option(help="Only for this unit and all below it; for everybody where left out")
    ] = None,
    office: Asker = "TLD.DATA",
    by: Person = None,
    home: Home = None,
    night: Night = None,
) -> None:
    """Reopen a period (mở lại kỳ báo cáo): figures that wait for it count from the next load on.

    The last word decides: a year may stay closed while one of its quarters, or one unit, is open again.
    """
    from cli.answers import answer_period, told_by
    from warehouse.answers import PeriodState

    config = at(home)
    told = told_by(office, by, reason, night_from(night, config))
    answer_period(config, console, period, unit, PeriodState.REOPENED, told)


@app.command()
def waiting(
    home: Home = None,
    office: Annotated[str | None, typer.Option(help="Only the figures of this office's units")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line a figure")] = False,
) -> None:
    """List the figures that arrived for a closed period (số liệu chờ), with what the facts say meanwhile."""
    from cli.answers import list_waiting

    list_waiting(at(home), console, office=office, as_json=as_json)


@app.command()
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


DELIVERY = "Its id (8 characters or more) as in fct_deliveries and `warehouse receipts --json`, or its path"


@app.command("withdraw-delivery")
def withdraw_delivery(
    delivery: Annotated[str, typer.Argument(help=DELIVERY)],
    reason: Reason,
    office: Asker = "TLD.DATA",
    by: Person = None,
    home: Home = None,
    night: Night = None,
) -> None:
    """Withdraw a wrong delivery (rút lượt gửi): the facts go back to what stood before it.

    Nothing is deleted: the delivery stays in the landing zone and in fct_deliveries, marked withdrawn. The file may lie
    in the inbox still; it is not loaded again. `warehouse reinstate-delivery` takes the withdrawal back.

    warehouse withdraw-delivery 3f9c21aa --reason "Gửi nhầm số liệu quý I" --office LDLD.TQ
    """
    from cli.answers import answer_delivery, told_by
    from warehouse.answers import DeliveryState

    config = at(home)
    told = told_by(office, by, reason, night_from(night, config))
    answer_delivery(config, console, delivery, DeliveryState.WITHDRAWN, told)


@app.command("reinstate-delivery")
def reinstate_delivery(
    delivery: Annotated[str, typer.Argument(help=DELIVERY)],
    reason: Reason,
    office: Asker = "TLD.DATA",
    by: Person = None,
    home: Home = None,
    night: Night = None,
) -> None:
    """Take a withdrawal back (khôi phục lượt gửi): the delivery counts again, as if it had never been withdrawn."""
    from cli.answers import answer_delivery, told_by
    from warehouse.answers import DeliveryState

    config = at(home)
    told = told_by(office, by, reason, night_from(night, config))
    answer_delivery(config, console, delivery, DeliveryState.REINSTATED, told)


@app.command("accept-delivery")
def accept_delivery(
    delivery: Annotated[str, typer.Argument(help=DELIVERY)],
    reason: Reason,
    office: Asker = "TLD.DATA",
    by: Person = None,
    home: Home = None,
    night: Night = None,
) -> None:
    """Accept a delivery although its period is closed (chấp nhận số liệu chờ): the period stays closed for the rest.

    The office above the sender accepts, or the data team: who sent it late does not let it in.
    """
    from cli.answers import answer_delivery, told_by
    from warehouse.answers import DeliveryState

    config = at(home)
    told = told_by(office, by, reason, night_from(night, config))
    answer_delivery(config, console, delivery, DeliveryState.ACCEPTED, told)


@app.command()
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


@app.command()
def trace(
    figure: Annotated[
        list[str],
        typer.Argument(
            metavar="FIGURE | FLAG | UNIT INDICATOR PERIOD",
            help="A figure_id or flag_key (8 characters or more), or a unit, indicator and period by code or by name",
        ),
    ],
    scope: Annotated[str, typer.Option(help='The "trong đó" part; the whole where left out')] = "",
    home: Home = None,
    as_json: Annotated[bool, typer.Option("--json", help="The whole walk as one JSON line")] = False,
) -> None:
    """Walk from a number of any mart to where it is printed (truy nguồn): file, sheet and cell, or sentence.

    A sum (of a cluster, of an upper unit, on today's map, a cell of rpt_*) is walked to each of its parts; a figure to
    its quote, document, deliveries, the versions it had and the flags on it.

    warehouse trace CUM01.TQ housing_new_supported 2023

    warehouse trace "LĐLĐ huyện Hàm Yên" members_admitted_result "năm 2023"

    warehouse trace 19cfc337
    """
    from cli.trace import show_trace

    show_trace(at(home), console, figure, scope, as_json=as_json)


@app.command()
def docs(home: Home = None) -> None:
    """Write the dbt project's documentation as one page beside the overview: marts, columns, tests, lineage.

    It takes some seconds and is no part of a night; run it again after the models changed.
    """
    from warehouse.dbt import write_docs

    console.print(str(write_docs(at(home))), soft_wrap=True)


@app.command()
def sample(
    home: Home = None,
    parameters: Annotated[Path | None, typer.Option(help="YAML of parameters; the small federation by default")] = None,
    units: Annotated[int | None, typer.Option(min=1, help="Number of reporting units")] = None,
    months: Annotated[int | None, typer.Option(min=1, help="Number of monthly periods")] = None,
    seed: Annotated[int | None, typer.Option(help="Random seed; the same seed writes the same bytes")] = None,
) -> None:
    """Write a sample federation: workbooks, articles, its catalogue, and a ledger of the faults planted."""
    from cli.sample import write

    write(at(home), console, parameters=parameters, units=units, month_count=months, seed=seed)


@app.command("extract-news")
def extract_news(
    docs: Annotated[Path, typer.Argument(help='JSONL of {"doc_id", "text"}; - for standard input')],
) -> None:
    """Print the figures of articles, one JSON line each; offsets are into the text as given."""
    from cli.extract import print_figures

    print_figures(settings(), docs)


@app.command("extract-awards")
def extract_awards(
    docs: Annotated[Path, typer.Argument(help='JSONL of {"doc_id", "text"}; - for standard input')],
) -> None:
    """Print the awards, ratings and roles of articles, one JSON line each."""
    from cli.extract import print_awards

    print_awards(settings(), docs)


@app.command("show-article")
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


@app.command("read-reports")
def read_reports(
    paths: Annotated[list[Path], typer.Argument(help="Workbooks, or folders that are walked")],
    office: Annotated[str | None, typer.Option(help="Read them as sent by this office")] = None,
    preview: Annotated[
        Path | None, typer.Option(help="Folder for pages of the files in which no table was understood")
    ] = None,
) -> None:
    """Read workbooks and print one JSON line a file: its status, reasons and figures. A bad file never stops it."""
    from cli.reports import print_reports

    print_reports(settings(), paths, office, preview)


@app.command("preview-report")
def preview_report(
    file: Annotated[Path, typer.Argument(help="A workbook, understood or not")],
    home: Home = None,
    office: Annotated[str | None, typer.Option(help="Read it as sent by this office")] = None,
    output: Annotated[Path, typer.Option(help="Folder to write to")] = Path(),
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in the browser")] = False,
) -> None:
    """Write a page of a workbook as it is seen: title, headings and figures coloured, what is not understood marked."""
    from cli.layouts import write_preview

    page = write_preview(at(home), file, office, output)
    console.print(str(page), soft_wrap=True)
    if open_page:
        typer.launch(str(page.resolve()))


@app.command("learn-layout")
def learn_layout(
    file: Annotated[Path, typer.Argument(help="A workbook of the new form, filled in")],
    home: Home = None,
    office: Annotated[str | None, typer.Option(help="Read it as sent by this office")] = None,
) -> None:
    """Print a declaration (YAML) proposed for a workbook's layout: edit it and put it into catalogue/layouts."""
    from cli.layouts import propose

    sys.stdout.write(propose(at(home), file, office))


OURS = ("alerts", "cli", "expectations", "ingest", "sample", "serving", "warehouse")


def main() -> None:
    """Run the command. An error of our own kind is told in its sentence; anything else keeps its trace."""
    try:
        app()
    except KeyboardInterrupt:
        errors.print("stopped")
        sys.exit(130)
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in OURS:
            raise
        errors.print(f"[red]{escape(str(error))}[/]", soft_wrap=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
