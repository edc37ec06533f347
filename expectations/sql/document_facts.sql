-- Grain: one row a document.
create table document_facts as
with decoded as (
    select
        document_id,
        count(*) filter (recovered_from in ('tcvn3', 'vni', 'cp1258')) as decoded_count,
        bool_or(recovered_from in ('tcvn3', 'vni', 'cp1258') and unit_code is null and not is_control_total)
            as has_unknown_unit
    from figures
    group by document_id
),

name_states as (
    select row_number, if(bool_or(list_state = 'disagrees'), 'disagree', 'agree') as names from name_lists
    where list_state is not null
    group by row_number
)

select
    documents.row_number,
    documents.source_kind,
    case
        when documents.status <> 'quarantined' then 'read'
        when list_has_any(documents.reason_codes, ['layout_unknown', 'layout_uncertain', 'no_known_indicator'])
            then 'layout_unknown'
        -- a lock file or a resource fork is no report: nobody is asked to send it again
        when list_has_any(documents.reason_codes, ['period_impossible', 'file_lock', 'file_companion', 'not_a_file']) then 'read'
        else 'unreadable'
    end as readability,
    if(
        list_contains(documents.reason_codes, 'period_impossible') or len(documents.impossible_dates) > 0,
        'impossible',
        'possible'
    ) as period,
    case
        when coalesce(decoded.has_unknown_unit, false) then 'decoded_unit_unknown'
        when
            coalesce(decoded.decoded_count, 0) > 0
            or list_contains(documents.reason_codes, 'encoding_recovered')
            then 'decoded'
        else 'unicode'
    end as encoding,
    coalesce(decoded.decoded_count, 0) as decoded_count,
    name_states.names
from documents
left join decoded on documents.document_id = decoded.document_id
left join name_states on documents.row_number = name_states.row_number
