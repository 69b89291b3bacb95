"""The background loop: every second it fires what has fallen due. Any number may run; rows are locked while they are fired.

A sweep that fails is logged and the next one tries again: one bad row or a database that restarts must not end the loop.
"""

import threading

from engine.assembly import Platform
from engine.kernel.log import logger

SECONDS_BETWEEN_SWEEPS = 1.0
_LOG = logger("worker")


class Sweeper:
    """Sweeps in a thread of its own until stopped."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self.run, name="sweeper", daemon=True)

    def start(self) -> None:
        """Begin to sweep in the background."""
        self._thread.start()

    def stop(self) -> None:
        """End after the timer that is being fired; waits at most ten seconds for it."""
        self._stop.set()
        self._platform.stop_ticking()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def run(self) -> None:
        """Sweep until stopped."""
        while not self._stop.is_set():
            self._sweep()
            self._stop.wait(SECONDS_BETWEEN_SWEEPS)

    def _sweep(self) -> None:
        try:
            fired = self._platform.tick()
        except Exception as error:  # noqa: BLE001 the loop outlives any failure; the failure is logged with its trace
            _LOG.error("sweep failed", exc_info=error)
        else:
            if fired:
                _LOG.info("sweep", extra={"fired": fired})
