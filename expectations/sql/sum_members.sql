-- Grain: one row a complete total and side and one figure of it, the total itself among them.
create or replace temp table sum_members as
with concerned as (
    select distinct figures.document_id, figures.sheet
    from figures
    semi join focus on figures.row_number = focus.row_number
),

told as (
    select totals.*
    from totals
    inner join concerned on totals.document_id = concerned.document_id and totals.sheet = concerned.sheet
    where totals.total_state is not null
)

select row_number as total_row, side, row_number, true as is_total, doubled_tolerance_nanos
from told
union all
select row_number, side, unnest(part_rows), false, doubled_tolerance_nanos
from told
union all
select told.row_number, told.side, figures.row_number, false, told.doubled_tolerance_nanos
from told
inner join figures
    on told.document_id = figures.document_id
    and told.sheet = figures.sheet
    and told.kind = figures.kind
    and told.indicator_key = coalesce(figures.indicator_code, figures.indicator_text)
    and told.scope is not distinct from figures.scope
    and told.period_code is not distinct from figures.period_code
where
    told.total_kind = 'rows'
    and not figures.is_control_total
    and figures.measure in ('count', 'money', 'ratio')
    and (told.side = 'value' or figures.measure = 'ratio')
