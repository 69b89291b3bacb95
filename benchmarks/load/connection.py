"""One keep-alive connection over a bare socket, because the generator shares its two cores with what it measures.

Refuses to repeat anything by itself: whether a lost request may be sent again is the client's decision.
"""

import socket
from typing import Final, NamedTuple

import orjson

PREFIX: Final = "/api/v1"
_CHUNK: Final = 65536


class Lost(Exception):
    """No whole answer came back: nobody can tell whether the request was carried out."""


class Answer(NamedTuple):
    """What a request was answered with; `body` as it came."""

    status: int
    body: bytes
    retry_after: float | None

    @property
    def json(self) -> dict:
        """The body as JSON; empty when it is none."""
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError:
            return {}

    @property
    def code(self) -> str | None:
        """The stable code of a problem document, or None for a success."""
        return self.json.get("code", "?") if self.status >= 400 else None


class Connection:
    """Opens itself when needed and again after it was lost."""

    def __init__(self, host: str, port: int, timeout: float = 15.0) -> None:
        self._address = (host, port)
        self._timeout = timeout
        self._socket: socket.socket | None = None

    def ask(
        self, method: str, path: str, token: str | None = None, body: bytes = b"", key: str | None = None
    ) -> Answer:
        """Send one request below `/api/v1` (or at the root, when it begins with "/!") and read its answer. Raises Lost."""
        place = path[2:] if path.startswith("/!") else PREFIX + path
        head = f"{method} {place} HTTP/1.1\r\nHost: {self._address[0]}\r\nContent-Length: {len(body)}\r\n"
        if token is not None:
            head += f"Authorization: Bearer {token}\r\n"
        if body:
            head += "Content-Type: application/json\r\n"
        if key is not None:
            head += f"Idempotency-Key: {key}\r\n"
        try:
            if self._socket is None:
                self._socket = socket.create_connection(self._address, self._timeout)
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socket.sendall(head.encode() + b"\r\n" + body)
            return self._read(self._socket)
        except (OSError, ValueError, Lost) as reason:
            self.close()
            raise Lost(f"{method} {path}: {reason!r}") from None

    def close(self) -> None:
        """Hang up; the next request calls again."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _read(self, sock: socket.socket) -> Answer:
        held = b""
        while b"\r\n\r\n" not in held:
            held += _more(sock)
        head, _, rest = held.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        if "content-length" in fields:
            body = bytearray(rest)
            length = int(fields["content-length"])
            while len(body) < length:
                body += _more(sock)
        else:
            body = _chunks(sock, rest) if fields.get("transfer-encoding") == "chunked" else bytearray()
        if fields.get("connection", "").lower() == "close":
            self.close()
        wait = fields.get("retry-after")
        return Answer(int(first.split(" ", 2)[1]), bytes(body), float(wait) if wait else None)


def _more(sock: socket.socket) -> bytes:
    chunk = sock.recv(_CHUNK)
    if not chunk:
        raise Lost("the connection was closed before the answer was whole")
    return chunk


def _chunks(sock: socket.socket, held: bytes) -> bytearray:
    whole = bytearray()
    while True:
        while b"\r\n" not in held:
            held += _more(sock)
        size_text, _, held = held.partition(b"\r\n")
        size = int(size_text.split(b";")[0], 16)
        while len(held) < size + 2:
            held += _more(sock)
        if size == 0:
            return whole
        whole += held[:size]
        held = held[size + 2 :]
