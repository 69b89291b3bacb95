"""Read dates, times and durations from their ISO 8601 / XML Schema texts, as DMN 1.5 (10.3.4.1) narrows them.

Accepts no week dates, no basic format without separators and no `24:00:00`.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from engine.expressions.errors import NoValue
from engine.expressions.temporal import make
from engine.expressions.temporal.values import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from engine.expressions.temporal.zones import DAY_NANOS, NANOS

_DATE = r"(?P<year>-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_CLOCK = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,9}))?"
_OFFSET = r"(?P<utc>[Zz])|(?P<sign>[+-])(?P<oh>[0-9]{2}):(?P<om>[0-5][0-9])(?::(?P<os>[0-5][0-9]))?"
_ZONE = rf"(?:{_OFFSET}|@(?P<zone>[\w+/-]{{1,64}}))?"
_DATE_ONLY = re.compile(_DATE, re.ASCII)
_DATE_WITH_OFFSET = re.compile(rf"{_DATE}(?:{_OFFSET})?(?P<zone>)", re.ASCII)
_TIME_ONLY = re.compile(f"{_CLOCK}{_ZONE}", re.ASCII)
_DATE_TIME = re.compile(f"{_DATE}T{_CLOCK}{_ZONE}", re.ASCII)
_DAYS_TIME = re.compile(
    r"(-?)P(?=[0-9T])(?:([0-9]{1,18})D)?(?:T(?=[0-9])(?:([0-9]{1,18})H)?(?:([0-9]{1,18})M)?(?:([0-9]{1,18})(?:\.([0-9]{1,9}))?S)?)?",
    re.ASCII,
)
_YEARS_MONTHS = re.compile(r"(-?)P(?=[0-9])(?:([0-9]{1,15})Y)?(?:([0-9]{1,15})M)?", re.ASCII)


def parse_date(text: str) -> date | Date:
    """`2026-03-01`; NoValue when the text is no date."""
    found = _DATE_ONLY.fullmatch(text)
    if not found:
        raise NoValue(f"{text!r:.60} is no date; write it like 2026-03-01.")
    return _date(found)


def parse_time(text: str) -> time | Time:
    """`09:30:00`, `09:30:00+08:00`, `09:30:00@Asia/Shanghai`; NoValue when the text is no time."""
    found = _TIME_ONLY.fullmatch(text)
    if not found:
        raise NoValue(f"{text!r:.60} is no time; write it like 09:30:00.")
    offset, zone = _zone(found)
    return make.make_time(
        int(found["hour"]),
        int(found["minute"]),
        int(found["second"]),
        _fraction(found["fraction"]),
        offset,
        zone,
    )


def parse_datetime(text: str) -> datetime | DateTime:
    """`2026-03-01T09:30:00` with an optional offset or zone, or a date alone (midnight); NoValue otherwise."""
    found = _DATE_WITH_OFFSET.fullmatch(text)
    if found:
        return make.make_datetime(_date(found), 0, *_zone(found))
    found = _DATE_TIME.fullmatch(text)
    if not found:
        raise NoValue(f"{text!r:.60} is no date and time; write it like 2026-03-01T09:30:00.")
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"])
    if hour > 23 or minute > 59 or second > 59:
        raise NoValue(f"There is no time {hour:02}:{minute:02}:{second:02}.")
    clock = ((hour * 60 + minute) * 60 + second) * NANOS + _fraction(found["fraction"])
    return make.make_datetime(_date(found), clock, *_zone(found))


def parse_duration(text: str) -> timedelta | DaysTimeDuration | YearsMonthsDuration:
    """`P1DT2H` or `P1Y2M`; NoValue for a mixture of both and anything else."""
    found = _DAYS_TIME.fullmatch(text)
    if found:
        sign, days, hours, minutes, seconds, fraction = found.groups()
        whole = ((int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)) * NANOS
        length = int(days or 0) * DAY_NANOS + whole + _fraction(fraction)
        return make.make_duration(-length if sign else length)
    found = _YEARS_MONTHS.fullmatch(text)
    if found:
        sign, years, months = found.groups()
        total = int(years or 0) * 12 + int(months or 0)
        return make.make_months(-total if sign else total)
    raise NoValue(f"{text!r:.60} is no duration; write it like P1DT2H or P1Y2M.")


def parse_temporal(text: str) -> Any:
    """Whatever an at-literal (`@"…"`) holds, told apart by its shape; NoValue for anything else."""
    if text.startswith(("P", "-P")):
        return parse_duration(text)
    if "T" in text[1:] and _DATE_TIME.fullmatch(text):
        return parse_datetime(text)
    if _TIME_ONLY.fullmatch(text):
        return parse_time(text)
    return parse_date(text)


def _date(found: re.Match[str]) -> date | Date:
    return make.make_date(int(found["year"]), int(found["month"]), int(found["day"]))


def _fraction(digits: str | None) -> int:
    return int(digits.ljust(9, "0")) if digits else 0


def _zone(found: re.Match[str]) -> tuple[int | None, str | None]:
    if found["zone"]:
        return None, found["zone"]
    if found["utc"]:
        return 0, None
    if not found["sign"]:
        return None, None
    seconds = int(found["oh"]) * 3600 + int(found["om"]) * 60 + int(found["os"] or 0)
    return (-seconds if found["sign"] == "-" else seconds), None
