-- grain: one row a file set aside
select
    concat_ws(' · ', path, nullif(member_name, '')) as path,
    office_code as office,
    reasons,
    last_night::varchar as night
from dim_documents
where
    status_kind = 'quarantined'
    and is_current
order by office nulls last, path
limit $details
