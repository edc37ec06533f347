"""What every test shares: the order of the files."""

from __future__ import annotations

import pytest

LONGEST_FIRST = (
    "tests/test_whole_night.py",
    "tests/dbt_project/test_marts.py",
    "tests/serving/test_publish.py",
    "tests/dbt_project/test_deliveries.py",
    "tests/dbt_project/test_dbt_flags.py",
    "tests/alerts/test_send_digests.py",
    "tests/ingest/news/test_news_in_children.py",
    "tests/serving/test_publish_under_readers.py",
)
"""Files of minutes start first, so that two workers end together."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files keep their inner order."""

    def rank(item: pytest.Item) -> int:
        name = item.nodeid.partition("::")[0]
        return LONGEST_FIRST.index(name) if name in LONGEST_FIRST else len(LONGEST_FIRST)

    items.sort(key=rank)
