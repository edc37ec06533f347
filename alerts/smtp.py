"""One mail server for one run: addressed by a URL, spoken to over TLS wherever it can be, and never waited for long."""

from __future__ import annotations

import ipaddress
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Thread, Timer
from time import monotonic
from types import TracebackType
from urllib.parse import quote, unquote, urlsplit

from alerts.ledger import State

TIMEOUT_SECONDS = 30.0
"""For one answer of the server, for finding its addresses by its name, and for connecting to one of them."""
MESSAGE_SECONDS = 120.0
"""For one message, however often the server sends a little."""


class SmtpUrlError(ValueError):
    """The mail server's address cannot be used; says what is wrong without showing it, for it may hold a password."""


class Security(StrEnum):
    """How a connection is protected, as the scheme of the URL."""

    TLS = "smtps"
    """TLS from the first byte."""
    STARTTLS = "smtp+starttls"
    """TLS before anything is said, or nothing is."""
    OFFERED = "smtp"
    """TLS where the server offers it; without it no password travels but on this machine."""


USUAL_PORTS = {Security.TLS: 465, Security.STARTTLS: 587}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of handing over a message; ``reason`` in the server's words."""

    state: State
    reason: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class MailServer:
    """Where mail is handed over, by whom, and how the connection is protected."""

    host: str
    port: int
    security: Security
    user: str | None = None
    password: str = ""

    @property
    def url(self) -> str:
        """The address as the settings hold it."""
        user = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.security.value}://{user}{host}:{self.port}"


def read_url(smtp_url: str) -> MailServer:
    """``smtp://user:password@host:port``, ``smtp+starttls://…`` or ``smtps://…``, user and password percent-encoded.

    Raises ``SmtpUrlError`` where it cannot be used.
    """
    try:
        parts = urlsplit(smtp_url)
        port = parts.port
        (parts.hostname or "").encode("idna")
    except ValueError:
        raise SmtpUrlError("the mail server's address cannot be read; write smtp://host:port") from None
    if parts.scheme not in tuple(Security) or not parts.hostname:
        raise SmtpUrlError(
            "the mail server's address must begin with smtp://, smtp+starttls:// or smtps:// and name a host"
        )
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password or "")
    if not f"{user or ''}{password}".isascii():
        raise SmtpUrlError("the mail server's user and password must be ASCII; set another password")
    security = Security(parts.scheme)
    usual = USUAL_PORTS.get(security, 587 if user else 25)
    return MailServer(parts.hostname, port or usual, security, user, password)


def server_of(
    host: str | None, port: int | None, user: str | None, password: str | None, extra: Mapping[str, object]
) -> MailServer:
    """The mail server of an Airflow connection of type smtp, read as Airflow's own provider reads it.

    TLS from the first byte unless ``disable_ssl`` is set; then STARTTLS unless ``disable_tls`` is set as well. Raises
    ``SmtpUrlError`` where no host is named.
    """
    if not host:
        raise SmtpUrlError("the connection of the mail server names no host")
    if not _is_set(extra.get("disable_ssl")):
        security = Security.TLS
    else:
        security = Security.OFFERED if _is_set(extra.get("disable_tls")) else Security.STARTTLS
    usual = USUAL_PORTS.get(security, 25)
    return MailServer(host, port or usual, security, user or None, password or "")


def _is_set(value: object) -> bool:
    return str(value).strip().lower() in ("true", "1", "yes", "on")


class Postman:
    """Hands messages over: connected when the first one comes, asked no more once the server is dead or too slow."""

    def __init__(self, smtp_url: str, sender: str, ca_file: Path | None = None) -> None:
        self._server = read_url(smtp_url)
        self._sender = sender
        self._ca_file = ca_file
        self._connection: smtplib.SMTP | None = None
        self._broken: str | None = None

    def __enter__(self) -> Postman:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def hand_over(self, content: bytes, recipient: str) -> Outcome:
        """Send one message to one mailbox. Never raises for what a server does."""
        if self._broken is not None:
            return Outcome(State.DEFERRED, self._broken)
        try:
            connection = self._connect()
        except (OSError, smtplib.SMTPException, SmtpUrlError) as error:
            return self._give_up(_told(error))
        try:
            with _ended_after(MESSAGE_SECONDS, lambda: connection.sock):
                return self._send(connection, content, recipient)
        except TimeoutError as error:
            return self._give_up(_told(error))
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            return Outcome(State.DEFERRED, _told(error))

    def _send(self, connection: smtplib.SMTP, content: bytes, recipient: str) -> Outcome:
        try:
            connection.sendmail(self._sender, [recipient], content)
        except smtplib.SMTPRecipientsRefused as error:
            code, words = error.recipients[recipient]
            return self._refused(State.REFUSED, code, words)
        except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
            return self._refused(State.PARKED, error.smtp_code, error.smtp_error)
        return Outcome(State.SENT)

    def _refused(self, for_good: State, code: int, words: bytes | str) -> Outcome:
        """A 5xx answer is for good; anything else may pass later."""
        self._reset()
        return Outcome(for_good if 500 <= code < 600 else State.DEFERRED, f"{code} {_words(words)}")

    def _give_up(self, reason: str) -> Outcome:
        """The server is not asked again in this run: one that does not answer would be waited for at each message."""
        self._broken = reason
        self._drop()
        return Outcome(State.DEFERRED, reason)

    def _connect(self) -> smtplib.SMTP:
        if self._connection is None or self._connection.sock is None:
            self._connection = _open(self._server, self._ca_file)
        return self._connection

    def _reset(self) -> None:
        try:
            if self._connection is not None and self._connection.sock is not None:
                self._connection.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None and connection.sock is not None:
            try:
                with _ended_after(TIMEOUT_SECONDS, lambda: connection.sock):
                    connection.quit()
            except (OSError, smtplib.SMTPException):
                connection.close()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


