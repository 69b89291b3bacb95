"""Identifiers that sort by the time they were made: 48 bits of milliseconds, then 80 bits of chance.

They are written as 26 lower-case characters of Crockford's base 32 (no i, l, o, u), so that text order is time order, an
index grows at its end and a month of rows is one range. Within one millisecond of one process the chance part counts up,
so that even rows of one instant keep their order. An identifier is no secret and must not be used as one.
"""

import secrets
import threading
from datetime import UTC, datetime, timedelta

from engine.kernel.clock import as_instant
from engine.kernel.errors import InvalidInput

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 26
_CHANCE_BITS = 80
_CHANCE_MASK = (1 << _CHANCE_BITS) - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class IdSource:
    """Makes identifiers; safe for threads. One source a process is enough, see `new_id`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last_ms = -1
        self._chance = 0

    def new(self, now: datetime) -> str:
        """A new identifier for this instant, greater than every earlier one of this source for the same millisecond."""
        milliseconds = (as_instant(now) - _EPOCH) // _MILLISECOND
        if not 0 <= milliseconds < 1 << 48:
            raise InvalidInput(
                f"{now} cannot be written in an identifier (years 1970 to 10889)", code="instant-out-of-range"
            )
        with self._lock:
            if milliseconds == self._last_ms and self._chance < _CHANCE_MASK:
                self._chance += 1
            else:
                # the top bit stays free, so that counting up cannot run over within a millisecond
                self._chance = secrets.randbits(_CHANCE_BITS - 1)
                self._last_ms = milliseconds
            return _base32(milliseconds << _CHANCE_BITS | self._chance)


def _base32(number: int) -> str:
    digits = []
    for _ in range(LENGTH):
        digits.append(ALPHABET[number & 31])
        number >>= 5
    return "".join(reversed(digits))


def instant_of(identifier: str) -> datetime:
    """The instant (to the millisecond, UTC) in which an identifier was made; `InvalidInput` if it is none of ours."""
    number = 0
    if len(identifier) != LENGTH:
        raise InvalidInput(
            f"{identifier[:40]!r} is not an identifier: it has {LENGTH} characters", code="bad-identifier"
        )
    for character in identifier:
        digit = ALPHABET.find(character)
        if digit < 0:
            raise InvalidInput(
                f"{identifier!r} is not an identifier: it may not hold {character!r}", code="bad-identifier"
            )
        number = number << 5 | digit
    return _EPOCH + (number >> _CHANCE_BITS) * _MILLISECOND


_source = IdSource()


def new_id(now: datetime) -> str:
    """A new identifier of this process for this instant: 26 characters, sorted by time."""
    return _source.new(now)
