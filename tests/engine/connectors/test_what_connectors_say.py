"""Each connector against a real partner: HTTP, signed webhooks, an SMTP server; what goes out, what comes back, what is refused."""

import json
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from calling import Service, says, serving

from engine.connectors import PARAMETERS, Connectors, Refusal, Request, Unavailable
from engine.connectors.signature import is_signed, sign
from engine.kernel.clock import FrozenClock
from engine.kernel.settings import Settings

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as running:
        yield running


def connectors(**settings: Any) -> Connectors:
    return Connectors(replace(Settings(service_seconds=2, service_kib=8), **settings), FrozenClock(NOW))


def request(errors: dict[str, str] | None = None, secret: str | None = None, **inputs: Any) -> Request:
    return Request("case-a1", 1, inputs, secret, errors or {})


def reaching(service: Service, connector: str) -> Any:
    return connectors(service_hosts=(service.host,)).find(connector)


def test_every_connector_is_found_by_its_name() -> None:
    assert all(connectors().find(name).name == name for name in PARAMETERS)
    with pytest.raises(Unavailable):
        connectors().find("fax")


def test_a_secret_is_found_by_name_and_missing_ones_are_named() -> None:
    assert connectors(credentials={"TAX": "x"}).secret("TAX") == "x"
    assert connectors().secret(None) is None
    with pytest.raises(Unavailable, match="JINGBAN_CREDENTIAL_TAX"):
        connectors().secret("TAX")


@pytest.mark.parametrize(
    ("auth", "header", "value"),
    [
        ("bearer", "Authorization", "Bearer k"),
        ("basic", "Authorization", "Basic k"),
        ("X-Api-Key", "X-Api-Key", "k"),
    ],
)
def test_http_proves_who_asks(service: Service, auth: str, header: str, value: str) -> None:
    service.acts = [says({"ok": True})]
    answer = reaching(service, "http").call(request(secret="k", url=service.url, auth=auth))
    assert answer["body"] == {"ok": True}
    assert service.asked[0]["headers"][header] == value
    assert service.asked[0]["method"] == "GET"


def test_http_follows_a_redirect_to_the_same_place_only(service: Service) -> None:
    service.acts = [says(b"", 302, {"Location": "/there"}), says("done")]
    assert reaching(service, "http").call(request(url=service.url))["body"] == "done"
    assert [asked["path"] for asked in service.asked] == ["/register", "/there"]
    service.acts = [says(b"", 302, {"Location": "/again"})]
    with pytest.raises(Unavailable, match="without end"):
        reaching(service, "http").call(request(url=service.url))


@pytest.mark.parametrize(
    ("status", "again"), [(400, False), (401, False), (408, True), (429, True), (500, True), (503, True)]
)
def test_a_status_is_tried_again_or_not(service: Service, status: int, again: bool) -> None:
    service.acts = [says({}, status)]
    with pytest.raises(Unavailable) as failed:
        reaching(service, "http").call(request(url=service.url))
    assert failed.value.again is again


def test_the_exact_status_goes_before_its_class(service: Service) -> None:
    service.acts = [says({"why": 1}, 404)]
    with pytest.raises(Refusal) as refused:
        reaching(service, "http").call(request({"4xx": "refused", "404": "not-found"}, url=service.url))
    assert (refused.value.code, refused.value.data["body"]) == ("not-found", {"why": 1})


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "ftp://x"},
        {"url": "http://user:pw@x/"},
        {"url": "http://x/\r\nHost: y"},
        {"url": "http://[::"},
        {},
        {"url": "http://x", "method": "TRACE"},
        {"url": "http://x", "headers": {"A": "b\nc"}},
    ],
)
def test_http_refuses_what_it_cannot_ask(wrong: dict[str, Any]) -> None:
    with pytest.raises(Unavailable) as refused:
        connectors(service_hosts=("x",)).find("http").call(request(**wrong))
    assert not refused.value.again


def test_a_request_has_its_bound(service: Service) -> None:
    with pytest.raises(Unavailable, match="bytes"):
        reaching(service, "http").call(request(url=service.url, body={"text": "x" * 9000}))
    assert service.asked == []


