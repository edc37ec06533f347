"""The indicators the invented units report: how a form labels them, in which unit, and of what size they are."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Nature(StrEnum):
    COUNT = "count"
    MONEY = "money"
    SHARE = "share"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleIndicator:
    """One row of a unit's form. ``size`` is the yearly target of a district of middling size, in base units."""

    code: str
    section: str
    labels: tuple[str, ...]
    units_of_measure: tuple[str, ...]
    """As written in the ĐVT column; a money indicator's first is the one its cells are scaled to."""
    nature: Nature
    size: int
    has_target: bool = True
    in_synthesis: bool = False
    """Whether a federation's synthesis repeats it, so that a unit's own report has a second witness."""
    part_label: str | None = None

    @property
    def scale(self) -> Decimal:
        """Base units in one printed unit: a million for money in triệu đồng."""
        return Decimal(1_000_000) if self.nature is Nature.MONEY else Decimal(1)


ORGANISATION = "Phát triển đoàn viên, xây dựng tổ chức"
WELFARE = "Chăm lo đoàn viên, người lao động"
MOVEMENT = "Phong trào thi đua, tuyên truyền, kiểm tra"

MEMBERS = SampleIndicator(
    code="members_admitted",
    section=ORGANISATION,
    labels=("Kết nạp đoàn viên", "Kết nạp mới đoàn viên", "Số đoàn viên kết nạp mới"),
    units_of_measure=("Đoàn viên", "người"),
    nature=Nature.COUNT,
    size=220,
    in_synthesis=True,
    part_label="- Trong đó: DN ngoài nhà nước",
)
FOUNDED = SampleIndicator(
    code="grassroots_unions_founded",
    section=ORGANISATION,
    labels=("Thành lập CĐCS", "Thành lập mới CĐCS", "Số công đoàn cơ sở thành lập mới"),
    units_of_measure=("CĐCS",),
    nature=Nature.COUNT,
    size=3,
)
ELITE = SampleIndicator(
    code="elite_members_referred",
    section=ORGANISATION,
    labels=("Giới thiệu đoàn viên ưu tú cho Đảng", "Số đoàn viên ưu tú giới thiệu cho Đảng", "Giới thiệu ĐV ưu tú"),
    units_of_measure=("Đoàn viên", "người"),
    nature=Nature.COUNT,
    size=110,
    in_synthesis=True,
)
HOUSES = SampleIndicator(
    code="housing_new_supported",
    section=WELFARE,
    labels=("Hỗ trợ làm nhà mới", "Hỗ trợ xây nhà mới", "Số hộ đoàn viên được hỗ trợ làm nhà mới"),
    units_of_measure=("Nhà", "hộ"),
    nature=Nature.COUNT,
    size=5,
    in_synthesis=True,
)
FUND = SampleIndicator(
    code="maiam_fund_raised",
    section=WELFARE,
    labels=('Vận động Quỹ "Mái ấm Công đoàn"', "Vận động Quỹ Mái ấm Công đoàn", "Quỹ Mái ấm Công đoàn"),
    units_of_measure=("Tr. đồng", "triệu đồng"),
    nature=Nature.MONEY,
    size=160_000_000,
    in_synthesis=True,
)
BLOOD = SampleIndicator(
    code="blood_donation_turns",
    section=WELFARE,
    labels=("Hiến máu tình nguyện", "Số lượt đoàn viên hiến máu"),
    units_of_measure=("Lượt",),
    nature=Nature.COUNT,
    size=280,
    has_target=False,
    in_synthesis=True,
)
GIFTS = SampleIndicator(
    code="gifts_given",
    section=WELFARE,
    labels=("Số suất quà tặng đoàn viên, người lao động", "Suất quà tặng đoàn viên, người lao động"),
    units_of_measure=("Suất",),
    nature=Nature.COUNT,
    size=400,
)
GIFT_VALUE = SampleIndicator(
    code="gifts_value",
    section=WELFARE,
    labels=("Tổng giá trị quà tặng",),
    units_of_measure=("Tr. đồng", "triệu đồng"),
    nature=Nature.MONEY,
    size=160_000_000,
)
COURSES = SampleIndicator(
    code="training_courses_held",
    section=MOVEMENT,
    labels=("Số lớp tập huấn, bồi dưỡng", "Số lớp tập huấn"),
    units_of_measure=("Lớp",),
    nature=Nature.COUNT,
    size=6,
)
INSPECTIONS = SampleIndicator(
    code="inspections_conducted",
    section=MOVEMENT,
    labels=("Số cuộc kiểm tra, giám sát công đoàn", "Số cuộc kiểm tra, giám sát"),
    units_of_measure=("Cuộc",),
    nature=Nature.COUNT,
    size=14,
)
INITIATIVES = SampleIndicator(
    code="initiatives_recognised",
    section=MOVEMENT,
    labels=("Số sáng kiến, đề tài được công nhận", "Sáng kiến được công nhận"),
    units_of_measure=("Sáng kiến",),
    nature=Nature.COUNT,
    size=90,
)
CONFERENCES = SampleIndicator(
    code="staff_conferences_pct",
    section=MOVEMENT,
    labels=("Tỷ lệ CQ, ĐV tổ chức HN CBCCVC", "Tỷ lệ CQ, ĐV tổ chức hội nghị CBCCVC"),
    units_of_measure=("%",),
    nature=Nature.SHARE,
    size=46,
)

INDICATORS: tuple[SampleIndicator, ...] = (
    MEMBERS,
    FOUNDED,
    ELITE,
    HOUSES,
    FUND,
    BLOOD,
    GIFTS,
    GIFT_VALUE,
    COURSES,
    INSPECTIONS,
    INITIATIVES,
    CONFERENCES,
)
BY_CODE = {indicator.code: indicator for indicator in INDICATORS}

HOUSING_ALL = SampleIndicator(
    code="housing_supported",
    section=WELFARE,
    labels=("Nhà ở sửa, làm mới", "Hỗ trợ sửa, làm nhà"),
    units_of_measure=("nhà", "hộ"),
    nature=Nature.COUNT,
    size=7,
)
"""New and repaired houses together: what the sector unions' forms ask for."""
