"""A city's day: how applications arrive by the hour, which services they are for, and a desk that follows the clock.

The profile and the mix are assumptions (docs/scaling.md says where they come from and what changes when they do); the program
takes them from here and nowhere else.
"""

import time
from random import Random
from typing import Final

from benchmarks.load.desk import Desk, Work

HOURS: Final = (1, 1, 0, 0, 0, 1, 2, 6, 60, 125, 130, 85, 35, 70, 125, 120, 95, 55, 25, 20, 18, 13, 8, 5)
"""Applications of a thousand that arrive in each hour: windows are open from 8:30 to 17:00, the web always."""

MIX: Final = {"instant": 50, "joint4": 35, "eng14": 10, "joint12": 5}
"""Of a hundred: decided on the spot, joint review, a stage of an engineering project, a large joint review."""

COMPLETIONS: Final = {"instant": 1, "joint4": 6, "eng14": 13, "joint12": 14}
"""Human tasks of one case of each."""


def peak_share() -> float:
    """The share of a day that arrives in its busiest hour."""
    return max(HOURS) / sum(HOURS)


def arrivals(cases: int, seconds: float, seed: int) -> list[float]:
    """When each case of a day compressed into `seconds` arrives, in seconds from its begin."""
    random = Random(seed)
    hours = random.choices(range(24), weights=HOURS, k=cases)
    return sorted((hour + random.random()) / 24 * seconds for hour in hours)


def definitions() -> tuple[str, ...]:
    """The mix as names to draw from."""
    return tuple(name for name, share in MIX.items() for _ in range(share))


class Day(Desk):
    """Open items first; a new case when its time has come. `late` are the seconds by which starts were late."""

    def __init__(self, due: list[float]) -> None:
        super().__init__(at_once=10**9, cases=len(due))
        self._due = due
        self._next = 0
        self._began = time.perf_counter()
        self.late: list[float] = []

    def take(self, random: Random) -> Work | None:
        """The next work; waits for the next arrival when nothing is open."""
        with self._changed:
            while not self.is_given_up:
                now = time.perf_counter() - self._began
                if self._next < len(self._due) and self._due[self._next] <= now:
                    self.late.append(now - self._due[self._next])
                    self._next += 1
                    self._busy += 1
                    return Work()
                if self._items:
                    self._busy += 1
                    return self._items.pop(0)
                if self._next == len(self._due) and not self._busy:
                    return None
                self._changed.wait(0.02)
            return None

    def begin(self) -> None:
        """The day begins now."""
        self._began = time.perf_counter()
