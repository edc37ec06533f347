"""The registry of rules: one CSV seed read by dbt and by the gate."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from warehouse.records import Severity
from warehouse.settings import PROJECT_ROOT

REGISTRY = PROJECT_ROOT / "dbt_project" / "seeds" / "quality_rules.csv"
GATE_HOME = "great_expectations"
"""``home`` of the rules this room judges; every other rule is a dbt model's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. ``severity`` is the usual one; ``description_en`` tells when a finding has another."""

    rule_code: str
    home: str
    severity: Severity
    title_vi: str
    message_vi: str
    """Template of the message to an office, with {placeholders}."""
    message_en: str
    """The same in English, for those who keep the data."""
    what_to_do_vi: str
    description_en: str


def read_rules(path: Path = REGISTRY) -> dict[str, Rule]:
    """Rules by code, in the order of the file. Raises ValueError where a code stands twice."""
    rules: dict[str, Rule] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            severity = Severity(row.pop("severity"))
            rule = Rule(severity=severity, **row)
            if rule.rule_code in rules:
                raise ValueError(f"{path.name}: {rule.rule_code} stands twice; give each rule one row")
            rules[rule.rule_code] = rule
    return rules
