-- grain: one row an open or settled flag; words and places of the first $details by what mending them would change.
-- A place in a document that another office sent is left out of an office's page.
with shown as (
    select fct_figure_flags.*
    from fct_figure_flags
    where
        $units is null
        or list_contains($units, org_unit_code)
        or (org_unit_code is null and list_contains($offices, office_code))
),

ordered as (
    select *, row_number() over (order by impact_rank nulls last, flag_key) as position
    from shown
)

select
    rule_code as rule,
    rule_name,
    severity,
    state,
    org_unit_code as unit,
    indicator_code as indicator,
    period_code as period,
    scope,
    coalesce(opened_night, first_night)::varchar as since,
    at_stake_value as at_stake,
    rank_flip_count as flips,
    case when position <= $details then message_vi end as message,
    case when position <= $details then what_to_do_vi end as action,
    case
        when position <= $details then to_json(
            list_filter(
                list_transform(
                    from_json(
                        coalesce(evidence, '[]'),
                        '[{"source_kind":"VARCHAR","path":"VARCHAR","locator":"VARCHAR","quote":"VARCHAR","r":"VARCHAR"}]'
                    ),
                    lambda witness: [
                        witness.source_kind, witness.path, witness.locator, left(witness.quote, 600), witness.r
                    ]
                ),
                lambda place: (
                    $units is null
                    or place[1] = 'news'
                    or list_contains($offices, split_part(place[2], '/', 1))
                )
            )[1:4]
        )::varchar
    end as places
from ordered
where position <= $rows
order by position
