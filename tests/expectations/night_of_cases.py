"""Cases with their answers: figures of one delivery, and every flag the gate raises for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from made_figures import made_document, made_figure

from warehouse.figure import Change, DenominatorBasis, Figure, FigureKind, Measure, Qualifier, SourceKind
from warehouse.records import Document, DocumentStatus, Reason

Figures = tuple[Mapping[str, Any], ...]

TARGET = {"kind": FigureKind.TARGET}
MEMBERS = {"indicator_code": "members_admitted"}
UNIONS = {"indicator_code": "grassroots_unions_founded"}
FUND = {"indicator_code": "maiam_fund_raised", "measure": Measure.MONEY, "unit_of_measure": "triệu đồng"}
TRAINED = {"indicator_code": "union_officials_trained_pct", "measure": Measure.PERCENT}
POPULATION = {"denominator_basis": DenominatorBasis.POPULATION}
NO_NAME = {"unit_text": None, "unit_code": None}


@dataclass(frozen=True)
class Case:
    name: str
    figures: Figures
    flags: frozenset[tuple[str, str]]
    document: Mapping[str, Any] = field(default_factory=dict)

    def made(self) -> tuple[Document, list[Figure]]:
        document = made_document(self.name, **self.document)
        return document, [made_figure(document, place, **given) for place, given in enumerate(self.figures)]


def case(name: str, *figures: Mapping[str, Any], flags: Mapping[str, str] | None = None, **document: Any) -> Case:
    return Case(name, figures, frozenset((flags or {}).items()), document)


def ratio(r: str, t: str, p: str | None = None, **given: Any) -> Mapping[str, Any]:
    return {"value": r, "reference": t, "percent": p, "number_text": f"{r}/{t}", "measure": Measure.RATIO, **given}


def table(total: Mapping[str, Any], *rows: Mapping[str, Any], **given: Any) -> Figures:
    """Rows of one column for seven invented units and their control total."""
    units = [{"unit_text": f"Đơn vị {place}", "unit_code": f"LDLD.TQ.{place}"} for place in range(len(rows))]
    children = [{**given, **unit, **row} for unit, row in zip(units, rows, strict=True)]
    return ({**given, "unit_text": "TỔNG CỘNG", "unit_code": "CUM01.TQ", "is_control_total": True, **total}, *children)


CLUSTER = {"unit_text": "Cụm thi đua số 02", "unit_code": "CUM02.TQ"}


def gifts(worth: str) -> Figures:
    """A hundred gifts and the đồng they were worth."""
    money = {"indicator_code": "gifts_value", "measure": Measure.MONEY}
    return ({"value": worth, **money}, {"value": "100", "indicator_code": "gifts_given"})


def ratings(excellent: str, good: str) -> Figures:
    told = {"units_rated_excellent": excellent, "units_rated_good": good}
    return tuple({"value": value, "indicator_code": code, **CLUSTER} for code, value in told.items())


def peers(*results: str) -> Figures:
    """Units of one table, each with a target of a hundred."""
    return tuple(
        {"value": result, "reference": "100", "unit_code": f"LDLD.TQ.{place}", **MEMBERS}
        for place, result in enumerate(results)
    )


def periods(*told: tuple[str, str], **given: Any) -> Figures:
    """A cumulative number and the periods of its row, from left to right."""
    return tuple(
        {"period_code": period, "value": value, "locator": f"Sheet1!{column}8", **MEMBERS, **given}
        for column, (period, value) in zip("GEFD", told, strict=False)
    )


CASES = (
    # the table of cases with their answers
    case("27 of 22 at 122,7%", ratio("27", "22", "122.7"), flags={"result_exceeds_target": "query"}),
    case("2.425 of 1.720 at 141%", ratio("2425", "1720", "141", **MEMBERS), flags={"result_exceeds_target": "query"}),
    case("744 of 824 at 90%", ratio("744", "824", "90", **MEMBERS)),
    case("3 of 7 at 42,85%", ratio("3", "7", "42.85", **UNIONS), flags={"percent_truncated": "info"}),
    case(
        "8.865 of 6.000 at 147%",
        ratio("8865", "6000", "147", **MEMBERS),
        flags={"result_exceeds_target": "query", "percent_truncated": "info"},
    ),
    case("22 of 27 at 122,7%", ratio("22", "27", "122.7"), flags={"ratio_swapped": "query"}),
    case(
        "27 of 22 at 127,2%",
        ratio("27", "22", "127.2"),
        flags={"percent_disagrees": "fatal", "result_exceeds_target": "query"},
    ),
    case(
        "844 of 824 at 90%",
        ratio("844", "824", "90", **MEMBERS),
        flags={"percent_disagrees": "fatal", "result_exceeds_target": "query"},
    ),
    case("26 unions at 120%", {"value": "26", "percent": "120", **UNIONS}),
    case("26 unions at 121%", {"value": "26", "percent": "121", **UNIONS}, flags={"percent_unattainable": "query"}),
    case(
        "141% misprinted as 142%",
        ratio("2425", "1720", "142", **MEMBERS),
        flags={"percent_disagrees": "query", "result_exceeds_target": "query"},
    ),
    case(
        "141% misprinted as 114%",
        ratio("2425", "1720", "114", **MEMBERS),
        flags={"percent_disagrees": "fatal", "result_exceeds_target": "query"},
    ),
    case(
        "141% cut off as 140%",
        ratio("2425", "1720", "140", **MEMBERS),
        flags={"percent_truncated": "info", "result_exceeds_target": "query"},
    ),
    case("105% of officials trained", {"percent": "105", **TRAINED, **POPULATION}, flags={"share_over_100": "fatal"}),
    case("103% of a class the catalogue knows", {"percent": "103", **TRAINED}, flags={"share_over_100": "fatal"}),
    case(
        "27.400 thousand members in a province",
        {"value": "27400000", "indicator_code": "members_total", "unit_code": "LDLD.TQ"},
        flags={"above_physical_ceiling": "fatal"},
    ),
    case(
        "11 million members in the country",
        {"value": "11000000", "indicator_code": "members_total", "unit_code": "TLD"},
    ),
    case(
        "4 May recovered as 5/4 by its column",
        ratio("5", "4", recovered_from="date"),
        flags={"ratio_became_date": "info", "result_exceeds_target": "query"},
    ),
    case(
        "4 May without a total",
        {"number_text": "04-thg 5", "recovered_from": "date", "alternatives": ("4/5", "5/4"), "measure": Measure.RATIO},
        flags={"ratio_became_date": "query"},
    ),
    case(
        "5 May is 5/5 either way",
        {**ratio("5", "5", recovered_from="date"), "number_text": "05-thg 5"},
        flags={"ratio_became_date": "info"},
    ),
    case(
        "November 2022 is 11/22",
        {**ratio("11", "22", recovered_from="date"), "number_text": "thg 11-22"},
        flags={"ratio_became_date": "info"},
    ),
    case(
        "29/02 of a year without one",
        flags={"period_impossible": "fatal"},
        reasons=(
            Reason(code="period_impossible", vi="Ngày 29/02/2023 không tồn tại.", en="29/02/2023 does not exist"),
        ),
    ),
    case(
        "29/02 told at the summing-up of 2022",
        source_kind=SourceKind.NEWS,
        text="Sáng ngày 29/02, lễ tổng kết đợt thi đua năm 2022.",
        flags={"period_impossible": "fatal"},
    ),
    case(
        "29/02 told at the summing-up of 2023",
        source_kind=SourceKind.NEWS,
        text="Sáng ngày 29/02, lễ tổng kết đợt thi đua năm 2023.",
    ),
    case(
        "29 February 2023 in words",
        source_kind=SourceKind.NEWS,
        text="Hội nghị họp ngày 29 tháng 02 năm 2023.",
        flags={"period_impossible": "fatal"},
    ),
    case(
        "dates that exist, in two orders",
        source_kind=SourceKind.NEWS,
        text="Ngày 29/02/2024, ngày 31/10/2023; 2/20/2023 9:34:14 AM; tổng kết năm 2022; 129/02 đoàn viên.",
    ),
    # mutants
    case(
        "2,425 of 1,72 members",
        ratio("2.425", "1.72", "141", **MEMBERS),
        flags={"count_not_integer": "fatal", "result_exceeds_target": "query"},
    ),
    case(
        "2.425/1.72 of unknown things",
        ratio("2.425", "1.72", indicator_code="housing_support_value", alternatives=("2425/1.72", "2425/172")),
        flags={"number_ambiguous": "query", "result_exceeds_target": "query"},
    ),
    case(
        "1 tỷ at 960%",
        {"value": "1000000000", "percent": "960", **FUND, "denominator_basis": DenominatorBasis.IMPLIED_TARGET},
        flags={"attainment_extreme": "query"},
    ),
    case(
        "1 tỷ at 96%",
        {"value": "1000000000", "percent": "96", **FUND, "denominator_basis": DenominatorBasis.IMPLIED_TARGET},
    ),
    case(
        "gần 1.166",
        {"value": "1166", "qualifier": Qualifier.APPROX, **MEMBERS},
        flags={"approximate_but_precise": "info"},
    ),
    case("gần 1.200", {"value": "1200", "qualifier": Qualifier.APPROX, **MEMBERS}),
    case("trên 1.501", {"value": "1501", "qualifier": Qualifier.AT_LEAST, **MEMBERS}),
    # which base
    case("58 of 52 in a population", ratio("58", "52", **POPULATION), flags={"result_exceeds_population": "fatal"}),
    case(
        "58 of 52 of who knows what",
        ratio("58", "52", denominator_basis=DenominatorBasis.UNKNOWN),
        flags={"result_exceeds_unknown_base": "query"},
    ),
    case("52 of 58 of who knows what", ratio("52", "58", denominator_basis=DenominatorBasis.UNKNOWN)),
    case("a pledge above the assigned target", ratio("27", "22", **TARGET)),
    case("turns above their population", ratio("268", "250", indicator_code="blood_donation_turns", **POPULATION)),
    case("gần 23 of 22 may be below", ratio("23", "22", qualifier=Qualifier.APPROX)),
    case(
        "gần 27 of 22 is above", ratio("27", "22", qualifier=Qualifier.APPROX), flags={"result_exceeds_target": "query"}
    ),
    case("22 of 22 at 100%", ratio("22", "22", "100")),
    case(
        "a half rounded up or down",
        ratio("71400000", "80000000", "89.3", **FUND),
        ratio("71400000", "80000000", "89.2", **FUND),
    ),
    case(
        "a computed cell's noise",
        ratio("305", "220", "138.636363636", **MEMBERS),
        flags={"result_exceeds_target": "query"},
    ),
    case("an approximate result has no equality", ratio("20", "22", "50", qualifier=Qualifier.APPROX)),
    case("vượt 22,7%", ratio("27", "22", "22.7", change=Change.EXCEED), flags={"result_exceeds_target": "query"}),
    case(
        "vượt 122,7%",
        ratio("27", "22", "122.7", change=Change.EXCEED),
        flags={"exceeds_verb_disagrees": "info", "result_exceeds_target": "query"},
    ),
    case(
        "đạt 22,7%",
        ratio("27", "22", "22.7"),
        flags={"exceeds_verb_disagrees": "info", "result_exceeds_target": "query"},
    ),
    case("tăng 5% is of another period", ratio("20", "22", "5", change=Change.INCREASE)),
    case(
        "ten times the target",
        ratio("2200", "220", **MEMBERS),
        flags={"attainment_extreme": "query", "result_exceeds_target": "query"},
    ),
    case("4 of 1 is a tiny base", ratio("4", "1"), flags={"result_exceeds_target": "query"}),
    case(
        "1 beside a target of 0", {"value": "1", "reference": "0", **UNIONS}, flags={"target_missing_or_zero": "query"}
    ),
    case("0 of 0", {"value": "0", "reference": "0", **UNIONS}),
    # each number by itself
    case("a phrase instead of a number", {"number_text": "nhiều"}, flags={"number_unreadable": "fatal"}),
    case(
        "a percentage beside a result that is no number",
        {"number_text": "1O47", "reference": "184", "percent": "79.89"},
        flags={"number_unreadable": "fatal"},
    ),
    case(
        "a percentage alone in its column",
        {"number_text": "86,5", "percent": "86.5", "denominator_basis": DenominatorBasis.IMPLIED_TARGET},
    ),
    case(
        "a letter among the digits beside its target",
        {"number_text": "1O41", "reference": "151", **MEMBERS},
        flags={"number_unreadable": "fatal"},
    ),
    case("1.234 members, since 1,234 is none", {"value": "1234", "alternatives": ("1.234",), **MEMBERS}),
    case("1.234 of money", {"value": "1234", "alternatives": ("1.234",), **FUND}, flags={"number_ambiguous": "query"}),
    case("two whole readings settled by the percentage", ratio("11", "22", "50", alternatives=("22/11",))),
    case("two whole readings", ratio("11", "22", alternatives=("22/11",)), flags={"number_ambiguous": "query"}),
    case(
        "half a member in a number cell",
        {"value": "53.5", "number_text": "53.5", **MEMBERS},
        flags={"count_not_integer": "fatal"},
    ),
    case(
        "minus 1.200 members",
        {"value": "-1200", "number_text": "-1200", **MEMBERS},
        flags={"negative_value": "fatal"},
    ),
    case("minus three houses", {"value": "-3"}, flags={"negative_value": "fatal"}),
    case("a net loss of members", {"value": "-3", "indicator_code": "members_net_increase"}),
    case("27,4567 thousand members", {"value": "27456.7", "unit_of_measure": "nghìn người", **MEMBERS}),
    case("a tenth of a percent of money", {"value": "529460000.5", **FUND}),
    case(
        "attainment of a share's target",
        {"percent": "105.9", **TRAINED, "denominator_basis": DenominatorBasis.STATED_TARGET},
    ),
    case("100% of nobody says whom", {"percent": "100", **TRAINED}, flags={"unverifiable_100": "info"}),
    case(
        "100% with 46/46 in the note of its row",
        {"percent": "100", "locator": "Sheet1!E12", "indicator_text": "Cán bộ được tập huấn", **TRAINED},
        {
            **ratio("46", "46", indicator_code="staff_conferences_held", **POPULATION),
            "locator": "Sheet1!G12",
            "indicator_text": "Cán bộ được tập huấn",
        },
    ),
    case(
        "100% with the a/b of another indicator in its row, and one of its own in another",
        {"percent": "100", "locator": "Sheet1!E12", "indicator_text": "Cán bộ được tập huấn", **TRAINED},
        {**ratio("4", "4"), "locator": "Sheet1!G12", "indicator_text": "Nhà ở"},
        {**ratio("4", "4"), "locator": "Sheet1!G112", "indicator_text": "Cán bộ được tập huấn"},
        flags={"unverifiable_100": "info"},
    ),
    case("a result of next year", {"value": "3", "period_code": "2024"}, flags={"period_impossible": "fatal"}),
    case(
        "a heading of next year is told once, with its figures",
        *({"value": value, "period_code": period, **MEMBERS} for value, period in (("3", "2024"), ("4", "2024-H1"))),
        {"value": "5", "period_code": "2023", **MEMBERS},
        flags={"period_impossible": "fatal"},
    ),
    case("a target of next year", {"value": "3", "period_code": "2024", **TARGET}),
    case("a school year begun in August", {"value": "3", "period_code": "SY2023-2024"}),
    case("a number past all arithmetic", {"value": "9" * 29, **FUND}, flags={"above_physical_ceiling": "fatal"}),
    case(
        "a ratio past all arithmetic",
        ratio("9" * 21, "0.000000001", "1", **FUND),
        flags={"above_physical_ceiling": "fatal"},
    ),
    # names
    case(
        "an unknown unit is told once",
        *({"value": "3", "unit_text": "LĐLĐ huyện Không Đâu", "unit_code": None} for _ in range(3)),
        flags={"unit_unknown": "fatal"},
    ),
    case("a report without a unit", {"value": "3", **NO_NAME}, flags={"unit_unknown": "fatal"}),
    case(
        "an unknown indicator is told once",
        *({"value": "3", "indicator_text": "Số cây trồng", "indicator_code": None} for _ in range(3)),
        flags={"indicator_unknown": "query"},
    ),
    case(
        "an article's strange unit that counts what unions count",
        {"value": "3", "unit_text": "Đoàn xã Không Đâu", "unit_code": None},
        flags={"unit_unknown": "info"},
        source_kind=SourceKind.NEWS,
    ),
    case(
        "an article's union that does a strange thing",
        {"value": "3", "indicator_text": "cây trồng", "indicator_code": None},
        flags={"indicator_unknown": "info"},
        source_kind=SourceKind.NEWS,
    ),
    case(
        "an article's strangers doing strange things",
        {
            "value": "3",
            "unit_text": "Đội bóng",
            "unit_code": None,
            "indicator_text": "bàn thắng",
            "indicator_code": None,
        },
        source_kind=SourceKind.NEWS,
    ),
    case(
        "an article's figure without a unit",
        {"value": "3", "unit_text": "", "unit_code": None},
        source_kind=SourceKind.NEWS,
    ),
    case("an article's nameless figure", {"value": "3", **NO_NAME}, source_kind=SourceKind.NEWS),
    # totals and parts
    case("a total that adds up", *table({"value": "15"}, {"value": "4"}, {"value": "5"}, {"value": "6"})),
    case(
        "a total that does not",
        *table({"value": "2425"}, {"value": "612"}, {"value": "1831"}, **MEMBERS),
        flags={"total_disagrees": "query"},
    ),
    case(
        "a total within rounding",
        *table({"value": "75521600000"}, {"value": "75000090000"}, {"value": "521500000"}, **FUND, value_decimals=2),
    ),
    case(
        "a child not yet reported",
        *table(
            {"value": "15"},
            {"value": "4"},
            {"value": "5"},
            {"value": None, "percent": "3", "denominator_basis": DenominatorBasis.IMPLIED_TARGET},
        ),
    ),
    case(
        "a half year beside its quarters",
        *periods(("2023-H1", "128"), ("2023-Q1", "58"), ("2023-Q2", "70")),
    ),
    case(
        "a half year that is not the sum of its quarters",
        *periods(("2023-H1", "128"), ("2023-Q1", "58"), ("2023-Q2", "77")),
        flags={"total_disagrees": "query"},
    ),
    case(
        "a half year whose row begins with last year's quarter",
        *periods(("2023-H1", "230"), ("2023-Q1", "58"), ("2023-Q2", "127"), ("2022-Q1", "50")),
        flags={"total_disagrees": "query"},
    ),
    case(
        "a year beside its halves",
        *periods(("2023", "128"), ("2023-H1", "58"), ("2023-H2", "71")),
        flags={"total_disagrees": "query"},
    ),
    case(
        "nine months of which a quarter is missing", *periods(("2023-M09", "128"), ("2023-Q1", "58"), ("2023-Q2", "1"))
    ),
    case(
        "a stock is no sum of its quarters",
        *periods(("2023-H1", "4205"), ("2023-Q1", "4180"), ("2023-Q2", "4205"), indicator_code="members_total"),
    ),
    case("a total of shares", *table({"percent": "90"}, {"percent": "80"}, {"percent": "70"}, **TRAINED)),
    case(
        "an a/b total with a wrong base",
        *table(ratio("9", "10"), ratio("4", "5"), ratio("5", "6")),
        flags={"total_disagrees": "query"},
    ),
    case("a total's unit needs no name", *table({"value": "9", **NO_NAME}, {"value": "4"}, {"value": "5"})),
    case(
        "a part within its whole",
        {"value": "305", **MEMBERS},
        {"value": "212", "scope": "DN ngoài nhà nước", **MEMBERS},
    ),
    case(
        "a part above its whole",
        {"value": "205", **MEMBERS},
        {"value": "212", "scope": "DN ngoài nhà nước", **MEMBERS},
        flags={"parts_exceed_whole": "fatal"},
    ),
    # beside others of its document, and beside the register
    case("gifts worth what gifts are worth", *gifts("39200000")),
    case("gifts of a hundred million each", *gifts("39200000000"), flags={"per_head_off_band": "query"}),
    case(
        "gifts told twice are not laid beside their sum",
        *gifts("39200000000"),
        {"value": "7", "indicator_code": "gifts_given"},
    ),
    case(
        "a fiftieth of what ten others attained",
        *peers("90", "95", "97", "100", "99", "98", "94", "88", "75", "2"),
        flags={"attainment_extreme": "query"},
    ),
    case("a half of what ten others attained", *peers("90", "95", "97", "100", "98", "80", "70", "60", "99", "50")),
    case(
        "a sum of money by the houses of an a/b",
        {"value": "1000000", **FUND},
        ratio("27", "22", "122.7"),
        flags={"per_head_off_band": "query", "result_exceeds_target": "query"},
    ),
    case("a fiftieth of what eight others attained", *peers("90", "95", "97", "100", "98", "96", "94", "92", "2")),
    case("as many members as the register", {"value": "4", **CLUSTER, "indicator_code": "cluster_member_units"}),
    case(
        "a member more than the register",
        {"value": "5", **CLUSTER, "indicator_code": "cluster_member_units"},
        flags={"count_disagrees_with_register": "query"},
    ),
    case("a cluster of which no register is kept", {"value": "5", **CLUSTER, "period_code": "2015"}),
    case("as many ratings as members", *ratings("3", "1")),
    case("more ratings than members", *ratings("3", "2"), flags={"ratings_exceed_members": "fatal"}),
    case(
        "a caption that exchanges two digits",
        {"value": "1166", "locator": "10:15", **MEMBERS},
        {"value": "1616", "locator": "900:905", **MEMBERS},
        flags={"retelling_disagrees": "query"},
        source_kind=SourceKind.NEWS,
    ),
    case(
        "a caption that counts another number of units",
        *(
            {"value": value, "locator": locator, **CLUSTER, "indicator_code": "emulation_pledges_signed"}
            for value, locator in (("8", "10:11"), ("7", "900:901"))
        ),
        flags={"retelling_disagrees": "query"},
        source_kind=SourceKind.NEWS,
    ),
    case(
        "a caption of another event",
        {"value": "1166", "locator": "10:15", **MEMBERS},
        {"value": "215", "locator": "900:905", **MEMBERS},
        {"value": "1166", "locator": "990:995", **MEMBERS},
        source_kind=SourceKind.NEWS,
    ),
    case(
        "a caption with another result of one target",
        {**ratio("27", "22"), "locator": "10:15"},
        {**ratio("22", "22"), "locator": "900:905"},
        flags={"retelling_disagrees": "query", "result_exceeds_target": "query"},
        source_kind=SourceKind.NEWS,
    ),
    case(
        "four units of which three are named",
        source_kind=SourceKind.NEWS,
        text="Tặng Cờ cho 04 đơn vị gồm LĐLĐ huyện An Hòa, LĐLĐ huyện Bình Lộc và LĐLĐ TP. Cao Sơn. Hội nghị kết thúc.",
        flags={"count_disagrees_with_names": "query"},
    ),
    case(
        "four units of which four are named",
        source_kind=SourceKind.NEWS,
        text="Tặng Cờ cho 4 đơn vị gồm: LĐLĐ các huyện An Hòa, Bình Lộc, Cao Sơn và Đông Hà, là các đơn vị dẫn đầu.",
    ),
    case(
        "four units of which some are named",
        source_kind=SourceKind.NEWS,
        text="Tặng Cờ cho 04 đơn vị gồm LĐLĐ huyện An Hòa, LĐLĐ huyện Bình Lộc...",
    ),
    # documents
    case(
        "an unknown layout",
        flags={"layout_unknown": "fatal"},
        status=DocumentStatus.QUARANTINED,
        reasons=(Reason(code="layout_unknown", vi="Không thấy dòng tiêu đề.", en="no header"),),
    ),
    case(
        "a file with a password",
        flags={"report_unreadable": "query"},
        status=DocumentStatus.QUARANTINED,
        reasons=(Reason(code="encrypted", vi="Tệp có mật khẩu.", en="encrypted"),),
    ),
    case(
        "a table of which too little was understood",
        flags={"layout_unknown": "fatal"},
        status=DocumentStatus.QUARANTINED,
        reasons=(Reason(code="layout_uncertain", vi="Độ tin cậy 40/100.", en="confidence 40"),),
    ),
    case(
        "a form of another body",
        flags={"layout_unknown": "fatal"},
        status=DocumentStatus.QUARANTINED,
        reasons=(Reason(code="no_known_indicator", vi="Không phải biểu của công đoàn.", en="no indicator"),),
    ),
    case(
        "a lock file is nobody's report",
        status=DocumentStatus.QUARANTINED,
        reasons=(Reason(code="file_lock", vi="Tệp khóa tạm.", en="lock file"),),
    ),
    case(
        "a ratio held for its readings",
        {"number_text": "1,25", "alternatives": ("5/4", "10/8"), "measure": Measure.RATIO},
        flags={"number_ambiguous": "query"},
    ),
    case(
        "a share that may be a fraction",
        {
            "number_text": "0.98",
            "alternatives": ("0.98", "98"),
            "measure": Measure.PERCENT,
            "indicator_code": "staff_conferences_pct",
        },
        flags={"number_ambiguous": "query"},
    ),
    case(
        "an unreadable article",
        flags={"report_unreadable": "info"},
        source_kind=SourceKind.NEWS,
        status=DocumentStatus.QUARANTINED,
        reasons=(Reason(code="empty", vi="Bài trống.", en="empty"),),
    ),
    case("a workbook in TCVN3", {"value": "3", "recovered_from": "tcvn3"}, flags={"legacy_encoding": "info"}),
    case(
        "a workbook in TCVN3 from nobody",
        {"value": "3", "recovered_from": "tcvn3", "unit_text": "C«ng ®oµn", "unit_code": None},
        flags={"legacy_encoding": "fatal", "unit_unknown": "fatal"},
    ),
)

NEAR_MISSES = {
    "number_unreadable": "a percentage alone in its column",
    "number_ambiguous": "two whole readings settled by the percentage",
    "ratio_became_date": "a ratio held for its readings",
    "legacy_encoding": "5 May is 5/5 either way",
    "count_not_integer": "27,4567 thousand members",
    "negative_value": "a net loss of members",
    "target_missing_or_zero": "0 of 0",
    "result_exceeds_population": "turns above their population",
    "result_exceeds_target": "a pledge above the assigned target",
    "result_exceeds_unknown_base": "52 of 58 of who knows what",
    "attainment_extreme": "a half of what ten others attained",
    "ratio_swapped": "22 of 22 at 100%",
    "percent_disagrees": "an approximate result has no equality",
    "percent_truncated": "a half rounded up or down",
    "percent_unattainable": "26 unions at 120%",
    "exceeds_verb_disagrees": "vượt 22,7%",
    "share_over_100": "attainment of a share's target",
    "parts_exceed_whole": "a part within its whole",
    "above_physical_ceiling": "11 million members in the country",
    "total_disagrees": "a total within rounding",
    "approximate_but_precise": "gần 1.200",
    "unverifiable_100": "100% with 46/46 in the note of its row",
    "unit_unknown": "an article's strangers doing strange things",
    "indicator_unknown": "an article's strangers doing strange things",
    "period_impossible": "29/02 told at the summing-up of 2023",
    "layout_unknown": "a lock file is nobody's report",
    "report_unreadable": "a lock file is nobody's report",
    "per_head_off_band": "gifts worth what gifts are worth",
    "count_disagrees_with_names": "four units of which four are named",
    "count_disagrees_with_register": "as many members as the register",
    "ratings_exceed_members": "as many ratings as members",
    "retelling_disagrees": "a caption of another event",
}
"""By rule of the gate the case that comes nearest to it and must not raise it."""
