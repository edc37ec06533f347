"""Days and moments of publication as pages, feeds and texts print them. Never a date inside a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

from ingest.news.lexicon import compiled
from ingest.vietnamese.composed import ComposedText

_HANOI = timezone(timedelta(hours=7))
_ONLINE_YEARS = range(1990, 2100)
_CLOCK = r"(?P<hour{0}>\d{{1,2}})[:hg](?P<minute{0}>\d{{2}})(?::\d{{2}})?(?:\s*(?P<half{0}>[ap])m)?"
_DAY_RE = re.compile(
    rf"(?:(?<![\d/.-]){_CLOCK.format('_before')}[\s,|–-]+(?:ngày\s+)?)?"
    r"(?<![\d/.-])(?:(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-](?P<year>(?:19|20)\d{2})"
    r"|(?P<day>\d{1,2}) tháng (?P<month>\d{1,2})(?:,| năm) (?P<told_year>(?:19|20)\d{2}))(?![\d/])"
    rf"(?:[\s,|–-]+(?:lúc\s+)?{_CLOCK.format('')})?",
    re.IGNORECASE,
)
_DATED_LINE_RE = compiled(
    r"thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|cập nhật|ngày đăng|đăng (?:lúc|ngày)|xuất bản|ngày tạo"
)


def parse_moment(text: str) -> datetime | None:
    """A moment as pages and feeds print it: ISO 8601, or day/month/year with an optional time in Hà Nội.

    Null where it is none, or of a year in which nothing was published online.
    """
    stripped = text.strip()
    try:
        moment = datetime.fromisoformat(stripped.replace("Z", "+00:00"))
    except ValueError:
        return printed_moment(stripped)
    if moment.year not in _ONLINE_YEARS:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=_HANOI)


def printed_moment(text: str) -> datetime | None:
    """The first day printed in a text, with the time beside it; midnight in Hà Nội where only a day is printed."""
    match = _DAY_RE.search(ComposedText.of(text).text)
    if match is None:
        return None
    if match["day"]:
        day, month, year = int(match["day"]), int(match["month"]), int(match["told_year"])
    else:
        day, month, year = int(match["first"]), int(match["second"]), int(match["year"])
        if month > 12 and day <= 12:
            day, month = month, day
    clock = "_before" if match["hour"] is None and match["hour_before"] else ""
    hour, minute, half = int(match[f"hour{clock}"] or 0), int(match[f"minute{clock}"] or 0), match[f"half{clock}"]
    if half:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    try:
        return datetime(year, month, day, hour, minute, tzinfo=_HANOI)
    except ValueError:
        return None


def is_dated_line(line: str) -> bool:
    """Whether a line prints the day of posting: short, a day in it, and little or nothing beside."""
    if len(line) > 120 or _DAY_RE.search(ComposedText.of(line).text) is None:
        return False
    return _DATED_LINE_RE.search(ComposedText.of(line).lower) is not None or len(line.split()) <= 6


def date_of_lines(lines: Sequence[str]) -> datetime | None:
    """The day of posting that the first such line prints."""
    return next((printed_moment(line) for line in lines if is_dated_line(line)), None)


def utc(moment: datetime | None) -> datetime | None:
    """The moment in UTC, as landing stores it."""
    return moment.astimezone(UTC) if moment else None
