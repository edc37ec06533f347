-- Grain: one thing stated in workbooks of which a document changed since the last whole build.
{%- set before = tracked_before() %}
with documents as (
    select document_id from {{ ref('int_documents__tracked') }}
    where {{ is_touched() }}
),

figures as (
    select
        document_id,
        figure_key
    from {{ ref('int_figures__read') }}
    where source_kind = 'unit_report'
),

touched as (
    select figure_key from figures
    semi join documents using (document_id)

    -- what these documents stated before, and what a build that broke off left to do
    {% set made = stored_relation('intermediate', 'int_delivery_figures__stated') if before else none -%}
    {% if made -%}
    union
    select figure_key from {{ made }}
    semi join documents using (document_id)
    {%- endif %}

    {% if before -%}
    union
    select figure_key from {{ before }}
    where {{ is_touched() }}
    {%- endif %}
)

select distinct
    figure_key,
    cast({{ this_build() }} as integer) as changed_build
from touched
