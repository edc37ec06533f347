"""A delivered file of lines (JSONL) cut into jobs, so that what is wrong with a line costs no more than the line."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from ingest.context import DocumentContext
from ingest.job import Job
from ingest.news.article import looks_like_page
from ingest.reasons import Lines
from warehouse.records import Reason

MAX_LINES = 500_000
MAX_LINE_BYTES = 5_000_000
"""Holds the longest article in the longest spelling of JSON."""
JOB_LINES = 200
JOB_BYTES = 1_000_000
"""What a child reads in some ten seconds."""

_LOOKED_AT_LINES = 10_000
_SAMPLED_LINES = 50
_SAMPLED_BYTES = 65_536
_OUR_FIELDS = (b'"doc_id"', b'"text"', b'"quote"')
_LONGEST_INT = 4_000


class LineError(ValueError):
    """A line that is no object of ours; ``vi`` and ``en`` continue "Dòng 7 …" and "line 7 …"."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi, self.en = vi, en

    def reason(self, number: int) -> Reason:
        return bad_lines(Lines(number, number), self.vi, self.en)


def bad_lines(lines: Lines, vi: str, en: str) -> Reason:
    """Why lines were set aside; the two texts begin after the lines' name."""
    return Reason(
        code="line_unreadable",
        vi=f"{lines.vi.capitalize()} {vi}.",
        en=f"{lines.locator} {en}",
        locator=lines.locator,
    )


def news_jobs(content: bytes, context: DocumentContext) -> Iterator[Job]:
    """The jobs of a delivered file: a page or a plain text is one, a JSONL one for every few hundred lines."""
    for lines in (_as_utf8(content), content):
        if _is_jsonl(lines):
            yield from _cut(lines, context)
            return
    yield Job(content=content, context=context)


def object_of(line: bytes, number: int) -> dict[str, Any]:
    """The JSON object of one line, its fractions exact decimals. Raises ``LineError``."""
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        raise LineError(
            f"không phải UTF-8 (từ byte thứ {error.start + 1})", f"is not UTF-8 from byte {error.start + 1}"
        ) from error
    try:
        found = json.loads(
            text, parse_float=Decimal, parse_int=_exact, parse_constant=_refuse_constant, object_pairs_hook=_unrepeated
        )
    except LineError:
        raise
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise LineError("không phải JSON hợp lệ", f"is not valid JSON ({_told(error)})") from error
    if not isinstance(found, dict):
        raise LineError("không phải một đối tượng JSON", "is not a JSON object")
    return found


def _as_utf8(content: bytes) -> bytes:
    """A file that says it is UTF-16 in UTF-8, any other as it is."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace").encode("utf-8")
    return content


def _is_jsonl(content: bytes) -> bool:
    """Whether the bytes are lines of objects: told by the first lines that hold anything, of which some may be garbage.

    A text has no line that begins an object with a field of ours; a page may have one in a script, and is taken for
    lines only where most of them are.
    """
    looked_at = islice(_lines(content), _LOOKED_AT_LINES)
    sample = list(islice((line for line in looked_at if line.strip()), _SAMPLED_LINES))
    if not sample:
        return False
    first = sample[0].lstrip(b"\xef\xbb\xbf \t")
    objects = [line for line in sample if line.lstrip(b"\xef\xbb\xbf \t[").startswith(b"{")]
    ours = [line for line in objects if any(field in line for field in _OUR_FIELDS)]
    if first.startswith(b"<") and looks_like_page(content):
        return 2 * len(ours) >= len(sample)
    return bool(ours) or (first.startswith(b"{") and len(sample) > 1)


def _lines(content: bytes) -> Iterator[bytes]:
    """The first bytes of each line."""
    begin = 0
    while begin < len(content):
        end = content.find(b"\n", begin)
        end = len(content) if end < 0 else end
        yield content[begin : min(end, begin + _SAMPLED_BYTES)]
        begin = end + 1


def _cut(content: bytes, context: DocumentContext) -> Iterator[Job]:
    """Jobs of whole lines; a line past the bound is a refused job of its own, as is all after the last line read."""
    begin, first = 0, 1
    while begin < len(content):
        if first > MAX_LINES:
            yield from _rest(content[begin:], context, first)
            return
        end, count = _job_end(content, begin, min(JOB_LINES, MAX_LINES - first + 1))
        if end - begin > MAX_LINE_BYTES:
            yield _refused(
                context,
                Lines(first, first),
                f"quá dài ({end - begin} byte, tối đa {MAX_LINE_BYTES})",
                f"is longer than {MAX_LINE_BYTES} bytes",
            )
        else:
            yield Job(content=content[begin:end], context=context, first_line=first)
        begin, first = end, first + count


def _job_end(content: bytes, begin: int, most_lines: int) -> tuple[int, int]:
    """Where the job that begins here ends, and how many lines it has: at least one, whatever its length."""
    end, count = begin, 0
    while count < most_lines and end < len(content):
        following = content.find(b"\n", end)
        following = len(content) if following < 0 else following + 1
        if count and following - begin > JOB_BYTES:
            break
        end, count = following, count + 1
    return end, count


def _rest(content: bytes, context: DocumentContext, first: int) -> Iterator[Job]:
    if content.strip():
        last = first + content.rstrip(b"\n").count(b"\n")
        yield _refused(
            context, Lines(first, last), "chưa được đọc: tệp quá dài", f"past the bound of {MAX_LINES} lines"
        )


def _refused(context: DocumentContext, lines: Lines, vi: str, en: str) -> Job:
    return Job(
        content=b"",
        context=context,
        first_line=lines.first,
        last_line=lines.last,
        refusal=bad_lines(lines, vi, en),
    )


def _exact(digits: str) -> int | Decimal:
    """An integer; one too long for Python's own bound on digits as a decimal, for its field to be named."""
    return int(digits) if len(digits) <= _LONGEST_INT else Decimal(digits)


def _refuse_constant(name: str) -> Any:
    raise LineError(f"chứa {name}, không phải là một con số", f"holds {name}, which is no number")


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, value in pairs:
        if name in fields:
            raise LineError(f"ghi trường “{name[:80]}” hai lần", f"states the field {name[:80]!r} twice")
        fields[name] = value
    return fields


def _told(error: Exception) -> str:
    """The error without the input, which some errors repeat."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.pos + 1}"
    return type(error).__name__
