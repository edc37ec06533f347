{#
  What a file's name tells of its place in a series: "BC 6T 2023_v2_SUA.xlsx" is a revision of "BC 6T 2023.xlsx". Names
  are compared in plain letters; words of revision count only at the end ("đoàn viên mới quý 3" is no newer version).
#}

{% macro plain_file_name(path, member) -%}
    ' ' || trim(
        regexp_replace(
            regexp_replace(
                strip_accents(
                    replace(
                        lower(
                            nfc_normalize(
                                regexp_extract(
                                    coalesce(nullif({{ member }}, ''), {{ path }}), '[^/\\]*$'
                                )
                            )
                        ),
                        'đ', 'd'
                    )
                ),
                '\.[a-z0-9]{1,5}$', ''
            ),
            '[^a-z0-9]+', ' ', 'g'
        )
    )
{%- endmacro %}

{% macro revision_words() -%}
    '('
    || ' (v|ver|version|ban|lan|rev) ?[0-9]{1,3}'
    || '| (da )?(chinh )?sua( doi| lai)?| dieu chinh| dinh chinh| bo sung| cap nhat| updated?| thay the'
    || '| final| cuoi( cung)?| chinh thuc| hoan (chinh|thien)| moi( nhat)?| revised'
    || ')+( [0-9]{1,4})*$'
{%- endmacro %}

{% macro series_of(plain_name) -%}
    regexp_replace({{ plain_name }}, {{ revision_words() }}, '')
{%- endmacro %}

{# 0 where the name tells of no revision; a later version has the greater rank. #}
{% macro revision_rank_of(plain_name) -%}
    case
        when not regexp_matches({{ plain_name }}, {{ revision_words() }}) then 0
        else
            10 * coalesce(
                try_cast(
                    regexp_extract(
                        regexp_extract({{ plain_name }}, {{ revision_words() }}),
                        ' (?:v|ver|version|ban|lan|rev) ?([0-9]{1,3})', 1
                    ) as integer
                ),
                1
            )
            + if(
                regexp_matches(
                    regexp_extract({{ plain_name }}, {{ revision_words() }}), 'sua|chinh|bo sung|cap nhat|updated?|moi'
                ),
                1, 0
            )
            + if(
                regexp_matches(
                    regexp_extract({{ plain_name }}, {{ revision_words() }}), 'final|cuoi|chinh thuc|hoan (chinh|thien)'
                ),
                10000, 0
            )
    end
{%- endmacro %}

{# Words in plain letters, one space before and after each: what names and paths are compared by. #}
{% macro plain_words(text) -%}
    ' ' || trim(
        regexp_replace(strip_accents(replace(lower(nfc_normalize({{ text }})), 'đ', 'd')), '[^a-z0-9]+', ' ', 'g')
    ) || ' '
{%- endmacro %}

{# The name of a unit without the words that say what kind of unit it is: "LĐLĐ huyện Chiêm Hóa" is " chiem hoa ". #}
{% macro plain_place_name(name) -%}
    ' ' || regexp_replace(
        trim({{ plain_words(name) }}),
        '^((ldld|lien doan lao dong|cong doan|cdcs|cd|nganh|cac|huyen|thi xa|thanh pho|tinh|phuong|xa|tp|tx|h|p) )+', ''
    ) || ' '
{%- endmacro %}

{# How a period is written in the name of a file, in plain letters: "6 thang dau nam 2023", "quy iii 2023", "t9 2023". #}
{% macro period_spellings(code, kind) -%}
    {%- set year = code ~ '[1:4]' -%}
    {%- set half = code ~ '[7:7]' -%}
    {%- set months = 'ltrim(' ~ code ~ "[7:8], '0')" -%}
    {%- set month = 'ltrim(' ~ code ~ "[6:7], '0')" -%}
    list_concat(
        [trim({{ plain_words(code) }})],
        case {{ kind }}
            when 'half' then [
                '6 thang ' || if({{ half }} = '1', 'dau', 'cuoi') || ' nam ' || {{ year }},
                if({{ half }} = '1', '6 thang ' || {{ year }}, 'nua cuoi nam ' || {{ year }}),
                if({{ half }} = '1', '6t ' || {{ year }}, 'h2 ' || {{ year }}),
                'h' || {{ half }} || ' ' || {{ year }}
            ]
            when 'quarter' then [
                'quy ' || {{ half }} || ' ' || {{ year }},
                'quy ' || {{ half }} || ' nam ' || {{ year }},
                'quy ' || case {{ half }} when '1' then 'i' when '2' then 'ii' when '3' then 'iii' else 'iv' end || ' ' || {{ year }},
                'quy ' || case {{ half }} when '1' then 'i' when '2' then 'ii' when '3' then 'iii' else 'iv' end || ' nam ' || {{ year }},
                'q' || {{ half }} || ' ' || {{ year }}
            ]
            when 'months' then [
                {{ months }} || ' thang ' || {{ year }},
                {{ months }} || ' thang dau nam ' || {{ year }},
                {{ months }} || ' thang nam ' || {{ year }},
                {{ months }} || 't ' || {{ year }}
            ]
            when 'month' then [
                'thang ' || {{ month }} || ' ' || {{ year }},
                'thang ' || {{ month }} || ' nam ' || {{ year }},
                'thang ' || {{ code }}[6:7] || ' ' || {{ year }},
                't' || {{ month }} || ' ' || {{ year }},
                't' || {{ code }}[6:7] || ' ' || {{ year }}
            ]
            else cast([] as varchar[])
        end
    )
{%- endmacro %}

{# The folder, and the archive, a file came in. #}
{% macro report_folder(path, member) -%}
    left({{ path }}, length({{ path }}) - length(regexp_extract({{ path }}, '[^/]*$'))) || '|'
    || if({{ member }} = '', '', {{ path }})
{%- endmacro %}

{# A document and a later file that its name says is a version of the same report: both with their sender's office and folder. #}
{% macro is_revised_by(document, revision) -%}
    {{ document }}.sender_office = {{ revision }}.sender_office
    and {{ document }}.folder = {{ revision }}.folder
    and {{ document }}.report_series = {{ revision }}.report_series
    and {{ document }}.unit_code = {{ revision }}.unit_code
    and {{ document }}.period_code = {{ revision }}.period_code
    and {{ document }}.revision_rank < {{ revision }}.revision_rank
    and {{ document }}.sent_order < {{ revision }}.delivery_order
    and {{ document }}.document_id <> {{ revision }}.document_id
{%- endmacro %}
