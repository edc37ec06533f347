"""Forms of award and the verbs that give and receive them, as the genre words them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.news.lexicon import compiled, phrase

_TITLES = phrase(
    "giỏi việc nước|giỏi việc trường|giỏi việc ngành|giỏi việc cơ quan|hai giỏi|2 giỏi|lao động giỏi|lao động sáng tạo"
    "|công nhân giỏi|công nhân tiêu biểu|người lao động tiêu biểu|đoàn viên tiêu biểu|cán bộ công đoàn tiêu biểu"
    "|người cán bộ công đoàn|người cán bộ cđ"
)
_PATTERNS = (
    (
        "flag_leading",
        r'cờ(?:\s*"[^"]{0,40}dẫn đầu[^"]{0,120}"|(?:(?! và| cho|,)[^";.]){0,30}dẫn đầu)',
        "Cờ thi đua đơn vị xuất sắc dẫn đầu",
    ),
    (
        "flag_excellent",
        r'cờ(?:\s*"[^"]{0,30}xuất sắc[^"]{0,120}"|(?:(?! và| cho|,)[^";.]){0,20}xuất sắc)',
        "Cờ đơn vị xuất sắc",
    ),
    ("flag", r'cờ thi đua(?: chuyên đề)?|cờ(?=\s*"|\s+(?:và |, ?)?(?:bằng|giấy) khen|\s+của\s)', "Cờ thi đua"),
    ("medal", r'(?:kỷ|kỉ) niệm chương(?:\s*"[^"]*")?', "Kỷ niệm chương"),
    ("order", r"huân chương(?: (?!cho)[^;,.\s]+){0,5}", "Huân chương"),
    ("creative", r'bằng\s*"?lao động sáng tạo"?', "Bằng Lao động sáng tạo"),
    ("commendation", r"bằng khen(?: chuyên đề| tập thể)?", "Bằng khen"),
    ("certificate", r"giấy khen(?: chuyên đề| tập thể)?", "Giấy khen"),
    ("attestation", r'giấy chứng nhận\s*"[^"]{0,120}"', "Giấy chứng nhận"),
    (
        "title",
        rf'danh hiệu\s[^",;.]{{0,24}}?"?{_TITLES}[^",;.]{{0,40}}(?:, đảm việc (?:nhà|trường|nước))?"?',
        "Danh hiệu",
    ),
    (
        "prize",
        r'"?giải thưởng\s*(?:"[^"]{1,80}"|28[./-]7"?|nguyễn đức cảnh|nguyễn văn linh|tôn đức thắng|trần văn kiểu'
        r"|nguyễn hữu thọ|hoàng quốc việt)",
        "Giải thưởng",
    ),
    ("praise", r"khen thưởng", "Khen thưởng"),
)
_FORM_RE = compiled("|".join(f"(?P<{name}>(?<!\\w){pattern})" for name, pattern, _ in _PATTERNS))
_LABELS = {name: label for name, _, label in _PATTERNS}
_NAMING_FORMS = frozenset({"attestation", "title", "prize"})
"""Forms whose own words say which award it is."""
_PAIR_RE = compiled(r"\s*(?:và|,|và tặng|kèm)\s*\Z")
_NO_CHAIN = frozenset({"praise", "title", "order", "prize"})

VERB_RE = compiled(
    r"(?<!\w)(?P<give>trao tặng|truy tặng|tặng thưởng|ban tặng|khen tặng|phong tặng|tặng|trao|cấp)(?!\w)",
    r"(?P<receive>(?<!công )(?<!ghi )(?<!xác )(?<!tiếp )(?<!chứng )(?<!thừa )(?<!nhìn )(?<!thu )"
    r"(?<!\w)nhận(?: được)?(?!\w)(?! (?:thức|thấy|định|xét|diện)))",
    r"(?<!\w)(?P<attain>đạt|được công nhận|được bình chọn)(?!\w)",
)
OBJECT_RE = compiled(
    r"\s*(?:thưởng\s+|tặng\s+)?(?:các\s+|những\s+|nhiều\s+)?(?:hình thức\s+)?"
    r"(?:\d[\d.]*\s+|danh hiệu\s+|lá\s+|chiếc\s+|tấm\s+|quyết định\s+|thêm\s+)*\Z"
)
"""What may stand between a verb and the award it gives."""
ATTAINED_OBJECT_RE = compiled(r"\s*(?:là\s+)?\Z")
PROPOSAL_RE = compiled(
    r"(?<!\w)(?:(?<!theo )(?<!trên cơ sở )đề nghị|đề xuất|kiến nghị|dự kiến|dự ước|sẽ)(?!\w)",
)
"""Before an award these say that it is not given yet."""
PURPOSE_RE = compiled(
    r"(?<!\w)(?:phấn đấu|trình|xem xét|mục tiêu|chỉ tiêu|tiêu chuẩn|tiêu chí|điều kiện|quy định|hướng dẫn|để|nhằm"
    r"|làm cơ sở)(?!\w)",
)
"""So do these, where no comma parts them from the award's verb."""
_TOPIC_RE = compiled(
    r"(?:thi đua[\s,\-]*(?:và )?|công tác|hội đồng|luật|hình thức|quy chế|phong trào|đề nghị|xét|mức)\s*\Z"
)
_LISTED_RE = compiled(r"(?:,|và|hoặc)\s*\Z")
_PRAISED_RE = compiled(r"\s*(?:cho(?!\w)|các|những|nhiều|\d|tập thể|cá nhân)")


@dataclass(frozen=True, slots=True)
class Form:
    """An award's name in the text; ``name`` its kind, ``label`` as the records write it."""

    name: str
    label: str
    start: int
    end: int


def forms_in(lowered: str, cased: str, start: int, end: int) -> Iterator[Form]:
    """The award names of a stretch in order; two given together ("Cờ thi đua và Bằng khen") are one."""
    pending: Form | None = None
    for match in _FORM_RE.finditer(lowered, start, end):
        name = match.lastgroup or "praise"
        label = _LABELS[name] if name not in _NAMING_FORMS else _capitalised(cased[match.start() : match.end()])
        form = Form(name, label, match.start(), match.end())
        if pending is not None:
            if {pending.name, name} & _NO_CHAIN or not _PAIR_RE.match(lowered, pending.end, form.start):
                yield pending
            else:
                form = Form(pending.name, f"{pending.label} và {form.label}", pending.start, form.end)
        pending = form
    if pending is not None:
        yield pending


def _capitalised(printed: str) -> str:
    words = " ".join(printed.split())
    if words.startswith('"') or words.count('"') % 2:
        words = words.strip('"')
    return words[:1].upper() + words[1:]


def names_an_award(lowered: str) -> bool:
    return _FORM_RE.search(lowered) is not None


def following_form(lowered: str, start: int, end: int) -> int:
    """Where the next award other than bare praise begins, or ``end``."""
    return next((match.start() for match in _FORM_RE.finditer(lowered, start, end) if match.lastgroup != "praise"), end)


def is_topic(lowered: str, form: Form) -> bool:
    """ "công tác thi đua khen thưởng" speaks of the work, nobody is praised."""
    before = lowered[max(0, form.start - 24) : form.start]
    if form.name != "praise":
        return False
    if _TOPIC_RE.search(before) is not None:
        return not lowered.startswith(" cho ", form.end)
    return _LISTED_RE.search(before) is not None and _PRAISED_RE.match(lowered, form.end) is None