def test_a_webhook_is_signed_over_its_exact_body(service: Service) -> None:
    service.acts = [says(b"", 204)]
    told = reaching(service, "webhook").call(
        request(secret="s", url=service.url, event="granted", data={"n": 1})
    )
    assert told["body"] is None
    (asked,) = service.asked
    assert json.loads(asked["body"]) == {"id": "case-a1", "event": "granted", "data": {"n": 1}}
    assert is_signed("s", asked["body"], asked["headers"]["X-Jingban-Signature"], NOW)
    with pytest.raises(Unavailable, match="jb:secret"):
        reaching(service, "webhook").call(request(url=service.url, event="granted"))


@pytest.mark.parametrize(
    ("secret", "body", "seconds", "right"),
    [
        ("s", b"x", 0, True),
        ("s", b"x", 300, True),
        ("t", b"x", 0, False),
        ("s", b"y", 0, False),
        ("s", b"x", 301, False),
    ],
)
def test_a_signature_holds_for_its_secret_body_and_five_minutes(
    secret: str, body: bytes, seconds: int, right: bool
) -> None:
    assert is_signed(secret, body, sign("s", b"x", NOW), NOW + timedelta(seconds=seconds)) is right


@pytest.mark.parametrize(
    "header", ["", "t=1", "v1=x", "t=x,v1=y", "t=²,v1=y", "t=" + "9" * 40 + ",v1=y", ",,,=,="]
)
def test_a_header_that_is_no_signature_signs_nothing(header: str) -> None:
    assert not is_signed("s", b"x", header, NOW)


class _Letters(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs. Refuses recipients at `refused.example`."""

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line.upper().split(":")[0].split(" ")[0]
            if verb == "DATA":
                self._say("354 go on")
                letter = b""
                while not letter.endswith(b"\r\n.\r\n"):
                    letter += self.rfile.readline()
                self.server.letters.append(letter.decode())  # type: ignore[attr-defined]
                self._say("250 taken")
            elif verb == "RCPT" and "refused.example" in line:
                self._say("550 nobody here")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 well")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def letters() -> Iterator[tuple[str, list[str]]]:
    """The URL of a mail server and what it got."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Letters)
    server.daemon_threads = True
    got: list[str] = []
    server.letters = got  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"smtp://127.0.0.1:{server.server_address[1]}", got
    server.shutdown()
    server.server_close()
    thread.join()


def mail(url: str) -> Any:
    return connectors(smtp_url=url, mail_from="desk@jl.example").find("mail")


LETTER = {"subject": "准予许可", "text": "请领取证照。"}


def test_a_letter_is_sent_with_the_same_id_at_each_attempt(letters: tuple[str, list[str]]) -> None:
    url, got = letters
    for _ in range(2):
        assert mail(url).call(request(to=["a@x.example", "b@x.example"], **LETTER))["accepted"] == 2
    assert all("Message-ID: <case-a1@jingban>" in letter for letter in got)


def test_a_refused_recipient_is_an_error_or_an_incident(letters: tuple[str, list[str]]) -> None:
    url, got = letters
    with pytest.raises(Refusal) as refused:
        mail(url).call(request({"550": "no-such-person"}, to="a@refused.example", **LETTER))
    assert refused.value.code == "no-such-person"
    with pytest.raises(Unavailable) as failed:
        mail(url).call(request(to="a@refused.example", **LETTER))
    assert (failed.value.stable_code, failed.value.again, got) == ("mail-refused", False, [])


def test_a_mail_server_that_is_away_is_tried_again() -> None:
    with pytest.raises(Unavailable) as failed:
        mail("smtp://127.0.0.1:1").call(request(to="a@x.example", **LETTER))
    assert (failed.value.stable_code, failed.value.again) == ("mail-unreachable", True)
    with pytest.raises(Unavailable) as unset:
        mail("").call(request(to="a@x.example", **LETTER))
    assert unset.value.stable_code == "mail-not-set-up"


@pytest.mark.parametrize(
    "wrong",
    [{"to": "nobody"}, {"to": []}, {"to": ["a@x"] * 51}, {"to": "a@x.example", "subject": "a\nBcc: b@x"}],
)
def test_a_letter_that_cannot_be_addressed_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Unavailable) as refused:
        mail("smtp://127.0.0.1:1").call(request(**{**LETTER, **wrong}))
    assert not refused.value.again
