-- Grain: one account of which a statement changed since the last whole build.
with statements as (
    select statement_key from {{ ref('int_statements__tracked') }}
    where {{ is_touched() }}
),

told as (
    select
        org_unit_code,
        indicator_code,
        period_code,
        reference_period_code
    from {{ ref('int_figures__read') }}
    semi join statements using (statement_key)

    {{ accounts_before() }}
),

{{ accounts_of_told() }}

select
    account_key,
    cast({{ this_build() }} as integer) as changed_build
from (
    select account_key from accounts
    {{ keys_before('account_key', []) }}
) as touched
