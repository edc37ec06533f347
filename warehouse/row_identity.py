"""The signed identity of a row in a correction workbook: what was asked there, of whom, on which numbers.

A token holds everything itself, so that a row means the same wherever it is sorted, copied or saved to. It is signed
(HMAC-SHA256) with the first of the settings' keys and names that key; the others only verify, so that a key can be
replaced while older workbooks are still out.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path

from warehouse.answer_sheet import TOKEN
from warehouse.settings import Settings

_KEY_ID = re.compile(r"[A-Za-z0-9-]{1,40}")
_MAC_BYTES = 16
_SHORTEST_SECRET = 16


class AnswerKeyError(ValueError):
    """The keys of the settings cannot be used; says what is wrong without showing them."""


@dataclass(frozen=True, slots=True)
class RowIdentity:
    """What one row asks. Grain: flag x number, as one office was asked on one night."""

    flag_key: str
    value_hash: str
    """Of the numbers the office was shown: an answer holds for these alone."""
    office_code: str
    night: date
    document_id: str
    locator: str
    """The first of the places where the number stands."""
    kind: str
    """``result`` or ``target``: which of the figures at that place."""
    number: int = 0
    """The row's number in the workbook, from 1; 0 where it was signed without one."""

    @property
    def subject(self) -> tuple[str, str, str, str]:
        """What is asked, whichever workbook asks it: rows of one subject have one answer."""
        return (self.flag_key, self.document_id, self.locator, self.kind)


@dataclass(frozen=True, slots=True)
class RowKeys:
    """Secrets by their ids; the first signs."""

    secrets_by_id: Mapping[str, bytes]

    def sign(self, identity: RowIdentity) -> str:
        """The token of a row, one line of ASCII."""
        key_id, secret = next(iter(self.secrets_by_id.items()))
        fields = [part.isoformat() if isinstance(part, date) else part for part in astuple(identity)]
        payload = _encoded(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode())
        return f"TD1.{key_id}.{payload}.{_mac(secret, key_id, payload)}"

    def verify(self, token: str) -> RowIdentity | None:
        """What a token says; null where it was not signed with one of these keys, or anything of it changed."""
        found = TOKEN.fullmatch(token.strip())
        secret = self.secrets_by_id.get(found[1]) if found else None
        if found is None or secret is None or not hmac.compare_digest(_mac(secret, found[1], found[2]), found[3]):
            return None
        try:
            flag, value_hash, office, night, document, locator, kind, *number = json.loads(_decoded(found[2]))
            return RowIdentity(flag, value_hash, office, date.fromisoformat(night), document, locator, kind, *number)
        except (ValueError, TypeError, binascii.Error):
            return None


def keys_of(settings: Settings) -> RowKeys:
    """The keys of the settings, then the one kept beside the data.

    Where none is set, one is made and kept in ``home/answer_key``, readable by its owner alone; it goes on verifying
    after others are set. Raises AnswerKeyError where the setting cannot be used.
    """
    named = _parse(settings.answer_keys.get_secret_value()) if settings.answer_keys else {}
    kept = settings.home / "answer_key"
    if not named and not kept.exists():
        _make(kept)
    own = _parse(kept.read_text(encoding="ascii").strip()) if kept.exists() else {}
    return RowKeys({**named, **{key_id: secret for key_id, secret in own.items() if key_id not in named}})


def _parse(text: str) -> dict[str, bytes]:
    keys: dict[str, bytes] = {}
    for number, entry in enumerate((part.strip() for part in text.split(",")), start=1):
        key_id, _, secret = entry.partition(":")
        if not _KEY_ID.fullmatch(key_id) or key_id in keys:
            raise AnswerKeyError(
                f"key {number} of WAREHOUSE_ANSWER_KEYS: write id:secret, each id once, of A-Z a-z 0-9 -"
            )
        if len(secret) < _SHORTEST_SECRET:
            raise AnswerKeyError(
                f"the secret of key {key_id!r} of WAREHOUSE_ANSWER_KEYS is shorter than {_SHORTEST_SECRET} characters"
            )
        keys[key_id] = secret.encode()
    return keys


def _make(path: Path) -> None:
    """A key of this machine, once: of two processes that make one the first is kept."""
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"local-{secrets.token_hex(4)}:{secrets.token_urlsafe(32)}\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(written, path)
    except FileExistsError:
        pass
    finally:
        written.unlink()


def _mac(secret: bytes, key_id: str, payload: str) -> str:
    return _encoded(hmac.new(secret, f"TD1.{key_id}.{payload}".encode(), hashlib.sha256).digest()[:_MAC_BYTES])


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
