"""The records of the known layouts by hand: cell, kind, unit, indicator, scope, value, reference, percent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from warehouse.figure import Figure


@dataclass(frozen=True, slots=True)
class Record:
    """What is compared of a figure. Percentages are 138.6; money is in đồng."""

    cell: str
    kind: str
    unit: str | None
    indicator: str | None
    value: Decimal | None = None
    reference: Decimal | None = None
    percent: Decimal | None = None
    scope: str | None = None
    is_control_total: bool = False


def told(*parts: object) -> tuple[object, ...]:
    """Numbers and words beside each other, to be compared by value with plain ones."""
    return parts


def records_of(figures: Iterable[Figure]) -> list[Record]:
    """Figures as records, their cells without the sheet's name."""
    return [
        Record(
            cell=figure.locator.rpartition("!")[2],
            kind=figure.kind.value,
            unit=figure.unit_code,
            indicator=figure.indicator_code,
            value=figure.value,
            reference=figure.reference,
            percent=figure.percent,
            scope=figure.scope,
            is_control_total=figure.is_control_total,
        )
        for figure in figures
    ]


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def target(cell: str, unit: str, indicator: str, value: str, *, control: bool = False) -> Record:
    return Record(cell, "target", unit, indicator, Decimal(value), is_control_total=control)


def result(
    cell: str,
    unit: str,
    indicator: str,
    value: str | None,
    reference: str | None = None,
    percent: str | None = None,
    *,
    scope: str | None = None,
    control: bool = False,
) -> Record:
    return Record(cell, "result", unit, indicator, _number(value), _number(reference), _number(percent), scope, control)


_CHIEMHOA = "LDLD.TQ.CHIEMHOA"

LAYOUT_A = [
    target("D10", _CHIEMHOA, "members_admitted", "220"),
    result("E10", _CHIEMHOA, "members_admitted", "305", "220", "138.6"),
    result("E11", _CHIEMHOA, "members_admitted", "212", scope="DN ngoài nhà nước"),
    target("D12", _CHIEMHOA, "grassroots_unions_founded", "0"),
    result("E12", _CHIEMHOA, "grassroots_unions_founded", "1", "0"),
    target("D13", _CHIEMHOA, "elite_members_referred", "130"),
    result("E13", _CHIEMHOA, "elite_members_referred", "127", "130", "97.7"),
    target("D15", _CHIEMHOA, "housing_new_supported", "3"),
    result("E15", _CHIEMHOA, "housing_new_supported", "4", "3", "133.3"),
    target("D16", _CHIEMHOA, "maiam_fund_raised", "150000000"),
    result("E16", _CHIEMHOA, "maiam_fund_raised", "148200000", "150000000", "98.8"),
    result("E17", _CHIEMHOA, "blood_donation_turns", "268"),
    Record("D18", "target", _CHIEMHOA, "staff_conferences_pct", percent=Decimal(100)),
    Record("E18", "result", _CHIEMHOA, "staff_conferences_pct", percent=Decimal(100)),
    result("G18", _CHIEMHOA, "staff_conferences_held", "46", "46"),
]

# Row, unit, then target, result and printed percentage of: members, elite members, new homes, the fund (triệu đồng);
# last the blood donation turns.
_LAYOUT_B_BODY = """
9  CUM01.TQ         1720 2425 141   824 744 90.3 22 27 122.7 1040 1000   96.2  1951
10 LDLD.TQ.TP       420 612 145.7   150 128 85.3 4 4 100     200 185.5   92.8  412
11 LDLD.TQ.CHIEMHOA 220 305 138.6   130 127 97.7 3 4 133.3   150 148.2   98.8  268
12 LDLD.TQ.HAMYEN   230 342 148.7   110 104 94.5 3 4 133.3   140 139     99.3  301
13 LDLD.TQ.LAMBINH  90 104 115.6    60 51 85     2 2 100     80 71.4     89.3  96
14 LDLD.TQ.NAHANG   110 131 119.1   70 58 82.9   2 3 150     90 82.3     91.4  121
15 LDLD.TQ.SONDUONG 380 596 156.8   170 158 92.9 4 6 150     210 214.6   102.2 438
16 LDLD.TQ.YENSON   270 335 124.1   134 118 88.1 4 4 100     170 159     93.5  315
"""
_LAYOUT_B_GROUPS = (
    ("members_admitted", "C", "D", Decimal(1)),
    ("elite_members_referred", "F", "G", Decimal(1)),
    ("housing_new_supported", "I", "J", Decimal(1)),
    ("maiam_fund_raised", "L", "M", Decimal(1_000_000)),
)


