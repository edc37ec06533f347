"""Over random organisations and weeks: nobody reads what belongs to another office, in any part of any message."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from published_marts import differs, figure, flag, owes, received, set_aside, write_published

from alerts.delivery import messages
from alerts.digest import send_digests
from alerts.ledger import Kind, Message
from alerts.reminders import send_reminders
from warehouse.catalogue import FALLBACK_OFFICE, Catalogue, Detail
from warehouse.settings import Settings

NIGHT = date(2026, 11, 21)
OFFICES = [f"CQ{number}" for number in range(5)]
NIGHTS = (0, 8, 15, 22)
OFFICE_COLUMNS = ["office_code", "org_unit_code", "name_vi", "language", "email", "channel", "is_active", "note"]
UNITS = sorted(code for code in Catalogue.load(Settings().seeds).units if code.startswith("LDLD.TQ"))
CONTACT_COLUMNS = ["office_code", "contact_name", "channel", "address", "language", "detail", "is_active", "note"]


@dataclass
class World:
    """An organisation, and what belongs to whom on each night: every text and number of an office holds its mark."""

    random: Random
    settings: Settings
    count: int = 0
    belongs: dict[str, set[str]] = field(default_factory=dict)
    """Offices that a mark was ever meant for."""
    catalogue: Catalogue = field(init=False)

    def mark(self, office: str) -> str:
        """A word and, in its digits, a number that stand for one thing of one office."""
        self.count += 1
        word = f"9137{self.count:04}"
        self.belongs[word] = {office}
        return word

    def write_organisation(self) -> None:
        units = ["LDLD.TQ", *self.random.sample(UNITS[1:], len(OFFICES) - 1)]
        self.settings.catalogue_extra.mkdir(parents=True)
        with (self.settings.catalogue_extra / "offices.csv").open("w", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(OFFICE_COLUMNS)
            for number, code in enumerate(OFFICES):
                active = number == 0 or self.random.random() < 0.8
                unit, language = units[number], self.random.choice(["vi", "en"])
                out.writerow([code, unit, f"Văn phòng {number}", language, "", "outbox", str(active).lower(), ""])
        with (self.settings.catalogue_extra / "office_contacts.csv").open("w", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(CONTACT_COLUMNS)
            for code in (*OFFICES, FALLBACK_OFFICE):
                for number in range(self.random.randint(1, 2)):
                    language, is_main = self.random.choice(["vi", "en"]), number == 0
                    kind = Detail.FULL if is_main else self.random.choice(list(Detail))
                    channel = "outbox" if is_main else self.random.choice(["outbox", "chat"])
                    out.writerow([code, f"Chị {number}", channel, f"c{number}", language, kind.value, "true", ""])
        self.catalogue = Catalogue.load(self.settings.seeds, self.settings.catalogue_extra)

    def flags(self) -> list[dict[str, Any]]:
        return [self._flag(self.random.choice([*OFFICES, "KHONG.CO", None]), number) for number in range(5)]

    def _flag(self, owner: str | None, number: int) -> dict[str, Any]:
        mark = self.mark(self.reader(owner))
        told = flag(
            f"{number:032x}", office=owner, message=f"Điều {mark}.", action=f"Làm {mark}.", path=f"tep-{mark}.xlsx",
            quote=f"chữ {mark}", r=mark, t=mark, p=mark, c=mark, document_id=f"d{number}",
            severity=self.random.choice(["fatal", "query"]), unit=self.random.choice(["LDLD.TQ", None]),
            rule=self.random.choice(["negative_value", "result_exceeds_target"]),
        )  # fmt: skip
        return {**told, "message_en": f"Finding {mark}."}

    def reader(self, owner: str | None) -> str:
        """Who is told what an office owns."""
        office = self.catalogue.offices.get(owner or "")
        return office.office_code if office is not None and office.is_active else FALLBACK_OFFICE

    def publish(self, flags: list[dict[str, Any]], night: date) -> None:
        owners = [self.random.choice(OFFICES) for _ in range(2)]
        files = [self._set_aside(owner) for owner in owners]
        receipts, differences = [], []
        for owner in owners:
            mark = self.mark(self.reader(owner))
            receipt = received(
                f"nhan-{mark}.xlsx", night=night, office=owner, delivery_kind="contradiction", difference_count=1,
                org_unit_name=f"Đơn vị {mark}", what_to_do_vi=f"Làm {mark}.",
            )  # fmt: skip
            theirs = self.mark(self.reader(self.random.choice([one for one in OFFICES if one != owner])))
            receipts.append(receipt)
            differences.append(
                differs(
                    receipt, "contradicted", old_office_code="CQ.KHAC", old_path=f"{theirs}.xlsx",
                    old_value=int(theirs), new_value=int(mark), indicator_name=f"Chỉ tiêu {mark}", org_unit_name=None,
                )
            )  # fmt: skip
        status = owes(self.mark(self.reader(owners[0])), "missing", due=night - timedelta(days=1), office=owners[0])
        figures = tuple(figure(one) for one in flags if one["org_unit_code"])
        write_published(
            self.settings, flags=tuple(flags), files=tuple(files), receipts=tuple(receipts), statuses=(status,),
            differences=tuple(differences), figures=figures,
        )  # fmt: skip

    def _set_aside(self, owner: str) -> dict[str, Any]:
        mark = self.mark(self.reader(owner))
        return set_aside(f"hong-{mark}.xlsx", office=owner, reason=f"Lý do {mark}.")

    def live(self) -> None:
        """Weeks in which flags move from office to office and nobody answers."""
        flags = self.flags()
        for day in NIGHTS:
            night = NIGHT + timedelta(days=day)
            at = datetime(night.year, night.month, night.day, 22, tzinfo=UTC)
            self.publish(flags, night)
            send_digests(self.settings, night, at)
            send_reminders(self.settings, night, at)
            moved = self.random.randrange(len(flags))
            flags[moved] = self._flag(self.random.choice(OFFICES), moved)


def read(settings: Settings, message: Message) -> Iterator[str]:
    """Every text of a message: headers, both bodies, and the cells of what is attached."""
    parsed = email.message_from_bytes((settings.outbox / message.file).read_bytes(), policy=email.policy.default)
    yield " ".join(f"{name}: {value}" for name, value in parsed.items())
    for part in parsed.walk():
        if part.get_filename() is not None:
            yield str(part.get_filename())
            for sheet in load_workbook(io.BytesIO(part.get_content())):
                yield from (str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)
        elif not part.is_multipart():
            yield str(part.get_content())


def marks_in(texts: Iterator[str]) -> set[str]:
    return {mark for text in texts for mark in re.findall(r"9137\d{4}", re.sub(r"(?<=\d)[.,](?=\d)", "", text))}


def tell_the_truth(random: Random) -> None:
    with TemporaryDirectory() as home:
        world = World(random, Settings(home=Path(home)))
        world.write_organisation()
        catalogue = world.catalogue
        with patch.object(Catalogue, "load", lambda *_: catalogue):
            world.live()
        above = {code: catalogue.office_above(code) for code in OFFICES}
        written = messages(world.settings)
        assert {Kind.DIGEST, Kind.REMINDER} <= {message.kind for message in written}
        assert any(marks_in(read(world.settings, message)) for message in written)
        for message in written:
            found = marks_in(read(world.settings, message))
            contacts = catalogue.contacts_of(message.office_code)
            first = min(one.sequence for one in written if _together(one, message))
            if contacts[message.sequence - first].detail is Detail.COUNTS:
                assert found == set()
            for mark in found:
                readers = world.belongs[mark]
                if message.kind is Kind.ESCALATION:
                    readers = {above.get(reader, reader) for reader in readers}
                assert readers == {message.office_code}, (message.kind, message.office_code, readers)


def _together(one: Message, other: Message) -> bool:
    """Whether two messages say the same to the contacts of one office."""
    return (one.office_code, one.night, one.kind) == (other.office_code, other.night, other.kind)


@pytest.mark.slow
@hypothesis.settings(deadline=None, max_examples=15)
@given(random=st.randoms(use_true_random=False))
def test_nobody_reads_what_belongs_to_another_office(random: Random) -> None:
    tell_the_truth(random)
