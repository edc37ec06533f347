"""Provinces and districts as they stood before July 2025: names the invented units are given.

Only the place names are real; every unit, number and event that carries one is invented.
"""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.vietnamese import plain_key


@dataclass(frozen=True, slots=True)
class District:
    kind: str
    """``thành phố``, ``thị xã`` or ``huyện``."""
    name: str

    @property
    def code(self) -> str:
        """``CHIEMHOA``; a city that shares its province's name is told apart by its kind in the unit's code."""
        return plain_key(self.name).replace(" ", "").replace("-", "").upper()


@dataclass(frozen=True, slots=True)
class Province:
    code: str
    name: str
    districts: tuple[District, ...]


def _province(code: str, name: str, cities: str, towns: str, rural: str) -> Province:
    kinds = (("thành phố", cities), ("huyện", rural), ("thị xã", towns))
    districts = tuple(District(kind, place) for kind, names in kinds for place in names.split(", ") if place)
    return Province(code, name, districts)


PROVINCES: tuple[Province, ...] = (
    _province(
        "BG", "Bắc Giang", "Bắc Giang", "", "Lục Ngạn, Lục Nam, Sơn Động, Yên Thế, Tân Yên, Lạng Giang, Hiệp Hòa"
    ),
    _province(
        "TB", "Thái Bình", "Thái Bình", "", "Đông Hưng, Hưng Hà, Kiến Xương, Quỳnh Phụ, Thái Thụy, Tiền Hải, Vũ Thư"
    ),
    _province(
        "PT",
        "Phú Thọ",
        "Việt Trì",
        "Phú Thọ",
        "Cẩm Khê, Đoan Hùng, Hạ Hòa, Lâm Thao, Phù Ninh, Tam Nông, Tân Sơn, Thanh Ba, Thanh Sơn, Thanh Thủy, Yên Lập",
    ),
    _province(
        "VP",
        "Vĩnh Phúc",
        "Vĩnh Yên, Phúc Yên",
        "",
        "Bình Xuyên, Lập Thạch, Sông Lô, Tam Dương, Tam Đảo, Vĩnh Tường, Yên Lạc",
    ),
    _province(
        "ND",
        "Nam Định",
        "Nam Định",
        "",
        "Giao Thủy, Hải Hậu, Nam Trực, Nghĩa Hưng, Trực Ninh, Vụ Bản, Xuân Trường, Ý Yên",
    ),
    _province("NB", "Ninh Bình", "Tam Điệp", "", "Gia Viễn, Kim Sơn, Nho Quan, Yên Khánh, Yên Mô"),
    _province(
        "LC", "Lào Cai", "Lào Cai", "Sa Pa", "Bát Xát, Bảo Thắng, Bảo Yên, Bắc Hà, Mường Khương, Si Ma Cai, Văn Bàn"
    ),
    _province(
        "YB", "Yên Bái", "Yên Bái", "Nghĩa Lộ", "Lục Yên, Mù Cang Chải, Trạm Tấu, Trấn Yên, Văn Chấn, Văn Yên, Yên Bình"
    ),
    _province(
        "TNG", "Thái Nguyên", "Thái Nguyên, Sông Công", "", "Đại Từ, Định Hóa, Đồng Hỷ, Phú Bình, Phú Lương, Võ Nhai"
    ),
    _province(
        "LS",
        "Lạng Sơn",
        "Lạng Sơn",
        "",
        "Bắc Sơn, Bình Gia, Cao Lộc, Chi Lăng, Đình Lập, Hữu Lũng, Lộc Bình, Tràng Định, Văn Lãng, Văn Quan",
    ),
    _province(
        "HB",
        "Hòa Bình",
        "Hòa Bình",
        "",
        "Cao Phong, Đà Bắc, Kim Bôi, Lạc Sơn, Lạc Thủy, Lương Sơn, Mai Châu, Tân Lạc, Yên Thủy",
    ),
    _province(
        "SLA",
        "Sơn La",
        "Sơn La",
        "",
        "Bắc Yên, Mai Sơn, Mộc Châu, Mường La, Phù Yên, Quỳnh Nhai, Sông Mã, Sốp Cộp, Thuận Châu, Vân Hồ, Yên Châu",
    ),
    _province("BK", "Bắc Kạn", "Bắc Kạn", "", "Ba Bể, Bạch Thông, Chợ Đồn, Chợ Mới, Na Rì, Ngân Sơn, Pác Nặm"),
    _province(
        "HG",
        "Hà Giang",
        "Hà Giang",
        "",
        "Bắc Mê, Bắc Quang, Đồng Văn, Hoàng Su Phì, Mèo Vạc, Quản Bạ, Quang Bình, Vị Xuyên, Xín Mần, Yên Minh",
    ),
    _province(
        "HT",
        "Hà Tĩnh",
        "Hà Tĩnh",
        "Hồng Lĩnh, Kỳ Anh",
        "Cẩm Xuyên, Can Lộc, Đức Thọ, Hương Khê, Hương Sơn, Nghi Xuân, Thạch Hà, Vũ Quang",
    ),
    _province(
        "QB", "Quảng Bình", "Đồng Hới", "Ba Đồn", "Bố Trạch, Lệ Thủy, Minh Hóa, Quảng Ninh, Quảng Trạch, Tuyên Hóa"
    ),
    _province(
        "KT", "Kon Tum", "Kon Tum", "", "Đắk Glei, Đắk Hà, Đắk Tô, Kon Plông, Kon Rẫy, Ngọc Hồi, Sa Thầy, Tu Mơ Rông"
    ),
    _province(
        "BT", "Bến Tre", "Bến Tre", "", "Ba Tri, Bình Đại, Chợ Lách, Giồng Trôm, Mỏ Cày Bắc, Mỏ Cày Nam, Thạnh Phú"
    ),
    _province(
        "DT",
        "Đồng Tháp",
        "Cao Lãnh, Sa Đéc",
        "",
        "Hồng Ngự, Lai Vung, Lấp Vò, Tam Nông, Tân Hồng, Thanh Bình, Tháp Mười",
    ),
    _province(
        "CM", "Cà Mau", "Cà Mau", "", "Cái Nước, Đầm Dơi, Năm Căn, Ngọc Hiển, Phú Tân, Thới Bình, Trần Văn Thời, U Minh"
    ),
)
