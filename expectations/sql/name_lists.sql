-- Grain: one row a count of units in an article with their names behind it ("03 đơn vị gồm …"). A name begins with a
-- capital or with its kind of place; the list ends where a piece begins otherwise. Every "và" may join two names or stand
-- within one, so that a count between the fewest and the most names is one of them.
create table name_lists as
with told as (
    select row_number, unnest(name_lists) as told from documents
),

pieces as (
    select
        row_number,
        told,
        cast(regexp_extract(told, '^(\d+)', 1) as integer) as stated_count,
        string_split(regexp_extract(told, '(?: gồm có| bao gồm| gồm|:)[ :]+(.*)$', 1), ', ') as pieces
    from told
),

ended as (
    select
        *,
        list_position(
            list_transform(
                pieces,
                lambda piece: not regexp_matches(piece, '^ *(?:\p{Lu}|huyện|thành phố|thị xã|quận|ngành|công đoàn)')
            ),
            true
        ) as first_other
    from pieces
),

named as (
    select *, if(first_other is null, pieces, pieces[:first_other - 1]) as names from ended
),

counted as (
    select
        row_number,
        told,
        stated_count,
        cast(len(names) + coalesce(list_sum(list_transform(names, lambda name: len(regexp_extract_all(
            name, ' (?:và|với) (?:LĐLĐ|CĐ|Công đoàn|Liên đoàn|huyện|thành phố|thị xã)'
        )))), 0) as integer) as fewest_names,
        cast(len(names) + coalesce(list_sum(list_transform(names, lambda name: len(regexp_extract_all(
            name, ' (?:và|với) (?:\p{Lu}|huyện|thành phố|thị xã)'
        )))), 0) as integer) as most_names
    from named
)

select
    *,
    case
        when fewest_names < 2 or regexp_matches(told, '(…|\.\.\.|v\.v)') then null
        when stated_count between fewest_names and most_names then 'agrees'
        else 'disagrees'
    end as list_state
from counted
