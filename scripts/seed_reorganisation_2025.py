"""Write the reorganisation of July 2025 (63 provinces to 34, districts ended) into the seeds of the catalogue.

    uv run --no-project --with vietnamadminunits==1.0.4 --with vietnam-provinces==2025.10.1 \\
        scripts/seed_reorganisation_2025.py

Two packages are read, and neither is needed afterwards: ``vietnamadminunits`` (MIT) for which province went into which,
``vietnam-provinces`` (from the General Statistics Office's list) for the communes of the provinces of today. A commune
keeps its code, so the codes say independently which old provinces lie in a new one; where the two differ nothing is
written. Rows that people wrote are kept: only events of the days named here, and provinces not yet listed, are written.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

SEEDS = Path(__file__).resolve().parent.parent / "dbt_project" / "seeds"
DAY = "2025-07-01"
LAST_DAY = "2025-06-30"
HUE_DAY = "2025-01-01"
FEDERATION_NOT_SEEN = "that the federation followed its territory that day is inferred: its own decision was not seen"

CODES = {
    "An Giang": "AG",
    "Bà Rịa - Vũng Tàu": "BRVT",
    "Bạc Liêu": "BL",
    "Bắc Giang": "BG",
    "Bắc Kạn": "BK",
    "Bắc Ninh": "BN",
    "Bến Tre": "BT",
    "Bình Dương": "BD",
    "Bình Định": "BDI",
    "Bình Phước": "BP",
    "Bình Thuận": "BTH",
    "Cà Mau": "CM",
    "Cao Bằng": "CB",
    "Cần Thơ": "CT",
    "Đà Nẵng": "DNA",
    "Đắk Lắk": "DL",
    "Đắk Nông": "DNO",
    "Điện Biên": "DB",
    "Đồng Nai": "DN",
    "Đồng Tháp": "DT",
    "Gia Lai": "GL",
    "Hà Giang": "HG",
    "Hà Nam": "HNA",
    "Hà Nội": "HN",
    "Hà Tĩnh": "HT",
    "Hải Dương": "HD",
    "Hải Phòng": "HP",
    "Hậu Giang": "HGI",
    "Hòa Bình": "HB",
    "Hồ Chí Minh": "HCM",
    "Huế": "HUE",
    "Hưng Yên": "HY",
    "Khánh Hòa": "KH",
    "Kiên Giang": "KG",
    "Kon Tum": "KT",
    "Lai Châu": "LCH",
    "Lạng Sơn": "LS",
    "Lào Cai": "LC",
    "Lâm Đồng": "LD",
    "Long An": "LA",
    "Nam Định": "ND",
    "Nghệ An": "NA",
    "Ninh Bình": "NB",
    "Ninh Thuận": "NT",
    "Phú Thọ": "PT",
    "Phú Yên": "PY",
    "Quảng Bình": "QB",
    "Quảng Nam": "QNA",
    "Quảng Ngãi": "QNG",
    "Quảng Ninh": "QN",
    "Quảng Trị": "QT",
    "Sóc Trăng": "ST",
    "Sơn La": "SLA",
    "Tây Ninh": "TN",
    "Thái Bình": "TB",
    "Thái Nguyên": "TNG",
    "Thanh Hóa": "TH",
    "Tiền Giang": "TG",
    "Trà Vinh": "TV",
    "Tuyên Quang": "TQ",
    "Vĩnh Long": "VL",
    "Vĩnh Phúc": "VP",
    "Yên Bái": "YB",
}
"""The part of a federation's code that stands for its province; ours, no standard's."""

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Province:
    """A province before July 2025 and the name of the one its territory lies in since."""

    name: str
    title: str
    """``tỉnh Hà Giang`` or ``thành phố Hà Nội``."""
    official_code: str
    """Of the General Statistics Office."""
    now: str
    communes: int
    """Communes of today that carry the code of a commune of this province."""

    @property
    def code(self) -> str:
        return f"LDLD.{CODES[self.name]}"


def main() -> int:
    provinces = read_provinces()
    sources = f"vietnamadminunits {version('vietnamadminunits')}, vietnam-provinces {version('vietnam-provinces')}"
    units = rows("org_units.csv")
    write("org_units.csv", list(units[0]), with_federations(units, provinces, sources))
    events = rows("org_events.csv")
    kept = [row for row in events if row["effective_date"] not in (DAY, HUE_DAY)]
    made = [hue(), *mergers(provinces, sources), *ends_of_districts(units, provinces)]
    write("org_events.csv", list(events[0]), sorted([*kept, *made], key=lambda row: row["event_id"]))
    ended = sum(province.name != province.now for province in provinces)
    print(f"{len(provinces)} provinces, {ended} of them ended; {len(made)} events written")
    return 0


def version(package: str) -> str:
    return distribution(package).version


def read_provinces() -> list[Province]:
    """The 63 provinces; raises SystemExit naming the province that the two packages see differently."""
    data = Path(str(distribution("vietnamadminunits").locate_file("vietnamadminunits/data")))
    merged = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))["DICT_PROVINCE"]
    with closing(sqlite3.connect(data / "dataset.db")) as database:
        old = {
            key: (short, title, code)
            for key, short, title, code in database.execute(
                "select distinct provinceKey, provinceShort, province, provinceCode from admin_units_legacy"
            )
        }
        new = dict(database.execute("select distinct provinceKey, provinceShort from admin_units"))
        home = dict(
            database.execute("select wardCode, provinceShort from admin_units_legacy where wardCode is not null")
        )
    witnesses = communes_of_today({str(code).zfill(5): name for code, name in home.items()})
    found = []
    for key, parts in merged.items():
        now = new[key]
        if {old[part][0] for part in parts} != set(witnesses[now]):
            raise SystemExit(
                f"{now}: the packages disagree: {sorted(old[part][0] for part in parts)}, {witnesses[now]}"
            )
        for part in parts:
            name, title, code = old[part]
            found.append(Province(name, title[0].lower() + title[1:], code, now, witnesses[now][name]))
    return sorted(found, key=lambda province: province.official_code)


def communes_of_today(home: dict[str, str]) -> dict[str, Counter[str]]:
    """Per province of today, how many of its communes carry the code of a commune of which old province."""
    path = distribution("vietnam-provinces").locate_file("vietnam_provinces/data/nested-divisions.json")
    nested = json.loads(Path(str(path)).read_text(encoding="utf-8"))
    counts = {}
    for province in nested:
        codes = (str(ward["code"]).zfill(5) for ward in province["wards"])
        counts[province["name"].removeprefix("Thành phố ")] = Counter(home[code] for code in codes if code in home)
    return counts


def with_federations(units: list[Row], provinces: list[Province], sources: str) -> list[Row]:
    known = {row["code"] for row in units}
    for row in units:
        for province in provinces:
            if row["code"] == province.code and province.name != province.now:
                row["valid_to"] = LAST_DAY
    return [*units, *(federation(province, sources) for province in provinces if province.code not in known)]


def federation(province: Province, sources: str) -> Row:
    aliases = [f"Công đoàn {province.title}", f"Liên đoàn Lao động {province.name}"]
    context = "Công đoàn tỉnh" if province.title.startswith("tỉnh ") else "Công đoàn thành phố"
    return {
        "code": province.code,
        "name": f"Liên đoàn Lao động {province.title}",
        "short_name": f"LĐLĐ {province.title}",
        "aliases": "|".join(aliases),
        "context_aliases": context,
        "level": "province",
        "kind": "union",
        "parent": "TLD",
        "province": province.name,
        "valid_from": "",
        "valid_to": LAST_DAY if province.name != province.now else "",
        "source": f"one federation a province; provinces by {sources}",
    }


def mergers(provinces: list[Province], sources: str) -> list[Row]:
    homes = {province.name: province for province in provinces}
    return [
        event(
            kind="merged",
            source=province.code,
            target=homes[province.now].code,
            decision=("202/2025/QH15", "2025-06-12"),
            provenance=(
                f"province {province.name} lies in {province.now}: {sources} agree"
                f" ({province.communes} communes of today carry its codes)"
            ),
            is_verified="true",
        )
        for province in provinces
        if province.name != province.now
    ]


def ends_of_districts(units: list[Row], provinces: list[Province]) -> list[Row]:
    """One event a catalogued district federation: its figures go to the federation of the province of today."""
    now = {province.name: province.now for province in provinces}
    return [
        event(
            kind="dissolved",
            source=row["code"],
            target=f"LDLD.{CODES[now[row['province']]]}",
            decision=("72/2025/QH15", "2025-06-16"),
            provenance="the law ends the district level of government",
            is_verified="false",
        )
        for row in units
        if row["level"] == "district" and row["kind"] == "union"
    ]


def hue() -> Row:
    name = "tỉnh Thừa Thiên Huế"
    return event(
        kind="renamed",
        source="LDLD.HUE",
        target="LDLD.HUE",
        day=HUE_DAY,
        decision=("175/2024/QH15", "2024-11-30"),
        provenance="Thừa Thiên Huế became the city of Huế under central government",
        is_verified="true",
        name_before=f"Liên đoàn Lao động {name}",
        short_name_before=f"LĐLĐ {name}",
    )


def event(
    *,
    kind: str,
    source: str,
    target: str,
    decision: tuple[str, str],
    provenance: str,
    is_verified: str,
    day: str = DAY,
    name_before: str = "",
    short_name_before: str = "",
) -> Row:
    return {
        "event_id": f"{day}.{source}",
        "event_kind": kind,
        "effective_date": day,
        "decision_number": decision[0],
        "decision_date": decision[1],
        "from_unit_code": source,
        "to_unit_code": target,
        "weight_numerator": "1",
        "weight_denominator": "1",
        "name_before": name_before,
        "short_name_before": short_name_before,
        "provenance": provenance,
        "is_verified": is_verified,
        "unverified": FEDERATION_NOT_SEEN,
    }


def rows(name: str) -> list[Row]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, columns: list[str], lines: list[Row]) -> None:
    with (SEEDS / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


if __name__ == "__main__":
    sys.exit(main())
