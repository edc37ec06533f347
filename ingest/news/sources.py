"""The sources of news that are fetched: ``news_sources.yml``, typed and checked before anything is asked of anyone."""

from __future__ import annotations

import re
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

IPNetwork = IPv4Network | IPv6Network


class SourceError(ValueError):
    """``news_sources.yml`` cannot be used, or names no such source; the message says where and what to do."""


class SourceKind(StrEnum):
    FEED = "feed"
    """RSS or Atom."""
    SITEMAP = "sitemap"
    """A sitemap or an index of sitemaps."""
    LISTING = "listing"
    """A page that links to its articles."""


def _network(written: object) -> object:
    return ip_network(written) if isinstance(written, str) else written


def _pattern(written: object) -> object:
    if not isinstance(written, str):
        return written
    try:
        return re.compile(written)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from error


class _Checked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Checked):
    """One source. Addresses outside ``hosts`` and those of its own pages are never asked for."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=60)]
    """Short and lasting: the record of fetches knows the source by it."""
    kind: SourceKind
    urls: Annotated[tuple[str, ...], Field(min_length=1, max_length=50)]
    enabled: bool = True
    article_pattern: Annotated[re.Pattern[str] | None, BeforeValidator(_pattern)] = None
    """Searched in an article's whole address; required for a listing, where most links are no articles."""
    hosts: tuple[str, ...] = ()
    """Other hosts on which its articles lie."""
    delay_seconds: Annotated[float, Field(ge=0, le=300)] = 2.0
    """Between two requests to one host; a longer Crawl-delay of its robots.txt is kept, up to ``patience_seconds``."""
    max_articles: Annotated[int, Field(ge=1, le=10_000)] = 200
    """Asked for in one night; what is left over comes the next."""
    max_minutes: Annotated[float, Field(gt=0, le=600)] = 30.0
    """For a whole run: listings, articles, and every wait between them."""
    recheck_days: Annotated[int, Field(ge=0, le=3650)] = 3
    """An article listed is asked for again for so many days after its first fetch, in case it was changed; so is one
    that was refused, which later comes only where the listing says that it was changed."""
    stale_after_days: Annotated[int, Field(ge=1, le=3650)] = 14
    """A source without anything new for longer is told of."""
    max_page_bytes: Annotated[int, Field(ge=1_000, le=50_000_000)] = 8_000_000
    connect_seconds: Annotated[float, Field(gt=0, le=120)] = 10.0
    read_seconds: Annotated[float, Field(gt=0, le=300)] = 20.0
    total_seconds: Annotated[float, Field(gt=0, le=900)] = 60.0
    """For one request, from the name's look-up to the last byte."""
    attempts: Annotated[int, Field(ge=1, le=10)] = 3
    backoff_seconds: Annotated[float, Field(ge=0, le=60)] = 2.0
    """Before the second attempt; doubled before each further one."""
    patience_seconds: Annotated[float, Field(ge=0, le=3600)] = 120.0
    """The longest wait a Retry-After or a Crawl-delay is granted; a longer one ends the source for tonight."""
    private_networks: tuple[Annotated[IPNetwork, BeforeValidator(_network)], ...] = ()
    """Networks that are not of the public internet and may be asked all the same: an intranet's portal."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for url in self.urls:
            parts = urlsplit(url)
            if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
                raise ValueError(f"urls: {url!r} is no plain http or https address")
        if self.kind is SourceKind.LISTING and self.article_pattern is None:
            raise ValueError("article_pattern: a listing needs one, for most of its links are no articles")
        return self


class Sources(_Checked):
    """Every source, those switched off included."""

    contact: str | None = None
    """A mail or web address told to the sites with every request, so that they can complain."""
    sources: tuple[Source, ...] = ()

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        names = [source.name for source in self.sources]
        if repeated := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"sources: the name {repeated[0]} stands twice")
        return self

    @property
    def user_agent(self) -> str:
        contact = f" (+{self.contact})" if self.contact else ""
        return f"thi-dua-warehouse/0.1{contact}"

    def enabled(self) -> tuple[Source, ...]:
        return tuple(source for source in self.sources if source.enabled)

    def named(self, name: str) -> Source:
        """The source of that name. Raises ``SourceError`` where there is none."""
        found = next((source for source in self.sources if source.name == name), None)
        if found is None:
            known = ", ".join(source.name for source in self.sources) or "none"
            raise SourceError(f"no source is named {name!r}; named are: {known}")
        return found


def load_sources(path: Path) -> Sources:
    """The sources of a file; none where it does not exist. Raises ``SourceError`` naming the file and the field."""
    if not path.exists():
        return Sources()
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: is no YAML: {error}") from error
    try:
        return Sources.model_validate(written or {})
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, each['loc'])) or 'the file'}: {each['msg']}" for each in error.errors())
        raise SourceError(f"{path}: {told}") from error
