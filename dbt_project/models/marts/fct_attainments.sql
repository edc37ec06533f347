-- A target beside its result, per source: workbook and news stand on rows of their own and are never mixed.
-- Of a share (indicator measured in %) the numbers compared are percentages: 90 % reached of 85 % pledged is 105.9.
with results as (
    select * from {{ ref('int_figures__superseded') }}
    where
        is_current
        and has_key
        and kind = 'result'
        and not is_control_total
        and is_change_alone is not true
        and coalesce(value, percent) is not null
),

targets as (
    select * from {{ ref('int_targets__chosen') }}
),

judged as (
    select * from {{ ref('int_figures__judged') }}
),

bounded as (
    select * from {{ ref('int_statements__bounded') }}
),

paired as (
    select
        results.*,
        coalesce(results.reference, targets.value) as base,
        targets.percent as target_share,
        if(targets.figure_id = results.figure_id, null, targets.figure_id) as target_figure_id,
        coalesce(results.denominator_basis, if(targets.value is not null, 'stated_target', null)) as basis
    from results
    left join targets
        on
            results.org_unit_code = targets.org_unit_code
            and results.indicator_code = targets.indicator_code
            and results.period_code = targets.period_code
            and coalesce(results.scope, '') = coalesce(targets.scope, '')
            and results.source_kind = targets.source_kind
)

select
    paired.org_unit_code,
    paired.org_unit_name,
    paired.indicator_code,
    paired.indicator_name,
    paired.period_code,
    coalesce(paired.scope, '') as scope,
    paired.source_kind,
    {{ mart_number('paired.value') }} as value,
    {{ mart_number('paired.base') }} as reference,
    paired.reference_period_code,
    {{ mart_number('paired.percent') }} as printed_pct,
    {{ mart_number('paired.target_share') }} as target_pct,
    case
        when paired.indicator_measure = 'percent' and paired.target_share is not null and paired.change is null
            then {{ percent_of('paired.percent', 'paired.target_share') }}
        else {{ percent_of('paired.value', 'paired.base') }}
    end as computed_pct,
    {{ mart_number('if(paired.qualifier = \'exact\' and paired.upper is null, null, bounded.number_from)') }} as value_from,
    {{ mart_number('if((paired.qualifier = \'exact\' and paired.upper is null) or bounded.number_to = ' ~ unbounded() ~ ', null, bounded.number_to)') }} as value_to,
    paired.qualifier,
    paired.change as change_kind,
    paired.basis as denominator_basis,
    {{ status_of('greatest(coalesce(result_flags.value_weight, 0), coalesce(target_flags.value_weight, 0))') }} as quality_status,
    {{ status_of('result_flags.percent_weight') }} as percent_status,
    nullif(
        array_to_string(
            list_sort(
                list_distinct(
                    string_split(concat_ws(', ', result_flags.flag_rules, target_flags.flag_rules), ', ')
                )
            ),
            ', '
        ),
        ''
    ) as flag_rules,
    paired.figure_id,
    paired.target_figure_id,
    paired.document_id,
    paired.path,
    paired.locator,
    paired.quote
from paired
left join judged as result_flags on paired.figure_id = result_flags.figure_id
left join judged as target_flags on paired.target_figure_id = target_flags.figure_id
left join bounded on paired.figure_id = bounded.figure_id
order by paired.org_unit_code, paired.indicator_code, paired.period_code, scope, paired.source_kind
