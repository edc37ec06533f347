-- Grain: one open finding (rule x subject), with every witness as evidence: the workbook's total row and the article's
-- clause of one figure are one flag. Its owner is the office that answers for the unit today.
{{ config(tags=['flags']) }}

with witnesses as (
    select * from {{ ref('int_flag_witnesses__gathered') }}
),

rules as (
    select * from {{ ref('stg_catalogue__quality_rules') }}
),

org_units as (
    select * from {{ ref('int_org_units__owned') }}
),

active_offices as (
    select * from {{ ref('stg_catalogue__offices') }}
    where is_active
),

grouped as (
    select
        flag_key,
        rule_code,
        subject_kind,
        subject_key,
        min(org_unit_code) as org_unit_code,
        min(indicator_code) as indicator_code,
        min(period_code) as period_code,
        min(scope) as scope,
        min(sender_office_code) as sender_office_code,
        arg_max(severity, {{ severity_rank('severity') }}) as severity,
        md5(
            string_agg(
                distinct concat_ws(
                    ',',
                    source_kind,
                    coalesce({{ decimal_text('value') }}, ''),
                    coalesce({{ decimal_text('reference') }}, ''),
                    coalesce({{ decimal_text('percent') }}, '')
                ),
                ';'
                order by
                    concat_ws(
                        ',',
                        source_kind,
                        coalesce({{ decimal_text('value') }}, ''),
                        coalesce({{ decimal_text('reference') }}, ''),
                        coalesce({{ decimal_text('percent') }}, '')
                    )
            )
        ) as value_hash,
        count(*) as witness_count,
        cast(
            to_json(
                list(
                    {
                        'source_kind': source_kind,
                        'document_id': document_id,
                        'path': path,
                        'locator': locator,
                        'quote': quote,
                        'r': {{ decimal_text('value') }},
                        't': {{ decimal_text('reference') }},
                        'p': {{ decimal_text('percent') }},
                        'c': {{ decimal_text('computed_pct') }},
                        'message_vi': message_vi,
                        'repairs': cast(repairs as json)
                    }
                    order by is_own_subject desc, source_kind desc, document_id, locator, figure_id
                )
            ) as varchar
        ) as evidence,
        first(message_vi order by is_own_subject desc, source_kind desc, document_id, locator, figure_id) as message_vi,
        first(message_en order by is_own_subject desc, source_kind desc, document_id, locator, figure_id) as message_en,
        min(night) as first_night,
        max(night) as last_night
    from witnesses
    group by flag_key, rule_code, subject_kind, subject_key
)

select
    grouped.flag_key,
    grouped.rule_code,
    grouped.severity,
    grouped.subject_kind,
    grouped.subject_key,
    grouped.org_unit_code,
    grouped.indicator_code,
    grouped.period_code,
    grouped.scope,
    coalesce(org_units.office_code, active_offices.office_code, '{{ var("fallback_office") }}') as office_code,
    grouped.value_hash,
    grouped.witness_count,
    grouped.evidence,
    grouped.message_vi,
    nullif(grouped.message_en, '') as message_en,
    rules.what_to_do_vi,
    grouped.first_night,
    grouped.last_night
from grouped
left join rules on grouped.rule_code = rules.rule_code
left join org_units on grouped.org_unit_code = org_units.org_unit_code
left join active_offices on grouped.sender_office_code = active_offices.office_code
order by grouped.flag_key
