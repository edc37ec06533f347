"""The message an office would be sent, as files that open by themselves; nothing is sent or recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from alerts.compose import pages_of, subject_of
from alerts.digest import address_of, attachments_of, envelope_of, gather_findings, office_of
from alerts.digest_content import compare
from alerts.ledger import Ledger, Told
from alerts.route import OfficeFindings, route
from warehouse.catalogue import Catalogue, Detail
from warehouse.landing import Landing, write_atomically
from warehouse.settings import Settings


@dataclass(frozen=True, slots=True)
class Preview:
    """What was written; ``subjects`` by the page of each kind of contact."""

    subjects: Mapping[Path, str]
    attachments: tuple[Path, ...]
    is_new: bool
    """Whether it holds what the office was not told yet; false where everything open is shown instead."""


def preview_digest(
    settings: Settings, office_code: str, night: date, folder: Path, *, is_everything: bool = False
) -> Preview | None:
    """Write the digest of an office as HTML and plain text, a pair for each language and detail its contacts have, with
    its workbook beside; null where there is nothing to tell at all.

    Shown is what the next message would say or, where that is nothing, everything that is open. Raises
    FileNotFoundError before the first publication, and OSError where the folder cannot be written.
    """
    catalogue = Catalogue.load(settings.seeds, settings.catalogue_extra)
    landing = Landing(settings.landing)
    landing.prepare()
    ledger = Ledger(landing, settings.outbox)
    findings = gather_findings(settings, night, ledger)
    routed = route(findings, catalogue.offices)
    own = routed.get(office_code, OfficeFindings(office_code, (), (), corrected=findings.corrected))
    contacts = catalogue.contacts_of(office_code)
    open_at = {flag.key: code for code, other in routed.items() for flag in other.flags if flag.is_open}
    elsewhere = frozenset(key for key, owner in open_at.items() if owner != office_code)
    known: Mapping[str, Told] = {}
    if not is_everything:
        known = ledger.told(office_code, frozenset(address_of(contact) for contact in contacts))
    content = compare(own, known, catalogue, elsewhere)
    is_new = not content.is_empty
    if content.is_empty:
        content = compare(own, {}, catalogue, elsewhere)
    if content.is_empty:
        return None
    office = office_of(office_code, catalogue)
    attachments = attachments_of(settings, own.flags, office, night, catalogue, content.order)
    subjects: dict[Path, str] = {}
    for contact in {(one.language, one.detail): one for one in contacts}.values():
        envelope = envelope_of(settings, office, contact, night, 1)
        plain, page = pages_of(envelope, content, catalogue, attachments)
        name = f"digest-{office_code}-{envelope.language}{'-counts' if contact.detail is Detail.COUNTS else ''}"
        write_atomically(folder / f"{name}.txt", plain.encode())
        write_atomically(folder / f"{name}.html", page.encode())
        subjects[folder / f"{name}.html"] = subject_of(night, content, envelope.language)
    beside = tuple(folder / attachment.name for attachment in attachments)
    for path, attachment in zip(beside, attachments, strict=True):
        write_atomically(path, attachment.content)
    return Preview(subjects, beside, is_new)
