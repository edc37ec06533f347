-- Grain: one event, appended once; sequence_number orders the events of one subject.
with source as (
    select * from {{ landing_table('events') }}
    where {{ up_to_tonight() }}
),

renamed as (
    select
        event_id,
        subject,
        event_type,
        state,
        night,
        actor,
        reason,
        payload,
        recorded_at,
        row_number() over (partition by subject order by recorded_at, event_id) as sequence_number
    from source
)

select * from renamed
