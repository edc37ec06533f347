"""A short signature of a text by which copies of one article are found: a bottom-k sketch of its word shingles.

Two texts share about as large a part of their sketches as the longer shares of its runs of four words with the other.
"""

from __future__ import annotations

import hashlib
import re

import numpy as np
from numpy.typing import NDArray

from ingest.vietnamese.composed import ComposedText

SKETCH_SIZE = 32

_WORD_RE = re.compile(r"\w+")
_PLACES = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)
"""One odd multiplier for each of the four words of a run, so that their order counts."""


def sketch_of(text: str) -> tuple[int, ...]:
    """The least ``SKETCH_SIZE`` hashes (signed, 64 bits) of the text's runs of four words, ascending.

    Letter case, punctuation, spacing and the placement of tones do not count. A text of fewer words has none.
    """
    words = _WORD_RE.findall(ComposedText.of(text).lower)
    if len(words) < len(_PLACES):
        return ()
    hashes = {word: _hash(word) for word in set(words)}
    runs = np.lib.stride_tricks.sliding_window_view(
        np.array([hashes[word] for word in words], dtype=np.uint64), len(_PLACES)
    )
    mixed = _mixed((runs * _PLACES).sum(axis=1, dtype=np.uint64)).view(np.int64)
    return tuple(np.unique(mixed)[:SKETCH_SIZE].tolist())


def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _mixed(sums: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finishing steps of SplitMix64: every bit of a sum reaches every bit of its hash."""
    sums = (sums ^ (sums >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    sums = (sums ^ (sums >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return sums ^ (sums >> np.uint64(31))
