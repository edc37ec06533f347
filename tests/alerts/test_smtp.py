from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from certificates import self_made
from mail_server import MailServer, free_port

from alerts.ledger import State
from alerts.send import outbox_file
from alerts.smtp import Postman, SmtpUrlError, read_url, server_of

MESSAGE = b"Subject: x\r\nMessage-ID: <1@b.invalid>\r\n\r\nbody\r\n"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    return self_made(tmp_path_factory.mktemp("certificate"))


def test_a_server_that_cannot_be_reached_is_asked_once_a_run() -> None:
    with Postman(f"smtp://127.0.0.1:{free_port()}", "a@b.invalid") as postman:
        first = postman.hand_over(MESSAGE, "c@d.invalid")
        assert postman.hand_over(MESSAGE, "c@d.invalid") == first
    assert first.state is State.DEFERRED
    assert first.reason is not None
    assert "ConnectionRefusedError" in first.reason


def test_after_one_refusal_the_next_message_still_goes_out(mail_server: MailServer) -> None:
    mail_server.answers["gone@d.invalid"] = "550 no such mailbox"
    with Postman(mail_server.url, "a@b.invalid") as postman:
        assert postman.hand_over(MESSAGE, "gone@d.invalid").state is State.REFUSED
        assert postman.hand_over(MESSAGE, "c@d.invalid").state is State.SENT


@contextmanager
def server_that(answers: bytes, each: float) -> Iterator[str]:
    """Accepts connections and says the bytes one by one, with a pause after each; then nothing more."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            try:
                connection, _ = listening.accept()
                with connection:
                    connection.settimeout(each)
                    for position in range(len(answers)):
                        connection.sendall(answers[position : position + 1])
                        try:
                            if not connection.recv(1):
                                return
                        except TimeoutError:
                            continue
                    connection.settimeout(5)
                    connection.recv(1)
            except OSError:
                return

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"smtp://127.0.0.1:{listening.getsockname()[1]}"
    thread.join(10)


def test_a_server_that_never_answers_is_waited_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alerts.smtp.TIMEOUT_SECONDS", 0.2)
    with server_that(b"", 1) as url, Postman(url, "a@b.invalid") as postman:
        first = postman.hand_over(MESSAGE, "c@d.invalid")
        assert first.state is State.DEFERRED
        assert postman.hand_over(MESSAGE, "c@d.invalid") == first


def test_a_server_that_drips_its_answer_runs_into_the_bound_of_the_whole_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("alerts.smtp.TIMEOUT_SECONDS", 2)
    monkeypatch.setattr("alerts.smtp.MESSAGE_SECONDS", 0.3)
    with server_that(b"220-" + b"x" * 1000, 0.02) as url, Postman(url, "a@b.invalid") as postman:
        outcome = postman.hand_over(MESSAGE, "c@d.invalid")
    assert outcome.state is State.DEFERRED
    assert outcome.reason is not None
    assert "not through after" in outcome.reason


def test_a_server_that_drips_its_handshake_runs_into_the_bound_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alerts.smtp.TIMEOUT_SECONDS", 2)
    monkeypatch.setattr("alerts.smtp.MESSAGE_SECONDS", 0.3)
    hello = b"\x16\x03\x03\x40\x00" + b"\x02\x00\x3f\xfc" + b"x" * 1000
    with server_that(hello, 0.02) as url, Postman(url.replace("smtp:", "smtps:"), "a@b.invalid") as postman:
        outcome = postman.hand_over(MESSAGE, "c@d.invalid")
    assert outcome.state is State.DEFERRED
    assert outcome.reason is not None
    assert "not through after" in outcome.reason


def test_a_name_server_that_is_silent_is_waited_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Event()
    monkeypatch.setattr("alerts.smtp.TIMEOUT_SECONDS", 0.2)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: asked.wait(20))
    try:
        with Postman("smtp://mail.example.invalid", "a@b.invalid") as postman:
            first = postman.hand_over(MESSAGE, "c@d.invalid")
            assert first.state is State.DEFERRED
            assert "was not found within" in str(first.reason)
            assert postman.hand_over(MESSAGE, "c@d.invalid") == first
    finally:
        asked.set()


def test_of_several_addresses_the_one_that_answers_is_used(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = read_url(mail_server.url).port
    dead, alive = ((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", number)) for number in (free_port(), port))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [dead, alive])
    with Postman("smtp://mail.example.invalid", "a@b.invalid") as postman:
        assert postman.hand_over(MESSAGE, "c@d.invalid").state is State.SENT


@pytest.mark.parametrize("scheme", ["smtp", "smtp+starttls", "smtps"])
def test_mail_goes_over_tls_to_a_server_whose_certificate_is_trusted(
    scheme: str, certificate: tuple[Path, ssl.SSLContext]
) -> None:
    trusted, context = certificate
    with MailServer(scheme=scheme, certificate=context) as server:
        with Postman(server.url, "a@b.invalid", trusted) as postman:
            assert postman.hand_over(MESSAGE, "c@d.invalid").state is State.SENT
            assert postman.hand_over(MESSAGE, "e@d.invalid").state is State.SENT
        assert server.were_safe == [True, True]


@pytest.mark.parametrize("scheme", ["smtp", "smtp+starttls", "smtps"])
def test_nothing_is_sent_to_a_server_whose_certificate_nobody_vouches_for(
    scheme: str, certificate: tuple[Path, ssl.SSLContext]
) -> None:
    with MailServer(scheme=scheme, certificate=certificate[1]) as server:
        with Postman(server.url, "a@b.invalid") as postman:
            outcome = postman.hand_over(MESSAGE, "c@d.invalid")
        assert server.asked == []
    assert outcome.state is State.DEFERRED
    assert "CERTIFICATE_VERIFY_FAILED" in str(outcome.reason)


def test_where_tls_is_asked_for_and_none_is_offered_nothing_is_sent(mail_server: MailServer) -> None:
    with Postman(mail_server.url.replace("smtp:", "smtp+starttls:"), "a@b.invalid") as postman:
        outcome = postman.hand_over(MESSAGE, "c@d.invalid")
    assert outcome.state is State.DEFERRED
    assert "offers no TLS" in str(outcome.reason)
    assert mail_server.asked == []


class _Authenticating(Controller):
    """Takes one user's password, in the clear, as a server on the same machine may."""

    def factory(self) -> SMTP:
        def check(server: object, session: object, envelope: object, mechanism: str, data: LoginPassword) -> AuthResult:
            return AuthResult(success=(data.login, data.password) == (b"thi dua", b"m@t/kh:u"))

        return SMTP(self.handler, authenticator=check, auth_required=True, auth_require_tls=False)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize(("password", "state"), [("m%40t%2Fkh%3Au", State.SENT), ("wrong-secret", State.DEFERRED)])
