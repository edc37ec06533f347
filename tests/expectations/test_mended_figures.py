"""What is suggested, once done, leaves the rules nothing to say: asked of the gate's own SQL."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from judged_night import JudgedNight
from made_figures import NIGHT, land
from night_of_cases import CASES

from expectations.night import load_night
from warehouse.catalogue import Catalogue
from warehouse.database import connect
from warehouse.figure import Figure
from warehouse.landing import Landing

_BROKEN = """
select figures.document_id from facts inner join figures using (row_number)
where facts.printed_percent in ('swapped', 'far', 'near') or facts.wholeness = 'fraction' or facts.sign = 'negative'
    or facts.ceiling in ('above', 'beyond') or facts.attainment = 'extreme'
    or (facts.basis = 'population' and facts.against_base = 'above')
union
select document_id from totals where total_state = 'disagrees'
"""


def mended(figures: tuple[Figure, ...], changes: list[dict[str, Any]]) -> list[Figure]:
    told = list(figures)
    for change in changes:
        number = Decimal(change["to"])
        (place,) = [
            index for index, figure in enumerate(told)
            if figure.locator == change["locator"] and _plain(getattr(figure, change["field"])) == change["from"]
        ]  # fmt: skip
        field: dict[str, Any] = {change["field"]: number}
        told[place] = replace(told[place], **field)
    return told


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else format(number.normalize(), "f")


def test_every_suggested_repair_of_the_night_silences_the_rules_that_asked(
    judged: JudgedNight, catalogue: Catalogue, tmp_path: Path
) -> None:
    documents, figures = [], []
    for case in CASES:
        document, printed = case.made()
        first = [
            flag["evidence"]["repairs"][0]
            for flag in judged.flags_of.get(case.name, [])
            if "repairs" in flag["evidence"]
        ]
        if first:
            documents.append(document)
            figures += mended(tuple(printed), first[0]["changes"])
    assert len(documents) > 5
    landing = Landing(tmp_path / "landing")
    land(landing, documents, figures)
    with connect() as connection:
        load_night(connection, landing, NIGHT, tmp_path / "build", catalogue)
        broken = {row[0] for row in connection.execute(_BROKEN).fetchall()}
    names = {document.document_id: case.name for case in CASES for document in [case.made()[0]]}
    assert {names[document] for document in broken} == set()
