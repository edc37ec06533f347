{# What stands on a night, as asked of every night and of tonight alike. #}

{# The place that a document was sent to: a file of one office; of the news one article. #}
{% macro place_key() -%}
    if(
        source_kind = 'news',
        concat_ws('|', source_kind, path, member),
        concat_ws('|', source_kind, coalesce(office_code, ''), path)
    )
{%- endmacro %}

{# Whether a delivery was withdrawn through the night, by the rows of int_deliveries__withdrawn named `withdrawals`. #}
{% macro is_withdrawn_on(delivery_id, night) -%}
    exists (
        select 1 from withdrawals
        where
            withdrawals.delivery_id = {{ delivery_id }}
            and withdrawals.withdrawn_from <= {{ night }}
            and coalesce(withdrawals.withdrawn_to > {{ night }}, true)
    )
{%- endmacro %}
