"""Scores against hand-annotated articles that stay outside the repository; skipped where they are not at hand."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ingest.context import DocumentContext
from ingest.news.read import read_news
from warehouse.catalogue import Catalogue
from warehouse.figure import DenominatorBasis, Measure

GOLD = Path(__file__).resolve().parents[3].parent / "shared" / "gold"
NUMBERS = ("value", "reference", "percent", "upper")

pytestmark = pytest.mark.skipif(not GOLD.is_dir(), reason="the annotated articles are not beside this repository")


def predicted(docs: Path, catalogue: Catalogue, context: DocumentContext) -> tuple[list[Any], list[Any]]:
    figures: list[Any] = []
    awards: list[Any] = []
    for read in read_news(docs.read_bytes(), context, catalogue):
        doc_id = read.document.member
        for figure in read.figures:
            row: dict[str, Any] = {
                name: None if getattr(figure, name) is None else float(getattr(figure, name)) for name in NUMBERS
            }
            row |= {"doc_id": doc_id, "start": figure.quote_start, "end": figure.quote_end, "quote": figure.quote}
            row |= {"qualifier": figure.qualifier, "kind": figure.kind, "change": figure.change}
            figures.append(row | {"period": figure.period_code, "indicator": figure.indicator_code})
        for award in read.awards:
            row = {"doc_id": doc_id, "start": award.quote_start, "end": award.quote_end, "quote": award.quote}
            row |= {"event_type": award.event_type, "recipient": award.recipient_text, "count": award.count}
            awards.append(row)
    return figures, awards


def written(rows: list[Any], path: Path) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def run(*arguments: object) -> str:
    done = subprocess.run([sys.executable, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("folder", "core", "full", "indicator"), [("articles", 0.98, 0.95, 0.95), ("news_dev", 0.92, 0.85, 0.0)]
)
def test_figures_score_against_the_annotators(
    folder: str,
    core: float,
    full: float,
    indicator: float,
    catalogue: Catalogue,
    context: DocumentContext,
    tmp_path: Path,
) -> None:
    docs, gold = GOLD / folder / "docs.jsonl", GOLD / folder / "gold.jsonl"
    figures, _ = predicted(docs, catalogue, context)
    out = run(
        GOLD / "score_figures.py", docs, gold, written(figures, tmp_path / "figures.jsonl"),
        "--min-core", core, "--min-full", full, "--show", 20,
    )  # fmt: skip
    shares = [line.split()[1] for line in out.splitlines() if line.startswith("indicator")]
    assert all(float(share) >= indicator for share in shares), out


def test_awards_score_against_the_annotators(catalogue: Catalogue, context: DocumentContext, tmp_path: Path) -> None:
    _, awards = predicted(GOLD / "articles" / "docs.jsonl", catalogue, context)
    gold = GOLD / "articles" / "awards.jsonl"
    out = run(GOLD / "score_awards.py", gold, written(awards, tmp_path / "awards.jsonl"), "--show", 20)
    assert float(out.split("F1 ")[-1].split(";")[0]) >= 0.95, out


def test_every_printed_percentage_of_the_articles_agrees_with_its_ratio(
    catalogue: Catalogue, context: DocumentContext
) -> None:
    judged = 0
    for read in read_news((GOLD / "articles" / "docs.jsonl").read_bytes(), context, catalogue):
        for figure in read.figures:
            if figure.measure is Measure.RATIO and figure.value and figure.reference and figure.percent is not None:
                assert figure.percent_decimals is not None
                unit = Decimal(1).scaleb(-figure.percent_decimals)
                assert abs(100 * figure.value - figure.percent * figure.reference) <= unit / 2 * figure.reference
                judged += 1
            if figure.denominator_basis is DenominatorBasis.POPULATION and figure.percent is not None:
                assert figure.percent <= 100
    assert judged >= 3


def test_one_event_told_twice_counts_once(catalogue: Catalogue, context: DocumentContext) -> None:
    _, awards = predicted(GOLD / "articles" / "docs.jsonl", catalogue, context)
    reads = read_news((GOLD / "articles" / "docs.jsonl").read_bytes(), context, catalogue)
    keys = {award.event_key for read in reads for award in read.awards}
    gold = [json.loads(row) for row in (GOLD / "articles" / "awards.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(keys) == sum(1 for row in gold if row.get("same_event_as") is None) < len(awards)
