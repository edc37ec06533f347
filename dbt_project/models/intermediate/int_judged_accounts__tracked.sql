-- Grain: one account of which a statement, or what flags or larger wholes make of it, changed since the last whole build.
with judgements as (
    select figure_id from {{ ref('int_judgements__tracked') }}
    where {{ is_touched() }}
),

told as (
    select
        org_unit_code,
        indicator_code,
        period_code,
        reference_period_code
    from {{ ref('int_figures__superseded') }}
    semi join judgements using (figure_id)
),

{{ accounts_of_told() }}

select
    account_key,
    cast({{ this_build() }} as integer) as changed_build
from (
    select account_key from accounts

    union

    select account_key from {{ ref('int_accounts__tracked') }}
    where {{ is_touched() }}

    {{ keys_before('account_key', []) }}
) as touched
