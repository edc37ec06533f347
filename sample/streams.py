"""Seeded streams of choices: one a subject, so that a unit's numbers never depend on which other units exist."""

from __future__ import annotations

import random


def stream(seed: int, *subject: object) -> random.Random:
    """The choices of one subject under one seed; the same subject always makes the same choices."""
    key = "|".join((str(seed), *map(str, subject)))
    return random.Random(key)  # noqa: S311 - invents sample figures; nothing here is secret
