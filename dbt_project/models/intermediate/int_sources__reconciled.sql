-- Grain: one news statement x what workbooks say of the same unit, indicator, period and scope: the unit's own figure,
-- a printed total row, the sum of the members' reports, or the sum of the unit's and of those that passed to it. The two agree, or a difference is explained, or they
-- contradict each other. The nearest reason comes first; numbers below 10 coincide by chance and explain nothing.
{% set explains_from = 10 %}

with statements as (
    select
        *,
        {{ period_kind('period_code') }} as period_kind
    from {{ ref('int_statements__bounded') }}
),

member_sums as (
    select * from {{ ref('int_member_sums__reported') }}
),

predecessor_sums as (
    select * from {{ ref('int_predecessor_sums__reported') }}
),

figures as (
    select * from {{ ref('int_figures__superseded') }}
),

indicators as (
    select * from {{ ref('stg_catalogue__indicators') }}
),

news as (
    select
        statements.*,
        {{ period_end('statements.period_code', 'statements.period_kind') }} as period_end
    from statements
    where statements.source_kind = 'news'
),

counterparts as (
    select
        subject_key,
        statement_key,
        if(is_control_total, 'total_row', 'own_report') as counterpart_kind,
        as_of_date,
        told_on,
        qualifier,
        number,
        number_from,
        number_to,
        [figure_id] as figure_ids,
        1 as reported_count,
        1 as member_count,
        cast(null as date) as takeover_date
    from statements
    where source_kind = 'unit_report'

    union all

    select
        subject_key,
        null as statement_key,
        'member_sum' as counterpart_kind,
        null as as_of_date,
        null as told_on,
        'exact' as qualifier,
        number,
        number_from,
        number_to,
        figure_ids,
        reported_count,
        member_count,
        null as takeover_date
    from member_sums

    union all

    select
        subject_key,
        null as statement_key,
        'predecessor_sum' as counterpart_kind,
        null as as_of_date,
        null as told_on,
        'exact' as qualifier,
        number,
        number_from,
        number_to,
        figure_ids,
        reported_count,
        unit_count as member_count,
        takeover_date
    from predecessor_sums
),

paired as (
    select
        news.figure_id as news_figure_id,
        counterparts.counterpart_kind,
        news.subject_key,
        counterparts.statement_key,
        news.org_unit_code,
        news.org_unit_name,
        news.indicator_code,
        news.period_code,
        news.scope,
        news.qualifier as news_qualifier,
        news.number as news_number,
        news.number_from as news_from,
        news.number_to as news_to,
        counterparts.qualifier as workbook_qualifier,
        counterparts.number as workbook_number,
        counterparts.number_from as workbook_from,
        counterparts.number_to as workbook_to,
        counterparts.figure_ids as workbook_figure_ids,
        counterparts.reported_count,
        counterparts.member_count,
        counterparts.takeover_date,
        news.as_of_date as news_as_of_date,
        counterparts.as_of_date as workbook_as_of_date,
        news.period_end,
        -- the day up to which each can know its period: none knows more than the whole of it
        least(coalesce(news.as_of_date, news.told_on), news.period_end) as news_known_on,
        least(coalesce(counterparts.as_of_date, counterparts.told_on), news.period_end) as workbook_known_on
    from news
    inner join counterparts
        on
            news.subject_key = counterparts.subject_key
            -- before the takeover an article speaks of the unit as it was
            and coalesce(news.told_on >= counterparts.takeover_date, true)
),

