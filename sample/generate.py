"""Write a sample federation: workbooks in the inbox, articles in the news drop, its catalogue, and the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sample import reference
from sample.articles import write_articles
from sample.federation import ProvinceUnits, catalogued, catalogued_cluster, invented_provinces
from sample.ledger import Ledger, LedgerWriter
from sample.overlay import write_overlay
from sample.parameters import SampleParameters
from sample.periods import SamplePeriod
from sample.plans import write_plans
from sample.reports import ReportWriter
from sample.truth import Truth
from sample.workbooks.export import CsvEncoding
from warehouse.catalogue import Catalogue


def write_sample(home: Path, parameters: SampleParameters, catalogue: Catalogue) -> Ledger:
    """Write the sample below ``home`` and return its ledger.

    ``home/inbox/<office_code>/<period>/…`` workbooks, ``home/news/…`` articles, ``home/catalogue/*.csv`` the units,
    offices, memberships and obligations the catalogue lacks, ``home/landing/events`` a period closed long ago,
    ``home/ledger.json`` what is true and what is wrong. The same parameters give the same bytes. Files are written one
    at a time: memory does not grow with their number. Files of an earlier sample under the same home stay where they
    are not written over: give each sample its own folder.

    Raises KeyError where the catalogue lacks a unit of the reference case.
    """
    home.mkdir(parents=True, exist_ok=True)
    provinces = list(invented_provinces(parameters))
    periods = [SamplePeriod.parse(code) for code in parameters.periods]
    write_overlay(home / "catalogue", provinces, periods, catalogue, parameters.night)
    truth = Truth(parameters.seed)
    with LedgerWriter(home, parameters.model_dump(mode="json")) as ledger:
        reports = ReportWriter(home, parameters, truth, ledger)
        _write_reference_reports(reports, catalogue)
        for period in periods:
            for index, province in enumerate(provinces):
                _write_province(reports, province, period, sectors_send_one_table=index % 2 == 1)
        write_plans(reports, provinces, periods, home / "landing")
        write_articles(home, parameters, provinces, periods, catalogue, truth, ledger, reports.sound)
    return Ledger(ledger.path)


def _write_reference_reports(reports: ReportWriter, catalogue: Catalogue) -> None:
    federation = catalogued(catalogue, reference.FEDERATION)
    districts = catalogued_cluster(catalogue, reference.DISTRICTS_CLUSTER, reference.DISTRICTS)
    period = SamplePeriod.parse(reference.DISTRICTS_PERIOD)
    for unit in districts.members:
        reports.write_form(unit, period)
    reports.write_synthesis(federation, districts, period)
    sectors = catalogued_cluster(catalogue, reference.SECTORS_CLUSTER, reference.SECTORS)
    period = SamplePeriod.parse(reference.SECTORS_PERIOD)
    for unit, encoding in zip(sectors.members, _encodings(), strict=False):
        reports.write_export(unit, period, encoding)
    reports.write_ratio_table(federation, sectors, period, has_total=True)


def _write_province(
    reports: ReportWriter, province: ProvinceUnits, period: SamplePeriod, *, sectors_send_one_table: bool
) -> None:
    for cluster in province.clusters:
        if cluster.members[0].level == "district":
            for unit in cluster.members:
                reports.write_scheduled_form(unit, period)
            reports.write_synthesis(province.federation, cluster, period)
        elif sectors_send_one_table:
            reports.write_scheduled_ratio_table(province.federation, cluster, period)
        else:
            for unit, encoding in zip(cluster.members, _encodings(), strict=False):
                reports.write_scheduled_export(unit, period, encoding)
    for number, unit in enumerate(province.grassroots()):
        if number % 3 == 2:
            reports.write_scheduled_export(unit, period, CsvEncoding.UTF8_BOM)
        else:
            reports.write_scheduled_form(unit, period)


def _encodings() -> Iterator[CsvEncoding]:
    while True:
        yield from CsvEncoding
