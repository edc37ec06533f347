-- Grain: one workbook that changed since the last whole build, or states something that a changed one states too.
with figure_keys as (
    select figure_key from {{ ref('int_figure_keys__tracked') }}
    where {{ is_touched() }}
),

touched as (
    select document_id from {{ ref('int_delivery_figures__stated') }}
    semi join figure_keys using (figure_key)

    union

    select document_id from {{ ref('int_documents__tracked') }}
    where {{ is_touched() }}

    {{ keys_before('document_id', []) }}
)

select
    document_id,
    cast({{ this_build() }} as integer) as changed_build
from touched
