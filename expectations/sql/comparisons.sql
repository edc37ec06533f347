-- Grain: one row a figure and what it was laid beside: others of its document, and the register of clusters. Numbers are
-- nanos; state is null where the question does not arise.
create table comparisons as
with known as (
    select
        figures.*,
        numbers.r,
        numbers.t,
        numbers.value_nanos,
        numbers.reference_nanos,
        facts.printed_percent,
        facts.basis,
        coalesce(figures.unit_code, figures.unit_text, '') as unit_key,
        figures.qualifier = 'exact' and figures.upper is null and figures.change is null as is_exact,
        figures.measure in ('count', 'money') and numbers.value_nanos is not null as is_plain
    from figures
    inner join numbers on figures.row_number = numbers.row_number
    inner join facts on figures.row_number = facts.row_number
    where figures.indicator_code is not null
),

-- a sum of money beside the pieces it was spent on: each told once for its unit, period and part
told_once as (
    select * from known
    where is_exact and (is_plain or measure = 'ratio') and value_nanos > 0
    qualify count(*) over (
        partition by document_id, sheet, unit_key, indicator_code, period_code, scope, kind, is_control_total
    ) = 1
),

per_piece as (
    select
        sums.row_number,
        'per_piece' as comparison,
        if(
            sums.value_nanos < cast(indicators.per_from as hugeint) * pieces.value_nanos
            or sums.value_nanos > cast(indicators.per_to as hugeint) * pieces.value_nanos,
            'outside',
            'within'
        ) as state,
        pieces.value_nanos as found_nanos,
        cast(indicators.per_from as hugeint) * 1000000000 as low_nanos,
        cast(indicators.per_to as hugeint) * 1000000000 as high_nanos,
        pieces.indicator_code as other_indicator,
        pieces.locator as other_locator
    from told_once as sums
    inner join indicators on sums.indicator_code = indicators.code
    inner join told_once as pieces
        on indicators.per_indicator = pieces.indicator_code
        and sums.document_id = pieces.document_id
        and sums.sheet = pieces.sheet
        and sums.unit_key = pieces.unit_key
        and sums.period_code is not distinct from pieces.period_code
        and sums.scope is not distinct from pieces.scope
        and sums.kind = pieces.kind
        and sums.is_control_total = pieces.is_control_total
    where sums.value_nanos < 100000000000000000000000000 and pieces.value_nanos < 1000000000000000000000000000
),

-- attainments of one table's units in millionths: Hidiroglou and Berthelot's symmetric distance from their median
attained as (
    select
        *,
        1000000 * r // t as c
    from known
    where source_kind = 'unit_report' and kind = 'result' and not is_control_total
        and qualifier in ('exact', 'approx') and upper is null and change is null
        and basis <> 'population' and printed_percent is distinct from 'swapped'
        and r > 0 and reference_nanos >= 10000000000
),

peers as (
    select
        *,
        quantile_disc(c, 0.5) over peer as median_c,
        count(*) over peer as peer_count
    from attained
    window peer as (partition by document_id, sheet, indicator_code, period_code, scope)
),

