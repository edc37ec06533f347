"""Two federations for the dashboard: a cluster with 27/22 told by the news, its members' reports, and a neighbour."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from build_of_marts import Build

NIGHT = date(2026, 11, 22)

HOSTILE = "<script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\">\u202e</script>"

UNITS = (
    # code, name, level, office
    ("LDLD.TQ", "Liên đoàn Lao động tỉnh Suối Mơ", "province", "LDLD.TQ"),
    ("CUM01.TQ", "Cụm thi đua số 01 Suối Mơ", "cluster", "LDLD.TQ"),
    ("LDLD.TQ.HAMYEN", "LĐLĐ huyện Hàm Rồng", "district", "LDLD.TQ"),
    ("LDLD.TQ.SONDUONG", f"LĐLĐ huyện {HOSTILE}", "district", "LDLD.TQ"),
    ("LDLD.HY", "Liên đoàn Lao động tỉnh Bãi Xanh", "province", "LDLD.HY"),
    ("LDLD.HY.XANH", "LĐLĐ huyện Bãi Xanh", "district", "LDLD.HY"),
)

INDICATORS = (
    # code, name, English name, unit, measure
    ("housing", "Số nhà làm mới", "New homes", "nhà", "count"),
    ("fund", "Tiền vận động", "Money raised", "đồng", "money"),
    ("conferences", "Tỷ lệ hội nghị", "Share of conferences", "%", "percent"),
)

QUOTE = "giúp 27/22 hộ làm nhà mới, đạt 122,7% kế hoạch"


def made(build: Build) -> Build:
    """Rows of every mart the dashboard reads."""
    with build.together():
        _made(build)
    return build


def _made(build: Build) -> None:
    for code, name, level, office in UNITS:
        build.add(
            "dim_org_units",
            org_unit_code=code,
            org_unit_name=name,
            short_name=name,
            level_kind=level,
            office_code=office,
            is_current=True,
        )
        for seeing in (office, "TLD.DATA"):
            build.add("dim_office_scopes", office_code=seeing, org_unit_code=code, is_answering=seeing == office)
    for code, name, english, unit, measure in INDICATORS:
        build.add(
            "dim_indicators",
            indicator_code=code,
            indicator_name=name,
            indicator_name_en=english,
            unit_name=unit,
            measure_kind=measure,
        )
    for year in (2022, 2023):
        build.add(
            "dim_periods",
            period_code=str(year),
            period_kind="year",
            label_vi=f"Năm {year}",
            end_date=date(year, 12, 31),
        )
    _documents(build)
    _attainments(build)
    _flags(build)
    _beside(build)


def _documents(build: Build) -> None:
    build.add(
        "dim_documents",
        document_id="article",
        source_kind="news",
        path="tin-1.html",
        title="Cụm số 01 tổng kết",
        published_at="2024-01-22",
        status_kind="loaded",
        is_current=True,
    )
    build.add_document("LDLD.TQ/hong.xlsx", office="LDLD.TQ", status="quarantined", reason="Tệp có mật khẩu.")
    build.add_document("LDLD.HY/mat-khau.xlsx", office="LDLD.HY", status="quarantined", reason="Tệp của Bãi Xanh.")


def add_figure(build: Build, unit: str, indicator: str, period: str = "2023", **columns: Any) -> None:
    """An attainment as the mart has it; what is not named is that of a plain report."""
    usual: dict[str, Any] = {
        "period_kind": "year",
        "scope": "",
        "source_kind": "unit_report",
        "quality_status": "ok",
        "qualifier": "exact",
        "denominator_basis": "stated_target",
        "document_id": "workbook",
        "path": f"{unit[:7]}/bao-cao-{period}.xlsx",
        "locator": "Biểu 1!E10",
        "quote": "Nhà làm mới — Thực hiện",
        "org_unit_name": unit,
        "indicator_name": indicator,
    }
    build.add("fct_attainments", org_unit_code=unit, indicator_code=indicator, period_code=period, **usual | columns)


def _attainments(build: Build) -> None:
    add_figure(
        build,
        "CUM01.TQ",
        "housing",
        value="27",
        reference="22",
        attained_pct="122.7",
        printed_pct="122.7",
        fulfilment_kind="met",
        quality_status="unconfirmed",
        flag_rules="result_exceeds_target",
        source_kind="news",
        document_id="article",
        path="tin-1.html",
        locator="561:566",
        quote=QUOTE,
    )
    add_figure(build, "LDLD.TQ.HAMYEN", "housing", value="9", reference="9", attained_pct="100", fulfilment_kind="met")
    add_figure(
        build,
        "LDLD.TQ.HAMYEN",
        "housing",
        "2022",
        value="7",
        reference="8",
        attained_pct="87.5",
        fulfilment_kind="not_met",
    )
    add_figure(
        build,
        "LDLD.TQ.HAMYEN",
        "housing",
        source_kind="news",
        value="8",
        reference="9",
        attained_pct="88.9",
        fulfilment_kind="not_met",
        document_id="article",
        path="tin-1.html",
        locator="80:89",
        quote="hỗ trợ 8 căn nhà",
    )
    add_figure(
        build,
        "LDLD.TQ.HAMYEN",
        "fund",
        value="529460000",
        reference="1234567891",
        attained_pct="42.9",
        fulfilment_kind="not_met",
    )
    add_figure(
        build,
        "LDLD.TQ.SONDUONG",
        "housing",
        value="3000",
        reference="2.5",
        attained_pct="120000",
        fulfilment_kind="met",
        quality_status="quarantined",
        quote=HOSTILE,
        path=f"LDLD.TQ/{HOSTILE}.xlsx",
        locator=f"{HOSTILE}!E10",
    )
    add_figure(build, "LDLD.TQ.SONDUONG", "conferences", printed_pct="99.2", value=None)
    add_figure(
        build,
        "LDLD.HY.XANH",
        "housing",
        value="4711",
        reference="4999",
        attained_pct="94.2",
        fulfilment_kind="not_met",
        quote="Câu của Bãi Xanh",
    )


def _flags(build: Build) -> None:
    def flag(key: str, unit: str, office: str, message: str, state: str = "open", path: str = "tin-1.html") -> None:
        kind = "news" if path.startswith("tin") else "unit_report"
        place = "561:566" if kind == "news" else "Biểu 1!E10"
        build.add(
            "fct_figure_flags",
            flag_key=key,
            rule_code="result_exceeds_target",
            rule_name="Kết quả vượt chỉ tiêu",
            severity="query",
            state=state,
            org_unit_code=unit,
            indicator_code="housing",
            period_code="2023",
            scope="",
            office_code=office,
            message_vi=message,
            what_to_do_vi="Đề nghị xác nhận.",
            evidence=json.dumps(
                [{"source_kind": kind, "path": path, "locator": place, "quote": QUOTE, "r": "27"}], ensure_ascii=False
            ),
            first_night=date(2026, 11, 12),
            impact_rank=1,
        )

    flag("a", "CUM01.TQ", "LDLD.TQ", "27 cao hơn 22")
    flag("b", "LDLD.TQ.SONDUONG", "LDLD.TQ", f"lạ {HOSTILE}", path=f"LDLD.TQ/{HOSTILE}.xlsx")
    flag("c", "LDLD.TQ.HAMYEN", "LDLD.TQ", "đã trả lời rồi", state="confirmed")
    flag("d", "LDLD.TQ.HAMYEN", "LDLD.TQ", "nhân chứng của nơi khác", path="LDLD.HY/bi-mat.xlsx")
    flag("e", "LDLD.HY.XANH", "LDLD.HY", "Chuyện của Bãi Xanh", path="LDLD.HY/bao-cao.xlsx")


def _beside(build: Build) -> None:
    for unit, rank, best, worst, confirmed in (("LDLD.TQ.HAMYEN", 1, 1, 2, 2), ("LDLD.TQ.SONDUONG", 2, 1, 2, 1)):
        build.add(
            "fct_cluster_standings",
            cluster_code="CUM01.TQ",
            cluster_name="Cụm thi đua số 01",
            period_code="2023",
            member_code=unit,
            member_name=unit,
            rank_number=rank,
            best_rank_number=best,
            worst_rank_number=worst,
            confirmed_rank_number=confirmed,
            score_pct="98.25",
            score_pct_from="90",
            score_pct_to="110.5",
            compared_count=3,
            reported_count=2,
            met_count=1,
            unconfirmed_count=1,
        )
    for unit, office, status in (
        ("LDLD.TQ.HAMYEN", "LDLD.TQ", "on_time"),
        ("LDLD.TQ.SONDUONG", "LDLD.TQ", "missing"),
        ("LDLD.HY.XANH", "LDLD.HY", "late"),
    ):
        build.add(
            "fct_reporting_status",
            obligation_name="Báo cáo kết quả",
            report_kind="results",
            org_unit_code=unit,
            org_unit_name=unit,
            office_code=office,
            period_code="2023",
            due_date=date(2024, 1, 15),
            last_date=date(2024, 1, 20),
            status_kind=status,
            late_day_count=3,
        )
    for unit, finding, news, workbook in (
        ("LDLD.TQ.HAMYEN", "contradicts", "8", "9"),
        ("LDLD.HY.XANH", "agrees", "4711", "4711"),
    ):
        build.add(
            "fct_source_reconciliation",
            org_unit_code=unit,
            indicator_code="housing",
            period_code="2023",
            scope="",
            counterpart_kind="own_report",
            finding_kind=finding,
            explanation_vi=f"{news} bên cạnh {workbook}",
            news_value=news,
            workbook_value=workbook,
            difference_value="-1",
            news_document_id="article",
            news_path="tin-1.html",
            news_locator="80:89",
            news_quote=f"hỗ trợ {news} căn nhà",
            workbook_evidence="[]",
        )
    build.add(
        "fct_attainment_totals",
        group_kind="cluster",
        group_code="CUM01.TQ",
        indicator_code="housing",
        period_code="2023",
        scope="",
        value="3009",
        reference="11.5",
        computed_pct="87",
        unit_count=2,
        reported_count=2,
        unconfirmed_count=0,
    )
