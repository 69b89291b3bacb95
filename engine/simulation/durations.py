"""How long tasks take in a simulation: fixed, between two bounds, or triangular with a most likely value. Hours."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from engine.kernel.errors import InvalidInput

MAX_HOURS = 24 * 366 * 20


class Durations:
    """Element id → hours: a number, `{"min", "max"}` or `{"min", "likely", "max"}`. Elements that are not named take none."""

    def __init__(self, told: Mapping[str, Any] | None, random: Random) -> None:
        self._told = {element: _bounds(element, value) for element, value in (told or {}).items()}
        self._random = random

    def __contains__(self, element: str) -> bool:
        return element in self._told

    def sample(self, element: str) -> timedelta:
        """One duration, drawn from what was told."""
        low, likely, high = self._told[element]
        if low == high:
            return timedelta(hours=low)
        return timedelta(hours=self._random.triangular(low, high, likely))


def _bounds(element: str, value: Any) -> tuple[float, float, float]:
    if isinstance(value, Mapping):
        low, high = float(value.get("min", 0)), float(value.get("max", value.get("likely", 0)))
        likely = float(value.get("likely", (low + high) / 2))
    else:
        low = likely = high = float(value)
    if not 0 <= low <= likely <= high <= MAX_HOURS:
        raise InvalidInput(
            f"the duration of {element!r} must be hours with 0 ≤ min ≤ likely ≤ max",
            code="simulation-duration",
        )
    return low, likely, high
