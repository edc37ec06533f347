"""One article as a page: its text with every figure and award where it stands, and the whole record of each beside it.

Self-contained, in Vietnamese, without network: the style and the one script stand in the page and the page's own policy
admits nothing else. The text is other people's: it is escaped, and characters that would turn the reading direction
are shown by their names instead of obeyed.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from serving.article_marks import AWARD, Mark, Segment, segments_of
from serving.article_records import Row, award_heading, award_rows, figure_heading, figure_printed, figure_rows
from warehouse.figure import Figure, FigureKind
from warehouse.records import Award, Severity

MOST_FIGURES, MOST_AWARDS = 1_500, 500
"""Most marks shown; a text that holds more is a table or damage, and its page must still open."""

SEVERITIES = [severity.value for severity in Severity]
"""The gravest first."""

TEMPLATES = Path(__file__).parent / "templates"

_CONTROL_RE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_WEB_ADDRESS_RE = re.compile(r"https?://[^\s\"'<>]+\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedFlag:
    """A rule's finding at a place of the article; ``locator`` is empty where it speaks of the whole."""

    locator: str
    severity: str
    name: str
    message: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """What the page shows. Every span is one of ``text``."""

    text: str
    title: str | None
    source: str
    """Path as delivered, with the member where the file holds many."""
    url: str | None
    author: str | None
    published_at: datetime | None
    received_at: datetime | None
    unit: str | None
    period: str
    notes: tuple[str, ...]
    """What a reader must know first: why the article was set aside, that it repeats another."""
    figures: Sequence[Figure]
    awards: Sequence[Award]
    flags: Sequence[PlacedFlag] | None
    """Null where no published file tells of flags."""
    indicator_names: Mapping[str, str]
    unit_names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list beside the text, with its record."""

    key: str
    """Id of its place in the text: ``f3`` or ``a1``."""
    number: str
    kind: str
    """``target``, ``result`` or ``award``."""
    kind_label: str
    printed: str
    """The number, or the award, as printed."""
    heading: str
    rows: tuple[Row, ...]
    flags: tuple[PlacedFlag, ...]

    @property
    def severity(self) -> str | None:
        """Of its gravest flag."""
        return min((flag.severity for flag in self.flags), key=SEVERITIES.index, default=None)

    @property
    def spoken(self) -> str:
        """What a screen reader says of its place in the text."""
        flagged = ", có cảnh báo" if self.flags else ""
        return f"{self.kind_label} {self.number}: {self.printed}. {self.heading}{flagged}"


def render_article(article: ArticlePage) -> str:
    """The page as HTML text. The same article gives the same bytes."""
    style, script = (_template(name) for name in ("article.css", "article.js"))
    figures, awards = article.figures[:MOST_FIGURES], article.awards[:MOST_AWARDS]
    by_place = _by_place(article.flags or ())
    entries = [_figure_entry(number, figure, article, by_place) for number, figure in enumerate(figures, start=1)]
    award_entries = [_award_entry(number, award) for number, award in enumerate(awards, start=1)]
    marks = [_mark(entry, figure) for entry, figure in zip(entries, figures, strict=True)]
    marks += [
        Mark(entry.key, AWARD, award.quote_start, award.quote_end, award.quote_end, award.quote_end, None)
        for entry, award in zip(award_entries, awards, strict=True)
    ]
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = shown
    environment.filters["plain"] = plain
    environment.filters["day"] = lambda moment: f"{moment:%d/%m/%Y}"
    return environment.get_template("article.vi.html").render(
        article=article,
        style=Markup(style),  # noqa: S704  # our own file
        script=Markup(script),  # noqa: S704  # our own file
        style_hash=_policy_hash(style),
        script_hash=_policy_hash(script),
        segments=segments_of(article.text, marks),
        entries={entry.key: entry for entry in [*entries, *award_entries]},
        figures=entries,
        awards=award_entries,
        left_out=len(article.figures) - len(figures) + len(article.awards) - len(awards),
        whole_flags=by_place.get("", ()),
        link=article.url if article.url and _WEB_ADDRESS_RE.match(article.url) else None,
    )


def shown(text: object) -> Markup:
    """Text of others for the page: escaped, with control characters shown by their code points."""
    return Markup(_CONTROL_RE.sub(_named, str(escape(text))))  # noqa: S704  # escaped in this line


def plain(text: object) -> str:
    """Text of others for an attribute, which holds no elements; escaped by the template."""
    return _CONTROL_RE.sub(lambda control: f"[{_code_point(control)}]", str(text))


def _named(control: re.Match[str]) -> str:
    name = escape(unicodedata.name(control.group(), "control character"))
    return f'<span class="control" title="{name}">{_code_point(control)}</span>'


def _code_point(control: re.Match[str]) -> str:
    return f"U+{ord(control.group()):04X}"


def _template(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8").strip()


def _policy_hash(inline: str) -> str:
    """How a Content-Security-Policy names an inline style or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()


def _by_place(flags: Sequence[PlacedFlag]) -> dict[str, tuple[PlacedFlag, ...]]:
    places: dict[str, tuple[PlacedFlag, ...]] = {}
    for flag in flags:
        places[flag.locator] = (*places.get(flag.locator, ()), flag)
    return places


def _figure_entry(
    number: int, figure: Figure, article: ArticlePage, by_place: Mapping[str, tuple[PlacedFlag, ...]]
) -> Entry:
    return Entry(
        key=f"f{number}",
        number=str(number),
        kind=figure.kind.value,
        kind_label="Chỉ tiêu" if figure.kind is FigureKind.TARGET else "Kết quả",
        printed=figure_printed(figure),
        heading=figure_heading(figure, article.indicator_names),
        rows=figure_rows(figure, article.indicator_names, article.unit_names),
        flags=by_place.get(figure.locator, ()),
    )


def _award_entry(number: int, award: Award) -> Entry:
    labels = {"award": "Khen thưởng", "rating": "Xếp loại", "role": "Vai trò"}
    return Entry(
        key=f"a{number}",
        number=f"K{number}",
        kind=AWARD,
        kind_label=labels.get(award.event_type, award.event_type),
        printed=award.award,
        heading=award_heading(award),
        rows=award_rows(award),
        flags=(),
    )


def _mark(entry: Entry, figure: Figure) -> Mark:
    """Where a figure stands: its quote, and in it the number. What was read elsewhere stands nowhere in the text."""
    start, stop = figure.quote_start, figure.quote_end
    if start is None or stop is None:
        return Mark(entry.key, entry.kind, 0, 0, 0, 0, entry.severity)
    begin, _, end = figure.locator.partition(":")
    number = (int(begin), int(end)) if begin.isdecimal() and end.isdecimal() else (start, start)
    return Mark(entry.key, entry.kind, min(start, number[0]), max(stop, number[1]), *number, entry.severity)


__all__ = ["ArticlePage", "PlacedFlag", "Segment", "render_article"]
