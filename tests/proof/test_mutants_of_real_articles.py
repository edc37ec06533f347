"""One edit to a real article raises what it should and nothing else: the reader and the gate, edit by edit.

The articles are other people's text and stand outside the project, at ``../shared/articles``.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from expectations.gate import judge
from ingest.context import DocumentContext
from ingest.news.read import read_news
from warehouse.catalogue import Catalogue
from warehouse.database import connect
from warehouse.figure import SourceKind, stable_id
from warehouse.landing import Chunk, Landing
from warehouse.records import Delivery
from warehouse.settings import Settings

ARTICLES = Path(__file__).parents[3] / "shared" / "articles"
NIGHT = date(2024, 3, 10)

pytestmark = pytest.mark.skipif(
    not ARTICLES.is_dir(), reason="the five real articles (../shared/articles) are not here"
)

Raised = frozenset[tuple[str, str]]
"""Rules with their severity."""


@dataclass(frozen=True)
class Mutant:
    """An article in which some words are others, and what is raised that the untouched one does not raise."""

    name: str
    article: str
    edits: tuple[tuple[str, str], ...]
    raised: Raised
    silenced: Raised = frozenset()


def mutant(
    name: str, article: str, *edits: tuple[str, str], silenced: tuple[str, str] | None = None, **raised: str
) -> Mutant:
    return Mutant(name, article, edits, frozenset(raised.items()), frozenset([silenced] if silenced else []))


MUTANTS = (
    mutant("122,7 with its digits exchanged", "002", ("122,7%", "127,2%"), percent_disagrees="fatal"),
    mutant("141 with its digits exchanged", "002", ("141%", "114%"), percent_disagrees="fatal"),
    mutant("141 cut off", "002", ("141%", "140%"), percent_truncated="info"),
    mutant("141 one off", "002", ("141%", "142%"), percent_disagrees="query"),
    mutant("27/22 turned over", "002", ("27/22", "22/27"), ratio_swapped="query"),
    mutant("744 with a hundred more", "002", ("744/824", "844/824"), percent_disagrees="fatal"),
    mutant("thousands with a comma", "002", ("2.425/1.720", "2,425/1,72"), count_not_integer="fatal"),
    mutant(
        "more than all grassroots unions",
        "002",
        ("100% Công đoàn cơ sở", "103% Công đoàn cơ sở"),
        share_over_100="fatal",
    ),
    mutant("ten times the attainment", "002", ("96%", "960%"), attainment_extreme="query"),
    mutant(
        "gần before a round number", "000", ("gần 1.166", "gần 1.200"), silenced=("approximate_but_precise", "info")
    ),
    mutant(
        "1 tỷ with its scale lost", "002", ("1 tỷ đồng, đạt 96%", "1 triệu đồng, đạt 96%"), per_head_off_band="query"
    ),
    mutant(
        "a fourth name among three",
        "002",
        ("huyện Sơn Dương, huyện Hàm Yên", "huyện Sơn Dương, huyện Na Hang, huyện Hàm Yên"),
        count_disagrees_with_names="query",
    ),
    mutant(
        "more ratings than members",
        "000",
        ("03 đơn vị Hoàn thành tốt", "04 đơn vị Hoàn thành tốt"),
        ratings_exceed_members="fatal",
    ),
    mutant(
        "a member more than the register has",
        "002",
        ("07 đơn vị", "08 đơn vị"),
        count_disagrees_with_register="query",
    ),
    mutant(
        "a caption that counts one unit more than the body",
        "004",
        ("7 đơn vị trong Khối", "8 đơn vị trong Khối"),
        retelling_disagrees="query",
    ),
    mutant("29/02 in a year summed up that leaps nowhere", "002", ("năm 2023", "năm 2022"), period_impossible="fatal"),
)


@pytest.fixture(scope="module")
def raised(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str, str]]]:
    """Every flag by the article's or the mutant's name; all of them are judged in one night."""
    settings = Settings(home=tmp_path_factory.mktemp("mutants"))
    texts = {path.name[:3]: path.read_text(encoding="utf-8") for path in sorted(ARTICLES.iterdir())}
    for one in MUTANTS:
        text = texts[one.article]
        for before, after in one.edits:
            assert before in text, (one.name, before)
            text = text.replace(before, after)
        texts[one.name] = text
    _land(settings, texts)
    judge(settings, NIGHT)
    flags: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    with connect() as database:
        rows = database.execute(
            "select documents.path, rule_code, severity"
            " from read_parquet($flags, hive_partitioning = false)"
            " join read_parquet($documents, hive_partitioning = false) as documents using (document_id)",
            {name: Landing(settings.landing).glob(table) for name, table in _TABLES.items()},
        ).fetchall()
    for path, rule, severity in rows:
        flags[path].append((rule, severity))
    return flags


_TABLES = {"flags": "figure_flags", "documents": "documents"}


def _land(settings: Settings, texts: dict[str, str]) -> None:
    catalogue = Catalogue.load(settings.seeds)
    landing = Landing(settings.landing)
    landing.prepare()
    for name, text in texts.items():
        content = text.encode()
        sha256 = hashlib.sha256(content).hexdigest()
        received = datetime(2024, 3, 10, 14, tzinfo=UTC)
        delivery = Delivery(
            delivery_id=stable_id("delivery", name),
            source_kind=SourceKind.NEWS,
            office_code=None,
            path=name,
            sha256=sha256,
            size_bytes=len(content),
            modified_ns=0,
            received_at=received,
        )
        context = DocumentContext(
            document_id=stable_id("document", name),
            delivery_id=delivery.delivery_id,
            source_kind=SourceKind.NEWS,
            office_code=None,
            path=name,
            member="",
            sha256=sha256,
            received_at=received,
        )
        (read,) = read_news(content, context, catalogue)
        landing.append_chunk(NIGHT, Chunk([delivery], [read.document], read.figures, read.awards))


def asked(flags: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without what is said of names an article may use, and of a percentage without a base."""
    return [flag for flag in flags if flag[0] not in ("unit_unknown", "indicator_unknown", "unverifiable_100")]


def test_the_mutants_are_all_those_that_were_told() -> None:
    """Fourteen of them; the second is three edits of one percentage."""
    assert len(MUTANTS) == 16


@pytest.mark.parametrize("one", MUTANTS, ids=lambda one: one.name)
def test_an_edit_raises_what_it_should(one: Mutant, raised: dict[str, list[tuple[str, str]]]) -> None:
    before, after = asked(raised[one.article]), asked(raised[one.name])
    excess = {flag for flag in after if flag[0].startswith("result_exceeds")}
    assert frozenset(after) - frozenset(before) - excess == one.raised
    assert frozenset(before) - frozenset(after) - {("result_exceeds_target", "query")} == one.silenced


def test_an_untouched_article_raises_no_error(raised: dict[str, list[tuple[str, str]]]) -> None:
    for name in ("000", "001", "002", "003", "004"):
        assert not [flag for flag in raised[name] if flag[1] == "fatal"]
    assert [flag for flag in raised["002"] if flag[1] == "query"] == [("result_exceeds_target", "query")] * 2


def test_27_of_22_is_asked_about_once_whatever_is_edited_beside_it(raised: dict[str, list[tuple[str, str]]]) -> None:
    for one in MUTANTS:
        if one.article == "002" and one.name != "27/22 turned over":
            assert ("result_exceeds_target", "query") in raised[one.name]
