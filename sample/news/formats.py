"""How an article arrives: as plain text, as a web page with its furniture, or as a line of a JSONL drop."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta, timezone
from html import escape
from random import Random

from sample.news import phrases
from sample.news.subject import Story

_ZONE = timezone(timedelta(hours=7))


def published_at(story: Story) -> datetime:
    """Late afternoon of the day, in Vietnam."""
    return datetime.combine(story.day, time(16, 45), _ZONE)


def as_text(story: Story, draw: Random) -> str:
    """Title, dateline with a visit counter, paragraphs, author, and the list a site leaves below."""
    day = story.day
    when = f"{phrases.WEEKDAYS[day.weekday()]}, ngày {day.day}/{day.month}/{day.year} - 16:45"
    dateline = f"{when} Lượt xem: {draw.randint(60, 990)}"
    footer = f"Tin liên quan\n\n{draw.choice(phrases.RELATED)}"
    return "\n\n".join((story.title, dateline, *story.paragraphs, story.author, footer)) + "\n"


def as_page(story: Story, draw: Random) -> str:
    """A web page: navigation, article, related links, a visit counter."""
    day = story.day
    paragraphs = "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in story.paragraphs)
    links = "".join(f'<li><a href="/muc-{number}">{name}</a></li>' for number, name in enumerate(phrases.NAVIGATION))
    related = "".join(f'<li><a href="/tin-{number}">{title}</a></li>' for number, title in enumerate(phrases.RELATED))
    title = escape(story.title, quote=False)
    online, visits = draw.randint(8, 90), draw.randint(120_000, 990_000)
    return f"""<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta property="og:title" content="{escape(story.title)}">
<meta property="article:published_time" content="{published_at(story).isoformat()}">
</head>
<body>
<nav><ul>{links}</ul></nav>
<main>
<article>
<h1>{title}</h1>
<p class="date">{phrases.WEEKDAYS[day.weekday()]}, {day.day}/{day.month}/{day.year} | 16:45 GMT+7</p>
{paragraphs}
<p class="author">{story.author}</p>
</article>
<aside><h2>Tin liên quan</h2><ul>{related}</ul></aside>
</main>
<footer><p>Đang trực tuyến: {online}</p><p>Tổng lượt truy cập: {visits}</p></footer>
</body>
</html>
"""


def as_line(story: Story, member: str) -> str:
    """One line of a JSONL drop, without its line break."""
    document = {
        "doc_id": member,
        "title": story.title,
        "published_at": published_at(story).astimezone(UTC).isoformat(),
        "url": f"https://tin.example.invalid/{member}",
        "text": "\n\n".join((story.title, *story.paragraphs, story.author)),
    }
    return json.dumps(document, ensure_ascii=False)
