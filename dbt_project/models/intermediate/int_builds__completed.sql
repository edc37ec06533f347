-- Grain: one row, the number of the last build that went through whole; what changed up to it is done.
-- depends_on: {{ ref('int_figures__read') }}
-- depends_on: {{ ref('int_figures__resolved') }}
-- depends_on: {{ ref('int_figures__superseded') }}
-- depends_on: {{ ref('int_delivery_figures__stated') }}
-- depends_on: {{ ref('int_contradictions__found') }}
-- depends_on: {{ ref('int_statements__bounded') }}
-- depends_on: {{ ref('fct_figures_history') }}
select cast({{ this_build() }} as integer) as build_number