def test_user_and_password_come_percent_encoded_and_never_into_a_reason(
    password: str, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alerts.smtp.TIMEOUT_SECONDS", 3)
    port = free_port()
    controller = _Authenticating(MailServer(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with Postman(f"smtp://thi%20dua:{password}@127.0.0.1:{port}", "a@b.invalid") as postman:
            outcome = postman.hand_over(MESSAGE, "c@d.invalid")
    finally:
        controller.stop()
    assert outcome.state is state
    assert password not in (outcome.reason or "")


def test_a_password_is_not_sent_in_the_clear_over_a_network(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alerts.smtp._is_this_machine", lambda host: False)
    with Postman(mail_server.url.replace("smtp://", "smtp://user:secret@"), "a@b.invalid") as postman:
        outcome = postman.hand_over(MESSAGE, "c@d.invalid")
    assert outcome.state is State.DEFERRED
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


def test_a_connection_the_server_dropped_defers_the_message_and_is_opened_anew(mail_server: MailServer) -> None:
    mail_server.answers["busy@d.invalid"] = "421 too many messages"
    with Postman(mail_server.url, "a@b.invalid") as postman:
        assert postman.hand_over(MESSAGE, "busy@d.invalid").state is State.DEFERRED
        assert postman.hand_over(MESSAGE, "c@d.invalid").state is State.SENT


@pytest.mark.parametrize(
    ("port", "extra", "url"),
    [
        (None, {}, "smtps://thi%20dua:m%40t@mail.example:465"),
        (2465, {"disable_tls": "true"}, "smtps://thi%20dua:m%40t@mail.example:2465"),
        (None, {"disable_ssl": True}, "smtp+starttls://thi%20dua:m%40t@mail.example:587"),
        (1025, {"disable_ssl": "true", "disable_tls": True}, "smtp://thi%20dua:m%40t@mail.example:1025"),
    ],
)
def test_a_connection_of_airflow_is_read_as_airflows_own_provider_reads_it(
    port: int | None, extra: dict[str, object], url: str
) -> None:
    assert server_of("mail.example", port, "thi dua", "m@t", extra).url == url


def test_a_connection_without_a_host_is_an_error() -> None:
    with pytest.raises(SmtpUrlError, match="names no host"):
        server_of("", None, None, None, {})


@pytest.mark.parametrize(
    "url", ["smtps://mail.example:465", "smtp+starttls://thi%20dua:m%40t%2Fkh%3Au@mail.example:587", "smtp://[::1]:25"]
)
def test_a_server_is_the_same_after_its_address_was_written_again(url: str) -> None:
    assert read_url(url).url == url
    assert "khau" not in repr(read_url("smtp://a:khau@b"))


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
