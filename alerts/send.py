"""The outbox and its channels: messages as .eml files, handed over by mail or chat, or left where they are."""

from __future__ import annotations

import re
from email.utils import parseaddr
from pathlib import Path
from time import monotonic
from types import TracebackType

from alerts.chat import Chat
from alerts.compose import valid_address
from alerts.ledger import Message, State
from alerts.smtp import Outcome, Postman
from warehouse.figure import stable_id
from warehouse.landing import write_atomically
from warehouse.settings import Settings


def outbox_file(night: str, office_code: str, sequence: int) -> str:
    """``2026-11-21/LDLD.TQ.eml`` relative to the outbox; later messages of a night count on: ``LDLD.TQ.2.eml``."""
    name = re.sub(r"[^A-Za-z0-9._-]", "_", office_code).lstrip(".") or "_"
    if name != office_code:
        name = f"{name[:80]}-{stable_id(office_code)[:8]}"
    return f"{night}/{name}{'' if sequence == 1 else f'.{sequence}'}.eml"


def receipt_of(eml: Path) -> Path:
    """The file that says which message was taken: it closes the gap between sending and recording."""
    return eml.with_suffix(".sent")


class PostOffice:
    """Every channel, for one run. A run that takes too long hands nothing more over; the rest waits for the next."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        sender = parseaddr(settings.mail_from)[1]
        self._postman = Postman(settings.smtp_url, sender, settings.smtp_ca_file) if settings.smtp_url else None
        self._chat = Chat(settings.chat_config)
        self._ends = monotonic() + settings.sending_seconds

    def __enter__(self) -> PostOffice:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._postman is not None:
            self._postman.__exit__(kind, error, trace)

    @property
    def is_closed(self) -> bool:
        """The time of this run is over."""
        return monotonic() > self._ends

    def deliver(self, message: Message) -> Outcome:
        """Hand one message over, unless its receipt already stands. Never raises for what a server does."""
        eml = self._settings.outbox / message.file
        receipt = receipt_of(eml)
        identity = message.message_id.encode()
        # of a landing zone that was put back, another message may have had this place
        if receipt.is_file() and receipt.read_bytes() == identity:
            return Outcome(State.SENT)
        outcome = self._hand_over(message, eml)
        if outcome.state is State.SENT:
            write_atomically(receipt, identity)
        return outcome

    def _hand_over(self, message: Message, eml: Path) -> Outcome:
        address = message.address
        if message.channel == "outbox" or address is None:
            return Outcome(State.OUTBOX, "the office has no address")
        if message.channel == "chat":
            return self._chat.hand_over(eml.read_bytes(), address, message.key)
        if message.channel != "email":
            return Outcome(State.PARKED, f"{message.channel!r} is no channel; write email, chat or outbox")
        if self._postman is None:
            return Outcome(State.OUTBOX, "no mail server is set")
        if valid_address(address) is None:
            return Outcome(State.REFUSED, f"{address!r} is not a mail address; correct the contacts of the office")
        return self._postman.hand_over(eml.read_bytes(), address)
