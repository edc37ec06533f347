"""Chats and webhooks through Apprise: the addresses stand in one file of its own format, each under its office's name.

A chat has no Message-ID: the key of the message is its last line, so that a receiver can tell a copy.
"""

from __future__ import annotations

import email
import email.policy
import logging
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from alerts.ledger import State
from alerts.smtp import Outcome

if TYPE_CHECKING:
    import apprise

SECONDS = 30
"""For one message to one name, however many addresses it has."""
LONGEST_BODY = 3500
"""Characters; a longer text ends with a whole line and says that the rest is left out."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_FOR_EVERYBODY = ("all", "always")
"""Names by which Apprise means every address."""


class Chat:
    """The addresses of the chat configuration, by name."""

    def __init__(self, config: Path | None) -> None:
        self._config = config

    def hand_over(self, content: bytes, name: str, key: str) -> Outcome:
        """Send the subject and plain text of a message to the addresses of one name. Never raises for what they do."""
        if self._config is None or not self._config.is_file():
            return Outcome(State.PARKED, "no chat configuration: set WAREHOUSE_CHAT_CONFIG")
        unknown = Outcome(State.PARKED, f"{name!r} names no address of the chat configuration")
        if not _NAME.fullmatch(name) or name.lower() in _FOR_EVERYBODY:
            return unknown
        message = email.message_from_bytes(content, policy=email.policy.default)
        plain = message.get_body(("plain",))
        result = self._addresses.notify(
            body=f"{calling_nobody(shortened(str(plain.get_content()) if plain else ''))}\n\nMã thư: {key}",
            title=calling_nobody(str(message["Subject"])),
            body_format="text",
            tag=name,
            match_always=False,
            timeout=SECONDS,
            log_level=logging.WARNING,
        )
        if result:
            return Outcome(State.SENT)
        if result.status.name == "PARTIAL":
            # sent again, it would stand twice where it arrived
            return Outcome(State.SENT, f"not at every address of {name!r}: {_told(result)}")
        return unknown if result.status.name == "NOMATCH" else Outcome(State.DEFERRED, _told(result))

    @cached_property
    def _addresses(self) -> apprise.Apprise:
        import apprise  # here: a run without chats need not wait for it

        config = apprise.AppriseConfig()
        config.add(str(self._config))
        addresses = apprise.Apprise()
        addresses.add(config)
        return addresses


def shortened(text: str) -> str:
    """A text as long as a chat shows it."""
    text = text.strip()
    if len(text) <= LONGEST_BODY:
        return text
    return f"{text[:LONGEST_BODY].rpartition(chr(10))[0].rstrip()}\n… (phần còn lại xem trong thư đầy đủ)"


def calling_nobody(text: str) -> str:
    """Foreign words cannot call the people of a chat together: no ``@everyone``, no ``<!channel>``."""
    return re.sub(r"<(?=[!@#])", "‹", re.sub(r"@(?=\w)", "@\N{WORD JOINER}", text))


def _told(result: apprise.AppriseResult) -> str:
    words = "; ".join(dict.fromkeys(entry.message for entry in result.logs()))
    return " ".join(f"{result.status.name}: {words}".split())[:300]
