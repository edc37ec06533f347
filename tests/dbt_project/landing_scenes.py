"""Two invented nights in a landing zone: every number here is made up, but for 27/22."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from warehouse.figure import DenominatorBasis, Figure, FigureKind, Measure, Qualifier, SourceKind, figure_id, stable_id
from warehouse.landing import Chunk, Landing
from warehouse.records import Award, Delivery, Document, DocumentStatus, Event, FigureFlag, Severity

FIRST_NIGHT = date(2024, 1, 10)
SECOND_NIGHT = date(2024, 1, 11)
CLUSTER = "CUM01.TQ"
FOUR_MEMBERS = ("CDVC.TQ", "CDGD.TQ", "CDYT.TQ", "CDKCN.TQ")
"""All members of CUM02.TQ in 2022, by the register of the seeds."""


@dataclass
class Paper:
    """One document in the making, with its delivery."""

    night: date
    path: str
    content: str
    source_kind: SourceKind = SourceKind.UNIT_REPORT
    office_code: str | None = "LDLD.TQ"
    hour: int = 20
    status: DocumentStatus = DocumentStatus.LOADED
    unit_code: str | None = None
    decision: tuple[str, date] | None = None
    figures: list[Figure] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    flags: list[FigureFlag] = field(default_factory=list)

    @property
    def sha256(self) -> str:
        return stable_id("bytes", self.content) * 2

    @property
    def document_id(self) -> str:
        return stable_id("document", self.sha256, "")

    @property
    def delivery_id(self) -> str:
        return stable_id("delivery", self.office_code, self.path, self.sha256, self.night)

    @property
    def received_at(self) -> datetime:
        return datetime(self.night.year, self.night.month, self.night.day, self.hour, tzinfo=UTC)

    def state(self, unit: str | None, indicator: str | None, value: str | None, **known: Any) -> Figure:
        """Write one figure into the document; its place is its ordinal."""
        kind = FigureKind(known.pop("kind", "result"))
        locator = known.pop("locator", f"Sheet1!E{len(self.figures) + 1}")
        numbers = {name: _decimal(known.pop(name, None)) for name in ("reference", "percent", "upper")}
        figure = Figure(
            figure_id=figure_id(self.document_id, locator, kind),
            document_id=self.document_id,
            delivery_id=self.delivery_id,
            source_kind=self.source_kind,
            office_code=self.office_code,
            locator=locator,
            quote=known.pop("quote", "Chỉ tiêu / Thực hiện"),
            quote_start=None,
            quote_end=None,
            number_text=str(value or numbers["percent"]),
            unit_text=known.pop("unit_text", unit),
            unit_code=unit,
            province=None,
            indicator_text=known.pop("indicator_text", indicator),
            indicator_code=indicator,
            topic=None,
            scope=known.pop("scope", None),
            period_code=known.pop("period", "2023"),
            as_of_date=known.pop("as_of_date", None),
            kind=kind,
            value=_decimal(value),
            reference_period_code=known.pop("reference_period", None),
            value_decimals=known.pop("value_decimals", 0),
            percent_decimals=known.pop("percent_decimals", 1),
            qualifier=Qualifier(known.pop("qualifier", "exact")),
            change=None,
            measure=Measure(known.pop("measure", "count")),
            unit_of_measure=known.pop("unit_of_measure", None),
            denominator_basis=DenominatorBasis(known.pop("basis")) if "basis" in known else None,
            is_control_total=known.pop("is_control_total", False),
            recovered_from=None,
            alternatives=(),
            received_at=self.received_at,
            published_at=self.received_at if self.source_kind is SourceKind.NEWS else None,
            **numbers,
        )
        assert not known, f"unknown fields {sorted(known)}"
        self.figures.append(figure)
        return figure

    def flag(self, rule: str, severity: str, figure: Figure | None = None, message: str = "Xin kiểm tra lại.") -> None:
        locator = figure.locator if figure else ""
        self.flags.append(
            FigureFlag(
                flag_row_id=stable_id("flag", rule, self.delivery_id, locator),
                rule_code=rule,
                severity=Severity(severity),
                figure_id=figure.figure_id if figure else None,
                document_id=self.document_id,
                delivery_id=self.delivery_id,
                locator=locator,
                evidence={},
                message_vi=message,
            )
        )

    def award(self, event_key: str, locator: str) -> None:
        self.awards.append(
            Award(
                award_id=stable_id("award", self.document_id, locator),
                document_id=self.document_id,
                delivery_id=self.delivery_id,
                event_type="award",
                event_key=event_key,
                recipient_text="Công đoàn Ngành Y tế",
                recipient_code="CDYT.TQ",
                award="Cờ thi đua",
                giver_text="LĐLĐ tỉnh",
                giver_code="LDLD.TQ",
                presenter_text=None,
                year="2022",
                count=None,
                locator=locator,
                quote="Cờ thi đua",
                quote_start=0,
                quote_end=10,
                received_at=self.received_at,
                published_at=self.received_at,
            )
        )

    def delivery(self) -> Delivery:
        return Delivery(
            delivery_id=self.delivery_id,
            source_kind=self.source_kind,
            office_code=self.office_code,
            path=self.path,
            sha256=self.sha256,
            size_bytes=len(self.content),
            received_at=self.received_at,
            modified_ns=0,
        )

    def document(self) -> Document:
        return Document(
            document_id=self.document_id,
            delivery_id=self.delivery_id,
            source_kind=self.source_kind,
            office_code=self.office_code,
            path=self.path,
            member="",
            sha256=self.sha256,
            status=self.status,
            reasons=(),
            layout=None,
            title=None,
            text=None,
            url=None,
            author=None,
            published_at=None,
            unit_text=None,
            unit_code=self.unit_code,
            period_code="2023",
            figure_count=len(self.figures),
            award_count=len(self.awards),
            received_at=self.received_at,
            decision_number=self.decision[0] if self.decision else None,
            decision_date=self.decision[1] if self.decision else None,
        )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _article(night: date, path: str, content: str, **known: Any) -> Paper:
    return Paper(night, path, content, source_kind=SourceKind.NEWS, office_code=None, **known)


def land_papers(landing: Landing, night: date, papers: list[Paper]) -> None:
    landing.prepare()
    landing.append_chunk(
        night,
        Chunk(
            [paper.delivery() for paper in papers],
            [paper.document() for paper in papers],
            [figure for paper in papers for figure in paper.figures],
            [award for paper in papers for award in paper.awards],
        ),
    )
    landing.replace_flags(night, [flag for paper in papers for flag in paper.flags])


def _twenty_seven_of_twenty_two(paper: Paper, **known: Any) -> None:
    figure = paper.state(
        CLUSTER, "housing_new_supported", "27", reference="22", percent="122.7", measure="ratio", **known
    )
    paper.flag("result_exceeds_target", "query", figure, f"27/22 tại {figure.locator}")


def land_first_night(landing: Landing) -> None:
    night = FIRST_NIGHT
    district = Paper(night, "chiem-hoa.xlsx", "district, first version", unit_code="LDLD.TQ.CHIEMHOA")
    chiem_hoa = "LDLD.TQ.CHIEMHOA"
    district.state(chiem_hoa, "members_admitted", "200", kind="target", locator="Sheet1!D10")
    first = district.state(
        chiem_hoa,
        "members_admitted",
        "300",
        reference="200",
        percent="150",
        basis="stated_target",
        locator="Sheet1!E10",
    )
    district.flag("result_exceeds_target", "query", first)
    district.state(chiem_hoa, "gifts_given", "70", locator="Sheet1!E20")

    shared = "the same bytes from two offices"
    papers = [Paper(night, "na-hang.xlsx", shared), Paper(night, "copy.xlsx", shared, office_code="LDLD.HY", hour=21)]
    for paper in papers:
        paper.state("LDLD.TQ.NAHANG", "gifts_given", "10", reference="0", basis="stated_target")

    synthesis = Paper(night, "cum-01.xlsx", "the cluster's total row")
    _twenty_seven_of_twenty_two(synthesis, basis="stated_target", is_control_total=True, locator="Sheet1!J9")
    article = _article(night, "bai-1.txt", "an article")
    _twenty_seven_of_twenty_two(article, basis="inferred_target", locator="100:105")
    article.award("cờ-2022-y-tế", "10:20")
    article.award("cờ-2022-y-tế", "90:99")
    syndicated = _article(night, "bai-1-dang-lai.txt", "the same article with another footer", hour=22)
    _twenty_seven_of_twenty_two(syndicated, basis="inferred_target", locator="140:145")

    members = Paper(night, "cum-02.xlsx", "four members")
    for unit in FOUR_MEMBERS:
        members.state(unit, "blood_donation_turns", "100", period="2022")
        members.state(unit, "gifts_value", "255000000", period="2022", measure="money")
    for unit in FOUR_MEMBERS[1:]:
        members.state(unit, "training_courses_held", "5", period="2022")
    about_them = _article(night, "bai-2.txt", "an article on four members")
    about_them.state("CUM02.TQ", "blood_donation_turns", "500", period="2022", locator="1:4")
    about_them.state(
        "CUM02.TQ",
        "gifts_value",
        "1000000000",
        period="2022",
        measure="money",
        unit_of_measure="tỷ đồng",
        locator="5:9",
    )
    about_them.state("CUM02.TQ", "training_courses_held", "90", period="2022", locator="10:12")

    odd = Paper(night, "son-duong.xlsx", "everything odd", unit_code="LDLD.TQ.SONDUONG")
    son_duong = "LDLD.TQ.SONDUONG"
    misprint = odd.state(
        son_duong, "elite_members_referred", "80", reference="100", percent="95", basis="stated_target"
    )
    odd.flag("percent_disagrees", "fatal", misprint)
    impossible = odd.state(son_duong, "congresses_held", "9", reference="8", basis="population")
    odd.flag("result_exceeds_population", "fatal", impossible)
    odd.state(son_duong, "collective_agreements_pct", None, percent="85", kind="target", measure="percent")
    odd.state(son_duong, "collective_agreements_pct", None, percent="90", measure="percent")
    odd.state(son_duong, "gifts_given", "40", locator="Sheet1!E50")
    odd.state(son_duong, "gifts_given", "41", locator="Sheet2!E50")
    odd.state(son_duong, "members_net_increase", "1890", qualifier="approx")
    odd.state(
        son_duong, "members_admitted", "66", reference="120", percent="55", period="2023-H1",
        reference_period="2023", basis="stated_target",
    )  # fmt: skip
    stranger = odd.state(None, "gifts_given", "5", unit_text="Đơn vị lạ", locator="Sheet1!E60")
    odd.flag("unit_unknown", "fatal", stranger)
    odd.state(
        None, None, "77", unit_text="H. Lâm Bình", indicator_text="Hiến máu tình nguyện", period="2023",
        locator="Sheet1!E70",
    )  # fmt: skip

    sector = Paper(night, "y-te.xlsx", "targets at the start", unit_code="CDYT.TQ")
    sector.state("CDYT.TQ", "members_admitted", "100", kind="target", period="2024", locator="Sheet1!D10")

    unreadable = Paper(night, "hong.xlsx", "not a workbook", status=DocumentStatus.QUARANTINED)
    unreadable.flag("layout_unknown", "fatal")
    land_papers(
        landing,
        night,
        [district, *papers, synthesis, article, syndicated, members, about_them, odd, sector, unreadable],
    )


def land_second_night(landing: Landing) -> None:
    """The district mends its file, the sector changes its target, a province plans the year in which it merges."""
    night = SECOND_NIGHT
    chiem_hoa = "LDLD.TQ.CHIEMHOA"
    district = Paper(night, "chiem-hoa.xlsx", "district, second version", unit_code=chiem_hoa)
    district.state(chiem_hoa, "members_admitted", "200", kind="target", locator="Sheet1!D10")
    district.state(
        chiem_hoa, "members_admitted", "190", reference="200", percent="95", basis="stated_target", locator="Sheet1!E10"
    )
    sector = Paper(night, "y-te-bo-sung.xlsx", "targets changed", unit_code="CDYT.TQ")
    sector.state("CDYT.TQ", "members_admitted", "120", kind="target", period="2024", locator="Sheet1!D10")
    merged_later = Paper(night, "bac-giang.xlsx", "a plan for 2025", office_code="TLD.DATA", unit_code="LDLD.BG")
    merged_later.state("LDLD.BG", "members_admitted", "100", kind="target", period="2025", locator="Sheet1!D10")
    land_papers(landing, night, [district, sector, merged_later])


def event(subject: str, state: str, night: date, hour: int, **payload: Any) -> Event:
    return Event(
        event_id=Event.identity(subject, state, night, str(hour)),
        subject=subject,
        event_type="flag",
        state=state,
        night=night,
        actor="warehouse",
        reason=None,
        payload=payload,
        recorded_at=datetime(night.year, night.month, night.day, hour, tzinfo=UTC),
    )
