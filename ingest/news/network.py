"""An HTTP transport that connects only to checked addresses, and not for longer than it may.

A name is looked up once, the addresses found are checked, and the connection is made to one of those very addresses:
a name that answers otherwise a moment later (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

import httpcore
import httpx

from ingest.news.sources import IPNetwork

IPAddress = IPv4Address | IPv6Address

_NAT64 = IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All of IPv6 that is given out to be reached; what translates or embeds IPv4 by other prefixes lies outside."""
_SPECIAL: tuple[IPNetwork, ...] = (
    IPv4Network("192.0.0.0/24"),  # IETF protocol assignments
    IPv4Network("192.88.99.0/24"),  # relays of 6to4, withdrawn
    IPv6Network("2001::/23"),  # IETF protocol assignments, Teredo among them
    IPv6Network("3fff::/20"),  # documentation
)
"""Ranges of no public use that ``ipaddress`` of some versions takes for public."""


class AddressRefused(Exception):  # noqa: N818  # a refusal, told to people as such
    """A host has no address that may be asked; the message names those it has."""


def is_allowed(address: IPAddress, private_networks: Sequence[IPNetwork] = ()) -> bool:
    """Whether an address is of the public internet, or of a network that is allowed all the same."""
    inner = _embedded(address)
    if any(inner.version == network.version and inner in network for network in private_networks):
        return True
    if isinstance(inner, IPv6Address) and inner not in _GLOBAL_UNICAST:
        return False
    is_special = any(inner.version == network.version and inner in network for network in _SPECIAL)
    return inner.is_global and not inner.is_multicast and not is_special


def _embedded(address: IPAddress) -> IPAddress:
    """The IPv4 address that an IPv6 address stands for, where it stands for one."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


class CheckedBackend(httpcore.NetworkBackend):
    """Opens connections to allowed addresses alone, all of whose waiting ends at ``deadline``."""

    def __init__(self, private_networks: Sequence[IPNetwork]) -> None:
        self.deadline = float("inf")
        """On the monotonic clock, in seconds."""
        self._private_networks = private_networks
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._allowed_addresses(host, port):
            try:
                stream = self._plain.connect_tcp(
                    address, port, self.left(timeout, httpcore.ConnectTimeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _BoundedStream(stream, self)
        raise failure

    def left(self, timeout: float | None, expired: type[Exception]) -> float:
        """What is left of a timeout at this moment; raises ``expired`` where nothing is."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise expired("the time for the whole request is over")
        return left if timeout is None else min(left, timeout)

    def _allowed_addresses(self, host: str, port: int) -> list[str]:
        try:
            addresses = _looked_up(host, port, self.left(None, httpcore.ConnectTimeout))
        except queue.Empty as error:
            raise httpcore.ConnectTimeout(f"{host} could not be looked up in time") from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} cannot be looked up: {error}") from error
        allowed = [each for each in addresses if is_allowed(ip_address(each), self._private_networks)]
        if not allowed:
            raise AddressRefused(f"{host} is {', '.join(addresses)}")
        return allowed


def _looked_up(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of a name. The system's resolver keeps no deadline, so a thread waits for it and may be left.

    Raises ``queue.Empty`` where the time is over, ``OSError`` or ``UnicodeError`` where there is no such name.
    """
    answers: queue.Queue[list[str] | OSError | UnicodeError] = queue.Queue()

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(place[4][0]) for place in found)))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=look_up, daemon=True).start()
    answer = answers.get(timeout=min(seconds, threading.TIMEOUT_MAX))
    if not isinstance(answer, list):
        raise answer
    return answer


class _BoundedStream(httpcore.NetworkStream):
    """A connection whose every wait ends at the backend's deadline: a server that drips cannot hold it."""

    def __init__(self, stream: httpcore.NetworkStream, backend: CheckedBackend) -> None:
        self._stream, self._backend = stream, backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._backend.left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._backend.left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self._backend.left(timeout, httpcore.ConnectTimeout)
        return _BoundedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


@cache
def _trust() -> ssl.SSLContext:
    """The certificates of the public internet, loaded once for all sources."""
    return httpx.create_ssl_context()


class CheckedTransport(httpx.BaseTransport):
    """httpx over a ``CheckedBackend``. Raises the errors of ``httpcore`` and ``AddressRefused``."""

    def __init__(self, backend: CheckedBackend) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trust(), network_backend=backend, max_connections=4, keepalive_expiry=30
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.SyncByteStream)  # noqa: S101  # a synchronous client makes no other
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        assert isinstance(answer.stream, Iterable)  # noqa: S101  # a synchronous pool makes no other
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        close = getattr(self._stream, "close", None)
        if close is not None:
            close()
