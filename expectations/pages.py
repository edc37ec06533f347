"""Result pages for people: self-contained HTML that opens from a file, without a network.

Everything received is escaped. ``pages/index.html`` lists the nights, ``pages/<night>/index.html`` the rules with how
many rows each concerned, ``pages/<night>/findings.html`` the findings with their place and numbers.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from expectations.messages import clipped
from expectations.night import Place, read_places
from expectations.rules import Rule
from warehouse.landing import Landing, write_atomically
from warehouse.records import FigureFlag, Severity
from warehouse.vietnamese import format_number, format_percent

MOST_SHOWN = 2_000
"""Findings on one page; a phone still opens it."""

_TEMPLATES = Path(__file__).parent / "templates"
_SUMMARY = "summary.json"
_SEVERITIES_VI = {Severity.FATAL: "Nghiêm trọng", Severity.QUERY: "Cần hỏi lại", Severity.INFO: "Lưu ý"}
_ORDER = list(_SEVERITIES_VI)
_SUITES_VI = {
    "arithmetic": "Kết quả, chỉ tiêu và tỷ lệ",
    "values": "Từng con số",
    "names": "Tên đơn vị và chỉ tiêu",
    "totals": "Dòng tổng",
    "parts": "Phần «trong đó»",
    "comparisons": "So với số khác và danh mục",
    "documents": "Văn bản",
}
_NUMBERS_VI = {"r": "Kết quả", "t": "Mẫu số", "p": "Tỷ lệ ghi", "c": "Tính lại"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One expectation of a night: rows it concerned and rows that failed."""

    suite: str
    rule_code: str
    title_vi: str
    expectation: str
    severity: Severity
    evaluated: int
    failed: int

    @property
    def share_vi(self) -> str:
        if not self.evaluated:
            return "–"
        return format_percent(Decimal(100 * self.failed) / Decimal(self.evaluated), 1)


def write_pages(
    pages: Path,
    landing: Landing,
    night: date,
    documents: int,
    figures: int,
    verdicts: Sequence[Verdict],
    flags: Sequence[FigureFlag],
    rules: Mapping[str, Rule],
) -> None:
    """Write a night's pages and the list of nights; each file is put in place whole."""
    environment = _environment()
    folder = pages / night.isoformat()
    counts = Counter(flag.severity for flag in flags)
    by_severity = {severity.value: counts[severity] for severity in _ORDER}
    suites = [
        (_SUITES_VI[suite], list(judged)) for suite, judged in groupby(verdicts, key=lambda verdict: verdict.suite)
    ]
    shown = sorted(flags, key=lambda flag: _ORDER.index(flag.severity))[:MOST_SHOWN]
    places = read_places(landing, night, shown)
    told = {"night": night.isoformat(), "documents": documents, "figures": figures}
    _render(
        environment,
        "night.html.j2",
        folder / "index.html",
        {**told, "flags": len(flags), "counts": by_severity, "suites": suites},
    )
    findings = [_finding(flag, rules[flag.rule_code], places.get(flag.flag_row_id)) for flag in shown]
    _render(
        environment,
        "findings.html.j2",
        folder / "findings.html",
        {"night": night.isoformat(), "total": len(flags), "shown": len(shown), "findings": findings},
    )
    write_atomically(folder / _SUMMARY, json.dumps({**told, **by_severity}).encode())
    nights = [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted(pages.glob(f"*/{_SUMMARY}"), reverse=True)
    ]
    _render(environment, "nights.html.j2", pages / "index.html", {"nights": nights})


def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)
    environment.filters["number"] = _number
    environment.filters["day"] = _day
    style = (_TEMPLATES / "style.css").read_text(encoding="utf-8")
    severities = {severity.value: label for severity, label in _SEVERITIES_VI.items()}
    words: dict[str, Any] = environment.globals
    words.update(style=Markup(style), severities=severities)  # noqa: S704  # our own file, no received text
    return environment


def _number(count: str | int) -> str:
    return format_number(Decimal(count))


def _day(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))


def _render(environment: Environment, template: str, target: Path, content: Mapping[str, Any]) -> None:
    page = environment.get_template(template).render(content)
    write_atomically(target, page.encode("utf-8", "replace"))


def _finding(flag: FigureFlag, rule: Rule, place: Place | None) -> dict[str, Any]:
    return {
        "severity": flag.severity.value,
        "rule_code": flag.rule_code,
        "title_vi": rule.title_vi,
        "what_to_do_vi": rule.what_to_do_vi,
        "message_vi": flag.message_vi,
        "numbers": [
            (label, _number_vi(flag.evidence, name)) for name, label in _NUMBERS_VI.items() if name in flag.evidence
        ],
        "quote": clipped(place.quote, 400) if place else "",
        "place": _place_vi(flag, place),
    }


def _number_vi(evidence: Mapping[str, Any], name: str) -> str:
    number = Decimal(evidence[name])
    return format_percent(number) if name in {"p", "c"} else format_number(number)


def _place_vi(flag: FigureFlag, place: Place | None) -> str:
    if place is None:
        return flag.locator
    if place.source_kind == "news":
        return f"Bài «{clipped(place.title or place.path)}»" + (f", ký tự {flag.locator}" if flag.locator else "")
    sheet, _, cell = flag.locator.rpartition("!")
    where = f", trang tính «{clipped(sheet)}», ô {cell}" if sheet else (f", {flag.locator}" if flag.locator else "")
    return f"Tệp {clipped(place.path)}{where}"
