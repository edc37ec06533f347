{#
  Wide tables for BI: four columns a main indicator. The list is the one place that says which indicators are main; the
  YAML of the wide tables is written from it by `python -m warehouse.wide_tables`.
#}
{% macro main_indicators() -%}
    members_total
    members_admitted
    grassroots_unions_founded
    elite_members_referred
    union_officials_trained
    training_courses_held
    inspections_conducted
    maiam_fund_raised
    housing_supported
    housing_new_supported
    housing_repair_supported
    gifts_given
    gifts_value
    blood_donation_turns
    initiatives_recognised
    union_budget_collected
    membership_rate_pct
    staff_conferences_pct
    worker_conferences_pct
    collective_agreements_pct
    grassroots_rated_strong_pct
{%- endmacro %}

{# Of rows of one group with indicator_code, target, result, attained_pct and quality_status, one an indicator; shares only where they make sense. #}
{% macro wide_columns(with_shares) -%}
    {%- for code in main_indicators().split() if with_shares or not code.endswith('_pct') %}
    cast(max(target) filter (indicator_code = '{{ code }}') as decimal(38, 4)) as {{ code }}_target,
    cast(max(result) filter (indicator_code = '{{ code }}') as decimal(38, 4)) as {{ code }}_result,
    cast(max(attained_pct) filter (indicator_code = '{{ code }}') as decimal(18, 1)) as {{ code }}_attained_pct,
    max(quality_status) filter (indicator_code = '{{ code }}') as {{ code }}_quality_status{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
