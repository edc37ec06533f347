"""How the genre words its indicators. The first rule that fits wins: the narrower stand before the wider.

Patterns are matched against lower-cased text with one tone placement; ``noun`` from the first word after the number,
``own`` anywhere in the figure's own clause (the number itself is U+0000), ``wide`` also in the conjuncts that share its
predicate, ``never`` must be absent from its own clause.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WordingRule:
    code: str
    measures: str
    noun: str = ""
    own: str = ""
    wide: str = ""
    never: str = ""


_UNION = r"(?:cđcs|công đoàn cơ sở|công đoàn)"
_MEMBER = r"(?:đoàn viên|đv)"
_PER_HOUSE = r"/\s?(?:nhà|căn|hộ|ngôi)|mỗi (?:nhà|căn|hộ|ngôi)"
_PER_UNION = rf"mỗi {_UNION}"

RULES: tuple[WordingRule, ...] = (
    # per-unit pledges
    WordingRule(
        "elite_members_referred_per_grassroots",
        "ratio",
        own=rf"{_PER_UNION}[^\x00]*giới thiệu",
        noun=rf"{_MEMBER}|quần chúng",
    ),
    WordingRule("member_benefits_per_grassroots", "ratio", own=_PER_UNION, noun=r"lợi ích"),
    # money
    WordingRule(
        "maiam_fund_raised",
        "money",
        own=r"quỹ\W{0,3}mái ấm|(?:ủng hộ|đóng góp|vận động|quyên góp)[^\x00]*mái ấm công đoàn",
        never=rf"{_PER_HOUSE}|hỗ trợ[^\x00]*(?:sửa|làm|xây)",
    ),
    WordingRule(
        "housing_support_value", "money", own=r"(?:hỗ trợ|sửa|làm|xây)[^\x00]*(?:nhà|mái ấm)", never=_PER_HOUSE
    ),
    WordingRule("tet_gifts_value", "money", own=r"(?<!\w)tết(?!\w)", wide=r"quà|chăm lo"),
    WordingRule("initiatives_benefit_value", "money", own=r"làm lợi"),
    WordingRule(
        "hardship_support_value", "money", own=r"trợ cấp|thăm hỏi[^\x00;]*số tiền|khó khăn đột xuất", never=r"quà"
    ),
    WordingRule("union_levy_collected", "money", own=r"kinh phí công đoàn|kpcđ"),
    WordingRule("union_dues_collected", "money", own=r"đoàn phí"),
    WordingRule("union_budget_collected", "money", own=r"thu (?:tài chính|ngân sách) công đoàn|tài chính công đoàn"),
    WordingRule(
        "charity_funds_raised",
        "money",
        own=r"quỹ (?:đền ơn|vì người nghèo|xã hội|từ thiện|phòng)|từ thiện|phòng,? chống dịch|các loại quỹ",
    ),
    WordingRule(
        "gifts_value",
        "money",
        wide=r"quà",
        own=r"trị giá|tổng số tiền|số tiền|tổng giá trị|quà",
        never=rf"mỗi (?:suất|xuất|phần)|/(?:suất|xuất|phần)|{_PER_HOUSE}",
    ),
    # shares
    WordingRule(
        "democracy_regulation_nonstate_pct", "percent", own=r"ngoài (?:khu vực )?nhà nước", wide=r"quy chế dân chủ"
    ),
    WordingRule(
        "democracy_regulation_state_pct",
        "percent",
        noun=rf"{_UNION}|cơ quan|đơn vị",
        wide=r"quy chế dân chủ",
        never=r"doanh nghiệp (?:ngoài|có)",
    ),
    WordingRule("staff_conferences_pct", "percent", own=r"hội nghị (?:cán bộ|cbcc|ccvc|cnvc|công chức)"),
    WordingRule("worker_conferences_pct", "percent", own=r"hội nghị (?:người lao động|nlđ)"),
    WordingRule("dialogues_pct", "percent", own=r"đối thoại"),
    WordingRule("collective_agreements_pct", "percent", own=r"thỏa ước|tưlđtt|thương lượng"),
    WordingRule("congresses_held_pct", "percent", own=r"đại hội", noun=rf"{_UNION}|đơn vị|công đoàn|cơ sở"),
    WordingRule(
        "union_officials_trained_pct",
        "percent",
        own=r"tập huấn|bồi dưỡng|đào tạo",
        noun=r"cán bộ|chủ tịch|ủy viên|số cán bộ",
    ),
    WordingRule(
        "leaders_breakthrough_task_pct",
        "percent",
        own=r"đột phá|đổi mới",
        noun=r"chủ tịch|phó chủ tịch|lãnh đạo|đồng chí|cán bộ",
    ),
    WordingRule(
        "housing_need_met_pct",
        "percent",
        noun=rf"{_MEMBER}|hộ|gia đình",
        own=r"nhà ở|làm (?:mới|nhà)|sửa (?:chữa )?nhà",
    ),
    WordingRule(
        "grassroots_rated_strong_pct",
        "percent",
        own=r"vững mạnh|hoàn thành (?:xuất sắc|tốt)",
        noun=rf"(?:số )?{_UNION}|đơn vị",
    ),
    WordingRule(
        "women_excellent_title_pct",
        "percent",
        own=r"đảm việc (?:nhà|trường)|hai giỏi",
        noun=r"nữ|chị em|cán bộ|lao động nữ",
    ),
    WordingRule(
        "membership_rate_pct",
        "percent",
        own=r"tỷ lệ tập hợp|(?:gia nhập|tham gia|vào) (?:tổ chức )?công đoàn|tỷ lệ đoàn viên",
    ),
    # awards and ratings
    WordingRule("memorial_medals_awarded", "count ratio", own=r"kỷ niệm chương"),
    WordingRule("flags_leading_awarded", "count ratio", own=r"cờ[^;]*dẫn đầu"),
    WordingRule("flags_excellent_awarded", "count ratio", own=r"cờ[^;]*xuất sắc"),
    WordingRule("units_rated_good", "count ratio", noun=r"(?:đơn vị|tập thể)[^;,\x00]{0,80}hoàn thành tốt"),
    WordingRule(
        "units_rated_excellent", "count ratio", noun=r"đơn vị|tập thể", own=r"(?:hoàn thành|xếp loại) xuất sắc"
    ),
    WordingRule("units_rated_good", "count ratio", noun=r"đơn vị|tập thể", own=r"(?:hoàn thành|xếp loại) tốt"),
    WordingRule("grassroots_rated_strong", "count ratio", noun=_UNION, own=r"vững mạnh|hoàn thành (?:xuất sắc|tốt)"),
    WordingRule(
        "commendations_collective", "count ratio", noun=r"tập thể", wide=r"bằng khen|giấy khen|khen thưởng|biểu dương"
    ),
    WordingRule(
        "commendations_individual", "count ratio", noun=r"cá nhân|đồng chí", wide=r"bằng khen|giấy khen|khen thưởng"
    ),
    WordingRule("women_excellent_title", "count ratio", own=r"đảm việc (?:nhà|trường)|hai giỏi"),
    # emulation
    WordingRule("emulation_targets_adopted", "count", noun=r"chỉ tiêu thi đua"),
    WordingRule(
        "cluster_member_units",
        "count",
        noun=r"(?:(?:cơ quan|đơn vị|công đoàn|liên đoàn|tổ chức),? ){0,2}thành viên",
        own=r"(?:với|gồm|có|tổng số|của) \x00",
        wide=r"(?<!\w)(?:cụm|khối)(?!\w)",
    ),
    WordingRule(
        "emulation_pledges_signed",
        "count",
        noun=r"(?:cơ quan,? )?(?:đơn vị|cơ quan|công đoàn|cụm|khối)",
        own=r"(?:ký|ký kết) (?:bản )?giao ước|giao ước thi đua",
    ),
    WordingRule(
        "cluster_member_units",
        "count",
        noun=r"(?:cơ quan,? )?đơn vị|thành viên|liên đoàn",
        own=r"(?:gồm|có)[^;]{0,20}\x00[^;]{0,80}|trong (?:cụm|khối)",
        wide=r"cụm|khối",
        never=r"xếp loại|tặng|hoàn thành",
    ),
    # members and grassroots unions
    WordingRule(
        "elite_members_admitted_to_party",
        "count ratio",
        noun=rf"{_MEMBER}[^;,\x00]{{0,20}}được kết nạp|(?:đồng chí|người|quần chúng)[^;,\x00]{{0,20}}được kết nạp",
        own=r"(?<!\w)đảng(?!\w)",
    ),
    WordingRule(
        "elite_members_admitted_to_party",
        "count ratio",
        own=r"được kết nạp (?:vào )?đảng|kết nạp đảng[^\x00]*\x00|kết nạp vào đảng[^\x00]*\x00",
        never=r"giới thiệu",
    ),
    WordingRule(
        "elite_members_admitted_to_party",
        "count ratio",
        noun=rf"{_MEMBER}|quần chúng|đồng chí|người",
        own=r"(?:được|đã) kết nạp",
        wide=r"(?:vào|cho|của) đảng|vào hàng ngũ",
        never=r"giới thiệu|vào công đoàn",
    ),
    WordingRule("elite_members_referred", "count ratio", noun=rf"{_MEMBER}|quần chúng|cnvclđ", own=r"giới thiệu|ưu tú"),
    WordingRule("members_net_increase", "count ratio", noun=_MEMBER, own=r"tăng thực|thực tăng|tăng thêm|tăng ròng"),
    WordingRule(
        "members_admitted",
        "count ratio",
        noun=_MEMBER,
        own=r"kết nạp|phát triển (?:mới|được|thêm)?|phát triển đoàn viên",
        never=r"(?:vào|cho) đảng|hiến máu",
    ),
    WordingRule(
        "members_admitted", "count ratio", own=r"(?:kết nạp (?:mới )?|phát triển (?:mới )?)đoàn viên[^\x00;,]*\x00"
    ),
    WordingRule(
        "grassroots_unions_founded_nonstate",
        "count ratio",
        noun=_UNION,
        own=r"(?:thành lập|ra mắt)[^;]*(?:ngoài (?:khu vực )?nhà nước|doanh nghiệp)",
    ),
    WordingRule("grassroots_unions_founded", "count ratio", noun=_UNION, own=r"thành lập|ra mắt"),
    WordingRule("grassroots_unions_founded", "count ratio", own=rf"thành lập (?:mới |được )*{_UNION}[^\x00;,]*\x00"),
    WordingRule("congresses_held", "count ratio", noun=rf"{_UNION}|đơn vị", own=r"đại hội"),
    WordingRule(
        "grassroots_unions_total",
        "count",
        noun=_UNION,
        own=r"quản lý|trực thuộc|hiện có|gồm|tổng số|sinh hoạt (?:tại|ở|trong)|toàn [^\x00,;]{1,20} có \x00|với",
    ),
    # welfare
    WordingRule(
        "gratitude_houses_built",
        "count ratio",
        noun=r"(?:căn |ngôi )?nhà|căn",
        own=r"tình nghĩa|đại đoàn kết|nhân ái|tình thương",
    ),
    WordingRule(
        "housing_supported",
        "count ratio",
        noun=r"(?:hộ|gia đình|căn|nhà|ngôi|đoàn viên)",
        own=r"sửa[^;]{0,25}(?:và|,|hoặc)[^;]{0,12}(?:làm|xây)|(?:làm|xây)[^;]{0,12}(?:và|,|hoặc)[^;]{0,12}sửa",
    ),
    WordingRule(
        "housing_repair_supported",
        "count ratio",
        noun=r"(?:hộ|gia đình|căn|nhà|ngôi|đoàn viên)",
        own=r"sửa (?:chữa )?(?:nhà|mái ấm)|sửa chữa",
    ),
    WordingRule(
        "housing_new_supported",
        "count ratio",
        noun=r"(?:hộ|gia đình|căn|nhà|ngôi|đoàn viên)",
        own=r"làm (?:mới|nhà)|xây (?:mới|dựng|nhà)|nhà mới|xây mới",
    ),
    WordingRule(
        "housing_supported",
        "count ratio",
        noun=r"(?:hộ|gia đình|căn|nhà|ngôi|mái ấm)",
        own=r"mái ấm|nhà ở|hỗ trợ[^\x00]*nhà",
    ),
    WordingRule(
        "tet_gifts_given", "count ratio", noun=r"(?:suất|xuất|phần|túi|lượt)? ?quà|suất", own=r"(?<!\w)tết(?!\w)"
    ),
    WordingRule("gifts_given", "count ratio", noun=r"(?:suất|xuất|phần|túi|lượt|món) ?quà|quà|suất hỗ trợ"),
    WordingRule("blood_units_collected", "count ratio", noun=r"đơn vị máu"),
    WordingRule("blood_donation_turns", "count ratio", own=r"hiến máu", never=r"đơn vị máu"),
    WordingRule(
        "members_visited_supported",
        "count ratio",
        noun=r"(?:lượt )?(?:đoàn viên|người|cnvclđ|cnlđ|công nhân|trường hợp)",
        own=r"thăm hỏi|trợ cấp|ốm đau|hỗ trợ",
    ),
    WordingRule(
        "welfare_cooperation_agreements",
        "count ratio",
        noun=r"(?:bản )?(?:thỏa thuận|chương trình phối hợp)",
        own=r"hợp tác|phúc lợi",
    ),
    # law, training, initiatives
    WordingRule("collective_agreements_signed", "count ratio", noun=r"(?:bản )?(?:thỏa ước|tưlđtt)"),
    WordingRule(
        "staff_conferences_held",
        "count ratio",
        noun=r"(?:cơ quan|đơn vị)",
        own=r"hội nghị (?:cán bộ|cbcc|ccvc|công chức)",
    ),
    WordingRule(
        "initiatives_uploaded",
        "count ratio",
        noun=r"(?:đề tài, )?sáng kiến",
        own=r"cập nhật|cổng thông tin|phần mềm|gửi lên|đăng tải",
    ),
    WordingRule("initiatives_recognised", "count ratio", noun=r"(?:đề tài,? )?(?:sáng kiến|đề tài|giải pháp)"),
    WordingRule(
        "union_officials_trained", "count ratio", noun=r"(?:lượt )?(?:cán bộ|người|học viên)", own=r"tập huấn|bồi dưỡng"
    ),
    WordingRule("training_courses_held", "count ratio", noun=r"lớp|khóa|hội nghị|cuộc|buổi", own=r"tập huấn|bồi dưỡng"),
    WordingRule(
        "safety_training_participants",
        "count ratio",
        noun=r"(?:lượt )?(?:người|công nhân|cnlđ|nlđ)",
        own=r"atvslđ|an toàn,? vệ sinh lao động|huấn luyện an toàn",
    ),
    WordingRule("inspections_conducted", "count ratio", noun=r"cuộc|đơn vị|đợt", own=r"kiểm tra|giám sát"),
    WordingRule("legal_advice_cases", "count ratio", own=r"tư vấn pháp luật"),
    WordingRule("legal_dissemination_sessions", "count ratio", noun=r"(?:cuộc|buổi|đợt|hội nghị)", own=r"tuyên truyền"),
    WordingRule("legal_dissemination_participants", "count ratio", noun=r"lượt", own=r"tuyên truyền"),
    WordingRule("labour_accidents", "count", noun=r"vụ (?:tai nạn lao động|tnlđ)"),
    WordingRule("strikes", "count", noun=r"(?:cuộc|vụ) (?:ngừng việc|đình công|tranh chấp)"),
    WordingRule(
        "workers_total",
        "count",
        noun=r"(?:công nhân|cnvclđ|người lao động|lao động|cán bộ,? công chức)",
        own=r"tổng số|hiện có|quản lý",
    ),
    WordingRule(
        "members_total",
        "count",
        noun=r"người|đồng chí|(?=[,.;(]|\Z)",
        own=r"(?:tổng )?số đoàn viên[^\x00;,]{0,40}\x00",
        never=r"tăng|giảm|kết nạp|phát triển|tham gia|nữ",
    ),
    WordingRule(
        "members_total",
        "count",
        noun=_MEMBER,
        own=r"tổng số|hiện có|(?<!\w)với|quản lý|sinh hoạt|toàn [^\x00,;]{1,20} có \x00",
        never=r"tặng|quà|hỗ trợ|tham gia|hiến máu",
    ),
)
