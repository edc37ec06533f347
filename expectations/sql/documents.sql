-- Grain: one row a document, as its first delivery.
create table documents as
with delivered as (
    select distinct chunk_id from read_parquet($deliveries, hive_partitioning = false)
),

landed as (
    select documents.* exclude (text), nfc_normalize(documents.text) as text
    from read_parquet($documents, hive_partitioning = false, union_by_name = true) as documents
    semi join delivered on documents.chunk_id = delivered.chunk_id
    qualify row_number() over (partition by document_id order by received_at, delivery_id) = 1
),

dated as (
    select
        *,
        -- only days that some month lacks; 2/20/2023 of a page in American order is none of them
        list_concat(
            regexp_extract_all(text, '\b(?:29|30|31)/(?:0?[2469]|11)/\d{4}\b'),
            list_transform(
                regexp_extract_all(text, '\b(?:29|30|31) tháng (?:0?[2469]|11) năm \d{4}\b'),
                lambda told: regexp_replace(told, ' tháng (\d+) năm ', '/\1/')
            )
        ) as dates_with_year,
        regexp_matches(text, '(?:^|[^\d/])29(?:/| tháng )0?2(?:[^\d/ ]| [^n]|$)') as has_leap_day,
        list_transform(
            regexp_extract_all(text, '(?i)tổng kết[^.\n]{0,80}?năm (\d{4})', 1), lambda year: cast(year as integer)
        ) as years_summed_up,
        -- a dot of "TP." ends no sentence
        if(
            source_kind = 'news',
            regexp_extract_all(
                regexp_replace(text, '\b(TP|TX|TT|H|P|Q)\. ?', '\1 ', 'g'),
                '\b\d{1,2} (?:đơn vị|tập thể|công đoàn|liên đoàn|LĐLĐ)[^.;:,\n\d]{0,40}?(?: gồm có| bao gồm| gồm|:)[ :][^.;\n]+(?:\.\.\.)?'
            ),
            []
        ) as name_lists
    from landed
),

judged as (
    select
        *,
        -- a year is summed up in its last month or in the year after; published in a leap year or the next, the day was
        has_leap_day
        and len(years_summed_up) > 0
        and not list_bool_or(list_transform(years_summed_up, lambda year: is_leap_year(year) or is_leap_year(year + 1)))
        and not coalesce(is_leap_year(year(published_at)) or is_leap_year(year(published_at) - 1), false)
            as is_leap_day_impossible
    from dated
)

select
    row_number() over (order by document_id) as row_number,
    * exclude (text, dates_with_year, has_leap_day, years_summed_up, is_leap_day_impossible),
    list_transform(reasons_json, lambda reason: reason.code) as reason_codes,
    list_sort(list_distinct(list_concat(
        list_filter(dates_with_year, lambda told: try_strptime(told, '%d/%m/%Y') is null),
        if(coalesce(is_leap_day_impossible, false), ['29/02'], [])
    ))) as impossible_dates
from judged
