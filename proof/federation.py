"""A clean federation by seed: what its units were set and did in two years, and the books they printed of it.

Every number printed agrees with every other; more than half of the targets are over-fulfilled, some of them by far.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_DOWN, Decimal
from random import Random

from proof.printed import Book, Cell, Federation, Form, Indicator, Line, NamedCount, Nature, Role
from sample.cells import percent_of
from sample.federation import Cluster, ProvinceUnits, SampleUnit
from sample.gazetteer import PROVINCES
from sample.streams import stream

LARGEST_GROUP = len(PROVINCES)
"""Federations that can stand in one catalogue: each takes a province of its own."""
NIGHTS = (date(2023, 1, 12), date(2023, 7, 12), date(2023, 10, 12), date(2024, 1, 12))
"""The nights on which the year before, half a year, nine months and the year are reported."""
BEFORE, YEAR = 2022, 2023
UNITS = 12
COMPUTED = 0.4
"""Share of workbooks in which percentages and sums are formulas, and so follow a mistyped number."""
_PART = "- Trong đó: DN ngoài nhà nước"


def _count(
    code: str, label: str, word: str, size: int, ceiling: int | None = None, part: str | None = None
) -> Indicator:
    return Indicator(
        code=code, label=label, unit_word=word, nature=Nature.COUNT, size=size, ceiling=ceiling, part_label=part
    )


def _money(code: str, label: str, size: int) -> Indicator:
    return Indicator(code=code, label=label, unit_word="Triệu đồng", nature=Nature.MONEY, size=size)


MEMBERS = _count("members_admitted", "Kết nạp đoàn viên", "Đoàn viên", 320, 1_000_000, _PART)
ELITE = _count("elite_members_referred", "Giới thiệu đoàn viên ưu tú cho Đảng", "Đoàn viên", 110)
FOUNDED = _count("grassroots_unions_founded", "Thành lập CĐCS", "CĐCS", 4, 10_000)
HOUSES = _count("housing_new_supported", "Hỗ trợ làm nhà mới", "Nhà", 8, 50_000)
REPAIRS = _count("housing_repair_supported", "Hỗ trợ sửa chữa nhà", "Nhà", 6, 50_000)
FUND = _money("maiam_fund_raised", "Vận động Quỹ Mái ấm Công đoàn", 180)
GIFTS = _count("gifts_given", "Số suất quà tặng đoàn viên, người lao động", "Suất", 900, 10_000_000)
GIFT_VALUE = _money("gifts_value", "Tổng giá trị quà tặng", 360)
DUES = _money("union_dues_collected", "Số thu đoàn phí công đoàn", 2600)
BLOOD = Indicator(
    code="blood_donation_turns",
    label="Hiến máu tình nguyện",
    unit_word="Lượt",
    nature=Nature.TURNS,
    size=280,
    has_target=False,
    ceiling=1_000_000,
)
COURSES = _count("training_courses_held", "Số lớp tập huấn, bồi dưỡng", "Lớp", 9)
INSPECTIONS = _count("inspections_conducted", "Số cuộc kiểm tra, giám sát công đoàn", "Cuộc", 16)
INITIATIVES = _count("initiatives_recognised", "Số sáng kiến, đề tài được công nhận", "Sáng kiến", 130)
SESSIONS = _count("legal_dissemination_sessions", "Số cuộc tuyên truyền", "Cuộc", 24)
TRAINED = Indicator(
    code="union_officials_trained_pct",
    label="Tỷ lệ cán bộ công đoàn được tập huấn",
    unit_word="%",
    nature=Nature.SHARE,
    size=90,
)
CONFERENCES = Indicator(
    code="staff_conferences_pct",
    label="Tỷ lệ CQ, ĐV tổ chức HN CBCCVC",
    unit_word="%",
    nature=Nature.SHARE,
    size=100,
)
HELD = _count("staff_conferences_held", "CQ, ĐV tổ chức HN CBCCVC", "đơn vị", 40)
"""Told by articles alone."""
OF_UNITS: tuple[Indicator, ...] = (
    *(MEMBERS, FOUNDED, ELITE, HOUSES, REPAIRS, FUND, GIFTS, GIFT_VALUE, DUES),
    *(BLOOD, COURSES, INSPECTIONS, INITIATIVES, SESSIONS, TRAINED, CONFERENCES),
)
OF_SYNTHESES = (MEMBERS, ELITE, HOUSES, FUND, BLOOD)
OF_RATIOS = (MEMBERS, HOUSES, ELITE, FUND)
HEADINGS = {
    MEMBERS: "Kết nạp ĐV",
    ELITE: "ĐV ưu tú",
    HOUSES: "Làm nhà mới",
    FUND: "Quỹ Mái ấm",
    BLOOD: "Hiến máu (lượt)",
}
RATIO_HEADINGS = {
    MEMBERS: "Kết nạp ĐV/chỉ tiêu",
    HOUSES: "Làm nhà mới (TH/giao)",
    ELITE: "ĐVƯT/chỉ tiêu",
    FUND: "Quỹ MA (tr.đ)/KH",
}
SENTENCES = {
    MEMBERS: "kết nạp {r}/{t} đoàn viên mới, đạt {p} chỉ tiêu được giao",
    ELITE: "giới thiệu {r}/{t} đoàn viên ưu tú cho Đảng, đạt {p} kế hoạch",
    HOUSES: "hỗ trợ {r}/{t} hộ đoàn viên khó khăn về nhà ở làm nhà mới, bằng {p} chỉ tiêu",
    INITIATIVES: "có {r}/{t} sáng kiến được công nhận, đạt {p} so với chỉ tiêu đăng ký",
    COURSES: "mở {r}/{t} lớp tập huấn cho cán bộ công đoàn, đạt {p} kế hoạch",
}
_COUNTED = "huy động {r} lượt đoàn viên hiến máu tình nguyện"
_APPROXIMATE = "huy động {q} {r} lượt đoàn viên hiến máu tình nguyện"
_FUND_SENTENCE = "vận động cho Quỹ “Mái ấm Công đoàn” được {r} triệu đồng, đạt {p} kế hoạch"
_POPULATION_SENTENCE = "có {r} trong tổng số {t} cơ quan, đơn vị tổ chức hội nghị cán bộ, công chức, viên chức ({p})"
_SHARE_SENTENCE = "{p} số cán bộ công đoàn được tập huấn nghiệp vụ"


class Truth:
    """What each unit was set and did, in printed units, as a function of the seed alone."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def target(self, unit: SampleUnit, indicator: Indicator, year: int) -> Decimal | None:
        if not indicator.has_target:
            return None
        if indicator is GIFT_VALUE:
            return self._gift_price(unit, year) * (self.target(unit, GIFTS, year) or 0)
        if indicator is TRAINED:
            return Decimal(self._draw(unit, indicator, year).choice((80, 85, 90)))
        if indicator is CONFERENCES:
            return Decimal(100)
        return self._planned(unit, indicator, year)

    def result(self, unit: SampleUnit, indicator: Indicator, year: int) -> Decimal:
        if indicator is GIFT_VALUE:
            return self._gift_price(unit, year) * self.result(unit, GIFTS, year)
        draw = self._draw(unit, indicator, year, "done")
        if indicator is TRAINED:
            return Decimal(draw.randint(780, 1000)) / 10
        if indicator is CONFERENCES:
            return Decimal(draw.choice((1000, 1000, draw.randint(920, 999)))) / 10
        planned = self._planned(unit, indicator, year)
        return max(_least(indicator), _step(indicator, planned * self._attained(draw) / 100))

    def part(self, unit: SampleUnit, indicator: Indicator, year: int) -> Decimal | None:
        if indicator.part_label is None:
            return None
        draw = self._draw(unit, indicator, year, "part")
        return _step(indicator, self.result(unit, indicator, year) * draw.randint(20, 85) / 100)

    def until(self, unit: SampleUnit, indicator: Indicator, month: int) -> Decimal:
        """What was reached in 2023 by the end of a month; never falls, and is the year's result in December."""
        result = self.result(unit, indicator, YEAR)
        if month == 12 or indicator.nature is Nature.SHARE:
            return result
        parts = self._draw(unit, indicator, YEAR, "pace")
        share = {3: parts.randint(15, 24), 6: parts.randint(40, 52), 9: parts.randint(66, 80)}[month]
        if indicator is GIFT_VALUE:
            return self._gift_price(unit, YEAR) * self.until(unit, GIFTS, month)
        return _step(indicator, result * share / 100)

    def _planned(self, unit: SampleUnit, indicator: Indicator, year: int) -> Decimal:
        base = self._draw(unit, indicator, "plan").randint(70, 130)
        growth = 100 if year == BEFORE else self._draw(unit, indicator, year, "growth").randint(90, 115)
        size = Decimal(indicator.size * unit.members * base * growth) / 1_000_000
        return max(_least(indicator) * 2, _step(indicator, size))

    def _attained(self, draw: Random) -> int:
        """Percent of the target, over a hundred in more than half of the cases and now and then far over."""
        return draw.choice(
            (
                *(draw.randint(71, 99), draw.randint(90, 99), 100),
                *(draw.randint(101, 112), draw.randint(102, 118), draw.randint(103, 125)),
                *(draw.randint(110, 145), draw.randint(130, 240)),
            )
        )

    def _gift_price(self, unit: SampleUnit, year: int) -> Decimal:
        return Decimal(self._draw(unit, GIFT_VALUE, year).choice((3, 4, 5))) / 10

    def _draw(self, unit: SampleUnit, *subject: object) -> Random:
        names = (subject_.code if isinstance(subject_, Indicator) else subject_ for subject_ in subject)
        return stream(self.seed, "truth", unit.code, *names)


