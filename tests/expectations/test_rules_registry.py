"""One registry names every rule, each with one home, and its page is fresh."""

from __future__ import annotations

import ast
import re
import string
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from judged_night import JudgedNight
from night_of_cases import CASES, NEAR_MISSES

from expectations.messages import Finding, tell
from expectations.rules import GATE_HOME, Rule, read_rules
from expectations.rules_page import PAGE, rules_page
from expectations.suggest import EXCESS, OF_ROWS, OF_TOTALS
from proof.scores import RULES_OF
from warehouse.catalogue import Catalogue
from warehouse.flag_answers import OVER_TARGET
from warehouse.settings import PROJECT_ROOT

RULES = read_rules()
GATE_RULES = [rule for rule in RULES.values() if rule.home == GATE_HOME]
DBT_RULES = [rule for rule in RULES.values() if rule.home != GATE_HOME]
MODELS = PROJECT_ROOT / "dbt_project" / "models" / "intermediate"


def test_the_gate_judges_every_rule_housed_with_it_and_no_other(judged: JudgedNight) -> None:
    night = (judged.pages / "2023-12-05" / "index.html").read_text(encoding="utf-8")
    told = {rule_code for rule_code in RULES if f"<code>{rule_code}</code>" in night}
    assert told == {rule.rule_code for rule in GATE_RULES}


def test_every_rule_of_the_gate_has_a_case_that_raises_it(judged: JudgedNight) -> None:
    assert set(judged.summary.by_rule) == {rule.rule_code for rule in GATE_RULES}


def test_every_home_is_known() -> None:
    assert {rule.home for rule in RULES.values()} <= {GATE_HOME, "dbt"}


@pytest.mark.parametrize("rule", GATE_RULES, ids=lambda rule: rule.rule_code)
def test_a_message_asks_for_nothing_the_gate_cannot_fill(rule: Rule, catalogue: Catalogue) -> None:
    bare = Finding(rule_code=rule.rule_code, severity=rule.severity, document_id="d", delivery_id="e", path="f.xlsx")
    told = tell(bare, rule, catalogue)
    for message in (told.message_vi, told.message_en):
        assert message
        assert "{" not in message


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.rule_code)
def test_the_words_for_offices_are_composed_unicode_and_end_in_a_full_stop(rule: Rule) -> None:
    for words in (rule.title_vi, rule.message_vi, rule.what_to_do_vi):
        assert words == unicodedata.normalize("NFC", words).strip()
    assert rule.what_to_do_vi.endswith(".")
    assert not rule.title_vi.endswith(".")


def test_the_page_of_rules_is_what_the_registry_makes() -> None:
    assert PAGE.read_text(encoding="utf-8") == rules_page(RULES), "run: python -m expectations.rules_page"


def test_a_code_that_stands_twice_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("registry") / "quality_rules.csv"
    header = "rule_code,home,severity,title_vi,message_vi,message_en,what_to_do_vi,description_en"
    path.write_text(f"{header}\nsame,dbt,query,a,b,b,c,d\nsame,dbt,query,a,b,b,c,d\n", encoding="utf-8")
    with pytest.raises(ValueError, match="same stands twice"):
        read_rules(path)


def test_an_english_message_tells_nothing_the_vietnamese_one_does_not() -> None:
    for rule in RULES.values():
        assert rule.message_en.strip(), rule.rule_code
        assert placeholders(rule.message_en) <= placeholders(rule.message_vi), rule.rule_code


def test_every_rule_of_the_gate_has_a_near_miss_that_stays_silent(judged: JudgedNight) -> None:
    assert set(NEAR_MISSES) == {rule.rule_code for rule in GATE_RULES}
    assert set(NEAR_MISSES.values()) <= {case.name for case in CASES}
    raised = {rule: {flag["rule_code"] for flag in judged.flags_of.get(case, [])} for rule, case in NEAR_MISSES.items()}
    assert [rule for rule, codes in raised.items() if rule in codes] == []


@pytest.mark.parametrize("rule", DBT_RULES, ids=lambda rule: rule.rule_code)
def test_a_rule_of_dbt_has_rows_that_raise_it_and_rows_that_do_not(rule: Rule) -> None:
    """Its unit tests expect certain rows and no other: what is given and not expected must stay silent."""
    assert (MODELS / f"int_flags__{rule.rule_code}.sql").exists()
    given: set[str] = set()
    raising: set[str] = set()
    for test in unit_tests_of(f"int_flags__{rule.rule_code}"):
        given |= {name for source in test["given"] for name in subjects(source.get("rows") or [])}
        raising |= subjects(test["expect"]["rows"])
    assert raising
    assert given - raising


