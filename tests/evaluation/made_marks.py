"""Annotations and extractions made up for the scorer, as the rows of a JSONL."""

from __future__ import annotations

from typing import Any

NOTHING = {"value": None, "reference": None, "percent": None, "upper": None}
PLAIN = {"qualifier": "exact", "kind": "result", "change": None, "period": None, "indicator": None}


def figure(start: int, end: int, *, doc_id: str = "a-1", **fields: Any) -> dict[str, Any]:
    """A figure over ``start:end``; a plain result unless told otherwise."""
    return {"doc_id": doc_id, "start": start, "end": end, "quote": "", "measure": "count"} | NOTHING | PLAIN | fields


def award(start: int, end: int, *, doc_id: str = "a-1", **fields: Any) -> dict[str, Any]:
    """An award over ``start:end`` to nobody named."""
    row = {"doc_id": doc_id, "start": start, "end": end, "quote": "", "event_type": "award", "recipient": None}
    return row | {"count": None} | fields
