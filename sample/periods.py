"""Reporting periods of the sample: their months, and how offices write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_CODE = re.compile(r"(20\d\d)(?:-(?:H([12])|Q([1-4])|M(\d\d)|(\d\d)))?")
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class SamplePeriod:
    """A reporting period: months ``first`` to ``last`` (1 to 12) of a year."""

    code: str
    year: int
    first: int
    last: int
    words: str
    """As offices write it: "năm 2023", "6 tháng đầu năm 2023", "quý III/2023"."""

    @classmethod
    def parse(cls, code: str) -> SamplePeriod:
        """``2023``, ``2023-H1``, ``2023-Q3``, ``2023-M09``, ``2023-09``; raises ValueError for any other code."""
        match = _CODE.fullmatch(code)
        if match is None:
            message = f"period {code!r} is none of 2023, 2023-H1, 2023-Q3, 2023-M09, 2023-09"
            raise ValueError(message)
        year, half, quarter, cumulative, month = (int(group) if group else 0 for group in match.groups())
        if half:
            side = "đầu" if half == 1 else "cuối"
            return cls(code, year, 6 * half - 5, 6 * half, f"6 tháng {side} năm {year}")
        if quarter:
            return cls(code, year, 3 * quarter - 2, 3 * quarter, f"quý {_ROMAN[quarter - 1]}/{year}")
        if not 0 <= max(cumulative, month) <= 12 or match.group(4) == "00" or match.group(5) == "00":
            message = f"period {code!r} names a month that does not exist"
            raise ValueError(message)
        if cumulative:
            return cls(code, year, 1, cumulative, f"{cumulative} tháng năm {year}")
        if month:
            return cls(code, year, month, month, f"tháng {month}/{year}")
        return cls(code, year, 1, 12, f"năm {year}")

    @property
    def is_year(self) -> bool:
        return (self.first, self.last) == (1, 12)

    @property
    def next_year(self) -> SamplePeriod:
        return SamplePeriod.parse(str(self.year + 1))

    @property
    def day_before_its_end(self) -> date:
        """A working day early in its last month."""
        day = date(self.year, self.last, 5)
        return day - timedelta(days=max(0, day.weekday() - 4))

    def report_date(self, day: int) -> date:
        """A day on which the period is reported: December for a whole year, else the month after it ends."""
        if self.last == 12:
            return date(self.year, 12, day) if self.is_year else date(self.year + 1, 1, day)
        return date(self.year, self.last + 1, day)

    def meeting_date(self, day: int) -> date:
        """The working day of a meeting on the period, ``day`` being 3 to 28: in the month or two after its end."""
        held = date(self.year + 1, 1 + day % 2, day) if self.last == 12 else date(self.year, self.last + 1, day)
        return held - timedelta(days=max(0, held.weekday() - 4))
