"""Own values for dates, times and durations that Python's types cannot hold. Immutable, comparable, hashable.

* `Date`: years outside 1–9999.
* `Time`, `DateTime`: nanoseconds, an IANA zone id, or years outside 1–9999.
* `DaysTimeDuration`: fractions of a microsecond or more than 999,999,999 days.
* `YearsMonthsDuration`: always, Python has none.

Whatever fits `datetime.date`, `time`, `datetime` and `timedelta` exactly is one of those; `temporal.make` decides.
An own value equals a Python value that names the same instant, and hashes like it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any

from engine.expressions.temporal import civil, zones
from engine.expressions.temporal.zones import DAY_NANOS, NANOS


@dataclass(frozen=True, slots=True)
class Date:
    """A date of a year that `datetime.date` cannot hold."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        return f"{year_text(self.year)}-{self.month:02}-{self.day:02}"

    isoformat = __str__


@dataclass(frozen=True, slots=True, eq=False)
class Time:
    """A time of day with nanoseconds or a zone id. `offset` is in seconds, `zone` an IANA id; at most one is set."""

    hour: int
    minute: int
    second: int
    nanosecond: int = 0
    offset: int | None = None
    zone: str | None = None

    @property
    def microsecond(self) -> int:
        """Whole microseconds, as in `datetime.time`."""
        return self.nanosecond // 1000

    @property
    def tzinfo(self) -> tzinfo | None:
        """The zone or offset as Python has it."""
        return _tzinfo(self.offset, self.zone)

    def utcoffset(self) -> timedelta | None:
        """The offset as in `datetime.time`; None for a zone whose offset depends on the date."""
        return _utcoffset(self)

    def __str__(self) -> str:
        return clock_text(self) + offset_text(self.offset, self.zone)

    isoformat = __str__

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Time | time):
            return time_key(self) == time_key(other)
        return NotImplemented

    def __hash__(self) -> int:
        if self.zone is None and self.nanosecond % 1000 == 0:
            return hash(time(self.hour, self.minute, self.second, self.microsecond, self.tzinfo))
        return hash(time_key(self))


