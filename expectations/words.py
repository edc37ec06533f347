"""The two languages a finding is told in: numbers, periods, and the phrases that fill a rule's template.

Templates stand in the registry; here is only what depends on the finding. Names of units and the units of measure stay
Vietnamese in both.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from warehouse.vietnamese import format_money, format_number, format_percent, period_vi

_OTHER_MARKS = str.maketrans(",.", ".,")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a language says; ``{}`` are texts already written in it, in the order of the name."""

    code: str
    unknown: str
    nameless: str
    of_nameless_file: str
    any_figure: str
    document: str
    part: str
    of_base: str
    either: str
    span: str
    left_empty: str
    taken_as: str
    most_of_all: str
    rows: tuple[str, str]
    """What a total of rows is called, and what it adds up."""
    periods: tuple[str, str]
    """The same of the periods of one row."""
    above_cap: str
    far_from_peers_median_low_high: str
    the_day: str
    count_of_figures: str
    for_figures: str
    is_it: str
    perhaps: str
    perhaps_or: str
    perhaps_is: str
    only_reading: str
    settled_reading: str
    fits_printed_swapped_inverse: str
    fits_not: str
    would_do: str
    not_begun_on: str
    slip_of_target: str
    slip_of_digits: str

    def number(self, number: Decimal, decimals: int | None = None) -> str:
        return self._marked(format_number(number, decimals))

    def percent(self, percent: Decimal, decimals: int | None = None) -> str:
        return self._marked(format_percent(percent, decimals))

    def money(self, dong: Decimal) -> str:
        told = self._marked(format_money(dong))
        return told if self.code == "vi" else told.replace("tỷ", "billion").replace("triệu", "million")

    def period(self, code: str | None) -> str:
        return period_vi(code) if self.code == "vi" else period_en(code)

    def day(self, iso: str) -> str:
        return "/".join(reversed(iso.split("-"))) if self.code == "vi" else iso

    def name_of(self, name_vi: str, name_en: str) -> str:
        return name_vi if self.code == "vi" else name_en or name_vi

    def _marked(self, told: str) -> str:
        return told if self.code == "vi" else told.translate(_OTHER_MARKS)


VIETNAMESE = Words(
    code="vi",
    unknown="chưa rõ",
    nameless="(không ghi tên)",
    of_nameless_file="của tệp «{}» (không ghi tên)",
    any_figure="Số liệu",
    document="Văn bản «{}»",
    part=" (trong đó: {})",
    of_base=" (mẫu số)",
    either=" hoặc ",
    span="{} đến {}",
    left_empty="để trống",
    taken_as="đọc là {}",
    most_of_all="1 tỷ tỷ",
    rows=("dòng tổng", "dòng thành phần"),
    periods=("số lũy kế", "kỳ"),
    above_cap="cao hơn mức thường gặp của chỉ tiêu này ({})",
    far_from_peers_median_low_high="cách xa {} đơn vị cùng biểu (mức giữa {}, thường trong khoảng {} đến {})",
    the_day="ngày {}",
    count_of_figures="{} số liệu",
    for_figures=" (dùng cho {} số liệu)",
    is_it="Có phải là {}?",
    perhaps="Có thể {}.",
    perhaps_or="; hoặc ",
    perhaps_is="Có thể là {}.",
    only_reading="Con số chỉ có thể {}.",
    settled_reading="Các số khác trong biểu (dòng tổng hoặc tỷ lệ) cho thấy phải {}.",
    fits_printed_swapped_inverse="Tỷ lệ ghi {} khớp với hai số này; nếu đảo lại thành {} thì chỉ được {}.",
    fits_not="Tỷ lệ ghi {} không khớp với hai số này.",
    would_do="Có thể nhầm đơn vị tính: nếu là {} thì vừa.",
    not_begun_on="Kỳ này chưa bắt đầu vào ngày {}; có thể ghi nhầm năm hoặc kỳ báo cáo.",
    slip_of_target="Có thể nhầm đơn vị tính, thừa hoặc thiếu chữ số, hoặc ghi nhầm chỉ tiêu được giao.",
    slip_of_digits="Có thể thừa hoặc thiếu chữ số ở một trong hai số.",
)

ENGLISH = Words(
    code="en",
    unknown="unknown",
    nameless="(no name is given)",
    of_nameless_file="of the file «{}» (no name is given)",
    any_figure="A figure",
    document="Document «{}»",
    part=" (of these: {})",
    of_base=" (its base)",
    either=" or ",
    span="{} to {}",
    left_empty="left empty",
    taken_as="read as {}",
    most_of_all="10^18",
    rows=("the total", "rows"),
    periods=("the cumulative number", "periods"),
    above_cap="above what is usual of this indicator ({})",
    far_from_peers_median_low_high="far from the {} units of its table (median {}, usually {} to {})",
    the_day="day {}",
    count_of_figures="{} figures",
    for_figures=" ({} figures)",
    is_it="Is it {}?",
    perhaps="Perhaps {}.",
    perhaps_or="; or ",
    perhaps_is="Perhaps {}.",
    only_reading="It can only be {}.",
    settled_reading="The other numbers of the table (its total, or the percentage) show that it is to be {}.",
    fits_printed_swapped_inverse="The printed {} fits these two; turned over, {} would be {} only.",
    fits_not="The printed {} does not fit these two.",
    would_do="The unit of measure may be another: {} would do.",
    not_begun_on="It had not begun on {}; the year or the period may be misprinted.",
    slip_of_target="The unit of measure may be another, a digit too many or too few, or the target misprinted.",
    slip_of_digits="One of the two may have a digit too many or too few.",
)


def period_en(code: str | None) -> str:
    """A period code in English words; a plain year and an unknown form stay as they are."""
    if not code:
        return ""
    year, _, rest = code.partition("-")
    match rest[:1], len(rest):
        case "H", 2:
            return f"the {'first' if rest == 'H1' else 'second'} half of {year}"
        case "Q", 2:
            return f"quarter {rest[1:]} of {year}"
        case "M", 3:
            return f"the first {rest[1:].lstrip('0')} months of {year}"
    if "/" in code:
        return code.replace("/", " to ")
    return f"the school year {code[2:]}" if code.startswith("SY") else code