def province_of(seed: int, size: int) -> ProvinceUnits:
    """The units of a federation; smaller where its province has fewer districts."""
    province = PROVINCES[seed % len(PROVINCES)]
    return ProvinceUnits(province, min(size, len(province.districts) + 4), seed)


def clean_federation(seed: int, size: int = UNITS) -> Federation:
    """Everything the federation of a seed prints, without a fault."""
    return _Writer(province_of(seed, size), Truth(seed)).federation(seed, size)


class _Writer:
    """Books of one federation."""

    def __init__(self, units: ProvinceUnits, truth: Truth) -> None:
        self.units = units
        self.truth = truth

    def federation(self, seed: int, size: int) -> Federation:
        books: list[Book] = []
        for cluster in self.units.clusters:
            for unit in cluster.members:
                books += [
                    self._year(unit, BEFORE),
                    self._half_year(unit),
                    self._nine_months(unit),
                    self._year(unit, YEAR),
                ]
        for number, cluster in enumerate(self.units.clusters):
            make = self._synthesis if (number + seed) % 2 else self._ratios
            books += [make(cluster), self._article_of_cluster(cluster)]
            books += [self._article_of_unit(unit) for unit in cluster.members[:2]]
        return Federation(
            seed=seed,
            size=size,
            office=self.units.code,
            books=books,
            members={cluster.unit.code: [unit.code for unit in cluster.members] for cluster in self.units.clusters},
        )

    def _book(
        self, form: Form, unit: SampleUnit, name: str, night: date, period: str, words: str, **more: object
    ) -> Book:
        file = unit.code.replace(".", "_")
        given: dict[str, object] = {"lines": [], "names": {unit.code: unit.short_name}} | more
        return Book(
            form=form,
            office=self.units.code,
            path=f"{name} {file}.txt" if form is Form.ARTICLE else f"{self.units.code}/{name} {file}.xlsx",
            night=night,
            sender=unit.code,
            sender_heading=unit.short_name,
            period=period,
            period_words=words,
            **given,  # pyrefly: ignore[bad-argument-type]
        )

    def _year(self, unit: SampleUnit, year: int) -> Book:
        night = NIGHTS[0] if year == BEFORE else NIGHTS[3]
        book = self._book(Form.YEAR, unit, f"Bieu nam {year}", night, str(year), f"năm {year}")
        habit = stream(self.truth.seed, "habit", unit.code)
        decimals = habit.choice((0, 1, 1, 1, 2))
        book.is_computed = habit.random() < COMPUTED
        for indicator in OF_UNITS:
            target, result = self.truth.target(unit, indicator, year), self.truth.result(unit, indicator, year)
            line = _line(unit, indicator, str(year), result, target, decimals)
            if indicator.nature is Nature.SHARE:
                del line.cells[Role.PERCENT]
            book.lines.append(line)
            part = self.truth.part(unit, indicator, year)
            if part is not None:
                line = _line(unit, indicator, str(year), part, None)
                line.label, line.scope = indicator.part_label or "", "DN ngoài nhà nước"
                book.lines.append(line)
        return book

    def _half_year(self, unit: SampleUnit) -> Book:
        book = self._book(Form.HALF_YEAR, unit, "Mau 2 6 thang", NIGHTS[1], f"{YEAR}-H1", f"6 tháng đầu năm {YEAR}")
        book.is_computed = stream(self.truth.seed, "half-year habit", unit.code).random() < COMPUTED
        for indicator in OF_UNITS:
            if indicator.nature is Nature.SHARE:
                continue
            first, half = self.truth.until(unit, indicator, 3), self.truth.until(unit, indicator, 6)
            target = self.truth.target(unit, indicator, YEAR)
            for quarter, number in ((1, first), (2, half - first)):
                line = _line(unit, indicator, f"{YEAR}-Q{quarter}", number, None)
                line.quarter = quarter
                book.lines.append(line)
            line = _line(unit, indicator, f"{YEAR}-H1", half, target)
            line.target_period = str(YEAR)
            book.lines.append(line)
        return book

    def _nine_months(self, unit: SampleUnit) -> Book:
        book = self._book(Form.NINE_MONTHS, unit, "Ket qua 9 thang", NIGHTS[2], f"{YEAR}-M09", f"9 tháng năm {YEAR}")
        book.lines = [
            _line(unit, indicator, f"{YEAR}-M09", self.truth.until(unit, indicator, 9), None)
            for indicator in OF_UNITS
            if indicator.nature is not Nature.SHARE
        ]
        return book

    def _synthesis(self, cluster: Cluster) -> Book:
        return self._table(Form.SYNTHESIS, cluster, OF_SYNTHESES, HEADINGS)

    def _ratios(self, cluster: Cluster) -> Book:
        return self._table(Form.RATIOS, cluster, OF_RATIOS, RATIO_HEADINGS)

    def _table(
        self, form: Form, cluster: Cluster, indicators: Iterable[Indicator], headings: dict[Indicator, str]
    ) -> Book:
        names = {unit.code: unit.table_names[0] for unit in cluster.members} | {cluster.unit.code: "Tổng cộng"}
        book = self._book(form, cluster.unit, "Tong hop", NIGHTS[3], str(YEAR), f"năm {YEAR}", names=names)
        book.sender, book.sender_heading = self.units.code, self.units.short_name
        book.is_computed = stream(self.truth.seed, "table habit", cluster.unit.code).random() < COMPUTED
        for unit in (*cluster.members, cluster.unit):
            for indicator in indicators:
                line = self._sum(cluster, unit, indicator)
                line.label = headings[indicator]
                if form is Form.RATIOS and stream(self.truth.seed, unit.code, indicator.code).random() < 0.7:
                    line.cells.pop(Role.PERCENT, None)
                book.lines.append(line)
        return book

    def _sum(self, cluster: Cluster, unit: SampleUnit, indicator: Indicator) -> Line:
        members = cluster.members if unit is cluster.unit else (unit,)
        targets = [self.truth.target(member, indicator, YEAR) for member in members]
        result = sum((self.truth.result(member, indicator, YEAR) for member in members), Decimal(0))
        target = None if None in targets else sum((target for target in targets if target is not None), Decimal(0))
        line = _line(unit, indicator, str(YEAR), result, target)
        line.is_total = unit is cluster.unit
        return line

    def _article_of_cluster(self, cluster: Cluster) -> Book:
        book = self._article(cluster.unit)
        draw = stream(self.truth.seed, "article", cluster.unit.code)
        for indicator in (MEMBERS, ELITE, HOUSES):
            line = self._sum(cluster, cluster.unit, indicator)
            line.sentence = SENTENCES[indicator]
            book.lines.append(line)
        fund = self._sum(cluster, cluster.unit, FUND)
        del fund.cells[Role.TARGET]
        fund.sentence = _FUND_SENTENCE
        blood = self._sum(cluster, cluster.unit, BLOOD)
        done = blood.cells[Role.RESULT].true
        told = (done / 10).quantize(Decimal(1).scaleb(max(0, done.adjusted() - 2)), rounding=ROUND_DOWN) * 10
        blood.sentence = _COUNTED
        if told < done:
            blood.cells[Role.RESULT] = Cell(shown=told, true=told)
            blood.sentence, blood.approximate = _APPROXIMATE, "hơn"
        book.lines += [fund, blood]
        names = [_spelled_out(unit) for unit in draw.sample(cluster.members, min(3, len(cluster.members)))]
        size = len(cluster.members)
        excellent = draw.randint(1, size - 1)
        book.counts = [
            NamedCount(kind="register", count=size, names=[], sentence="{subject} hiện có {n} đơn vị thành viên."),
            NamedCount(
                kind="names",
                count=len(names),
                names=names,
                sentence="Dịp này, {federation} tặng Cờ thi đua cho {n} đơn vị gồm {names}.",
            ),
            NamedCount(
                kind="ratings",
                count=excellent,
                names=[],
                sentence="Qua bình xét, {n} đơn vị đạt mức Hoàn thành xuất sắc nhiệm vụ, "
                f"{size - excellent:02} đơn vị đạt mức Hoàn thành tốt nhiệm vụ.",
            ),
        ]
        return book

    def _article_of_unit(self, unit: SampleUnit) -> Book:
        book = self._article(unit)
        draw = stream(self.truth.seed, "article", unit.code)
        for indicator in draw.sample(tuple(SENTENCES), 3):
            result, target = self.truth.result(unit, indicator, YEAR), self.truth.target(unit, indicator, YEAR)
            line = _line(unit, indicator, str(YEAR), result, target, draw.choice((0, 1)))
            line.sentence = SENTENCES[indicator]
            book.lines.append(line)
        offices = Decimal(draw.randint(24, 60))
        line = _line(unit, HELD, str(YEAR), offices - draw.randint(0, 3), offices)
        line.sentence, line.is_population = _POPULATION_SENTENCE, True
        book.lines.append(line)
        share = self.truth.result(unit, TRAINED, YEAR)
        line = _line(unit, TRAINED, str(YEAR), share, None)
        line.cells = {Role.PERCENT: Cell(shown=share, true=share)}
        line.sentence = _SHARE_SENTENCE
        book.lines.append(line)
        return book

    def _article(self, unit: SampleUnit) -> Book:
        book = self._book(Form.ARTICLE, unit, "tin", NIGHTS[3], str(YEAR), f"năm {YEAR}")
        book.held_on = date(2024, 1, 9)
        book.day_words = "9/1/2024"
        book.sender_heading = _spelled_out(unit)
        book.names |= {"": self.units.short_name}
        return book


