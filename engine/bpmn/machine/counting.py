"""How often: a computed value that must be a whole number, 0 or more. Text and null are answered, never guessed at."""

from decimal import Decimal
from typing import Any


def whole_number(value: Any) -> int | None:
    """The number as an integer; None for whatever is not a whole number of at least 0."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    return int(value) if value >= 0 and value % 1 == 0 else None
