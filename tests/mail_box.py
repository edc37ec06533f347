"""A real IMAP server with one mailbox, in a process of its own."""

from __future__ import annotations

import imaplib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

USER, PASSWORD = "demouser", "demopass"


@dataclass(frozen=True)
class MailBox:
    """The server's port, for those who read, and a way in for those who write."""

    port: int

    @property
    def url(self) -> str:
        return f"imap://{USER}:{PASSWORD}@127.0.0.1:{self.port}/INBOX"

    def append(self, message: bytes) -> None:
        with self.opened() as mailbox:
            status, answer = mailbox.append("INBOX", "", None, message)
            assert status == "OK", answer

    def flags(self) -> list[bytes]:
        with self.opened() as mailbox:
            mailbox.select("INBOX", readonly=True)
            return [one for one in mailbox.fetch("1:*", "(FLAGS)")[1] if isinstance(one, bytes)]

    @contextmanager
    def opened(self) -> Iterator[imaplib.IMAP4]:
        mailbox = imaplib.IMAP4("127.0.0.1", self.port, timeout=30)
        mailbox.login(USER, PASSWORD)
        yield mailbox
        mailbox.logout()


@contextmanager
def mail_box() -> Iterator[MailBox]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    program = Path(sys.executable).with_name("pymap")
    command = str(program) if program.exists() else shutil.which("pymap") or "pymap"
    server = subprocess.Popen(
        [command, "--host", "127.0.0.1", "--port", str(port), "--no-tls", "dict"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port, server)
        yield MailBox(port)
    finally:
        server.terminate()
        server.wait(30)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None, "the IMAP server did not start"
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the IMAP server did not answer within a minute")
