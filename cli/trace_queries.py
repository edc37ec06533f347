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
CELLS = ("target", "result", "attained_pct", "quality_status")
"""What a wide table has of each indicator."""

_TOTAL_PARTS = """
select parts.*, parts.value as reported_value, 1 as weight_numerator, 1 as weight_denominator,
    facts.path, facts.locator, facts.quote
from fct_attainment_total_parts as parts
inner join fct_attainments as facts using (figure_id)
where parts.group_code = $unit and parts.group_kind = $group and parts.indicator_code = $indicator
    and parts.period_code = $period and parts.scope = $scope
order by parts.left_out_kind nulls first, parts.org_unit_code
"""
_SUMS_WITH = """
select totals.*
from fct_attainment_total_parts as parts
inner join fct_attainment_totals as totals using (group_kind, group_code, indicator_code, period_code, scope)
where parts.figure_id = $figure_id and parts.left_out_kind is null
order by totals.group_kind, totals.group_code
"""
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
where held.is_todays_map and held.is_summable and held.reported_organisation_kind = 'union'
    and facts.is_headline and held.value is not null
    and held.indicator_code = $indicator and held.period_code = $period and held.scope = $scope
    and held.org_unit_code in (select org_unit_code from held_by)
    and exists (
        select 1 from dim_org_units as asked
        where asked.org_unit_code = $unit and asked.is_current and asked.level_kind = 'province'
            and asked.organisation_kind = 'union'
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
            -- one and the same witness is of that document and place
            or (
                contains(flags.evidence, history.document_id)
                and list_contains(
                    from_json(flags.evidence, '[{"document_id":"VARCHAR","locator":"VARCHAR"}]'),
                    {'document_id': history.document_id, 'locator': history.locator}
                )
            )
        )
)
order by flags.rule_code, flags.flag_key
"""
_IDS = """
select distinct kind, id
from (
    select 'figure' as kind, figure_id as id from fct_figures_history
    union all
    select 'waiting' as kind, figure_id as id from fct_waiting_figures
    union all
    select 'flag' as kind, flag_key as id from fct_figure_flags
    union all
    select 'award' as kind, award_key as id from fct_awards
    union all
    select 'document' as kind, document_id as id from dim_documents
    union all
    select 'delivery' as kind, delivery_id as id from fct_deliveries
) as ids
where starts_with(id, $key)
order by id, kind
limit 6
"""
_ON_MAPS = """
select 'fct_results_on_maps' as mart, org_unit_name, map_from, map_to, value, reported_value, weight_numerator,
    weight_denominator, period_code
from fct_results_on_maps
where figure_id = $figure_id and map_from is not null
union all
select 'fct_targets_on_maps' as mart, org_unit_name, map_from, map_to, value, reported_value, weight_numerator,
    weight_denominator, period_code
from fct_targets_on_maps
where figure_id = $figure_id and map_from is not null
order by map_from, org_unit_name
"""
_FIGURES_OF = """
select *
from fct_figures_history
where document_id = $document_id
qualify row_number() over (partition by figure_id order by recorded_from desc) = 1
order by length(locator), locator, figure_id
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

    def of(self, mart: str, order: str, **keys: object) -> list[Row]:
        """The rows of a mart whose columns are ``keys``."""
        where = " and ".join(f"{column} = ${column}" for column in keys)
        return self.rows(f"select * from {mart} where {where} order by {order}", keys)  # noqa: S608  # our own words

    def ids(self, key: str) -> list[tuple[str, str]]:
        """Six at most of what begins with a key: what each is, and its id."""
        return [(row["kind"], row["id"]) for row in self.rows(_IDS, {"key": key})]

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
        found = self.of("fct_figures_history", "figure_id", document_id=document_id, locator=locator)
        return list(dict.fromkeys(row["figure_id"] for row in found))

    def figures_of(self, document_id: str) -> list[Row]:
        """The figures of a document, each as it last stood, in the order of their places."""
        return self.rows(_FIGURES_OF, {"document_id": document_id})

    def cells(self, mart: str, indicator: str, **keys: object) -> list[Row]:
        """An indicator's four cells, and how they were totalled, in rows of a wide table; nothing where it has none."""
        cells = ", ".join(f"{indicator}_{name} as {name}" for name in CELLS)
        sql = "select column_name from information_schema.columns where table_name = $mart"
        columns = {row["column_name"] for row in self.rows(sql, {"mart": mart})}
        if f"{indicator}_result" not in columns:
            return []
        told = ", ".join([cells, *(name for name in ("total_kind", "reported_level_kind") if name in columns)])
        where = " and ".join(f"{column} = ${column}" for column in keys)
        return self.rows(f"select {told} from {mart} where {where} order by all", keys)  # noqa: S608  # our own words

    def total_parts(self, place: Mapping[str, str], group: str) -> list[Row]:
        return self.rows(_TOTAL_PARTS, {**place, "group": group})

    def map_parts(self, place: Mapping[str, str]) -> list[Row]:
        return self.rows(_MAP_PARTS, place)

    def sums_with(self, figure_id: str) -> list[Row]:
        return self.rows(_SUMS_WITH, {"figure_id": figure_id})

    def on_maps(self, figure_id: str) -> list[Row]:
        """What units hold of a figure on the maps after the one it was reported on."""
        return self.rows(_ON_MAPS, {"figure_id": figure_id})

    def flags_on(self, figure_id: str) -> list[Row]:
        return self.rows(_FLAGS_ON, {"figure_id": figure_id})

    def periods_told(self, unit: str, indicator: str | None) -> list[str]:
        sql = (
            "select distinct period_code from fct_figures_history where org_unit_code = $unit"
            " and ($indicator is null or indicator_code = $indicator) and period_code is not null order by 1"
        )
        return [row["period_code"] for row in self.rows(sql, {"unit": unit, "indicator": indicator})]
