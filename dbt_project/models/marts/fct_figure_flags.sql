with flags as (
    select * from {{ ref('int_flags__unioned') }}
),

states as (
    select * from {{ ref('int_flag_states__told') }}
),

rules as (
    select * from {{ ref('stg_catalogue__quality_rules') }}
),

org_units as (
    select * from {{ ref('stg_catalogue__org_units') }}
),

indicators as (
    select * from {{ ref('stg_catalogue__indicators') }}
)

select
    flags.flag_key,
    flags.rule_code,
    rules.title_name as rule_name,
    flags.severity,
    coalesce(states.state, 'open') as state,
    flags.subject_kind,
    flags.subject_key,
    org_units.org_unit_code,
    org_units.org_unit_name,
    indicators.indicator_code,
    indicators.indicator_name,
    flags.period_code,
    coalesce(flags.scope, '') as scope,
    flags.office_code,
    flags.message_vi,
    flags.what_to_do_vi,
    flags.witness_count,
    flags.evidence,
    flags.value_hash,
    states.actor as last_actor,
    states.reason as last_reason,
    flags.first_night,
    flags.last_night,
    states.opened_night,
    states.last_changed_night
from flags
left join states on flags.flag_key = states.flag_key
left join rules on flags.rule_code = rules.rule_code
left join org_units on flags.org_unit_code = org_units.org_unit_code
left join indicators on flags.indicator_code = indicators.indicator_code
order by flags.flag_key
