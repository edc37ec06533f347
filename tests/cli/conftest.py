"""Commands run over a home of their own, never the repository's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse.settings import settings


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("WAREHOUSE_HOME", str(tmp_path))
    settings.cache_clear()
    yield
    settings.cache_clear()
