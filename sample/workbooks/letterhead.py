"""What stands above and below a table: who writes, the motto, number and date, the title, the signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sample.federation import SampleUnit
from sample.periods import SamplePeriod
from sample.xlsx import Sheet, Style

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One report as a document: its sender, period, number and day."""

    file: str
    unit: SampleUnit
    unit_heading: str
    """The sender as its letterhead prints it; normally the unit's short name."""
    period: SamplePeriod
    number: int
    day: date

    @property
    def created(self) -> datetime:
        return datetime.combine(self.day, time(8, 30), UTC)

    @property
    def dateline(self) -> str:
        return f"{self.unit.seat}, ngày {self.day:%d} tháng {self.day:%m} năm {self.day.year}"

    @property
    def symbol(self) -> str:
        """What follows the number of a report: who issued it."""
        return {"grassroots": "BC-CĐCS", "sector": "BC-CĐN"}.get(self.unit.level, "BC-LĐLĐ")

    @property
    def committee(self) -> str:
        return "BAN CHẤP HÀNH" if self.unit.level == "grassroots" else "BAN THƯỜNG VỤ"


def put_letterhead(sheet: Sheet, letter: Letter, width: int) -> None:
    """Rows 1 and 2: the sender on the left, country and motto on the right."""
    middle = max(3, width // 2)
    for row, left, right in ((1, letter.unit.parent_heading, COUNTRY), (2, letter.unit_heading, MOTTO)):
        sheet.put(row, 1, left.upper(), Style.BOLD)
        sheet.merge(row, 1, row, middle)
        sheet.put(row, middle + 1, right, Style.BOLD)
        sheet.merge(row, middle + 1, row, width)


def put_title(sheet: Sheet, row: int, title: str, width: int) -> None:
    sheet.put(row, 1, title, Style.BOLD)
    sheet.merge(row, 1, row, width)


def put_signatures(sheet: Sheet, row: int, width: int, letter: Letter) -> None:
    """Below the table: recipients on the left, place, day and the committee's chair on the right."""
    right = max(3, width - 2)
    signed = (letter.dateline, f"TM. {letter.committee}", "CHỦ TỊCH")
    for offset, (left, text) in enumerate(zip(("Nơi nhận:", "- Như trên;", "- Lưu: VT."), signed, strict=True)):
        sheet.put(row + offset, 1, left)
        sheet.put(row + offset, right, text, Style.BOLD if offset else Style.GENERAL)
        sheet.merge(row + offset, right, row + offset, width)
    sheet.put(row + 4, right, "(Đã ký)")


def capitalised(words: str) -> str:
    """ "Năm 2023" for "năm 2023"."""
    return words[:1].upper() + words[1:]
