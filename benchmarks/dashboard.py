"""What the dashboard of a country costs: 34 provinces, 70 indicators, 5 years, by workbooks and partly by the news.

``python -m benchmarks.dashboard`` writes invented marts, makes the page of everything from them, opens it in a headless
Chromium and changes filters in it. It prints sizes and seconds; ``--keep FILE`` leaves the page.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from serving.dashboard.page import PageOf, render_dashboard
from tests.serving.browser import Page, browser
from warehouse.database import Connection, connect

NIGHT = date(2026, 11, 22)

_MARTS = Path(__file__).parent / "dashboard_marts.sql"


def make_marts(database: Connection, *, units: int, indicators: int, years: int) -> int:
    """The marts the dashboard reads, in the connection's current schema; the number of attainments."""
    sizes = {"units": units, "indicators": indicators, "years": years}
    for statement in filter(str.strip, _MARTS.read_text(encoding="utf-8").split(";\n")):
        database.execute(statement, {name: size for name, size in sizes.items() if f"${name}" in statement})
    [(count,)] = database.execute("select count(*) from fct_attainments").fetchall()
    return int(count)


FILTERS = (("f-k", "2023"), ("f-o", "P07"), ("f-o", ""), ("f-s", "news"), ("f-q", "doubt"), ("f-q", ""), ("f-s", ""))


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of one act: by the clock, and of processors, which a busy machine changes less."""

    clock: float
    work: float


def measure(path: Path, times: int) -> tuple[list[Cost], list[Cost]]:
    """What it costs to open the page until it may be used, and to change a filter until the change is painted."""
    with tempfile.TemporaryDirectory() as profile, browser(Path(profile)) as page:
        opened = [_opened(page, path) for _ in range(times)]
        filtered = [_filtered(page, field, value) for field, value in FILTERS]
        if page.errors:
            raise RuntimeError(f"the page complains: {page.errors}")
    return opened, filtered


def _opened(page: Page, path: Path) -> Cost:
    page.leave()
    before = page.processors()
    page.open(path)
    ready = "document.documentElement.dataset.ready ? done(performance.now()) : setTimeout(look, 5)"
    clock = page.ask(f"new Promise(done => {{ const look = () => {ready}; look(); }})")
    return Cost(clock, _worked(page, before))


def _filtered(page: Page, field: str, value: str) -> Cost:
    before = page.processors()
    painted = "requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)))"
    change = f"field.value = '{value}'; field.dispatchEvent(new Event('change'));"
    clock = page.ask(
        f"new Promise(done => {{ const field = document.getElementById('{field}'); const began = performance.now();"
        f" {change} {painted}; }})"
    )
    return Cost(clock, _worked(page, before))


def _worked(page: Page, before: Mapping[int, float]) -> float:
    """Milliseconds of processors that the browser's processes took since."""
    return 1000 * sum(seconds - before.get(process, 0.0) for process, seconds in page.processors().items())


def _told(what: str, costs: list[Cost]) -> str:
    clock, work = ([getattr(cost, name) for cost in costs] for name in ("clock", "work"))
    return (
        f"{what} in {statistics.median(clock):.0f} ms by the clock (at most {max(clock):.0f}),"
        f" {statistics.median(work):.0f} ms of processors (at most {max(work):.0f})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=34)
    parser.add_argument("--indicators", type=int, default=70)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--page", type=Path, help="measure this page instead of making one")
    parser.add_argument("--keep", type=Path, help="leave the page here")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        page = wanted.page or wanted.keep or Path(folder) / "page.html"
        if wanted.page is None:
            _make(page, wanted)
        opened, filtered = measure(page.resolve(), wanted.times)
    print(_told("opens", opened))
    print(_told("filters", filtered))


def _make(page: Path, wanted: argparse.Namespace) -> None:
    with connect() as database:
        count = make_marts(database, units=wanted.units, indicators=wanted.indicators, years=wanted.years)
        began = time.perf_counter()
        text = render_dashboard(database, NIGHT, {}, PageOf(name="Tất cả liên đoàn"))
        print(f"{count:,} attainments: {len(text.encode()) / 1e6:.2f} MB made in {time.perf_counter() - began:.1f} s")
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
