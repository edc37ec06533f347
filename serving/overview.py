"""The overview page: one self-contained HTML file a publication, in Vietnamese, for anybody with a browser.

It asks the published marts and nothing else, opens no network, and holds no clock: the same marts give the same bytes.
Every list is bounded, so that a national night gives a page one can still open; the marts hold the rest.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from serving.quality import QualityTotals, quality_totals
from warehouse.database import Connection
from warehouse.records import SETTLED
from warehouse.vietnamese import format_money, format_number, format_percent

PERIODS, INDICATORS, UNITS, FLAGS, FILES = 3, 18, 40, 120, 60
"""Most periods shown, indicators a period, units an indicator, flags, and quarantined files."""

FULL_SCALE = Decimal(150)
"""Percentage at which a bar is full; a longer one is cut with a mark."""


@dataclass(frozen=True, slots=True)
class Attainment:
    """One bar: a unit's result beside its target. Grain: unit x indicator x period, whole scope, one source."""

    unit: str
    figures: str
    """``27/22`` or ``529,46 triệu đồng / 500 triệu đồng``; empty where only a percentage is known."""
    percent: str
    width: str
    """Length of the bar in percent of its track, a CSS number."""
    tone: str
    """``over``, ``near`` or ``under`` the target."""
    status: str
    is_cut: bool
    is_news: bool
    rules: str
    """Codes of the rules that speak of it, as the mart lists them; empty for none."""


@dataclass(frozen=True, slots=True)
class IndicatorCard:
    name: str
    attainments: tuple[Attainment, ...]
    units: int
    """Units with an attainment, shown or not."""


@dataclass(frozen=True, slots=True)
class PeriodSection:
    name: str
    cards: tuple[IndicatorCard, ...]
    indicators: int
    units: int


@dataclass(frozen=True, slots=True)
class OpenFlag:
    severity: str
    unit: str
    indicator: str
    period: str
    message: str
    action: str
    places: tuple[tuple[str, str], ...]
    """(file and cell, or article and span; the clause as printed) of each witness."""
    since: str


@dataclass(frozen=True, slots=True)
class SetAsideFile:
    path: str
    office: str
    reasons: tuple[str, ...]


def render_overview(database: Connection, night: date, *, has_data_docs: bool) -> str:
    """The page as HTML text; reads the marts in the connection's current schema."""
    totals = quality_totals(database)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = _number
    return environment.get_template("overview.vi.html").render(
        night=night,
        totals=totals,
        documents=sum(totals.documents.values()),
        open_flags=_asked(totals),
        sections=_periods(database),
        flags=_flags(database),
        files=_set_aside(database),
        set_aside=_rows(database, _SET_ASIDE_COUNT)[0][0],
        offices=_offices(database),
        parquet=_parquet(database),
        has_data_docs=has_data_docs,
    )


def _asked(totals: QualityTotals) -> int:
    """Open flags that ask an office something."""
    return sum(count for severity, count in totals.open_flags.items() if severity != "info")


def _rows(database: Connection, query: str, parameters: Mapping[str, object] | None = None) -> list[Any]:
    return database.execute(query, dict(parameters or {})).fetchall()


_ATTAINED = """
create temporary view attained as
    -- grain: unit x indicator x period x source; a printed share of a class is no attainment of a target, nor is a rise
    -- against another period; "vượt 22,7%" is 122,7 %
    select
        fct_attainments.*,
        coalesce(dim_org_units.short_name, fct_attainments.org_unit_name) as unit_name,
        dim_indicators.measure_kind,
        coalesce(
            fct_attainments.computed_pct,
            case
                when dim_indicators.measure_kind is not distinct from 'percent' then null
                when fct_attainments.change_kind is null then fct_attainments.printed_pct
                when fct_attainments.change_kind = 'exceed' then 100 + fct_attainments.printed_pct
            end
        ) as pct
    from fct_attainments
    left join dim_indicators on fct_attainments.indicator_code = dim_indicators.indicator_code
    left join dim_org_units
        on fct_attainments.org_unit_code = dim_org_units.org_unit_code and dim_org_units.is_current
    where fct_attainments.scope = '' and pct is not null
"""

_PERIODS = """
-- grain: one row a period; periods told by units before periods told by the news alone, the latest first
select
    attained.period_code,
    coalesce(any_value(dim_periods.label_vi), attained.period_code) as period_name,
    count(distinct attained.indicator_code) as indicators,
    count(distinct attained.org_unit_code) as units
from attained
left join dim_periods on attained.period_code = dim_periods.period_code
group by attained.period_code
order by
    bool_or(attained.source_kind = 'unit_report') desc,
    any_value(dim_periods.end_date) desc nulls last,
    count(*) desc,
    attained.period_code desc
limit $periods
"""

_ATTAINMENTS = """
with told as (
    -- grain: unit x indicator; a unit's own report stands before the news
    select *
    from attained
    where period_code = $period
    qualify row_number() over (
        partition by indicator_code, org_unit_code
        order by source_kind = 'unit_report' desc, document_id, locator
    ) = 1
),

ranked as (
    select
        *,
        count(*) over (partition by indicator_code) as units,
        row_number() over (
            partition by indicator_code
            order by quality_status = 'ok', pct desc, unit_name, org_unit_code
        ) as position
    from told
)

select
    indicator_code, indicator_name, units,
    unit_name, value, reference, pct, source_kind, quality_status, flag_rules, measure_kind
from ranked
where position <= $units
order by units desc, indicator_name, indicator_code, pct desc, unit_name, org_unit_code
"""


