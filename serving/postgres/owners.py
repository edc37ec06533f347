"""Which office a row belongs to: the office that answers for its unit today, else for the office that sent it.

The rule is one for all marts, so that a new mart cannot be forgotten: what is not common knowledge belongs to an
office, and what belongs to nobody in particular belongs to the national data team alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from serving.marts import identifier, literal
from warehouse.catalogue import FALLBACK_OFFICE
from warehouse.catalogue_rows import Office
from warehouse.database import Connection

COMMON = frozenset(
    {
        "dim_clusters",
        "dim_columns",
        "dim_indicators",
        "dim_org_unit_edges",
        "dim_org_unit_events",
        "dim_org_unit_successors",
        "dim_org_units",
        "dim_periods",
    }
)
"""Marts that tell of no one's figures: what is counted, who there is, what the words mean. Every reader sees them."""

OF_DATA_TEAM = frozenset({"fct_figure_corrections"})
"""Marts whose rows name neither unit nor office: the national data team reads them, and nobody else."""

UNITS = ("org_unit_code", "member_code", "province_code", "cluster_code", "recipient_code", "group_code")
"""Columns that name the unit a row is about; the first that is filled and known decides."""

SENDERS = ("office_code",)
"""Columns that name the office a row came from or is for; they decide where no unit does."""

OF_SENDERS = frozenset({"dim_documents", "fct_deliveries", "fct_receipts"})
"""Marts about what an office sent: its own whichever unit it wrote of."""


def candidates(mart: str, columns: Iterable[str]) -> tuple[str, ...]:
    """The columns that say whose a row is, the deciding one first; empty where nothing says it."""
    present = set(columns)
    order = (*SENDERS, *UNITS) if mart in OF_SENDERS else (*UNITS, *SENDERS)
    return tuple(column for column in order if column in present)


def add_owners(database: Connection, offices: Mapping[str, Office]) -> None:
    """The tables ``owners_of_units`` and ``owners_of_offices`` in the connection's memory: code, owner."""
    database.execute(
        """
        create or replace table memory.main.owners_of_units as
        select org_unit_code as code, any_value(office_code) as owner
        from serving.main.dim_org_units
        where is_current and office_code is not null
        group by org_unit_code
        """
    )
    database.execute("create or replace table memory.main.owners_of_offices (code varchar, unit varchar)")
    if offices:
        database.executemany(
            "insert into memory.main.owners_of_offices values (?, ?)",
            [(office.office_code, office.org_unit_code) for office in offices.values()],
        )
    database.execute(
        """
        create or replace table memory.main.owners_of_offices as
        select offices.code, coalesce(units.owner, offices.code) as owner
        from memory.main.owners_of_offices as offices
        left join memory.main.owners_of_units as units on offices.unit = units.code
        """
    )


def owner_joins(mart: str, columns: Sequence[str]) -> tuple[str, str]:
    """An expression that gives the owner of a row of ``rows``, and the joins it needs."""
    joins, owners = [], []
    for number, column in enumerate(candidates(mart, columns)):
        table = "owners_of_offices" if column in SENDERS else "owners_of_units"
        joins.append(
            f"left join memory.main.{table} as owner_{number} on rows.{identifier(column)} = owner_{number}.code"
        )
        owners.append(f"owner_{number}.owner")
    return f"coalesce({', '.join([*owners, literal(FALLBACK_OFFICE)])})", " ".join(joins)


def scope_of(offices: Mapping[str, Office], office_code: str) -> tuple[str, ...]:
    """The offices whose rows an office may read: its own and those below it."""
    below: dict[str, list[str]] = {}
    for office in offices.values():
        if office.parent_office_code:
            below.setdefault(office.parent_office_code, []).append(office.office_code)
    found: list[str] = []
    waiting = [office_code]
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.append(code)
            waiting += below.get(code, [])
    if office_code == FALLBACK_OFFICE:
        # the data team answers for whatever nobody answers for
        found += [code for code in offices if code not in found]
    return tuple(sorted(found))
