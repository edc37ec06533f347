-- Grain: one night of the landing zone, with the stamp of its files and the build in which its figures last changed: a
-- file came, went or was put again, an office corrected one of its figures, or one of its names means something else by
-- today's catalogue. A file put in the last
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

documents as (
    select * from {{ ref('stg_landing__documents') }}
),

corrections as (
    select * from {{ ref('stg_catalogue__figure_corrections') }}
    where origin_kind = 'office'
),

corrected as (
    select
        documents.night,
        md5(
            string_agg(
                concat_ws(
                    '|', corrections.document_id, corrections.locator, corrections.kind, corrections.field_name,
                    corrections.old_number, corrections.new_number, corrections.line_number
                ),
                ';'
                order by corrections.line_number
            )
        ) as correction_stamp
    from corrections
    inner join documents on corrections.document_id = documents.document_id
    group by documents.night
),

landed as (
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

stamped as (
    select
        landed.night,
        if(
            corrected.correction_stamp is null, landed.stamp, md5(landed.stamp || corrected.correction_stamp)
        ) as stamp
    from landed
    left join corrected on landed.night = corrected.night
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
