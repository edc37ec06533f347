-- grain: one row an open or settled flag; words and places of the first $details by what mending them would change.
with ordered as (
    select *, row_number() over (order by impact_rank nulls last, flag_key) as position
    from fct_figure_flags
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
    case when position <= $details then message_en end as message_en,
    case when position <= $details then what_to_do_vi end as action,
    case
        when position <= $details then to_json(
            list_transform(
                from_json(
                    coalesce(evidence, '[]'),
                    '[{"source_kind":"VARCHAR","path":"VARCHAR","locator":"VARCHAR","quote":"VARCHAR","r":"VARCHAR"}]'
                ),
                lambda witness: [
                    witness.source_kind, witness.path, witness.locator, left(witness.quote, 600), witness.r
                ]
            )[1:4]
        )::varchar
    end as places
from ordered
where position <= $rows
order by position
