"""Names unresolved at reading are tried again every night against today's catalogue."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from made_figures import NIGHT, land, made_document, made_figure

from expectations.night import RESOLUTION_SCHEMA
from expectations.resolve import resolve_again
from warehouse.catalogue import Catalogue
from warehouse.figure import SourceKind
from warehouse.landing import Landing


def resolutions(build: Path) -> list[tuple[str, str, str, str | None]]:
    table = pq.read_table(build / "resolutions.parquet")
    assert table.schema == RESOLUTION_SCHEMA
    return [(row["kind"], row["text"], row["context"], row["code"]) for row in table.to_pylist()]


def nearest(build: Path) -> list[list[tuple[str, int]]]:
    """Codes and scores of the candidates of each row."""
    table = pq.read_table(build / "resolutions.parquet")
    return [[(near["code"], near["score"]) for near in row["candidates"]] for row in table.to_pylist()]


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    return Landing(tmp_path / "landing")


def test_nothing_open_still_writes_the_file(landing: Landing, catalogue: Catalogue, tmp_path: Path) -> None:
    assert resolve_again(landing, catalogue, tmp_path / "build") == 0
    assert resolutions(tmp_path / "build") == []


def test_a_short_name_means_a_unit_of_the_office_that_sent_it(
    landing: Landing, catalogue: Catalogue, tmp_path: Path
) -> None:
    document = made_document("short names")
    names = ("Sơn Dương", "Sơn Dương", "Không Đâu")
    figures = [made_figure(document, place, unit_text=name, unit_code=None) for place, name in enumerate(names)]
    land(landing, [document], figures)
    assert resolve_again(landing, catalogue, tmp_path / "build") == 1
    assert resolutions(tmp_path / "build") == [
        ("unit", "Không Đâu", "LDLD.TQ", None),
        ("unit", "Sơn Dương", "LDLD.TQ", "LDLD.TQ.SONDUONG"),
    ]


def test_names_of_all_nights_are_tried(landing: Landing, catalogue: Catalogue, tmp_path: Path) -> None:
    for days, name in enumerate(("Liên đoàn Lao động tỉnh Tuyên Quang", "Không Đâu")):
        document = made_document(name, source_kind=SourceKind.NEWS)
        figure = made_figure(document, unit_text=name, unit_code=None)
        land(landing, [document], [figure], night=NIGHT + timedelta(days=days))
    assert resolve_again(landing, catalogue, tmp_path / "build") == 1
    assert [(text, context, code) for _, text, context, code in resolutions(tmp_path / "build")] == [
        ("Không Đâu", "", None),
        ("Liên đoàn Lao động tỉnh Tuyên Quang", "", "LDLD.TQ"),
    ]


def test_a_label_is_resolved_once_whoever_sent_it(landing: Landing, catalogue: Catalogue, tmp_path: Path) -> None:
    for office in ("LDLD.TQ", "TLD.DATA"):
        document = made_document(office, office_code=office)
        figure = made_figure(document, indicator_text="Kết nạp đoàn viên", indicator_code=None)
        land(landing, [document], [figure])
    assert resolve_again(landing, catalogue, tmp_path / "build") == 1
    assert resolutions(tmp_path / "build") == [("indicator", "Kết nạp đoàn viên", "", "members_admitted")]


def test_what_stays_open_keeps_its_three_nearest_candidates(
    landing: Landing, catalogue: Catalogue, tmp_path: Path
) -> None:
    document = made_document("a misspelt unit")
    names = ("LĐLĐ huyện Hàm Yênn", "Sơn Dương")
    figures = [made_figure(document, place, unit_text=name, unit_code=None) for place, name in enumerate(names)]
    land(landing, [document], figures)
    assert resolve_again(landing, catalogue, tmp_path / "build") == 1
    misspelt, known = nearest(tmp_path / "build")
    assert len(misspelt) == 3
    assert misspelt[0][0] == "LDLD.TQ.HAMYEN"
    assert [score for _, score in misspelt] == sorted((score for _, score in misspelt), reverse=True)
    assert known == []


def test_candidates_are_sought_once_while_the_catalogue_is_the_same(
    landing: Landing, catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = made_document("an unknown unit")
    land(landing, [document], [made_figure(document, unit_text="Không Đâu", unit_code=None)])
    resolve_again(landing, catalogue, tmp_path / "build")
    first = nearest(tmp_path / "build")

    def seek(*_: object) -> tuple[()]:
        raise AssertionError("sought again")

    monkeypatch.setattr("warehouse.catalogue._nearest", seek)
    same = Catalogue(catalogue.units, catalogue.indicators, catalogue.offices, events=catalogue.events)
    resolve_again(landing, same, tmp_path / "build")
    assert nearest(tmp_path / "build") == first
    smaller = Catalogue(dict(list(catalogue.units.items())[1:]), catalogue.indicators, catalogue.offices)
    with pytest.raises(AssertionError, match="sought again"):
        resolve_again(landing, smaller, tmp_path / "build")


def test_a_name_as_long_as_a_page_costs_no_more_than_a_name(
    landing: Landing, catalogue: Catalogue, tmp_path: Path
) -> None:
    document = made_document("a page in a name's place")
    land(landing, [document], [made_figure(document, unit_text="Hàm Yên " * 100_000, unit_code=None)])
    assert resolve_again(landing, catalogue, tmp_path / "build") == 0
    assert len(nearest(tmp_path / "build")[0]) == 3
