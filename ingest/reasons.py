"""Why a file, or lines of it, could not be read, whoever was to read it: Vietnamese for the sender, and English.

``lines`` are the lines concerned, where it is not the whole file.
"""

from __future__ import annotations

from typing import NamedTuple

from warehouse.records import Reason


class Lines(NamedTuple):
    """A line of a file, or a stretch of them; the first line is 1."""

    first: int
    last: int

    @property
    def vi(self) -> str:
        """As an office is told of it: "dòng 7", "dòng 7–9"."""
        return f"dòng {self.first}" if self.first == self.last else f"dòng {self.first}–{self.last}"

    @property
    def locator(self) -> str:
        """As the place of a reason: "line 7", "lines 7-9"."""
        return f"line {self.first}" if self.first == self.last else f"lines {self.first}-{self.last}"


_ASK_AGAIN = "Kính đề nghị kiểm tra, lưu lại tệp và gửi lại."


def too_large(size_bytes: int, limit_bytes: int) -> Reason:
    """More bytes than are ever read."""
    size, limit = size_bytes // 10**6, limit_bytes // 10**6
    return Reason(
        code="file_too_large",
        vi=f"Tệp quá lớn ({size} MB, tối đa {limit} MB) nên chưa đọc. Kính đề nghị tách hoặc bỏ phần thừa rồi gửi lại.",
        en=f"The file has {size} MB, more than the {limit} MB allowed; it was not read.",
    )


def crashed(detail: str, lines: Lines | None = None) -> Reason:
    """The reader ended, or failed in a way it does not know."""
    what, rest = _subject(lines)
    others = "other lines" if lines else "other files"
    return Reason(
        code="file_crashed_reader",
        vi=f"{what} làm chương trình đọc dừng đột ngột nên đã được để riêng; {rest} không bị ảnh hưởng. {_ASK_AGAIN}",
        en=f"The reader failed on this input ({detail}); {others} are not affected.",
        locator=lines.locator if lines else None,
    )


def timed_out(seconds: float, lines: Lines | None = None) -> Reason:
    """The reader did not come to its end in time."""
    what, _ = _subject(lines)
    return Reason(
        code="file_timed_out",
        vi=f"{what} mất quá nhiều thời gian để đọc (quá {seconds:g} giây) nên đã được để riêng. "
        "Kính đề nghị bỏ phần thừa rồi gửi lại.",
        en=f"Reading took more than {seconds:g} seconds; the reading process was ended and replaced.",
        locator=lines.locator if lines else None,
    )


def out_of_memory(limit_bytes: int, lines: Lines | None = None) -> Reason:
    """The reader asked for more memory than one input may have."""
    what, _ = _subject(lines)
    return Reason(
        code="file_out_of_memory",
        vi=f"{what} cần quá nhiều bộ nhớ để đọc nên đã được để riêng. Kính đề nghị bỏ phần thừa rồi gửi lại.",
        en=f"Reading asked for more than the {limit_bytes // 10**6} MB of memory it may take.",
        locator=lines.locator if lines else None,
    )


def not_reached(lines: Lines) -> Reason:
    """Other lines of the file had taken all the time that one file may cost."""
    what, _ = _subject(lines)
    return Reason(
        code="lines_not_reached",
        vi=f"{what} chưa được đọc vì các dòng trước của tệp đã làm chương trình đọc dừng quá nhiều lần. "
        "Kính đề nghị bỏ các dòng hỏng và gửi lại các dòng này trong một tệp khác.",
        en="Not read: earlier lines of the file stalled or ended the reader for too long. Send these in another file.",
        locator=lines.locator,
    )


def members_not_reached() -> Reason:
    """Other members of the archive had taken all the time that one file may cost."""
    return Reason(
        code="members_not_reached",
        vi="Từ tệp này trở đi, gói nén chưa được đọc vì các tệp trước đã làm chương trình đọc dừng quá nhiều lần. "
        "Kính đề nghị gửi riêng các tệp còn lại.",
        en="Not read from this member on: earlier ones stalled or ended the reader too long. Send these separately.",
    )


def _subject(lines: Lines | None) -> tuple[str, str]:
    return (lines.vi.capitalize(), "các dòng khác") if lines else ("Tệp", "các tệp khác")
