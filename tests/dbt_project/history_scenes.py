"""Invented nights in which every sort of thing happens that changes what stands: files replaced, sent again elsewhere,
withdrawn and reinstated; articles copied and corrected; names learnt late; periods closed. Drawn from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from landing_scenes import Paper

from warehouse.figure import SourceKind, stable_id
from warehouse.landing import Chunk, Landing
from warehouse.records import DocumentStatus, Event

UNITS = ("LDLD.TQ.HAMYEN", "LDLD.TQ.SONDUONG")
INDICATORS = ("members_admitted", "gifts_given")
PERIODS = ("2023", "2023-H1")
LEARNT_LATE = "Đơn vị học sau"
"""A name no catalogue knows at first."""
FIRST = date(2024, 1, 10)


def nights_of(count: int) -> list[date]:
    return [FIRST + timedelta(days=day) for day in range(count)]


def papers_of(random_source: random.Random, night: date, contents: list[Paper]) -> list[Paper]:
    """What one night brings; a paper of an earlier night may come again, at its place or another."""
    papers: dict[tuple[str, str | None], Paper] = {}
    for number in range(random_source.randint(2, 5)):
        paper = _paper(random_source, night, number, contents)
        if (paper.path, paper.office_code) not in papers:
            papers[paper.path, paper.office_code] = paper
            contents.append(paper)
    return list(papers.values())


def _paper(random_source: random.Random, night: date, number: int, contents: Sequence[Paper]) -> Paper:
    articles = [paper for paper in contents if paper.source_kind is SourceKind.NEWS]
    workbooks = [paper for paper in contents if paper.source_kind is SourceKind.UNIT_REPORT]
    sort = random_source.random()
    if contents and sort < 0.25:
        return _again(random_source, night, contents)
    if articles and sort < 0.4:
        return _copy(random_source, night, number, random_source.choice(articles))
    if workbooks and sort < 0.6:
        return _version(random_source, night, number, random_source.choice(workbooks))
    return _article(random_source, night, number) if sort < 0.75 else _workbook(random_source, night)


def _copy(random_source: random.Random, night: date, number: int, earlier: Paper) -> Paper:
    """Another article in the same words, with the same numbers."""
    paper = replace(
        earlier,
        night=night,
        path=f"dang-lai-{random_source.randint(1, 3)}.txt",
        content=f"copy {night} {number}",
        figures=[],
    )
    _state_as(paper, earlier)
    return paper


def _version(random_source: random.Random, night: date, number: int, earlier: Paper) -> Paper:
    """A file whose name says it revises another, with the same numbers or others."""
    stem = earlier.path.removesuffix(".xlsx").removesuffix("_v2")
    paper = replace(earlier, night=night, path=f"{stem}_v2.xlsx", content=f"version {night} {number}", figures=[])
    paper.status = DocumentStatus.LOADED
    if random_source.random() < 0.5:
        _state_as(paper, earlier)
    else:
        _state(random_source, paper, "Sheet1!E5")
    return paper


def _state_as(paper: Paper, earlier: Paper) -> None:
    for figure in earlier.figures:
        paper.state(
            figure.unit_code,
            figure.indicator_code,
            str(figure.value),
            kind=figure.kind,
            period=figure.period_code,
            locator=figure.locator,
            unit_text=figure.unit_text,
            is_control_total=figure.is_control_total,
        )


def _again(random_source: random.Random, night: date, contents: Sequence[Paper]) -> Paper:
    earlier = random_source.choice(contents)
    path = earlier.path if random_source.random() < 0.5 else f"khac-{random_source.randint(1, 2)}-{earlier.path}"
    paper = replace(earlier, night=night, path=path, hour=random_source.randint(18, 22))
    known = {"delivery_id": paper.delivery_id, "received_at": paper.received_at}
    paper.figures = [replace(figure, **known) for figure in earlier.figures]  # type: ignore[arg-type]
    return paper


def _workbook(random_source: random.Random, night: date) -> Paper:
    path = f"bc-{random_source.randint(1, 3)}{random_source.choice(['', '_v2'])}.xlsx"
    paper = Paper(
        night,
        path,
        f"{night} {path} {random_source.random()}",
        office_code=random_source.choice(["LDLD.TQ", "LDLD.HY"]),
        hour=random_source.randint(18, 22),
        unit_code=random_source.choice(UNITS),
    )
    if random_source.random() < 0.1:
        paper.status = DocumentStatus.QUARANTINED
        return paper
    for row in range(random_source.randint(1, 4)):
        _state(random_source, paper, f"Sheet1!E{row + 5}")
    return paper


def _article(random_source: random.Random, night: date, number: int) -> Paper:
    paper = Paper(
        night,
        f"bai-{random_source.randint(1, 4)}.txt",
        f"{night} {number} {random_source.random()}",
        source_kind=SourceKind.NEWS,
        office_code=None,
        hour=random_source.randint(18, 22),
    )
    for row in range(random_source.randint(1, 2)):
        _state(random_source, paper, f"{row * 10}:{row * 10 + 3}")
    return paper


def _state(random_source: random.Random, paper: Paper, locator: str) -> None:
    is_known = random_source.random() < 0.8
    paper.state(
        random_source.choice(UNITS) if is_known else None,
        random_source.choice(INDICATORS),
        str(random_source.randint(1, 4)),
        kind=random_source.choice(["result", "result", "target"]),
        period=random_source.choice(PERIODS),
        locator=locator,
        is_control_total=random_source.random() < 0.1,
        **({} if is_known else {"unit_text": LEARNT_LATE}),
    )


def land(landing: Landing, random_source: random.Random, night: date, papers: list[Paper]) -> None:
    """Land a night's papers in chunks of any order; articles of the same drop are copies of each other."""
    landing.prepare()
    random_source.shuffle(papers)
    half = random_source.randint(0, len(papers))
    for part in (papers[:half], papers[half:]):
        documents = [
            replace(paper.document(), text_sketch=_sketch(paper), published_at=None)
            if paper.source_kind is SourceKind.NEWS
            else paper.document()
            for paper in part
        ]
        figures = [figure for paper in part for figure in paper.figures]
        landing.append_chunk(night, Chunk([paper.delivery() for paper in part], documents, figures, []))
    landing.replace_flags(night, [])


def _sketch(paper: Paper) -> tuple[int, ...]:
    """Articles that tell as many figures are made of the same words."""
    return tuple(range(100 * len(paper.figures), 100 * len(paper.figures) + 32))


def words_of(random_source: random.Random, night: date, contents: Sequence[Paper]) -> Iterator[Event]:
    """Withdrawals, reinstatements, and words on periods."""
    for hour in range(23, 23 + random_source.randint(0, 2)):
        told = datetime(night.year, night.month, night.day, 23, hour - 23, tzinfo=UTC)
        if random_source.random() < 0.6:
            subject = f"delivery:{random_source.choice(contents).delivery_id}"
            kind, payload = "delivery", {}
            state = random_source.choice(["withdrawn", "withdrawn", "reinstated", "accepted", "revoked"])
        else:
            period = random_source.choice(PERIODS)
            unit = random_source.choice([None, UNITS[0], "LDLD.TQ"])
            subject = f"period:{period}|{unit or ''}"
            kind, payload = "period", {"period_code": period, "org_unit_code": unit}
            state = random_source.choice(["closed", "closed", "reopened"])
        yield Event(
            event_id=stable_id(subject, state, night, told),
            subject=subject,
            event_type=kind,
            state=state,
            night=night,
            actor="test",
            reason=None,
            payload=payload,
            recorded_at=told,
        )
