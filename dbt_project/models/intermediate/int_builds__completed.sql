-- Grain: one row, the number of the last build that went through whole; what changed up to it is done.
-- depends_on: {{ ref('int_figures__read') }}
-- depends_on: {{ ref('int_figures__resolved') }}
-- depends_on: {{ ref('int_figures__superseded') }}
-- depends_on: {{ ref('fct_figures_history') }}
select cast({{ this_build() }} as integer) as build_number
