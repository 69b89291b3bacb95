"""The operator's list of hosts, the addresses behind it, and hosts that are left alone for a while."""

import socket
from typing import Any

import pytest

from engine.connectors import Unavailable
from engine.connectors.breaker import FAILURES, REST, Breaker
from engine.connectors.hosts import AllowList

ADDRESSES = {
    "tax.gov.cn": "203.0.113.7",
    "a.jl.gov.cn": "10.1.2.3",
    "rebound.gov.cn": "169.254.169.254",
    "looped.gov.cn": "127.0.0.1",
    "mapped.gov.cn": "::ffff:169.254.169.254",
    "localhost": "127.0.0.1",
    "127.0.0.1": "127.0.0.1",
}


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name service that knows a few names."""

    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        if host not in ADDRESSES:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ADDRESSES[host], port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


@pytest.mark.parametrize(
    ("entries", "host", "port"),
    [
        (["tax.gov.cn"], "tax.gov.cn", 443),
        (["tax.gov.cn"], "TAX.gov.cn.", 80),
        (["tax.gov.cn:8443"], "tax.gov.cn", 8443),
        (["*.jl.gov.cn"], "a.jl.gov.cn", 443),
        (["127.0.0.1:9000"], "127.0.0.1", 9000),
        (["localhost:9000"], "localhost", 9000),
    ],
)
def test_a_listed_host_may_be_reached(entries: list[str], host: str, port: int) -> None:
    assert AllowList(entries).target(host, port).address == ADDRESSES[host.lower().rstrip(".")]


@pytest.mark.parametrize(
    ("entries", "host", "port", "code"),
    [
        ([], "tax.gov.cn", 443, "host-not-allowed"),
        (["tax.gov.cn"], "tax.gov.cn", 8443, "host-not-allowed"),
        (["tax.gov.cn:8443"], "tax.gov.cn", 443, "host-not-allowed"),
        (["*.jl.gov.cn"], "jl.gov.cn", 443, "host-not-allowed"),
        (["*.jl.gov.cn"], "eviljl.gov.cn", 443, "host-not-allowed"),
        (["rebound.gov.cn"], "rebound.gov.cn", 443, "host-not-allowed"),
        (["looped.gov.cn"], "looped.gov.cn", 443, "host-not-allowed"),
        (["mapped.gov.cn"], "mapped.gov.cn", 443, "host-not-allowed"),
        (["gone.gov.cn"], "gone.gov.cn", 443, "host-unknown"),
    ],
)
def test_any_other_host_may_not(entries: list[str], host: str, port: int, code: str) -> None:
    with pytest.raises(Unavailable) as refused:
        AllowList(entries).target(host, port)
    assert refused.value.stable_code == code


def test_a_host_that_fails_rests_and_one_call_probes_it() -> None:
    now = [0.0]
    breaker = Breaker(lambda: now[0])
    for _ in range(FAILURES):
        breaker.before("tax")
        breaker.after("tax", failed=True)
    with pytest.raises(Unavailable, match="rests"):
        breaker.before("tax")
    breaker.before("other")
    now[0] += REST
    breaker.before("tax")
    with pytest.raises(Unavailable):
        breaker.before("tax")
    breaker.after("tax", failed=False)
    breaker.before("tax")
