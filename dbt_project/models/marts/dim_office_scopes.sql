-- Grain: active office x unit it manages today. What an office may see is what is told of these units: on its page, in
-- PostgreSQL and in its messages. The national data team answers last and sees all.
with managed as (
    select * from {{ ref('int_org_units__managed') }}
),

owned as (
    select * from {{ ref('int_org_units__owned') }}
),

offices as (
    select * from {{ ref('stg_catalogue__offices') }}
    where is_active and office_code != '{{ var("fallback_office") }}'
)

select
    offices.office_code,
    managed.org_unit_code,
    owned.office_code = offices.office_code as is_answering
from managed
inner join offices on managed.manager_code = offices.org_unit_code
inner join owned on managed.org_unit_code = owned.org_unit_code

union all

select
    '{{ var("fallback_office") }}' as office_code,
    org_unit_code,
    office_code = '{{ var("fallback_office") }}' as is_answering
from owned
order by office_code, org_unit_code
