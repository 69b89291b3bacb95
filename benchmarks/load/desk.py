"""The desk that all clients share: open work items lie on it, and any client takes any of them.

So the departments of one case are worked on by several clients at the same moment, as in an office. The desk decides only
what is next; it never looks at the server.
"""

import threading
from collections.abc import Iterable
from random import Random
from typing import Any, NamedTuple


class Work(NamedTuple):
    """One open item of a case; without an item: start a new case."""

    case: str = ""
    item: dict[str, Any] | None = None


class Desk:
    """Hands out work. `cases` bounds how many are started; `close` starts no more, `give_up` ends even what goes on."""

    def __init__(self, *, at_once: int, cases: int | None = None) -> None:
        self._at_once = at_once
        self._left = cases
        self._items: list[Work] = []
        self._busy = 0
        self._closed = False
        self.is_given_up = False
        self.started = 0
        self._changed = threading.Condition()

    def take(self, random: Random) -> Work | None:
        """The next work, waiting for some while others are at it; None when everything is done."""
        with self._changed:
            while not self.is_given_up:
                if len(self._items) + self._busy < self._at_once and self._may_start():
                    self._busy += 1
                    self.started += 1
                    if self._left is not None:
                        self._left -= 1
                    return Work()
                if self._items:
                    self._busy += 1
                    return self._items.pop(random.randrange(len(self._items)))
                if not self._busy and not self._may_start():
                    return None
                self._changed.wait(0.05)
            return None

    def put(self, works: Iterable[Work]) -> None:
        """Lay opened items on the desk."""
        with self._changed:
            self._items.extend(works)
            self._changed.notify_all()

    def done(self) -> None:
        """A client has finished what it took."""
        with self._changed:
            self._busy -= 1
            self._changed.notify_all()

    def close(self) -> None:
        """Start no more cases; what is open is finished."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def give_up(self) -> None:
        """Stop at once, leaving items open."""
        with self._changed:
            self.is_given_up = True
            self._changed.notify_all()

    def _may_start(self) -> bool:
        return not self._closed and (self._left is None or self._left > 0)
