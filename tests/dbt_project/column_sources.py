"""Where columns of marts come from: for each column an expression over what it was made of, told in SQL of its own.

`{landed}` is the landing zone itself: what was read of each figure of each delivery. Everything else is read where the
mart did not make it: in staging, in the catalogue, or in the model whose unit tests expect the value.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Sources:
    """Columns of one mart (its rows are `mart`), compared row by row with what stands at their source."""

    mart: str
    joins: str
    columns: dict[str, str]
    scene: str = "warehouse"
    """The test scene whose rows the columns are compared on, and in which each of them must hold a value."""


def of(alias: str, names: str) -> dict[str, str]:
    """Columns that keep their source's name."""
    return {name: f"{alias}.{name}" for name in names.split()}


def number(expression: str) -> str:
    return f"cast({expression} as decimal(38, 4))"


def numbers(alias: str, names: dict[str, str]) -> dict[str, str]:
    return {column: number(f"{alias}.{name}") for column, name in names.items()}


def part_of_map(name: str, summable: str) -> str:
    """The whole where it is not divided, else a part that is within one of its weight, of parts that add up exactly."""
    parts = f"sum(mart.{name}) over (partition by mart.figure_id, mart.period_code, mart.source_kind, mart.map_from)"
    apart = f"mart.{name}::double * mart.weight_denominator - fact.{name}::double * mart.weight_numerator"
    fits = f"abs({apart}) < mart.weight_denominator and {parts} = fact.{name}"
    divided = f"mart.{summable} and mart.weight_numerator <> mart.weight_denominator"
    return f"if({divided}, if({fits}, mart.{name}, -1), fact.{name})"


LANDED = (
    "(select * from read_parquet('{landing}/figures/**/*.parquet', hive_partitioning = false, union_by_name = true)"
    " qualify row_number() over (partition by figure_id, delivery_id order by night desc, chunk_id) = 1)"
)
UNIT = " left join staging.stg_catalogue__org_units as unit on mart.org_unit_code = unit.org_unit_code"
INDICATOR = (
    " left join staging.stg_catalogue__indicators as indicator on mart.indicator_code = indicator.indicator_code"
)
NAMES = {"org_unit_name": "unit.org_unit_name", "indicator_name": "indicator.indicator_name"}
READ = (
    " left join intermediate.int_documents__current as document on mart.document_id = document.document_id"
    " left join {landed} as read on mart.figure_id = read.figure_id and document.delivery_id = read.delivery_id"
)
RULES = (
    " left join (select figure_id, string_agg(distinct rule_code, ', ' order by rule_code) as flag_rules"
    " from intermediate.int_flag_witnesses__gathered where is_own_subject group by figure_id) as flags"
    " on mart.figure_id = flags.figure_id"
)
MAP_UNITS = (
    UNIT  # noqa: S608
    + " left join marts.dim_org_units as reporter on mart.reported_version_id = reporter.org_unit_version_id"
    + INDICATOR
    + " left join (select distinct org_unit_code, successor_code, map_from, map_to"
    " from intermediate.int_org_units__succeeded) as map"
    " on mart.reported_unit_code = map.org_unit_code and mart.org_unit_code = map.successor_code"
    " and mart.map_from is not distinct from map.map_from"
)
MAP_NAMES = {
    **NAMES,
    "reported_unit_name": "reporter.org_unit_name",
    "reported_level_kind": "reporter.level_kind",
    "reported_organisation_kind": "reporter.organisation_kind",
    "map_to": "map.map_to",
}
FIGURE_NUMBERS = {"value": "value", "reference": "reference", "printed_pct": "percent"}

