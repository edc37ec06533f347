-- Grain: one night of the landing zone, with the stamp of its files and the build in which its figures last changed: a
-- file came, went or was put again, an office or the data team corrected one of its figures, or one of its names means
-- something else by today's catalogue. A file put in the last two seconds may yet be put again within the same second: its
-- night has no stamp and is read once more.
with files as (
    select
        try_cast(regexp_extract(filename, 'night=([0-9-]{10})', 1) as date) as night,
        -- wherever the landing zone lies
        regexp_extract(filename, '[^/]+/night=.*$') as place,
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

answers as (
    select * from {{ ref('stg_catalogue__figure_corrections') }}
    where origin_kind = 'office'
),

answered as (
    select
        documents.night,
        md5(
            string_agg(
                concat_ws(
                    '|', answers.document_id, answers.locator, answers.kind, answers.field_name,
                    answers.old_number, answers.new_number, answers.line_number
                ),
                ';'
                order by answers.line_number
            )
        ) as correction_stamp
    from answers
    inner join documents on answers.document_id = documents.document_id
    group by documents.night
),

lines as (
    select * from {{ ref('int_corrections__tracked') }}
    where {{ is_touched() }}
),

lined_documents as (
    select distinct documents.document_id
    from documents
    semi join lines on documents.path = lines.path and documents.member = lines.member
),

landed as (
    select
        night,
        if(
            bool_or(last_modified >= now() - interval 2 second),
            null,
            md5(string_agg(concat_ws('|', place, size, last_modified), ';' order by place))
        ) as stamp
    from files
    where {{ up_to_tonight() }}
    group by night
),

stamped as (
    select
        landed.night,
        if(
            answered.correction_stamp is null, landed.stamp, md5(landed.stamp || answered.correction_stamp)
        ) as stamp
    from landed
    left join answered on landed.night = answered.night
),

stored as (
    {{ rows_before('stamped') }}
),

figures as (
    {{ figures_before() }}
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
),

corrected as (
    select figures.night from figures
    semi join lined_documents on figures.document_id = lined_documents.document_id

    union

    select figures.night from figures
    semi join lines on figures.subject_key = lines.subject_key
),

read_again as (
    select night from renamed
    union
    select night from corrected
)

select
    coalesce(stamped.night, stored.night) as night,
    stamped.stamp,
    if(
        read_again.night is null and stamped.stamp = stored.stamp,
        stored.changed_build,
        cast({{ this_build() }} as integer)
    ) as changed_build
from stamped
full outer join stored on stamped.night = stored.night
left join read_again on coalesce(stamped.night, stored.night) = read_again.night
