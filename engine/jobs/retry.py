"""When to try again: a growing delay with chance in it, so that a service that comes back is not met by everybody at once."""

from datetime import timedelta
from typing import Final

FIRST: Final = 2.0
FACTOR: Final = 4.0
LONGEST: Final = 1800.0


def retry_delay(failures: int, chance: float) -> timedelta:
    """How long to wait after so many failures (1 or more): 2 s, 8 s, 32 s … to half an hour, of which `chance` (0 to 1)
    takes away up to half.
    """
    whole = min(LONGEST, FIRST * FACTOR ** min(failures - 1, 20))
    return timedelta(seconds=whole * (1 - chance / 2))
