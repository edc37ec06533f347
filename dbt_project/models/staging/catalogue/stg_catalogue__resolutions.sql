-- Grain: one name unresolved at reading that today's catalogue knows, in the context of one office ('' for none).
{%- set path = env_var('WAREHOUSE_BUILD') ~ '/resolutions.parquet' %}
with source as (
    {%- if file_exists(path) %}
    select * from read_parquet({{ quoted(path) }})
    {%- else %}
    select
        null::varchar as kind,
        null::varchar as text,
        null::varchar as context,
        null::varchar as code
    where false
    {%- endif %}
),

renamed as (
    select
        kind as name_kind,
        text as name_text,
        coalesce(context, '') as context_text,
        min(code) as code
    from source
    where code is not null
    group by kind, text, coalesce(context, '')
)

select * from renamed
