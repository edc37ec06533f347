"""Sound and hostile files changed by a few bytes, whole or inside their zip entries, repeatably."""

from __future__ import annotations

import io
import random
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence

from corpus import CORPUS

_LARGEST_SEED = 200_000
_MARKS = (
    b"", b"\x00", b"\xff" * 4, b"\x7f\xff\xff\xff", b"1e999", b"-1", b"99999999999",
    b"<c r=\"XFD1048576\"><v>1</v></c>",
    b"</row>", b"<row>", b"]]>", b"<!--", b"&#x0;", b"&amp", b"\xef\xbb\xbf", b"PK\x03\x04", b"PK\x05\x06", b'"', b";",
    b"colspan=99999999", b"\x09\x08\x10\x00", b"\x0a\x00\x00\x00", b"\xfc\x00\xff\xff", b"\r", b"\n\n\n", b"#SPILL!",
)  # fmt: skip

Dice = random.Random
Change = Callable[[bytearray, Dice], None]


def seeds() -> list[bytes]:
    """The files of the corpus that are small enough to be changed by the thousand."""
    contents = (case.make() for case in CORPUS)
    return [content for content in contents if 0 < len(content) <= _LARGEST_SEED]


def mutations(contents: Sequence[bytes], seed: int) -> Iterator[bytes]:
    """Changed files without an end; the same for the same seed."""
    dice = Dice(seed)
    while True:
        content = dice.choice(contents)
        if content.startswith(b"PK") and dice.random() < 0.6:
            yield _inside(content, dice)
        elif dice.random() < 0.1:
            yield _spliced(content, dice.choice(contents), dice)
        else:
            yield _changed(content, dice)


def _changed(content: bytes, dice: Dice) -> bytes:
    data = bytearray(content)
    for _ in range(dice.choice((1, 1, 1, 2, 3, 8, 30))):
        dice.choice(_CHANGES)(data, dice)
    return bytes(data)


def _inside(content: bytes, dice: Dice) -> bytes:
    """A zip with some of its entries changed, doubled, dropped, renamed or exchanged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [(name, archive.read(name)) for name in archive.namelist()][:200]
    except Exception:  # noqa: BLE001 - a seed that is no zip any more is changed as bytes
        return _changed(content, dice)
    if not parts:
        return _changed(content, dice)
    for _ in range(dice.choice((1, 1, 2, 4))):
        place = dice.randrange(len(parts))
        name, part = parts[place]
        match dice.randrange(8):
            case 0:
                parts.append((name, part))
            case 1 if len(parts) > 1:
                del parts[place]
            case 2:
                renamed = _changed(name.encode(), dice).decode("latin-1").replace("\x00", "")
                parts[place] = (renamed or "x", part)
            case 3:
                parts[place] = (name, dice.choice(parts)[1])
            case _:
                parts[place] = (name, _changed(part, dice))
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, part in parts:
            archive.writestr(name or "x", part)
    packed = buffer.getvalue()
    return _changed(packed, dice) if dice.random() < 0.1 else packed


def _spliced(first: bytes, second: bytes, dice: Dice) -> bytes:
    return first[: dice.randrange(len(first) + 1)] + second[dice.randrange(len(second) + 1) :]


def _span(data: bytearray, dice: Dice, most: int = 64) -> slice:
    start = dice.randrange(len(data) + 1)
    return slice(start, start + dice.randrange(most))


def _flip(data: bytearray, dice: Dice) -> None:
    if data:
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)


def _overwrite(data: bytearray, dice: Dice) -> None:
    span = _span(data, dice)
    data[span] = dice.randbytes(len(data[span]))


def _insert(data: bytearray, dice: Dice) -> None:
    place = dice.randrange(len(data) + 1)
    data[place:place] = dice.choice(_MARKS) or dice.randbytes(dice.randrange(1, 16))


def _cut(data: bytearray, dice: Dice) -> None:
    del data[_span(data, dice, 512)]


def _truncate(data: bytearray, dice: Dice) -> None:
    del data[dice.randrange(len(data) + 1) :]


def _repeat(data: bytearray, dice: Dice) -> None:
    span = _span(data, dice, 256)
    data[span.stop : span.stop] = bytes(data[span]) * dice.randrange(1, 20)


def _exchange(data: bytearray, dice: Dice) -> None:
    one, other = _span(data, dice), _span(data, dice)
    data[one], data[other] = bytes(data[other]), bytes(data[one])


def _digits(data: bytearray, dice: Dice) -> None:
    places = [place for place, byte in enumerate(data[:20_000]) if 0x30 <= byte <= 0x39]
    if places:
        data[dice.choice(places)] = dice.choice(b"0123456789")


_CHANGES: tuple[Change, ...] = (
    _flip,
    _flip,
    _overwrite,
    _insert,
    _insert,
    _cut,
    _truncate,
    _repeat,
    _exchange,
    _digits,
)
