"""What a timer of a process waits for, read from ISO 8601 text or from a computed value, and when it is due next.

A literal is a date, a duration or a cycle. Text that is none of the three is not ours: `parse_timer` answers None and
the caller reads it as FEEL. Text that has a literal's shape and impossible values is refused, never reinterpreted.
Working days are not known here; a legal clock is kept by the clock ledger, not by a timer.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Final, Literal

from engine.kernel.errors import InvalidInput
from engine.timing.durations import MAX_TEXT, Duration, looks_like_duration, parse_duration
from engine.timing.instants import looks_like_instant, parse_instant

MAX_REPETITIONS: Final = 1_000_000

TimerKind = Literal["date", "duration", "cycle"]

_CYCLE = re.compile(r"R(-1|\d{0,12})/(.+)\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class TimerSpec:
    """What a timer waits for.

    date: fires once at `start`. duration: fires once, `duration` after it is armed. cycle: fires at `start` and then
    every `duration` (without `start`: first one `duration` after it is armed), at most `repetitions` times (None = for
    ever) and not after `end`.
    """

    kind: TimerKind
    start: datetime | None = None
    end: datetime | None = None
    duration: Duration | None = None
    repetitions: int | None = 1


def parse_timer(text: str, *, zone: tzinfo | None = None) -> TimerSpec | None:
    """The ISO 8601 literal in `text`, or None when the text is not such a literal.

    Read are `2026-03-01`, `2026-03-01T09:00:00+08:00`, `PT10M`, `R3/PT1H`, `R/2026-03-01T09:00Z/P1D`,
    `R/PT1H/2026-04-01T00:00Z` and `R5/start/end`. `zone` is for dates without an offset; without it they raise
    InvalidInput (`zone-missing`). Impossible values raise InvalidInput (`timer-invalid` or the part's own code).
    """
    text = text.strip()
    if not text or len(text) > MAX_TEXT:
        return None
    if looks_like_instant(text):
        return TimerSpec("date", start=parse_instant(text, zone=zone))
    if looks_like_duration(text):
        return _once_after(parse_duration(text), text)
    match = _CYCLE.match(text)
    if match is not None and _is_interval(match[2]):
        return _cycle(text, match[1], match[2].split("/"), zone)
    if _is_interval(text) and "/" in text:
        raise InvalidInput(
            f"“{text}” is an interval, which is not a timer; write R1/{text} or a date.", code="timer-invalid"
        )
    return None


def timer_of(value: Any, *, zone: tzinfo | None = None) -> TimerSpec:
    """The timer that a computed value means: an ISO text, date, date-time, timedelta, or a FEEL value of its own.

    A computed duration may be negative (the moment has passed); it then fires at once. Raises InvalidInput
    (`timer-invalid`) for every other value.
    """
    if isinstance(value, TimerSpec):
        return value
    if isinstance(value, str):
        spec = parse_timer(value, zone=zone)
        if spec is not None:
            return spec
    if isinstance(value, datetime):
        return TimerSpec("date", start=_aware(value, zone))
    if isinstance(value, date):
        return TimerSpec("date", start=_aware(datetime.combine(value, time()), zone))
    if isinstance(value, Duration):
        return TimerSpec("duration", duration=value)
    if isinstance(value, timedelta):
        return TimerSpec("duration", duration=Duration(exact=value))
    spec = None if isinstance(value, type) else _of_foreign(value, zone)
    if spec is not None:
        return spec
    raise InvalidInput(
        f"{repr(value)[:60]} is not a date, a duration or a cycle for a timer.", code="timer-invalid"
    )


def _of_foreign(value: Any, zone: tzinfo | None) -> TimerSpec | None:
    """Values that Python's types cannot hold, known by their attributes: months, nanoseconds, or a named zone."""
    if isinstance(months := getattr(value, "months", None), int):
        return TimerSpec("duration", duration=Duration(months=months))
    if isinstance(nanoseconds := getattr(value, "nanoseconds", None), int):
        return TimerSpec("duration", duration=Duration(exact=_microseconds(nanoseconds // 1000)))
    if isinstance(getattr(value, "year", None), int):
        return parse_timer(str(value), zone=zone)
    return None


def _microseconds(count: int) -> timedelta:
    try:
        return timedelta(microseconds=count)
    except OverflowError:
        raise InvalidInput("The duration is longer than a timer can wait.", code="timer-invalid")


def next_due(spec: TimerSpec, armed_at: datetime, fired_count: int = 0) -> datetime | None:
    """When the timer fires next, after `fired_count` firings; None when it fires no more.

    `armed_at` is the aware instant at which the wait began: the same at every call, so that late firings do not
    drift. Of a cycle with a start, occurrences before `armed_at` are over: they are skipped and use up repetitions.
    A date in the past, and a negative computed duration, are due at once (the result is then before `armed_at`).
    """
    if armed_at.tzinfo is None:
        raise InvalidInput("A timer is armed at an instant with its zone.", code="zone-missing")
    if fired_count < 0:
        raise InvalidInput("A timer cannot have fired fewer than 0 times.", code="timer-invalid")
    if spec.kind == "date":
        return spec.start if fired_count == 0 else None
    duration = _known(spec.duration)
    if spec.kind == "duration":
        return duration.after(armed_at) if fired_count == 0 else None
    first = spec.start if spec.start is not None else duration.after(armed_at)
    index = _first_not_before(first, duration, armed_at) + fired_count
    if spec.repetitions is not None and index >= spec.repetitions:
        return None
    due = _occurrence(first, duration, index)
    return None if due is None or (spec.end is not None and due > spec.end) else due


def _occurrence(first: datetime, duration: Duration, index: int) -> datetime | None:
    """Counted from the first one, so that a cycle of months from 31 January comes back to the 31st."""
    try:
        return duration.times(index).after(first)
    except (InvalidInput, OverflowError):
        return None


def _first_not_before(first: datetime, duration: Duration, instant: datetime) -> int:
    if first >= instant:
        return 0
    low, high = 0, 1
    while (due := _occurrence(first, duration, high)) is not None and due < instant:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        due = _occurrence(first, duration, middle)
        if due is not None and due < instant:
            low = middle
        else:
            high = middle
    return high


def _is_interval(text: str) -> bool:
    parts = text.split("/")
    return len(parts) <= 2 and all(looks_like_instant(part) or looks_like_duration(part) for part in parts)


def _cycle(text: str, count: str, parts: list[str], zone: tzinfo | None) -> TimerSpec:
    repetitions = None if count in ("", "-1") else int(count)
    if repetitions is not None and not 1 <= repetitions <= MAX_REPETITIONS:
        raise InvalidInput(
            f"“{text}” repeats {count} times; allowed are 1 to {MAX_REPETITIONS}, or R/ for ever.",
            code="timer-invalid",
        )
    start, end, duration = _interval(text, parts, zone)
    if duration.sign <= 0:
        raise InvalidInput(f"“{text}”: a cycle needs a duration longer than nothing.", code="timer-invalid")
    return TimerSpec("cycle", start, end, duration, repetitions)


def _interval(
    text: str, parts: list[str], zone: tzinfo | None
) -> tuple[datetime | None, datetime | None, Duration]:
    first = parts[0]
    if len(parts) == 1:
        if looks_like_instant(first):
            raise InvalidInput(f"“{text}” does not say how often; add a duration.", code="timer-invalid")
        return None, None, parse_duration(first)
    second = parts[1]
    if looks_like_duration(first):
        if looks_like_duration(second):
            raise InvalidInput(f"“{text}” has two durations; one must be a date.", code="timer-invalid")
        return None, parse_instant(second, zone=zone), parse_duration(first)
    start = parse_instant(first, zone=zone)
    if looks_like_duration(second):
        return start, None, parse_duration(second)
    return start, None, Duration(exact=parse_instant(second, zone=zone) - start)


def _once_after(duration: Duration, text: str) -> TimerSpec:
    if duration.sign < 0:
        raise InvalidInput(f"“{text}” is negative; a timer waits forwards.", code="timer-invalid")
    return TimerSpec("duration", duration=duration)


def _aware(instant: datetime, zone: tzinfo | None) -> datetime:
    if instant.tzinfo is not None:
        return instant
    if zone is None:
        raise InvalidInput(f"{instant.isoformat()} does not say in which time zone.", code="zone-missing")
    return instant.replace(tzinfo=zone)


def _known(duration: Duration | None) -> Duration:
    if duration is None:
        raise InvalidInput("This timer has no duration.", code="timer-invalid")
    return duration
