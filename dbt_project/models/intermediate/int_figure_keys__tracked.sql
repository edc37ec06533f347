-- Grain: one thing stated in workbooks of which a document changed since the last whole build.
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

    {{ keys_before('figure_key', [('intermediate', 'int_delivery_figures__stated')]) }}
)

select distinct
    figure_key,
    cast({{ this_build() }} as integer) as changed_build
from touched
