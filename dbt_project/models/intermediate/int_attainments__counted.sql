{{ config(
    materialized='incremental', incremental_strategy='touched', unique_key='judged_account', on_schema_change='fail'
) }}
-- Grain: one row of int_attainments__rated that may be added up: not quarantined, and of the sources that state one
-- figure the workbook, else the news (is_headline). is_counted_in_year tells the rows that together are the year as far
-- as it is told: of a flow periods that never overlap (a half-year is never added to its year), of what is no flow the
-- last alone; a school year is an account of its own.
with recursive headlines as (
    select
        figure_id,
        org_unit_code,
        indicator_code,
        coalesce(scope, '') as scope,
        period_code,
        year_code,
        accumulation_kind,
        {{ period_start('period_code', 'period_kind') }} as start_date,
        {{ period_end('period_code', 'period_kind') }} as end_date
    from {{ ref('int_attainments__rated') }}
    {{ touched_judged_accounts() }}
    where quality_status <> 'quarantined'
    qualify row_number() over (
        partition by org_unit_code, indicator_code, period_code, coalesce(scope, '')
        order by
            (value is not null or is_share) desc,
            (source_kind = 'unit_report') desc,
            figure_id
    ) = 1
),

accounts as (
    select
        *,
        count(*) over account as period_count,
        row_number() over (account order by end_date desc, start_date, period_code) as lateness
    from headlines
    where year_code is not null
    window account as (partition by org_unit_code, indicator_code, scope, year_code)
),

-- What several periods of a flow tell of one year is laid out from each that follows no other: the next period is the
-- first that begins later, the longest of those that begin together. (An as-of join would say the same; in a recursive
-- query it corrupts the memory of DuckDB 1.5.)
shared as (
    select
        *,
        date_diff('day', start_date, end_date) + 1 as day_count
    from accounts
    where period_count > 1 and accumulation_kind = 'flow'
),

followed as (
    select
        one.figure_id,
        arg_min(next_one.figure_id, (next_one.start_date, -next_one.day_count, next_one.period_code)) as next_figure_id
    from shared as one
    inner join shared as next_one
        on
            one.org_unit_code = next_one.org_unit_code
            and one.indicator_code = next_one.indicator_code
            and one.scope = next_one.scope
            and one.year_code = next_one.year_code
            and one.end_date < next_one.start_date
    group by one.figure_id
),

chains as (
    select
        shared.figure_id as first_figure_id,
        shared.figure_id
    from shared
    anti join followed on shared.figure_id = followed.next_figure_id

    union all

    select
        chains.first_figure_id,
        followed.next_figure_id as figure_id
    from chains
    inner join followed on chains.figure_id = followed.figure_id
),

measured as (
    select
        chains.first_figure_id,
        any_value(shared.org_unit_code) as org_unit_code,
        any_value(shared.indicator_code) as indicator_code,
        any_value(shared.scope) as scope,
        any_value(shared.year_code) as year_code,
        sum(shared.day_count) as covered_days,
        count(*) as piece_count,
        min(shared.period_code) as first_code
    from chains
    inner join shared on chains.figure_id = shared.figure_id
    group by chains.first_figure_id
),

-- the layout that covers most of the year, in the fewest pieces
chosen as (
    select chains.figure_id
    from chains
    semi join (
        select first_figure_id
        from measured
        qualify row_number() over (
            partition by org_unit_code, indicator_code, scope, year_code
            order by covered_days desc, piece_count, first_code, first_figure_id
        ) = 1
    ) as best using (first_figure_id)
)

select
    headlines.figure_id,
    headlines.org_unit_code,
    headlines.indicator_code,
    headlines.period_code,
    coalesce(
        accounts.period_count = 1
        or (accounts.accumulation_kind is distinct from 'flow' and accounts.lateness = 1)
        or chosen.figure_id is not null,
        false
    ) as is_counted_in_year
from headlines
left join accounts on headlines.figure_id = accounts.figure_id
left join chosen on headlines.figure_id = chosen.figure_id
