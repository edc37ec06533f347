-- Grain: one row: the night that is told of, the last one judged or received. A deadline passes also on a night on which
-- nothing comes; a backfill stands on its own night. Its map is today's map; where nothing was ever received, the last.
{% set judged = env_var('WAREHOUSE_LANDING') ~ '/figure_flags/night=*/*.parquet' %}
{% set as_of_night = env_var('WAREHOUSE_AS_OF_NIGHT', '') %}
with judged as (
    select max(try_cast(regexp_extract(file, 'night=([0-9]{4}-[0-9]{2}-[0-9]{2})', 1) as date)) as night
    from glob({{ quoted(judged) }})
),

received as (
    select max(night) as night from {{ ref('stg_landing__deliveries') }}
),

reached as (
    select
        {% if as_of_night %}date '{{ as_of_night }}'{% else %}greatest(judged.night, received.night){% endif %}
            as night
    from judged
    cross join received
)

select
    coalesce(night, date '1970-01-01') as night,
    coalesce(night, date '9999-12-31') as map_date
from reached
