"""Who may see which row: the one rule of office pages and of row-level security in PostgreSQL.

A row belongs to the office that answers today for the unit it is about, or where it is about none for the office that
sent it; what belongs to nobody in particular belongs to the national data team. An office sees the rows of the offices
that answer for the units it manages: the mart ``dim_office_scopes``. The rule is one for all marts, so that a new mart
cannot be forgotten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from serving.marts import Mart, identifier, literal
from warehouse.catalogue import FALLBACK_OFFICE
from warehouse.catalogue_rows import Office
from warehouse.database import Connection

SCOPES = "dim_office_scopes"

COMMON = frozenset(
    {
        "dim_clusters",
        "dim_columns",
        "dim_indicators",
        "dim_office_scopes",
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

OWNER_COLUMN = "reader_office_code"
"""Of every row that belongs to an office: which one."""

_EVIDENCE = {("fct_figure_flags", "evidence"), ("fct_source_reconciliation", "workbook_evidence")}
"""Columns that list places of several files: those in files of offices that the row's own may not see are left out."""

_UNITS_TABLE, _OFFICES_TABLE, _FOLDERS_TABLE = "owners_of_units", "owners_of_offices", "folders_of_offices"


def candidates(mart: str, columns: Iterable[str]) -> tuple[str, ...]:
    """The columns that say whose a row is, the deciding one first; empty where nothing says it."""
    present = set(columns)
    order = (*SENDERS, *UNITS) if mart in OF_SENDERS else (*UNITS, *SENDERS)
    return tuple(column for column in order if column in present)


def offices_seen(database: Connection, catalog: str) -> dict[str, tuple[str, ...]]:
    """The offices whose rows each office may see, its own among them, from an attached published file."""
    return seen_by_each(
        database.execute(
            f"""
            select distinct scopes.office_code, units.office_code
            from {identifier(catalog)}.main.{SCOPES} as scopes
            inner join {identifier(catalog)}.main.dim_org_units as units on scopes.org_unit_code = units.org_unit_code
            where units.is_current and units.office_code is not null
            """  # noqa: S608  # quoted names
        ).fetchall()
    )


