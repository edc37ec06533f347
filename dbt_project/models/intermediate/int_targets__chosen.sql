-- Grain: one target a unit, indicator, period, scope and source: the target cell where there is one, else the base
-- printed beside a result (27/22) that is known to be a target.
with figures as (
    select * from {{ ref('int_figures__superseded') }}
    where is_current and has_key and not is_control_total
),

stated as (
    select
        figure_id,
        org_unit_code,
        org_unit_name,
        indicator_code,
        indicator_name,
        indicator_measure,
        period_code,
        scope,
        source_kind,
        value,
        percent,
        qualifier,
        unit_of_measure,
        document_id,
        path,
        locator,
        quote,
        false as is_beside_result
    from figures
    where kind = 'target' and coalesce(value, percent) is not null

    union all

    select
        figure_id,
        org_unit_code,
        org_unit_name,
        indicator_code,
        indicator_name,
        indicator_measure,
        coalesce(reference_period_code, period_code) as period_code,
        scope,
        source_kind,
        reference as value,
        null as percent,
        'exact' as qualifier,
        unit_of_measure,
        document_id,
        path,
        locator,
        quote,
        true as is_beside_result
    from figures
    where kind = 'result' and reference is not null and denominator_basis in ('stated_target', 'inferred_target')
)

select *
from stated
qualify row_number() over (
    partition by org_unit_code, indicator_code, period_code, coalesce(scope, ''), source_kind
    order by is_beside_result, figure_id
) = 1
