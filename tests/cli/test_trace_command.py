"""From a number of a mart to where it is printed, from a published file of a few rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

import duckdb
import pytest
from declared_marts import columns_of
from typer.testing import CliRunner

from cli.main import app
from warehouse.settings import settings

INDICATOR = "housing_new_supported"
CLUSTER, A, B, OLD = "CUM01.TQ", "LDLD.TQ.HAMYEN", "LDLD.TQ.SONDUONG", "LDLD.TQ.NAHANG"
STATED, FIRST, SECOND, PASSED, FLAG = "a" * 32, "b" * 32, "c" * 32, "d" * 32, "f" * 32
LATE, AWARD, MISSING, DOCUMENT, DELIVERY = "7" * 32, "8" * 32, "9" * 32, "5" * 32, "6" * 32
EMPTY = (
    *("dim_org_units", "fct_results_on_maps", "fct_targets_on_maps", "fct_target_versions", "fct_receipts"),
    *("fct_source_reconciliation", "fct_reporting_status", "fct_delivery_differences"),
    *("rpt_units", "rpt_clusters", "rpt_provinces"),
)


def create(database: duckdb.DuckDBPyConnection, mart: str, *rows: Mapping[str, object]) -> None:
    database.execute(f"create table {mart} ({columns_of(mart)})")
    for row in rows:
        places = ", ".join("?" for _ in row)
        database.execute(f"insert into {mart} ({', '.join(row)}) values ({places})", list(row.values()))  # noqa: S608


def attained(figure_id: str, unit: str, value: int, reference: int, path: str, locator: str) -> dict[str, object]:
    place = {"org_unit_code": unit, "indicator_code": INDICATOR, "period_code": "2023", "scope": ""}
    source = "news" if path.endswith(".html") else "unit_report"
    number = {"value": value, "reference": reference, "quality_status": "ok", "is_headline": True}
    evidence = {"path": path, "locator": locator, "quote": f"nguyên văn {value}"}
    return {"figure_id": figure_id, "org_unit_name": unit, "source_kind": source, **place, **number, **evidence}


def version(row: dict[str, object], **more: object) -> dict[str, object]:
    kept = ("figure_id", "org_unit_code", "indicator_code", "period_code", "scope", "source_kind", "value", "reference",
            "path", "locator")  # fmt: skip
    told: dict[str, object] = {"statement_key": f"s-{row['org_unit_code']}", "figure_kind": "result"}
    told["unit_text"] = row["org_unit_name"]
    told |= {
        "standing_kind": "current",
        "recorded_from": date(2026, 1, 5),
        "document_id": DOCUMENT,
        "number_text": "27/22",
    }
    return {name: row[name] for name in kept} | told | more


@pytest.fixture
def published() -> None:
    """A cluster of which an article says 27/22; its two members add up to 10, and one said 5 before it said 6.

    A third passed to the first of them, which told the period for the whole: what it told itself is not added.
    """
    path = settings().published_database
    path.parent.mkdir(parents=True)
    stated = attained(STATED, CLUSTER, 27, 22, "tin.html", "561:566")
    first = attained(FIRST, A, 4, 4, "LDLD.TQ/a.xlsx", "Tổng hợp!J10")
    second = attained(SECOND, B, 6, 5, "LDLD.TQ/b.xlsx", "Sheet1!J11")
    passed = attained(PASSED, OLD, 3, 3, "LDLD.TQ/c.xlsx", "Sheet1!J12")
    evidence = [
        {"document_id": DOCUMENT, "path": "tin.html", "locator": "561:566", "quote": "27/22"},
        {"document_id": "d2", "path": "tin-khac.html", "locator": "Sheet1!J11", "quote": "27/22"},
    ]
    flag = {
        "flag_key": FLAG, "rule_code": "result_exceeds_target", "rule_name": "Kết quả vượt chỉ tiêu", "state": "open",
        "subject_key": f"figure:{CLUSTER}|{INDICATOR}|2023|", "message_vi": "27 cao hơn 22",
        "evidence": json.dumps(evidence, separators=(",", ":")),
    }  # fmt: skip
    old = version(second, value=5, recorded_to=date(2026, 2, 1), recorded_from=date(2026, 1, 1), end_kind="superseded",
                  figure_id="e" * 32)  # fmt: skip
    key = {
        "group_kind": "cluster",
        "group_code": CLUSTER,
        "indicator_code": INDICATOR,
        "period_code": "2023",
        "scope": "",
    }
    total = {**key, "group_name": "Cụm 01", "value": 10, "reference": 9}
    kept = ("org_unit_code", "org_unit_name", "figure_id", "value", "reference", "quality_status")
    parts = [
        {**key, **{name: row[name] for name in kept}, "is_compared": row is not passed}
        | ({"left_out_kind": "told_again"} if row is passed else {})
        for row in (first, second, passed)
    ]
    with duckdb.connect(str(path)) as database:
        create(database, "fct_attainments", stated, first, second, passed)
        create(database, "fct_figures_history", *(version(row) for row in (stated, first, second, passed)), old)
        silence = [{"document_id": "", "path": "", "locator": "", "quote": "", "message_vi": "chưa gửi báo cáo"}]
        missing = {
            "flag_key": MISSING, "rule_code": "report_missing", "rule_name": "Chưa gửi báo cáo", "state": "open",
            "subject_key": "report:x", "message_vi": "chưa gửi", "evidence": json.dumps(silence, separators=(",", ":")),
        }  # fmt: skip
        create(database, "fct_figure_flags", flag, missing)
        create(
            database,
            "fct_results",
            *({"figure_id": row["figure_id"], "quote": row["quote"]} for row in (stated, second)),
        )
        create(database, "fct_attainment_totals", total)
        create(database, "fct_attainment_total_parts", *parts)
        for mart in EMPTY:
            create(database, mart)
        waiting = {"figure_id": LATE, "figure_kind": "result", "value": 9, "standing_figure_id": SECOND}
        waiting |= {"closed_night": date(2026, 1, 31), "closed_by": "LDLD.TQ", "closed_reason": "đã công bố"}
        waiting |= {"document_id": DOCUMENT, "path": "LDLD.TQ/b.xlsx", "locator": "Sheet1!J11", "quote": "nguyên văn 9"}
        create(database, "fct_waiting_figures", waiting)
        honour = {"award_key": AWARD, "recipient_text": "Cụm 01", "award_name": "Cờ thi đua", "mention_count": 2}
        honour |= {"document_id": DOCUMENT, "path": "tin.html", "locator": "10:20", "quote": "được tặng Cờ thi đua"}
        create(database, "fct_awards", honour)
        standing = {"cluster_code": CLUSTER, "cluster_name": "Cụm 01", "member_code": A, "period_code": "2023"}
        scored = {
            name: first[name] for name in ("figure_id", "value", "reference", "quality_status", "path", "locator")
        }
        scored |= {"indicator_name": "nhà ở", "scored_pct": 100, "rank_number": 2, "ranked_count": 3}
        create(database, "fct_cluster_standing_figures", {**standing, **scored, "is_compared": True})
        ranks = {"rank_number": 2, "best_rank_number": 1, "worst_rank_number": 2, "is_rank_decided": False}
        counts = {"score_pct": 100, "compared_count": 1, "reported_count": 1}
        create(database, "fct_cluster_standings", {**standing, **ranks, **counts})
        create(
            database,
            "dim_documents",
            {"document_id": DOCUMENT, "path": "tin.html", "content_sha256": "0f"},
            {"document_id": "d2", "path": "tin-khac.html", "content_sha256": "1f"},
        )
        create(database, "fct_deliveries", {"document_id": DOCUMENT, "delivery_id": DELIVERY, "night": date(2026, 1, 5),
                                            "path": "tin.html"})  # fmt: skip
        create(database, "fct_targets")
        create(
            database,
            "fct_figure_corrections",
            {
                "line_number": 2, "status_kind": "applied", "figure_id": SECOND, "field_name": "value", "old_value": 60,
                "new_value": 6, "who_name": "Trần Văn Nam", "reason_text": "thừa số 0", "document_text": "CV 15",
            },
        )  # fmt: skip
        create(database, "fct_attainments_on_maps")


def told(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["trace", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.usefixtures("published")
def test_a_place_is_walked_to_its_own_figure_and_to_every_part_of_its_sum() -> None:
    text = told(CLUSTER, f"{INDICATOR}_result", "năm 2023")
    for words in (
        "27 trên 22",
        "tin.html, ký tự 561–566",
        "nguyên văn 27",
        f"lượt gửi {DELIVERY}",
        "result_exceeds_target",
    ):
        assert words in text
    assert "10 trên 9 · 2 số cộng lại đúng bằng tổng" in text
    assert "trang tính Tổng hợp, ô J10" in text
    assert f"{A}: 4 trên 4" in text
    assert f"{OLD}: 3 · bình thường · không cộng vì đơn vị khác đã báo cáo gộp" in text


@pytest.mark.usefixtures("published")
def test_a_flag_stands_at_the_place_of_its_witness_and_not_where_two_witnesses_cross() -> None:
    """One witness is of the figure's document, another of a document whose cell has the figure's name."""
    assert "result_exceeds_target" in told(STATED[:8])
    assert "result_exceeds_target" not in told(SECOND[:8])


@pytest.mark.usefixtures("published")
def test_a_corrected_figure_tells_both_numbers_and_who_corrected_it() -> None:
    assert "đính chính số liệu: 60 thành 6 · Trần Văn Nam, thừa số 0 (CV 15)" in told(SECOND)


@pytest.mark.usefixtures("published")
def test_a_figure_tells_the_versions_it_had_and_the_sums_it_stands_in() -> None:
    text = told(SECOND[:8])
    assert "2 phiên bản" in text
    assert "5 trên 5 · từ đêm 01/01/2026 đến trước đêm 01/02/2026 (có số khác thay)" in text
    assert "nằm trong: Tổng các thành viên cụm Cụm 01 = 10" in text
    assert "nằm trong" not in told(PASSED[:8])


@pytest.mark.usefixtures("published")
def test_a_flag_is_walked_to_its_witnesses_and_json_holds_the_same_walk() -> None:
    walk = json.loads(told(FLAG, "--json"))
    assert walk["flag_key"] == FLAG
    assert STATED in [found.get("figure_id") for found in walk["below"]]


@pytest.mark.usefixtures("published")
def test_a_flag_of_what_never_came_is_walked_to_its_message() -> None:
    assert "chưa gửi báo cáo" in told(MISSING[:8])


@pytest.mark.usefixtures("published")
def test_a_figure_that_waits_is_told_with_its_closing_and_with_what_is_used_meanwhile() -> None:
    text = told(LATE[:8])
    assert "đang chờ: kết quả 9 · kỳ đã khóa sổ từ đêm 31/01/2026 (LDLD.TQ, đã công bố)" in text
    assert f"đang dùng: số liệu {SECOND}" in text


@pytest.mark.usefixtures("published")
def test_an_award_is_walked_to_its_sentence() -> None:
    text = told(AWARD[:8])
    assert "Cụm 01 · Cờ thi đua (nêu 2 lần)" in text
    assert "tin.html, ký tự 10–20: “được tặng Cờ thi đua”" in text


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("key", [DOCUMENT, DELIVERY])
def test_a_document_and_a_delivery_tell_every_figure_at_its_place(key: str) -> None:
    text = told(key[:8])
    assert "6 số liệu của tài liệu" in text
    assert f"trang tính Tổng hợp, ô J10: {A} · 2023: kết quả 4 trên 4 · {FIRST}" in text
    assert LATE in text


@pytest.mark.usefixtures("published")
def test_a_standing_is_walked_to_the_figures_whose_scores_decide_it() -> None:
    text = told(A, "2023")
    assert "hạng 2 (có thể từ 1 đến 2), trung bình 100%" in text
    assert "nhà ở: 4 trên 4 · bình thường · tính 100%, thứ 2 trong 3 đơn vị" in text
    assert f"trang tính Tổng hợp, ô J10 · {FIRST}" in text
    assert "tính 100%" in told(FIRST[:8])


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        (("zzz",), "8 of them are enough"),
        (("01234567",), "fct_figures_history"),
        (("a", "b", "c", "d"), "UNIT INDICATOR PERIOD"),
        ((A, "2019"), "2023"),
        (("LĐLĐ huyện Hàm Yênn", INDICATOR, "2023"), "LDLD.TQ.HAMYEN"),
        ((CLUSTER, "không có", "2023"), "nearest"),
        ((CLUSTER, INDICATOR, "2019"), "2023"),
    ],
)
def test_what_is_not_found_is_told_with_what_to_ask_instead(asked: tuple[str, ...], hint: str) -> None:
    done = CliRunner().invoke(app, ["trace", *asked])
    assert done.exit_code == 1
    assert hint in str(done.exception)


def test_before_the_first_publication_it_says_what_to_run() -> None:
    done = CliRunner().invoke(app, ["trace", "0123456789"])
    assert done.exit_code == 2
    assert "warehouse load" in done.output
