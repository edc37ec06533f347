"""The readers find in the sample what the ledger says was printed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.context import DocumentContext, ReadDocument
from ingest.news.read import read_news
from ingest.unit_reports.limits import Limits
from ingest.unit_reports.read import read_report
from sample.faults import Fault
from sample.indicators import HOUSING_ALL, INDICATORS, SampleIndicator
from sample.ledger import Ledger, PrintedDocument, PrintedFigure
from warehouse.catalogue import Catalogue
from warehouse.figure import Figure, FigureKind, SourceKind
from warehouse.records import DocumentStatus
from warehouse.settings import PROJECT_ROOT

HALF_A_DIGIT = Decimal("0.05")
"""A formula's cached percentage has more digits than the one decimal shown."""
LIMITS = Limits(
    max_file_bytes=10_000_000, max_inflated_bytes=50_000_000, max_cells=100_000, seconds=30, memory_bytes=10**9
)


@pytest.fixture(scope="module")
def read_workbooks(small: Ledger) -> dict[str, ReadDocument]:
    home = small.path.parent
    extended = Catalogue.load(PROJECT_ROOT / "dbt_project" / "seeds", home / "catalogue")
    return {
        document.file: read_report((home / document.file).read_bytes(), _context(home, document), extended, LIMITS)
        for document in small.documents
        if document.source_kind == "unit_report"
    }


