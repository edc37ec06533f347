"""Puts articles into the news drop and what they tell into the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import IO

from sample import reference
from sample.faults import ARTICLE_FAULTS, Fault, FaultSchedule
from sample.federation import Cluster, ProvinceUnits, SampleUnit, catalogued_cluster
from sample.indicators import BLOOD, ELITE, FUND, HOUSES, MEMBERS
from sample.ledger import LedgerWriter, PrintedDocument
from sample.news.compared import Comparison, compare
from sample.news.formats import as_line, as_page, as_text
from sample.news.story import tell
from sample.news.subject import Story, Subject
from sample.parameters import SampleParameters
from sample.periods import SamplePeriod
from sample.streams import stream
from sample.truth import Truth
from warehouse.catalogue import Catalogue

DROP = "news/tin-tong-hop-{:04}.jsonl"
LINES_A_DROP = 1_000
_TRIES = 20
REFERENCE_ARTICLE = "news/tin-0000.html"
_REFERENCE_TOLD = tuple(indicator.code for indicator in (MEMBERS, HOUSES, FUND, ELITE, BLOOD))


def write_articles(
    home: Path,
    parameters: SampleParameters,
    provinces: Sequence[ProvinceUnits],
    periods: Sequence[SamplePeriod],
    catalogue: Catalogue,
    truth: Truth,
    ledger: LedgerWriter,
    sound: Sequence[tuple[SampleUnit, SamplePeriod]],
) -> None:
    """The reference article, then the invented ones: a third each as text, as web pages, as lines of JSONL drops; last
    those to be compared, about ``sound`` units, whose forms are without a fault, and their clusters."""
    writer = _ArticleWriter(home, truth, ledger)
    districts = catalogued_cluster(catalogue, reference.DISTRICTS_CLUSTER, reference.DISTRICTS)
    writer.write_reference(districts)
    clusters = [cluster for province in provinces for cluster in province.clusters if len(cluster.members) > 1]
    faults = FaultSchedule(ARTICLE_FAULTS, parameters.fault_share)
    told: set[tuple[str, str]] = set()
    for number in range(1, parameters.articles + 1):
        draw, fault = stream(parameters.seed, "article", number), faults.next()
        cluster, unit, period = _untold(told, clusters or [districts], periods, fault, draw)
        writer.write(number, draw, cluster, unit, period, fault)
    writer.close()
    _write_compared(writer, parameters.comparisons, clusters, sound, told)


def _write_compared(
    writer: _ArticleWriter,
    count: int,
    clusters: Sequence[Cluster],
    sound: Sequence[tuple[SampleUnit, SamplePeriod]],
    told: set[tuple[str, str]],
) -> None:
    """The kinds in turn, each about whom no other article tells; fewer where there are not so many."""
    kinds = tuple(Comparison)
    for number in range(count):
        comparison = kinds[number % len(kinds)]
        for unit, period in sound:
            cluster = next((cluster for cluster in clusters if unit in cluster.members), None)
            about = cluster.unit if cluster is not None and comparison.is_of_cluster else unit
            if cluster is None or (about.code, period.code) in told:
                continue
            if writer.write_compared(number + 1, cluster, unit, period, comparison):
                told.add((about.code, period.code))
                break


def _untold(
    told: set[tuple[str, str]],
    clusters: Sequence[Cluster],
    periods: Sequence[SamplePeriod],
    fault: Fault | None,
    draw: Random,
) -> tuple[Cluster, SampleUnit | None, SamplePeriod]:
    """Whom the next article is about: a cluster or one of its units, in a period no article told yet if one is left.

    A second article about the same would supersede a fault planted in the first.
    """
    if fault is Fault.SOURCES_DISAGREE:
        # only a synthesis is sure to state a unit's figures: its own report may be broken
        clusters = [cluster for cluster in clusters if cluster.members[0].level == "district"] or clusters
    about_unit = fault is Fault.SOURCES_DISAGREE or (fault is not Fault.RATIO_SWAPPED and draw.random() < 0.4)
    for _ in range(_TRIES):
        cluster, period = draw.choice(clusters), draw.choice(periods)
        unit = draw.choice(cluster.members) if about_unit else None
        key = ((unit or cluster.unit).code, period.code)
        if key not in told:
            break
    told.add(key)
    return cluster, unit, period


class _ArticleWriter:
    def __init__(self, home: Path, truth: Truth, ledger: LedgerWriter) -> None:
        self.home = home
        self.truth = truth
        self.ledger = ledger
        self.drop: IO[str] | None = None
        self.lines = 0
        (home / "news").mkdir(parents=True, exist_ok=True)

    def write_reference(self, cluster: Cluster) -> None:
        draw = stream(self.truth.seed, "article", "reference")
        subject = self._about_cluster(cluster, SamplePeriod.parse(reference.DISTRICTS_PERIOD))
        story = tell(subject, None, 0, only=_REFERENCE_TOLD)
        self._put(REFERENCE_ARTICLE, as_page(story, draw), story)

    def write(
        self,
        number: int,
        draw: Random,
        cluster: Cluster,
        unit: SampleUnit | None,
        period: SamplePeriod,
        fault: Fault | None,
    ) -> None:
        subject = self._about_unit(unit, period) if unit else self._about_cluster(cluster, period)
        story = tell(subject, fault, number)
        if number % 3 == 0:
            self._put(f"news/tin-{number:04}.txt", as_text(story, draw), story)
        elif number % 3 == 1:
            self._put(f"news/tin-{number:04}.html", as_page(story, draw), story)
        else:
            self._put_line(f"tin-{number:04}", story)

    def write_compared(
        self, number: int, cluster: Cluster, unit: SampleUnit, period: SamplePeriod, comparison: Comparison
    ) -> bool:
        """Whether there was something of the kind to tell."""
        is_of_cluster = comparison.is_of_cluster
        subject = self._about_cluster(cluster, period) if is_of_cluster else self._about_unit(unit, period)
        story = compare(subject, comparison, number)
        if story is None:
            return False
        draw = stream(self.truth.seed, "article", "compared", number)
        self._put(f"news/doi-chieu-{number:04}.txt", as_text(story, draw), story)
        return True

    def close(self) -> None:
        if self.drop is not None:
            self.drop.close()

    def _about_cluster(self, cluster: Cluster, period: SamplePeriod) -> Subject:
        return Subject(
            seed=self.truth.seed,
            unit=cluster.unit,
            members=cluster.members,
            facts=self.truth.sums_of(cluster.members, period),
            next_facts=self.truth.sums_of(cluster.members, period.next_year),
            period=period,
        )

    def _about_unit(self, unit: SampleUnit, period: SamplePeriod) -> Subject:
        facts = {fact.indicator.code: fact for fact in self.truth.facts_of(unit, period)}
        planned = {fact.indicator.code: fact for fact in self.truth.facts_of(unit, period.next_year)}
        return Subject(seed=self.truth.seed, unit=unit, facts=facts, next_facts=planned, period=period)

    def _put(self, file: str, content: str, story: Story) -> None:
        (self.home / file).write_text(content, encoding="utf-8", newline="\n")
        self._record(file, "", story)

    def _put_line(self, member: str, story: Story) -> None:
        number, line = divmod(self.lines, LINES_A_DROP)
        file = DROP.format(number)
        if line == 0:
            self.close()
            self.drop = (self.home / file).open("w", encoding="utf-8", newline="\n")
        if self.drop is not None:
            self.drop.write(as_line(story, member) + "\n")
        self.lines += 1
        self._record(file, member, story)

    def _record(self, file: str, member: str, story: Story) -> None:
        self.ledger.add(
            PrintedDocument(
                file=file,
                member=member,
                source_kind="news",
                office_code=None,
                unit_code=story.subject.unit.code,
                period_code=story.subject.period.code,
                layout=None,
            )
        )
        for figure in story.figures:
            self.ledger.add(replace(figure, file=file, member=member))
        for award in story.awards:
            self.ledger.add(replace(award, file=file, member=member))
