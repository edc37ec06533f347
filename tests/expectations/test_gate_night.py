"""Judging a night: the same again gives the same, nothing gives nothing, and what cannot be judged fails loudly."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest
from judged_night import JudgedNight, read_flags
from made_figures import NIGHT, land, made_document, made_figure

from expectations import GateError
from expectations.gate import judge_night
from expectations.resolve import resolve_again
from warehouse.catalogue import Catalogue
from warehouse.figure import stable_id
from warehouse.landing import Landing

FLAG_FILE = Path("figure_flags") / f"night={NIGHT.isoformat()}" / "gate.parquet"


def test_the_summary_counts_what_was_judged_and_found(judged: JudgedNight) -> None:
    flags = read_flags(judged.landing)
    assert judged.summary.flags == len(flags) == sum(judged.summary.by_severity.values())
    assert judged.summary.by_rule["result_exceeds_target"] == len(
        [flag for flag in flags if flag["rule_code"] == "result_exceeds_target"]
    )


def test_a_flag_s_identity_is_its_rule_and_figure(judged: JudgedNight) -> None:
    (flag,) = judged.flags_of["27 of 22 at 122,7%"]
    assert flag["flag_row_id"] == stable_id("result_exceeds_target", flag["figure_id"])


def test_a_document_s_flag_has_no_figure(judged: JudgedNight) -> None:
    (flag,) = judged.flags_of["a file with a password"]
    assert flag["figure_id"] is None
    assert flag["flag_row_id"] == stable_id("report_unreadable", flag["document_id"], "")


def test_the_same_night_again_leaves_the_same_bytes(judged: JudgedNight, catalogue: Catalogue, tmp_path: Path) -> None:
    before = (judged.landing.root / FLAG_FILE).read_bytes()
    judge_night(judged.landing, NIGHT, tmp_path / "build", catalogue, tmp_path / "pages")
    assert (judged.landing.root / FLAG_FILE).read_bytes() == before


def test_a_night_without_deliveries_has_no_flags_and_its_page(tmp_path: Path, catalogue: Catalogue) -> None:
    landing = Landing(tmp_path / "landing")
    summary = judge_night(landing, NIGHT, tmp_path / "build", catalogue, tmp_path / "pages")
    assert (summary.figures, summary.documents, summary.flags) == (0, 0, 0)
    assert read_flags(landing) == []
    assert "Không có phát hiện nào" in (tmp_path / "pages" / NIGHT.isoformat() / "findings.html").read_text("utf-8")


def test_the_same_bytes_from_two_offices_are_judged_once(tmp_path: Path, catalogue: Catalogue) -> None:
    landing = Landing(tmp_path / "landing")
    first = made_document("sent twice")
    second = replace(first, delivery_id=stable_id("delivery", "again"), office_code="TLD.DATA")
    figures = [made_figure(document, value="27", reference="22") for document in (first, second)]
    land(landing, [first], figures[:1])
    land(landing, [second], figures[1:])
    assert judge_night(landing, NIGHT, tmp_path / "build", catalogue, tmp_path / "pages").by_rule == {
        "result_exceeds_target": 1
    }


def test_figures_of_a_chunk_that_never_landed_are_not_judged(tmp_path: Path, catalogue: Catalogue) -> None:
    landing = Landing(tmp_path / "landing")
    document = made_document("half landed")
    land(landing, [document], [made_figure(document, value="27", reference="22")])
    for delivered in (landing.root / "deliveries").glob("night=*/*.parquet"):
        delivered.unlink()
    assert judge_night(landing, NIGHT, tmp_path / "build", catalogue, tmp_path / "pages").figures == 0


def test_another_night_s_figures_and_flags_are_left_alone(tmp_path: Path, catalogue: Catalogue) -> None:
    landing = Landing(tmp_path / "landing")
    document = made_document("first night")
    land(landing, [document], [made_figure(document, value="27", reference="22")])
    judge_night(landing, NIGHT, tmp_path / "build", catalogue, tmp_path / "pages")
    later = judge_night(landing, NIGHT + timedelta(days=1), tmp_path / "build", catalogue, tmp_path / "pages")
    assert later.figures == 0
    assert len(read_flags(landing)) == 1
    nights = (tmp_path / "pages" / "index.html").read_text("utf-8")
    assert nights.index("06/12/2023") < nights.index("05/12/2023")


def test_a_name_the_catalogue_has_learnt_is_no_longer_unknown(tmp_path: Path, catalogue: Catalogue) -> None:
    landing = Landing(tmp_path / "landing")
    document = made_document("learnt")
    land(landing, [document], [made_figure(document, value="3", unit_code=None, indicator_code=None)])
    assert resolve_again(landing, catalogue, tmp_path / "build") == 2
    assert judge_night(landing, NIGHT, tmp_path / "build", catalogue, tmp_path / "pages").flags == 0


def test_an_expectation_that_could_not_be_computed_fails_the_gate() -> None:
    from expectations.judge import Judge
    from expectations.suites import parts

    with pytest.raises(GateError, match=r"suite parts: .* could not be computed"):
        Judge().validate(parts.suite(), [pd.DataFrame({"row_number": [1], "another_column": ["within"]})])


def test_outcomes_of_several_batches_are_one(catalogue: Catalogue) -> None:
    from expectations.judge import Judge
    from expectations.suites import parts

    batches = [
        pd.DataFrame({"row_number": [row], "part_state": [state]}) for row, state in ((1, "within"), (2, "exceeds"))
    ]
    (outcome,) = Judge().validate(parts.suite(), batches)
    assert (outcome.evaluated, outcome.failed_rows) == (2, (2,))


def test_more_failing_rows_than_great_expectations_samples_are_all_named() -> None:
    from expectations.judge import Judge
    from expectations.suites import parts

    (outcome,) = Judge().validate(
        parts.suite(), [pd.DataFrame({"row_number": range(500), "part_state": ["exceeds"] * 500})]
    )
    assert sorted(outcome.failed_rows) == list(range(500))
