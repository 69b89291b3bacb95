"""The only module that asks the machine for the time; everything else takes time as an argument.

A clock gives instants: aware, in UTC. The office reads its days on the clock of China (UTC+8, no summer time since 1991),
so the day of an instant is a decision of this module too. It refuses naive datetimes: they have no instant.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

from engine.kernel.errors import InvalidInput

OFFICE_ZONE = timezone(timedelta(hours=8), "+08:00")


class Clock(Protocol):
    """Whoever needs the current instant holds one of these."""

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        ...


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """The current instant of this machine, in UTC."""
        return datetime.now(UTC)


class FrozenClock:
    """A clock that stands still until it is moved: for tests, demonstrations and `JINGBAN_CLOCK`."""

    def __init__(self, at: datetime) -> None:
        self._now = as_instant(at)

    def now(self) -> datetime:
        """The instant it was last set to, in UTC."""
        return self._now

    def set(self, at: datetime) -> None:
        """Stand at another instant (also an earlier one)."""
        self._now = as_instant(at)

    def advance(self, by: timedelta) -> datetime:
        """Move on by a duration; returns the new instant."""
        self._now += by
        return self._now


def as_instant(value: datetime) -> datetime:
    """The same instant in UTC; a naive datetime is refused with `InvalidInput` (code `naive-instant`)."""
    if value.tzinfo is UTC:
        return value
    if value.tzinfo is None or value.utcoffset() is None:
        raise InvalidInput(
            f"{value!r} has no offset; give an instant such as 2026-03-02T09:00:00+08:00",
            code="naive-instant",
        )
    return value.astimezone(UTC)


def office_day(instant: datetime) -> date:
    """The calendar day on which the offices of China stand at this instant."""
    return as_instant(instant).astimezone(OFFICE_ZONE).date()


def end_of_office_day(day: date) -> datetime:
    """24:00 +08:00 of that day, in UTC: the instant at which a term that ends on `day` has run out (民法典 第二百零三条)."""
    return datetime(day.year, day.month, day.day, tzinfo=OFFICE_ZONE).astimezone(UTC) + timedelta(days=1)
