"""The outbox and the postman: messages as .eml files, and SMTP where it is set."""

from __future__ import annotations

import ipaddress
import re
import smtplib
import ssl
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import unquote, urlsplit

from alerts.ledger import State
from warehouse.figure import stable_id
from warehouse.landing import write_atomically

TIMEOUT_SECONDS = 30.0


class SmtpUrlError(ValueError):
    """The mail server's address cannot be used; says what is wrong without showing it, for it may hold a password."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of handing over a message; ``reason`` in the server's words where it failed."""

    state: State
    reason: str | None = None


def outbox_file(night: str, office_code: str, sequence: int) -> str:
    """``2026-11-21/LDLD.TQ.eml`` relative to the outbox; later messages of a night count on: ``LDLD.TQ.2.eml``."""
    name = re.sub(r"[^A-Za-z0-9._-]", "_", office_code).lstrip(".") or "_"
    if name != office_code:
        name = f"{name[:80]}-{stable_id(office_code)[:8]}"
    return f"{night}/{name}{'' if sequence == 1 else f'.{sequence}'}.eml"


def receipt_of(eml: Path) -> Path:
    """The file that says a server took the message: it closes the gap between sending and recording."""
    return eml.with_suffix(".sent")


class Postman:
    """One mail server for one run: connected when the first message comes, asked no more once it cannot be reached."""

    def __init__(self, smtp_url: str, sender: str) -> None:
        self._server = _parse(smtp_url)
        self._sender = sender
        self._connection: smtplib.SMTP | None = None
        self._broken: str | None = None

    def __enter__(self) -> Postman:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def deliver(self, eml: Path, recipient: str) -> Outcome:
        """Hand one message over, unless its receipt already stands. Never raises for what a server does."""
        receipt = receipt_of(eml)
        if receipt.exists():
            return Outcome(State.SENT)
        if self._broken is not None:
            return Outcome(State.PARKED, self._broken)
        outcome = self._hand_over(eml.read_bytes(), recipient)
        if outcome.state is State.SENT:
            write_atomically(receipt, b"")
        return outcome

    def _hand_over(self, content: bytes, recipient: str) -> Outcome:
        try:
            connection = self._connect()
        except (OSError, smtplib.SMTPException, SmtpUrlError) as error:
            self._broken = _told(error)
            return Outcome(State.PARKED, self._broken)
        try:
            connection.sendmail(self._sender, [recipient], content)
        except smtplib.SMTPRecipientsRefused as error:
            code, words = error.recipients[recipient]
            return self._refused(code, _words(words))
        except smtplib.SMTPDataError as error:
            return self._refused(error.smtp_code, _words(error.smtp_error))
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            return Outcome(State.PARKED, _told(error))
        return Outcome(State.SENT)

    def _refused(self, code: int, words: str) -> Outcome:
        """A 5xx answer about the recipient or the message is for good; anything else may pass later."""
        self._reset()
        return Outcome(State.REFUSED if 500 <= code < 600 else State.PARKED, f"{code} {words}")

    def _connect(self) -> smtplib.SMTP:
        if self._connection is None or self._connection.sock is None:
            self._connection = _open(self._server)
        return self._connection

    def _reset(self) -> None:
        try:
            if self._connection is not None and self._connection.sock is not None:
                self._connection.rset()
        except (OSError, smtplib.SMTPException):
            self._hang_up()

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None and connection.sock is not None:
            try:
                connection.quit()
            except (OSError, smtplib.SMTPException):
                connection.close()


@dataclass(frozen=True, slots=True)
class _Server:
    host: str
    port: int
    user: str | None
    password: str
    is_tls_from_start: bool


def _parse(smtp_url: str) -> _Server:
    try:
        parts = urlsplit(smtp_url)
        port = parts.port
    except ValueError:
        raise SmtpUrlError("the mail server's address cannot be read; write smtp://host:port") from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SmtpUrlError("the mail server's address must begin with smtp:// or smtps:// and name a host")
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password or "")
    if not f"{user or ''}{password}".isascii():
        raise SmtpUrlError("the mail server's user and password must be ASCII; set another password")
    usual = 465 if parts.scheme == "smtps" else 587 if user else 25
    return _Server(parts.hostname, port or usual, user, password, parts.scheme == "smtps")


def _open(server: _Server) -> smtplib.SMTP:
    """A connection over TLS wherever the server offers it; a password never travels in the clear over a network."""
    context = ssl.create_default_context()
    if server.is_tls_from_start:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.ehlo()
        is_safe = server.is_tls_from_start
        if not is_safe and connection.has_extn("starttls"):
            connection.starttls(context=context)
            connection.ehlo()
            is_safe = True
        if server.user is not None:
            if not is_safe and not _is_this_machine(server.host):
                raise SmtpUrlError("the mail server offers no TLS, so the password was not sent; use smtps://")
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _told(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_words(error.smtp_error)}"
    return f"{type(error).__name__}: {error}"[:300]


def _words(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())[:300]
