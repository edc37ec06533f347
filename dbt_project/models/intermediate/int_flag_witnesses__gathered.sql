-- Grain: flag x witness: each finding of the gate on what is current, and each witness of a rule judged here.
-- is_own_subject tells a figure the flag speaks of from one that only bears witness (a member unit in a sum).
-- repairs: what may have been meant there, as a JSON list, best first.
{{ config(tags=['flags']) }}

with figures as (
    select * from {{ ref('int_figures__superseded') }}
),

documents as (
    select * from {{ ref('int_documents__current') }}
    anti join {{ ref('int_documents__syndicated') }} using (document_id)
),

rules as (
    select * from {{ ref('stg_catalogue__quality_rules') }}
),

-- a document sent again is read and judged again: only the findings of the night it was last received count
gate_flags as (
    select * from {{ ref('stg_landing__figure_flags') }}
),

figure_flags as (
    select
        gate_flags.rule_code,
        gate_flags.severity,
        'figure' as subject_kind,
        figures.subject_key,
        figures.org_unit_code,
        figures.indicator_code,
        figures.period_code,
        figures.scope,
        figures.figure_id,
        cast(json_extract(gate_flags.evidence, '$.repairs') as varchar) as repairs,
        gate_flags.message_vi,
        gate_flags.message_en,
        figures.document_id,
        figures.night,
        json_extract_string(gate_flags.evidence, '$.other_locator') as other_locator
    from gate_flags
    inner join figures on gate_flags.figure_id = figures.figure_id and gate_flags.night = figures.night
    where
        (figures.is_current or figures.is_echo or figures.is_unread)
        -- a name asked about on an earlier night that today's catalogue knows asks nothing any more
        and not (gate_flags.rule_code = 'unit_unknown' and figures.org_unit_code is not null)
        and not (gate_flags.rule_code = 'indicator_unknown' and figures.indicator_code is not null)
),

-- what a figure was laid beside in its document bears witness too: the pieces of a sum, the other telling
laid_beside as (
    select
        figure_flags.* exclude (figure_id, repairs, document_id, night, other_locator),
        others.figure_id,
        null as repairs
    from figure_flags
    inner join figures as others
        on
            figure_flags.document_id = others.document_id
            and figure_flags.night = others.night
            and figure_flags.other_locator = others.locator
    where others.kind = 'result' and (others.is_current or others.is_echo)
),

document_flags as (
    select
        gate_flags.rule_code,
        gate_flags.severity,
        'document' as subject_kind,
        {{ place_subject('gate_flags.document_id', 'gate_flags.locator') }} as subject_key,
        documents.unit_code as org_unit_code,
        cast(null as varchar) as indicator_code,
        documents.period_code,
        cast(null as varchar) as scope,
        documents.document_id,
        gate_flags.locator,
        -- those in which all figures of the document break the rule, where it is told of them together
        cast(json_extract(gate_flags.evidence, '$.periods') as varchar[]) as broken_periods,
        gate_flags.message_vi,
        gate_flags.message_en
    from gate_flags
    inner join documents on gate_flags.document_id = documents.document_id and gate_flags.night = documents.night
    where gate_flags.figure_id is null and documents.is_current
),

judged_here as (
    select * from {{ ref('int_flags__children_targets_below_parent') }}
    union all by name
    select * from {{ ref('int_flags__cumulative_falls') }}
    union all by name
    select * from {{ ref('int_flags__overlapping_reports') }}
    union all by name
    select * from {{ ref('int_flags__same_key_different_value') }}
    union all by name
    select * from {{ ref('int_flags__sources_disagree') }}
    union all by name
    select * from {{ ref('int_flags__target_changed') }}
    union all by name
    select * from {{ ref('int_flags__unit_closed') }}
    union all by name
    select * from {{ ref('int_flags__unit_slip') }}
),

-- reports that were owed: no figure bears witness to what has not come
owed_here as (
    select * from {{ ref('int_flags__report_missing') }}
    union all
    select * from {{ ref('int_flags__report_late') }}
),

rule_flags as (
    select
        judged_here.rule_code,
        rules.severity_kind as severity,
        'figure' as subject_kind,
        judged_here.subject_key,
        judged_here.org_unit_code,
        judged_here.indicator_code,
        judged_here.period_code,
        judged_here.scope,
        judged_here.figure_id,
        judged_here.repairs,
        judged_here.message_vi,
        judged_here.message_en
    from judged_here
    inner join rules on judged_here.rule_code = rules.rule_code
),

witnesses as (
    select
        flags.*,
        cast(null as varchar[]) as broken_periods,
        -- of a unit that closed, or took others over, the flag speaks of all its witnesses of the period
        (figures.subject_key = flags.subject_key or flags.rule_code in ('unit_closed', 'overlapping_reports'))
        and (figures.is_current or figures.is_echo or figures.is_unread) as is_own_subject,
        figures.source_kind,
        figures.document_id,
        figures.office_code as sender_office_code,
        figures.path,
        figures.locator,
        figures.quote,
        figures.value,
        figures.reference,
        figures.percent,
        figures.computed_pct,
        figures.night
    from (
        select * exclude (document_id, night, other_locator) from figure_flags
        union all by name
        select * from laid_beside
        union all by name
        select * from rule_flags
    ) as flags
    inner join figures on flags.figure_id = figures.figure_id

    union all

    select
        document_flags.rule_code,
        document_flags.severity,
        document_flags.subject_kind,
        document_flags.subject_key,
        document_flags.org_unit_code,
        document_flags.indicator_code,
        document_flags.period_code,
        document_flags.scope,
        null as figure_id,
        null as repairs,
        document_flags.message_vi,
        document_flags.message_en,
        document_flags.broken_periods,
        true as is_own_subject,
        documents.source_kind,
        document_flags.document_id,
        documents.office_code as sender_office_code,
        documents.path,
        document_flags.locator,
        '' as quote,
        null as value,
        null as reference,
        null as percent,
        null as computed_pct,
        documents.night
    from document_flags
    inner join documents on document_flags.document_id = documents.document_id

    union all

    select
        owed_here.rule_code,
        rules.severity_kind as severity,
        'report' as subject_kind,
        owed_here.subject_key,
        owed_here.org_unit_code,
        null as indicator_code,
        owed_here.period_code,
        null as scope,
        null as figure_id,
        null as repairs,
        owed_here.message_vi,
        owed_here.message_en,
        null as broken_periods,
        true as is_own_subject,
        'unit_report' as source_kind,
        coalesce(owed_here.document_id, '') as document_id,
        owed_here.office_code as sender_office_code,
        coalesce(owed_here.path, '') as path,
        '' as locator,
        '' as quote,
        null as value,
        null as reference,
        null as percent,
        null as computed_pct,
        owed_here.night
    from owed_here
    inner join rules on owed_here.rule_code = rules.rule_code
)

select
    *,
    md5(rule_code || '|' || subject_key) as flag_key
from witnesses
qualify row_number() over (
    partition by rule_code, subject_key, document_id, locator, coalesce(figure_id, '') order by message_vi
) = 1