def _context(home: Path, document: PrintedDocument) -> DocumentContext:
    sha256 = hashlib.sha256((home / document.file).read_bytes()).hexdigest()
    return DocumentContext(
        document_id=sha256[:32],
        delivery_id="delivery",
        source_kind=SourceKind.UNIT_REPORT,
        office_code=document.office_code,
        path=document.file.removeprefix("inbox/"),
        member="",
        sha256=sha256,
        received_at=datetime(2024, 2, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize("indicator", [*INDICATORS, HOUSING_ALL], ids=lambda indicator: indicator.code)
def test_every_label_of_the_forms_is_the_catalogues(catalogue: Catalogue, indicator: SampleIndicator) -> None:
    for label in indicator.labels:
        for unit in indicator.units_of_measure:
            assert catalogue.resolve_indicator(label, unit_of_measure=unit).code == indicator.code, label


def test_the_broken_files_and_no_others_are_set_aside(small: Ledger, read_workbooks: dict[str, ReadDocument]) -> None:
    for document in small.documents:
        if document.source_kind == "unit_report":
            read = read_workbooks[document.file].document
            assert (read.status is DocumentStatus.QUARANTINED) is (document.status == "quarantined"), document
            if document.status != "quarantined":
                assert (read.unit_code, read.period_code) == (document.unit_code, document.period_code)


def test_every_printed_result_is_read_exactly_as_printed(
    small: Ledger, read_workbooks: dict[str, ReadDocument]
) -> None:
    results: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for file, read in read_workbooks.items():
        for figure in read.figures:
            if figure.kind is FigureKind.RESULT:
                results[file, figure.locator].append(figure)
    for printed in small.figures:
        if printed.source_kind == "unit_report" and printed.kind == "result":
            found = results.pop((printed.file, printed.locator or ""))
            assert len(found) == 1, printed
            assert_read_as(printed, found[0])
    assert not results


def test_every_assigned_target_is_read_with_the_decision_of_its_plan(
    small: Ledger, read_workbooks: dict[str, ReadDocument]
) -> None:
    plans = [document.file for document in small.documents if document.layout == "plan"]
    numbers = [read_workbooks[file].document.decision_number for file in plans]
    assert numbers == ["15/QĐ-LĐLĐ", "48/QĐ-LĐLĐ", "9/QĐ-LĐLĐ", "11/QĐ-LĐLĐ"]
    for file in plans:
        targets = {figure.locator: figure for figure in read_workbooks[file].figures}
        printed = [figure for figure in small.figures if figure.file == file]
        assert {figure.locator for figure in printed} == set(targets)
        for figure in printed:
            assert targets[figure.locator or ""].kind is FigureKind.TARGET
            assert_read_as(figure, targets[figure.locator or ""])


def assert_read_as(printed: PrintedFigure, read: Figure) -> None:
    assert read.unit_code == printed.unit_code, printed
    assert read.indicator_code == printed.indicator_code, printed
    assert read.period_code == printed.period_code, printed
    assert read.scope == printed.scope, printed
    assert (read.value, read.reference) == (printed.r, printed.t), printed
    assert (read.percent is None) == (printed.p is None), printed
    if read.percent is not None and printed.p is not None:
        assert abs(read.percent - printed.p) < HALF_A_DIGIT, printed
    assert read.is_control_total is printed.is_control_total, printed


def test_the_open_date_keeps_both_readings_and_the_proved_ones_say_what_they_were(
    small: Ledger, read_workbooks: dict[str, ReadDocument]
) -> None:
    dates = [f for read in read_workbooks.values() for f in read.figures if f.recovered_from == "date"]
    unsettled = [figure for figure in dates if figure.value is None]
    (planted,) = [figure for figure in small.figures if figure.fault == Fault.RATIO_BECAME_DATE]
    assert [set(figure.alternatives) for figure in unsettled] == [
        {f"{planted.true_r}/{planted.true_t}", f"{planted.true_t}/{planted.true_r}"}
    ]
    proved = {(f.unit_code, f.value, f.reference) for f in dates if f.unit_code and f.unit_code.endswith(".TQ")}
    assert proved == {("CDYT.TQ", Decimal(5), Decimal(4)), ("CDKCN.TQ", Decimal(4), Decimal(4))}


@pytest.fixture(scope="module")
def read_articles(small: Ledger) -> dict[tuple[str, str], ReadDocument]:
    home = small.path.parent
    extended = Catalogue.load(PROJECT_ROOT / "dbt_project" / "seeds", home / "catalogue")
    articles = {document.file: document for document in small.documents if document.source_kind == "news"}
    return {
        (file, read.document.member): read
        for file, document in articles.items()
        for read in read_news((home / file).read_bytes(), _context(home, document), extended)
    }


def test_every_article_is_read_and_nearly_every_one_under_its_own_unit(
    small: Ledger, read_articles: dict[tuple[str, str], ReadDocument]
) -> None:
    told = {(d.file, d.member): d.unit_code for d in small.documents if d.source_kind == "news"}
    assert set(read_articles) == set(told)
    read = {key: article.document for key, article in read_articles.items()}
    assert all(document.status is not DocumentStatus.QUARANTINED for document in read.values())
    assert sum(read[key].unit_code == unit for key, unit in told.items()) >= Decimal("0.9") * len(told)


def pairs(
    small: Ledger, read_articles: dict[tuple[str, str], ReadDocument]
) -> list[tuple[PrintedFigure, Figure | None]]:
    """Each figure the ledger quotes beside the one read at the place of its number."""
    found: list[tuple[PrintedFigure, Figure | None]] = []
    for printed in small.figures:
        if printed.source_kind != "news":
            continue
        read = read_articles[printed.file, printed.member]
        quote = printed.quote or ""
        start = (read.document.text or "").index(quote) + quote.index(printed.number_text)
        at_place = [figure for figure in read.figures if _overlaps(figure, start, start + len(printed.number_text))]
        found.append((printed, at_place[0] if at_place else None))
    return found


def _overlaps(figure: Figure, start: int, end: int) -> bool:
    first, last = map(int, figure.locator.split(":"))
    return first < end and last > start


def test_every_number_an_article_tells_is_read_exactly(
    small: Ledger, read_articles: dict[tuple[str, str], ReadDocument]
) -> None:
    for printed, read in pairs(small, read_articles):
        assert read is not None, printed
        assert (read.value, read.reference, read.percent) == (printed.r, printed.t, printed.p), printed
        assert (read.kind.value, read.qualifier.value) == (printed.kind, printed.qualifier), printed


def test_figures_to_be_compared_are_read_under_their_unit_indicator_and_period(
    small: Ledger, read_articles: dict[tuple[str, str], ReadDocument]
) -> None:
    compared = [(printed, read) for printed, read in pairs(small, read_articles) if printed.comparison]
    assert len(compared) == 4
    for printed, read in compared:
        assert read is not None
        assert (read.unit_code, read.indicator_code, read.period_code) == (
            printed.unit_code, printed.indicator_code, printed.period_code,
        )  # fmt: skip


def test_nearly_every_number_is_given_its_unit_indicator_and_period_and_few_others_are_found(
    small: Ledger, read_articles: dict[tuple[str, str], ReadDocument]
) -> None:
    compared = pairs(small, read_articles)
    named = [
        (printed.unit_code, printed.indicator_code, printed.period_code)
        == (read.unit_code, read.indicator_code, read.period_code)
        for printed, read in compared
        if read is not None
    ]
    assert len(named) > 200
    assert sum(named) >= Decimal("0.9") * len(named)
    found = sum(len(read.figures) for read in read_articles.values())
    assert len(compared) <= found <= Decimal("1.05") * len(compared)


def test_the_reference_article_is_read_whole(small: Ledger, read_articles: dict[tuple[str, str], ReadDocument]) -> None:
    results = [
        (printed, read)
        for printed, read in pairs(small, read_articles)
        if printed.unit_code == "CUM01.TQ" and printed.kind == "result" and printed.period_code == "2023"
    ]
    assert len(results) >= 7
    for printed, read in results:
        assert read is not None
        assert (read.unit_code, read.indicator_code, read.period_code) == (
            printed.unit_code,
            printed.indicator_code,
            printed.period_code,
        )


def test_awards_and_roles_are_read_with_who_gave_and_who_received(
    small: Ledger, read_articles: dict[tuple[str, str], ReadDocument]
) -> None:
    for award in small.awards:
        if award.event_type == "rating" or award.recipient_code is None:
            continue
        read = [
            (found.event_type, found.recipient_code, found.giver_code, found.count or 1)
            for found in read_articles[award.file, award.member].awards
        ]
        assert (award.event_type, award.recipient_code, award.giver_code, award.count) in read, award
