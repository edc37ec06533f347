-- Invented marts of a country, as far as the dashboard reads them: so many provinces, indicators and years as are given.
create table dim_org_units as
-- grain: one row a province, and clusters of it
select
    concat('P', lpad(i::varchar, 2, '0')) as org_unit_code, concat('Liên đoàn Lao động tỉnh số ', i) as org_unit_name,
    concat('LĐLĐ tỉnh số ', i) as short_name, 'province' as level_kind, concat('P', lpad(i::varchar, 2, '0')) as office_code,
    true as is_current
from range($units) as told (i);
create table dim_office_scopes as
select office_code, org_unit_code, true as is_answering
from dim_org_units;
create table dim_indicators as
select
    concat('indicator_', i) as indicator_code, concat('Số đoàn viên được hỗ trợ theo chương trình số ', i) as indicator_name,
    concat('Members supported by programme ', i) as indicator_name_en, if(i % 7 = 0, 'đồng', 'người') as unit_name,
    if(i % 7 = 0, 'money', 'count') as measure_kind, 'higher_better' as direction_kind
from range($indicators) as told (i);
create table dim_periods as
select
    (2025 - i)::varchar as period_code, 'year' as period_kind, concat('Năm ', 2025 - i) as label_vi,
    make_date(2025 - i, 12, 31) as end_date
from range($years) as told (i);
create table fct_attainments as
-- grain: unit x indicator x period x source; two in five told by the news too
with numbered as (
    select
        dim_org_units.org_unit_code, org_unit_name, dim_indicators.indicator_code, indicator_name, measure_kind, period_code,
        source_kind, hash(org_unit_code, indicator_code, period_code) as drawn, hash(indicator_code, org_unit_code) as held
    from dim_org_units
    cross join dim_indicators
    cross join dim_periods
    cross join (values ('unit_report'), ('news')) as sources (source_kind)
    where source_kind = 'unit_report' or hash(org_unit_code, indicator_code, period_code, 1) % 5 < 2
),

valued as (
    select
        *,
        (drawn % 9000 + 100)::bigint * if(measure_kind = 'money', 100000, 1) as value,
        (drawn % 9000 + 100)::bigint * if(measure_kind = 'money', 100000, 1) * 100 // (70 + drawn % 61) + 1 as reference
    from numbered
)

