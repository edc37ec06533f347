"""docs/rules.md from the registry: ``python -m expectations.rules_page`` writes it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from expectations.rules import GATE_HOME, Rule, read_rules
from warehouse.landing import write_atomically
from warehouse.settings import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "rules.md"

_HOMES = {
    GATE_HOME: "Judged by the gate: one delivery in view, before dbt (`expectations/suites/`)",
    "dbt": "Judged by dbt: several tables, periods or sources in view (`int_flags__<rule>`)",
}
_INTRODUCTION = """\
# Data-quality rules

Generated from `dbt_project/seeds/quality_rules.csv` by `python -m expectations.rules_page`; edit the registry, not this
page. A flag is data for an office, never a failed build.

| severity | the disputed field | the office |
|---|---|---|
| fatal | cannot be true: kept out of headline totals, still queryable | told at once |
| query | possible but unlikely: published, marked unconfirmed | asked to confirm or correct |
| info | worth knowing | shown, not mailed |

`r` is the result, `t` its base, `p` the printed percentage with `d` decimals, `u = 10^-d`, and `c = 100·r/t`, compared
in exact integers. The severity shown is a rule's usual one; its text says when a finding has another.

A flag is open, then acknowledged, perhaps awaiting its unit, at last corrected, confirmed or withdrawn, and closed. An
answer holds for the numbers it was given for: where they change, the flag is open again. A fatal flag is confirmed by
the office above its own, or the data team; over-fulfilments below the indicator's ask-threshold are confirmed together
([decision 35](decisions/0035-the-life-of-a-flag.md), [runbook](runbook.md)).
"""


def rules_page(rules: Mapping[str, Rule]) -> str:
    """The page in Markdown, rules in the order of the registry, one section a home."""
    sections = [_INTRODUCTION]
    by_home = sorted(rules.values(), key=lambda rule: list(_HOMES).index(rule.home))
    for home, housed in groupby(by_home, key=lambda rule: rule.home):
        sections += [f"## {_HOMES[home]}\n", *(_section(rule) for rule in housed)]
    return "\n".join(sections)


def _section(rule: Rule) -> str:
    return (
        f"### `{rule.rule_code}` · {rule.severity.value}\n\n"
        f"{rule.description_en}\n\n"
        f"- **{rule.title_vi}**\n"
        f"- Message: {rule.message_vi.replace('{', '`{').replace('}', '}`')}\n"
        f"- In English: {rule.message_en.replace('{', '`{').replace('}', '}`')}\n"
        f"- What to do: {rule.what_to_do_vi}\n"
    )


if __name__ == "__main__":
    write_atomically(PAGE, rules_page(read_rules()).encode())
