"""Commands that read files and load nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.app import Home, app, at, console
from warehouse.settings import settings

PANEL = "Read without loading"


@app.command("read-reports", rich_help_panel=PANEL)
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


@app.command("preview-report", rich_help_panel=PANEL)
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


@app.command("learn-layout", rich_help_panel=PANEL)
def learn_layout(
    file: Annotated[Path, typer.Argument(help="A workbook of the new form, filled in")],
    home: Home = None,
    office: Annotated[str | None, typer.Option(help="Read it as sent by this office")] = None,
) -> None:
    """Print a declaration (YAML) proposed for a workbook's layout: edit it and put it into catalogue/layouts."""
    from cli.layouts import propose

    sys.stdout.write(propose(at(home), file, office))


@app.command("extract-news", rich_help_panel=PANEL)
def extract_news(
    docs: Annotated[Path, typer.Argument(help='JSONL of {"doc_id", "text"}; - for standard input')],
) -> None:
    """Print the figures of articles, one JSON line each; offsets are into the text as given."""
    from cli.extract import print_figures

    print_figures(settings(), docs)


@app.command("extract-awards", rich_help_panel=PANEL)
def extract_awards(
    docs: Annotated[Path, typer.Argument(help='JSONL of {"doc_id", "text"}; - for standard input')],
) -> None:
    """Print the awards, ratings and roles of articles, one JSON line each."""
    from cli.extract import print_awards

    print_awards(settings(), docs)
