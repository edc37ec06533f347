"""Whether a night's load is through: begun and finished, or finished in part, as events of the landing zone.

A load that began and never finished, because a process was killed or a machine went down, is told by the event that is
missing. A night again without anything new appends nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from warehouse.figure import SourceKind
from warehouse.landing import Landing
from warehouse.records import Event

EVENT_TYPE = "load"


class LoadState(StrEnum):
    BEGUN = "begun"
    FINISHED = "finished"
    PARTIAL = "partial"
    """Through, but something received could not be landed: mend it and load the night again."""


def record_load(landing: Landing, night: date, source_kind: SourceKind, state: LoadState, now: datetime) -> None:
    """Append that a source's load came to a state, where it is not in it already."""
    steps = _steps(landing, night)
    known, count = steps.get(source_kind, (None, 0))
    if known is state:
        return
    subject = f"{EVENT_TYPE}:{source_kind.value}"
    landing.append_events(
        night,
        [
            Event(
                event_id=Event.identity(subject, state.value, night, str(count + 1)),
                subject=subject,
                event_type=EVENT_TYPE,
                state=state.value,
                night=night,
                actor="warehouse",
                reason=None,
                payload={"step": count + 1},
                recorded_at=now,
            )
        ],
    )


def load_states(landing: Landing, night: date) -> Mapping[SourceKind, LoadState]:
    """How far each source's load of a night came; a source nobody told of is left out."""
    return {source_kind: state for source_kind, (state, _) in _steps(landing, night).items()}


def unfinished(landing: Landing, night: date) -> tuple[SourceKind, ...]:
    """The sources whose load of a night began and is not through, or is through in part."""
    return tuple(kind for kind, state in load_states(landing, night).items() if state is not LoadState.FINISHED)


def _steps(landing: Landing, night: date) -> dict[SourceKind, tuple[LoadState, int]]:
    furthest: dict[SourceKind, tuple[LoadState, int]] = {}
    for subject, state, payload in landing.events_of(night, EVENT_TYPE):
        source_kind, step = SourceKind(subject.removeprefix(f"{EVENT_TYPE}:")), int(json.loads(payload)["step"])
        if step > furthest.get(source_kind, (state, 0))[1]:
            furthest[source_kind] = (LoadState(state), step)
    return furthest
