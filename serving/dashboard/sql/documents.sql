-- grain: one row a document that a figure on the page was read from, whoever sent it
select
    document_id as document,
    nullif(member_name, '') as member,
    title,
    published_at::date::varchar as published,
    received_at::date::varchar as received
from every_document
where
    document_id in (select document_id from shown_attainments)
    and (title is not null or nullif(member_name, '') is not null or published_at is not null)
order by document_id
