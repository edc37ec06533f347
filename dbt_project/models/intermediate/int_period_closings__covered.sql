-- Grain: one unit and period of which there are figures x a word told of the period, or of one that contains it, for the unit
-- or one above it. Figures of units no catalogue knows hear words for everybody alone: their org_unit_code is empty.
with recursive words as (
    select * from {{ ref('int_period_closings__told') }}
),

org_units as (
    select * from {{ ref('int_org_units__owned') }}
),

below as (
    select distinct
        org_unit_code as word_unit_code,
        org_unit_code,
        0 as distance
    from words
    where org_unit_code is not null

    union all

    select
        below.word_unit_code,
        org_units.org_unit_code,
        below.distance + 1 as distance
    from below
    inner join org_units on below.org_unit_code = org_units.parent_code
    where below.distance < 20
),

subjects as (
    select distinct
        coalesce(org_unit_code, '') as org_unit_code,
        period_code,
        {{ period_kind('period_code') }} as period_kind
    from {{ ref('int_figures__resolved') }}
    where period_code is not null and exists (select 1 from words)
),

dated as (
    select
        org_unit_code,
        period_code,
        {{ period_start('period_code', 'period_kind') }} as start_date,
        {{ period_end('period_code', 'period_kind') }} as end_date
    from subjects
),

covered as (
    select
        dated.org_unit_code,
        dated.period_code,
        words.* exclude (org_unit_code, period_code, start_date, end_date)
    from dated
    inner join words
        on
            dated.period_code = words.period_code
            or (dated.start_date >= words.start_date and dated.end_date <= words.end_date)
    where
        words.org_unit_code is null
        or exists (
            select 1 from below
            where below.word_unit_code = words.org_unit_code and below.org_unit_code = dated.org_unit_code
        )
)

select * from covered
