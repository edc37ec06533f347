"""The proof as a whole: seeds to scores, the federations without faults and those with them judged side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from proof.federation import LARGEST_GROUP, UNITS, clean_federation
from proof.night import Outcome, Readings, run
from proof.operators import plant
from proof.printed import Federation, PlantedFault, copy_of
from proof.scores import Group, Scores, score
from sample.streams import stream

_Made = tuple[Federation, Federation, list[PlantedFault]]

SEEDS = tuple(range(1, LARGEST_GROUP + 1))
"""Those of the page."""


def prove(seeds: Sequence[int] = SEEDS) -> Scores:
    """Scores over the seeds, through the readers, the gate and dbt.

    Two processes work at a time, one on each side of the comparison.
    """
    scores = Scores()
    for group in _groups(seeds):
        made = [planted(seed) for seed in group]
        sides = [one for one, _, _ in made], [one for _, one, _ in made]
        # children are started anew: DuckDB bears no fork
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            clean, faulty = pool.map(_run, sides)
        _add(made, (clean, faulty), scores)
    return scores


def prove_gate(seeds: Sequence[int], size: int) -> Scores:
    """Scores of the gate alone over a few small federations, in this process."""
    scores = Scores()
    for group in _groups(seeds):
        made = [planted(seed, size) for seed in group]
        readings: Readings = {}
        sides = [one for one, _, _ in made], [one for _, one, _ in made]
        _add(made, (_run(sides[0], readings), _run(sides[1], readings)), scores)
    return scores


def planted(seed: int, size: int = UNITS) -> _Made:
    """A federation, the same with faults, and the faults."""
    clean = clean_federation(seed, size)
    faulty = copy_of(clean)
    return clean, faulty, plant(faulty, stream(seed, "faults"))


def _groups(seeds: Sequence[int]) -> Iterator[Sequence[int]]:
    """Seeds that can share a catalogue: each takes a province of its own."""
    group: dict[int, int] = {}
    for seed in seeds:
        if seed % LARGEST_GROUP in group:
            yield tuple(group.values())
            group = {}
        group[seed % LARGEST_GROUP] = seed
    if group:
        yield tuple(group.values())


def _add(made: Sequence[_Made], outcomes: tuple[Outcome, ...], scores: Scores) -> None:
    clean, faulty = outcomes
    group = Group(
        clean=[one for one, _, _ in made],
        faulty=[one for _, one, _ in made],
        faults=[faults for _, _, faults in made],
        clean_outcome=clean,
        faulty_outcome=faulty,
    )
    score(group, scores)


def _run(federations: Sequence[Federation], gate_readings: Readings | None = None) -> Outcome:
    with TemporaryDirectory(prefix="planted-") as home:
        return run(Path(home), federations, with_dbt=gate_readings is None, readings=gate_readings)
