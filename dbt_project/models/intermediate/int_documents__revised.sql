-- Grain: one document that a later file stands for as a whole: what its name says is a version of the same report
-- (`bao_cao_v2_SUA` of `bao_cao`), in the same folder of the same office, of the same unit and period.
-- Its copies of the same bytes go with it, unless one was sent after the revision; what another office forwarded is no word
-- of its own. revised_from is the night of the first of its revisions that still stands in its place.
-- Near-linear: of one series so many revisions are looked at and no more.
with deliveries as (
    select
        *,
        coalesce(office_code, '') as sender_office,
        {{ report_folder('path', 'member') }} as folder,
        coalesce(office_code, '') <> first_value(coalesce(office_code, '')) over (
            partition by document_id order by delivery_order
        ) as is_forwarded
    from {{ ref('int_documents__delivered') }}
    where
        source_kind = 'unit_report'
        and is_current
        and status <> 'quarantined'
        and unit_code is not null
        and period_code is not null
),

own as (
    select
        *,
        max(delivery_order) over (partition by document_id) as sent_order
    from deliveries
    where not is_forwarded
),

revisions as (
    select * from own
    where revision_rank > 0 and figure_count > 0
    qualify
        row_number() over (
            partition by sender_office, folder, report_series, unit_code, period_code order by delivery_order
        ) <= 50
)

select
    own.document_id,
    min(revisions.night) as revised_from
from own
inner join revisions on {{ is_revised_by('own', 'revisions') }}
group by own.document_id
