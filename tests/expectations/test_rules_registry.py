"""One registry names every rule, each with one home, and its page is fresh."""

from __future__ import annotations

import re
import string
import unicodedata

import pytest
from judged_night import JudgedNight

from expectations.messages import Finding, tell
from expectations.rules import GATE_HOME, Rule, read_rules
from expectations.rules_page import PAGE, rules_page
from warehouse.catalogue import Catalogue
from warehouse.settings import PROJECT_ROOT

RULES = read_rules()
GATE_RULES = [rule for rule in RULES.values() if rule.home == GATE_HOME]


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
    message = tell(bare, rule, catalogue).message_vi
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


def test_every_rule_of_dbt_has_a_model_and_cases_of_its_own() -> None:
    """Each case names what the rule says of its rows and what it does not: the unit tests expect those rows alone."""
    models = PROJECT_ROOT / "dbt_project" / "models" / "intermediate"
    cases = "\n".join(path.read_text(encoding="utf-8") for path in sorted(models.glob("*_unit_tests.yml")))
    for rule in RULES.values():
        if rule.home != GATE_HOME:
            assert (models / f"int_flags__{rule.rule_code}.sql").exists(), rule.rule_code
            assert f"model: int_flags__{rule.rule_code}\n" in cases, rule.rule_code


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
