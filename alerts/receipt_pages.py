"""Receipts outside the digest: as text for a console, and as one page that opens from a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alerts.compose import render
from alerts.receipts import Receipt, summary_of


@dataclass(frozen=True, slots=True)
class _View:
    previews: str | None

    def is_explained(self, receipt: Receipt) -> bool:
        """Nothing beside a receipt tells its reasons here."""
        return False


def receipt_text(receipt: Receipt) -> str:
    """One receipt as plain lines."""
    return render("receipt.vi.txt", {"receipt": receipt, "view": _View(None)})


def receipts_page(receipts: Sequence[Receipt], previews: str | None, office_names: Mapping[str, str]) -> str:
    """All of them as one HTML page, offices by their names.

    ``previews`` is where the pages of what was seen stand, relative to the page.
    """
    words = {
        "receipts": receipts,
        "received": summary_of(receipts),
        "view": _View(previews),
        "office_names": office_names,
    }
    return render("receipts.vi.html", words)