def seen_by_each(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """By office the offices that answer for what it manages, from pairs of the two; itself, and all for the data team.

    The data team answers for whatever nobody answers for.
    """
    seen: dict[str, set[str]] = defaultdict(set, {FALLBACK_OFFICE: {FALLBACK_OFFICE}})
    for office, owner in pairs:
        seen[office] |= {office, owner}
        seen[FALLBACK_OFFICE] |= {office, owner}
    return {office: tuple(sorted(owners)) for office, owners in sorted(seen.items())}


def add_owners(database: Connection, catalog: str, offices: Mapping[str, Office]) -> None:
    """Tables in the connection's memory: who answers for a unit and for an office, and whose files an office sees."""
    database.execute(
        f"""
        create or replace table memory.main.{_UNITS_TABLE} as
        select org_unit_code as code, any_value(office_code) as owner
        from {identifier(catalog)}.main.dim_org_units
        where is_current and office_code is not null
        group by org_unit_code
        """  # noqa: S608  # quoted names
    )
    database.execute(f"create or replace table memory.main.{_OFFICES_TABLE} (code varchar, unit varchar)")
    if offices:
        database.executemany(
            f"insert into memory.main.{_OFFICES_TABLE} values (?, ?)",  # noqa: S608  # our names
            [(office.office_code, office.org_unit_code) for office in offices.values()],
        )
    database.execute(
        f"""
        create or replace table memory.main.{_OFFICES_TABLE} as
        select offices.code, coalesce(units.owner, {literal(FALLBACK_OFFICE)}) as owner
        from memory.main.{_OFFICES_TABLE} as offices
        left join memory.main.{_UNITS_TABLE} as units on offices.unit = units.code
        """  # noqa: S608  # our names
    )
    senders = dict(database.execute(f"select code, owner from memory.main.{_OFFICES_TABLE}").fetchall())  # noqa: S608
    database.execute(f"create or replace table memory.main.{_FOLDERS_TABLE} (owner varchar, folders varchar[])")
    folders = [
        (office, sorted(code for code, owner in senders.items() if owner in its))
        for office, its in offices_seen(database, catalog).items()
    ]
    if folders:
        database.executemany(f"insert into memory.main.{_FOLDERS_TABLE} values (?, ?)", folders)  # noqa: S608


def owners_told(database: Connection) -> list[tuple[str, str]]:
    """Who answers for which unit and office, as ``add_owners`` found it."""
    return database.execute(
        f"select code, owner from memory.main.{_UNITS_TABLE} union all"  # noqa: S608  # our names
        f" select code, owner from memory.main.{_OFFICES_TABLE} order by all"
    ).fetchall()


def owned_rows(mart: str, columns: Sequence[str], catalog: str) -> str:
    """A query of a mart's rows as their offices may see them, with ``reader_office_code``; ``add_owners`` first."""
    owner, joins = _owner(mart, columns)
    rows = (
        f"select told.*, {owner} as {OWNER_COLUMN} from {identifier(catalog)}.main.{identifier(mart)} as told {joins}"  # noqa: S608
    )
    cut = [column for column in columns if (mart, column) in _EVIDENCE]
    if not cut:
        return rows
    replaced = ", ".join(f"{_witnesses_seen(f'owned.{identifier(name)}')} as {identifier(name)}" for name in cut)
    return (
        f"select owned.* replace ({replaced}) from ({rows}) as owned"  # noqa: S608  # quoted names
        f" left join memory.main.{_FOLDERS_TABLE} as seen on owned.{OWNER_COLUMN} = seen.owner"
    )


def _owner(mart: str, columns: Sequence[str]) -> tuple[str, str]:
    """An expression that gives the owner of a row of ``told``, and the joins it needs."""
    joins, owners = [], []
    for number, column in enumerate(candidates(mart, columns)):
        table = _OFFICES_TABLE if column in SENDERS else _UNITS_TABLE
        joins.append(
            f"left join memory.main.{table} as owner_{number} on told.{identifier(column)} = owner_{number}.code"
        )
        owners.append(f"owner_{number}.owner")
    return f"coalesce({', '.join([*owners, literal(FALLBACK_OFFICE)])})", " ".join(joins)


def _witnesses_seen(column: str) -> str:
    """A JSON list without the places in files of offices that the row's own office may not see; articles stay."""
    path = "coalesce(json_extract_string(place, '$.path'), '')"
    return (
        f"case when {column} is not null then cast(to_json(list_filter(from_json({column}, '[\"JSON\"]'),"
        f" lambda place: coalesce(json_extract_string(place, '$.source_kind'), 'unit_report') = 'news' or {path} = ''"
        f" or coalesce(list_contains(seen.folders, split_part({path}, '/', 1)), false))) as varchar) end"
    )


@contextmanager
def as_seen_by(database: Connection, catalog: str, marts: Iterable[Mart], owners: Iterable[str]) -> Iterator[None]:
    """Within the block each mart's own name means its rows of these offices alone; ``add_owners`` first.

    Common marts stay whole.
    """
    codes = ", ".join(literal(code) for code in owners)
    hidden = [mart for mart in marts if mart.name not in COMMON]
    try:
        for mart in hidden:
            rows = owned_rows(mart.name, [column.name for column in mart.columns], catalog)
            database.execute(
                f"create or replace temp view {identifier(mart.name)} as"  # noqa: S608  # quoted names and literals
                f" select * from ({rows}) where {OWNER_COLUMN} in ({codes})"
            )
        yield
    finally:
        for mart in hidden:
            database.execute(f"drop view if exists temp.main.{identifier(mart.name)}")
