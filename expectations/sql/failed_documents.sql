-- Grain: one row a failing document and rule.
select
    failed.rule_code, failed.severity, failed.row_number, documents.document_id, documents.delivery_id, documents.path,
    documents.member, documents.office_code, document_facts.decoded_count, documents.impossible_dates,
    list_filter(documents.reasons_json, lambda reason: reason.vi is not null) as reasons,
    (
        select list(distinct figures.recovered_from order by figures.recovered_from)
        from figures
        where figures.document_id = documents.document_id and figures.recovered_from in ('tcvn3', 'vni', 'cp1258')
    ) as encodings,
    (
        select arg_min([told, cast(stated_count as varchar), cast(fewest_names as varchar)], told) from name_lists
        where name_lists.row_number = failed.row_number and name_lists.list_state = 'disagrees'
    ) as miscounted_names
from failed
inner join documents on failed.row_number = documents.row_number
inner join document_facts on failed.row_number = document_facts.row_number
order by failed.row_number, failed.rule_code
