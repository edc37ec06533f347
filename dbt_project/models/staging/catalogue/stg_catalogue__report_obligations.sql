-- Grain: one obligation and period: who owes which report by when.
with source as (
    {{ catalogue_rows('report_obligations', ['obligation_code', 'period_code'], ['obligation_code', 'name_vi', 'debtor_kind', 'debtor_code', 'debtor_level', 'report_kind', 'period_code', 'due_date', 'grace_days']) }}
),

renamed as (
    select
        obligation_code,
        name_vi as obligation_name,
        debtor_kind,
        debtor_code,
        debtor_level,
        report_kind,
        period_code,
        {{ period_kind('period_code') }} as period_kind,
        cast(due_date as date) as due_date,
        coalesce(cast(grace_days as integer), 0) as grace_days
    from source
)

select * from renamed
