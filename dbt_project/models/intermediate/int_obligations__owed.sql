-- Grain: one report that one unit owes for one period: of an obligation that several owe, each for itself. A unit that had
-- ended before the period's last day (of a plan before its first), or did not yet exist, owes nothing.
with obligations as (
    select
        *,
        {{ period_start('period_code', 'period_kind') }} as period_from,
        {{ period_end('period_code', 'period_kind') }} as period_to,
        if(report_kind = 'targets', period_from, period_to) as owed_day
    from {{ ref('stg_catalogue__report_obligations') }}
),

org_units as (
    select * from {{ ref('int_org_units__bounded') }}
),

owners as (
    select
        org_unit_code,
        office_code
    from {{ ref('int_org_units__owned') }}
),

edges as (
    select * from {{ ref('int_org_unit_edges__held') }}
    where edge_kind = 'management'
),

memberships as (
    select * from {{ ref('stg_catalogue__org_memberships') }}
),

debtors as (
    select
        obligations.obligation_code,
        obligations.period_code,
        obligations.debtor_code as org_unit_code
    from obligations
    where obligations.debtor_kind = 'unit'

    union

    select
        obligations.obligation_code,
        obligations.period_code,
        org_units.org_unit_code
    from obligations
    inner join edges on obligations.debtor_code = edges.parent_code
    inner join org_units on edges.child_code = org_units.org_unit_code
    where
        obligations.debtor_kind = 'children'
        -- who was under it then, and not who is today
        and coalesce(edges.valid_from <= greatest(obligations.owed_day, org_units.valid_from), true)
        and coalesce(edges.valid_to >= greatest(obligations.owed_day, org_units.valid_from), true)
        and org_units.organisation_kind = 'union'
        and org_units.level_kind <> 'cluster'

    union

    select
        obligations.obligation_code,
        obligations.period_code,
        memberships.member_code as org_unit_code
    from obligations
    inner join memberships
        on
            obligations.debtor_code = memberships.cluster_code
            and memberships.member_year = year(obligations.period_to)
    where obligations.debtor_kind = 'members'
)

select
    obligations.obligation_code,
    obligations.obligation_name,
    obligations.report_kind,
    obligations.period_code,
    obligations.period_kind,
    obligations.period_from,
    obligations.period_to,
    obligations.due_date,
    cast(obligations.due_date + obligations.grace_days as date) as last_date,
    org_units.org_unit_code,
    org_units.org_unit_name,
    org_units.short_name,
    owners.office_code
from debtors
inner join obligations
    on debtors.obligation_code = obligations.obligation_code and debtors.period_code = obligations.period_code
inner join org_units on debtors.org_unit_code = org_units.org_unit_code
inner join owners on org_units.org_unit_code = owners.org_unit_code
where
    coalesce(obligations.debtor_level = org_units.level_kind, true)
    and coalesce(org_units.valid_from <= obligations.period_to, true)
    and coalesce(org_units.valid_to >= obligations.owed_day, true)
