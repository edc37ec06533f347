"""The faults planted in a sample, each with the rules that must find it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from random import Random

from sample.cells import loses_by_truncation, truncated_percent_of
from sample.forms import FormRow, attainment, expected_rules
from sample.indicators import CONFERENCES, COURSES, GIFTS, INITIATIVES, INSPECTIONS


class Fault(StrEnum):
    OVER_FULFILMENT = "over_fulfilment"
    FILE_CORRUPT = "file_corrupt"
    RATIO_SWAPPED = "ratio_swapped"
    UNIT_UNKNOWN = "unit_unknown"
    PERCENT_MISPRINTED = "percent_misprinted"
    FILE_ENCRYPTED = "file_encrypted"
    COUNT_FRACTIONAL = "count_fractional"
    NUMBER_UNREADABLE = "number_unreadable"
    LAYOUT_UNKNOWN = "layout_unknown"
    SHARE_OVER_100 = "share_over_100"
    NEGATIVE = "negative"
    FILE_EMPTY = "file_empty"
    INDICATOR_UNKNOWN = "indicator_unknown"
    PERCENT_TRUNCATED = "percent_truncated"
    RATIO_BECAME_DATE = "ratio_became_date"
    SOURCES_DISAGREE = "sources_disagree"


FILE_FAULTS = (Fault.FILE_CORRUPT, Fault.FILE_ENCRYPTED, Fault.FILE_EMPTY, Fault.LAYOUT_UNKNOWN)
"""Nothing can be read from the file: it ends quarantined."""
ROW_FAULTS = (
    Fault.OVER_FULFILMENT,
    Fault.RATIO_SWAPPED,
    Fault.PERCENT_MISPRINTED,
    Fault.COUNT_FRACTIONAL,
    Fault.NUMBER_UNREADABLE,
    Fault.SHARE_OVER_100,
    Fault.NEGATIVE,
    Fault.INDICATOR_UNKNOWN,
    Fault.PERCENT_TRUNCATED,
)
REPORT_FAULTS = tuple(fault for fault in Fault if fault in (*FILE_FAULTS, *ROW_FAULTS, Fault.UNIT_UNKNOWN))
"""What can be wrong with one unit's workbook, in the order they are planted."""
ARTICLE_FAULTS = (
    Fault.SOURCES_DISAGREE,
    Fault.PERCENT_MISPRINTED,
    Fault.RATIO_SWAPPED,
    Fault.SHARE_OVER_100,
    Fault.PERCENT_TRUNCATED,
)

UNKNOWN_UNIT = "LĐLĐ huyện Thượng Vân Khê"
"""No district of this name ever was."""
_UNKNOWN_LABELS = (
    "Số tổ tự quản khu nhà trọ được kiện toàn",
    "Số tủ sách cơ sở được trang bị",
    "Số góc truyền thông tại nơi làm việc",
)
_OWN_ROWS = (INSPECTIONS, INITIATIVES, GIFTS, COURSES)
"""Indicators no synthesis repeats: a wrong number there contradicts no other workbook."""


@dataclass(slots=True)
class FaultSchedule:
    """Spreads faults evenly: of n files, share x n are faulty, and the kinds take turns."""

    kinds: tuple[Fault, ...]
    share: float
    _seen: int = 0
    _planted: int = 0

    def next(self) -> Fault | None:
        self._seen += 1
        if int(self._seen * self.share) <= self._planted:
            return None
        self._planted += 1
        return self.kinds[(self._planted - 1) % len(self.kinds)]


def plant(fault: Fault, rows: list[FormRow], draw: Random) -> list[FormRow]:
    """The rows with one of them made wrong; rows without a suitable one come back as they were."""
    if fault is Fault.INDICATOR_UNKNOWN:
        return [*rows, _unknown_indicator(rows[-1], draw)]
    candidates = [index for index, row in enumerate(rows) if _suits(fault, row)]
    if not candidates:
        return rows
    index = draw.choice(candidates)
    return [*rows[:index], _CHANGES[fault](rows[index], draw), *rows[index + 1 :]]


def misprinted(percent: Decimal) -> Decimal:
    """A percentage whose last two digits changed places, or, where they are alike, one that is 4,5 points off."""
    digits = str(percent)
    whole, _, decimals = digits.partition(".")
    swapped = Decimal(f"{whole[:-1]}{decimals}.{whole[-1]}") if len(decimals) == 1 else percent
    return swapped if abs(swapped - percent) > 2 else percent + Decimal("4.5")


def _suits(fault: Fault, row: FormRow) -> bool:
    if fault is Fault.SHARE_OVER_100:
        return row.indicator is CONFERENCES
    if row.indicator not in _OWN_ROWS or not row.target or isinstance(row.result, str) or not row.result:
        return False
    if fault is Fault.PERCENT_TRUNCATED:
        return loses_by_truncation(row.result, row.target)
    return True


def _over_fulfilled(row: FormRow, draw: Random) -> FormRow:
    target = row.target or Decimal(1)
    result = target + max(Decimal(1), (target * draw.randint(22, 45) / 100).quantize(Decimal(1)))
    return replace(
        row,
        result=result,
        true_result=result,
        percent=attainment(target, result),
        fault=Fault.OVER_FULFILMENT,
        rules=expected_rules(target, result),
    )


