"""The reference case: seven district unions of 2023 whose houses add up to 27 of 22, and four sector unions of 2022.

The unit figures are invented; only their sums are told anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from sample.facts import Fact
from sample.indicators import BLOOD, CONFERENCES, ELITE, FOUNDED, FUND, HOUSES, HOUSING_ALL, MEMBERS, SampleIndicator

DISTRICTS_PERIOD = "2023"
SECTORS_PERIOD = "2022"
DISTRICTS_CLUSTER = "CUM01.TQ"
SECTORS_CLUSTER = "CUM02.TQ"
FEDERATION = "LDLD.TQ"

_DISTRICT_INDICATORS = (MEMBERS, ELITE, HOUSES, FUND, BLOOD)
_DISTRICTS: Mapping[str, tuple[tuple[str | None, str], ...]] = {
    "LDLD.TQ.TP": (("420", "612"), ("150", "128"), ("4", "4"), ("200", "185.5"), (None, "412")),
    "LDLD.TQ.CHIEMHOA": (("220", "305"), ("130", "127"), ("3", "4"), ("150", "148.2"), (None, "268")),
    "LDLD.TQ.HAMYEN": (("230", "342"), ("110", "104"), ("3", "4"), ("140", "139"), (None, "301")),
    "LDLD.TQ.LAMBINH": (("90", "104"), ("60", "51"), ("2", "2"), ("80", "71.4"), (None, "96")),
    "LDLD.TQ.NAHANG": (("110", "131"), ("70", "58"), ("2", "3"), ("90", "82.3"), (None, "121")),
    "LDLD.TQ.SONDUONG": (("380", "596"), ("170", "158"), ("4", "6"), ("210", "214.6"), (None, "438")),
    "LDLD.TQ.YENSON": (("270", "335"), ("134", "118"), ("4", "4"), ("170", "159"), (None, "315")),
}
_SECTOR_INDICATORS = (MEMBERS, HOUSING_ALL, ELITE, FUND)
_SECTORS: Mapping[str, tuple[tuple[str | None, str], ...]] = {
    "CDGD.TQ": (("120", "142"), ("9", "11"), ("110", "112"), ("230", "236.70")),
    "CDVC.TQ": (("60", "61"), ("5", "5"), ("60", "58"), ("120", "118.26")),
    "CDYT.TQ": (("90", "88"), ("4", "5"), ("65", "66"), ("100", "104.5")),
    "CDKCN.TQ": (("800", "875"), ("4", "4"), ("15", "17"), ("75", "70")),
}
DISTRICTS = tuple(_DISTRICTS)
SECTORS = tuple(_SECTORS)


def _facts(indicators: Iterable[SampleIndicator], printed: Iterable[tuple[str | None, str]]) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            indicator=indicator,
            target=None if target is None else Decimal(target) * indicator.scale,
            result=Decimal(result) * indicator.scale,
        )
        for indicator, (target, result) in zip(indicators, printed, strict=True)
    )


def _with_own_rows(code: str, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """What a district reports beside the rows of the synthesis; one of them also tells a part and a zero target."""
    conferences = Fact(indicator=CONFERENCES, target=Decimal(100), result=Decimal(100), base=(46, 46))
    if code != "LDLD.TQ.CHIEMHOA":
        return facts
    members, *others = facts
    told = Fact(indicator=MEMBERS, target=members.target, result=members.result, part=Decimal(212))
    founded = Fact(indicator=FOUNDED, target=Decimal(0), result=Decimal(1))
    return (told, founded, *others, conferences)


REFERENCE: Mapping[tuple[str, str], tuple[Fact, ...]] = {
    **{
        (code, DISTRICTS_PERIOD): _with_own_rows(code, _facts(_DISTRICT_INDICATORS, printed))
        for code, printed in _DISTRICTS.items()
    },
    **{(code, SECTORS_PERIOD): _facts(_SECTOR_INDICATORS, printed) for code, printed in _SECTORS.items()},
}
"""Facts by unit and period code, in base units."""
