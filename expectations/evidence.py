"""From failing rows back to figures and documents, with what each rule has to show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from expectations.arithmetic import NANO_DECIMALS, exact_decimal
from expectations.messages import Finding
from expectations.night import read_sql
from warehouse.database import Connection

if TYPE_CHECKING:
    from expectations.judge import Outcome

_FAILED = pa.schema([("rule_code", pa.string()), ("severity", pa.string()), ("row_number", pa.int64())])


_COMPARISONS = {
    "per_head_off_band": "per_piece",
    "attainment_extreme": "peers",
    "count_disagrees_with_register": "register",
    "ratings_exceed_members": "ratings",
    "retelling_disagrees": "retelling",
}
_OF_DOCUMENTS = frozenset({"period_impossible"})
"""Rules told once a document where several of its figures break them: one heading dated them all."""
_NAME_KINDS = {"unit_unknown": "unit", "indicator_unknown": "indicator"}


def gather(connection: Connection, outcomes: Iterable[Outcome]) -> list[Finding]:
    """A finding for every failing row of every expectation, with the numbers and names its message needs."""
    by_subject: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for outcome in outcomes:
        by_subject[outcome.suite == "documents"].extend(
            {"rule_code": outcome.rule_code, "severity": outcome.severity.value, "row_number": row}
            for row in outcome.failed_rows
        )
    extras = _Extras.of(connection)
    figures = [_figure_finding(row, extras) for row in _join(connection, read_sql("failed_figures"), by_subject[False])]
    documents = [_document_finding(row) for row in _join(connection, read_sql("failed_documents"), by_subject[True])]
    return _told_once(figures + documents)


def _told_once(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, those of one document and of a rule that is told of documents as one with their count."""
    told: dict[tuple[str, str, str], list[Finding]] = {}
    for place, finding in enumerate(findings):
        is_shared = finding.rule_code in _OF_DOCUMENTS
        key = (finding.rule_code, finding.document_id, "") if is_shared else ("", "", str(place))
        told.setdefault(key, []).append(finding)
    return [_joined(same) if len(same) > 1 else same[0] for same in told.values()]


def _joined(findings: Sequence[Finding]) -> Finding:
    figures = [one for one in findings if one.figure_id is not None]
    periods = sorted({one.period_code for one in figures if one.period_code})
    extras: dict[str, Any] = {"figures": len(figures), "periods": periods}
    for one in findings:
        extras = {**one.extras, **extras}
    first = findings[0]
    return Finding(
        rule_code=first.rule_code,
        severity=first.severity,
        document_id=first.document_id,
        delivery_id=first.delivery_id,
        path=first.path,
        member=next((one.member for one in findings if one.member), ""),
        office_code=first.office_code,
        extras=extras,
    )


def _join(connection: Connection, query: str, failed: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    if not failed:
        return []
    connection.register("failed", pa.Table.from_pylist(list(failed), schema=_FAILED))
    rows = _rows(connection, query)
    connection.unregister("failed")
    return rows


def _rows(connection: Connection, query: str) -> list[dict[str, Any]]:
    result = connection.execute(query)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@dataclass(frozen=True, slots=True)
class _Extras:
    """What rules found beside the figure: of names how many figures, of totals the sum, of parts the whole."""

    names: dict[tuple[str, int], int]
    totals: dict[int, dict[str, Any]]
    wholes: dict[int, Decimal]
    comparisons: dict[tuple[str, int], dict[str, Any]]

    @classmethod
    def of(cls, connection: Connection) -> _Extras:
        names = _rows(connection, "select name_kind, row_number, figure_count from names where name_state = 'unknown'")
        wholes = _rows(connection, "select row_number, whole_nanos from parts where part_state = 'exceeds'")
        return cls(
            names={(row["name_kind"], row["row_number"]): row["figure_count"] for row in names},
            totals=_totals(connection),
            wholes={row["row_number"]: exact_decimal(row["whole_nanos"], NANO_DECIMALS) for row in wholes},
            comparisons=_comparisons(connection),
        )

    def for_figure(self, rule_code: str, row_number: int) -> dict[str, Any]:
        if rule_code in _NAME_KINDS:
            return {"figures": self.names[_NAME_KINDS[rule_code], row_number]}
        if rule_code == "total_disagrees":
            return self.totals[row_number]
        if rule_code == "parts_exceed_whole":
            return {"whole": self.wholes[row_number]}
        if rule_code in _COMPARISONS:
            return self.comparisons.get((_COMPARISONS[rule_code], row_number), {})
        return {}


def _comparisons(connection: Connection) -> dict[tuple[str, int], dict[str, Any]]:
    """By what was compared and figure: what it was laid beside, numbers in base units; only what is there."""
    told: dict[tuple[str, int], dict[str, Any]] = {}
    for row in _rows(connection, "from comparisons where state in ('outside', 'disagrees', 'exceeds')"):
        key = row.pop("comparison"), row.pop("row_number")
        del row["state"]
        told[key] = {
            name.removesuffix("_nanos"): exact_decimal(found, NANO_DECIMALS) if name.endswith("_nanos") else found
            for name, found in row.items()
            if found is not None
        }
    return told


def _totals(connection: Connection) -> dict[int, dict[str, Any]]:
    """By control figure: the side that disagrees (its value before its base), the sum and the gap."""
    told: dict[int, dict[str, Any]] = {}
    for row in _rows(connection, "from totals where total_state = 'disagrees' order by row_number, side desc"):
        if row["row_number"] in told:
            continue
        told[row["row_number"]] = {
            "side": row["side"],
            "total_kind": row["total_kind"],
            "total": exact_decimal(row["total_nanos"], NANO_DECIMALS),
            "sum": exact_decimal(row["sum_nanos"], NANO_DECIMALS),
            "gap": exact_decimal(row["gap_nanos"], NANO_DECIMALS),
            "count": row["child_count"],
        }
    return told


def _figure_finding(row: dict[str, Any], extras: _Extras) -> Finding:
    found = extras.for_figure(row["rule_code"], row.pop("row_number"))
    told_on = row.pop("told_on")
    if row["rule_code"] == "period_impossible":
        found = {"told_on": told_on.isoformat()}
    fields: dict[str, Any] = {**row, "alternatives": tuple(row["alternatives"] or ()), "extras": found}
    return Finding(**fields)


def _document_finding(row: dict[str, Any]) -> Finding:
    found: dict[str, Any] = {}
    if row["rule_code"] == "legacy_encoding":
        found = {"encodings": row["encodings"] or [], "count": row["decoded_count"]}
    elif row["rule_code"] == "period_impossible" and row["impossible_dates"]:
        found = {"dates": row["impossible_dates"]}
    elif row["rule_code"] == "count_disagrees_with_names":
        sentence, stated, names = row["miscounted_names"]
        found = {"sentence": sentence, "stated": int(stated), "names": int(names)}
    elif row["reasons"]:
        found = {"reason": " ".join(reason["vi"] for reason in row["reasons"])}
        found["reason_en"] = " ".join(reason["en"] for reason in row["reasons"] if reason["en"])
        found["codes"] = [reason["code"] for reason in row["reasons"]]
    return Finding(
        rule_code=row["rule_code"],
        severity=row["severity"],
        document_id=row["document_id"],
        delivery_id=row["delivery_id"],
        path=row["path"],
        member=row["member"],
        office_code=row["office_code"],
        extras=found,
    )
