"""What ``trace`` asks of the published file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Self

from cli.published import named_rows, published_file
from warehouse.database import Connection, connect
from warehouse.landing import Landing
from warehouse.settings import Settings

Row = dict[str, Any]

_PLACE = "org_unit_code = $unit and indicator_code = $indicator and period_code = $period and scope = $scope"
_GROUPED = """
units as (
    select org_unit_code, any_value(level_kind) as level_kind,
        if(bool_or(valid_to is null), date '9999-12-31', max(valid_to)) as last_day
    from dim_org_units
    group by org_unit_code
),

-- the units a sum is over: as the organisation stood on the last day of the period, with those that ended within it
groupings as (
    select edges.edge_kind as group_kind, edges.parent_code as group_code, edges.child_code,
        coalesce(edges.valid_from, date '0001-01-01') as valid_from,
        if(edges.valid_to = children.last_day, date '9999-12-31', coalesce(edges.valid_to, date '9999-12-31'))
            as valid_to,
        children.last_day
    from dim_org_unit_edges as edges
    inner join units as children on edges.child_code = children.org_unit_code
    where edges.edge_kind = 'cluster' or (edges.edge_kind = 'management' and children.level_kind <> 'cluster')
)
"""
_ADDED = """
    facts.is_headline and abs(facts.value) < 10000000000000000000
    -- what a member of the group told later for the whole is not added to what it took over
    and not exists (
        select 1 from fct_attainments_on_maps as told
        inner join fct_attainments as wholes
            on told.org_unit_code = wholes.org_unit_code and told.indicator_code = wholes.indicator_code
            and told.period_code = wholes.period_code and told.scope = wholes.scope
            and told.source_kind = wholes.source_kind and wholes.is_headline
        inner join groupings as beside on wholes.org_unit_code = beside.child_code
        where told.figure_id = facts.figure_id and told.is_told_again
            and told.org_unit_code <> facts.org_unit_code
            and beside.group_kind = groupings.group_kind and beside.group_code = groupings.group_code
            and dim_periods.end_date between beside.valid_from and beside.valid_to
    )
"""
_TOTAL_PARTS = f"""
with {_GROUPED}
select facts.org_unit_code, facts.org_unit_name, facts.value, facts.value as reported_value, facts.reference,
    facts.quality_status, facts.path, facts.locator, facts.quote, facts.figure_id,
    1 as weight_numerator, 1 as weight_denominator
from fct_attainments as facts
inner join dim_periods using (period_code)
inner join groupings
    on facts.org_unit_code = groupings.child_code
    and dim_periods.end_date between groupings.valid_from and groupings.valid_to
    and coalesce(dim_periods.start_date <= groupings.last_day, true)
where groupings.group_code = $unit and groupings.group_kind = $group and facts.indicator_code = $indicator
    and facts.period_code = $period and facts.scope = $scope and {_ADDED}
order by facts.org_unit_code
"""  # noqa: S608  # our own words
_SUMS_WITH = f"""
with {_GROUPED}
select totals.group_kind, totals.group_code, totals.group_name, totals.value, totals.period_code
from fct_attainments as facts
inner join dim_periods using (period_code)
inner join groupings
    on facts.org_unit_code = groupings.child_code
    and dim_periods.end_date between groupings.valid_from and groupings.valid_to
    and coalesce(dim_periods.start_date <= groupings.last_day, true)
inner join fct_attainment_totals as totals
    on groupings.group_kind = totals.group_kind and groupings.group_code = totals.group_code
    and facts.indicator_code = totals.indicator_code and facts.period_code = totals.period_code
    and facts.scope = totals.scope
where facts.figure_id = $figure_id and {_ADDED}
order by totals.group_kind, totals.group_code
"""  # noqa: S608  # our own words
_MAP_PARTS = """
-- the unit and all below it today, down to the next federation
with recursive held_by as (
    select $unit as org_unit_code, 0 as depth
    union all
    select units.org_unit_code, held_by.depth + 1
    from held_by
    inner join dim_org_units as units on held_by.org_unit_code = units.parent_code and units.is_current
    where held_by.depth < 12 and units.level_kind <> 'province'
)

select held.reported_level_kind, held.reported_unit_code as org_unit_code, held.reported_unit_name as org_unit_name,
    held.value, held.reported_value, held.weight_numerator, held.weight_denominator, held.quality_status,
    facts.path, facts.locator, facts.quote, facts.figure_id
from fct_attainments_on_maps as held
inner join fct_attainments as facts using (figure_id)
where held.is_todays_map and held.is_summable and facts.is_headline and held.value is not null
    and held.indicator_code = $indicator and held.period_code = $period and held.scope = $scope
    and held.org_unit_code in (select org_unit_code from held_by)
    and exists (
        select 1 from dim_org_units as asked
        where asked.org_unit_code = $unit and asked.is_current and asked.level_kind = 'province'
    )
order by held.reported_level_kind, held.reported_unit_code
"""
_FIGURE = """
select history.*, coalesce(results.quote, targets.quote) as quote,
    coalesce(results.quality_status, targets.quality_status) as quality_status
