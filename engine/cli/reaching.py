"""Says something at the moment when a server can be reached: not before, when whoever follows the address would find nobody."""

import socket
import threading
from collections.abc import Callable
from typing import Final

SECONDS_BETWEEN_TRIES: Final = 0.05
_ANY_ADDRESS: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}


class WhenReachable:
    """Tries an address in the background until it answers, then calls `tell` once."""

    def __init__(self, host: str, port: int, tell: Callable[[], None]) -> None:
        self._address = (_ANY_ADDRESS.get(host, host), port)
        self._tell = tell
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="greeting", daemon=True)

    def start(self) -> None:
        """Begin to try."""
        self._thread.start()

    def stop(self) -> None:
        """Give up, when the server ended before it was reached."""
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            if self._answers():
                self._tell()
                return
            self._stop.wait(SECONDS_BETWEEN_TRIES)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(self._address, timeout=1):
                return True
        except OSError:
            return False