compared as (
    select
        paired.*,
        indicators.indicator_name,
        indicators.unit_name,
        indicators.accumulation_kind,
        indicators.is_negative_allowed,
        indicators.part_of_code,
        paired.news_number = paired.workbook_number as is_equal,
        paired.news_from <= paired.workbook_to and paired.workbook_from <= paired.news_to as is_overlapping
    from paired
    inner join indicators on paired.indicator_code = indicators.indicator_code
    -- of a period long over, and where the unit's own report fits, the article may mean the unit as it was
    qualify
        paired.counterpart_kind <> 'predecessor_sum'
        or is_overlapping
        or (
            paired.period_end >= paired.takeover_date - interval 3 month
            and not bool_or(paired.counterpart_kind <> 'predecessor_sum' and is_overlapping) over (
                partition by paired.news_figure_id
            )
        )
),

merged as (
    select distinct news_figure_id
    from compared
    where counterpart_kind = 'predecessor_sum' and is_overlapping and news_number >= {{ explains_from }}
),

-- what the article says stood in the workbook before it was revised
earlier_versions as (
    select
        compared.news_figure_id,
        compared.counterpart_kind,
        figures.figure_id as matched_figure_id,
        {{ number_of_figure('figures') }} as matched_number,
        cast(figures.received_at as date) as matched_on
    from compared
    inner join figures
        on
            compared.statement_key = figures.statement_key
            and not figures.is_current
            and figures.kind = 'result'
            and {{ number_of_figure('figures') }} = compared.news_number
    where not compared.is_overlapping and compared.news_number >= {{ explains_from }}
    qualify row_number() over (
        partition by compared.news_figure_id, compared.counterpart_kind
        order by figures.received_at desc nulls last, figures.figure_id
    ) = 1
),

-- the article's number is that of a part the workbooks tell apart, or of the whole the indicator is a part of
parts as (
    select
        compared.news_figure_id,
        compared.counterpart_kind,
        told.figure_id as matched_figure_id,
        told.number as matched_number,
        if(told.indicator_code = compared.part_of_code, 'whole_of', 'part_of') as explanation_kind,
        if(
            coalesce(told.scope, '') <> '' and told.indicator_code = compared.indicator_code,
            told.scope,
            part_indicators.indicator_name
        ) as part_name
    from compared
    inner join statements as told
        on
            compared.org_unit_code = told.org_unit_code
            and compared.period_code = told.period_code
            and compared.news_number = told.number
            and told.source_kind = 'unit_report'
    inner join indicators as part_indicators on told.indicator_code = part_indicators.indicator_code
    where
        not compared.is_overlapping
        and compared.news_number >= {{ explains_from }}
        and coalesce(compared.scope, '') = ''
        and (
            (told.indicator_code = compared.indicator_code and coalesce(told.scope, '') <> '')
            or (part_indicators.part_of_code = compared.indicator_code and coalesce(told.scope, '') = '')
            or (told.indicator_code = compared.part_of_code and coalesce(told.scope, '') = '')
        )
    qualify row_number() over (
        partition by compared.news_figure_id, compared.counterpart_kind
        order by (told.indicator_code = compared.indicator_code) desc, told.figure_id
    ) = 1
),

explained as (
    select
        compared.*,
        coalesce(earlier_versions.matched_figure_id, parts.matched_figure_id) as matched_figure_id,
        earlier_versions.matched_on,
        parts.part_name,
        case
            when compared.is_equal then null
            when
                compared.is_overlapping
                and (compared.news_qualifier <> 'exact' or compared.workbook_qualifier <> 'exact')
                then 'approximation'
            when compared.is_overlapping then 'rounding'
            when
                (
                    compared.news_as_of_date < compared.workbook_as_of_date
                    and (compared.accumulation_kind <> 'flow' or compared.news_from <= compared.workbook_to)
                )
                or (
                    compared.workbook_as_of_date < compared.news_as_of_date
                    and (compared.accumulation_kind <> 'flow' or compared.workbook_from <= compared.news_to)
                )
                then 'stale_date'
            when earlier_versions.matched_figure_id is not null then 'earlier_report'
            when parts.matched_figure_id is not null then parts.explanation_kind
            when merged.news_figure_id is not null then 'merged_whole'
            -- what grows can only have grown since the earlier of the two days
            when
                compared.news_known_on < coalesce(compared.workbook_known_on, compared.period_end)
                and (compared.accumulation_kind <> 'flow' or compared.news_from <= compared.workbook_to)
                then 'stale_date'
            when
                compared.workbook_known_on < compared.news_known_on
                and (compared.accumulation_kind <> 'flow' or compared.workbook_from <= compared.news_to)
                then 'stale_date'
            when
                compared.reported_count < compared.member_count
                and not compared.is_negative_allowed
                and compared.workbook_from <= compared.news_to
                then 'members_missing'
        end as explanation_kind
    from compared
    left join earlier_versions
        on
            compared.news_figure_id = earlier_versions.news_figure_id
            and compared.counterpart_kind = earlier_versions.counterpart_kind
    left join parts
        on
            compared.news_figure_id = parts.news_figure_id
            and compared.counterpart_kind = parts.counterpart_kind
    left join merged on compared.news_figure_id = merged.news_figure_id
),

