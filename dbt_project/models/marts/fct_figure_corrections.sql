-- Grain: one line of the data team's corrections, or one number an office corrected in its answers, with what came of it: what it changed, or what stands in its way.
with corrections as (
    select * from {{ ref('stg_catalogue__figure_corrections') }}
),

figures as (
    select * from {{ ref('int_figures__superseded') }}
),

by_place as (
    select
        corrections.line_number,
        figures.*
    from corrections
    inner join figures
        on
            corrections.path = figures.path
            and corrections.member = figures.member
            and corrections.locator = figures.locator
            and corrections.kind = figures.kind
    where corrections.problem_text is null and figures.is_document_current
),

by_document as (
    select
        corrections.line_number,
        figures.*
    from corrections
    inner join figures
        on
            corrections.document_id = figures.document_id
            and corrections.locator = figures.locator
            and corrections.kind = figures.kind
    where figures.is_document_current
),

by_key as (
    select
        corrections.line_number,
        figures.*
    from corrections
    inner join figures
        on
            corrections.subject_key = figures.subject_key
            and corrections.source_kind = figures.source_kind
            and corrections.kind = figures.kind
    where
        corrections.problem_text is null
        and figures.is_current
        and not figures.is_control_total
        and not figures.is_change_alone
),

named as (
    select * from by_place
    union all
    select * from by_document
    union all
    select * from by_key
),

standing as (
    -- of several figures in one place the one that was corrected, if one was
    select
        named.line_number,
        named.figure_id,
        named.path,
        named.member,
        concat_ws(' ', named.path, nullif(named.member, ''), named.locator) as standing_place,
        case corrections.field_name
            when 'value' then named.value
            when 'reference' then named.reference
            else named.percent
        end as standing_number,
        coalesce(
            list_contains(
                cast(json_extract(named.correction, '$.lines') as integer[]), corrections.line_number
            ),
            false
        ) as is_applied
    from named
    inner join corrections on named.line_number = corrections.line_number
    qualify row_number() over (partition by named.line_number order by is_applied desc, named.figure_id) = 1
)

select
    -- of an office's corrections the number is only their order
    if(corrections.origin_kind = 'office', 'answer:', 'line:')
    || if(corrections.origin_kind = 'office', corrections.line_number - 999999999, corrections.line_number)
        as correction_key,
    corrections.origin_kind,
    if(corrections.origin_kind = 'office', null, corrections.line_number) as line_number,
    case
        when corrections.problem_text is not null then 'malformed'
        when standing.is_applied then 'applied'
        -- what an office sent later replaces what it answered
        when corrections.origin_kind = 'office' then 'superseded'
        when standing.line_number is null then 'missing'
        when (standing.standing_number is not distinct from corrections.new_number) then 'fulfilled'
        else 'stale'
    end as status_kind,
    if(corrections.origin_kind = 'office', standing.path, corrections.path) as path,
    nullif(if(corrections.origin_kind = 'office', standing.member, corrections.member), '') as member_name,
    corrections.locator,
    corrections.subject_key as figure_key,
    corrections.source_kind,
    corrections.kind as figure_kind,
    corrections.field_name,
    corrections.old_number as old_value,
    corrections.new_number as new_value,
    corrections.reason_text,
    corrections.who_name,
    corrections.document_text,
    standing.figure_id,
    standing.standing_place,
    standing.standing_number as standing_value,
    corrections.problem_text
from corrections
left join standing on corrections.line_number = standing.line_number
order by correction_key
