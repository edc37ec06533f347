"""The samples beside the repository keep to what is asked of them, and the record in the repository tells the same."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from evaluation.page import RECORD, quality_page, recorded
from evaluation.samples import SHARED, Absent, Measured, Sample, measure, own_sample, shared_samples
from evaluation.score import score_figures
from warehouse.catalogue import Catalogue
from warehouse.settings import PROJECT_ROOT

ARTICLES_INDICATOR_FLOOR = Fraction("0.95")
"""Share of the core pairs of ``articles`` whose indicator is the annotated one."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load(PROJECT_ROOT / "dbt_project" / "seeds")


@pytest.fixture(scope="module", params=SHARED)
def measured(request: pytest.FixtureRequest, catalogue: Catalogue) -> Measured:
    sample = next(one for one in shared_samples() if one.name == request.param)
    if isinstance(sample, Absent):
        pytest.skip(sample.reason)
    return measure(sample, catalogue)


def test_the_record_tells_what_the_extractor_makes_of_a_sample(measured: Measured) -> None:
    row = json.loads(RECORD.read_text(encoding="utf-8"))[measured.sample.name]
    assert recorded(measured, date.fromisoformat(row["measured_on"])) == row, "run: python -m evaluation --record"


@pytest.mark.parametrize("measured", ["articles"], indirect=True)
def test_the_indicator_of_the_articles_keeps_to_its_floor(measured: Measured) -> None:
    indicator = score_figures(measured.figures).labels["indicator"]
    assert indicator.asked
    assert indicator.share >= ARTICLES_INDICATOR_FLOOR


def test_the_recorded_indicator_of_the_articles_keeps_to_its_floor() -> None:
    row = json.loads(RECORD.read_text(encoding="utf-8"))["articles"]
    assert Fraction(row["labels"]["indicator"]) >= ARTICLES_INDICATOR_FLOOR


def test_the_page_tells_the_recorded_labels_and_leaves_out_what_nobody_annotated(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    own = own_sample()
    few = Sample(name=own.name, about=own.about, documents=own.documents[:1], figures=(), awards=())
    row = {"measured_on": "2026-01-01", "documents": 5, "figures": 44, "core_f1": "0.991", "full_f1": "0.981"}
    rows = {
        "articles": {**row, "labels": {"period": "0.971", "indicator": "0.961"}, "awards_f1": "0.951"},
        "news_dev": {**row, "labels": {"period": "0.972"}},
    }
    record = tmp_path / "measured.json"
    record.write_text(json.dumps(rows), encoding="utf-8")
    page = quality_page(measure(few, catalogue), record)
    assert "| 2026-01-01 | 5 | 44 | 0.991 | 0.981 | 0.971 | 0.961 | 0.951 |" in page
    assert "| 2026-01-01 | 5 | 44 | 0.991 | 0.981 | 0.972 |  |  |" in page