SOURCES = (
    Sources(
        "fct_results",
        READ + UNIT + INDICATOR + RULES,
        {
            **NAMES,
            **of("read", "unit_text indicator_text unit_of_measure denominator_basis quote"),
            **of("read", "published_at received_at"),
            **numbers("read", FIGURE_NUMBERS),
            "measure_kind": "read.measure",
            "flag_rules": "flags.flag_rules",
        },
    ),
    Sources(
        "fct_figures_history",
        " left join {landed} as read on mart.figure_id = read.figure_id and mart.delivery_id = read.delivery_id"
        + UNIT
        + INDICATOR,
        {
            **NAMES,
            **of("read", "unit_text indicator_text period_code number_text published_at received_at"),
            **numbers("read", FIGURE_NUMBERS),
        },
    ),
    Sources(
        "fct_figures_history",
        " left join (select distinct on (next.statement_key, next.recorded_from) next.*"
        " from marts.fct_figures_history as next where next.standing_kind = 'current') as follower"
        " on mart.statement_key = follower.statement_key and mart.recorded_to >= follower.recorded_from"
        " and mart.recorded_to < coalesce(follower.recorded_to, date '9999-12-31')",
        {"next_figure_id": "follower.figure_id"},
    ),
    Sources(
        "fct_attainments",
        READ
        + " left join intermediate.int_attainments__rated as rated on mart.figure_id = rated.figure_id"
        + " left join marts.dim_periods as period on mart.period_code = period.period_code"
        + " left join intermediate.int_statements__bounded as bounded on mart.figure_id = bounded.figure_id",
        {
            **numbers("read", {"value": "value", "printed_pct": "percent"}),
            "quote": "read.quote",
            "year_code": "period.year_code",
            "value_from": number("if(read.qualifier = 'exact' and read.upper is null, null, bounded.number_from)"),
            "value_to": number(
                "if(read.qualifier = 'exact' and read.upper is null or bounded.number_to > 1e25, null,"
                " bounded.number_to)"
            ),
            **numbers(
                "rated",
                {
                    "reference": "base",
                    "printed_level_pct": "printed_level_pct",
                    "target_pct": "target_share",
                },
            ),
            **of("rated", "computed_pct attained_pct scored_pct flag_rules"),
            **{f"computed_pct_{end}": f"cast(rated.computed_pct_{end} as decimal(18, 1))" for end in ("from", "to")},
            **of("rated", "target_figure_id"),
            "reference_period_code": "rated.base_period_code",
            "denominator_basis": "rated.basis",
            "denominator_evidence": "rated.basis_evidence",
        },
    ),
    Sources(
        "fct_targets",
        READ + RULES,
        {
            "value": number("if(read.kind = 'target', read.value, read.reference)"),
            "target_pct": number("if(read.kind = 'target', read.percent, null)"),
            "is_beside_result": "read.kind <> 'target'",
            "quote": "read.quote",
            "flag_rules": "flags.flag_rules",
        },
    ),
    Sources(
        "fct_targets",
        READ,
        {
            "decision_number": "if(mart.authority_kind = 'plan', document.decision_number, null)",
            "decision_date": "if(mart.authority_kind = 'plan', document.decision_date, null)",
        },
        "sent",
    ),
    Sources(
        "fct_results_on_maps",
        MAP_UNITS + " left join marts.fct_results as fact on mart.figure_id = fact.figure_id",
        {**MAP_NAMES, "qualifier": "fact.qualifier"},
    ),
    Sources(
        "fct_targets_on_maps",
        MAP_UNITS
        + " left join marts.fct_targets as fact on mart.figure_id = fact.figure_id"
        + " and mart.period_code = fact.period_code and mart.source_kind = fact.source_kind",
        {**MAP_NAMES, "reported_value": "fact.value", "value": part_of_map("value", "is_summable")},
    ),
    Sources(
        "fct_attainments_on_maps",
        MAP_UNITS + " left join marts.fct_attainments as fact on mart.figure_id = fact.figure_id",
        {
            **MAP_NAMES,
            "reported_value": "fact.value",
            "reported_reference": "fact.reference",
            "value": part_of_map("value", "is_summable"),
            "reference": part_of_map("reference", "is_reference_summable"),
        },
    ),
    Sources(
        "fct_attainment_totals",
        " left join marts.dim_periods as period on mart.period_code = period.period_code",
        {"year_code": "period.year_code"},
    ),
    Sources(
        "fct_cluster_standing_figures",
        " left join marts.fct_attainments as fact on mart.figure_id = fact.figure_id",
        of("fact", "value reference reference_period_code attained_pct fulfilment_kind"),
    ),
    Sources(
        "fct_awards",
        " left join staging.stg_landing__awards as mention on mart.award_id = mention.award_id"
        " left join intermediate.int_documents__current as document on mention.document_id = document.document_id"
        " left join (select event_key, count(distinct award_id) as mention_count"
        " from staging.stg_landing__awards group by event_key) as event"
        " on mart.award_key = event.event_key",
        {
            **of("mention", "award_id recipient_text award_name giver_text merit_year"),
            **of("mention", "quote published_at"),
            "mention_count": "event.mention_count",
        },
    ),
    Sources(
        "fct_flag_events",
        " left join staging.stg_landing__events as event on mart.event_id = event.event_id",
        {
            **of("event", "sequence_number actor recorded_at"),
            **{name: f"event.payload ->> '{name}'" for name in ("rule_code", "office_code", "value_hash")},
        },
    ),
    Sources(
        "fct_figure_flags",
        " left join intermediate.int_flags__unioned as flag on mart.flag_key = flag.flag_key"
        " left join intermediate.int_flag_states__told as told on mart.flag_key = told.flag_key"
        " left join seeds.quality_rules as rule on mart.rule_code = rule.rule_code" + UNIT + INDICATOR,
        {
            **NAMES,
            **of("flag", "message_en what_to_do_vi first_night last_night"),
            **of("told", "opened_night last_changed_night"),
            "rule_name": "rule.title_vi",
            "last_actor": "told.actor",
        },
    ),
    Sources(
        "fct_unresolved_names",
        " left join staging.stg_catalogue__name_candidates as candidate"
        " on mart.name_kind = candidate.name_kind and mart.name_text = candidate.name_text"
        " and if(mart.name_kind = 'unit', coalesce(mart.office_code, ''), '') = candidate.context_text"
        " left join (select unit_text, indicator_text, org_unit_code, indicator_code, office_code, night"
        " from intermediate.int_figures__resolved where is_document_current and not is_control_total) as figure"
        " on mart.office_code is not distinct from figure.office_code and mart.name_text ="
        " if(mart.name_kind = 'unit', figure.unit_text, figure.indicator_text)"
        " and if(mart.name_kind = 'unit', figure.org_unit_code, figure.indicator_code) is null",
        {
            "candidate_2_name": "candidate.candidates[2].name",
            "candidate_2_score": "candidate.candidates[2].score",
            "candidate_3_code": "candidate.candidates[3].code",
            "candidate_3_name": "candidate.candidates[3].name",
            "candidate_3_score": "candidate.candidates[3].score",
            "first_night": "min(figure.night) over (partition by mart.name_kind, mart.name_text, mart.office_code)",
            "last_night": "max(figure.night) over (partition by mart.name_kind, mart.name_text, mart.office_code)",
        },
    ),
    Sources(
        "fct_source_reconciliation",
        " left join intermediate.int_sources__reconciled as found on mart.news_figure_id = found.news_figure_id"
        " and mart.counterpart_kind = found.counterpart_kind"
        " left join marts.fct_results as news on mart.news_figure_id = news.figure_id"
        " left join intermediate.int_figures__superseded as matched on found.matched_figure_id = matched.figure_id",
        {
            "news_value_to": number("if(found.news_to > 1e25, null, found.news_to)"),
            "workbook_value_to": number("if(found.workbook_to > 1e25, null, found.workbook_to)"),
            "news_known_date": "found.news_known_on",
            "workbook_known_date": "found.workbook_known_on",
            "news_quote": "news.quote",
        },
    ),
    Sources(
        "fct_deliveries",
        " left join staging.stg_landing__documents as document on mart.delivery_id = document.delivery_id"
        " and mart.document_id = document.document_id"
        " left join (select subject[10:] as delivery_id, arg_max(state, sequence_number) as state,"
        " arg_max(actor, sequence_number) as actor, arg_max(reason, sequence_number) as reason,"
        " arg_max(night, sequence_number) as night from staging.stg_landing__events"
        " where event_type = 'delivery' and state in ('withdrawn', 'reinstated') group by subject) as word"
        " on mart.delivery_id = word.delivery_id and word.state = 'withdrawn'"
        " left join intermediate.int_deliveries__compared as compared on mart.delivery_id = compared.delivery_id"
        " and mart.document_id = compared.document_id"
        " left join (select document_id, list(delivery_id) as ids from staging.stg_landing__documents"
        " group by document_id) as same on mart.document_id = same.document_id",
        {
            "repeats_delivery_id": "case when mart.delivery_kind = 'withdrawn' then null"
            " when compared.delivery_id is not null"
            " then coalesce(compared.base_delivery_id, compared.contradicted_delivery_id)"
            " when mart.delivery_kind = 'duplicate' then if(mart.repeats_delivery_id <> mart.delivery_id"
            " and list_contains(same.ids, mart.repeats_delivery_id), mart.repeats_delivery_id, 'another') end",
            **of("document", "source_kind office_code path received_at night"),
            "member_name": "document.member",
            "withdrawn_night": "word.night",
            "withdrawn_by": "word.actor",
            "withdrawn_reason": "word.reason",
        },
        "sent",
    ),
    Sources(
        "fct_receipts",
        " left join staging.stg_landing__documents as document on mart.delivery_id = document.delivery_id"
        " and mart.document_id = document.document_id"
        " left join staging.stg_catalogue__org_units as unit on document.unit_code = unit.org_unit_code"
        " left join marts.fct_deliveries as delivery on mart.delivery_id = delivery.delivery_id"
        " and mart.document_id = delivery.document_id"
        " left join staging.stg_landing__deliveries as repeated on delivery.repeats_delivery_id = repeated.delivery_id",
        {
            **of("document", "office_code received_at period_code figure_count"),
            "member_name": "document.member",
            "rating_count": "document.award_count",
            "reasons": "document.reasons_json",
            "org_unit_code": "unit.org_unit_code",
            "org_unit_name": "coalesce(unit.org_unit_name, document.unit_text)",
            "repeats_delivery_id": "delivery.repeats_delivery_id",
            "repeats_path": "repeated.path",
            "repeats_night": "repeated.night",
            "repeats_office_code": "repeated.office_code",
        },
        "sent",
    ),
    Sources(
        "fct_delivery_differences",
        " left join intermediate.int_delivery_differences__found as found on mart.delivery_id = found.delivery_id"
        " and mart.document_id = found.document_id and mart.other_delivery_id = found.other_delivery_id"
        " and mart.other_document_id = found.other_document_id and mart.figure_key = found.figure_key"
        " and mart.ordinal_number = found.ordinal"
        " left join intermediate.int_figures__resolved as old on found.old_figure_id = old.figure_id"
        " left join intermediate.int_figures__resolved as new on found.new_figure_id = new.figure_id"
        " left join staging.stg_landing__deliveries as later on mart.delivery_id = later.delivery_id"
        " left join staging.stg_landing__deliveries as earlier on mart.other_delivery_id = earlier.delivery_id"
        + UNIT
        + INDICATOR,
        {
            "office_code": "later.office_code",
            "old_office_code": "earlier.office_code",
            "org_unit_code": "coalesce(new.org_unit_code, old.org_unit_code)",
            "indicator_code": "coalesce(new.indicator_code, old.indicator_code)",
            "period_code": "coalesce(new.period_code, old.period_code)",
            "org_unit_name": "coalesce(unit.org_unit_name, new.unit_text, old.unit_text)",
            "indicator_name": "coalesce(indicator.indicator_name, new.indicator_text, old.indicator_text)",
            **{
                f"{age}_{column}": number(f"{age}.{name}")
                for age in ("old", "new")
                for column, name in (("value", "value"), ("reference", "reference"))
            },
            **{f"{age}_{name}": f"{age}.{name}" for age in ("old", "new") for name in ("number_text", "locator")},
        },
        "sent",
    ),
    Sources(
        "fct_waiting_figures",
        READ
        + UNIT
        + INDICATOR
        + " left join intermediate.int_figures__held as held on mart.figure_id = held.figure_id"
        + " left join intermediate.int_figures__read as keyed on mart.figure_id = keyed.figure_id"
        + " and document.delivery_id = keyed.delivery_id"
        + " left join intermediate.int_figures__superseded as standing on keyed.statement_key = standing.statement_key"
        + " and standing.is_current",
        {
            **NAMES,
            **of("keyed", "org_unit_code indicator_code"),
            "value": number("read.value"),
            **of("read", "quote received_at"),
            "closed_reason": "held.closed_reason",
            "standing_figure_id": "standing.figure_id",
            "standing_value": number("standing.value"),
        },
        "sent",
    ),
    Sources(
        "fct_period_events",
        " left join staging.stg_landing__events as event on mart.event_id = event.event_id",
        {"org_unit_code": "event.payload ->> 'org_unit_code'", "reason": "event.reason"},
        "sent",
    ),
    Sources(
        "fct_reporting_status",
        " left join staging.stg_landing__documents as delivery on mart.delivery_id = delivery.delivery_id"
        " and mart.document_id = delivery.document_id",
        {
            "path": "delivery.path",
            "delivery_id": "delivery.delivery_id",
            "reported_night": "if(mart.status_kind in ('on_time', 'late'), delivery.night, null)",
            "late_day_count": "if(mart.status_kind = 'awaited', null, greatest("
            "coalesce(mart.reported_night, mart.as_of_night) - mart.last_date, 0))",
        },
        "sent",
    ),
    Sources(
        "fct_reporting_rates",
        "",
        {
            # exact: half up of the thousands, in whole numbers
            "reported_pct": "if(mart.due_count = 0, null, cast(((mart.on_time_count + mart.late_count) * 2000"
            " + mart.due_count) // (2 * mart.due_count) as decimal(18, 0)) * 0.1)",
            "on_time_pct": "if(mart.due_count = 0, null, cast((mart.on_time_count * 2000"
            " + mart.due_count) // (2 * mart.due_count) as decimal(18, 0)) * 0.1)",
        },
        "sent",
    ),
    Sources(
        "fct_target_versions",
        READ  # noqa: S608
        + " left join intermediate.int_target_versions__ordered as version on mart.figure_id = version.figure_id"
        + " and mart.period_code = version.period_code and mart.source_kind = version.source_kind"
        + " and mart.org_unit_code = version.org_unit_code"
        + " left join {landed} as previous on version.previous_figure_id = previous.figure_id"
        + " left join marts.fct_targets_on_maps as handed on mart.change_kind = 'reassigned'"
        + " and mart.figure_id = handed.figure_id and mart.org_unit_code = handed.org_unit_code"
        + " and mart.valid_from = handed.map_from"
        + " and mart.period_code = handed.period_code and mart.source_kind = handed.source_kind"
        + " left join (select figure_id, period_code, source_kind, reassigned_from_code as given_to,"
        + " min(valid_from) as handed_on"
        + " from marts.fct_target_versions where change_kind = 'reassigned' group by all) as gone"
        + " on mart.figure_id = gone.figure_id and mart.period_code = gone.period_code"
        + " and mart.source_kind = gone.source_kind and mart.org_unit_code = gone.given_to",
        {
            "quote": "read.quote",
            "version_number": "version.version_number",
            "value": number(
                "case when mart.change_kind = 'reassigned' then if(handed.is_summable, handed.value, null)"
                " when read.kind = 'target' then read.value else read.reference end"
            ),
            "previous_value": number(
                "case when mart.change_kind = 'reassigned' then handed.reported_value"
                " when previous.kind = 'target' then previous.value else previous.reference end"
            ),
            "decision_number": "if(mart.authority_kind = 'plan', document.decision_number, null)",
            "decision_date": "if(mart.authority_kind = 'plan', document.decision_date, null)",
            "valid_to": "if(mart.change_kind = 'reassigned', null, coalesce(version.valid_to,"
            " if(version.is_in_force and gone.handed_on is not null,"
            " greatest(gone.handed_on, mart.valid_from), null)))",
        },
        "sent",
    ),
    Sources("fct_target_versions", READ, {"target_pct": number("if(read.kind = 'target', read.percent, null)")}),
    Sources(
        "dim_documents",
        " left join intermediate.int_documents__current as document on mart.document_id = document.document_id"
        " left join staging.stg_landing__documents as landed on mart.document_id = landed.document_id"
        " and document.delivery_id = landed.delivery_id"
        " left join (select document_id, min(night) as first_night from staging.stg_landing__documents"
        " group by document_id) as first on mart.document_id = first.document_id",
        {
            **of("landed", "office_code figure_count"),
            **of("landed", "award_count received_at"),
            "member_name": "landed.member",
            "content_sha256": "landed.sha256",
            "reasons": "landed.reasons_json",
            "last_night": "landed.night",
            "first_night": "first.first_night",
            "is_current": "document.is_current",
        },
    ),
    Sources(
        "dim_clusters",
        " left join staging.stg_catalogue__org_units as cluster on mart.cluster_code = cluster.org_unit_code"
        " left join staging.stg_catalogue__org_units as member on mart.member_code = member.org_unit_code"
        " left join staging.stg_catalogue__org_memberships as membership on mart.cluster_code = membership.cluster_code"
        " and mart.member_code = membership.member_code and mart.member_year = membership.member_year",
        {
            "cluster_name": "cluster.org_unit_name",
            "member_name": "member.org_unit_name",
            "role_name": "membership.role_name",
        },
    ),
    Sources(
        "dim_indicators",
        " left join seeds.indicators as seed on mart.indicator_code = seed.code",
        {
            "indicator_name_en": "seed.name_en",
            "unit_name": "seed.unit_vi",
            "measure_kind": "seed.measure",
            "value_kind": "seed.value_type",
            "denominator_kind": "seed.denominator_kind",
            "direction_kind": "seed.direction",
            "typical_period_kind": "seed.typical_period",
            "is_additive": "coalesce(cast(seed.additive as boolean), false)",
            "is_stock": "coalesce(cast(seed.is_stock as boolean), false)",
            "is_turnout": "coalesce(cast(seed.is_turnout as boolean), false)",
            "is_negative_allowed": "coalesce(cast(seed.allows_negative as boolean), false)",
            "cap_pct": "coalesce(cast(seed.cap_pct as decimal(9, 1)), 300)",
            "ask_threshold_pct": "coalesce(cast(seed.ask_threshold_pct as decimal(9, 1)), 120)",
        },
    ),
    Sources(
        "dim_org_unit_events",
        " left join seeds.org_events as seed on mart.event_id = seed.event_id",
        {
            "decision_number": "seed.decision_number",
            "decision_date": "cast(seed.decision_date as date)",
            "name_before": "seed.name_before",
            "unverified_text": "seed.unverified",
        },
    ),
    Sources(
        "dim_org_unit_edges",
        " left join intermediate.int_org_unit_edges__held as held on mart.edge_kind = held.edge_kind"
        " and mart.child_code = held.child_code and mart.parent_code = held.parent_code"
        " and mart.valid_from is not distinct from held.valid_from"
        " left join staging.stg_catalogue__org_memberships as membership on mart.edge_kind = 'cluster'"
        " and mart.child_code = membership.member_code and mart.parent_code = membership.cluster_code"
        " and year(mart.valid_from) = membership.member_year",
        {
            "valid_to": "if(mart.edge_kind = 'cluster', make_date(membership.member_year, 12, 31), held.valid_to)",
            "role_name": "membership.role_name",
        },
    ),
    Sources(
        "dim_org_unit_successors",
        " left join intermediate.int_org_units__succeeded as succeeded"
        " on mart.org_unit_code = succeeded.org_unit_code and mart.successor_code = succeeded.successor_code"
        " and mart.reported_from is not distinct from succeeded.reported_from"
        " and mart.map_from is not distinct from succeeded.map_from",
        of("succeeded", "map_to"),
    ),
    Sources(
        "dim_org_units",
        " left join intermediate.int_org_units__versioned as version"
        " on mart.org_unit_version_id = version.org_unit_version_id",
        of("version", "province_name valid_to"),
    ),
)

