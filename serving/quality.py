"""Quality totals of a publication: what a reader should know before trusting a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from warehouse.database import Connection
from warehouse.records import SETTLED


@dataclass(frozen=True, slots=True)
class QualityTotals:
    """Counts of one publication: open flags by severity, documents by status, attainments by quality status."""

    open_flags: Mapping[str, int]
    documents: Mapping[str, int]
    attainments: Mapping[str, int]

    def to_json(self) -> dict[str, dict[str, int]]:
        return {
            "open_flags": dict(self.open_flags),
            "documents": dict(self.documents),
            "attainments": dict(self.attainments),
        }


def quality_totals(database: Connection) -> QualityTotals:
    """Totals of the marts in the connection's current schema."""
    return QualityTotals(
        open_flags=_counts(
            database,
            """
            select severity, count(*)
            from fct_figure_flags
            where not list_contains($settled, state)
            group by severity
            order by severity
            """,
            {"settled": list(SETTLED)},
        ),
        documents=_counts(
            database, "select status_kind, count(*) from dim_documents group by status_kind order by status_kind", {}
        ),
        attainments=_counts(
            database,
            "select quality_status, count(*) from fct_attainments group by quality_status order by quality_status",
            {},
        ),
    )


def _counts(database: Connection, query: str, parameters: dict[str, object]) -> dict[str, int]:
    return dict(database.execute(query, parameters).fetchall())
