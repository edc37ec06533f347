from __future__ import annotations

from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from mail_server import MailServer, free_port

from alerts.ledger import State
from alerts.send import Postman, SmtpUrlError, outbox_file, receipt_of


@pytest.fixture
def eml(tmp_path: Path) -> Path:
    path = tmp_path / "a.eml"
    path.write_bytes(b"Subject: x\r\nMessage-ID: <1@b.invalid>\r\n\r\nbody\r\n")
    return path


def test_a_message_with_a_receipt_is_never_sent_again(eml: Path, mail_server: MailServer) -> None:
    with Postman(mail_server.url, "a@b.invalid") as postman:
        assert postman.deliver(eml, "c@d.invalid").state is State.SENT
    assert receipt_of(eml).exists()
    with Postman(mail_server.url, "a@b.invalid") as postman:
        assert postman.deliver(eml, "c@d.invalid").state is State.SENT
    assert len(mail_server.accepted) == 1


def test_a_server_that_cannot_be_reached_is_asked_once_a_run(eml: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.eml"
    other.write_bytes(eml.read_bytes())
    with Postman(f"smtp://127.0.0.1:{free_port()}", "a@b.invalid") as postman:
        first = postman.deliver(eml, "c@d.invalid")
        assert postman.deliver(other, "c@d.invalid") == first
    assert first.state is State.PARKED
    assert first.reason is not None
    assert "ConnectionRefusedError" in first.reason


def test_after_one_refusal_the_next_message_still_goes_out(eml: Path, tmp_path: Path, mail_server: MailServer) -> None:
    other = tmp_path / "b.eml"
    other.write_bytes(eml.read_bytes())
    mail_server.answers["gone@d.invalid"] = "550 no such mailbox"
    with Postman(mail_server.url, "a@b.invalid") as postman:
        assert postman.deliver(eml, "gone@d.invalid").state is State.REFUSED
        assert postman.deliver(other, "c@d.invalid").state is State.SENT


class _Authenticating(Controller):
    """Takes one user's password, in the clear, as a server on the same machine may."""

    def factory(self) -> SMTP:
        def check(server: object, session: object, envelope: object, mechanism: str, data: LoginPassword) -> AuthResult:
            return AuthResult(success=(data.login, data.password) == (b"thi dua", b"m@t/kh:u"))

        return SMTP(self.handler, authenticator=check, auth_required=True, auth_require_tls=False)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize(("password", "state"), [("m%40t%2Fkh%3Au", State.SENT), ("wrong-secret", State.PARKED)])
def test_user_and_password_come_percent_encoded_and_never_into_a_reason(
    eml: Path, password: str, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alerts.send.TIMEOUT_SECONDS", 3)
    port = free_port()
    controller = _Authenticating(MailServer(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with Postman(f"smtp://thi%20dua:{password}@127.0.0.1:{port}", "a@b.invalid") as postman:
            outcome = postman.deliver(eml, "c@d.invalid")
    finally:
        controller.stop()
    assert outcome.state is state
    assert password not in (outcome.reason or "")


def test_a_password_is_not_sent_in_the_clear_over_a_network(
    eml: Path, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alerts.send._is_this_machine", lambda host: False)
    with Postman(mail_server.url.replace("smtp://", "smtp://user:secret@"), "a@b.invalid") as postman:
        outcome = postman.deliver(eml, "c@d.invalid")
    assert outcome.state is State.PARKED
    assert outcome.reason is not None
    assert "no TLS" in outcome.reason
    assert mail_server.asked == []


@pytest.mark.parametrize(
    "url",
    ["http://h", "smtp://", "smtp://h:port", "h:25", "smtp://user:secret@h:99999", "smtp://u:m%E1%BA%ADt-secret@h"],
)
def test_a_malformed_server_address_is_an_error_that_shows_no_password(url: str) -> None:
    with pytest.raises(SmtpUrlError) as raised:
        Postman(url, "a@b.invalid")
    assert "secret" not in str(raised.value)


def test_a_connection_the_server_dropped_parks_the_message_and_is_opened_anew(
    eml: Path, tmp_path: Path, mail_server: MailServer
) -> None:
    other = tmp_path / "b.eml"
    other.write_bytes(eml.read_bytes())
    mail_server.answers["busy@d.invalid"] = "421 too many messages"
    with Postman(mail_server.url, "a@b.invalid") as postman:
        assert postman.deliver(eml, "busy@d.invalid").state is State.PARKED
        assert postman.deliver(other, "c@d.invalid").state is State.SENT


@pytest.mark.parametrize(
    ("code", "file"),
    [("LDLD.TQ", "2026-11-21/LDLD.TQ.eml"), ("..", None), ("a/b", None), ("../../etc/x", None), ("Đ" * 200, None)],
)
def test_an_office_code_is_never_a_path_out_of_the_outbox(code: str, file: str | None) -> None:
    told = outbox_file("2026-11-21", code, 1)
    assert file is None or told == file
    folder, _, name = told.partition("/")
    assert folder == "2026-11-21"
    assert "/" not in name
    assert not name.startswith(".")
    assert len(name) < 120


def test_two_codes_that_look_alike_as_file_names_stay_apart() -> None:
    assert outbox_file("n", "a/b", 1) != outbox_file("n", "a?b", 1)