class _Connection(smtplib.SMTP):
    """A connection over a socket that is open already, so that it can be ended from outside at any moment."""

    def __init__(self, opened: socket.socket, server: MailServer) -> None:
        self._opened = opened
        # by name: STARTTLS compares it with the certificate
        super().__init__(server.host, server.port, timeout=TIMEOUT_SECONDS)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._opened


def _open(server: MailServer, ca_file: Path | None) -> smtplib.SMTP:
    opened = [_connected(server)]
    """The socket, then the one that TLS puts in its place."""
    context = _context(ca_file, opened)
    try:
        with _ended_after(MESSAGE_SECONDS, lambda: opened[-1]):
            if server.security is Security.TLS:
                context.wrap_socket(opened[0], server_hostname=server.host)
            connection = _Connection(opened[-1], server)
            _greet(connection, server, context)
    except BaseException:
        for held in opened:
            held.close()
        raise
    return connection


def _context(ca_file: Path | None, opened: list[socket.socket]) -> ssl.SSLContext:
    """How TLS is spoken. A socket is listed before its handshake begins, so that it can be ended in the middle."""

    class Listed(ssl.SSLSocket):
        def do_handshake(self, block: bool = False) -> None:
            opened.append(self)
            super().do_handshake(block)

    context = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    context.sslsocket_class = Listed
    return context


Address = tuple[
    socket.AddressFamily,
    socket.SocketKind,
    int,
    str,
    tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes],
]


def _connected(server: MailServer) -> socket.socket:
    """A socket to the first of the server's addresses that answers; all of them together are given one time."""
    addresses = _addresses(server)
    ends = monotonic() + TIMEOUT_SECONDS
    refused: OSError = OSError(f"{server.host} has no address")
    for left, (family, kind, protocol, _, address) in zip(range(len(addresses), 0, -1), addresses, strict=True):
        opened = socket.socket(family, kind, protocol)
        try:
            opened.settimeout(max(0.1, (ends - monotonic()) / left))
            opened.connect(address)
        except OSError as error:
            opened.close()
            refused = error
        else:
            opened.settimeout(TIMEOUT_SECONDS)
            return opened
    raise refused


def _addresses(server: MailServer) -> list[Address]:
    """Asked for in a thread of its own: a name server that is silent cannot be given a time.

    Raises OSError where there is none, TimeoutError where no answer came.
    """
    found: list[list[Address]] = []
    failed: list[OSError] = []

    def ask() -> None:
        try:
            found.append(socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM))
        except OSError as error:
            failed.append(error)

    asking = Thread(target=ask, daemon=True)
    asking.start()
    asking.join(TIMEOUT_SECONDS)
    if failed:
        raise failed[0]
    if not found:
        raise TimeoutError(f"the name of the mail server was not found within {TIMEOUT_SECONDS:.0f} s")
    return found[0]


def _greet(connection: smtplib.SMTP, server: MailServer, context: ssl.SSLContext) -> None:
    """TLS and the log-in. A password never travels in the clear over a network."""
    connection.ehlo()
    is_safe = server.security is Security.TLS
    if not is_safe and connection.has_extn("starttls"):
        connection.starttls(context=context)
        connection.ehlo()
        is_safe = True
    if not is_safe and server.security is Security.STARTTLS:
        raise SmtpUrlError("the mail server offers no TLS, so nothing was sent; smtp+starttls:// asks for it")
    if server.user is not None:
        if not is_safe and not _is_this_machine(server.host):
            raise SmtpUrlError("the mail server offers no TLS, so the password was not sent; use smtps://")
        connection.login(server.user, server.password)


@contextmanager
def _ended_after(seconds: float, held: Callable[[], socket.socket | None]) -> Iterator[None]:
    """End the socket that is held by then: a server that sends a byte now and then never runs into a socket's timeout.

    Raises TimeoutError where it had to.
    """
    ended: list[bool] = []

    def end() -> None:
        ended.append(True)
        sock = held()
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, smtplib.SMTPException) as error:
        if ended:
            raise TimeoutError(f"not through after {seconds:.0f} s") from error
        raise
    finally:
        timer.cancel()


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
