with flags as (
    select * from {{ ref('int_flags__unioned') }}
),

states as (
    select * from {{ ref('int_flag_states__told') }}
),

-- whom a flag was assigned to is asked while it is an office
offices as (
    select * from {{ ref('stg_catalogue__offices') }}
    where is_active
),

tonight as (
    select night from {{ ref('int_nights__reached') }}
),

rules as (
    select * from {{ ref('stg_catalogue__quality_rules') }}
),

org_units as (
    select * from {{ ref('int_org_units__current') }}
),

indicators as (
    select * from {{ ref('stg_catalogue__indicators') }}
),

attainments as (
    select * from {{ ref('fct_attainments') }}
    qualify row_number() over (
        partition by org_unit_code, indicator_code, period_code, scope
        order by {{ headline_order() }}
    ) = 1
),

totals as (
    select * from {{ ref('fct_attainment_totals') }}
    where group_kind = 'management'
),

deciding as (
    select * from {{ ref('fct_cluster_standing_figures') }}
    where is_compared
),

standings as (
    select * from {{ ref('fct_cluster_standings') }}
),

-- places in its cluster a member loses where the figure counts nothing: the score is a mean over what is compared
flips as (
    select
        deciding.figure_id,
        count(*) as flip_count
    from deciding
    inner join standings as own
        on
            deciding.cluster_code = own.cluster_code
            and deciding.period_code = own.period_code
            and deciding.member_code = own.member_code
    inner join standings as others
        on
            own.cluster_code = others.cluster_code
            and own.period_code = others.period_code
            and own.score_pct > others.score_pct
    where (own.score_pct - others.score_pct) * own.compared_count < deciding.scored_pct
    group by deciding.figure_id
),

-- what the flag leaves open: the number it disputes, in the total of the unit above; a disputed percentage moves nothing
weighed as (
    select
        flags.flag_key,
        if({{ disputed_field('flags.rule_code') }} = 'value', abs(attainments.value), 0) as stake,
        coalesce(totals.value, 0) + coalesce(totals.quarantined_value, 0) as total,
        totals.reference,
        if({{ disputed_field('flags.rule_code') }} = 'value', coalesce(flips.flip_count, 0), 0) as flip_count
    from flags
    inner join attainments
        on
            flags.org_unit_code = attainments.org_unit_code
            and flags.indicator_code = attainments.indicator_code
            and flags.period_code = attainments.period_code
            and coalesce(flags.scope, '') = attainments.scope
    left join org_units on flags.org_unit_code = org_units.org_unit_code
    left join totals
        on
            org_units.parent_code = totals.group_code
            and attainments.indicator_code = totals.indicator_code
            and attainments.period_code = totals.period_code
            and attainments.scope = totals.scope
    left join flips on attainments.figure_id = flips.figure_id
),

impacts as (
    select
        flag_key,
        {{ mart_number('stake') }} as at_stake_value,
        {{ percent_of('stake', 'total') }} as total_change_pct,
        {{ percent_of('stake', 'reference') }} as attainment_change_pct,
        cast(flip_count as integer) as rank_flip_count
    from weighed
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
    coalesce(offices.office_code, flags.office_code) as office_code,
    flags.office_code as owner_office_code,
    flags.message_vi,
    flags.message_en,
    flags.what_to_do_vi,
    flags.witness_count,
    flags.evidence,
    flags.value_hash,
    states.actor as last_actor,
    states.reason as last_reason,
    states.reason_code as last_reason_code,
    states.document_text as last_document_text,
    flags.first_night,
    flags.last_night,
    states.opened_night,
    states.last_changed_night,
    if(states.snoozed_value_hash = flags.value_hash, states.snoozed_until_date, null) as snoozed_until_date,
    coalesce(
        states.snoozed_value_hash = flags.value_hash and states.snoozed_until_date >= tonight.night, false
    ) as is_snoozed,
    impacts.at_stake_value,
    impacts.total_change_pct,
    impacts.attainment_change_pct,
    coalesce(impacts.rank_flip_count, 0) as rank_flip_count,
    cast(
        row_number() over (
            order by
                coalesce(states.state, 'open') in ('closed', 'corrected', 'confirmed', 'withdrawn'),
                flags.severity = 'info',
                coalesce(impacts.rank_flip_count, 0) desc,
                coalesce(impacts.total_change_pct, 0) desc,
                {{ severity_rank('flags.severity') }} desc,
                coalesce(impacts.at_stake_value, 0) desc,
                flags.flag_key
        ) as integer
    ) as impact_rank
from flags
cross join tonight
left join states on flags.flag_key = states.flag_key
left join offices on states.assigned_office_code = offices.office_code
left join impacts on flags.flag_key = impacts.flag_key
left join rules on flags.rule_code = rules.rule_code
left join org_units on flags.org_unit_code = org_units.org_unit_code
left join indicators on flags.indicator_code = indicators.indicator_code
order by flags.flag_key
