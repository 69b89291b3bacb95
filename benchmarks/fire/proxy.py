"""A small TCP proxy that cuts lines on demand: between client and server, or between server and database.

It forwards bytes and knows no protocol, so a cut falls wherever it falls: before a request, within it, or between the commit
and its answer.
"""

import contextlib
import selectors
import socket
import threading
from random import Random


class Proxy:
    """Listens on a free port of 127.0.0.1 and forwards to `target` (host and port, or the path of a Unix socket)."""

    def __init__(self, target: tuple[str, int] | str) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = int(self._listener.getsockname()[1])
        self._pairs: dict[socket.socket, socket.socket] = {}
        self._lock = threading.Lock()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._stopped = threading.Event()
        self.cuts = 0
        self._doomed = 0
        self._thread = threading.Thread(target=self._run, name="proxy", daemon=True)
        self._thread.start()

    def cut(self, random: Random, share: float = 1.0) -> int:
        """Reset this share of the open lines at once; how many."""
        with self._lock:
            lines = [near for near in self._pairs if near.fileno() >= 0 and near in self._pairs]
            chosen = [line for line in lines if random.random() < share]
            for line in chosen:
                self._drop(line)
            self.cuts += len(chosen)
            return len(chosen)

    def swallow(self, answers: int) -> None:
        """Let the next `answers` answers of the far side vanish, with their lines: the request has arrived, its answer never does."""
        with self._lock:
            self._doomed += answers

    def close(self) -> None:
        """Cut everything and listen no more."""
        self._stopped.set()
        self._thread.join(2)
        with self._lock:
            for line in list(self._pairs):
                self._drop(line)
        self._listener.close()
        self._selector.close()

    def _run(self) -> None:
        while not self._stopped.is_set():
            for key, _ in self._selector.select(0.1):
                line = key.fileobj
                assert isinstance(line, socket.socket)
                if line is self._listener:
                    self._accept()
                else:
                    with self._lock:
                        self._forward(line, bool(key.data))

    def _accept(self) -> None:
        near, _ = self._listener.accept()
        try:
            if isinstance(self._target, str):
                far = socket.socket(socket.AF_UNIX)
                far.connect(self._target)
            else:
                far = socket.create_connection(self._target, 2)
        except OSError:
            near.close()
            return
        with self._lock:
            for line, other, is_far in ((near, far, False), (far, near, True)):
                self._pairs[line] = other
                self._selector.register(line, selectors.EVENT_READ, is_far)

    def _forward(self, line: socket.socket, is_far: bool) -> None:
        other = self._pairs.get(line)
        if other is None:
            return
        try:
            data = line.recv(65536)
            if not data:
                raise ConnectionError
            if is_far and self._doomed:
                self._doomed -= 1
                self.cuts += 1
                raise ConnectionError
            other.sendall(data)
        except OSError:
            self._drop(line)

    def _drop(self, line: socket.socket) -> None:
        for end in (line, self._pairs.pop(line, None)):
            if end is None:
                continue
            self._pairs.pop(end, None)
            with contextlib.suppress(KeyError, ValueError):
                self._selector.unregister(end)
            with contextlib.suppress(OSError):
                # a reset, not a polite end: what is on its way is lost
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            end.close()
