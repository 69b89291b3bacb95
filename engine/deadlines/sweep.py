"""The sweep: find due timers, hold them, fire each in its own transaction, set failures back, count.

One timer that fails (a process error, a case that others are changing) must not keep the others from firing; it is tried
again later and its row says why.
"""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from engine.deadlines.hold import Due, anything_due, give_back, hold_due, set_back
from engine.kernel.errors import NotFound
from engine.kernel.log import logger
from engine.store import Database

BATCH = 200
_log = logger("deadlines")


class Swept(NamedTuple):
    """What one sweep did."""

    fired: int
    failed: int


class Sweep:
    """Fires due timers of one platform through `fire(case_id, wait)`."""

    def __init__(self, database: Database, fire: Callable[[str, str], None]) -> None:
        self._database = database
        self._fire = fire
        self._stopping = threading.Event()

    def stop(self) -> None:
        """End after the timer that is being fired; the others that are held go back at once, to whoever sweeps next."""
        self._stopping.set()

    def run(self, now: datetime) -> Swept:
        """Fire everything that is due at `now`, in batches, until nothing free is left."""
        fired = failed = 0
        while not self._stopping.is_set() and self._something_due(now):
            with self._database.write() as db:
                batch = hold_due(db, now, BATCH)
            for number, due in enumerate(batch):
                if self._stopping.is_set():
                    with self._database.write() as db:
                        give_back(db, batch[number:])
                    return Swept(fired, failed)
                if self._one(due, now):
                    fired += 1
                else:
                    failed += 1
            if len(batch) < BATCH:
                break
        return Swept(fired, failed)

    def _something_due(self, now: datetime) -> bool:
        # looked at without a write lock, because most sweeps find nothing
        with self._database.read() as db:
            return anything_due(db, now)

    def _one(self, due: Due, now: datetime) -> bool:
        try:
            self._fire(due.case_id, due.wait)
        except NotFound:
            # disarmed between taking and firing: nothing is owed any more
            return False
        except Exception as error:  # noqa: BLE001  # isolation is the point: one timer's failure is not another's
            _log.exception("timer failed", extra={"case_id": due.case_id, "wait": due.wait})
            with self._database.write() as db:
                set_back(db, due, now, f"{type(error).__name__}: {error}")
            return False
        return True