from fct_figures_history as history
left join fct_results as results using (figure_id)
left join fct_targets as targets using (figure_id)
where history.figure_id = $figure_id
order by history.recorded_from desc
limit 1
"""
_FLAGS_ON = """
select flags.*
from fct_figure_flags as flags
where exists (
    select 1 from fct_figures_history as history
    where history.figure_id = $figure_id
        and (
            flags.subject_key = concat_ws(
                '|', 'figure:' || history.org_unit_code, history.indicator_code, history.period_code, history.scope
            )
            or (contains(flags.evidence, history.document_id)
                and contains(flags.evidence, '"locator":"' || history.locator || '"'))
        )
)
order by flags.rule_code, flags.flag_key
"""


class Marts:
    """Questions to one open published file."""

    def __init__(self, database: Connection, settings: Settings) -> None:
        self.database = database
        self.settings = settings

    @classmethod
    @contextmanager
    def published(cls, settings: Settings) -> Iterator[Self]:
        """Raises typer.BadParameter before the first publication."""
        with connect(published_file(settings), read_only=True) as database:
            yield cls(database, settings)

    def rows(self, sql: str, asked: Mapping[str, object]) -> list[Row]:
        return named_rows(self.database, sql, {name: asked[name] for name in asked if f"${name}" in sql})

    def figure_ids(self, key: str) -> list[str]:
        sql = "select distinct figure_id from fct_figures_history where starts_with(figure_id, $key) order by 1 limit 6"
        return [row["figure_id"] for row in self.rows(sql, {"key": key})]

    def flags_by_key(self, key: str) -> list[Row]:
        return self.rows("select * from fct_figure_flags where starts_with(flag_key, $key) limit 6", {"key": key})

    def figure(self, figure_id: str) -> Row:
        """The figure as it stands, or last stood, with its quote, also where no fact shows it any more."""
        (row,) = self.rows(_FIGURE, {"figure_id": figure_id})
        if row["quote"] is None:
            row["quote"] = self._landed_quote(figure_id)
        return row

    def _landed_quote(self, figure_id: str) -> str | None:
        if not (self.settings.landing / "figures").is_dir():
            return None
        sql = "select quote from read_parquet($glob, union_by_name = true) where figure_id = $figure_id limit 1"
        with connect() as database:
            glob = Landing(self.settings.landing).glob("figures")
            found = database.execute(sql, {"glob": glob, "figure_id": figure_id}).fetchone()
        return found[0] if found else None

    def figures_at(self, document_id: str, locator: str) -> list[str]:
        sql = (
            "select distinct figure_id from fct_figures_history where document_id = $document_id and locator = $locator"
            " order by 1"
        )
        return [row["figure_id"] for row in self.rows(sql, {"document_id": document_id, "locator": locator})]

    def attainments(self, place: Mapping[str, object]) -> list[Row]:
        sql = f"select * from fct_attainments where {_PLACE} order by is_headline desc, source_kind"  # noqa: S608
        return self.rows(sql, place)

    def attainment_figures(self, place: Mapping[str, object]) -> set[str]:
        rows = self.attainments(place)
        return {row[name] for row in rows for name in ("figure_id", "target_figure_id") if row[name]}

    def targets(self, place: Mapping[str, object]) -> list[Row]:
        return self.rows(f"select * from fct_targets where {_PLACE} order by source_kind, figure_id", place)  # noqa: S608

    def totals(self, place: Mapping[str, object]) -> list[Row]:
        where = _PLACE.replace("org_unit_code", "group_code")
        return self.rows(f"select * from fct_attainment_totals where {where} order by group_kind", place)  # noqa: S608

    def total_parts(self, place: Mapping[str, object], group: str) -> list[Row]:
        return self.rows(_TOTAL_PARTS, {**place, "group": group})

    def map_parts(self, place: Mapping[str, object]) -> list[Row]:
        return self.rows(_MAP_PARTS, place)

    def sums_with(self, figure_id: str) -> list[Row]:
        return self.rows(_SUMS_WITH, {"figure_id": figure_id})

    def flags_on(self, figure_id: str) -> list[Row]:
        return self.rows(_FLAGS_ON, {"figure_id": figure_id})

    def corrections_of(self, figure_id: str) -> list[Row]:
        sql = (
            "select * from fct_figure_corrections where figure_id = $figure_id and status_kind = 'applied'"
            " order by line_number"
        )
        return self.rows(sql, {"figure_id": figure_id})

    def document(self, document_id: str) -> Row:
        (row,) = self.rows("select * from dim_documents where document_id = $document_id", {"document_id": document_id})
        return row

    def deliveries(self, document_id: str) -> list[Row]:
        sql = "select * from fct_deliveries where document_id = $document_id order by received_at, delivery_id"
        return self.rows(sql, {"document_id": document_id})

    def versions(self, statement_key: str) -> list[Row]:
        sql = "select * from fct_figures_history where statement_key = $key order by recorded_from, figure_id"
        return self.rows(sql, {"key": statement_key})

    def periods_told(self, unit: str, indicator: str) -> list[str]:
        sql = (
            "select distinct period_code from fct_figures_history"
            " where org_unit_code = $unit and indicator_code = $indicator and period_code is not null order by 1"
        )
        return [row["period_code"] for row in self.rows(sql, {"unit": unit, "indicator": indicator})]
