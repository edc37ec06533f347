-- Grain: one row a figure that may have to do with a finding: the finding's own, those of the lines around it, and those
-- of every total over any of these.
create or replace temp table neighbours as
with keyed as (
    select
        row_number,
        document_id,
        sheet,
        locator,
        try_cast(regexp_extract(locator, '(\d+)$', 1) as integer) as sheet_row
    from figures
),

focused as (
    select distinct keyed.document_id, keyed.sheet, keyed.sheet_row, keyed.row_number
    from keyed
    inner join focus on keyed.row_number = focus.row_number
),

near as (
    select distinct keyed.row_number
    from keyed
    inner join focused
        on keyed.document_id = focused.document_id
        and keyed.sheet = focused.sheet
        and (keyed.row_number = focused.row_number or abs(keyed.sheet_row - focused.sheet_row) <= $lines)
    where keyed.sheet <> '' or keyed.row_number = focused.row_number
),

touched as (
    select distinct sum_members.total_row, sum_members.side
    from sum_members
    semi join near on sum_members.row_number = near.row_number
)

select row_number from near
union
select sum_members.row_number
from sum_members
semi join touched on sum_members.total_row = touched.total_row and sum_members.side = touched.side
