"""Five real articles beside the workbooks of the units they speak of: what the prose states, the workbooks add up to.

The articles are other people's text and stand outside the project, at ``../shared/articles``.
"""

from __future__ import annotations

import json
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from whole_night import query, warehouse

ARTICLES = Path(__file__).parents[2] / "shared" / "articles"
NIGHT = "2026-01-05"
ARITHMETIC = (
    "count_not_integer",
    "exceeds_verb_disagrees",
    "negative_value",
    "number_ambiguous",
    "number_unreadable",
    "percent_disagrees",
    "percent_unattainable",
    "ratio_swapped",
    "result_exceeds_population",
    "result_exceeds_unknown_base",
    "share_over_100",
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not ARTICLES.is_dir(), reason="the five real articles (../shared/articles) are not here"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("articles")
    parameters = made / "reference.yml"
    parameters.write_text("provinces: 0\nunits: 0\nperiods: ['2023']\narticles: 0\nfault_share: 0\n", encoding="utf-8")
    warehouse(made, "sample", "--parameters", str(parameters))
    shutil.rmtree(made / "news")
    shutil.copytree(ARTICLES, made / "news")
    warehouse(made, "load", "--night", NIGHT)
    return made


def test_the_sums_of_the_units_are_the_figures_the_article_prints(home: Path) -> None:
    """Cụm 01 in 2023: 744/824, 27/22 and 2.425/1.720; 1.951 blood donations have no target."""
    units = query(
        home,
        "select indicator_code, sum(result.value), sum(result.reference) from fct_results as result"
        " join dim_clusters on member_code = org_unit_code and cluster_code = 'CUM01.TQ' and member_year = 2023"
        " where period_code = '2023' and source_kind = 'unit_report' and coalesce(scope, '') = ''"
        " and measure_kind = 'count' group by 1 order by 1",
    )
    sums = {indicator: (value, reference) for indicator, value, reference in units}
    stated = query(
        home,
        "select indicator_code, value, reference from fct_results where org_unit_code = 'CUM01.TQ'"
        " and period_code = '2023' and source_kind = 'news' and value is not null",
    )
    printed = {indicator: (value, reference) for indicator, value, reference in stated}
    expected = {
        "members_admitted": (2425, 1720),
        "elite_members_referred": (744, 824),
        "housing_new_supported": (27, 22),
        "blood_donation_turns": (1951, None),
    }
    for indicator, figure in expected.items():
        assert printed[indicator] == figure
        assert sums[indicator] == figure


def test_the_27_of_22_of_the_article_raises_exactly_one_flag(home: Path) -> None:
    rows = query(
        home,
        "select evidence from fct_figure_flags where rule_code = 'result_exceeds_target'"
        " and org_unit_code = 'CUM01.TQ' and indicator_code like 'housing%'",
    )
    assert len(rows) == 1
    witnesses = json.loads(rows[0][0])
    assert {one["source_kind"] for one in witnesses} == {"news", "unit_report"}
    (article,) = [one for one in witnesses if one["source_kind"] == "news"]
    assert (Decimal(article["r"]), Decimal(article["t"]), Decimal(article["p"])) == (
        Decimal(27),
        Decimal(22),
        Decimal("122.7"),
    )


def test_no_article_raises_an_arithmetic_error(home: Path) -> None:
    rows = query(home, "select rule_code, severity, evidence from fct_figure_flags")
    names = {path.name for path in ARTICLES.iterdir()}
    for rule, severity, evidence in rows:
        paths = {witness["path"] for witness in json.loads(evidence)}
        assert not (paths & names and rule in ARITHMETIC), (rule, evidence)
        assert not (paths & names and severity == "fatal"), (rule, evidence)


def test_every_article_is_loaded_whole(home: Path) -> None:
    rows = query(home, "select path, status_kind, figure_count from dim_documents where source_kind = 'news'")
    assert sorted(path for path, _, _ in rows) == sorted(path.name for path in ARTICLES.iterdir())
    assert {status for _, status, _ in rows} == {"loaded"}
    assert sum(count for _, _, count in rows) >= 44


def test_the_page_of_the_article_shows_27_of_22_with_its_flag(home: Path) -> None:
    (name,) = [path.name for path in ARTICLES.iterdir() if "27/22" in path.read_text(encoding="utf-8")]
    page = home / "page.html"
    warehouse(home, "show-article", name, "--output", str(page))
    text = page.read_text(encoding="utf-8")
    sign = re.search(r'<span class="seg result number flagged is-query" data-keys="(f\d+)">27/22</span>', text)
    assert sign is not None
    assert text.count(f'data-entry="{sign.group(1)}"') == 1
    assert "cao hơn chỉ tiêu 22 hộ" in text
