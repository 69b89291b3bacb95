"""The sweep: find due timers, hold them, fire each in its own transaction, set failures back, count.

One timer that fails (a process error, a case that others are changing) must not keep the others from firing; it is tried
again later and its row says why.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import NamedTuple

from engine.deadlines.hold import Due, anything_due, give_back, hold_due, set_back
from engine.kernel.errors import NotFound
from engine.kernel.log import logger
from engine.store import Database

BATCH = 100
MOST_BATCHES = 5
FEW = 8
AT_ONCE = 4
"""Cases whose timers are fired side by side when many are due; a commit waits for the disk, not for us. SQLite has one writer."""
_log = logger("deadlines")


class Swept(NamedTuple):
    """What one sweep did."""

    fired: int
    failed: int


class _Done(NamedTuple):
    """What became of timers that were held: fired, or left because the sweep is to end. The others failed."""

    fired: list[Due]
    left: list[Due]


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
        """Fire what is due at `now`, in batches, until nothing free is left or the instant has become too old to hold rows by."""
        fired = failed = 0
        for _ in range(MOST_BATCHES):
            if self._stopping.is_set() or not self._something_due(now):
                break
            with self._database.write() as db:
                batch = hold_due(db, now, BATCH)
            done = self._all(batch, now)
            fired += len(done.fired)
            failed += len(batch) - len(done.fired) - len(done.left)
            if done.left:
                with self._database.write() as db:
                    give_back(db, done.left)
            if len(batch) < BATCH:
                break
        return Swept(fired, failed)

    def _all(self, batch: list[Due], now: datetime) -> "_Done":
        """Fire these. The timers of one case go one after another, as they fell due."""
        if len(batch) <= FEW or self._database.is_sqlite:
            return self._these(batch, now)
        by_case: dict[str, list[Due]] = {}
        for due in batch:
            by_case.setdefault(due.case_id, []).append(due)
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="timers") as pool:
            parts = list(pool.map(lambda group: self._these(group, now), by_case.values()))
        fired, left = (part.fired for part in parts), (part.left for part in parts)
        return _Done([due for part in fired for due in part], [due for part in left for due in part])

    def _these(self, group: list[Due], now: datetime) -> "_Done":
        done = _Done([], [])
        for number, due in enumerate(group):
            if self._stopping.is_set():
                done.left.extend(group[number:])
                break
            if self._one(due, now):
                done.fired.append(due)
        return done

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
