-- Grain: one line of the data team's figure_corrections.csv, or one number that an office corrected in its answers; a
-- line that cannot be used has its problem_text.
with source as (
    {{ figure_corrections() }}
),

renamed as (
    select
        line_number,
        path,
        member,
        locator,
        figure_key as subject_key,
        source_kind,
        kind,
        field as field_name,
        old_number,
        new_number,
        reason as reason_text,
        who as who_name,
        document as document_text,
        document_id,
        origin as origin_kind,
        problem as problem_text
    from source
)

select * from renamed
