-- Grain: one night of the landing zone, with the stamp of its files and the build in which its figures last changed: a
-- file came, went or was put again, or one of its names means something else by today's catalogue. A file put in the last
-- two seconds may yet be put again within the same second: its night has no stamp and is read once more.
with files as (
    select
        try_cast(regexp_extract(filename, 'night=([0-9-]{10})', 1) as date) as night,
        filename,
        size,
        last_modified
    from {{ landing_files(['deliveries', 'documents', 'figures']) }}
),

names as (
    select * from {{ ref('int_names__tracked') }}
    where {{ is_touched() }}
),

stamped as (
    select
        night,
        if(
            bool_or(last_modified >= now() - interval 2 second),
            null,
            md5(string_agg(concat_ws('|', filename, size, last_modified), ';' order by filename))
        ) as stamp
    from files
    where {{ up_to_tonight() }}
    group by night
),

stored as (
    {{ rows_before('stamped') }}
),

figures as (
    {{ names_before() }}
),

renamed as (
    select figures.night
    from figures
    inner join names
        on
            names.name_kind = 'unit'
            and figures.unit_text = names.name_text
            and coalesce(figures.office_code, '') = names.context_text

    union

    select figures.night
    from figures
    inner join names on names.name_kind = 'indicator' and figures.indicator_text = names.name_text
)

select
    coalesce(stamped.night, stored.night) as night,
    stamped.stamp,
    if(
        renamed.night is null and stamped.stamp = stored.stamp,
        stored.changed_build,
        cast({{ this_build() }} as integer)
    ) as changed_build
from stamped
full outer join stored on stamped.night = stored.night
left join renamed on coalesce(stamped.night, stored.night) = renamed.night