def _layout_b() -> list[Record]:
    records: list[Record] = []
    for line in _LAYOUT_B_BODY.strip().splitlines():
        row, unit, *numbers = line.split()
        is_total = unit == "CUM01.TQ"
        for place, (indicator, target_column, result_column, scale) in enumerate(_LAYOUT_B_GROUPS):
            assigned, done, percent = (Decimal(number) for number in numbers[3 * place : 3 * place + 3])
            records.append(
                Record(f"{target_column}{row}", "target", unit, indicator, assigned * scale, is_control_total=is_total)
            )
            records.append(
                Record(
                    f"{result_column}{row}",
                    "result",
                    unit,
                    indicator,
                    done * scale,
                    assigned * scale,
                    percent,
                    is_control_total=is_total,
                )
            )
        records.append(
            Record(f"O{row}", "result", unit, "blood_donation_turns", Decimal(numbers[-1]), is_control_total=is_total)
        )
    return records


LAYOUT_B = _layout_b()

LAYOUT_C = [
    result("C6", "CDGD.TQ", "members_admitted", "142", "120"),
    result("D6", "CDGD.TQ", "housing_supported", "11", "9"),
    result("E6", "CDGD.TQ", "elite_members_referred", "112", "110"),
    result("F6", "CDGD.TQ", "maiam_fund_raised", "236700000", "230000000"),
    result("C7", "CDVC.TQ", "members_admitted", "61", "60", "101.7"),
    result("D7", "CDVC.TQ", "housing_supported", "5", "5"),
    result("E7", "CDVC.TQ", "elite_members_referred", "58", "60"),
    result("F7", "CDVC.TQ", "maiam_fund_raised", "118260000", "120000000"),
    result("C8", "CDYT.TQ", "members_admitted", "88", "90"),
    result("D8", "CDYT.TQ", "housing_supported", "5", "4"),
    result("E8", "CDYT.TQ", "elite_members_referred", "66", "65"),
    result("F8", "CDYT.TQ", "maiam_fund_raised", "104500000", "100000000"),
    result("C9", "CDKCN.TQ", "members_admitted", "875", "800"),
    result("D9", "CDKCN.TQ", "housing_supported", "4", "4"),
    result("E9", "CDKCN.TQ", "elite_members_referred", "17", "15"),
    result("F9", "CDKCN.TQ", "maiam_fund_raised", "70000000", "75000000"),
    result("C10", "CUM02.TQ", "members_admitted", "1166", "1070", control=True),
    result("D10", "CUM02.TQ", "housing_supported", "25", "22", control=True),
    result("E10", "CUM02.TQ", "elite_members_referred", "253", "250", control=True),
    result("F10", "CUM02.TQ", "maiam_fund_raised", "529460000", "525000000", control=True),
]

LAYOUT_F = [
    target("D5", "CDGD.TQ", "members_admitted", "120"),
    result("E5", "CDGD.TQ", "members_admitted", "142", "120", "118.3"),
    target("D6", "CDGD.TQ", "maiam_fund_raised", "230000000"),
    result("E6", "CDGD.TQ", "maiam_fund_raised", "236700000", "230000000", "102.9"),
    target("D8", "CDGD.TQ", "elite_members_referred", "110"),
    result("E8", "CDGD.TQ", "elite_members_referred", "112", "110", "101.8"),
    target("D9", "CDGD.TQ", "housing_supported", "9"),
    result("E9", "CDGD.TQ", "housing_supported", "11", "9", "122.2"),
]
