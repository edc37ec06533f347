"""Words of the genre as data: what a number is counted in, what makes it no figure, what makes it a pledge.

All words are matched against lower-cased, composed text with one tone placement (``ComposedText.lower``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from warehouse.vietnamese import new_tone_placement


def phrase(words: str) -> str:
    """A word list separated by ``|`` as one regular expression group, longest first, spaces elastic."""
    parts = sorted(
        (new_tone_placement(part.strip()) for part in words.split("|") if part.strip()), key=len, reverse=True
    )
    return "(?:" + "|".join(re.escape(part).replace(r"\ ", r"\s+") for part in parts) + ")"


def compiled(*patterns: str) -> re.Pattern[str]:
    """Alternative patterns with one tone placement."""
    return re.compile("|".join(f"(?:{new_tone_placement(pattern)})" for pattern in patterns))


def compiled_at_words(*patterns: str) -> re.Pattern[str]:
    """The same, tried only where a word or a bracket begins: half the time over a long text."""
    return re.compile(r"(?:(?<!\w)|(?=\())" + f"(?:{compiled(*patterns).pattern})")


def word_set(words: str) -> frozenset[str]:
    return frozenset(new_tone_placement(word.strip()) for word in words.split("|") if word.strip())


CURRENCIES = "đồng|đ|vnđ|vnd|việt nam đồng|usd|đô la mỹ|đô la|đôla|euro|eur|nhân dân tệ|yên nhật|won|bảng anh"
MONEY_WORDS = (
    "tiền|kinh phí|vốn|trị giá|giá trị|quỹ|doanh thu|lợi nhuận|ngân sách|thu nhập|chi phí|nguồn thu|tổng thu|tổng chi"
    "|số thu|số chi|đầu tư|giải ngân|dư nợ|nộp|ủng hộ|hỗ trợ|đóng góp|tài trợ|thiệt hại|làm lợi|dự toán"
    "|kim ngạch|thuế"
    "|quyên góp|huy động|tiết kiệm|tín dụng|cho vay|trợ cấp|thăm hỏi|nợ|lương|thưởng|góp"
)

PHYSICAL_UNITS = (
    "km|m|cm|mm|mét|mét vuông|mét khối|ki lô mét|kilômét|km2|km²|m2|m²|m3|m³|ha|héc ta|hecta|héc-ta"
    "|hec-ta|tấn|tạ|yến|kg|ki lô gam"
    "|gam|gram|lít|kw|kwh|mw|mwh|kwp|hải lý|cây số|độ c|triệu tấn|nghìn tấn|ngàn tấn|lần|ngày lương|tháng lương"
    "|nửa|độ|kv|mva|teu|dwt|sào|công đất|mẫu|mẫu đất|m3/s|mg|ml|giạ|thùng dầu"
)

CLASSIFIERS = (
    "đoàn viên|cán bộ|công nhân|người|lượt|suất|xuất|phần quà|phần|túi quà|đơn vị|tập thể|cá nhân"
    "|đồng chí|gia đình|hộ|hộ gia đình"
    "|căn|căn nhà|nhà|ngôi nhà|công đoàn|cđcs|cơ quan|doanh nghiệp|công ty|lớp|cuộc|buổi|đợt|vụ|việc"
    "|vụ việc|sáng kiến|đề tài"
    "|giải pháp|bản|thỏa ước|hợp đồng|dự án|công trình|chương trình|mô hình|tiêu chí|chỉ tiêu|nhiệm vụ|xã"
    "|huyện|tỉnh|phường"
    "|thôn|ấp|khu dân cư|trường|học sinh|sinh viên|giáo viên|em|cháu|trẻ em|phụ nữ|đảng viên|chi bộ"
    "|đại biểu|thí sinh|vận động viên"
    "|đội|đội bóng|trận|cầu thủ|cây|cây xanh|cây cầu|chiếc|bộ|cuốn|quyển|tờ|tin|bài|tin bài|văn bản"
    "|ý kiến|kiến nghị|đơn|hồ sơ"
    "|thủ tục|dịch vụ|sản phẩm|cơ sở|khu|cụm|tuyến|km|ha|tấn|con|đàn|lao động|thanh niên|hội viên"
    "|chức danh|giải|giải thưởng"
    "|huy chương|bằng khen|giấy khen|cờ|kỷ niệm chương|danh hiệu|lợi ích|thẻ|sổ|xe|máy|thiết bị|phòng"
    "|giường|bệnh nhân|ca"
    "|mũi|liều|đơn vị máu|cặp|bàn|mẹ|thương binh|liệt sĩ|chuyên gia|tổ|tổ chức|nhóm|câu lạc bộ|trạm"
    "|bệnh viện|chợ|siêu thị"
    "|điểm cầu|điểm trường|điểm bán|điểm đến|điểm giao dịch|địa điểm|địa phương|tỉnh thành|quốc gia|nước"
    "|thị trường|khách|lượt khách"
    "|du khách|hoạt động|nội dung|chuyên đề|hội nghị|hội thảo|hội thi|cuộc thi|ctđt|đvtn|cnvclđ|cnlđ|nlđ"
    "|bài dự thi|tác phẩm|tiết mục"
    "|suất quà|xuất quà|suất học bổng|học bổng|ngày lương|ngày công|tháng lương|nghìn|ngàn|triệu|tỷ|nữ"
    "|nam|ứng viên|quần chúng|hộ dân|hộ nghèo"
    "|vụ án|bị can|đối tượng|trường hợp|cas|điểm sạt lở|vị trí|kết quả|tiểu mục|móng|móng cầu|hồ|cống|đập"
    "|nhân viên|y bác sĩ|bác sĩ"
    "|kỹ sư|tiến sĩ|thạc sĩ|giáo sư|đề án|kế hoạch|chuyến|chuyến bay|chuyến xe|vé|tàu|thuyền|phương tiện"
    "|ô tô|xe máy|xe đạp|bức ảnh|bức tranh|mâm cỗ"
    "|lá cờ|lá phiếu|phiếu|nghị quyết|quyết định|chỉ thị|nghị định|thông tư|điều khoản|nhà máy"
    "|khu công nghiệp|làng nghề|hợp tác xã|tổ hợp tác|hạng mục|gói thầu"
    "|nhân khẩu|nhân công|nhân sự|nhân lực|lao động nữ|chiến sĩ|nông dân|ngư dân|nạn nhân|cụ|giếng|giếng nước|bể nước"
    "|tủ sách|sân chơi|gian hàng|thùng|hộp|bao|bình|chi hội|chi đoàn|cơ sở đoàn|hội|đảng bộ|lĩnh vực|ngành"
    "|nhóm giải pháp|khâu đột phá|mục tiêu|nghề|điểm trường|phòng học|phòng ở|điểm nghẽn|tuyến đường|cây số"
    "|bằng lao động sáng tạo|bằng khen|giấy chứng nhận|bằng ghi nhận|đoàn|cp|cổ phiếu|cổ phần|cửa hàng"
    "|quầy thuốc|thí sinh|đội thi|tiết học|ki-ốt|ki ốt|chốt|tua|đội tuyển|hũ"
    "|sào|cuộc gọi"
)
"""Nouns that follow a count. A number word ("hai") is a figure only before one of these."""

FUNCTION_WORDS = word_set(
    "và|đã|là|của|trong|với|được|cho|tại|từ|đến|do|theo|về|khi|sẽ|có|để|thì|mà|nhưng|hoặc|ở|vào|trên|này"
    "|đó|so|nhân|nhằm|cũng"
    "|còn|nên|vì|qua|trước|sau|như|bằng|đạt|kỷ niệm|không|chưa|rất|tổ chức|gồm|ngày|tháng|năm|giờ|phút"
    "|tuần|ban hành|quy định"
    "|bị|bởi|nay|am|pm|lên|xuống|rồi|hay|hơn|kém|giỏi|sạch|kb|mb|gb|px"
)
"""No noun begins with these, so a bare number before one is no count."""

GRADE_NOUNS = word_set("điểm|sao")
"""A number before these is a score or a grade: "9,5 điểm", "4 sao"."""

DURATIONS = (
    r"năm(?!\s+(?:đoàn|cán|đơn|tập))|tháng(?!\s+lương)|ngày(?!\s+(?:lương|công))|giờ|phút|giây|tuần"
    r"|thập kỷ|thập niên|thế kỷ|đêm|quý"
    r"|tiếng đồng hồ|tiếng|ngày đêm|mùa|nhiệm kỳ|kỳ đại hội|tuổi|h(?!\w)"
)
"""A number before these is a length of time or an age."""

STRONG_IDENTIFIERS = (
    "ngày|mùng|mồng|tháng|thứ|lần thứ|lần|điều|khoản|mục|chương|phụ lục|biểu|biểu số|mẫu số|trang|quốc lộ"
    "|tỉnh lộ|ql|tl|covid|covid-|sars-cov-"
    "|số|nghị định|thông tư|nghị quyết|chỉ thị|quyết định|công văn|kết luận|luật|hướng dẫn|tờ trình"
    "|chỉ thị số|khóa|khoá"
    "|giai đoạn|máy lẻ|điện thoại|đt|sđt|hotline|tel|fax|mã số|tài khoản|stk|cmnd|cccd|hạng|cấp|top|iso|tỷ số"
    "|tỉ số|đường|phố|ngõ|ngách|hẻm"
    "|quận|kỳ họp|phiên bản|tnhh|bậc|tầng|lô|thửa|vòng|khổ|series|dạng|điểm|quý|thế kỷ|thế kỉ|hệ số|chế độ|km"
    "|tuổi|web|chuyên đề|u"
)
"""A plain number right after these names a thing; it does not count."""

WEAK_IDENTIFIERS = (
    "lớp|khối|tổ|cụm|phòng|nhà|nhóm|loại|bảng|khu|khu phố|khu vực|vùng|phường|xã|ấp|thôn|bản|đội|trạm"
    "|chi bộ|công ty|binh đoàn|sư đoàn|lữ đoàn"
    "|trung đoàn|tiểu đoàn|quân khu|đoàn|xí nghiệp|nhà máy|đợt|bài|câu|tập|kỳ|phần|hình|ảnh|đề án"
    "|chương trình|dự án|kế hoạch|báo cáo|tiêu chí|nội dung|chỉ tiêu"
    "|thpt|thcs|tiểu học|mầm non|bàn|giải|bia|phụ lục số|chuyên mục|kênh|bước|mức|cỡ|ca|ô|cửa|cổng|bến"
    "|tuyến|tuyến xe|mũi|cầu|quyển|phiên|tuần|thời điểm|nhiệm vụ|giải pháp|điểm cầu"
)
"""The same, unless a counted noun follows ("hỗ trợ mỗi xã 20 suất quà")."""

NAME_NOUNS = (
    "chương trình|phong trào|cuộc thi|đề án|cuộc vận động|chủ đề|danh hiệu|giải|giải thưởng|kế hoạch"
    "|dự án|mô hình|chiến dịch|hội thi|khẩu hiệu"
    "|tháng|tuần lễ|bài hát|cuốn sách|phim|ngày hội|phương châm|cờ|sách|gia đình|cờ thi đua|bằng khen"
    "|kỷ niệm chương|huy hiệu|hội thao|lễ hội|bộ phim"
    "|tác phẩm|câu lạc bộ|clb|tên gọi|với tên|tiêu đề|quỹ|công trình|tết|chuyên đề|nhiệm vụ|tập thể"
    "|tiêu chí|tinh thần|lời dạy|cuộc"
)
"""A quotation after one of these is a name: numbers in it are part of the name."""

SHARE_VERBS = phrase(
    "đat|dạt|đạt|đạt tỷ lệ|đạt tỉ lệ|bằng|chiếm|chiếm tỷ lệ|tương đương|tương đương với|tương ứng|tương ứng với"
    "|vượt|tỷ lệ|tỉ lệ|tỷ lệ đạt|=|đạt khoảng|đạt gần|đạt trên|đạt hơn|bằng khoảng|bằng gần|bằng hơn"
    "|bằng trên|chiếm khoảng|chiếm gần|chiếm hơn|chiếm trên|tức|ước đạt|ước bằng|hoàn thành|thực hiện đạt"
    "|và bằng|và đạt|đạt được|vượt kế hoạch|vượt chỉ tiêu|vượt dự toán"
)
"""What joins an attainment or a share to the amount before it."""

BASE_NOUNS = "chỉ tiêu|kế hoạch|dự toán|nghị quyết|mục tiêu|mức vốn|kế hoạch vốn|số vốn|định mức|đăng ký|chỉ tiêu giao"

TARGET_CUES = compiled_at_words(
    r"(?<!\w)phấn đấu(?!\w)",
    r"dự kiến|dự báo|ước tính đến năm",
    r"(?<!thực hiện thắng lợi )(?<!hoàn thành )(?<!thực hiện )(?<!vượt )(?<!% )mục tiêu(?! quốc gia)"
    r"(?!\s+(?:dân|của đảng))",
    r"(?:để|nhằm) (?:hoàn thành|đạt|thực hiện (?:mục tiêu|chỉ tiêu)|bảo đảm đạt)",
    r"(?:với|các|đề ra|giao|đăng ký|là) chỉ tiêu(?: phấn đấu| cụ thể| đề ra| là| được giao)?(?=[\s:])"
    r"(?!\s+(?:hoạt động|của đơn vị|nhiệm vụ|đạt|đều|cơ bản|thi đua))",
    r"(?:^|(?<=\n))[^\w\n]{0,12}(?:[ivx]{1,4}[.)]\s*)?(?:các )?(?:chỉ tiêu|mục tiêu|phương hướng|kế hoạch)(?!\w)",
    r"chỉ tiêu (?:phấn đấu|cụ thể|đề ra|giao|được giao|là|năm|mỗi|kết nạp|phát triển|:)",
    r"(?:tổng|theo) kế hoạch(?! số)"
    r"|kế hoạch (?:đầu tư công |vốn )?(?:năm \d{4} )?(?:được |do )?.{0,40}?giao(?: là)?(?= )"
    r"|(?<!% )(?<!thực hiện )kế hoạch (?!số)[^,;.%\d]{0,40}(?:năm \d{4})?[^,;.%\d]{0,40}(?<!\w)là(?= )"
    r"|kế hoạch (?:năm )?(?:là|đề ra)|\((?:so với )?(?:kế hoạch|chỉ tiêu|dự toán|mục tiêu|nghị quyết|đăng ký"
    r"|giao|kh|ct)(?!\w)",
    r"dự toán (?:được |tỉnh |trung ương |hđnd |tỉnh )?(?:giao|năm|là|cả năm)",
    r"(?<!\w)sẽ(?!\w)",
    r"mỗi (?:cđcs|công đoàn|đơn vị|cơ quan)[^,;.]{0,60}(?:ít nhất|tối thiểu)",
    r"(?<!\w)ít nhất (?:là |từ )?(?=\d[\d.,]*\s?%)",
    r"(?<!\w)cần (?:tiếp tục|phải|huy động|có|bố trí|khoảng|thêm)",
    r"(?<!\w)phải (?:đảm bảo|bảo đảm|đạt|có|hoàn thành|giải ngân)",
    r"(?<!\w)(?:đến|tới|vào) (?:hết |cuối )?năm (?:20[2-9]\d),? (?:có|đạt|phấn|tỷ lệ|số|100|toàn"
    r"|tối|ít|cơ bản|trên|hơn|giảm|tăng|thu|hoàn thành)",
    r"(?<!với )(?<!tinh thần )(?<!sự )quyết tâm(?! cao)|hướng tới|hướng đến|(?<!ký )(?<!bản )cam kết|quyết nghị"
    r"|đặt ra|đề ra|đặt (?:mục tiêu|chỉ tiêu|kế hoạch)",
    r"(?:^|(?<=\n))\W{0,3}(?:hàng|hằng) năm(?!\s+đã)",
    r"phương hướng|nhiệm vụ trọng tâm|trong thời gian tới|thời gian tới"
    r"|những tháng còn lại|năm tới|tiếp tục duy trì|bảo đảm (?:đạt|tỷ lệ|100|ít nhất|trên)|bảo đảm (?=\d)|nâng tỷ lệ"
    r"|(?:có thể|sẽ) bị phạt",
    r"không (?:được )?(?:vượt )?quá|tối thiểu|tối đa"
    r"|(?<!đạt )(?<!đáp ứng )(?<!theo )yêu cầu|định mức|mức (?:hỗ trợ|chi|đóng|phạt|hưởng|khoán)(?! đã)",
    r"(?<!vượt )(?<!% )(?<!thành )kế hoạch(?: năm)?(?: \d{4})?\s*:",
)
"""The nearest cue before a number in its sentence decides; none leaves what the paragraph opened with."""

RESULT_CUES = compiled_at_words(
    r"(?<!\w)đã(?!\w)|(?<!\w)vừa(?! qua)(?! được)(?!\w)",
    r"kết quả|thực hiện được|đạt được|tính đến|đến nay|hiện có|hiện nay|hiện tại|ước (?:đạt|thực hiện|tính)",
    r"cho biết|trong năm(?: qua| đã|,)|năm qua|vừa qua|trong đó có|cùng kỳ|đánh giá cuối năm",
    r"cả nước (?:đang|đã)",
)
FAINT_RESULT_CUES = compiled_at_words(
    r"toàn (?:tỉnh|thành phố|huyện|ngành|quốc|xã) (?:có|xảy ra)|cả nước có",
    r"tại (?:hội nghị|đại hội|buổi lễ)|nhân dịp này|trao tặng",
)
"""Words of a report that a pledge before them in the sentence takes along ("phấn đấu …, toàn tỉnh có")."""

LEAD_CUES = compiled_at_words(
    r"phấn đấu|dự kiến|mục tiêu|(?<!\w)sẽ(?!\w)|đặt ra|chỉ tiêu (?:cụ thể|phấn đấu|năm)|phương hướng"
    r"|nhiệm vụ trọng tâm[^.;]{0,40}:"
    r"|(?:kế hoạch|chỉ tiêu|dự toán)[^.;:%]{0,40}:|đặt chỉ tiêu|(?:cam kết|đề ra|đặt ra|giao ước|quyết nghị"
    r"|thống nhất)[^.;:%]{0,120}:",
)
"""Target cues that govern a whole list, past semicolons and full stops."""

PLAN_CUES = compiled(r"(?<!% )kế hoạch (?:vốn|đầu tư|thu|chi)[^.;:%]{0,60} là ")
"""Target cues that govern the list of their own sentence ("kế hoạch vốn là …, trong đó …") and nothing after it."""

CHANGE_WORDS = {
    "increase": (
        "tăng|tăng thêm|tăng trưởng|tăng cao hơn|tăng bình quân|tăng trưởng bình quân|tăng khoảng|tăng gần"
        "|tăng cả|tăng ròng|tăng mới|tăng so với cùng kỳ|tăng đến|tăng tới|tăng lên|tăng lên đến|tăng lên tới"
        "|tăng giá|tăng thực|thực tăng|tăng thuần|tăng hơn|tăng ít nhất|tăng tối thiểu|gia tăng"
    ),
    "decrease": (
        "giảm|giảm cả|giảm thêm|giảm gần|giảm còn|giảm xuống|giảm xuống còn|giảm bình quân|giảm ít nhất"
        "|giảm tối thiểu|giảm đến|giảm tới|hạ|hạ xuống|hạ xuống còn|kéo giảm|cắt giảm|giảm so với cùng kỳ"
        "|giảm được|sụt giảm|giảm giá"
    ),
    "exceed": (
        "vượt|vượt kế hoạch|vượt chỉ tiêu|vượt dự toán|vượt mức|vượt mục tiêu|vượt chỉ tiêu giao"
        "|vượt kế hoạch đề ra|vượt so với kế hoạch|vượt chỉ tiêu được giao|vượt kế hoạch giao|vượt nghị quyết"
        "|vượt chỉ tiêu nghị quyết"
    ),
}


def joined(words: Iterable[str]) -> str:
    return "|".join(words)
