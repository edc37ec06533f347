"""The life of a flag: transitions told from what tonight's findings are and what was recorded before.

Findings come from ``intermediate.int_flags__unioned`` of the build file, one row a flag key; the past comes from the
events of the landing zone. Only differences are appended, so the same night again appends nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from warehouse.database import connect
from warehouse.landing import Landing
from warehouse.records import Event
from warehouse.settings import Settings

_TRANSITIONS = """
with recorded as (
    -- grain: one row a flag, its last recorded state, whatever night is run again
    select
        subject,
        arg_max(state, (recorded_at, event_id)) as state,
        arg_max(json_extract_string(payload, '$.value_hash'), (recorded_at, event_id)) as value_hash,
        arg_max(payload, (recorded_at, event_id)) as payload
    from read_parquet($events, hive_partitioning = false)
    where event_type = 'flag'
    group by subject
),

findings as (
    select
        'flag:' || flag_key as subject,
        value_hash,
        json_object(
            'rule_code', rule_code, 'severity', severity, 'office_code', office_code, 'value_hash', value_hash
        ) as payload
    from intermediate.int_flags__unioned
)

select
    coalesce(findings.subject, recorded.subject) as subject,
    case
        when findings.subject is null then 'closed'
        when recorded.subject is null or recorded.state = 'closed' then 'open'
        else 'updated'
    end as state,
    coalesce(findings.value_hash, recorded.value_hash) as value_hash,
    coalesce(findings.payload, recorded.payload) as payload
from findings
full outer join recorded on findings.subject = recorded.subject
where
    (findings.subject is null and recorded.state <> 'closed')
    or recorded.subject is null
    or (findings.subject is not null and recorded.state = 'closed')
    or (findings.subject is not null and findings.value_hash is distinct from recorded.value_hash)
order by subject
"""


@dataclass(frozen=True, slots=True)
class Transitions:
    """How many flags were opened, updated or closed tonight."""

    counts: Counter[str]


def append_transitions(settings: Settings, night: date, now: datetime) -> Transitions:
    """Append tonight's flag transitions to the landing zone; returns the number of each that were new."""
    landing = Landing(settings.landing)
    with connect(settings.build_database, read_only=True) as database:
        rows = database.execute(_TRANSITIONS, {"events": landing.glob("events")}).fetchall()
    events = [_event(night, now, *row) for row in rows]
    return Transitions(Counter(event.state for event in landing.append_events(night, events)))


def _event(night: date, now: datetime, subject: str, state: str, value_hash: str, payload: str) -> Event:
    content: dict[str, Any] = json.loads(payload)
    return Event(
        event_id=Event.identity(subject, state, night, value_hash),
        subject=subject,
        event_type="flag",
        state=state,
        night=night,
        actor="warehouse",
        reason=None,
        payload=content,
        recorded_at=now,
    )
