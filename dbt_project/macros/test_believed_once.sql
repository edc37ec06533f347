{# Fails for every statement of which two versions were believed through one night. #}
{% test believed_once(model) %}
select
    statement_key,
    recorded_from
from (
    select
        *,
        lag(coalesce(recorded_to, date '9999-12-31')) over (partition by statement_key order by recorded_from) as previous_to
    from {{ model }}
    where standing_kind = 'current'
) as beliefs
where previous_to > recorded_from
{% endtest %}
