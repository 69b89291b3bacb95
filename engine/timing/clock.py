"""Arithmetic of a legal clock at the level of dates: used, remaining, due, light.

Half-open: the day a clock starts does not count, the day it stops still counts, the day it resumes does not.
Pure functions of dates; what happened when, and who may stop a clock, is the ledger's knowledge. Sources:
行政许可法 arts. 42, 45 and 82; 民法典 arts. 201 and 203.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.kernel.errors import InvalidInput
from engine.timing.calendar import WorkCalendar

Light = Literal["green", "yellow", "red"]


@dataclass(frozen=True, slots=True, order=True)
class Stop:
    """The clock stands still on the days d with since < d ≤ until; `until` None = it still does.

    Stopped and resumed on one day excludes nothing. Raises InvalidInput (`stop-backwards`) for until < since.
    """

    since: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise InvalidInput(
                f"The clock stopped on {self.since} cannot resume on {self.until}, which is earlier.",
                code="stop-backwards",
            )


def union(stops: Iterable[Stop], *, as_of: date | None = None) -> tuple[Stop, ...]:
    """The stops as disjoint closed ones in order, overlapping and touching ones joined.

    A stop that is still open is taken to end on `as_of`, or not to have begun when it starts later; without `as_of`
    it raises InvalidInput (`clock-stopped`), because nothing behind it can be known.
    """
    merged: list[Stop] = []
    for stop in sorted((_closed(stop, as_of) for stop in stops), key=lambda each: each.since):
        if merged and stop.since <= _end(merged[-1]):
            merged[-1] = Stop(merged[-1].since, max(_end(merged[-1]), _end(stop)))
        else:
            merged.append(stop)
    return tuple(stop for stop in merged if _end(stop) > stop.since)


def excluded(calendar: WorkCalendar, accept: date, until: date, stops: Iterable[Stop] = ()) -> int:
    """Working days within (accept, until] on which the clock stood still; overlapping stops count once."""
    return sum(
        calendar.count_workdays(max(stop.since, accept), min(_end(stop), until))
        for stop in union(stops, as_of=until)
    )


def used(calendar: WorkCalendar, accept: date, on: date, stops: Iterable[Stop] = ()) -> int:
    """Working days that count up to and including `on`; the elapsed days of a case finished that day."""
    return calendar.count_workdays(accept, on) - excluded(calendar, accept, on, stops)


def remaining(calendar: WorkCalendar, accept: date, limit: int, on: date, stops: Iterable[Stop] = ()) -> int:
    """Working days left after `on`; negative by the days it is too late. `limit` includes granted extensions."""
    return _checked_limit(limit) - used(calendar, accept, on, stops)


def due(
    calendar: WorkCalendar, accept: date, limit: int, stops: Iterable[Stop] = (), *, as_of: date | None = None
) -> date:
    """The last day in time: `limit` working days after `accept`, moved by the excluded working days.

    A stop that begins after the clock has run out moves nothing: it cannot make a late case punctual. For an open
    stop pass `as_of` (the due date if the clock resumed that day), else InvalidInput (`clock-stopped`).
    """
    days = _checked_limit(limit)
    last = calendar.add_workdays(accept, days)
    for stop in union(stops, as_of=as_of):
        if stop.since > last:
            break
        days += calendar.count_workdays(max(stop.since, accept), max(_end(stop), accept))
        last = calendar.add_workdays(accept, days)
    return last


def is_overdue(finish: date, due_on: date) -> bool:
    """Late is finished after the due date; on the due date is in time (until 24:00, 民法典 art. 201)."""
    return finish > due_on


def warning_days(limit: int) -> int:
    """From how many remaining working days the light is yellow: a fifth of the limit, rounded up, at least 1."""
    return max(1, -(-_checked_limit(limit) // 5))


def light(remaining_days: int, limit: int) -> Light:
    """green: time enough; yellow: the last fifth of the limit and the due date itself; red: too late."""
    if remaining_days < 0:
        return "red"
    return "yellow" if remaining_days <= warning_days(limit) else "green"


def _closed(stop: Stop, as_of: date | None) -> Stop:
    if stop.until is not None:
        return stop
    if as_of is None:
        raise InvalidInput(
            f"The clock has stood still since {stop.since}; its due date is known when it resumes. "
            "Pass as_of to ask what it would be if it resumed that day.",
            code="clock-stopped",
        )
    return Stop(stop.since, max(stop.since, as_of))


def _end(stop: Stop) -> date:
    return stop.until if stop.until is not None else date.max


def _checked_limit(limit: int) -> int:
    if limit < 0:
        raise InvalidInput(f"A limit of {limit} working days is not a limit.", code="limit-negative")
    return limit
