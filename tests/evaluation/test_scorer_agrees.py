"""Our scorer says what the scorers beside the repository say of the same input."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_marks import award, figure

from evaluation.report import told
from evaluation.samples import SHARED_FOLDER
from evaluation.score import (
    LABELS,
    LEVELS,
    AwardMark,
    FigureMark,
    pair_awards,
    pair_figures,
    score_awards,
    score_figures,
)

pytestmark = pytest.mark.skipif(
    not (SHARED_FOLDER / "score_figures.py").is_file(),
    reason="the scorers (../shared/gold/score_*.py) are not beside this repository",
)
LENGTH = 60

_numbers = st.none() | st.sampled_from([5, 7, 12.5, 529460000])
_spans = st.tuples(st.integers(0, LENGTH - 20), st.integers(1, 20)).map(lambda span: (span[0], sum(span)))
_documents = st.sampled_from(["a-1", "a-2", "b-1"])


_figure_fields: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "value": _numbers,
        "reference": _numbers,
        "percent": _numbers,
        "upper": _numbers,
        "qualifier": st.sampled_from(["exact", "approx"]),
        "kind": st.sampled_from(["target", "result"]),
        "change": st.sampled_from([None, "exceed"]),
        "period": st.sampled_from([None, "2022", "2023"]),
        "indicator": st.sampled_from([None, "x", "y"]),
    }
)
_award_fields: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "event_type": st.sampled_from(["award", "rating"]),
        "recipient": st.sampled_from([None, "A", "a ", "B"]),
        "count": st.sampled_from([None, 1, 2]),
    }
)
_accepted: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "kind_alt": st.just("target"),
        "period_alt": st.sampled_from(["2023", ["2022", "2023"]]),
        "tier": st.sampled_from(["core", "core", "peripheral"]),
    },
)
_guesses = st.builds(
    lambda span, doc_id, fields: figure(*span, doc_id=doc_id, **fields), _spans, _documents, _figure_fields
)
_golds = st.builds(lambda row, accepted: row | accepted, _guesses, _accepted)
_awards = st.builds(
    lambda span, doc_id, fields: award(*span, doc_id=doc_id, **fields), _spans, _documents, _award_fields
)


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, SHARED_FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def figures_script() -> ModuleType:
    return script("score_figures")


def written(rows: list[dict[str, Any]], path: Path) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def said(*arguments: object) -> str:
    done = subprocess.run([sys.executable, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@settings(max_examples=80, deadline=None)
@given(golds=st.lists(_golds, max_size=7), guesses=st.lists(_guesses, max_size=7))
def test_the_same_figures_pair(
    figures_script: ModuleType, golds: list[dict[str, Any]], guesses: list[dict[str, Any]]
) -> None:
    golds = [row | {"doc_id": "a-1", "tier": "core", "n": n} for n, row in enumerate(golds)]
    guesses = [row | {"doc_id": "a-1", "n": n} for n, row in enumerate(guesses)]
    pairs, missed, extra = figures_script.pair(golds, guesses)
    gold_marks, guess_marks = [*map(FigureMark.of_row, golds)], [*map(FigureMark.of_row, guesses)]
    ours = pair_figures(gold_marks, guess_marks)
    paired = {(id(one.gold), id(one.guess)) for one in ours if one.gold and one.guess}
    assert paired == {(id(gold_marks[gold["n"]]), id(guess_marks[guess["n"]])) for gold, guess in pairs}
    assert sum(one.guess is None for one in ours) == len(missed)
    assert sum(one.gold is None for one in ours) == len(extra)


@settings(max_examples=4, deadline=None)
@given(
    golds=st.lists(_golds, min_size=10, max_size=30),
    guesses=st.lists(_guesses, min_size=10, max_size=30),
)
def test_the_same_scores_are_printed(
    tmp_path_factory: pytest.TempPathFactory, golds: list[dict[str, Any]], guesses: list[dict[str, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("scores")
    docs = written([{"doc_id": name, "text": "x" * LENGTH} for name in ("a-1", "a-2", "b-1")], folder / "docs.jsonl")
    out = said(
        SHARED_FOLDER / "score_figures.py", docs, written(golds, folder / "gold"), written(guesses, folder / "guess")
    )
    score = score_figures(pair_figures(map(FigureMark.of_row, golds), map(FigureMark.of_row, guesses)))
    for level in LEVELS:
        rate = score.levels[level]
        line = f"{level:6} precision {told(rate.precision)}  recall {told(rate.recall)}  F1 {told(rate.f1)}"
        assert line in out
    for label in LABELS:
        agreement = score.labels[label]
        line = f"{label:10} {told(agreement.share)} of {agreement.asked} core pairs"
        assert (line in out) == (agreement.asked > 0)


@settings(max_examples=4, deadline=None)
@given(golds=st.lists(_awards, min_size=5, max_size=25), guesses=st.lists(_awards, min_size=5, max_size=25))
def test_the_same_scores_of_awards_are_printed(
    tmp_path_factory: pytest.TempPathFactory, golds: list[dict[str, Any]], guesses: list[dict[str, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("awards")
    out = said(SHARED_FOLDER / "score_awards.py", written(golds, folder / "gold"), written(guesses, folder / "guess"))
    score = score_awards(pair_awards(map(AwardMark.of_row, golds), map(AwardMark.of_row, guesses)))
    assert out.strip() == (
        f"{score.mentions} mentions: precision {told(score.rate.precision)} recall {told(score.rate.recall)} "
        f"F1 {told(score.rate.f1)}; recipient equal {told(score.recipients.share)}"
    )
