"""How names of units and indicators resolve, and how they do not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from warehouse.catalogue import FALLBACK_OFFICE, Catalogue, CatalogueError, Detail, measure_of_unit
from warehouse.settings import PROJECT_ROOT

SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"
TUYEN_QUANG = "LDLD.TQ"
UNIT_COLUMNS = "code,name,short_name,aliases,context_aliases,level,kind,parent,province,valid_from,valid_to,source"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load(SEEDS)


@pytest.mark.parametrize(
    ("text", "code", "basis"),
    [
        ("Liên đoàn Lao động huyện Chiêm Hóa", "LDLD.TQ.CHIEMHOA", "exact"),
        ("CÔNG ĐOÀN NGÀNH GIÁO DỤC TỈNH TUYÊN QUANG", "CDGD.TQ", "exact"),
        ("LĐLĐ HUYỆN CHIÊM HOÁ", "LDLD.TQ.CHIEMHOA", "alias"),
        ("LĐLĐ H. Hàm Yên", "LDLD.TQ.HAMYEN", "abbreviation"),
        ("LĐLĐ TP. Tuyên Quang", "LDLD.TQ.TP", "abbreviation"),
        ("LĐLĐ TX Duy Tiên", "LDLD.HNA.DUYTIEN", "abbreviation"),
        ("Liên đoàn Lao động (LĐLĐ) tỉnh Hưng Yên", "LDLD.HY", "abbreviation"),
        ("Cụm thi đua số 1 - LĐLĐ tỉnh Tuyên Quang", "CUM01.TQ", "abbreviation"),
        ("Khối thi đua 2 Công đoàn Viên chức Việt Nam", "KHOI2.CDVCVN", "alias"),
        ("Công đoàn Cơ quan T.Ư Đoàn", "CDCQ.TUDOAN", "exact"),
        ("lien doan lao dong huyen son duong", "LDLD.TQ.SONDUONG", "alias"),
    ],
)
def test_a_full_name_needs_no_context(catalogue: Catalogue, text: str, code: str, basis: str) -> None:
    found = catalogue.resolve_unit(text)
    assert (found.code, found.basis) == (code, basis)


@pytest.mark.parametrize(
    ("text", "within", "code"),
    [
        ("LĐLĐ TP T.Quang", TUYEN_QUANG, "LDLD.TQ.TP"),
        ("Chiêm Hoá", TUYEN_QUANG, "LDLD.TQ.CHIEMHOA"),
        ("H. Hàm Yên", TUYEN_QUANG, "LDLD.TQ.HAMYEN"),
        ("H.Hàm Yên", TUYEN_QUANG, "LDLD.TQ.HAMYEN"),
        ("Sơn Dương", TUYEN_QUANG, "LDLD.TQ.SONDUONG"),
        ("CĐ ngành Giáo dục", TUYEN_QUANG, "CDGD.TQ"),
        ("CĐ các KCN", "CUM02.TQ", "CDKCN.TQ"),
        ("Cụm số 01", TUYEN_QUANG, "CUM01.TQ"),
        ("Cụm thi đua số 2", "CDYT.TQ", "CUM02.TQ"),
        ("LĐLĐ tỉnh", "CDVC.HY", "LDLD.HY"),
        ("LĐLĐ tỉnh", "LDLD.TQ.HAMYEN", "LDLD.TQ"),
        ("Ban Chấp hành Công đoàn Viên chức tỉnh", "LDLD.HY", "CDVC.HY"),
        ("LĐLĐ huyện", "LDLD.TQ.HAMYEN", "LDLD.TQ.HAMYEN"),
        ("LĐLĐ Hàm Yên", TUYEN_QUANG, "LDLD.TQ.HAMYEN"),
        ("huyện Hàm Yên, tỉnh Tuyên Quang", "LDLD.HY", "LDLD.TQ.HAMYEN"),
    ],
)
def test_a_short_name_means_a_unit_of_its_context(catalogue: Catalogue, text: str, within: str, code: str) -> None:
    assert catalogue.resolve_unit(text, within=within).code == code


@pytest.mark.parametrize(
    ("text", "province", "code"),
    [
        ("LĐLĐ tỉnh", "Hà Nam", "LDLD.HNA"),
        ("Công đoàn Viên chức tỉnh", "tỉnh Hưng Yên", "CDVC.HY"),
        ("Công đoàn Viên chức tỉnh", "TUYÊN QUANG", "CDVC.TQ"),
        ("Cụm thi đua số 02", "Tuyên Quang", "CUM02.TQ"),
    ],
)
def test_namesakes_of_two_provinces_are_told_apart_by_the_province(
    catalogue: Catalogue, text: str, province: str, code: str
) -> None:
    assert catalogue.resolve_unit(text, province=province).code == code


def test_a_name_that_ends_on_its_province_brings_its_own_context(catalogue: Catalogue) -> None:
    assert catalogue.resolve_unit("huyện Hàm Yên, tỉnh Tuyên Quang").code == "LDLD.TQ.HAMYEN"


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("LĐLĐ tỉnh", None),
        ("Công đoàn Viên chức tỉnh", None),
        ("Cụm thi đua số 2", None),
        ("Sơn Dương", None),
        ("Tuyên Quang", TUYEN_QUANG),
        ("LĐLĐ huyện", TUYEN_QUANG),
        ("LĐLĐ H.Yên", TUYEN_QUANG),
        ("Liên đoàn Lao động tỉnh Xuân Xa", TUYEN_QUANG),
        ("Liên đoàn Lao động huyện Chiêm Hoa", None),
        ("Cụm thi đua số 3", TUYEN_QUANG),
        ("", TUYEN_QUANG),
    ],
)
def test_likeness_or_ambiguity_is_never_an_answer(catalogue: Catalogue, text: str, within: str | None) -> None:
    found = catalogue.resolve_unit(text, within=within)
    assert (found.code, found.basis) == (None, "none")
    assert len(found.candidates) == (3 if text else 0)


def test_an_unresolved_name_proposes_the_three_nearest(catalogue: Catalogue) -> None:
    found = catalogue.resolve_unit("LĐLĐ huyện Chiêm Hoa", within=TUYEN_QUANG)
    assert found.candidates[0].code == "LDLD.TQ.CHIEMHOA"
    assert [candidate.score for candidate in found.candidates] == sorted(
        (candidate.score for candidate in found.candidates), reverse=True
    )


def test_near_names_are_sought_only_when_asked_for_and_then_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sought: list[str] = []

    def nearest(wanted: str, *_: object) -> tuple[object, ...]:
        sought.append(wanted)
        return ()

    monkeypatch.setattr("warehouse.catalogue._nearest", nearest)
    catalogue = Catalogue.load(SEEDS)
    unknown = catalogue.resolve_unit("LĐLĐ huyện Không Có")
    label = catalogue.resolve_indicator("Một nhãn không ai biết")
    assert (unknown.code, label.code, sought) == (None, None, [])
    assert unknown.candidates is unknown.candidates
    assert len(sought) == 1
    assert label.candidates == ()
    assert len(sought) == 2


def test_every_name_of_the_seeds_resolves_to_its_own_unit_or_is_shared(catalogue: Catalogue) -> None:
    for unit in catalogue.units.values():
        for name in (unit.name, unit.short_name, *unit.aliases):
            assert catalogue.resolve_unit(name).code == unit.code, name
        for name in unit.context_aliases:
            assert catalogue.resolve_unit(name, within=unit.code).code == unit.code, name


@pytest.mark.parametrize(
    ("label", "unit", "code"),
    [
        ("Kết nạp đoàn viên", "Đoàn viên", "members_admitted"),
        ("1. Kết nạp ĐV:", None, "members_admitted"),
        ("Công tác tổ chức / Kết nạp ĐV / Giao", None, "members_admitted"),
        ("Kết nạp ĐV/chỉ tiêu", None, "members_admitted"),
        ("ĐVƯT/chỉ tiêu", None, "elite_members_referred"),
        ("ĐV ưu tú", None, "elite_members_referred"),
        ("Quỹ MA (tr.đ)/KH", None, "maiam_fund_raised"),
        ('Vận động Quỹ "Mái ấm Công đoàn"', "Tr. đồng", "maiam_fund_raised"),
        ("Hiến máu (lượt)", None, "blood_donation_turns"),
        ("Thành lập CĐCS", "CĐCS", "grassroots_unions_founded"),
        ("Tỷ lệ CQ, ĐV tổ chức HN CBCCVC", "%", "staff_conferences_pct"),
        ("Cơ quan, đơn vị tổ chức HN CBCCVC", "đơn vị", "staff_conferences_held"),
        ("Số suất quà / + Số tiền", "nghìn đồng", "gifts_value"),
        ("Nhà ở (TH/giao)", None, "housing_supported"),
        ('Nhà ở "sửa, làm mới"', "nhà", "housing_supported"),
        ("Hỗ trợ làm nhà mới", "Nhà", "housing_new_supported"),
        ("Hỗ trợ đoàn viên làm nhà mới", "hộ", "housing_new_supported"),
        ("Hỗ trợ nhà ở đoàn viên (sửa, làm mới)", "hộ", "housing_supported"),
        ("Kiểm tra, giám sát công đoàn", "cuộc", "inspections_conducted"),
        ("Tổ chức lớp tập huấn, bồi dưỡng", "lớp", "training_courses_held"),
        ("Hỗ trợ sửa, làm nhà / Trong đó: làm mới", None, "housing_new_supported"),
        ("ket nap doan vien", None, "members_admitted"),
    ],
)
def test_a_tables_label_names_its_indicator(catalogue: Catalogue, label: str, unit: str | None, code: str) -> None:
    assert catalogue.resolve_indicator(label, unit_of_measure=unit).code == code


def test_a_label_shared_by_a_count_and_a_share_is_decided_by_its_unit(catalogue: Catalogue) -> None:
    label = "Ký kết TƯLĐTT"
    assert catalogue.resolve_indicator(label, unit_of_measure="bản").code == "collective_agreements_signed"
    assert catalogue.resolve_indicator(label, unit_of_measure="%").code == "collective_agreements_pct"
    assert catalogue.resolve_indicator("Tỷ lệ ký kết TƯLĐTT").code == "collective_agreements_pct"


def test_money_is_no_count_of_members(catalogue: Catalogue) -> None:
    found = catalogue.resolve_indicator("Kết nạp đoàn viên", unit_of_measure="triệu đồng")
    assert found.code is None
    assert [candidate.code for candidate in found.candidates] == ["members_admitted"]


@pytest.mark.parametrize("label", ["Trong đó: DN ngoài nhà nước", "Kết nạp doàn viên", "Số tiền", "Ghi chú", ""])
def test_a_label_that_is_only_like_another_stays_open(catalogue: Catalogue, label: str) -> None:
    assert catalogue.resolve_indicator(label).code is None


def test_every_label_of_the_seed_means_its_indicator_where_the_unit_is_given(catalogue: Catalogue) -> None:
    for indicator in catalogue.indicators.values():
        for label in (indicator.name_vi, *indicator.labels):
            found = catalogue.resolve_indicator(label, unit_of_measure=indicator.unit_vi)
            assert found.code == indicator.code, label


@pytest.mark.parametrize(
    ("unit", "measure"),
    [("%", "percent"), ("Tr. đồng", "money"), ("1.000đ", "money"), ("nghìn đồng", "money"), ("tỷ đồng", "money"),
     ("Lượt", "count"), ("đoàn viên", "count"), ("hộ", "count"), ("đơn vị máu", "count")],
)  # fmt: skip
def test_a_unit_of_measure_says_what_is_counted(unit: str, measure: str) -> None:
    assert measure_of_unit(unit) == measure


def test_the_owner_is_the_nearest_ancestor_with_an_active_office(catalogue: Catalogue) -> None:
    assert catalogue.owner_office("CUM01.TQ") == TUYEN_QUANG
    assert catalogue.owner_office("KGD.DUYTIEN") == "LDLD.HNA"
    assert catalogue.owner_office("CD.VPQH") == "CDVCVN"
    assert catalogue.owner_office("DU.TQ") == FALLBACK_OFFICE
    assert catalogue.owner_office(None) == catalogue.owner_office("no such unit") == FALLBACK_OFFICE


def test_thresholds_left_empty_take_the_defaults(catalogue: Catalogue) -> None:
    assert catalogue.indicators["members_admitted"].cap_pct == 300
    assert catalogue.indicators["members_admitted"].ask_threshold_pct == 120
    assert catalogue.indicators["members_net_increase"].allows_negative
    assert catalogue.indicators["blood_donation_turns"].is_turnout


def test_the_register_names_the_members_of_a_cluster_by_year(catalogue: Catalogue) -> None:
    assert len(catalogue.members("CUM01.TQ", 2023)) == 7
    assert catalogue.members("CUM01.TQ", 1999) == ()


def own_units(folder: Path, *rows: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "org_units.csv").write_text("\n".join([UNIT_COLUMNS, *rows]) + "\n", encoding="utf-8")
    return folder


def test_a_federations_own_rows_join_and_replace_the_seeds(tmp_path: Path) -> None:
    own = own_units(
        tmp_path / "own",
        "CS.1,Công đoàn cơ sở Trường Mầm non Hoa Sen,CĐCS MN Hoa Sen,,,grassroots,union,LDLD.TQ,Tuyên Quang,,,invented",
        "CS.2,Công đoàn cơ sở Trường Mầm non Hoa Sen,CĐCS MN Hoa Sen,,,grassroots,union,LDLD.HY,Hưng Yên,,,invented",
        "LDLD.HY,Liên đoàn Lao động tỉnh Hưng Yên (mới),,,,province,union,TLD,Hưng Yên,,,invented",
    )
    catalogue = Catalogue.load(SEEDS, own)
    assert catalogue.units["LDLD.HY"].name.endswith("(mới)")
    assert catalogue.resolve_unit("CĐCS MN Hoa Sen", within="LDLD.HY").code == "CS.2"
    assert catalogue.resolve_unit("CĐCS Trường Mầm non Hoa Sen", province="Tuyên Quang").code == "CS.1"
    assert catalogue.resolve_unit("CĐCS MN Hoa Sen").code is None
    assert catalogue.descendants("LDLD.HY") == {"CDVC.HY", "CS.2"}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("A,Tên,,,,district,union,KHONG.CO,,,,", "unknown parent"),
        ("A,Tên,,,,district,union,A,,,,", "its own ancestor"),
        ("A,,,,,district,union,TLD,,,,", "line 2"),
        ("A,Tên,,,,district,union,TLD,,31/12/2020,,", "line 2"),
        ("A,Tên,,,,district,union,TLD,,,,\nA,Tên,,,,district,union,TLD,,,,", "stands twice"),
    ],
)
def test_a_catalogue_file_that_cannot_be_used_says_which_line_and_why(tmp_path: Path, row: str, told: str) -> None:
    with pytest.raises(CatalogueError, match=told):
        Catalogue.load(SEEDS, own_units(tmp_path, row))


EVENT_COLUMNS = (
    "event_id,event_kind,effective_date,decision_number,decision_date,from_unit_code,to_unit_code,"
    "weight_numerator,weight_denominator,name_before,short_name_before,provenance,is_verified,unverified"
)


@pytest.fixture
def renamed(tmp_path: Path) -> Catalogue:
    """Đá Bạc was called Suối Mơ until 2015, when another district took that name."""
    units = [
        "LDLD.XX,Liên đoàn Lao động tỉnh Xuân Xa,LĐLĐ tỉnh Xuân Xa,,,province,union,TLD,Xuân Xa,,2025-06-30,invented",
        "LDLD.YY,Liên đoàn Lao động tỉnh Yên Xa,LĐLĐ tỉnh Yên Xa,,,province,union,TLD,Yên Xa,,,invented",
        "LDLD.XX.A,Liên đoàn Lao động huyện Đá Bạc,LĐLĐ huyện Đá Bạc,,,district,union,LDLD.XX,Xuân Xa,,,invented",
        "LDLD.XX.B,Liên đoàn Lao động huyện Suối Mơ,LĐLĐ huyện Suối Mơ,,,district,union,LDLD.XX,Xuân Xa,2015-07-01,,x",
    ]
    old = "Liên đoàn Lao động huyện Suối Mơ,LĐLĐ huyện Suối Mơ"
    events = [
        f"e1,renamed,2015-07-01,,,LDLD.XX.A,LDLD.XX.A,,,{old},invented,true,",
        "e2,merged,2025-07-01,,,LDLD.XX,LDLD.YY,1,1,,,invented,true,",
    ]
    offices = ["LDLD.YY,LDLD.YY,LĐLĐ tỉnh Yên Xa,vi,yy@example.invalid,email,true,"]
    for name, header, rows in (
        ("org_units", UNIT_COLUMNS, units),
        ("org_events", EVENT_COLUMNS, events),
        (
            "offices",
            "office_code,org_unit_code,name_vi,language,email,channel,is_active,note",
            offices,
        ),
    ):
        (tmp_path / f"{name}.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return Catalogue.load(SEEDS, tmp_path)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (None, "LDLD.XX.B"),
        (date(2024, 12, 31), "LDLD.XX.B"),
        (date(2015, 7, 1), "LDLD.XX.B"),
        (date(2015, 6, 30), "LDLD.XX.A"),
        (date(1990, 1, 1), "LDLD.XX.A"),
    ],
)
def test_a_name_means_the_unit_that_bore_it_on_the_day(renamed: Catalogue, day: date | None, expected: str) -> None:
    for name in ("Liên đoàn Lao động huyện Suối Mơ", "LĐLĐ H. Suối Mơ"):
        assert renamed.on(day).resolve_unit(name).code == expected


@pytest.mark.parametrize("day", [None, date(2012, 1, 1), date(2024, 1, 1)])
def test_an_old_name_nobody_else_took_is_understood_on_any_day(catalogue: Catalogue, day: date | None) -> None:
    understood = catalogue.on(day)
    assert understood.resolve_unit("LĐLĐ huyện Duy Tiên").code == "LDLD.HNA.DUYTIEN"
    assert understood.resolve_unit("Liên đoàn Lao động tỉnh Thừa Thiên Huế").code == "LDLD.HUE"
    assert understood.resolve_unit("LĐLĐ thị xã Tuyên Quang", within=TUYEN_QUANG).code == "LDLD.TQ.TP"


def test_the_office_of_the_federation_that_took_a_unit_over_answers_for_it(renamed: Catalogue) -> None:
    assert renamed.owner_office("LDLD.XX.A") == "LDLD.YY"
    assert renamed.owner_office("LDLD.XX") == "LDLD.YY"


def test_after_a_merger_short_names_are_understood_under_either_federation(renamed: Catalogue) -> None:
    after, before = renamed.on(date(2025, 12, 31)), renamed.on(date(2024, 12, 31))
    assert after.ancestors("LDLD.XX.A") == ("LDLD.XX", "LDLD.YY", "TLD")
    assert before.ancestors("LDLD.XX.A") == renamed.ancestors("LDLD.XX.A") == ("LDLD.XX", "TLD")
    for federation in ("LDLD.XX", "LDLD.YY"):
        assert after.resolve_unit("Đá Bạc", within=federation).code == "LDLD.XX.A"
    assert before.resolve_unit("Đá Bạc", within="LDLD.XX").code == "LDLD.XX.A"
    assert before.resolve_unit("Đá Bạc", within="LDLD.YY").code is None


def test_the_thirty_four_provinces_of_today_hold_the_sixty_three_of_before(catalogue: Catalogue) -> None:
    federations = {code for code, unit in catalogue.units.items() if unit.level == "province" and unit.kind == "union"}
    ended = {code for code in federations if catalogue.history.last_day(code) is not None}
    assert (len(federations), len(federations - ended)) == (63, 34)
    assert {catalogue.history.last_day(code) for code in ended} == {date(2025, 6, 30)}
    assert {catalogue.history.successor(code) for code in ended} <= federations - ended
    assert catalogue.history.successor("LDLD.HNA") == "LDLD.NB"


def test_every_district_federation_of_the_catalogue_ended_with_the_district_level(catalogue: Catalogue) -> None:
    districts = [code for code, unit in catalogue.units.items() if unit.level == "district" and unit.kind == "union"]
    assert districts
    for code in districts:
        assert catalogue.history.last_day(code) == date(2025, 6, 30)
        assert catalogue.units[str(catalogue.history.successor(code))].level == "province"


CONTACT_COLUMNS = "office_code,contact_name,channel,address,language,detail,is_active,note\n"


def with_contacts(folder: Path, *rows: str) -> Catalogue:
    (folder / "office_contacts.csv").write_text(CONTACT_COLUMNS + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return Catalogue.load(SEEDS, folder)


def test_an_office_without_contacts_is_told_at_its_own_address(catalogue: Catalogue) -> None:
    [contact] = catalogue.contacts_of("LDLD.TQ")
    assert (contact.channel, contact.address) == ("email", catalogue.offices["LDLD.TQ"].email)
    assert (contact.language, contact.detail) == ("vi", Detail.FULL)
    [nobody] = catalogue.contacts_of("LDLD.KHONGCO")
    assert (nobody.channel, nobody.address) == ("outbox", None)


def test_several_contacts_of_an_office_have_their_own_language_channel_and_detail(tmp_path: Path) -> None:
    told = with_contacts(
        tmp_path,
        "LDLD.TQ,Chị Hoa,email,hoa@example.invalid,,full,true,",
        "LDLD.TQ,Lãnh đạo,email,lanh-dao@example.invalid,en,counts,true,",
        "LDLD.TQ,Đã nghỉ,email,nghi@example.invalid,,full,false,",
    ).contacts_of("LDLD.TQ")
    assert [(one.address, one.language, one.detail) for one in told] == [
        ("hoa@example.invalid", "vi", Detail.FULL),
        ("lanh-dao@example.invalid", "en", Detail.COUNTS),
    ]


def test_a_contact_of_unknown_detail_stops_the_catalogue_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"office_contacts\.csv, line 2"):
        with_contacts(tmp_path, "LDLD.TQ,,email,a@example.invalid,,everything,true,")


def test_above_an_office_is_the_nearest_active_one_and_last_the_data_team(catalogue: Catalogue) -> None:
    assert catalogue.office_above("LDLD.TQ") == "TLD.DATA"
    assert catalogue.office_above("TLD.DATA") == "TLD.DATA"
    assert catalogue.office_above("LDLD.KHONGCO") == "TLD.DATA"
