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