select
    org_unit_code, org_unit_name, indicator_code, indicator_name, period_code, '' as scope, source_kind,
    value::decimal(38, 4) as value, null::decimal(38, 4) as value_from, null::decimal(38, 4) as value_to,
    reference::decimal(38, 4) as reference, null::varchar as reference_period_code,
    null::decimal(38, 4) as implied_reference, null::decimal(38, 4) as implied_value,
    (value * 1000 // reference)::decimal(38, 4) / 10 as printed_pct, null::decimal(38, 4) as target_pct,
    ((value * 1000 // reference) / 10)::decimal(18, 1) as attained_pct,
    ((value * 1000 // reference) / 10)::decimal(18, 1) as computed_pct_from,
    ((value * 1000 // reference) / 10)::decimal(18, 1) as computed_pct_to,
    if(value >= reference, 'met', 'not_met') as fulfilment_kind, 'exact' as qualifier, null::varchar as change_kind,
    'stated_target' as denominator_basis, if(value > reference and drawn % 3 = 0, 'unconfirmed', 'ok') as quality_status,
    if(value > reference and drawn % 3 = 0, 'result_exceeds_target', null) as flag_rules,
    md5(concat(source_kind, org_unit_code, period_code, if(source_kind = 'news', held % 6, 0))) as document_id,
    if(
        source_kind = 'news', concat('tin-', org_unit_code, '-', period_code, '-', held % 6, '.html'),
        concat(org_unit_code, '/', period_code, '/bao-cao-tong-hop.xlsx')
    ) as path,
    if(source_kind = 'news', concat(drawn % 4000, ':', drawn % 4000 + 9), concat('Biểu 1!E', held % 90 + 8)) as locator,
    if(
        source_kind = 'news', concat('toàn tỉnh đã hỗ trợ ', value, '/', reference, ' đoàn viên theo ', lower(indicator_name), ' của năm'),
        concat(indicator_name, ' — Năm ', period_code, ' / Thực hiện')
    ) as quote
from valued;
create table dim_documents as
select distinct
    document_id, ''::varchar as member_name, 'Tổng kết phong trào thi đua' as title, timestamp '2024-01-20' as published_at,
    timestamp '2024-01-21' as received_at, 'loaded' as status_kind, true as is_current, path, null::varchar as office_code,
    '[]' as reasons, date '2026-11-22' as last_night
from fct_attainments where source_kind = 'news';
create table fct_figure_flags as
select
    md5(concat(org_unit_code, indicator_code, period_code)) as flag_key, 'result_exceeds_target' as rule_code,
    'Kết quả vượt chỉ tiêu' as rule_name, 'query' as severity, 'open' as state, org_unit_code, indicator_code, period_code,
    '' as scope, org_unit_code as office_code, date '2026-11-01' - (value % 60)::integer as opened_night,
    date '2026-11-01' as first_night, value as at_stake_value, 0 as rank_flip_count, row_number() over () as impact_rank,
    concat(indicator_name, ' – ', org_unit_name, ': kết quả ', value, ' cao hơn chỉ tiêu ', reference, '.') as message_vi,
    concat(indicator_name, ' – ', org_unit_name, ': the result ', value, ' is above the target ', reference, '.') as message_en,
    'Nếu số liệu đúng, kính đề nghị đơn vị xác nhận kèm lý do hoặc văn bản; nếu nhầm, xin gửi số đúng.' as what_to_do_vi,
    to_json([{'source_kind': source_kind, 'path': path, 'locator': locator, 'quote': quote, 'r': value::varchar}])::varchar as evidence
from fct_attainments where quality_status = 'unconfirmed' and source_kind = 'unit_report';
create table fct_cluster_standings as
select
    concat('C', i // 6) as cluster_code, concat('Cụm thi đua số ', i // 6 + 1) as cluster_name, period_code, org_unit_code as member_code,
    i % 6 + 1 as rank_number, greatest(i % 6, 1) as best_rank_number, least(i % 6 + 2, 6) as worst_rank_number,
    i % 6 + 1 as confirmed_rank_number, (104 - i % 6)::decimal(18, 2) as score_pct, 90::decimal(18, 2) as score_pct_from,
    120::decimal(18, 2) as score_pct_to, 70 as compared_count, 70 as reported_count, 50 as met_count, 9 as unconfirmed_count,
    null::varchar as award_names
from (select *, row_number() over (order by org_unit_code) - 1 as i from dim_org_units) as numbered cross join dim_periods;
create table fct_reporting_status as
select
    'Báo cáo kết quả thi đua' as obligation_name, 'results' as report_kind, org_unit_code, org_unit_name, office_code, period_code,
    end_date as due_date, end_date as last_date, 'on_time' as status_kind, 0 as late_day_count, end_date as reported_night,
    null::varchar as path, null::varchar as reason_vi
from dim_org_units cross join dim_periods;
create table fct_source_reconciliation as
select
    org_unit_code, indicator_code, period_code, '' as scope, 'own_report' as counterpart_kind,
    if(value % 11 = 0, 'contradicts', 'agrees') as finding_kind, null::varchar as explanation_kind,
    concat('báo cáo ghi ', value, ', báo chí ghi ', value, '.') as explanation_vi, value as news_value, value as workbook_value,
    0::decimal(38, 4) as difference_value, document_id as news_document_id, path as news_path, locator as news_locator,
    quote as news_quote, '[]' as workbook_evidence
from fct_attainments where source_kind = 'news';
create table fct_attainment_totals as
select
    'management' as group_kind, 'P00' as group_code, indicator_code, period_code, '' as scope, sum(value) as value,
    sum(value) as confirmed_value, sum(reference) as reference, sum(value) as compared_value, 99.9::decimal(18, 1) as computed_pct,
    99.9::decimal(18, 1) as confirmed_pct, 34 as unit_count, 34 as reported_count, 34 as target_count, 20 as met_count,
    0 as unconfirmed_count, 0 as quarantined_count
from fct_attainments group by all;
