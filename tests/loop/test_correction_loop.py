"""An office is told of 27/22, answers as a person does in LibreOffice, and is told what came of it.

Two nights of a real Airflow, a real mail server, a real mailbox. The tests stand in the order in which things happen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from clerk import Form, Step, in_libreoffice
from mail_box import MailBox, mail_box
from mail_server import MailServer
from nights import Nights, airflow_over, write_reference_case
from whole_night import query

from warehouse.answer_sheet import Choice, Column
from warehouse.row_identity import keys_of

pytestmark = pytest.mark.slow

OFFICE, ADDRESS = "LDLD.TQ", "thi-dua@tuyenquang.example.invalid"
FIRST, SECOND = "2026-01-05", "2026-01-06"
PAPER = "CV 15/LĐLĐ ngày 05/01/2026"
CLUSTER = "Cụm thi đua số 01"
HOUSES, MEMBERS = "Số hộ đoàn viên được hỗ trợ làm nhà mới", "Số đoàn viên kết nạp mới"


@dataclass(frozen=True, slots=True)
class Scene:
    nights: Nights
    post: MailServer
    box: MailBox
    folder: Path

    @property
    def home(self) -> Path:
        return self.nights.settings.home

    def mails(self, night: str) -> list[EmailMessage]:
        """What the office was sent of a night, in the order in which it arrived."""
        dated = f"<{night.replace('-', '')}."
        return [mail for to, mail in self.post.accepted if to == ADDRESS and str(mail["Message-ID"]).startswith(dated)]

    def attached(self, night: str) -> bytes:
        (mail,) = self.mails(night)
        (workbook,) = list(mail.iter_attachments())
        content: bytes = workbook.get_content()
        return content


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("loop")
    home = folder / "home"
    home.mkdir()
    write_reference_case(home)
    with MailServer() as post, mail_box() as box:
        environment = {"WAREHOUSE_SMTP_URL": post.url, "WAREHOUSE_IMAP_URL": box.url}
        with airflow_over(home, environment) as nights:
            yield Scene(nights, post, box, folder)


@pytest.fixture(scope="module")
def told(scene: Scene) -> Form:
    """The first night, and the workbook its digest brought."""
    scene.nights.run(FIRST)
    return Form(scene.attached(FIRST))


@pytest.fixture(scope="module")
def houses(told: Form) -> int:
    return told.row_of(CLUSTER, HOUSES, 27)


def answer(form: Form, row: int, choice: Choice, **cells: str) -> list[Step]:
    """A choice from the drop-down of a row, then what is typed, by the names of ``Column``."""
    typed = [("type", form.cell(row, Column[name]), text) for name, text in cells.items()]
    return [("choose", form.cell(row, Column.CHOICE), choice.value), *typed]


@pytest.fixture(scope="module")
def answered(scene: Scene, told: Form, houses: int) -> dict[str, int]:
    """The rows that were answered by what is expected of them: in the inbox as xlsx, by mail as ods."""
    rows = {
        "confirmed": houses,
        "corrected": told.row_of("Liên đoàn Lao động huyện Yên Sơn", MEMBERS),
        "passed on": told.row_of("Liên đoàn Lao động huyện Lâm Bình", MEMBERS),
        "without a document": told.row_of("Liên đoàn Lao động huyện Na Hang", MEMBERS),
        "tampered": told.row_of("Liên đoàn Lao động huyện Hàm Yên", MEMBERS),
        "deleted": told.row_of("Liên đoàn Lao động huyện Chiêm Hóa", MEMBERS),
        "mailed": told.row_of("Liên đoàn Lao động huyện Sơn Dương", HOUSES),
        "blank": told.row_of("Liên đoàn Lao động huyện Sơn Dương", MEMBERS),
    }
    book = scene.folder / "tra-loi.xlsx"
    book.write_bytes(scene.attached(FIRST))
    filled, mailed = scene.folder / "da-dien.xlsx", scene.folder / "da-dien.ods"
    reasons = in_libreoffice(book, ("offered", told.cell(houses, Column.REASON)))[0]
    broken = "TD1." + str(told.rows[rows["tampered"]][Column.TOKEN]).split(".", 1)[1][:-3] + "AAA"
    steps: list[Step] = [
        ("type", told.person, "Nguyễn Thị Hoa"),
        *answer(told, rows["confirmed"], Choice.CONFIRM, REASON=reasons[0], DOCUMENT=PAPER),
        *answer(told, rows["corrected"], Choice.CORRECT, VALUE="235", REASON="gõ nhầm"),
        *answer(told, rows["passed on"], Choice.NOT_OURS, REASON="do ban khác tổng hợp"),
        *answer(told, rows["without a document"], Choice.CONFIRM, REASON="đúng"),
        *answer(told, rows["tampered"], Choice.CONFIRM, REASON="đúng", DOCUMENT="BC 3"),
        ("unlock",),
        ("type", told.cell(rows["tampered"], Column.TOKEN), broken),
        ("delete_row", rows["deleted"]),
        ("sort", told.table, 2),
        ("copy", told.whole_row(told.heading + 1), f"A{told.last + 8}"),
        ("save", str(filled)),
    ]
    in_libreoffice(book, *steps)
    in_libreoffice(
        book,
        *answer(told, rows["mailed"], Choice.CONFIRM, REASON=reasons[1], DOCUMENT="BC 20/LĐLĐ"),
        ("save", str(mailed)),
    )
    inbox = scene.home / "inbox" / OFFICE / "2026"
    inbox.mkdir()
    (inbox / "tra loi da dien.xlsx").write_bytes(filled.read_bytes())
    reply = EmailMessage()
    reply["From"], reply["To"] = f"Chị Hoa <{ADDRESS}>", "thi-dua@example.invalid"
    reply["Subject"] = f"Re: {scene.mails(FIRST)[0]['Subject']}"
    reply["Message-ID"] = "<1@tuyenquang.example.invalid>"
    reply.set_content("Xin gửi lại tệp đã điền.")
    reply.add_attachment(mailed.read_bytes(), maintype="application", subtype="octet-stream", filename="da-dien.ods")
    scene.box.append(reply.as_bytes())
    return rows


@pytest.fixture(scope="module")
def heard(scene: Scene, answered: dict[str, int]) -> str:
    """The second night, and the text of its digest."""
    scene.nights.run(SECOND)
    (mail,) = scene.mails(SECOND)
    text: str = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    return text


def events(scene: Scene, form: Form, row: int) -> list[tuple[Any, ...]]:
    """What happened to the flag of a row: night, state, who, paper."""
    identity = keys_of(scene.nights.settings).verify(str(form.rows[row][Column.TOKEN]))
    assert identity is not None
    return query(
        scene.home,
        "select strftime(night, '%Y-%m-%d'), state, actor, document_text from fct_flag_events"
        " where flag_key = $key order by sequence_number",
        key=identity.flag_key,
    )


def test_the_mail_server_receives_one_digest_with_27_of_22_and_the_workbook_to_answer_it(
    scene: Scene, told: Form, houses: int
) -> None:
    (mail,) = scene.mails(FIRST)
    body = mail.get_body(("plain",))
    assert body is not None
    assert "27/22 hộ, ghi 122,7%; tính lại: 122,7%" in body.get_content()
    assert told.rows[houses]["Đã ghi: chỉ tiêu giao"] == 22


def test_the_protection_keeps_a_person_from_everything_but_the_answers(scene: Scene, told: Form, houses: int) -> None:
    book = scene.folder / "khoa.xlsx"
    book.write_bytes(scene.attached(FIRST))
    steps: list[Step] = [
        ("is_locked", f"G{houses}"),
        ("is_locked", told.cell(houses, Column.TOKEN)),
        ("is_row_kept", houses),
        ("is_locked", told.cell(houses, Column.DOCUMENT)),
        ("offered", told.cell(houses, Column.CHOICE)),
    ]
    assert in_libreoffice(book, *steps) == [True, True, True, False, list(Choice)]


def test_a_confirmation_with_its_document_closes_the_flag_the_next_night(
    scene: Scene, told: Form, answered: dict[str, int], heard: str
) -> None:
    assert events(scene, told, answered["confirmed"]) == [
        (FIRST, "open", "warehouse", None),
        (SECOND, "confirmed", f"{OFFICE}: Nguyễn Thị Hoa", PAPER),
    ]
    assert {
        quality
        for (quality,) in query(
            scene.home,
            "select quality_status from fct_attainments where org_unit_code = 'CUM01.TQ'"
            " and indicator_code = 'housing_new_supported' and period_code = '2023' and value = 27",
        )
    } == {"ok"}


def test_a_workbook_that_was_mailed_is_an_answer_too(
    scene: Scene, told: Form, answered: dict[str, int], heard: str
) -> None:
    states = [(night, state) for night, state, *_ in events(scene, told, answered["mailed"])]
    assert states == [(FIRST, "open"), (SECOND, "confirmed")]


def test_a_corrected_number_is_the_fact_and_the_received_one_stands_beside_it(
    scene: Scene, told: Form, answered: dict[str, int], heard: str
) -> None:
    states = [state for _, state, *_ in events(scene, told, answered["corrected"])]
    assert states[-1] in ("corrected", "closed")
    found = query(
        scene.home,
        "select distinct old_value, new_value from fct_figure_corrections"
        " where figure_kind = 'result' and field_name = 'value'",
    )
    assert [(int(old), int(new)) for old, new in found] == [(335, 235)]


def test_what_is_not_ours_goes_to_the_data_team(scene: Scene, told: Form, answered: dict[str, int], heard: str) -> None:
    assert [state for _, state, *_ in events(scene, told, answered["passed on"])][-1] == "assigned"


@pytest.mark.parametrize("what", ["without a document", "tampered", "deleted", "blank"])
def test_what_does_not_hold_or_was_left_out_stays_open(
    scene: Scene, told: Form, answered: dict[str, int], heard: str, what: str
) -> None:
    assert [state for _, state, *_ in events(scene, told, answered[what])] == ["open"]


def test_the_next_digest_says_row_by_row_what_came_of_the_answers(heard: str) -> None:
    for words in (
        f"đã ghi nhận xác nhận (căn cứ: {PAPER})",
        "đã ghi nhận số đúng: thực hiện 335 → 235",
        "đã chuyển bộ phận dữ liệu xem xét",
        "Chưa ghi số, ngày văn bản",
        "Mã dòng đã bị thay đổi",
    ):
        assert words in heard


def test_a_night_without_news_sends_nothing(scene: Scene, heard: str) -> None:
    before = len(scene.post.accepted)
    scene.nights.run("2026-01-07")
    assert len(scene.post.accepted) == before
    assert len(set(scene.post.message_ids)) == before
