-- Grain: flag x witness. A number is more than 10^2.5 times what its unit reported for the period before, or less than its
-- 316th part: an order of magnitude that a slip between nghìn, triệu and tỷ makes. A report that agrees with the one before
-- the last leaves the last alone to be asked about. The first report of a unit has nothing to be laid beside. A quarter
-- and the half year that its own sheet adds it to are one witness: of a document and year the longest period speaks.
{{ config(tags=['flags']) }}

with statements as (
    select
        *,
        {{ period_kind('period_code') }} as period_kind
    from {{ ref('int_statements__bounded') }}
    where
        source_kind = 'unit_report'
        and not is_control_total
        and is_additive
        and qualifier = 'exact'
        and number > 0
        and number < {{ countable_limit() }}
),

indicators as (
    select * from {{ ref('stg_catalogue__indicators') }}
),

told_once as (
    select * from statements
    where {{ is_year_to_date('period_code', 'period_kind') }}
    qualify
        row_number() over (
            partition by
                document_id, org_unit_code, indicator_code, coalesce(scope, ''),
                {{ period_year_code('period_code', 'period_kind') }}
            order by {{ period_months('period_code', 'period_kind') }} desc, figure_id
        ) = 1
),

followed as (
    select
        *,
        lag({ 'figure_id': figure_id, 'period_code': period_code, 'period_kind': period_kind, 'number': number })
            over series as earlier,
        lag(number, 2) over series as number_before,
        lead(number) over series as number_after
    from told_once
    window series as (
        partition by org_unit_code, indicator_code, coalesce(scope, '')
        order by {{ period_end('period_code', 'period_kind') }}, {{ period_months('period_code', 'period_kind') }}, period_code
    )
),

leapt as (
    select
        *,
        {{ is_leap('number', 'earlier.number') }} as is_above,
        greatest(number, earlier.number) as higher,
        least(number, earlier.number) as lower
    from followed
    where
        greatest(number, earlier.number) >= 1000
        and ({{ is_leap('number', 'earlier.number') }} or {{ is_leap('earlier.number', 'number') }})
        and not coalesce(
            ({{ is_leap('number_before', 'earlier.number') }} or {{ is_leap('earlier.number', 'number_before') }})
            and not {{ is_leap('number', 'number_before') }}
            and not {{ is_leap('number_before', 'number') }},
            false
        )
),

mended as (
    select
        *,
        -- the thousand, million or billion that brings the two nearest to one another
        case
            when higher > cast(lower as decimal(28, 9)) * cast(31622776 as decimal(9, 0))
                then cast(1000000000 as decimal(10, 0))
            when higher > cast(lower as decimal(28, 9)) * cast(31623 as decimal(6, 0))
                then cast(1000000 as decimal(10, 0))
            else cast(1000 as decimal(10, 0))
        end as factor
    from leapt
),

-- the first report of a unit is the mistaken one where the two after it agree; where there is but one after it, either is
judged as (
    select
        *,
        number_before is null
        and not coalesce({{ is_leap('number', 'number_after') }} or {{ is_leap('number_after', 'number') }}, true)
            as is_earlier_mistaken,
        number_before is not null or number_after is not null as is_settled
    from mended
),

told as (
    select
        judged.*,
        indicators.indicator_name,
        indicators.indicator_name_en,
        indicators.unit_name,
        coalesce(indicators.measure_kind = 'count' and indicators.value_kind = 'integer', false) as is_whole,
        if(
            judged.is_above,
            {{ divided_by_power('judged.number', 'judged.factor') }},
            cast(cast(judged.number as decimal(28, 9)) * judged.factor as decimal(38, 9))
        ) as number_mended,
        if(
            judged.is_above,
            cast(cast(judged.earlier.number as decimal(28, 9)) * judged.factor as decimal(38, 9)),
            {{ divided_by_power('judged.earlier.number', 'judged.factor') }}
        ) as earlier_mended
    from judged
    inner join indicators on judged.indicator_code = indicators.indicator_code
),

-- the number that may be the mistaken one
worded as (
    select
        *,
        if(is_earlier_mistaken, earlier.period_code, period_code) as mistaken_code,
        if(is_earlier_mistaken, earlier.period_kind, period_kind) as mistaken_kind,
        if(is_earlier_mistaken, earlier_mended, number_mended) as mistaken_mended,
        -- whole things come in no fractions: then it was no thousand that slipped
        not is_whole or if(is_earlier_mistaken, earlier_mended, number_mended) % 1 = 0 as is_scale
    from told
)

select
    'unit_slip' as rule_code,
    subject_key,
    org_unit_code,
    indicator_code,
    period_code,
    scope,
    unnest([figure_id, earlier.figure_id]) as figure_id,
    {{ messages('unit_slip', {
        'indicator': {'vi': 'indicator_name', 'en': 'indicator_name_en'},
        'unit': 'org_unit_name',
        'period': told_period('period_code', 'period_kind'),
        'r': told_amount('number', 'unit_name'),
        'before': told_period('earlier.period_code', 'earlier.period_kind'),
        'earlier': told_amount('earlier.number', 'unit_name'),
        'leap': {
            'vi': "if(is_above, 'gấp hơn 300 lần', 'chưa bằng một phần 300')",
            'en': "if(is_above, 'more than 300 times', 'less than a 300th')"
        },
        'cause': {
            'vi': "if(is_scale, 'Có thể nhầm đơn vị tính (lệch ' || " ~ vietnamese_number('factor')
                ~ " || ' lần); nếu vậy số của ' || " ~ lower_first(period_label('mistaken_code', 'mistaken_kind')) ~ " || ' là ' || "
                ~ vietnamese_number('mistaken_mended') ~ " || ' ' || unit_name || '.', 'Có thể gõ thừa hoặc thiếu chữ số ở một trong hai kỳ.')",
            'en': "if(is_scale, 'Perhaps the unit of measure slipped (by ' || " ~ english_number('factor')
                ~ " || '); then the number of ' || " ~ period_label_en('mistaken_code', 'mistaken_kind') ~ " || ' is ' || "
                ~ english_number('mistaken_mended') ~ " || ' ' || unit_name || '.', 'Perhaps one of the two has a digit too many or too few.')"
        }
    }) }},
    -- each of the two figures with what it would be, were it the mistaken one
    unnest([
        if(is_scale and is_settled and not is_earlier_mistaken, {{ scale_repair('number', 'number_mended', 'unit_name') }}, null),
        if(is_scale and is_settled and is_earlier_mistaken, {{ scale_repair('earlier.number', 'earlier_mended', 'unit_name') }}, null)
    ]) as repairs
from worded