def _periods(database: Connection) -> tuple[PeriodSection, ...]:
    database.execute(_ATTAINED)
    sections = []
    for code, name, indicators, units in _rows(database, _PERIODS, {"periods": PERIODS}):
        rows = _rows(database, _ATTAINMENTS, {"period": code, "units": UNITS})
        cards: dict[str, list[Any]] = defaultdict(list)
        for row in rows:
            cards[row[0]].append(row)
        shown = tuple(_card(group) for group in list(cards.values())[:INDICATORS])
        sections.append(PeriodSection(name, shown, indicators, units))
    return tuple(sections)


def _card(rows: Sequence[Any]) -> IndicatorCard:
    return IndicatorCard(rows[0][1] or rows[0][0], tuple(_attainment(*row[3:]) for row in rows), rows[0][2])


def _attainment(
    unit: str,
    value: Decimal | None,
    reference: Decimal | None,
    percent: Decimal,
    source_kind: str,
    status: str,
    rules: str | None,
    measure: str | None,
) -> Attainment:
    shown = format_money if measure == "money" else format_number
    figures = f"{shown(value)} / {shown(reference)}" if value is not None and reference is not None else ""
    return Attainment(
        unit=unit,
        figures=figures,
        percent=format_percent(percent, 1),
        width=str(
            (min(max(percent, Decimal(0)), FULL_SCALE) * 100 / FULL_SCALE).quantize(Decimal("0.1"), ROUND_HALF_UP)
        ),
        tone="over" if percent >= 100 else "near" if percent >= 80 else "under",
        status=status,
        is_cut=percent > FULL_SCALE,
        is_news=source_kind == "news",
        rules=rules or "",
    )


_FLAGS = """
select
    fct_figure_flags.severity,
    fct_figure_flags.org_unit_name,
    fct_figure_flags.indicator_name,
    coalesce(dim_periods.label_vi, fct_figure_flags.period_code) as period,
    fct_figure_flags.message_vi,
    fct_figure_flags.what_to_do_vi,
    fct_figure_flags.evidence,
    coalesce(fct_figure_flags.opened_night, fct_figure_flags.first_night) as since
from fct_figure_flags
left join dim_periods on fct_figure_flags.period_code = dim_periods.period_code
where not list_contains($settled, fct_figure_flags.state) and fct_figure_flags.severity in ('fatal', 'query')
order by
    fct_figure_flags.severity,
    try_cast(json_extract_string(fct_figure_flags.evidence, '$[0].c') as decimal(38, 9)) desc nulls first,
    fct_figure_flags.org_unit_name,
    fct_figure_flags.indicator_name,
    fct_figure_flags.flag_key
limit $flags
"""


def _flags(database: Connection) -> tuple[OpenFlag, ...]:
    rows = _rows(database, _FLAGS, {"settled": list(SETTLED), "flags": FLAGS})
    return tuple(
        OpenFlag(
            severity,
            unit or "",
            indicator or "",
            period or "",
            message,
            action or "",
            tuple(_place(witness) for witness in json.loads(evidence or "[]")[:3]),
            f"{opened:%d/%m/%Y}" if opened else "",
        )
        for severity, unit, indicator, period, message, action, evidence, opened in rows
    )


def _place(witness: Mapping[str, Any]) -> tuple[str, str]:
    path, locator = str(witness.get("path") or ""), str(witness.get("locator") or "")
    sheet, _, cell = locator.rpartition("!")
    if witness.get("source_kind") == "news" or not sheet:
        return f"{path} · ký tự {locator}" if locator else path, str(witness.get("quote") or "")
    if path.lower().endswith(".csv"):
        return f"{path} · ô {cell}", str(witness.get("quote") or "")
    return f"{path} · trang “{sheet}” · ô {cell}", str(witness.get("quote") or "")


_SET_ASIDE = """
select concat_ws(' · ', path, nullif(member_name, '')) as file, office_code, reasons
from dim_documents
where status_kind = 'quarantined' and is_current
order by office_code nulls last, path, document_id
limit $files
"""


_SET_ASIDE_COUNT = "select count(*) from dim_documents where status_kind = 'quarantined' and is_current"


def _set_aside(database: Connection) -> tuple[SetAsideFile, ...]:
    rows = _rows(database, _SET_ASIDE, {"files": FILES})
    return tuple(SetAsideFile(path, office or "", _reasons(reasons)) for path, office, reasons in rows)


def _reasons(told: str | None) -> tuple[str, ...]:
    return tuple(str(reason["vi"]) for reason in json.loads(told or "[]") if reason.get("vi"))


_OFFICES = """
-- grain: one row an office (null: the news), most documents first
select
    office_code,
    count(*) as documents,
    count(*) filter (where status_kind = 'quarantined') as set_aside,
    sum(figure_count)::bigint as figures
from dim_documents
group by office_code
order by set_aside desc, documents desc, office_code
limit 40
"""


def _offices(database: Connection) -> list[Any]:
    return _rows(database, _OFFICES)


_TABLES = "select table_name from duckdb_tables() where database_name = current_database() order by table_name"


def _parquet(database: Connection) -> list[str]:
    return [name for (name,) in _rows(database, _TABLES)]


def _number(count: int) -> str:
    return format_number(Decimal(count))