@dataclass(frozen=True, slots=True, eq=False)
class DateTime:
    """A date and time with nanoseconds, a zone id or a far year. `offset` in seconds, or `zone` as IANA id."""

    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int
    nanosecond: int = 0
    offset: int | None = None
    zone: str | None = None

    @property
    def microsecond(self) -> int:
        """Whole microseconds, as in `datetime.datetime`."""
        return self.nanosecond // 1000

    @property
    def tzinfo(self) -> tzinfo | None:
        """The zone or offset as Python has it."""
        return _tzinfo(self.offset, self.zone)

    def utcoffset(self) -> timedelta | None:
        """The offset at this instant, as in `datetime.datetime`."""
        return _utcoffset(self)

    def to_datetime(self) -> datetime:
        """The `datetime` of this value with its zone, cut to microseconds; ValueError outside 1–9999."""
        return datetime(
            self.year,
            self.month,
            self.day,
            self.hour,
            self.minute,
            self.second,
            self.microsecond,
            self.tzinfo,
        )

    def __str__(self) -> str:
        day = f"{year_text(self.year)}-{self.month:02}-{self.day:02}"
        return f"{day}T{clock_text(self)}{offset_text(self.offset, self.zone)}"

    isoformat = __str__

    def __eq__(self, other: object) -> bool:
        if isinstance(other, DateTime | datetime):
            return instant_key(self) == instant_key(other)
        return NotImplemented

    def __hash__(self) -> int:
        instant, zoned = instant_key(self)
        if instant % 1000 == 0 and DAY_NANOS * 2 < instant < DAY_NANOS * 3_652_000:
            plain = datetime(1, 1, 1) + timedelta(microseconds=(instant - DAY_NANOS) // 1000)  # noqa: DTZ001 zone below
            return hash(plain.replace(tzinfo=UTC) if zoned else plain)
        return hash((instant, zoned))


@dataclass(frozen=True, slots=True, order=True)
class DaysTimeDuration:
    """A days and time duration that `timedelta` cannot hold; `nanoseconds` is the whole length, signed."""

    nanoseconds: int

    @property
    def days(self) -> int:
        """Whole days, rounded down, as in `datetime.timedelta`."""
        return self.nanoseconds // DAY_NANOS

    def total_seconds(self) -> float:
        """The length in seconds, as near as a float comes."""
        return self.nanoseconds / NANOS

    def __str__(self) -> str:
        return duration_text(self.nanoseconds)


@dataclass(frozen=True, slots=True, order=True)
class YearsMonthsDuration:
    """A years and months duration; `months` is the whole length, signed."""

    months: int

    def __str__(self) -> str:
        sign = "-" if self.months < 0 else ""
        years, months = divmod(abs(self.months), 12)
        parts = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
        return f"{sign}P{parts}"


def offset_seconds(value: Any) -> int | None:
    """The offset of a time or date and time in seconds, None when local (or a zone whose offset needs a date)."""
    if isinstance(value, datetime | time):
        offset = value.utcoffset()
        return None if offset is None else round(offset.total_seconds())
    if value.zone is None:
        return value.offset  # type: ignore[no-any-return]
    if isinstance(value, DateTime):
        return zones.offset_of_local(value.zone, local_nanos(value))
    return zones.fixed_offset(value.zone)


def zone_id(value: Any) -> str | None:
    """The IANA id of a time or date and time, if it was given one."""
    if isinstance(value, Time | DateTime):
        return value.zone
    return getattr(value.tzinfo, "key", None)


def nanos_of_day(value: Any) -> int:
    """Nanoseconds since midnight of a time or date and time."""
    fraction = value.nanosecond if isinstance(value, Time | DateTime) else value.microsecond * 1000
    return ((value.hour * 60 + value.minute) * 60 + value.second) * NANOS + fraction  # type: ignore[no-any-return]


def local_nanos(value: Any) -> int:
    """Wall-clock nanoseconds since 0000-12-31T00:00 of a date (midnight) or a date and time."""
    days = civil.ordinal(value.year, value.month, value.day)
    return days * DAY_NANOS + (0 if isinstance(value, Date) or type(value) is date else nanos_of_day(value))


def instant_key(value: Any) -> tuple[int, bool]:
    """What decides order and equality of two date and times: universal (or local) nanoseconds, and whether zoned."""
    offset = offset_seconds(value)
    return local_nanos(value) - (offset or 0) * NANOS, offset is not None


def time_key(value: Any) -> tuple[int, Any]:
    """What decides order and equality of two times: nanoseconds of the universal day, and the kind of zone."""
    offset = offset_seconds(value)
    if offset is None:
        return nanos_of_day(value), zone_id(value) or False
    return nanos_of_day(value) - offset * NANOS, True


def duration_nanos(value: Any) -> int:
    """The whole length of a days and time duration in nanoseconds."""
    if isinstance(value, timedelta):
        return ((value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds) * 1000
    return value.nanoseconds  # type: ignore[no-any-return]


def duration_text(nanoseconds: int) -> str:
    """ISO 8601 of a days and time duration: P1DT2H3M4.5S, PT0S."""
    sign = "-" if nanoseconds < 0 else ""
    seconds, fraction = divmod(abs(nanoseconds), NANOS)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    exact = f"{second}{fraction_text(fraction)}"
    clock = (
        (f"{hour}H" if hour else "")
        + (f"{minute}M" if minute else "")
        + (f"{exact}S" if exact != "0" else "")
    )
    if not days and not clock:
        return "PT0S"
    return f"{sign}P" + (f"{days}D" if days else "") + (f"T{clock}" if clock else "")


def year_text(year: int) -> str:
    """At least four digits, with a sign before the common era."""
    return f"{'-' if year < 0 else ''}{abs(year):04}"


def fraction_text(nanoseconds: int) -> str:
    """`.5` for half a second, nothing for none."""
    return f".{nanoseconds:09}".rstrip("0") if nanoseconds else ""


def clock_text(value: Any) -> str:
    """HH:MM:SS with the fraction that is there."""
    fraction = nanos_of_day(value) % NANOS
    return f"{value.hour:02}:{value.minute:02}:{value.second:02}{fraction_text(fraction)}"


def offset_text(offset: int | None, zone: str | None) -> str:
    """`Z`, `+08:00`, `@Asia/Shanghai` or nothing."""
    if zone is not None:
        return f"@{zone}"
    if offset is None:
        return ""
    if offset == 0:
        return "Z"
    minutes, second = divmod(abs(offset), 60)
    text = f"{'-' if offset < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{second:02}" if second else text


def _utcoffset(value: Time | DateTime) -> timedelta | None:
    seconds = offset_seconds(value)
    return None if seconds is None else timedelta(seconds=seconds)


def _tzinfo(offset: int | None, zone: str | None) -> tzinfo | None:
    if zone is not None:
        return zones.zone(zone)
    return None if offset is None else timezone(timedelta(seconds=offset))
