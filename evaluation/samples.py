"""Annotated samples, and what the nightly reader makes of them.

Our own stand in ``evaluation/articles``. Two of other people's text stand beside the repository, at ``../shared/gold``,
where they are at hand; nothing of them is copied here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from evaluation.annotated import read_folder
from evaluation.score import AwardMark, AwardOutcomes, FigureMark, FigureOutcomes, pair_awards, pair_figures
from ingest.context import DocumentContext
from ingest.news.read import read_news
from warehouse.catalogue import Catalogue
from warehouse.figure import SourceKind
from warehouse.settings import PROJECT_ROOT

OWN = "own"
OWN_FOLDER = PROJECT_ROOT / "evaluation" / "articles"
SHARED_FOLDER = PROJECT_ROOT.parent / "shared" / "gold"
SHARED = {"articles": "five articles of trade unions", "news_dev": "excerpts of Vietnamese news"}
"""Folder under ``SHARED_FOLDER`` → what it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Documents with their annotation. ``awards`` is null where nobody annotated awards."""

    name: str
    about: str
    documents: tuple[Mapping[str, str | None], ...]
    """Lines a news source may deliver: ``doc_id``, ``text`` and, where known, ``title`` and ``published_at``."""
    figures: tuple[FigureMark, ...]
    awards: tuple[AwardMark, ...] | None


@dataclass(frozen=True, slots=True)
class Absent:
    """A sample that is not at hand, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of every annotated and every extracted figure and award of a sample."""

    sample: Sample
    figures: FigureOutcomes
    awards: AwardOutcomes | None


def own_sample(folder: Path = OWN_FOLDER) -> Sample:
    """The annotated articles of this project. Raises ``AnnotationError`` where one breaks the markup."""
    articles = read_folder(folder)
    return Sample(
        name=OWN,
        about="articles written and annotated for this project",
        documents=tuple(
            {"doc_id": one.doc_id, "text": one.text, "title": one.title, "published_at": one.published_at}
            for one in articles
        ),
        figures=tuple(FigureMark.of_row(figure) for one in articles for figure in one.figures),
        awards=tuple(AwardMark.of_row(award) for one in articles for award in one.awards),
    )


def shared_samples(folder: Path = SHARED_FOLDER) -> Iterator[Sample | Absent]:
    """The samples beside the repository; where one is missing, why it is not measured."""
    for name, about in SHARED.items():
        if not (folder / name / "docs.jsonl").is_file():
            yield Absent(name, f"not measured: ../shared/gold/{name} is not beside this repository")
            continue
        awards = folder / name / "awards.jsonl"
        yield Sample(
            name=name,
            about=about,
            documents=tuple(_rows(folder / name / "docs.jsonl")),
            figures=tuple(map(FigureMark.of_row, _rows(folder / name / "gold.jsonl"))),
            awards=tuple(map(AwardMark.of_row, _rows(awards))) if awards.is_file() else None,
        )


def measure(sample: Sample, catalogue: Catalogue) -> Measured:
    """Read the sample's documents as a night would, and pair what was found with the annotation."""
    figures: list[FigureMark] = []
    awards: list[AwardMark] = []
    delivered = "\n".join(json.dumps(document, ensure_ascii=False) for document in sample.documents)
    for read in read_news(delivered.encode("utf-8", "surrogatepass"), _context(sample.name), catalogue):
        doc_id = read.document.member
        figures += [FigureMark.of_figure(figure, doc_id) for figure in read.figures]
        awards += [AwardMark.of_award(award, doc_id) for award in read.awards]
    return Measured(
        sample=sample,
        figures=pair_figures(sample.figures, figures),
        awards=None if sample.awards is None else pair_awards(sample.awards, awards),
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line, parse_float=Decimal)


def _context(name: str) -> DocumentContext:
    return DocumentContext(
        document_id=name,
        delivery_id=name,
        source_kind=SourceKind.NEWS,
        office_code=None,
        path=f"{name}.jsonl",
        member="",
        sha256=name,
        received_at=None,
    )
