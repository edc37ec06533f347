"""The province or city an article is about, where no catalogue knows its units."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.news.lexicon import compiled
from ingest.vietnamese.composed import ComposedText

_PROVINCES = (
    "An Giang|Bà Rịa - Vũng Tàu|Bà Rịa-Vũng Tàu|Bạc Liêu|Bắc Giang|Bắc Kạn|Bắc Ninh|Bến Tre|Bình Dương|Bình Định"
    "|Bình Phước|Bình Thuận|Cà Mau|Cao Bằng|Đắk Lắk|Đắk Nông|Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang|Hà Nam"
    "|Hà Tĩnh|Hải Dương|Hậu Giang|Hòa Bình|Hoà Bình|Hưng Yên|Khánh Hòa|Khánh Hoà|Kiên Giang|Kon Tum|Lai Châu|Lạng Sơn"
    "|Lào Cai|Lâm Đồng|Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên|Quảng Bình|Quảng Nam"
    "|Quảng Ngãi|Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình|Thái Nguyên|Thanh Hóa|Thanh Hoá"
    "|Thừa Thiên Huế|Thừa Thiên - Huế|Tiền Giang|Trà Vinh|Tuyên Quang|Vĩnh Long|Vĩnh Phúc|Yên Bái"
)
_CITIES = "Cần Thơ|Đà Nẵng|Hà Nội|Hải Phòng|Hồ Chí Minh|Huế"
_NAMED_RE = re.compile(
    rf"(?:(?P<union>(?:[Ll]iên đoàn [Ll]ao động|LĐLĐ|[Cc]ông đoàn[^,;.\n]{{0,40}}?)\s+))?"
    rf"(?:(?:[Tt]ỉnh)\s+(?P<province>{_PROVINCES})|(?:[Tt]hành phố|TP\.?)\s*(?P<city>{_CITIES}))(?!\w)"
)
_SECTOR_RE = compiled(
    r"(?:công đoàn|cđ)\s+(?:ngành\s+|các\s+|khu\s+|khối\s+)*"
    r"(?:viên chức|giáo dục(?: và đào tạo)?|y tế|công thương|xây dựng|giao thông(?: vận tải)?|nông nghiệp"
    r"(?: và phát triển nông thôn|, nông thôn)?|ngân hàng|dệt may|công nghiệp|khu công nghiệp|kinh tế"
    r"|khu kinh tế|khu chế xuất|kcn|kinh tế, công nghiệp|bưu điện|văn hóa|du lịch|công an|dân chính đảng)"
    r"(?P<level>\s+(?:tỉnh|thành phố|tp\.?))?\s*\Z"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A province or a centrally run city, ``printed`` with its kind: "tỉnh Phú Thọ", "TP Cần Thơ"."""

    printed: str
    is_city: bool

    def complete(self, name: str) -> str:
        """A sector's union with its place: "Công đoàn ngành Y tế" is that of the article's own province."""
        sector = _SECTOR_RE.match(ComposedText.of(name).lower)
        if sector is None:
            return name
        level = (sector["level"] or "").strip()
        if level and (level == "tỉnh") == self.is_city:
            return name
        bare = name[: sector.start("level")].rstrip() if level else name.rstrip()
        return f"{bare} {self.printed}"


def place_of(text: str, unit: str = "") -> Place | None:
    """The place of the article's unit, else of the first union it names with one, else the only one it names."""
    own = _NAMED_RE.search(unit)
    if own is not None:
        return _place(own)
    named = list(_NAMED_RE.finditer(text))
    union = next((match for match in named if match["union"]), None)
    if union is not None:
        return _place(union)
    places = {_place(match).printed: _place(match) for match in named}
    return next(iter(places.values())) if len(places) == 1 else None


def _place(match: re.Match[str]) -> Place:
    return Place(f"TP {match['city']}", True) if match["city"] else Place(f"tỉnh {match['province']}", False)
