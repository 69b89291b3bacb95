"""https: whose certificate is not the host's own is refused for good; who hangs up in the handshake is asked again."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from calling import Service, drops, says, serving

from engine.connectors import Request, Unavailable
from engine.connectors.breaker import Breaker
from engine.connectors.exchange import Reach, exchange
from engine.connectors.hosts import AllowList
from engine.connectors.mail import Mail, MailServer


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as running:
        running.acts = [says({"number": 1})]
        yield running


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """The only authority that this machine trusts."""
    made = trustme.CA()
    made.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return made


def secured(service: Service, authority: trustme.CA, name: str) -> None:
    """The service shows a certificate of that name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    # the handshake is done by the thread that answers, as a failed one must not end the line of those who wait
    service.socket = context.wrap_socket(service.socket, server_side=True, do_handshake_on_connect=False)


def asked(service: Service) -> int:
    reach = Reach(AllowList([service.host]), Breaker(), 5, 5, 10_000)
    return exchange(reach, "GET", f"https://{service.host}/", {}, None).status


def test_a_service_of_a_trusted_authority_is_reached(service: Service, authority: trustme.CA) -> None:
    secured(service, authority, "127.0.0.1")
    assert asked(service) == 200


@pytest.mark.parametrize("wrong", ["name", "authority"])
def test_another_name_or_authority_is_refused_and_told_nothing(
    service: Service, authority: trustme.CA, wrong: str
) -> None:
    secured(service, *((authority, "tax.example") if wrong == "name" else (trustme.CA(), "127.0.0.1")))
    with pytest.raises(Unavailable) as refused:
        asked(service)
    assert (refused.value.stable_code, refused.value.again) == ("certificate-refused", False)
    assert service.asked == []


def test_a_service_that_goes_away_is_asked_again(service: Service, authority: trustme.CA) -> None:
    secured(service, authority, "127.0.0.1")
    service.acts = [drops]
    with pytest.raises(Unavailable) as away:
        asked(service)
    assert (away.value.stable_code, away.value.again) == ("service-unreachable", True)


def test_a_service_that_speaks_no_tls_is_asked_again(service: Service, authority: trustme.CA) -> None:
    with pytest.raises(Unavailable) as away:
        asked(service)
    assert (away.value.stable_code, away.value.again) == ("service-unreachable", True)
    assert service.asked == []


def test_no_letter_goes_to_a_server_of_an_unknown_authority(service: Service, authority: trustme.CA) -> None:
    secured(service, trustme.CA(), "127.0.0.1")
    mail = Mail(MailServer(f"smtps://{service.host}", "desk@jl.example", 5, 10_000))
    letter = {"to": "a@x.example", "subject": "准予许可", "text": "请领取证照。"}
    with pytest.raises(Unavailable) as refused:
        mail.call(Request("case-a1", 1, letter, None, {}))
    assert (refused.value.stable_code, refused.value.again) == ("certificate-refused", False)
