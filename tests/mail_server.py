"""A real SMTP server in a thread, with what it answers set by the test."""

from __future__ import annotations

import email
import email.policy
import socket
import ssl
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class MailServer:
    """Keeps what it accepted. ``answers`` holds the reply to a recipient, ``data_answer`` the reply to a message."""

    def __init__(self, *, scheme: str = "smtp", certificate: ssl.SSLContext | None = None) -> None:
        self.accepted: list[tuple[str, EmailMessage]] = []
        self.asked: list[str] = []
        self.were_safe: list[bool] = []
        self.answers: dict[str, str] = {}
        self.data_answer: str | None = None
        self._scheme = scheme
        self._port = free_port()
        from_start = certificate if scheme == "smtps" else None
        offered = None if scheme == "smtps" else certificate
        self._controller = Controller(
            self, hostname="127.0.0.1", port=self._port, ssl_context=from_start, tls_context=offered
        )

    def __enter__(self) -> MailServer:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._port}"

    @property
    def message_ids(self) -> list[str]:
        return [str(message["Message-ID"]) for _, message in self.accepted]

    async def handle_RCPT(  # noqa: N802  # the server's hook
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self.asked.append(address)
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # the server's hook
        if self.data_answer is not None:
            return self.data_answer
        self.were_safe.append(server.transport.get_extra_info("ssl_object") is not None)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.accepted += [(recipient, message) for recipient in envelope.rcpt_tos]
        return "250 OK"