found as (
    select
        *,
        case
            when is_equal then 'agrees'
            when explanation_kind is not null then 'explained'
            else 'contradicts'
        end as finding_kind,
        {{ vietnamese_number('workbook_number') }} || ' ' || unit_name as workbook_words,
        {{ vietnamese_number('news_number') }} || ' ' || unit_name as news_words
    from explained
),

worded as (
    select
        *,
        '«' || indicator_name || '» của ' || org_unit_name
        || case counterpart_kind
            when 'member_sum'
                then
                    if(
                        reported_count < member_count,
                        ': cộng báo cáo của ' || reported_count || '/' || member_count || ' đơn vị thành viên được ',
                        ': cộng báo cáo của các đơn vị thành viên được '
                    )
            when 'predecessor_sum'
                then
                    if(
                        reported_count < member_count,
                        ': cộng báo cáo của ' || reported_count || '/' || member_count
                        || ' đơn vị đã sáp nhập thành đơn vị này được ',
                        ': cộng báo cáo của các đơn vị đã sáp nhập thành đơn vị này được '
                    )
            else ': báo cáo của đơn vị ghi '
        end
        || workbook_words || ', báo chí ghi ' || news_words as both_told
    from found
)

select
    * exclude (
        period_end, takeover_date, statement_key, is_equal, is_overlapping, accumulation_kind, is_negative_allowed, part_of_code,
        workbook_words, news_words, both_told
    ),
    case
        when finding_kind = 'agrees' then both_told || '; hai nguồn khớp nhau.'
        when finding_kind = 'contradicts' then both_told || '; hai số không thể cùng đúng.'
        else
            both_told
            || case explanation_kind
                when 'approximation' then '; một bên nói áng chừng, hai số có thể cùng đúng.'
                when 'rounding' then '; hai số chỉ khác nhau do làm tròn.'
                when 'earlier_report'
                    then
                        '; báo chí dẫn số của báo cáo gửi ngày ' || strftime(matched_on, '%d/%m/%Y')
                        || ', sau đó đơn vị đã sửa.'
                when 'part_of' then '; số báo chí nêu trùng với riêng phần «' || part_name || '».'
                when 'whole_of' then '; số báo chí nêu trùng với «' || part_name || '», là số gộp cả phần này.'
                when 'merged_whole' then '; số báo chí là số chung của các đơn vị đã sáp nhập.'
                when 'members_missing'
                    then
                        '; còn ' || (member_count - reported_count) || ' đơn vị chưa có báo cáo.'
                else
                    '; hai số được tính đến hai ngày khác nhau'
                    || if(
                        news_known_on is null,
                        '.',
                        ' (báo chí: ' || strftime(news_known_on, '%d/%m/%Y') || ', báo cáo: '
                        || strftime(coalesce(workbook_known_on, period_end), '%d/%m/%Y') || ').'
                    )
            end
    end as explanation_vi
from worded
