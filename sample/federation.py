"""The units of a sample federation: the catalogue's own, then invented ones under further real provinces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sample.gazetteer import PROVINCES, District, Province
from sample.parameters import SampleParameters
from sample.streams import stream
from warehouse.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleUnit:
    """A reporting unit, or a cluster of them."""

    code: str
    name: str
    short_name: str
    table_names: tuple[str, ...]
    """Shorter forms a synthesis uses for it: "H. Lục Ngạn", bare "Lục Ngạn"."""
    level: str
    """``district``, ``sector``, ``grassroots`` or ``cluster``."""
    parent_code: str
    province: str
    seat: str
    """Where it dates its letters: "Lục Ngạn"."""
    parent_heading: str
    """The unit above it as its letterhead prints it: "LĐLĐ tỉnh Bắc Giang"."""
    members: int
    """Size against a district of middling size, in hundredths."""
    office_code: str = ""
    """The office whose inbox its reports reach."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """An emulation cluster with its member units."""

    unit: SampleUnit
    members: tuple[SampleUnit, ...]


NATIONAL = "TLD"
NATIONAL_NAME = "Tổng Liên đoàn Lao động Việt Nam"
_SECTORS = (
    ("CDGD", "Công đoàn Ngành Giáo dục", "CĐ ngành Giáo dục"),
    ("CDYT", "Công đoàn Ngành Y tế", "CĐ ngành Y tế"),
    ("CDVC", "Công đoàn Viên chức", "CĐ Viên chức"),
    ("CDKCN", "Công đoàn các Khu Công nghiệp", "CĐ các KCN"),
)
_ABBREVIATED = {"thành phố": "TP", "thị xã": "TX", "huyện": "H."}
_WORKPLACES = (
    "Công ty TNHH May Hưng Thịnh",
    "Trường Tiểu học Kim Đồng",
    "Công ty Cổ phần Gỗ Tân Phát",
    "Trường Mầm non Hoa Sen",
    "Công ty TNHH Điện tử Sao Sáng",
    "Trường THCS Lê Quý Đôn",
    "Công ty Cổ phần Chè Xanh",
    "Trung tâm Dịch vụ Nông nghiệp",
)


@dataclass(frozen=True)
class ProvinceUnits:
    """One invented province: its federation, its clusters, and the grassroots unions below its districts."""

    province: Province
    count: int
    """Reporting units."""
    seed: int

    @property
    def code(self) -> str:
        return f"LDLD.{self.province.code}"

    @property
    def name(self) -> str:
        return f"Liên đoàn Lao động tỉnh {self.province.name}"

    @property
    def short_name(self) -> str:
        return f"LĐLĐ tỉnh {self.province.name}"

    @property
    def federation(self) -> SampleUnit:
        """The province's own federation, which sends the syntheses."""
        return SampleUnit(
            code=self.code,
            name=self.name,
            short_name=self.short_name,
            table_names=(self.short_name,),
            level="province",
            parent_code=NATIONAL,
            province=self.province.name,
            seat=self.province.name,
            parent_heading=NATIONAL_NAME,
            members=100,
            office_code=self.code,
        )

    @cached_property
    def clusters(self) -> tuple[Cluster, ...]:
        """Districts in cluster 01, sector unions in cluster 02; a province of few units may have but one."""
        sectors = min(len(_SECTORS), self.count * 2 // 5)
        districts = self.province.districts[: self.count - sectors]
        first = self._cluster("01", tuple(self._district(place) for place in districts))
        second = self._cluster("02", tuple(self._sector(*names) for names in _SECTORS[:sectors]))
        return tuple(cluster for cluster in (first, second) if cluster.members)

    def grassroots(self) -> Iterator[SampleUnit]:
        """The units beyond those of the clusters, spread over the districts, made one at a time."""
        clustered = sum(len(cluster.members) for cluster in self.clusters)
        districts = self.clusters[0].members if self.clusters else ()
        for number in range(self.count - clustered):
            yield self._grassroots(number, districts[number % len(districts)])

    def units(self) -> Iterator[SampleUnit]:
        for cluster in self.clusters:
            yield from cluster.members
        yield from self.grassroots()

    def _cluster(self, number: str, members: tuple[SampleUnit, ...]) -> Cluster:
        unit = SampleUnit(
            code=f"CUM{number}.{self.province.code}",
            name=f"Cụm thi đua số {number} - {self.short_name}",
            short_name=f"Cụm {number} {self.province.name}",
            table_names=(f"Cụm thi đua số {number}", f"Cụm số {number}"),
            level="cluster",
            parent_code=self.code,
            province=self.province.name,
            seat=self.province.name,
            parent_heading=self.short_name,
            members=100,
            office_code=self.code,
        )
        return Cluster(unit, members)

    def _district(self, district: District) -> SampleUnit:
        place = f"{district.kind} {district.name}"
        suffix = "TP" if district.name == self.province.name else district.code
        if district.kind == "thị xã" and district.name == self.province.name:
            suffix = "TX"
        return SampleUnit(
            code=f"{self.code}.{suffix}",
            name=f"Liên đoàn Lao động {place}",
            short_name=f"LĐLĐ {place}",
            table_names=(
                f"LĐLĐ {place}",
                f"LĐLĐ {_ABBREVIATED[district.kind]} {district.name}",
                f"{_ABBREVIATED[district.kind]} {district.name}",
                *((district.name,) if district.kind == "huyện" else ()),
            ),
            level="district",
            parent_code=self.code,
            province=self.province.name,
            seat=district.name,
            parent_heading=self.short_name,
            members=stream(self.seed, "size", self.code, suffix).randint(50, 180),
            office_code=self.code,
        )

    def _sector(self, prefix: str, name: str, short_name: str) -> SampleUnit:
        return SampleUnit(
            code=f"{prefix}.{self.province.code}",
            name=f"{name} tỉnh {self.province.name}",
            short_name=f"{short_name} tỉnh {self.province.name}",
            table_names=(short_name, f"{name} tỉnh"),
            level="sector",
            parent_code=self.code,
            province=self.province.name,
            seat=self.province.name,
            parent_heading=self.short_name,
            members=stream(self.seed, "size", prefix, self.province.code).randint(40, 160),
            office_code=self.code,
        )

    def _grassroots(self, number: int, district: SampleUnit) -> SampleUnit:
        workplace = _WORKPLACES[number % len(_WORKPLACES)]
        title = f"{workplace} số {number + 1} {district.seat}"
        return SampleUnit(
            code=f"CDCS.{district.code.removeprefix('LDLD.')}.{number + 1:05}",
            name=f"Công đoàn cơ sở {title}",
            short_name=f"CĐCS {title}",
            table_names=(f"CĐCS {title}",),
            level="grassroots",
            parent_code=district.code,
            province=self.province.name,
            seat=district.seat,
            parent_heading=district.short_name,
            members=stream(self.seed, "size", self.code, number).randint(8, 25),
            office_code=self.code,
        )


def invented_provinces(parameters: SampleParameters) -> Iterator[ProvinceUnits]:
    """The invented provinces with their share of the units; earlier ones take the remainder."""
    if not parameters.provinces:
        return
    each, more = divmod(parameters.units, parameters.provinces)
    for index, province in enumerate(PROVINCES[: parameters.provinces]):
        yield ProvinceUnits(province, each + (index < more), parameters.seed)


_TABLE_NAMES = {
    "LDLD.TQ.TP": ("LĐLĐ TP T.Quang",),
    "LDLD.TQ.CHIEMHOA": ("Chiêm Hoá",),
    "LDLD.TQ.HAMYEN": ("H. Hàm Yên",),
    "LDLD.TQ.LAMBINH": ("Lâm Bình",),
    "LDLD.TQ.NAHANG": ("Na Hang",),
    "LDLD.TQ.SONDUONG": ("Sơn Dương",),
    "LDLD.TQ.YENSON": ("Yên Sơn",),
    "CDGD.TQ": ("CĐ ngành Giáo dục",),
    "CDVC.TQ": ("CĐ Viên chức tỉnh",),
    "CDYT.TQ": ("CĐ ngành Y tế",),
    "CDKCN.TQ": ("CĐ các KCN",),
}
"""How the reference case's tables shorten the names of its units."""


def catalogued(catalogue: Catalogue, code: str) -> SampleUnit:
    """A unit the catalogue already has, as a reporting unit; raises KeyError where it has none of that code."""
    unit = catalogue.units[code]
    parent = catalogue.units[unit.parent or NATIONAL]
    province = unit.province or ""
    _, _, place = unit.short_name.partition("huyện ")
    return SampleUnit(
        code=code,
        name=unit.name,
        short_name=unit.short_name,
        table_names=_TABLE_NAMES.get(code, (unit.short_name,)),
        level=unit.level,
        parent_code=parent.code,
        province=province,
        seat=place or province,
        parent_heading=parent.name if parent.code == NATIONAL else parent.short_name,
        members=stream(0, "size", code).randint(60, 180),
        office_code=catalogue.owner_office(code),
    )


def catalogued_cluster(catalogue: Catalogue, code: str, members: Iterable[str]) -> Cluster:
    return Cluster(catalogued(catalogue, code), tuple(catalogued(catalogue, member) for member in members))