NAMED = {
    "fct_figures_history.recorded_to": (
        "test_figures_history.py",
        "test_a_corrected_number_keeps_the_nights_through_which_it_was_believed",
    ),
}
"""Columns that a test of its own compares value by value: its file and name."""

ALLOWED: dict[str, str] = {}
"""Columns that nothing compares yet, by `mart.column`, each with the reason; none that is compared may stand here."""


def compared() -> set[tuple[str, str]]:
    return {(sources.mart, column) for sources in SOURCES for column in sources.columns}


def differing(sources: Sources, landing: str) -> str:
    """A query of how many rows there are and, column by column, of how many differ and how many hold a value."""
    values = ", ".join(f"mart.{name}, {told} as told_{name}" for name, told in sources.columns.items())
    counts = ", ".join(
        f"count(*) filter ({name} is distinct from told_{name}), count({name})" for name in sources.columns
    )
    joins = sources.joins.replace("{landed}", LANDED.replace("{landing}", landing))
    return f"select {counts} from (select {values} from marts.{sources.mart} as mart {joins})"  # noqa: S608


def problems(counts: Iterable[int], sources: Sources) -> list[str]:
    """What is wrong: a column that differs from its source, or one that was never filled and so was not compared."""
    found = iter(counts)
    wrong = []
    for name in sources.columns:
        differ, filled = next(found), next(found)
        if differ:
            wrong.append(f"{sources.mart}.{name}: {differ} rows differ from their source")
        if not filled:
            wrong.append(f"{sources.mart}.{name}: holds no value here, so nothing was compared")
    return wrong
