"""What the proof has to show."""

from __future__ import annotations

from collections.abc import Iterator

from proof.scores import Scores

RECALL = 0.97
"""Of the faults that some evidence can reveal."""
REPAIR = 0.90
"""Of first suggestions for faults that one change mends."""
FALSE_PER_10_000 = 2
"""Query and fatal flags on clean figures, over-fulfilment apart."""
OVER_FULFILLED = 0.40
"""Of the targets of the clean federations, at least."""


def shortfalls(scores: Scores) -> Iterator[str]:
    """A sentence for each target that is not met."""
    if scores.revealable.value < RECALL:
        yield f"recall of revealable faults is {scores.revealable.told()}, not {RECALL}"
    if scores.repair.value < REPAIR:
        yield f"first suggestions are right in {scores.repair.told()}, not {REPAIR}"
    if scores.false_per_10_000 > FALSE_PER_10_000:
        yield f"{scores.false_per_10_000:.2f} false flags per 10,000 clean figures, not at most {FALSE_PER_10_000}"
    if scores.over_fulfilled.value < OVER_FULFILLED:
        yield f"only {scores.over_fulfilled.told()} of the targets are over-fulfilled, not {OVER_FULFILLED}"
