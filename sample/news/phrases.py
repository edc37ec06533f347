"""The wordings the sample's articles are built from.

In a clause ``{r}`` is the result, ``{t}`` its target, ``{p}`` a percentage, ``{q}`` a word of approximation. A clause
begins with its verb, in lower case, so that it stands unchanged anywhere in a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sample.indicators import (
    BLOOD,
    COURSES,
    ELITE,
    FOUNDED,
    FUND,
    GIFTS,
    HOUSES,
    INITIATIVES,
    INSPECTIONS,
    MEMBERS,
    SampleIndicator,
)

RATIOS: Mapping[SampleIndicator, tuple[str, ...]] = {
    MEMBERS: (
        "kết nạp {r}/{t} đoàn viên mới, đạt {p} chỉ tiêu được giao",
        "phát triển {r}/{t} đoàn viên mới, bằng {p} kế hoạch",
        "kết nạp được {r}/{t} đoàn viên mới, đạt {p}",
    ),
    ELITE: (
        "giới thiệu {r}/{t} đoàn viên ưu tú cho Đảng, đạt {p} kế hoạch",
        "lựa chọn, giới thiệu {r}/{t} đoàn viên ưu tú để cấp ủy xem xét, bồi dưỡng, đạt {p}",
    ),
    HOUSES: (
        "giúp {r}/{t} hộ đoàn viên làm nhà mới, đạt {p} kế hoạch",
        "hỗ trợ {r}/{t} hộ đoàn viên khó khăn về nhà ở làm nhà mới, bằng {p} chỉ tiêu",
    ),
    FOUNDED: ("thành lập mới {r}/{t} công đoàn cơ sở, đạt {p} chỉ tiêu",),
    COURSES: ("mở {r}/{t} lớp tập huấn cho cán bộ công đoàn, đạt {p} kế hoạch",),
    INSPECTIONS: ("tiến hành {r}/{t} cuộc kiểm tra, giám sát công đoàn, đạt {p} kế hoạch",),
    INITIATIVES: ("có {r}/{t} sáng kiến được công nhận, đạt {p} so với chỉ tiêu đăng ký",),
    GIFTS: ("trao {r}/{t} suất quà cho đoàn viên, người lao động khó khăn, đạt {p} kế hoạch",),
}
COUNTS_WITH_PERCENT: Mapping[SampleIndicator, tuple[str, ...]] = {
    MEMBERS: ("kết nạp {r} đoàn viên mới, đạt {p} chỉ tiêu được giao",),
    FUND: (
        "vận động cho Quỹ “Mái ấm Công đoàn” được {r}, đạt {p} kế hoạch",
        "huy động cho Quỹ “Mái ấm Công đoàn” số tiền {r}, bằng {p} chỉ tiêu được giao",
    ),
}
COUNTS: Mapping[SampleIndicator, tuple[str, ...]] = {
    BLOOD: (
        "vận động {r} lượt đoàn viên hiến máu tình nguyện",
        "có {r} lượt đoàn viên đăng ký và tham gia hiến máu",
    ),
    FOUNDED: ("thành lập mới {r} công đoàn cơ sở",),
    HOUSES: ("hỗ trợ {r} hộ đoàn viên làm nhà mới",),
    INITIATIVES: ("có {r} sáng kiến được công nhận",),
    ELITE: ("giới thiệu {r} đoàn viên ưu tú cho Đảng",),
}
PLAIN: Mapping[SampleIndicator, str] = {
    MEMBERS: "kết nạp mới {r} đoàn viên",
    ELITE: "giới thiệu {r} đoàn viên ưu tú cho Đảng",
    FUND: "vận động cho Quỹ “Mái ấm Công đoàn” được {r}",
}
"""A number and nothing beside it: what an article is compared with its workbooks by."""
APPROXIMATIONS: Mapping[SampleIndicator, tuple[str, ...]] = {
    MEMBERS: ("kết nạp mới {q} {r} đoàn viên",),
    GIFTS: ("trao tận tay {q} {r} suất quà cho những đoàn viên, người lao động còn khó khăn",),
    BLOOD: ("huy động {q} {r} lượt đoàn viên hiến máu tình nguyện",),
    FUND: ("quyên góp {q} {r} ủng hộ Quỹ “Mái ấm Công đoàn”",),
}
GIFTS_WITH_VALUE = (
    "tặng {r} suất quà cho đoàn viên, người lao động, tổng trị giá {m}",
    "trao {r} suất quà đến đoàn viên gặp khó khăn với tổng số tiền {m}",
)

SHARES: Mapping[str, str] = {
    "union_officials_trained_pct": "{p} số cán bộ công đoàn được tập huấn nghiệp vụ",
    "grassroots_rated_strong_pct": "{p} công đoàn cơ sở được xếp loại vững mạnh",
    "collective_agreements_pct": "{p} doanh nghiệp có công đoàn đã ký thỏa ước lao động tập thể",
    "worker_conferences_pct": "{p} doanh nghiệp tổ chức hội nghị người lao động",
}

AT_LEAST: Mapping[SampleIndicator, tuple[str, ...]] = {
    MEMBERS: ("kết nạp từ {r} đoàn viên trở lên", "kết nạp mới ít nhất {r} đoàn viên"),
    ELITE: ("giới thiệu ít nhất {r} đoàn viên ưu tú cho Đảng",),
    FUND: ("vận động cho Quỹ “Mái ấm Công đoàn” từ {r} trở lên",),
}
AIMED_AT: Mapping[SampleIndicator, tuple[str, ...]] = {
    HOUSES: ("hỗ trợ làm nhà mới cho {r} hộ đoàn viên",),
    FOUNDED: ("thành lập thêm {r} công đoàn cơ sở",),
    INSPECTIONS: ("tổ chức {r} cuộc kiểm tra, giám sát công đoàn",),
}
SHARES_OF_OFFICES = ("union_officials_trained_pct", "grassroots_rated_strong_pct")
"""The shares a sector union without firms can tell."""

SHARES_AIMED_AT: Mapping[str, str] = {
    "grassroots_rated_strong_pct": "ít nhất {p} công đoàn cơ sở xếp loại vững mạnh",
    "collective_agreements_pct": "ít nhất {p} doanh nghiệp có công đoàn ký thỏa ước lao động tập thể",
}

TITLES = (
    "{subject}: nhiều chỉ tiêu thi đua {period} về đích",
    "{subject} nhìn lại phong trào thi đua {period}",
    "Dấu ấn phong trào thi đua {period} ở {subject}",
    "{subject} họp đánh giá kết quả thi đua {period}",
)
OPENINGS = (
    "Ngày {day}, {subject} họp đánh giá kết quả thi đua {period}. Dự họp có lãnh đạo {federation} cùng đại diện "
    "cấp ủy, chính quyền địa phương.",
    "Sáng {day}, tại trụ sở {federation}, {subject} gặp mặt để nhìn lại phong trào thi đua {period} và bàn cách làm "
    "cho chặng tiếp theo.",
    "{federation} vừa nghe {subject} báo cáo kết quả thi đua {period} tại buổi làm việc ngày {day}.",
)
MEMBER_UNITS = "{n} đơn vị thành viên"
MEMBERSHIPS = (
    "{subject} hiện có {members}.",
    "Với {members}, {subject} là nơi hội tụ nhiều cách làm của phong trào công đoàn trong tỉnh.",
)
LEADS = (
    "{when}, các cấp công đoàn thuộc {whole} đã {clauses}.",
    "Theo báo cáo trình bày tại cuộc họp, trong {whence}, {whole} {clauses}.",
    "{when}, bám sát chương trình công tác, {whole} đã {clauses}.",
    "Về kết quả cụ thể trong {whence}, {whole} {clauses}.",
)
MORE_LEADS = (
    "Cũng trong {whence}, {whole} {clauses}.",
    "Bên cạnh đó, {whole} còn {clauses}.",
    "Ở những phần việc khác trong {whence}, {whole} đã {clauses}.",
)
SHARE_LEADS = (
    "Đến hết {whence}, {clauses}.",
    "Một số tỷ lệ đáng chú ý trong {whence}: {clauses}.",
    "Báo cáo {whence} cho biết {clauses}.",
)
TARGET_LEADS = (
    "Năm {next}, {whole} phấn đấu {clauses}.",
    "Bước sang năm {next}, {whole} đặt mục tiêu {clauses}.",
    "Cho năm {next}, {whole} thống nhất sẽ {clauses}.",
)
SHARE_TARGETS = ("Cũng trong năm {next}, {whole} phấn đấu {clauses}.",)
DISTRACTIONS = (
    "Các đơn vị bám sát Kế hoạch số {number}/KH-LĐLĐ ngày 15/02/{year} của {federation}, không để phong trào dồn vào "
    "cuối năm.",
    "Nhiều công đoàn cơ sở vận dụng tinh thần Nghị quyết số 02-NQ/TW của Bộ Chính trị vào việc chọn nội dung thi đua.",
    "Chương trình “1 triệu sáng kiến” tiếp tục được nhắc đến như một cách làm gần với người thợ.",
    "Phong trào còn hướng tới đại hội của các cấp công đoàn, nhiệm kỳ 2023 - 2028, nội dung được bàn từ "
    "8 giờ 30 phút, ngay đầu phiên họp.",
    "Công văn số {number}/LĐLĐ-CSPL hướng dẫn chấm điểm thi đua được gửi đến từng đơn vị ngay từ quý đầu.",
    "Tháng Công nhân năm {year} để lại nhiều công trình nhỏ mà thiết thực, từ vòi nước uống đến bóng mát ở bãi để xe.",
)
COLOUR = (
    "Điều được các đại biểu nói nhiều nhất là cách giữ liên lạc với công nhân làm ca: cán bộ công đoàn xuống xưởng "
    "vào giờ nghỉ giữa ca, nghe trước rồi mới ghi vào sổ.",
    "Ở những nơi địa bàn rộng, tổ công đoàn chia nhau theo từng tuyến xã để việc thăm hỏi không bị sót.",
    "Khó khăn chung vẫn là cán bộ kiêm nhiệm, số liệu về muộn, có nơi phải gọi nhiều lần mới đủ biểu.",
    "Một số đơn vị thẳng thắn nhận phần việc chưa tốt và hẹn thời gian khắc phục ngay tại cuộc họp.",
)
CLOSINGS = (
    "Phát biểu kết thúc cuộc họp, lãnh đạo {federation} đề nghị các đơn vị rà lại số liệu, gửi biểu đúng hạn và nêu rõ "
    "nguyên nhân của từng chỉ tiêu chưa đạt.",
    "Kết luận buổi làm việc, lãnh đạo {federation} đề nghị giữ đà phong trào ở từng đơn vị, tránh nước đến "
    "chân mới nhảy.",
)
FLAG = "Dịp này, {federation} tặng Cờ thi đua cho {first}."
COMMENDATIONS = "Nhân dịp này, {federation} tặng Bằng khen cho {groups}, {persons} vì thành tích nổi bật {whence}."
GROUPS = "{n} tập thể"
PERSONS = "{n} cá nhân"
RATINGS = "Qua bình xét, {excellent}, {good}."
RATED_EXCELLENT = "{n} đơn vị đạt mức Hoàn thành xuất sắc nhiệm vụ"
RATED_GOOD = "{n} đơn vị đạt mức Hoàn thành tốt nhiệm vụ"
ROLES = "Cuộc họp bầu {first} làm Cụm trưởng, {second} làm Cụm phó năm {next}."

AUTHORS = ("Bảo Lâm", "Hà Ngân", "Minh Khuê", "Thu Trang", "Quốc Việt", "Lan Chi")
NAVIGATION = ("Trang chủ", "Tin tức", "Văn bản", "Liên hệ")
RELATED = ("Thông báo lịch tiếp đoàn viên", "Mời góp ý dự thảo quy chế", "Ảnh: Ngày hội thể thao công nhân")
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True)
class Approximation:
    """A word of approximation and the qualifier it means."""

    word: str
    qualifier: str
    is_above: bool
    """Whether the number told is above the true one ("gần 310") or below it ("trên 300")."""


APPROXIMATORS = (
    Approximation("gần", "approx", is_above=True),
    Approximation("trên", "at_least", is_above=False),
    Approximation("hơn", "at_least", is_above=False),
)
