"""The annotated articles of this project parse, and the extractor keeps to the scores it has reached on them."""

from __future__ import annotations

import csv
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evaluation.__main__ import app
from evaluation.annotated import AnnotationError, read_annotated, read_folder
from evaluation.page import PAGE, quality_page
from evaluation.report import Floors, below, misses
from evaluation.samples import OWN_FOLDER, Absent, Measured, measure, own_sample, shared_samples
from evaluation.score import score_awards, score_figures, series_of
from warehouse.catalogue import Catalogue
from warehouse.settings import PROJECT_ROOT

CORE_FLOOR = Fraction("0.985")
FULL_FLOOR = Fraction("0.98")
AWARDS_FLOOR = Fraction("0.98")
LABEL_FLOORS = {
    "qualifier": Fraction("0.99"),
    "kind": Fraction("0.99"),
    "change": Fraction("0.99"),
    "period": Fraction("0.915"),
    "indicator": Fraction("0.85"),
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load(PROJECT_ROOT / "dbt_project" / "seeds")


@pytest.fixture(scope="module")
def own(catalogue: Catalogue) -> Measured:
    return measure(own_sample(), catalogue)


def test_there_are_enough_articles_of_every_series() -> None:
    articles = read_folder(OWN_FOLDER)
    series = Counter(series_of(article.doc_id) for article in articles)
    assert len(articles) >= 60
    assert min(series.values()) >= 15
    assert any(not article.figures for article in articles)


@pytest.mark.parametrize("path", sorted(OWN_FOLDER.glob("*.md")), ids=lambda path: path.stem)
def test_an_annotated_article_is_well_formed(path: Path) -> None:
    with (PROJECT_ROOT / "dbt_project" / "seeds" / "indicators.csv").open(encoding="utf-8") as seeds:
        codes = {row["code"] for row in csv.DictReader(seeds)}
    article = read_annotated(path.read_text(encoding="utf-8"), path.stem)
    assert article.about
    position = 0
    for figure in article.figures:
        assert article.text[figure["start"] : figure["end"]] == figure["quote"]
        assert figure["start"] >= position, "quotes overlap"
        assert {figure.get("indicator"), figure.get("indicator_alt")} <= {None, *codes}
        position = figure["end"]
    for award in article.awards:
        assert article.text[award["start"] : award["end"]] == award["quote"]


@pytest.mark.parametrize(
    "spoilt",
    [
        "no head",
        "---\ntitle: x\n---\n[[12 đoàn viên || valu=12]]",
        "---\ntitle: x\n---\n[[12 đoàn viên || kind=result]]",
        "---\ntitle: x\n---\n[[12 đoàn viên || value=12 kind=hope]]",
        "---\ntitle: x\n---\n[[12 đoàn viên || value=12 period=last]]",
        "---\ntitle: x\n---\n12 đoàn viên || value=12]]",
        "---\nawards: [{quote: absent, type: award}]\n---\n12 đoàn viên",
    ],
)
def test_a_slip_of_the_annotator_is_told(spoilt: str) -> None:
    with pytest.raises(AnnotationError, match="slip"):
        read_annotated(spoilt, "slip")


def test_figures_keep_to_their_scores(own: Measured) -> None:
    score = score_figures(own.figures)
    assert below(own, Floors(core=CORE_FLOOR, full=FULL_FLOOR)) == [], misses(own)
    assert {label: floor for label, floor in LABEL_FLOORS.items() if score.labels[label].share < floor} == {}


def test_awards_keep_to_their_score(own: Measured) -> None:
    assert own.awards is not None
    assert score_awards(own.awards).rate.f1 >= AWARDS_FLOOR, misses(own)


def test_the_page_of_scores_is_fresh(own: Measured) -> None:
    assert PAGE.read_text(encoding="utf-8") == quality_page(own), "run: make docs"


def test_a_score_under_its_floor_fails_the_command_and_is_told() -> None:
    done = CliRunner().invoke(app, ["--only", "own", "--min-core", "1.01"])
    assert done.exit_code == 1
    assert "own: core F1" in done.stdout
    assert "below 1.010" in done.stdout


def test_a_score_over_its_floor_passes_and_misses_are_shown_with_their_words(own: Measured) -> None:
    done = CliRunner().invoke(app, ["--only", "own", "--min-core", "0.5", "--show", "1"], env={"COLUMNS": "200"})
    assert done.exit_code == 0, done.output
    for sort in misses(own):
        assert f"{sort}: " in done.stdout


def test_a_sample_that_is_not_at_hand_says_so(tmp_path: Path) -> None:
    absent = list(shared_samples(tmp_path))
    assert all(isinstance(one, Absent) and "is not beside this repository" in one.reason for one in absent)
    assert len(absent) == 2