def unit_tests_of(model: str) -> Iterator[dict[str, Any]]:
    for path in sorted(MODELS.glob("*_unit_tests.yml")):
        for test in yaml.safe_load(path.read_text(encoding="utf-8"))["unit_tests"]:
            if test["model"] == model:
                yield test


def subjects(rows: list[dict[str, Any]] | str) -> set[str]:
    """What the rows are about: figures, or the units that owe a report."""
    if isinstance(rows, str):
        return set(re.findall(r"'(n\d+)'", rows))
    of_reports = [
        row["org_unit_code"] for row in rows if "status_kind" in row or ("night" in row and "figure_id" not in row)
    ]
    return {row["figure_id"] for row in rows if row.get("figure_id")} | set(of_reports)


def test_a_model_fills_every_place_of_its_rules_messages() -> None:
    for rule in DBT_RULES:
        sql = (MODELS / f"int_flags__{rule.rule_code}.sql").read_text(encoding="utf-8")
        call = sql.partition(f"messages('{rule.rule_code}', {{")[2].partition("}) }}")[0]
        filled = set(re.findall(r"^        '(\w+)': ", call, re.MULTILINE))
        assert placeholders(rule.message_vi) | placeholders(rule.message_en) == filled, rule.rule_code


def test_code_that_names_rules_names_those_of_the_registry() -> None:
    named = [
        *(OF_ROWS | OF_TOTALS | EXCESS),
        *(code for rules in RULES_OF.values() for code in rules),
        OVER_TARGET,
    ]
    for package in ("expectations", "alerts", "cli", "serving", "proof", "warehouse"):
        for path in (PROJECT_ROOT / package).rglob("*.py"):
            named += codes_compared(ast.parse(path.read_text(encoding="utf-8")))
    assert len(named) > len(RULES)
    assert sorted(set(named) - set(RULES)) == []


def codes_compared(tree: ast.AST) -> Iterator[str]:
    """Strings that something called a rule's code is compared with, matched against, or bound to."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and is_rule_code(node.left):
            yield from (code for right in node.comparators for code in strings_of(right))
        elif isinstance(node, ast.Match) and is_rule_code(node.subject):
            yield from (code for case in node.cases for code in strings_of(case.pattern))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "judges":
            yield from strings_of(node.args[1])
        elif isinstance(node, ast.Subscript) and is_rule_code(node.slice):
            yield from strings_of(node.slice)


def is_rule_code(node: ast.expr) -> bool:
    return (isinstance(node, ast.Attribute) and node.attr == "rule_code") or (
        isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and node.slice.value == "rule_code"
    )


def strings_of(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def test_the_page_of_the_proof_scores_rules_of_the_registry() -> None:
    page = (PROJECT_ROOT / "docs" / "quality_proof.md").read_text(encoding="utf-8")
    scored = re.findall(r"^\| `(\w+)` \|", page.partition("## By rule")[2].partition("## By kind")[0], re.MULTILINE)
    assert scored
    assert set(scored) <= set(RULES)


def test_sql_that_names_rules_names_those_of_the_registry() -> None:
    models = PROJECT_ROOT / "dbt_project"
    for path in [*models.glob("models/**/*.sql"), models / "macros" / "flags.sql"]:
        sql = path.read_text(encoding="utf-8")
        named = set(re.findall(r"rule_code\)?\s*=\s*'(\w+)'|'(\w+)' as rule_code", sql))
        listed = re.findall(r"rule_code[^\n]*\bin \(([^)]*)\)", sql)
        codes = {code for pair in named for code in pair if code} | set(re.findall(r"'(\w+)'", " ".join(listed)))
        assert codes <= set(RULES), path.name


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_templates_hold_plain_placeholders_only() -> None:
    for rule in RULES.values():
        for _, name, form, conversion in string.Formatter().parse(rule.message_vi):
            assert name is None or name.isidentifier(), rule.rule_code
            assert not form, rule.rule_code
            assert conversion is None, rule.rule_code
