"""What nobody's run fails at: a night that did not come, a source gone quiet, an odd volume, a disk filling up, mail
that does not arrive.

``observe`` reads the landing zone, the published manifest and the ledger; the judgements are functions of what it saw.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from alerts.delivery import DigestSummary, published_night
from alerts.digest import address_of
from alerts.incidents import Incident, Words, open_incidents, settle
from alerts.ledger import Kind, Ledger, Message, State
from warehouse.catalogue import Catalogue
from warehouse.database import connect
from warehouse.figure import SourceKind
from warehouse.landing import Landing
from warehouse.loads import unfinished
from warehouse.settings import Settings
from warehouse.vietnamese import format_number

FAMILIES = ("deadline", "held", "source:", "volume:", "disk", "message:", "mail_server")
"""Beginnings of the keys that are judged here."""

LEAST_GAPS = 5
"""Fewer pauses between deliveries make no rhythm."""
LEAST_QUIET_DAYS = 3
LEAST_NIGHTS = 7
"""Fewer earlier nights make no band of volumes."""
LEAST_DOCUMENTS = 20
"""Smaller nights are not judged by their volume."""
LOOKS_BACK = timedelta(days=120)

NAMES = {SourceKind.UNIT_REPORT: "tệp báo cáo của đơn vị", SourceKind.NEWS: "bài viết"}
NAMES_EN = {SourceKind.UNIT_REPORT: "reports of units", SourceKind.NEWS: "articles"}


@dataclass(frozen=True, slots=True)
class Volume:
    """What one kind of source brought on one night."""

    documents: int
    set_aside: int
    figures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """Everything a judgement needs, at one moment."""

    expected: date
    """The night that has to be published by now."""
    published: date | None
    unfinished: tuple[SourceKind, ...]
    """Of the expected night."""
    nights: Mapping[str, tuple[date, ...]]
    """Nights on which a source, by kind or name, brought something new."""
    declared: Mapping[str, int]
    """Days of silence that the configuration allows a source; only these sources of news are judged."""
    volumes: Mapping[SourceKind, Mapping[date, Volume]]
    free_pct: Decimal
    messages: tuple[Message, ...]
    addresses: Mapping[str, frozenset[str | None]]
    """Where each office is told today."""
    open_keys: frozenset[str]


def watch(settings: Settings, now: datetime, declared: Mapping[str, int]) -> DigestSummary:
    """Look at everything once, and tell what began and what is over."""
    seen = observe(settings, now, declared)
    return settle(settings, now, FAMILIES, list(incidents_in(seen, settings)))


def incidents_in(seen: Observed, settings: Settings) -> Iterator[Incident]:
    """What is wrong at one moment."""
    yield from deadline(seen, settings.night_deadline_hour)
    yield from quiet(seen)
    yield from volumes(seen)
    yield from disk(seen, settings.disk_free_pct)
    yield from undelivered(seen)


def deadline(seen: Observed, hour: int) -> Iterator[Incident]:
    """The night is not published by its hour, or is published and its digests are held."""
    if seen.published is not None and seen.published < seen.expected:
        yield Incident(
            key="deadline",
            vi=Words(
                f"Đêm {seen.expected:%d/%m/%Y} chưa được phát hành trước {hour} giờ",
                f"Người đọc vẫn đang xem số liệu đêm {seen.published:%d/%m/%Y}.",
                "Mở Airflow, xem DAG nào đỏ, đang dừng (paused) hoặc chưa chạy; kiểm tra bộ lập lịch (scheduler).",
            ),
            en=Words(
                f"The night of {seen.expected:%d/%m/%Y} was not published by {hour}:00",
                f"Readers still see the night of {seen.published:%d/%m/%Y}.",
                "Open Airflow, look which DAG is red, paused or did not run; check the scheduler.",
            ),
            anchor="a-night-is-missing",
        )
    if seen.unfinished:
        kinds = " và ".join(NAMES[kind] for kind in seen.unfinished)
        yield Incident(
            key="held",
            vi=Words(
                f"Thư của đêm {seen.expected:%d/%m/%Y} chưa được gửi",
                f"Việc nạp {kinds} của đêm này chưa xong hoặc chỉ xong một phần, nên chưa báo cho cơ quan nào.",
                "Sửa tác vụ bị lỗi của DAG nạp rồi Clear; nạp xong, chạy build_warehouse với tham số night của đêm này"
                " thì thư được gửi ngay; nếu không, nội dung đi cùng thư đêm sau.",
            ),
            en=Words(
                f"The messages of the night of {seen.expected:%d/%m/%Y} are held",
                f"The load of {' and '.join(NAMES_EN[kind] for kind in seen.unfinished)} is not through, or in part.",
                "Mend the failed task of the loading DAG, then Clear it; once it is through, run build_warehouse with"
                " this night and the messages go out, or they go with those of the next night.",
            ),
            anchor="a-night-is-missing",
        )


def quiet(seen: Observed) -> Iterator[Incident]:
    """A source has brought nothing for longer than it usually does, or than its configuration allows."""
    for source, nights in sorted(seen.nights.items()):
        allowed = allowed_days(nights, seen.declared.get(source))
        silent = (seen.expected - nights[-1]).days if nights else 0
        if allowed is None or silent <= allowed:
            continue
        is_kind = source in tuple(SourceKind)
        name = NAMES[SourceKind(source)] if is_kind else f"nguồn tin {source}"
        since = f"{nights[-1]:%d/%m/%Y}"
        yield Incident(
            key=f"source:{source}",
            vi=Words(
                f"Không có {name} mới từ {since}" if is_kind else f"Nguồn tin {source} im lặng",
                f"Đã {silent} ngày không có gì mới; bình thường không quá {allowed} ngày.",
                "Xem thư mục nhận tệp (inbox) có được gắn và có tệp mới không."
                if is_kind
                else f"Chạy: warehouse fetch --source {source}; sửa mục của nguồn trong news_sources.yml, hoặc tắt nó.",
            ),
            en=Words(
                f"No new {NAMES_EN[SourceKind(source)]} since {since}" if is_kind else f"The source {source} is quiet",
                f"Nothing new for {silent} days; usually no more than {allowed}.",
                "Look whether the inbox is mounted and holds new files."
                if is_kind
                else f"Run: warehouse fetch --source {source}; mend its entry in news_sources.yml, or switch it off.",
            ),
            anchor="a-source-of-news-brings-nothing" if not is_kind else "the-inbox-brings-nothing",
        )


def allowed_days(nights: Sequence[date], declared: int | None) -> int | None:
    """Days of silence that are usual: twice the longest but one of the last pauses; else what is declared, else null.

    The longest is left out, so that one outage of the past does not excuse the next.
    """
    last = nights[-21:]
    gaps = sorted((later - earlier).days for earlier, later in pairwise(last))
    if len(gaps) < LEAST_GAPS:
        return declared
    return max(LEAST_QUIET_DAYS, 2 * gaps[-2])


def volumes(seen: Observed) -> Iterator[Incident]:
    """The last night brought far more or fewer documents than earlier nights, or far more could not be read."""
    for kind, by_night in seen.volumes.items():
        if not by_night or kind in seen.unfinished:
            continue
        last = max(by_night)
        earlier = [volume for night, volume in sorted(by_night.items()) if night < last][-60:]
        if len(earlier) < LEAST_NIGHTS:
            continue
        if told := _odd(by_night[last], earlier):
            yield Incident(
                key=f"volume:{kind.value}",
                vi=Words(
                    f"Khối lượng {NAMES[kind]} đêm {last:%d/%m/%Y} khác thường",
                    told[0],
                    "Kiểm tra nguồn gửi và danh sách tệp bị để riêng; nếu đúng là như vậy thì không cần làm gì.",
                ),
                en=Words(
                    f"An odd volume of {NAMES_EN[kind]}, night of {last:%d/%m/%Y}",
                    told[1],
                    "Check where they come from and the files set aside; where it is right, nothing is to be done.",
                ),
                anchor="an-odd-volume",
            )


def _odd(volume: Volume, earlier: Sequence[Volume]) -> tuple[str, str] | None:
    """What is odd, in Vietnamese and in English."""
    documents = sorted(one.documents for one in earlier)
    least, most = documents[len(documents) // 10], documents[-1]
    if volume.documents > max(3 * most, LEAST_DOCUMENTS) or (4 * volume.documents < least and least >= LEAST_DOCUMENTS):
        return (
            f"Có {_number(volume.documents)} tài liệu; các đêm trước từ {_number(least)} đến {_number(most)}.",
            f"{volume.documents:,} documents; earlier nights brought {least:,} to {most:,}.",
        )
    all_before, aside_before = sum(documents), sum(one.set_aside for one in earlier)
    if (
        volume.documents >= LEAST_DOCUMENTS
        and 10 * volume.set_aside >= 3 * volume.documents
        and volume.set_aside * all_before > 3 * aside_before * volume.documents
    ):
        return (
            f"{_number(volume.set_aside)} trong {_number(volume.documents)} tài liệu không đọc được; các đêm trước"
            f" {_number(aside_before)} trong {_number(all_before)}.",
            f"{volume.set_aside:,} of {volume.documents:,} documents could not be read; on earlier nights"
            f" {aside_before:,} of {all_before:,}.",
        )
    figures = sum(one.figures for one in earlier)
    if volume.documents >= LEAST_DOCUMENTS and 4 * volume.figures * all_before < figures * volume.documents:
        return (
            f"{_number(volume.documents)} tài liệu chỉ cho {_number(volume.figures)} số liệu; các đêm trước"
            f" {_number(all_before)} tài liệu cho {_number(figures)}.",
            f"{volume.documents:,} documents gave {volume.figures:,} figures; on earlier nights {all_before:,}"
            f" documents gave {figures:,}.",
        )
    return None


def disk(seen: Observed, least_pct: int) -> Iterator[Incident]:
    """Little room is left. It is over two percent above the bound, so that it does not come and go."""
    bound = least_pct + 2 if "disk" in seen.open_keys else least_pct
    if seen.free_pct < bound:
        yield Incident(
            key="disk",
            vi=Words(
                "Ổ đĩa sắp đầy",
                f"Chỉ còn {format_number(seen.free_pct)}% chỗ trống (ngưỡng báo {least_pct}%).",
                "Xoá thư mục build (không mất gì), chuyển bản sao lưu cũ đi, hoặc mở rộng ổ đĩa.",
            ),
            en=Words(
                "The disk fills up",
                f"{seen.free_pct}% is free; less than {least_pct}% is reported.",
                "Delete the folder build (nothing is lost), move old backups away, or enlarge the disk.",
            ),
            anchor="the-disk-fills-up",
        )


def undelivered(seen: Observed) -> Iterator[Incident]:
    """The last message to an address was refused or parked, or a chat took it in part; or a mail server puts everything
    off.
    """
    last: dict[tuple[str, str, str | None], Message] = {}
    for message in seen.messages:
        if message.kind is not Kind.INCIDENT and not message.delivery.is_pending:
            last[message.office_code, message.channel, message.address] = message
    for (office, channel, address), message in sorted(last.items(), key=lambda one: str(one[0])):
        if not _is_lacking(message) or address not in seen.addresses.get(office, frozenset()):
            continue
        yield Incident(
            key=f"message:{office}|{channel}:{address}",
            vi=Words(
                f"Thư gửi {office} không đến {'nơi' if message.has_failed else 'hết các nơi'}",
                f"Nơi nhận {address} ({channel}): {message.delivery.reply}.",
                "Sửa địa chỉ trong offices.csv hoặc office_contacts.csv, hoặc gửi lại:"
                f" warehouse resend {message.key[:8]}.",
            ),
            en=Words(
                f"A message to {office} did not arrive{'' if message.has_failed else ' everywhere'}",
                f"{address} ({channel}): {message.delivery.reply}.",
                "Correct the address in offices.csv or office_contacts.csv, or send it again:"
                f" warehouse resend {message.key[:8]}.",
            ),
            anchor="a-message-does-not-arrive",
        )
    waiting = [one for one in seen.messages if one.state is State.DEFERRED and one.delivery.attempts >= 3]
    if waiting:
        yield Incident(
            key="mail_server",
            vi=Words(
                "Máy chủ thư chưa nhận thư",
                f"{len(waiting)} thư đã thử từ ba lần trở lên; trả lời gần nhất: {waiting[-1].delivery.reply}.",
                "Kiểm tra máy chủ thư và WAREHOUSE_SMTP_URL, hoặc kết nối warehouse_smtp; thư tự được gửi lại.",
            ),
            en=Words(
                "The mail server takes no mail",
                f"{len(waiting)} messages were tried three times or more; last answer: {waiting[-1].delivery.reply}.",
                "Check the mail server and WAREHOUSE_SMTP_URL, or the connection warehouse_smtp; messages go out again"
                " by themselves.",
            ),
            anchor="a-message-does-not-arrive",
        )


def _is_lacking(message: Message) -> bool:
    """It did not arrive, or not at every address of a chat: what was taken whole has no reply."""
    is_partial = message.channel == "chat" and message.state is State.SENT and message.delivery.reply is not None
    return message.has_failed or is_partial


def observe(settings: Settings, now: datetime, declared: Mapping[str, int]) -> Observed:
    """What stands at this moment. ``declared`` names the sources of news that are switched on."""
    landing = Landing(settings.landing)
    landing.prepare()
    expected = expected_night(settings, now)
    messages = tuple(Ledger(landing, settings.outbox).messages)
    offices = {message.office_code for message in messages if _is_lacking(message)}
    catalogue = Catalogue.load(settings.seeds, settings.catalogue_extra) if offices else None
    usage = shutil.disk_usage(settings.home)
    with connect() as database:
        since = {"since": expected - LOOKS_BACK}
        arrived = database.execute(_ARRIVED, {"deliveries": landing.glob("deliveries"), **since}).fetchall()
        fetched = database.execute(_FETCHED, {"fetches": landing.glob("fetches"), **since}).fetchall()
        read = database.execute(
            _VOLUMES, {"documents": landing.glob("documents"), "deliveries": landing.glob("deliveries"), **since}
        ).fetchall()
    nights: defaultdict[str, list[date]] = defaultdict(list)
    for source, night in (*arrived, *(row for row in fetched if row[0] in declared)):
        nights[source].append(night)
    volumes_of: dict[SourceKind, dict[date, Volume]] = {kind: {} for kind in SourceKind}
    for kind, night, documents, set_aside, figures in read:
        volumes_of[SourceKind(kind)][night] = Volume(documents, set_aside, figures)
    return Observed(
        expected=expected,
        published=published_night(settings),
        unfinished=unfinished(landing, expected),
        nights={source: tuple(sorted(found)) for source, found in nights.items()},
        declared=declared,
        volumes=volumes_of,
        free_pct=(Decimal(100 * usage.free) / usage.total).quantize(Decimal("0.1")),
        messages=messages,
        addresses={
            code: frozenset(address_of(contact) for contact in catalogue.contacts_of(code))
            if catalogue
            else frozenset()
            for code in offices
        },
        open_keys=frozenset(open_incidents(settings)),
    )


def expected_night(settings: Settings, now: datetime) -> date:
    """The last night whose hour of publication has passed."""
    local = now.astimezone(settings.zone)
    last = local.replace(hour=settings.night_deadline_hour, minute=0, second=0, microsecond=0)
    return settings.night_of(last if last <= local else last - timedelta(days=1))


def _number(count: int) -> str:
    return format_number(Decimal(count))


_ARRIVED = """
select distinct source_kind, night
from read_parquet($deliveries, hive_partitioning = false)
where night >= $since
"""

_FETCHED = """
select distinct source_name, night
from read_parquet($fetches, hive_partitioning = false)
where night >= $since and page_kind = 'article' and outcome in ('new', 'changed')
"""

# Grain: one source kind and night; only chunks whose deliveries stand are landed.
_VOLUMES = """
select
    source_kind,
    night,
    count(*) as documents,
    count(*) filter (where status = 'quarantined') as set_aside,
    cast(sum(figure_count) as bigint) as figures
from read_parquet($documents, hive_partitioning = false)
where
    night >= $since
    and chunk_id in (select chunk_id from read_parquet($deliveries, hive_partitioning = false))
group by source_kind, night
"""
