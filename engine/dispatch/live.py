"""States of running cases that this process still holds in memory, so that the next step need not read and parse them.

A cache and never the truth: an entry counts only for the very version that the case row has now, entries are kept only
after a commit, and any rollback drops those of the cases it touched. Bounded; the least recently used leave first.
"""

import threading
from collections import OrderedDict
from typing import Any


class LiveStates:
    """A bounded map case id → (version, state). Safe for threads; states must be immutable for their readers."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._lock = threading.Lock()
        self._held: OrderedDict[str, tuple[int, Any]] = OrderedDict()

    def get(self, case_id: str, version: int) -> Any | None:
        """The state as of exactly this version of the case row, or None."""
        with self._lock:
            entry = self._held.get(case_id)
            if entry is None or entry[0] != version:
                return None
            self._held.move_to_end(case_id)
            return entry[1]

    def put(self, case_id: str, version: int, state: Any) -> None:
        """Keep a committed state; an older version never replaces a newer one."""
        with self._lock:
            entry = self._held.get(case_id)
            if entry is not None and entry[0] > version:
                return
            self._held[case_id] = (version, state)
            self._held.move_to_end(case_id)
            while len(self._held) > self._capacity:
                self._held.popitem(last=False)

    def evict(self, case_id: str) -> None:
        """Forget a case."""
        with self._lock:
            self._held.pop(case_id, None)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._held.clear()

    def __len__(self) -> int:
        return len(self._held)
