"""The tasks of ``ingest_news`` that ask the sources: one source a task, with its own retries."""

from __future__ import annotations

from typing import Any

from airflow.sdk import task

from dags.common import night_of_run
from warehouse.settings import settings


def has_sources() -> bool:
    """Whether any source is switched on, or the file has a mistake that ``list_sources`` should tell.

    Asked when the DAG is parsed: a night without sources then starts no task for them.
    """
    from ingest.news.sources import SourceError, load_sources

    try:
        return bool(load_sources(settings().news_sources).enabled())
    except SourceError:
        return True


@task
def list_sources() -> list[str]:
    """Names of the sources that are switched on."""
    from ingest.news.sources import load_sources

    return [source.name for source in load_sources(settings().news_sources).enabled()]


@task
def fetch_source(source: str, **context: Any) -> dict[str, int]:
    """Fetch one source; fails where its own listing could not be read, after all else was fetched."""
    from ingest.news.fetch import fetch_named

    return fetch_named(settings(), source, night_of_run(context)).to_json()
