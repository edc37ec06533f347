"""Every setting, in one place: the only reader of the environment.

Each field is set by an environment variable ``WAREHOUSE_<FIELD>`` or by a line of ``.env``;
``.env.example`` lists them all.
"""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Where things lie, how big they may be, and whom to tell. Paths derive from ``home`` unless set."""

    model_config = SettingsConfigDict(
        env_prefix="WAREHOUSE_", env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    home: Path = Field(PROJECT_ROOT / "data", description="Root of everything the warehouse reads and writes")
    build_dir: Path | None = Field(None, description="Folder of what is being built; home/build where unset")
    published_dir: Path | None = Field(None, description="Folder of what readers open; home/published where unset")
    inbox_url: str | None = Field(
        None, description="Where workbooks are dropped where it is not home/inbox: s3://bucket/inbox, file:///srv/inbox"
    )
    news_drop_url: str | None = Field(None, description="Where articles are dropped where it is not home/news")
    timezone: str = Field("Asia/Ho_Chi_Minh", description="Zone in which nights and deadlines are told")
    night_turns_at_hour: int = Field(
        12, ge=0, le=23, description="A run before this local hour belongs to the night before"
    )
    dbt_project_dir: Path = Field(PROJECT_ROOT / "dbt_project", description="The dbt project")
    dbt_threads: int = Field(2, ge=1, description="Threads of a dbt build")

    news_sources: Path = Field(PROJECT_ROOT / "news_sources.yml", description="The sources of news that are fetched")
    fetch_workers: int = Field(8, ge=1, description="Sources of news fetched at once at the console")

    chunk_files: int = Field(500, ge=1, description="Files read by one mapped task")
    max_file_bytes: int = Field(100_000_000, ge=1, description="A larger file is quarantined unread")
    max_inflated_bytes: int = Field(500_000_000, ge=1, description="A workbook that inflates past this is quarantined")
    max_cells: int = Field(5_000_000, ge=1, description="A sheet with more cells is quarantined")
    read_workers: int = Field(2, ge=1, description="Child processes that read the files of one chunk")
    parse_seconds: int = Field(60, ge=1, description="Seconds one workbook may take")
    parse_memory_bytes: int = Field(2_000_000_000, ge=1, description="Memory a process that reads workbooks may hold")
    news_seconds: int = Field(30, ge=1, description="Seconds an article, or some lines of a JSONL, may take")
    news_memory_bytes: int = Field(1_000_000_000, ge=1, description="Memory a process that reads news may hold")

    published_generations: int = Field(3, ge=2, description="Publications that stay on disk, the current one included")
    report_workbook_rows: int = Field(
        20_000, ge=1, le=1_000_000, description="Most rows of a sheet of the published report workbook, newest first"
    )

    postgres_url: str | None = Field(
        None,
        description="postgresql://publisher:password@host:port/database: the marts are published there beside the "
        "files; unset, nowhere else. In Airflow the connection warehouse_postgres stands before it",
    )
    postgres_admin_url: str | None = Field(
        None,
        description="The same database as one who may make roles there: read by `warehouse postgres setup` and `roles` "
        "alone; WAREHOUSE_POSTGRES_URL where unset",
    )

    superset_postgres_url: str | None = Field(
        None,
        description="The same database as a reader's log-in, postgresql://office_tld_data:password@host/database:"
        " Superset gets a second dashboard on it",
    )

    smtp_url: str | None = Field(
        None,
        description="smtp://user:password@host:port, smtp+starttls://… (never without TLS) or smtps://… ;"
        " unset, messages stay in the outbox. In Airflow the connection warehouse_smtp is used where there is one",
    )
    smtp_ca_file: Path | None = Field(
        None,
        description="Certificates (PEM) the mail server's own is checked against, where the system's do not know it",
    )
    chat_config: Path | None = Field(
        None, description="Apprise configuration (YAML) of chats and webhooks, each tagged with the name contacts use"
    )
    reminder_days: int = Field(
        7, ge=0, le=365, description="Days after which an office is reminded of what it has not answered; 0 for never"
    )
    operators_to: str | None = Field(
        None,
        description="Who runs the warehouse and is told what broke: mail addresses or chat names, by commas;"
        " where unset, the contacts of the office TLD.DATA",
    )
    runbook_url: str = Field("docs/runbook.md", description="Where those people open the runbook")
    night_deadline_hour: int = Field(6, ge=0, le=23, description="Local hour by which a night has to be published")
    disk_free_pct: int = Field(10, ge=0, le=90, description="Less free space than this, in percent, is reported")
    sending_seconds: int = Field(
        900, ge=1, description="Seconds one run hands messages over; the others wait for the next run"
    )
    mail_from: str = Field(
        "thi-dua@example.invalid",
        description="Sender of the digests; where WAREHOUSE_IMAP_URL is set, its address: offices answer there",
    )
    imap_url: SecretStr | None = Field(
        None,
        description="A mailbox that offices answer to, imaps://user:password@host/INBOX: its attachments are an inbox",
    )
    imap_authserv_id: str | None = Field(
        None,
        description="Name under which the receiving server writes Authentication-Results: a sender then needs its"
        " dmarc=pass; unset, the From address alone decides",
    )
    max_mail_bytes: int = Field(50_000_000, ge=1, description="A larger message of the mailbox is left unread")
    public_url: str | None = Field(
        None, description="Where readers open what is published, for links in messages: https://thi-dua.example.vn"
    )
    answer_keys: SecretStr | None = Field(
        None,
        description="Keys that sign the rows of correction workbooks, id:secret,id:secret; the first signs, the others"
        " verify older workbooks. Unset, one is made and kept in home/answer_key",
    )
    language: str = Field("vi", description="Language of messages where an office sets none")

    @property
    def inbox(self) -> Path:
        """``inbox/<office_code>/…``: workbooks as offices send them."""
        return self.home / "inbox"

    @property
    def news_drop(self) -> Path:
        """Articles dropped as .txt, .html or .jsonl."""
        return self.home / "news"

    @property
    def landing(self) -> Path:
        return self.home / "landing"

    @property
    def catalogue_extra(self) -> Path:
        """A federation's own units, offices and memberships beside the seeds: CSV files of the seeds' columns.

        Its folder ``layouts`` holds the federation's own layouts of workbooks (YAML).
        """
        return self.home / "catalogue"

    @property
    def seeds(self) -> Path:
        return self.dbt_project_dir / "seeds"

    @property
    def build(self) -> Path:
        """Derived and private: the DuckDB file being built, dbt's target. Deleting it loses nothing."""
        return self.build_dir or self.home / "build"

    @property
    def build_database(self) -> Path:
        return self.build / "build.duckdb"

    @property
    def published(self) -> Path:
        """What readers open: replaced whole, never written in place."""
        return self.published_dir or self.home / "published"

    @property
    def published_database(self) -> Path:
        return self.published / "serving.duckdb"

    @property
    def outbox(self) -> Path:
        return self.home / "outbox"

    @property
    def previews(self) -> Path:
        """Pages of the workbooks in which no table was understood, for the people who keep the layouts."""
        return self.outbox / "previews"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def as_of(self, night: date) -> Settings:
        """The same landing zone, with what is built and published for a past night in a folder of its own."""
        root = self.home / "replays" / night.isoformat()
        return self.model_copy(update={"build_dir": root / "build", "published_dir": root / "published"})

    def child_environment(self, **extra: str) -> dict[str, str]:
        """The environment for a child process: this one's, with the settings spelled out."""
        return {
            **os.environ,
            "WAREHOUSE_HOME": str(self.home.resolve()),
            "WAREHOUSE_LANDING": str(self.landing.resolve()),
            "WAREHOUSE_BUILD": str(self.build.resolve()),
            "WAREHOUSE_CATALOGUE_EXTRA": str(self.catalogue_extra.resolve()),
            "WAREHOUSE_NEWS_SOURCES": str(self.news_sources.resolve()),
            "WAREHOUSE_THREADS": str(self.dbt_threads),
            **extra,
        }

    def night_of(self, instant: datetime) -> date:
        """The reporting night an instant belongs to: early hours belong to the evening before."""
        return (instant.astimezone(self.zone) - timedelta(hours=self.night_turns_at_hour)).date()


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