distances as (
    select
        *,
        if(c >= median_c, 1000000 * c // median_c - 1000000, 1000000 - 1000000 * median_c // c) as distance
    from peers
    where peer_count >= 10 and c > 0 and median_c > 0
),

quartered as (
    select
        *,
        quantile_disc(distance, 0.25) over peer as lower_quartile,
        quantile_disc(distance, 0.75) over peer as upper_quartile
    from distances
    window peer as (partition by document_id, sheet, indicator_code, period_code, scope)
),

bounded as (
    select
        *,
        -- seven quartile distances, none counted as less than a fifth: a table all alike still leaves room
        7 * greatest(-lower_quartile, 200000) as below,
        7 * greatest(upper_quartile, 200000) as above
    from quartered
),

among_peers as (
    select
        row_number,
        'peers' as comparison,
        if(distance > above or distance < -below, 'outside', 'within') as state,
        cast(peer_count as hugeint) * 1000000000 as found_nanos,
        -- in per cent of one decimal
        (median_c * 1000000 // (1000000 + below) + 500) // 1000 * 100000000 as low_nanos,
        (median_c * (1000000 + above) // 1000000 + 500) // 1000 * 100000000 as high_nanos,
        (median_c + 500) // 1000 * 100000000 as median_nanos
    from bounded
),

-- the years whose register a count may speak of: its own, its document's, else that of its telling and the one before
dated as (
    select
        known.*,
        coalesce(
            try_cast(regexp_extract(coalesce(known.period_code, documents.period_code), '\d{4}') as integer),
            year(coalesce(known.published_on, $night)) - 1
        ) as told_year
    from known
    inner join documents on known.document_id = documents.document_id
    where known.is_exact and known.is_plain and known.scope is null and not known.is_control_total
),

registered as (
    select
        dated.*,
        memberships.member_count,
        memberships.member_year,
        bool_or(dated.value_nanos = memberships.member_count * 1000000000::hugeint) over (partition by dated.row_number)
            as is_of_some_year
    from dated
    inner join memberships
        on dated.unit_code = memberships.cluster_code
        and memberships.member_year between dated.told_year and dated.told_year + 1
    where dated.indicator_code = 'cluster_member_units' and dated.kind = 'result'
    qualify row_number() over (partition by dated.row_number order by memberships.member_year) = 1
),

of_register as (
    select
        row_number,
        'register' as comparison,
        if(is_of_some_year, 'agrees', 'disagrees') as state,
        member_count * 1000000000::hugeint as found_nanos,
        member_year as other_year
    from registered
),

-- each rating told once: the captions of an article repeat it
ratings as (
    select
        document_id, unit_code, told_year, indicator_code, kind,
        max(value_nanos) as value_nanos,
        min(row_number) as row_number
    from dated
    where indicator_code in ('units_rated_excellent', 'units_rated_good') and kind = 'result'
    group by all
),

rated as (
    select
        min(ratings.row_number) as row_number,
        sum(ratings.value_nanos) as sum_nanos,
        string_agg(
            cast(ratings.value_nanos // 1000000000 as varchar), ' + ' order by ratings.indicator_code
        ) as told_sum,
        any_value(memberships.member_count) as member_count,
        any_value(memberships.member_year) as member_year
    from ratings
    inner join memberships
        on ratings.unit_code = memberships.cluster_code and ratings.told_year = memberships.member_year
    group by ratings.document_id, ratings.unit_code, ratings.told_year
),

of_ratings as (
    select
        row_number,
        'ratings' as comparison,
        if(sum_nanos > member_count * 1000000000::hugeint, 'exceeds', 'within') as state,
        member_count * 1000000000::hugeint as found_nanos,
        sum_nanos as low_nanos,
        member_year as other_year,
        told_sum as other_text
    from rated
),

-- an article's two tellings of one event: the same base, or numbers one slip of a digit apart
tellings as (
    select *, cast(value as varchar) as value_text from known
    where source_kind = 'news' and is_exact and measure in ('count', 'money', 'ratio') and value_nanos > 0
        and unit_code is not null and period_code is not null
),

retold as (
    select
        later.row_number,
        'retelling' as comparison,
        if(later.value_nanos = earlier.value_nanos, 'agrees', 'disagrees') as state,
        earlier.value_nanos as found_nanos,
        earlier.reference_nanos as low_nanos,
        earlier.locator as other_locator
    from tellings as later
    inner join tellings as earlier
        on later.document_id = earlier.document_id
        and later.unit_code = earlier.unit_code
        and later.indicator_code = earlier.indicator_code
        and later.period_code = earlier.period_code
        and later.scope is not distinct from earlier.scope
        and later.kind = earlier.kind
        and earlier.row_number <> later.row_number
        and (
            cast(regexp_extract(earlier.locator, '^\d+') as integer)
            < cast(regexp_extract(later.locator, '^\d+') as integer)
        )
    where
        later.value_nanos = earlier.value_nanos
        or (later.reference_nanos > 0 and later.reference_nanos = earlier.reference_nanos)
        -- how many units a cluster has, or signed its pledge of the year, is one number
        or later.indicator_code in ('cluster_member_units', 'emulation_pledges_signed')
        or (
            later.value_nanos >= 100000000000
            and length(later.value_text) = length(earlier.value_text)
            and damerau_levenshtein(later.value_text, earlier.value_text) = 1
        )
    qualify row_number() over (
        partition by later.row_number order by later.value_nanos = earlier.value_nanos, earlier.row_number
    ) = 1
)

from per_piece
union all by name
from among_peers
union all by name
from of_register
union all by name
from of_ratings
union all by name
from retold
