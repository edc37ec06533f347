-- Grain: one workbook that could not be read, with the report it was most likely meant to be: the unit whose report its place
-- held before or holds since, else the one its path names; the period its path names, else, where it names no year at all,
-- the report that was due nearest to its night. A path that names nobody stays without a unit.
with delivered as (
    select
        *,
        {{ plain_words("path || ' ' || coalesce(member, '')") }} as plain_path
    from {{ ref('int_documents__delivered') }}
    where source_kind = 'unit_report' and not is_withdrawn
),

unreadable as (
    select * from delivered
    where status = 'quarantined' and not regexp_matches(reasons_json, '"code":"(file_lock|file_companion)"')
),

owed as (
    select
        *,
        {{ plain_words('short_name') }} as plain_short_name,
        {{ plain_words('org_unit_name') }} as plain_name,
        {{ plain_place_name('short_name') }} as plain_place
    from {{ ref('int_obligations__owed') }}
),

places as (
    -- a file in an archive is a place of its own: the report beside it is another unit's
    select
        office_code,
        path,
        member,
        arg_max(unit_code, delivery_order) as unit_code
    from delivered
    where unit_code is not null
    group by office_code, path, member
),

named as (
    select
        unreadable.delivery_id,
        unreadable.document_id,
        owed.org_unit_code,
        max(
            case
                when contains(unreadable.plain_path, owed.plain_name) then length(owed.plain_name)
                when contains(unreadable.plain_path, owed.plain_short_name) then length(owed.plain_short_name)
                when
                    length(owed.plain_place) - length(replace(trim(owed.plain_place), ' ', '')) > 2
                    and contains(unreadable.plain_path, owed.plain_place)
                    then length(owed.plain_place)
            end
        ) as name_length
    from unreadable
    inner join (
        select distinct
            org_unit_code,
            office_code,
            plain_name,
            plain_short_name,
            plain_place
        from owed
    ) as owed on unreadable.office_code = owed.office_code
    group by unreadable.delivery_id, unreadable.document_id, owed.org_unit_code
),

best_named as (
    -- a path that names two units alike names neither
    select
        delivery_id,
        document_id,
        arg_max(org_unit_code, name_length) as org_unit_code
    from (
        select
            *,
            name_length = max(name_length) over (partition by delivery_id, document_id) as is_longest
        from named
        where name_length is not null
    ) as longest
    where is_longest
    group by delivery_id, document_id
    having count(*) = 1
),

attributed as (
    select
        unreadable.delivery_id,
        unreadable.document_id,
        unreadable.office_code,
        unreadable.path,
        unreadable.night,
        unreadable.reasons_json,
        unreadable.plain_path,
        unreadable.period_code,
        unreadable.is_current,
        coalesce(unreadable.unit_code, places.unit_code, best_named.org_unit_code) as org_unit_code,
        case
            when coalesce(unreadable.unit_code, places.unit_code) is not null then 'place'
            when best_named.org_unit_code is not null then 'file_name'
        end as attribution_kind
    from unreadable
    left join places
        on
            unreadable.office_code is not distinct from places.office_code
            and unreadable.path = places.path
            and unreadable.member is not distinct from places.member
    left join best_named
        on unreadable.delivery_id = best_named.delivery_id and unreadable.document_id = best_named.document_id
),

spelled as (
    select
        attributed.*,
        owed.obligation_code,
        owed.period_code as owed_period_code,
        owed.due_date,
        list_max(
            list_transform(
                list_filter(
                    {{ period_spellings('owed.period_code', 'owed.period_kind') }},
                    spelling -> contains(attributed.plain_path, ' ' || spelling || ' ')
                ),
                spelling -> length(spelling)
            )
        ) as spelling_length,
        regexp_matches(attributed.plain_path, ' (19|20)[0-9]{2} ') as has_year
    from attributed
    left join owed
        on
            attributed.org_unit_code = owed.org_unit_code
            and attributed.night >= owed.period_from
            and coalesce(attributed.period_code = owed.period_code, true)
)

select
    delivery_id,
    document_id,
    office_code,
    path,
    night,
    reasons_json,
    is_current,
    org_unit_code,
    attribution_kind,
    if(spelling_length is not null or not has_year, obligation_code, null) as obligation_code,
    if(spelling_length is not null or not has_year, owed_period_code, null) as period_code
from spelled
qualify row_number() over (
    partition by delivery_id, document_id
    order by
        spelling_length desc nulls last,
        abs(date_diff('day', due_date, night)) nulls last,
        obligation_code,
        owed_period_code
) = 1
