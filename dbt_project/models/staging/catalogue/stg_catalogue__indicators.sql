-- Grain: one indicator; empty thresholds take the defaults of the rules.
with source as (
    {{ catalogue_rows('indicators', ['code'], ['code', 'name_vi', 'name_en', 'unit_vi', 'measure', 'value_type', 'additive', 'denominator_kind', 'direction', 'typical_period', 'cap_pct', 'ask_threshold_pct', 'allows_negative', 'is_turnout', 'is_stock', 'part_of']) }}
),

renamed as (
    select
        code as indicator_code,
        name_vi as indicator_name,
        name_en as indicator_name_en,
        unit_vi as unit_name,
        measure as measure_kind,
        value_type as value_kind,
        coalesce(cast(additive as boolean), false) as is_additive,
        denominator_kind,
        direction as direction_kind,
        typical_period as typical_period_kind,
        coalesce(cast(cap_pct as decimal(9, 1)), cast(300 as decimal(9, 1))) as cap_pct,
        coalesce(cast(ask_threshold_pct as decimal(9, 1)), cast(120 as decimal(9, 1))) as ask_threshold_pct,
        coalesce(cast(allows_negative as boolean), false) as is_negative_allowed,
        coalesce(cast(is_turnout as boolean), false) as is_turnout,
        coalesce(cast(is_stock as boolean), false) as is_stock,
        case
            when coalesce(cast(is_stock as boolean), false) then 'stock'
            when coalesce(cast(additive as boolean), false) then 'flow'
            else 'level'
        end as accumulation_kind,
        part_of as part_of_code
    from source
)

select * from renamed
