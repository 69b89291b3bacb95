"""The background of a process: twice a second it fires what has fallen due, and a worker does the jobs. Any number may run.

A sweep that fails is logged and the next one tries again: one bad row or a database that restarts must not end the loop. The same
holds for the worker: it starts as soon as its database can be reached.
"""

import os
import sys
import threading
from time import monotonic

from engine.assembly import Platform
from engine.jobs import Worker
from engine.kernel.log import logger

SECONDS_BETWEEN_SWEEPS = 0.5
SECONDS_TO_END = 10
_LOG = logger("worker")


class Sweeper:
    """Sweeps in a thread of its own, beside the threads of a worker, until stopped."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._worker: Worker | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self.run, name="sweeper", daemon=True)

    def start(self) -> None:
        """Begin to sweep and to work in the background."""
        self._thread.start()

    def stop(self) -> None:
        """End after the timer that is being fired, and after the jobs that run; after ten seconds another worker has them."""
        self._stop.set()
        self._platform.stop_ticking()
        if self._thread.is_alive():
            self._thread.join(timeout=SECONDS_TO_END)
        if self._worker is not None:
            self._worker.stop(SECONDS_TO_END)
            self._worker = None

    def run(self) -> None:
        """Sweep until stopped."""
        while not self._stop.is_set():
            begun = monotonic()
            self._sweep()
            self._work()
            # a sweep that took long is followed by the next at once
            self._stop.wait(max(SECONDS_BETWEEN_SWEEPS - (monotonic() - begun), 0.001))

    def _sweep(self) -> None:
        try:
            fired = self._platform.tick()
        except Exception as error:  # noqa: BLE001 the loop outlives any failure; the failure is logged with its trace
            _LOG.error("sweep failed", exc_info=error)
        else:
            if fired:
                _LOG.info("sweep", extra={"fired": fired})

    def _work(self) -> None:
        try:
            if self._worker is None:
                worker = self._platform.worker()
                worker.start()
                self._worker = worker
            self._platform.enqueue_regular()
        except Exception as error:  # noqa: BLE001 as above
            _LOG.error("worker failed", exc_info=error)


def leave() -> None:
    """End this process now if jobs still run: they belong to another worker by then, and the interpreter would wait for them."""
    worker = sys.modules.get("engine.jobs.worker")
    if worker is not None and worker.is_busy():
        sys.stdout.flush()
        os._exit(0)
