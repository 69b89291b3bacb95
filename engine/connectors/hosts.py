"""Where connectors may go: the operator's list of hosts, and which addresses a listed name may stand for.

Entries are `host`, `host:port` or `*.domain`. A name of the list that resolves to a link-local address (the metadata services of
clouds), to this machine or to no ordinary host is refused all the same, unless the entry is that very address.
"""

import ipaddress
import socket
import threading
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from engine.connectors.connector import Unavailable


class Target(NamedTuple):
    """A permitted host with the address it stands for now; connect to this address and no other."""

    host: str
    port: int
    address: str


class AllowList:
    """The hosts that service tasks may reach."""

    def __init__(self, entries: Iterable[str], resolve_seconds: float = 5.0) -> None:
        self._entries = tuple(_entry(text) for text in entries)
        self._resolve_seconds = resolve_seconds

    def target(self, host: str, port: int) -> Target:
        """The permitted target; `Unavailable` (`host-not-allowed`, `host-unknown`) otherwise."""
        name = host.lower().rstrip(".")
        if not any(_matches(entry, name, port) for entry in self._entries):
            raise Unavailable(
                "host-not-allowed", f"{name}:{port} is not in JINGBAN_SERVICE_HOSTS", again=False
            )
        for address in _resolve(name, port, self._resolve_seconds):
            if name == address or name == "localhost" or _is_ordinary(address):
                return Target(name, port, address)
        raise Unavailable(
            "host-not-allowed", f"{name} stands for an address that is not permitted", again=False
        )


def _entry(text: str) -> tuple[str, int | None]:
    entry = text.strip().lower()
    if entry.startswith("["):
        host, _, port = entry[1:].partition("]:")
        return host.rstrip("]"), int(port) if port else None
    host, _, port = entry.partition(":")
    return host, int(port) if port else None


def _matches(entry: tuple[str, int | None], host: str, port: int) -> bool:
    name, only = entry
    if only is None and port not in (80, 443, 25, 465, 587):
        return False
    if only is not None and only != port:
        return False
    return host == name or (name.startswith("*.") and host.endswith(name[1:]))


def _is_ordinary(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    return not (ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _resolve(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of a host; the resolver of the system knows no time limit, so it is asked in a thread."""
    found: list[str] = []

    def ask() -> None:
        # a name without an address leaves `found` empty, which is told below
        with suppress(OSError, UnicodeError):
            found.extend(
                str(place[0]) for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            )

    thread = threading.Thread(target=ask, name="resolve", daemon=True)
    thread.start()
    thread.join(seconds)
    addresses = list(found)
    if not addresses:
        raise Unavailable("host-unknown", f"{host} has no address, or the name service did not answer")
    return addresses
