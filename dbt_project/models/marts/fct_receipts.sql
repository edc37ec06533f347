-- Grain: one document of one delivery of a unit's workbook: what its sender is told was understood of it, and what not.
with deliveries as (
    select * from {{ ref('fct_deliveries') }}
    where source_kind = 'unit_report'
),

documents as (
    select * from {{ ref('int_documents__delivered') }}
),

org_units as (
    select * from {{ ref('int_org_units__current') }}
),

figures as (
    select * from {{ ref('int_figures__resolved') }}
    where source_kind = 'unit_report'
),

understood as (
    select * from {{ ref('int_documents__counted') }}
),

waiting as (
    select
        figures.document_id,
        count(*) as waiting_count
    from {{ ref('int_figures__held') }} as held
    inner join figures on held.figure_id = figures.figure_id
    where held.is_waiting
    group by figures.document_id
),

repeated as (
    select
        delivery_id,
        min(path) as path,
        min(night) as night,
        min(office_code) as office_code
    from documents
    group by delivery_id
)

select
    deliveries.delivery_id,
    deliveries.document_id,
    deliveries.office_code,
    deliveries.path,
    deliveries.member_name,
    deliveries.received_at,
    deliveries.night,
    documents.status as status_kind,
    org_units.org_unit_code,
    coalesce(org_units.org_unit_name, documents.unit_text) as org_unit_name,
    documents.period_code,
    documents.layout as layout_kind,
    documents.title,
    documents.figure_count,
    coalesce(understood.target_count, 0) as target_count,
    coalesce(understood.result_count, 0) as result_count,
    coalesce(understood.control_total_count, 0) as control_total_count,
    coalesce(understood.unit_count, 0) as unit_count,
    coalesce(understood.indicator_count, 0) as indicator_count,
    documents.award_count as rating_count,
    documents.reasons_json as reasons,
    coalesce(understood.left_out_count, 0) as left_out_count,
    coalesce(understood.left_out, '[]') as left_out,
    deliveries.delivery_kind,
    deliveries.repeats_delivery_id,
    repeated.path as repeats_path,
    repeated.night as repeats_night,
    repeated.office_code as repeats_office_code,
    deliveries.difference_count,
    deliveries.contradicted_count,
    coalesce(waiting.waiting_count, 0) as waiting_count,
    case
        when deliveries.delivery_kind = 'withdrawn'
            then 'Không cần làm gì thêm: lượt gửi này đã được rút và không được tính.'
        when documents.status = 'quarantined'
            then 'Kính đề nghị cơ quan mở lại tệp gốc, sửa theo lý do đã nêu rồi gửi lại vào thư mục như thường lệ.'
        when deliveries.delivery_kind in ('duplicate', 'duplicate_content')
            then 'Không cần làm gì: số liệu này đã có và chỉ được tính một lần.'
        when waiting.waiting_count > 0
            then
                'Có ' || waiting.waiting_count || ' số liệu thuộc kỳ đã khóa sổ, đang chờ và chưa được tính. '
                || 'Nếu cần thay đổi số của kỳ đó, kính đề nghị cơ quan báo cấp trên mở lại kỳ hoặc chấp nhận lượt gửi này.'
        when deliveries.delivery_kind = 'contradiction'
            then 'Kính đề nghị cơ quan đối chiếu các số khác nhau nêu trên và gửi lại bản đúng, tên tệp có thêm “_v2” hoặc “_SUA”.'
        when deliveries.delivery_kind = 'revision'
            then 'Kính đề nghị cơ quan xem lại các chỗ thay đổi; nếu có chỗ không định sửa, xin gửi lại tệp đúng.'
        when coalesce(understood.left_out_count, 0) > 0 or documents.status = 'loaded_with_warnings'
            then 'Kính đề nghị cơ quan xem các chỗ chưa rõ nêu trên; nếu cần, sửa trong tệp gốc rồi gửi lại.'
        else 'Không cần làm gì thêm.'
    end as what_to_do_vi
from deliveries
inner join documents
    on deliveries.delivery_id = documents.delivery_id and deliveries.document_id = documents.document_id
left join org_units on documents.unit_code = org_units.org_unit_code
left join understood on deliveries.document_id = understood.document_id
left join waiting on deliveries.document_id = waiting.document_id
left join repeated on deliveries.repeats_delivery_id = repeated.delivery_id
order by deliveries.delivery_id, deliveries.document_id
