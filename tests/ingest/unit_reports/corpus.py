"""All hostile files together."""

from __future__ import annotations

from hostile import HOSTILE, Hostile
from hostile_archives import ARCHIVES
from hostile_kinds import KINDS
from hostile_sheets import SHEETS
from hostile_text import TEXTS_AND_PAGES

CORPUS: tuple[Hostile, ...] = (*HOSTILE, *ARCHIVES, *KINDS, *SHEETS, *TEXTS_AND_PAGES)
