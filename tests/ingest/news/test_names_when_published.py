"""A name in an article means the unit that bore it when the article was published."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from ingest.context import DocumentContext
from ingest.news.extract import extract_figures
from warehouse.catalogue import Catalogue, OrgEvent

NAME, SHORT = "Liên đoàn Lao động huyện Suối Mơ", "LĐLĐ huyện Suối Mơ"


@pytest.mark.parametrize(("year", "code"), [(2014, "LDLD.TQ.HAMYEN"), (2023, "LDLD.TQ.MOI"), (None, "LDLD.TQ.MOI")])
def test_an_article_is_about_the_unit_of_that_name_on_its_day(
    catalogue: Catalogue, context: DocumentContext, year: int | None, code: str
) -> None:
    former = catalogue.units["LDLD.TQ.HAMYEN"]
    taker = replace(former, code="LDLD.TQ.MOI", name=NAME, short_name=SHORT, valid_from=date(2015, 7, 1))
    change = OrgEvent(
        event_id="renamed",
        kind="renamed",
        day=date(2015, 7, 1),
        source=former.code,
        target=former.code,
        weight=Fraction(1),
        names_before=(NAME, SHORT),
    )
    units = {**catalogue.units, taker.code: taker}
    renamed = Catalogue(units, catalogue.indicators, catalogue.offices, catalogue.memberships, (change,))
    found = extract_figures(
        f"{NAME} vừa tổng kết. Trong năm, {SHORT} đã kết nạp 120 đoàn viên mới.",
        context=context,
        catalogue=renamed,
        published_at=datetime(year, 12, 20, tzinfo=UTC) if year else None,
    )
    assert [(figure.unit_code, figure.indicator_code) for figure in found] == [(code, "members_admitted")]
