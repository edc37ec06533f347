"""Compressed content, unpacked piece by piece so that whoever reads it can stop at a bound."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

GZIP_OR_ZLIB = 47
"""``wbits`` by which zlib tells gzip and zlib apart itself."""
PIECE_BYTES = 65_536


def inflate(pieces: Iterable[bytes], wbits: int = GZIP_OR_ZLIB) -> Iterator[bytes]:
    """What compressed pieces hold, at most ``PIECE_BYTES`` at a time.

    Raises ``zlib.error``, also where the end is missing.
    """
    inflater = zlib.decompressobj(wbits)
    for piece in pieces:
        waiting, inflated = piece, b""
        while (waiting or len(inflated) == PIECE_BYTES) and not inflater.eof:
            inflated = inflater.decompress(waiting, PIECE_BYTES)
            waiting = inflater.unconsumed_tail
            yield inflated
    if not inflater.eof:
        raise zlib.error("the compressed content ends too early")