def _swapped(row: FormRow, draw: Random) -> FormRow:
    sound = _over_fulfilled(row, draw)
    return replace(
        sound,
        target=sound.true_result,
        result=sound.true_target or Decimal(1),
        fault=Fault.RATIO_SWAPPED,
        rules=("ratio_swapped",),
    )


def _misprinted(row: FormRow, _: Random) -> FormRow:
    percent = misprinted(row.percent or Decimal(100))
    return replace(row, percent=percent, fault=Fault.PERCENT_MISPRINTED, rules=("percent_disagrees", *row.rules))


def _truncated(row: FormRow, _: Random) -> FormRow:
    percent = truncated_percent_of(row.true_result, row.target or Decimal(1))
    return replace(row, percent=percent, fault=Fault.PERCENT_TRUNCATED, rules=("percent_truncated", *row.rules))


def _fractional(row: FormRow, _: Random) -> FormRow:
    result = row.true_result - Decimal("0.5")
    return replace(
        row,
        result=result,
        percent=attainment(row.target, result),
        fault=Fault.COUNT_FRACTIONAL,
        rules=("count_not_integer", *expected_rules(row.target, result)),
    )


def _negative(row: FormRow, _: Random) -> FormRow:
    return replace(row, result=-row.true_result, percent=None, fault=Fault.NEGATIVE, rules=("negative_value",))


def _unreadable(row: FormRow, draw: Random) -> FormRow:
    number = f"{row.true_result:f}"
    text = draw.choice((f"{number[0]}O{number[1:]}", f"{number}?", "chưa tổng hợp xong", f"{number} cũ + mới"))
    return replace(row, result=text, percent=None, fault=Fault.NUMBER_UNREADABLE, rules=("number_unreadable",))


def _share_over(row: FormRow, draw: Random) -> FormRow:
    share = Decimal(draw.randint(1021, 1189)) / 10
    return replace(row, result=share, percent=share, base=None, fault=Fault.SHARE_OVER_100, rules=("share_over_100",))


def _unknown_indicator(like: FormRow, draw: Random) -> FormRow:
    target = Decimal(draw.randint(5, 20))
    result = target - draw.randint(0, 4)
    return replace(
        like,
        indicator=INSPECTIONS,
        indicator_code=None,
        label=draw.choice(_UNKNOWN_LABELS),
        unit_of_measure=draw.choice(("Tổ", "Tủ", "Góc")),
        target=target,
        result=result,
        percent=attainment(target, result),
        part=None,
        base=None,
        true_target=target,
        true_result=result,
        fault=Fault.INDICATOR_UNKNOWN,
        rules=("indicator_unknown",),
    )


_CHANGES: dict[Fault, Callable[[FormRow, Random], FormRow]] = {
    Fault.OVER_FULFILMENT: _over_fulfilled,
    Fault.RATIO_SWAPPED: _swapped,
    Fault.PERCENT_MISPRINTED: _misprinted,
    Fault.PERCENT_TRUNCATED: _truncated,
    Fault.COUNT_FRACTIONAL: _fractional,
    Fault.NEGATIVE: _negative,
    Fault.NUMBER_UNREADABLE: _unreadable,
    Fault.SHARE_OVER_100: _share_over,
}


def broken_file(fault: Fault, sound: bytes, draw: Random) -> bytes:
    """Bytes of a workbook from which nothing can be read."""
    match fault:
        case Fault.FILE_CORRUPT:
            return sound[: len(sound) * draw.randint(40, 70) // 100]
        case Fault.FILE_ENCRYPTED:
            return _encrypted_looking(draw)
        case Fault.FILE_EMPTY:
            return b""
        case _:
            message = f"{fault} is no fault of a whole file's bytes"
            raise ValueError(message)


def _encrypted_looking(draw: Random) -> bytes:
    """The compound file a password-protected workbook is: its header, its directory of two streams, and noise."""
    sector = 512
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

    def number(value: int, size: int = 4) -> bytes:
        return value.to_bytes(size, "little")

    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + number(0x3E, 2) + number(3, 2) + number(0xFFFE, 2)
    header += number(9, 2) + number(6, 2) + bytes(6) + bytes(4) + number(1) + number(1) + bytes(4) + number(0x1000)
    header += number(end) + number(0) + number(end) + number(0) + number(0) + number(free) * 108
    payload = draw.randbytes(8 * sector)
    chain = [table, end, *range(3, 10), end]
    allocation = b"".join(number(entry) for entry in chain).ljust(sector, b"\xff")
    directory = b"".join(
        (
            _directory_entry("Root Entry", 5, child=1, start=end, size=0),
            _directory_entry("EncryptedPackage", 2, child=free, start=2, size=len(payload), right=2),
            _directory_entry("EncryptionInfo", 2, child=free, start=end, size=0),
            _directory_entry("", 0, child=free, start=0, size=0),
        )
    )
    return header + allocation + directory + payload


def _directory_entry(name: str, kind: int, *, child: int, start: int, size: int, right: int = 0xFFFFFFFF) -> bytes:
    encoded = name.encode("utf-16-le")
    length = len(encoded) + 2 if name else 0
    entry = encoded.ljust(64, b"\0") + length.to_bytes(2, "little") + bytes((kind, 1)) + b"\xff" * 4
    entry += right.to_bytes(4, "little") + child.to_bytes(4, "little") + bytes(36)
    return entry + start.to_bytes(4, "little") + size.to_bytes(8, "little")
