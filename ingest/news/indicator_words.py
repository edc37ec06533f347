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


_UNION = r"(?:(?:tổ chức )?(?:cđcs|công đoàn cơ sở|công đoàn|cđ)(?!\w))"
_MEMBER = r"(?:đoàn viên|đv)"
_WORKERS = (
    r"(?:cán bộ,? (?:công chức|đoàn viên)|cnvclđ|cbccvc|cbccvclđ|cnlđ|nlđ"
    r"|(?:công nhân,? (?:viên chức,? )?|người )?lao động|nhân viên)"
)
_ASSISTED = r"thăm hỏi|trợ cấp|ốm đau|tai nạn|hiểm nghèo|bệnh|hỗ trợ|chăm lo"
_BASIS = r"(?:dự toán|kế hoạch|chỉ tiêu|nghị quyết)"
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
    WordingRule("member_benefits_per_grassroots", "ratio", own=_PER_UNION, noun=r"(?:hoạt động )?(?:lợi ích|phúc lợi)"),
    # money
    WordingRule(
        "maiam_fund_raised",
        "money",
        own=r"quỹ\W{0,3}mái ấm|(?:ủng hộ|đóng góp|vận động|quyên góp)[^\x00]*mái ấm công đoàn",
        never=rf"{_PER_HOUSE}|hỗ trợ[^\x00]*(?:sửa|làm|xây)|mái ấm[^\x00]{{0,25}}(?:hỗ trợ|trao|chi|giúp)",
    ),
    WordingRule(
        "maiam_fund_raised", "ratio", own=r"quỹ\W{0,3}mái ấm[^\x00;]{0,30}\x00", noun=r"(?:triệu|tỷ|đồng|đ)(?!\w)"
    ),
    WordingRule("housing_support_value", "money", own=r"mái ấm[^\x00]{0,25}(?:hỗ trợ|trao|chi|giúp)", never=_PER_HOUSE),
    WordingRule(
        "housing_support_value", "money", own=r"(?:hỗ trợ|sửa|làm|xây)[^\x00]*(?:nhà|mái ấm)", never=_PER_HOUSE
    ),
    WordingRule(
        "housing_support_value",
        "money",
        own=r"tổng (?:số tiền|kinh phí|trị giá)[^\x00;]{0,20}\x00",
        wide=r"(?:sửa|xây|làm)[^;.]{0,30}nhà",
        never=rf"{_PER_HOUSE}|quà",
    ),
    WordingRule("tet_gifts_value", "money", own=r"(?<!\w)tết(?!\w)", wide=r"quà|chăm lo"),
    WordingRule("initiatives_benefit_value", "money", own=r"làm lợi"),
    WordingRule(
        "hardship_support_value",
        "money",
        own=r"trợ cấp|thăm hỏi|khó khăn đột xuất",
        never=r"quà|mỗi|/(?:người|suất|trường hợp|lượt)",
    ),
    WordingRule("union_levy_collected", "percent", own=rf"\x00 {_BASIS}[^;,]{{0,20}}(?:kinh phí|kpcđ)"),
    WordingRule(
        "union_levy_collected",
        "money",
        own=r"(?:kinh phí công đoàn|kpcđ)(?![^\x00]*đoàn phí)",
        never=r"(?<!\w)nợ(?!\w)",
    ),
    WordingRule("union_dues_collected", "money", own=r"đoàn phí", never=r"(?<!\w)(?:nợ|thiếu)(?!\w)"),
    WordingRule(
        "union_levy_collected",
        "percent",
        own=rf"(?:thu )?(?:kinh phí công đoàn|kpcđ)[^\x00;]{{0,25}}\x00 {_BASIS}",
        never=r"(?<!\w)nợ(?!\w)",
    ),
    WordingRule("union_dues_collected", "percent", own=rf"thu đoàn phí[^\x00;]{{0,25}}\x00 {_BASIS}"),
    WordingRule(
        "union_budget_collected",
        "money percent",
        own=r"thu (?:tài chính|ngân sách) công đoàn|tài chính công đoàn|tài chính:\s+tổng thu|thu tài chính",
        never=r"\x00[^;]{0,12}tổng chi",
    ),
    WordingRule(
        "charity_funds_raised",
        "money",
        own=r"quỹ\W{0,3}(?:đền ơn|vì người nghèo|xã hội|từ thiện|phòng)|từ thiện|phòng,? chống dịch|các (?:loại )?quỹ"
        r"|hoạt động xã hội|ủng hộ (?:đồng bào|nhân dân|bà con|nạn nhân|vùng)",
    ),
    WordingRule(
        "gifts_value",
        "money",
        wide=r"quà",
        own=r"trị giá|tổng số tiền|số tiền|tổng giá trị|quà",
        never=rf"mỗi (?:suất|xuất|phần)|/(?:suất|xuất|phần)|{_PER_HOUSE}",
    ),
    WordingRule(
        "hardship_support_value",
        "money",
        own=r"(?:với |tổng )?(?:số tiền|kinh phí)|(?<!\w)với(?! mức)[^\x00;]{0,12}\x00|\A\s*\x00 \W*\Z",
        wide=r"trợ cấp|trợ giúp|(?:chăm lo|hỗ trợ)[^;.]{0,30}cho [^;.]{0,40}(?:đoàn viên|người lao động|cnlđ)"
        r"|thăm (?:hỏi )?[^;.]{0,40}(?:đoàn viên|nhà giáo|công nhân|người|cnlđ|hộ)",
        never=r"quà|mỗi|/(?:người|suất|trường hợp|lượt)|quỹ|ủng hộ",
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
    WordingRule("staff_conferences_pct", "percent", own=r"hội nghị (?:cán bộ|cbcc|ccvc|cnvc|công chức|viên chức)"),
    WordingRule(
        "staff_conferences_pct",
        "percent",
        noun=r"cơ quan|đơn vị|bệnh viện|trường|cđcs",
        wide=r"hội nghị (?:cán bộ|cbcc|ccvc|công chức|viên chức)",
    ),
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
        noun=rf"(?:số )?(?:{_UNION}|tập thể)|đơn vị",
    ),
    WordingRule(
        "grassroots_rated_strong_pct",
        "percent",
        own=rf"{_UNION}[^\x00;]{{0,40}}(?:vững mạnh|hoàn thành (?:xuất sắc|tốt))[^\x00;]{{0,30}}\x00"
        rf"|{_UNION}[^\x00;]{{0,25}}\x00[^;,]{{0,12}}(?:xếp loại|vững mạnh|hoàn thành tốt)",
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
        never=r"giới thiệu",
    ),
    # awards and ratings
    WordingRule("memorial_medals_awarded", "count ratio", own=r"kỷ niệm chương"),
    WordingRule("flags_leading_awarded", "count ratio", own=r"cờ[^;]*dẫn đầu"),
    WordingRule("flags_excellent_awarded", "count ratio", own=r"cờ[^;]*xuất sắc"),
    WordingRule(
        "units_rated_good",
        "count ratio",
        noun=r"(?:đơn vị|tập thể|công đoàn cấp trên|lđlđ)[^;,\x00]{0,80}hoàn thành tốt",
    ),
    WordingRule(
        "units_rated_excellent", "count ratio", noun=r"đơn vị|tập thể", own=r"(?:hoàn thành|xếp loại) xuất sắc"
    ),
    WordingRule("units_rated_good", "count ratio", noun=r"đơn vị|tập thể", own=r"(?:hoàn thành|xếp loại) tốt"),
    WordingRule("grassroots_rated_strong", "count ratio", noun=_UNION, own=r"vững mạnh|hoàn thành (?:xuất sắc|tốt)"),
    WordingRule(
        "commendations_collective",
        "count ratio",
        noun=rf"(?:lượt )?tập thể|doanh nghiệp|{_UNION}|(?:bằng khen|giấy khen) (?:cho )?(?:các )?tập thể|đơn vị",
        wide=r"bằng khen|giấy khen|khen thưởng|biểu dương",
        never=r"thành lập|kết nạp|vững mạnh|hoàn thành",
    ),
    WordingRule(
        "commendations_individual",
        "count ratio",
        noun=r"(?:lượt )?cá nhân|đồng chí|chị|nữ|đoàn viên|(?:bằng khen|giấy khen) (?:cho )?(?:các )?cá nhân",
        wide=r"bằng khen|giấy khen|khen thưởng",
        never=r"kết nạp|giới thiệu|bầu",
    ),
    WordingRule("women_excellent_title", "count ratio", own=r"đảm việc (?:nhà|trường)|hai giỏi"),
    # emulation
    WordingRule("emulation_targets_adopted", "count", noun=r"chỉ tiêu thi đua"),
    WordingRule("emulation_targets_adopted", "count", noun=r"chỉ tiêu", own=r"cam kết|giao ước|thông qua|đăng ký"),
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
        "emulation_pledges_signed", "count ratio", noun=r"đơn vị|cơ quan", own=r"\x00[^;,]{0,60}ký (?:kết )?giao ước"
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
        own=r"\x00[^;]{0,50}(?:đứng|vào) (?:trong |vào )?hàng ngũ (?:của )?đảng",
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
    WordingRule("elite_members_referred", "count ratio", own=r"giới thiệu[^\x00;]{0,25}ưu tú[^\x00;]{0,20}: \x00"),
    WordingRule("members_net_increase", "count ratio", noun=_MEMBER, own=r"tăng thực|thực tăng|tăng thêm|tăng ròng"),
    WordingRule(
        "members_net_increase",
        "count ratio",
        noun=r"người|(?=[,;.(]|\Z)",
        own=r"đoàn viên[^\x00;]{0,40}(?:tăng thực|thực tăng|tăng thêm|tăng)[^\x00;,]{0,8}\x00",
    ),
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
        "members_admitted",
        "count ratio",
        noun=r"(?:công nhân|người|lao động|nlđ|cnlđ)",
        own=r"(?:kết nạp|gia nhập)[^;]{0,45}(?:vào )?(?:tổ chức )?công đoàn"
        r"|\x00[^;]{0,60}được kết nạp vào (?:tổ chức )?công đoàn",
    ),
    WordingRule(
        "members_admitted",
        "count ratio",
        own=r"đoàn viên (?:mới )?(?:được )?kết nạp[^\x00;.]{0,80}(?:lần lượt|tương ứng) là \x00",
    ),
    WordingRule(
        "members_admitted",
        "count ratio",
        noun=r"(?=[,;.(]|\Z)",
        own=r"(?:kết nạp|phát triển)(?: mới| được| thêm)*(?: đoàn viên)?\s?:? \x00",
        never=r"(?<!\w)đảng(?!\w)|giới thiệu",
    ),
    WordingRule(
        "members_admitted",
        "percent",
        own=r"(?:kết nạp|phát triển)(?: mới)? đoàn viên[^\x00;,]{0,30}\x00|đoàn viên mới (?:kết nạp )?đạt \x00",
    ),
    WordingRule(
        "grassroots_unions_founded_nonstate",
        "count ratio",
        noun=_UNION,
        own=r"(?:thành lập|ra mắt)[^;]*(?:ngoài (?:khu vực )?nhà nước|doanh nghiệp)",
    ),
    WordingRule("grassroots_unions_founded", "count ratio", noun=_UNION, own=r"thành lập|ra mắt"),
    WordingRule("grassroots_unions_founded", "count ratio", own=rf"thành lập (?:mới |được )*{_UNION}[^\x00;]*\x00"),
    WordingRule(
        "grassroots_unions_founded",
        "count ratio",
        noun=r"(?=[,;.(]|\Z)",
        own=rf"{_UNION}[^\x00;]{{0,12}}:\s+thành lập(?: mới)? \x00|thành lập mới: \x00",
    ),
    WordingRule(
        "grassroots_unions_founded",
        "count ratio",
        noun=_UNION,
        wide=r"thành lập(?: mới)?",
        own=r"trong đó|riêng|có thêm",
    ),
    WordingRule("congresses_held", "count ratio", noun=rf"{_UNION}|đơn vị", own=r"đại hội", never=r"hoàn thành xuất"),
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
        own=r"sửa (?:chữa |lại )?(?:nhà|mái ấm)|sửa chữa|được sửa(?! đổi)",
    ),
    WordingRule(
        "housing_new_supported",
        "count ratio",
        noun=r"(?:hộ|gia đình|căn|nhà|ngôi|đoàn viên)",
        own=r"làm (?:mới|nhà)|xây (?:mới|dựng|nhà)|nhà mới|xây mới",
    ),
    WordingRule("housing_new_supported", "count ratio", noun=r"(?:căn )?xây mới|làm mới"),
    WordingRule("housing_repair_supported", "count ratio", noun=r"(?:căn )?sửa chữa"),
    WordingRule("housing_repair_supported", "count ratio", own=r"\x00[^;,]{0,40}sửa (?:chữa |lại )?nhà"),
    WordingRule(
        "housing_new_supported",
        "count ratio",
        noun=r"(?:căn|ngôi)(?! hộ)",
        own=r"khởi công|xây mới",
        wide=r"mái ấm|đoàn viên|nhà",
    ),
    WordingRule(
        "housing_supported",
        "count ratio",
        noun=r"(?:hộ|gia đình|căn|nhà|ngôi|mái ấm|trường hợp)",
        own=r"mái ấm|nhà ở|hỗ trợ[^\x00]*nhà|xây mới[^;]*sửa chữa|bàn giao",
        never=r"trợ cấp|thăm hỏi",
    ),
    WordingRule(
        "tet_gifts_given", "count ratio", noun=r"(?:suất|xuất|phần|túi|lượt)? ?quà|suất", own=r"(?<!\w)tết(?!\w)"
    ),
    WordingRule("gifts_given", "count ratio", noun=r"(?:suất|xuất|phần|túi|lượt|món) ?quà|quà|suất hỗ trợ"),
    WordingRule("gifts_given", "count ratio", noun=r"suất|(?=[,;])", own=r"(?:suất|phần) quà[^\x00;]{0,40}\x00"),
    WordingRule("blood_units_collected", "count ratio", noun=r"đơn vị máu"),
    WordingRule(
        "blood_donation_turns",
        "count ratio",
        noun=r"(?:lượt )?(?:đoàn viên|người|cnvclđ|cán bộ|tình nguyện viên|công nhân)|lượt",
        own=r"hiến máu",
        never=r"thu (?:được|về)|tiếp nhận",
    ),
    WordingRule("blood_donation_turns", "count ratio", own=r"hiến máu", never=r"đơn vị máu"),
    WordingRule(
        "members_visited_supported",
        "count ratio",
        noun=r"(?:lượt )?(?:đoàn viên|người|cnvclđ|cnlđ|công nhân|trường hợp|nhà giáo|giáo viên|cán bộ|lao động)|lượt",
        own=_ASSISTED,
        never=r"kết nạp|giới thiệu|hiến máu|tập huấn|tư vấn",
    ),
    WordingRule(
        "members_visited_supported",
        "count ratio",
        noun=r"(?:lượt )?(?:đoàn viên|nhà giáo|giáo viên|công nhân|cnlđ|người|hộ(?! nghèo)|gia đình)",
        own=r"(?<!\w)cho[^\x00;]{0,12}\x00|(?<!\w)thăm(?!\w)",
        wide=r"trợ cấp|(?<!\w)thăm(?!\w)",
        never=r"kết nạp|giới thiệu|hiến máu|tập huấn|tư vấn|quà",
    ),
    WordingRule(
        "welfare_cooperation_agreements",
        "count ratio",
        noun=r"(?:bản )?(?:thỏa thuận|chương trình phối hợp)",
    ),
    # law, training, initiatives
    WordingRule("collective_agreements_signed", "count ratio", noun=r"(?:bản )?(?:thỏa ước|tưlđtt)"),
    WordingRule(
        "collective_agreements_signed",
        "count ratio",
        noun=r"(?:doanh nghiệp|đơn vị)[^;,]{0,40}(?:ký|ký kết)[^;,]{0,12}(?:thỏa ước|tưlđtt)",
    ),
    WordingRule("collective_agreements_signed", "count ratio", noun=r"bản", own=r"thỏa ước|tưlđtt"),
    WordingRule("dialogues_pct", "ratio", own=r"đối thoại[^\x00;]{0,30}: \x00"),
    WordingRule(
        "democracy_regulation_state_pct", "ratio", own=r"quy chế dân chủ[^\x00;]{0,20}: \x00", noun=rf"{_UNION}|đơn vị"
    ),
    WordingRule("worker_conferences_pct", "ratio", noun=r"doanh nghiệp", own=r"hội nghị (?:người lao động|nlđ)"),
    WordingRule(
        "staff_conferences_held",
        "count ratio",
        noun=rf"(?:cơ quan|đơn vị|trường|bệnh viện|trung tâm|{_UNION})",
        own=r"hội nghị (?:cán bộ|cbcc|ccvc|công chức|viên chức)",
    ),
    WordingRule(
        "initiatives_uploaded",
        "count ratio",
        noun=r"(?:đề tài, )?(?:sáng kiến|giải pháp)|(?=[,;.(]|\Z)",
        own=r"(?:sáng kiến|giải pháp|\x00)[^;]{0,60}(?:cập nhật|cổng thông tin|phần mềm|gửi lên|đăng tải"
        r"|tham gia chương trình)"
        r"|(?:cập nhật|cổng thông tin|phần mềm|gửi lên|đăng tải|tham gia chương trình)[^;]{0,60}(?:sáng kiến"
        r"|giải pháp|\x00)",
    ),
    WordingRule("initiatives_recognised", "count ratio", noun=r"(?:đề tài,? )?(?:sáng kiến|đề tài|giải pháp)"),
    WordingRule("initiatives_recognised", "count ratio", own=r"sáng kiến[^\x00;]{0,30}công nhận[^\x00;]{0,6}: \x00"),
    WordingRule(
        "union_officials_trained", "count ratio", noun=r"(?:lượt )?(?:cán bộ|người|học viên)", own=r"tập huấn|bồi dưỡng"
    ),
    WordingRule("training_courses_held", "count ratio", noun=r"lớp|khóa|hội nghị|cuộc|buổi", own=r"tập huấn|bồi dưỡng"),
    WordingRule(
        "safety_training_participants",
        "count ratio",
        noun=r"(?:lượt )?(?:người|công nhân|cnlđ|nlđ|an toàn,? vệ sinh viên)",
        own=r"atvslđ|an toàn,? vệ sinh (?:lao động|viên)|huấn luyện an toàn",
    ),
    WordingRule(
        "inspections_conducted",
        "count ratio",
        noun=r"(?:lượt )?(?:cuộc|đơn vị|đợt|doanh nghiệp|cđcs|công đoàn)",
        own=r"kiểm tra(?! tài chính cho)|giám sát",
        never=r"thành lập|kết nạp|đơn thư",
    ),
    WordingRule(
        "legal_advice_cases",
        "count ratio",
        noun=r"(?:lượt|vụ|trường hợp|cuộc|người|đoàn viên|công nhân)",
        own=r"tư vấn",
        wide=r"tư vấn|pháp luật|pháp lý",
        never=r"hướng nghiệp|sức khỏe|tuyên truyền",
    ),
    WordingRule("legal_advice_cases", "count ratio", own=r"tư vấn pháp luật"),
    WordingRule("legal_dissemination_sessions", "count ratio", noun=r"(?:cuộc|buổi|đợt|hội nghị)", own=r"tuyên truyền"),
    WordingRule("legal_dissemination_participants", "count ratio", noun=r"lượt", own=r"tuyên truyền"),
    WordingRule("labour_accidents", "count", noun=r"vụ (?:tai nạn lao động|tnlđ)"),
    WordingRule("labour_accidents", "count", noun=r"vụ", own=r"(?:tai nạn lao động|tnlđ)[^\x00;]{0,20}\x00"),
    WordingRule("strikes", "count", noun=r"(?:cuộc|vụ) (?:ngừng việc|đình công|tranh chấp)"),
    WordingRule("strikes", "count", noun=r"(?:cuộc|vụ)", own=r"(?:ngừng việc|đình công|lãn công)[^\x00;]{0,30}\x00"),
    WordingRule(
        "workers_total",
        "count",
        noun=_WORKERS,
        own=r"(?:tổng số|hiện có|quản lý|đại diện cho|toàn \w+ có|công ty có|đơn vị có|ngành có|với"
        r"|trên)[^\x00;,]{0,12}\x00",
        never=r"tham gia|tập huấn|tham dự|hỗ trợ|thăm|tặng|khám|kết nạp|tuyên truyền|dự lễ|trao|chăm lo|mắc|ốm"
        r"|\x00[^;,]{0,20}(?:được|bị) ",
    ),
    WordingRule(
        "workers_total",
        "count",
        noun=r"người",
        own=r"tổng số (?:cnvclđ|lao động|người lao động|công nhân)[^\x00;,]{0,20}\x00",
    ),
    WordingRule(
        "members_total",
        "count",
        noun=r"người|đồng chí|(?=[,.;(]|\Z)",
        own=r"(?:tổng )?số đoàn viên[^\x00;,]{0,40}\x00|đoàn viên:\s+tổng số \x00|đoàn viên công đoàn \x00",
        never=r"tăng|giảm|kết nạp|phát triển|tham gia|nữ",
    ),
    WordingRule(
        "members_total",
        "count",
        noun=_MEMBER,
        own=r"tổng số|hiện có|(?<!\w)với|quản lý|sinh hoạt|toàn [^\x00,;]{1,20} có \x00",
        never=r"tặng|quà|hỗ trợ|tham gia|hiến máu|kết nạp|đi đầu|dẫn đầu|giới thiệu",
    ),
    WordingRule(
        "members_total",
        "count ratio",
        noun=_MEMBER,
        own=r"\A[^\x00]{0,25}\x00",
        wide=rf"(?:hiện có|có|quản lý|gồm|tổng số|đang quản lý)[^;.]{{0,25}}{_UNION}[^;.]{{0,40}}\x00",
        never=r"tặng|quà|hỗ trợ|tham gia|hiến máu|kết nạp|giới thiệu|(?:tăng|giảm)[^\x00]*\x00|ưu tú|được|đạt",
    ),
)
