"""A host that fails again and again is left alone for a while: its callers learn at once what they would learn after a timeout.

Closed: calls go through. After `FAILURES` in a row it opens for `REST`; then one call may probe, and its outcome decides.
Each process has its own; it is a courtesy, not a truth.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final

from engine.connectors.connector import Unavailable

FAILURES: Final = 5
REST: Final = 30.0


@dataclass(slots=True)
class _Circuit:
    failures: int = 0
    closed_from: float = 0.0


class Breaker:
    """Circuits by host. Safe for threads. `seconds` is a steady clock."""

    def __init__(self, seconds: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._circuits: dict[str, _Circuit] = {}

    def before(self, host: str) -> None:
        """`Unavailable` (`circuit-open`) while a host rests; else the call may go through."""
        with self._lock:
            circuit = self._circuits.get(host)
            if circuit is None or circuit.failures < FAILURES:
                return
            now = self._seconds()
            if now < circuit.closed_from:
                raise Unavailable(
                    "circuit-open", f"{host} failed {circuit.failures} times in a row and rests"
                )
            # this call probes; the others keep waiting until it is back
            circuit.closed_from = now + REST

    def after(self, host: str, failed: bool) -> None:
        """Tell how a call ended."""
        with self._lock:
            if not failed:
                self._circuits.pop(host, None)
                return
            circuit = self._circuits.setdefault(host, _Circuit())
            circuit.failures += 1
            if circuit.failures >= FAILURES:
                circuit.closed_from = self._seconds() + REST
