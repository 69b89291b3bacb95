"""One HTTP exchange that cannot be led astray: it connects to the address that was checked, within a total time, and reads
no more than a bound. Written on `http.client` because a library that follows redirects and proxies by itself would have to
be told not to; a redirect is followed only by GET and only to the same scheme, host and port.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from engine.connectors.breaker import Breaker
from engine.connectors.connector import Unavailable
from engine.connectors.hosts import AllowList, Target

MOST_REDIRECTS: Final = 3
CHUNK: Final = 65_536


class Response(NamedTuple):
    """What came back. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reach:
    """How far HTTP may go: hosts, seconds for connecting and in all, bytes of a body either way."""

    hosts: AllowList
    breaker: Breaker
    connect_seconds: float
    seconds: float
    largest: int


def exchange(reach: Reach, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Response:
    """The response to one request. Raises `Unavailable`, also for an answer that is too large or leads elsewhere."""
    if body is not None and len(body) > reach.largest:
        raise Unavailable("request-too-large", f"the request has {len(body)} bytes", again=False)
    deadline = monotonic() + reach.seconds
    parts = _parts(url)
    for _ in range(MOST_REDIRECTS + 1):
        response = _guarded(reach, method, parts, headers, body, deadline)
        if response.status not in (301, 302, 303, 307, 308):
            return response
        following = _parts(urljoin(parts.geturl(), response.headers.get("location", "")))
        if method != "GET" or _origin(following) != _origin(parts):
            raise Unavailable(
                "redirect-refused", f"{parts.hostname} answered with a redirect elsewhere", again=False
            )
        parts = following
    raise Unavailable("redirect-refused", f"{parts.hostname} redirects without end", again=False)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        usable = (
            parts.scheme in ("http", "https") and parts.hostname and not parts.username and parts.port != 0
        )
    except ValueError:
        usable = False
    if not usable or any(ord(character) <= 32 for character in url):
        raise Unavailable(
            "address-unreadable", "the url must be http(s)://host/path without a password", again=False
        )
    return parts


def _origin(parts: SplitResult) -> tuple[str, str | None, int]:
    return parts.scheme, parts.hostname, _port(parts)


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _guarded(
    reach: Reach,
    method: str,
    parts: SplitResult,
    headers: Mapping[str, str],
    body: bytes | None,
    deadline: float,
) -> Response:
    target = reach.hosts.target(parts.hostname or "", _port(parts))
    circuit = f"{target.host}:{target.port}"
    reach.breaker.before(circuit)
    try:
        response = _one(reach, method, parts, target, headers, body, deadline)
    except Unavailable as unavailable:
        reach.breaker.after(circuit, failed=unavailable.again)
        raise
    reach.breaker.after(circuit, failed=response.status >= 500)
    return response


def _one(
    reach: Reach,
    method: str,
    parts: SplitResult,
    target: Target,
    headers: Mapping[str, str],
    body: bytes | None,
    deadline: float,
) -> Response:
    connection = _Pinned(target, parts.scheme == "https", min(reach.connect_seconds, deadline - monotonic()))
    late = threading.Event()
    # a service that drips a byte now and then never meets a socket's timeout; this ends it
    watch = threading.Timer(max(deadline - monotonic(), 0.01), _cut, (connection, late))
    watch.daemon = True
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        watch.start()
        connection.connect()
        connection.request(method, path, body, {"Host": parts.netloc, "Connection": "close", **headers})
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        body_read = _read(answer, reach.largest, target.host)
        if late.is_set():
            raise TimeoutError
        _whole(answer.status, told, body_read, target.host)
        return Response(answer.status, told, body_read)
    except TimeoutError:
        raise Unavailable("service-timeout", f"{target.host} did not answer in time") from None
    except ssl.SSLCertVerificationError as error:
        why = f"{target.host}: {error.verify_message}"
        raise Unavailable("certificate-refused", why, again=False) from None
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
        if late.is_set():
            raise Unavailable("service-timeout", f"{target.host} did not answer in time") from None
        raise Unavailable("service-unreachable", f"{target.host}: {type(error).__name__}") from None
    finally:
        watch.cancel()
        connection.close()


def _whole(status: int, headers: Mapping[str, str], body: bytes, host: str) -> None:
    """`http.client` takes an answer that breaks off, even within its headers, for one that ends there."""
    length = headers.get("content-length")
    broken = len(body) != int(length) if length is not None else not body and status not in (204, 205)
    if broken and headers.get("transfer-encoding", "").lower() != "chunked":
        raise Unavailable("service-unreachable", f"{host} went away within its answer")


def _cut(connection: http.client.HTTPConnection, late: threading.Event) -> None:
    late.set()
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _read(answer: http.client.HTTPResponse, largest: int, host: str) -> bytes:
    chunks, size = [], 0
    while chunk := answer.read(CHUNK):
        size += len(chunk)
        if size > largest:
            raise Unavailable(
                "answer-too-large", f"{host} answered with more than {largest} bytes", again=False
            )
        chunks.append(chunk)
    return b"".join(chunks)


class _Pinned(http.client.HTTPConnection):
    """Connects to the checked address; TLS still asks for the certificate of the name."""

    def __init__(self, target: Target, secure: bool, connect_seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=max(connect_seconds, 0.01))
        self._target = target
        self._secure = secure

    def connect(self) -> None:
        """Connect, and secure where the scheme says so."""
        self.sock = socket.create_connection((self._target.address, self._target.port), self.timeout)
        if self._secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self._target.host)
        self.sock.settimeout(None)
