-- Grain: one member of a cluster x period x indicator with a target: the figures that decide the cluster's standings.
-- Compared is an indicator that at least two members report against a target, unless the whole it is a part of is
-- compared too. What is measured against the year's target is not compared with what is measured against the half's: of
-- each indicator the base that most members share counts.
with clusters as (
    select * from {{ ref('dim_clusters') }}
),

attainments as (
    select * from {{ ref('fct_attainments') }}
    where is_headline and scope = '' and scored_pct is not null
),

indicators as (
    select * from {{ ref('dim_indicators') }}
),

ranged as (
    select
        clusters.cluster_code,
        clusters.cluster_name,
        clusters.member_code,
        clusters.member_name,
        attainments.* exclude (org_unit_code, org_unit_name),
        coalesce(attainments.reference_period_code, attainments.period_code) as base_period_code,
        indicators.part_of_code,
        -- an approximate number, or one rounded, may score as much as its interval allows
        case
            when attainments.computed_pct is null then attainments.scored_pct
            when attainments.direction_kind = 'higher_better'
                then greatest(least(coalesce(attainments.computed_pct_from, 0), attainments.cap_pct), 0)
            when attainments.computed_pct_to is null then 0
            when attainments.computed_pct_to = 0 then attainments.scored_pct
            else least({{ percent_of('100', 'attainments.computed_pct_to') }}, attainments.cap_pct)
        end as scored_pct_from,
        case
            when attainments.computed_pct is null then attainments.scored_pct
            when attainments.direction_kind = 'higher_better'
                then greatest(least(coalesce(attainments.computed_pct_to, attainments.cap_pct), attainments.cap_pct), 0)
            when attainments.computed_pct_from = 0 then attainments.scored_pct
            else least({{ percent_of('100', 'attainments.computed_pct_from') }}, attainments.cap_pct)
        end as scored_pct_to
    from clusters
    inner join attainments
        on
            clusters.member_code = attainments.org_unit_code
            and cast(clusters.member_year as varchar) = attainments.year_code
    inner join indicators on attainments.indicator_code = indicators.indicator_code
),

shared as (
    select
        cluster_code,
        period_code,
        indicator_code,
        base_period_code,
        any_value(part_of_code) as part_of_code
    from ranged
    group by cluster_code, period_code, indicator_code, base_period_code
    having count(*) >= 2
    qualify row_number() over (
        partition by cluster_code, period_code, indicator_code
        order by {{ base_order() }}
    ) = 1
),

compared as (
    select
        parts.cluster_code,
        parts.period_code,
        parts.indicator_code,
        parts.base_period_code
    from shared as parts
    left join shared as wholes
        on
            parts.cluster_code = wholes.cluster_code
            and parts.period_code = wholes.period_code
            and parts.part_of_code = wholes.indicator_code
    where wholes.indicator_code is null
)

select
    ranged.cluster_code,
    ranged.cluster_name,
    ranged.period_code,
    ranged.member_code,
    ranged.member_name,
    ranged.indicator_code,
    ranged.indicator_name,
    compared.indicator_code is not null as is_compared,
    cast(
        rank() over (
            partition by ranged.cluster_code, ranged.period_code, ranged.indicator_code, ranged.base_period_code
            order by ranged.scored_pct desc
        ) as integer
    ) as rank_number,
    cast(
        count(*) over (
            partition by ranged.cluster_code, ranged.period_code, ranged.indicator_code, ranged.base_period_code
        ) as integer
    ) as ranked_count,
    ranged.value,
    ranged.reference,
    ranged.reference_period_code,
    ranged.attained_pct,
    ranged.scored_pct,
    cast(least(ranged.scored_pct_from, ranged.scored_pct) as decimal(18, 1)) as scored_pct_from,
    cast(greatest(ranged.scored_pct_to, ranged.scored_pct) as decimal(18, 1)) as scored_pct_to,
    ranged.fulfilment_kind,
    ranged.source_kind,
    ranged.quality_status,
    ranged.cap_pct,
    ranged.figure_id,
    ranged.document_id,
    ranged.path,
    ranged.locator
from ranged
left join compared
    on
        ranged.cluster_code = compared.cluster_code
        and ranged.period_code = compared.period_code
        and ranged.indicator_code = compared.indicator_code
        and ranged.base_period_code = compared.base_period_code
order by ranged.cluster_code, ranged.period_code, ranged.indicator_code, ranged.member_code
