with documents as (
    select document_id, any_value(source_kind) as source_kind, any_value(path) as path, any_value(title) as title
    from read_parquet($documents, hive_partitioning = false, union_by_name = true)
    group by document_id
),

quotes as (
    select figure_id, any_value(quote) as quote
    from read_parquet($figures, hive_partitioning = false)
    where figure_id in (select figure_id from flags)
    group by figure_id
)

select flags.flag_row_id, documents.source_kind, documents.path, documents.title, coalesce(quotes.quote, '') as quote
from flags
inner join documents on flags.document_id = documents.document_id
left join quotes on flags.figure_id = quotes.figure_id