def _line(
    unit: SampleUnit,
    indicator: Indicator,
    period: str,
    result: Decimal,
    target: Decimal | None,
    decimals: int = 1,
) -> Line:
    cells = {Role.RESULT: Cell(shown=result, true=result)}
    if target is not None:
        cells[Role.TARGET] = Cell(shown=target, true=target)
        percent = percent_of(result, target, decimals)
        cells[Role.PERCENT] = Cell(shown=percent, true=percent)
    return Line(
        unit=unit.code,
        indicator=indicator,
        period=period,
        cells=cells,
        label=indicator.label,
        unit_word=indicator.unit_word,
    )


def _spelled_out(unit: SampleUnit) -> str:
    """The press does not shorten "Công đoàn"."""
    return unit.short_name.replace("CĐ ", "Công đoàn ")


def _least(indicator: Indicator) -> Decimal:
    return Decimal("0.1") if indicator.nature is Nature.MONEY else Decimal(1)


def _step(indicator: Indicator, number: Decimal) -> Decimal:
    """Whole things, or tenths of a million đồng."""
    return number.quantize(Decimal("0.1") if indicator.nature is Nature.MONEY else Decimal(1))


def over_fulfilled(federation: Federation) -> tuple[int, int]:
    """How many lines with a target exceed it, and how many there are, units' own years alone."""
    pairs = [
        (line.cells[Role.RESULT].true, line.cells[Role.TARGET].true)
        for book in federation.books
        if book.form is Form.YEAR
        for line in book.lines
        if Role.TARGET in line.cells
    ]
    return sum(result > target for result, target in pairs), len(pairs)
