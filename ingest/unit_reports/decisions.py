"""The decision that assigned targets, as lines around a table cite it: "Quyết định số 15/QĐ-LĐLĐ ngày 12/01/2023"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.vietnamese.periods import read_day

_NUMBER = r"\d{1,5}(?:/(?:19|20)\d{2})?\s?[-/]\s?[A-ZĐ][\wĐđ]{1,9}(?:\s?[-/.]\s?[\wĐđ]{1,15}){0,3}"
_DAY = r"(?P<day>\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:19|20)\d{2}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+(?:19|20)\d{2})"
_CITED = re.compile(
    rf"(?:quyết\s+định|nghị\s+quyết|kế\s+hoạch|thông\s+báo|chương\s+trình|công\s+văn)\s+(?:số\s*:?\s*)?(?P<number>{_NUMBER})"
    rf"(?:[^\d()]{{0,40}}?ngày\s+{_DAY})?",
    re.IGNORECASE,
)
_OWN = re.compile(rf"số\s*:?\s*(?P<number>{_NUMBER})", re.IGNORECASE)
_OWN_DAY = re.compile(rf"ngày\s+{_DAY}", re.IGNORECASE)
_DECIDES = re.compile(r"(?<![A-ZĐ])(?:QĐ|NQ|KH|TB|CTR?)(?![A-ZĐ])", re.IGNORECASE)
"""Kinds of papers that assign targets: decision, resolution, plan, notice, programme; a report (BC) assigns none."""
_ASSIGNS = re.compile(r"kèm\s+theo|ban\s+hành|giao\b|phê\s+duyệt|chỉ\s+tiêu", re.IGNORECASE)
_REPLACED = re.compile(r"(?:thay\s+thế|sửa\s+đổi|bổ\s+sung|điều\s+chỉnh|hủy\s+bỏ|huỷ\s+bỏ)[\s,]*$", re.IGNORECASE)
_LONGEST = 600
"""Characters of one line in which a citation is looked for."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The number as printed, without spaces, and the day it was signed where that is told."""

    number: str
    day: date | None


def find_decision(lines: Sequence[str]) -> Decision | None:
    """The decision that the lines around a table cite as the one that assigns, else the paper's own number.

    A decision that is only replaced or amended by another ("thay thế Quyết định số …") is not the one; neither is the
    number of a report. Null where none is cited.
    """
    kept = [line[:_LONGEST] for line in lines]
    joined = " ".join(kept)[: 4 * _LONGEST]
    cited = [*_citations(kept), *_citations([joined])]
    assigning = [decision for line, decision in cited if _ASSIGNS.search(line)]
    return _dated(assigning) or _own(kept) or _dated([decision for _, decision in cited])


def _citations(lines: Sequence[str]) -> Iterator[tuple[str, Decision]]:
    for line in lines:
        for match in _CITED.finditer(line):
            if _REPLACED.search(line[: match.start()]):
                continue
            day = read_day(match["day"]) if match["day"] else None
            yield line, Decision(_plain(match["number"]), day)


def _dated(decisions: Sequence[Decision]) -> Decision | None:
    """The first, with the day that another telling of the same number gives where it has none."""
    if not decisions:
        return None
    first = decisions[0]
    same = (one for one in decisions if one.number == first.number and one.day is not None)
    return next(same, first)


def _own(lines: Sequence[str]) -> Decision | None:
    """The number in the letterhead, where the paper itself is one that assigns, with the day of its place line."""
    for line in lines:
        match = _OWN.match(line.strip(" ("))
        if match is not None and _DECIDES.search(match["number"]):
            days = (_OWN_DAY.search(other) for other in lines)
            told = next((found["day"] for found in days if found is not None), None)
            return Decision(_plain(match["number"]), read_day(told) if told else None)
    return None


def _plain(number: str) -> str:
    return re.sub(r"\s+", "", number).rstrip(".-/")
