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
from warehouse.records import ASIDE, SETTLED, Event
from warehouse.settings import Settings

_TRANSITIONS = """
with told as (
    select *, json_extract_string(payload, '$.value_hash') as value_hash
    from read_parquet($events, hive_partitioning = false)
    where event_type = 'flag' and not list_contains($aside, state)
),

recorded as (
    -- grain: one row a flag, its last recorded state, whatever night is run again; found_at is of the numbers it names
    select
        subject,
        arg_max(state, (recorded_at, event_id)) as state,
        arg_max(night, (recorded_at, event_id)) as night,
        arg_max(value_hash, (recorded_at, event_id)) as value_hash,
        arg_max(payload, (recorded_at, event_id)) as payload,
        max((recorded_at, event_id))[2] as event_id,
        max(recorded_at) filter (where list_contains($found, state)) as found_at
    from told
    group by subject
),

findings as (
    select
        'flag:' || flag_key as subject,
        value_hash,
        json_object(
            'rule_code', rule_code,
            'severity', severity,
            'office_code', office_code,
            'subject_key', subject_key,
            'value_hash', value_hash
        ) as payload
    from intermediate.int_flags__unioned
),

gone as (
    select *, json_extract_string(payload, '$.subject_key') as subject_key
    from recorded
    anti join findings using (subject)
    where state <> 'closed'
),

-- what stands where a flag was: sent again since its numbers were judged, or corrected by the data team
mended as (
    select
        gone.subject,
        arg_max(
            {
                'actor': if(json_extract_string(figures.correction, '$.origin') = 'office', '', 'TLD.DATA: ')
                || json_extract_string(figures.correction, '$.who'),
                'reason': json_extract_string(figures.correction, '$.reason'),
                'reason_code': case
                    when figures.correction is null then 'sent_again'
                    when json_extract_string(figures.correction, '$.origin') = 'office' then 'corrected_by_office'
                    else 'corrected_by_data_team'
                end,
                'document': coalesce(
                    json_extract_string(figures.correction, '$.document'), figures.path || ' ' || figures.locator
                )
            },
            (figures.correction is not null, figures.received_at, figures.figure_id)
        ) as mending
    from gone
    inner join intermediate.int_figures__superseded as figures on gone.subject_key = figures.subject_key
    where figures.is_current and (figures.received_at > gone.found_at or figures.correction is not null)
    group by gone.subject
),

transitions as (
    select
        findings.subject,
        case
            when recorded.subject is null or recorded.state = 'closed' then 'open'
            when list_contains($settled, recorded.state) then 'reopened'
            else 'updated'
        end as state,
        findings.value_hash,
        recorded.event_id as last_event_id,
        'warehouse' as actor,
        cast(null as varchar) as reason,
        findings.payload
    from findings
    left join recorded on findings.subject = recorded.subject
    where
        recorded.subject is null
        or recorded.state in ('closed', 'corrected')
        or findings.value_hash is distinct from recorded.value_hash

    union all

    -- what was corrected is closed on a later night, if it stays so
    select
        gone.subject,
        if(mended.subject is not null, 'corrected', 'closed') as state,
        gone.value_hash,
        gone.event_id as last_event_id,
        coalesce(mended.mending.actor, 'warehouse') as actor,
        mended.mending.reason,
        json_merge_patch(
            gone.payload,
            json_object(
                'reason_code', coalesce(mended.mending.reason_code, 'finding_gone'),
                'document', mended.mending.document
            )
        ) as payload
    from gone
    -- an answered flag is closed with its finding, whatever took the place of its figure
    left join mended on gone.subject = mended.subject and not list_contains($settled, gone.state)
    where gone.state <> 'corrected' or gone.night < $night
)

select * from transitions
order by subject
"""

_FOUND = ("open", "updated", "reopened")
"""States in which a flag was found with the numbers its event names."""


@dataclass(frozen=True, slots=True)
class Transitions:
    """How many flags were opened, updated, reopened, corrected or closed tonight."""

    counts: Counter[str]


def append_transitions(settings: Settings, night: date, now: datetime) -> Transitions:
    """Append tonight's flag transitions to the landing zone; returns the number of each that were new."""
    landing = Landing(settings.landing)
    with connect(settings.build_database, read_only=True) as database:
        asked = {"events": landing.glob("events"), "night": night, "aside": ASIDE, "settled": SETTLED, "found": _FOUND}
        rows = database.execute(_TRANSITIONS, asked).fetchall()
    events = [_event(night, now, *row) for row in rows]
    return Transitions(Counter(event.state for event in landing.append_events(night, events)))


def _event(
    night: date,
    now: datetime,
    subject: str,
    state: str,
    value_hash: str,
    last_event_id: str | None,
    actor: str,
    reason: str | None,
    payload: str,
) -> Event:
    content: dict[str, Any] = json.loads(payload)
    return Event(
        # a flag may be closed and opened again more than once a night
        event_id=Event.identity(subject, state, night, f"{value_hash}|{last_event_id or ''}"),
        subject=subject,
        event_type="flag",
        state=state,
        night=night,
        actor=actor,
        reason=reason,
        payload=content,
        recorded_at=now,
    )
