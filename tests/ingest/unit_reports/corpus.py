"""All hostile files together."""

from __future__ import annotations

from hostile import HOSTILE, Hostile
from hostile_archives import ARCHIVES
from hostile_kinds import KINDS

CORPUS: tuple[Hostile, ...] = (*HOSTILE, *ARCHIVES, *KINDS)
