-- Grain: one additive indicator of one cluster and period of which member units have sent workbook figures; is_complete
-- where all of them did. A sum with a number that cannot be true is no sum: its unit is asked about that number, and
-- nobody else about the total.
with statements as (
    select * from {{ ref('int_statements__bounded') }}
    where source_kind = 'unit_report' and not is_control_total and is_additive
),

memberships as (
    select * from {{ ref('stg_catalogue__org_memberships') }}
),

impossible as (
    select distinct
        figure_id,
        night
    from {{ ref('stg_landing__figure_flags') }}
    where figure_id is not null and severity = 'fatal' and {{ disputed_field('rule_code') }} = 'value'
),

member_counts as (
    select
        cluster_code,
        member_year,
        count(*) as member_count
    from memberships
    group by cluster_code, member_year
),

sums as (
    select
        memberships.cluster_code,
        memberships.member_year,
        statements.indicator_code,
        statements.period_code,
        statements.scope,
        count(distinct statements.org_unit_code) as reported_count,
        sum(statements.number) as number,
        sum(statements.number_from) as number_from,
        sum(statements.number_to) as number_to,
        count(impossible.figure_id) as impossible_count,
        list(statements.figure_id order by statements.org_unit_code, statements.figure_id) as figure_ids
    from statements
    inner join memberships
        on
            statements.org_unit_code = memberships.member_code
            and statements.period_code[1:4] = cast(memberships.member_year as varchar)
    left join impossible on statements.figure_id = impossible.figure_id and statements.night = impossible.night
    where
        {{ period_kind('statements.period_code') }} in ('year', 'half', 'quarter', 'months', 'month')
        and abs(statements.number_to) < {{ countable_limit() }}
    group by all
)

select
    sums.* exclude (impossible_count),
    member_counts.member_count,
    sums.reported_count = member_counts.member_count as is_complete,
    {{ figure_subject('sums.cluster_code', 'sums.indicator_code', 'sums.period_code', 'sums.scope') }} as subject_key
from sums
inner join member_counts
    on sums.cluster_code = member_counts.cluster_code and sums.member_year = member_counts.member_year
where sums.impossible_count = 0
