from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from mail_server import MailServer

from warehouse.settings import Settings


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """No mail server: messages stay in the outbox."""
    return Settings(home=tmp_path)


@pytest.fixture
def mailing(tmp_path: Path, mail_server: MailServer) -> Settings:
    return Settings(home=tmp_path, smtp_url=mail_server.url)
