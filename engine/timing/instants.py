"""Reads ISO 8601 dates and date-times, because timers and clocks meet text only at the border.

Arithmetic behind this border is on aware values alone. A text without an offset is refused unless the caller says
which zone its author meant; no zone is ever taken from the machine.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from engine.kernel.errors import InvalidInput

CHINA_TIME: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Beijing time. A fixed offset: China has had no summer time since 1991."""

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
_DATE_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?"
    r"(Z|[+-]\d{2}(?::?\d{2})?)?(?:\[([A-Za-z_+\-/0-9]{1,64})\]|@([A-Za-z_+\-/0-9]{1,64}))?\Z",
    re.ASCII,
)

# the basic format of ISO 8601; only with a time, since eight digits alone are a number
_BASIC = re.compile(
    r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(?:(\d{2})([.,]\d{1,9})?)?(Z|[+-]\d{2}(?:\d{2})?)?\Z", re.ASCII
)


def looks_like_instant(text: str) -> bool:
    """Whether the text has the shape of a date or date-time; its values may still be impossible."""
    return any(shape.match(text) is not None for shape in (_DATE, _DATE_TIME, _BASIC))


def parse_date(text: str) -> date:
    """`2026-03-01` as a date. Raises InvalidInput (`date-invalid`) for anything else."""
    match = _DATE.match(text)
    if match is None:
        raise InvalidInput(f"“{text[:40]}” is not a date; write it as 2026-03-01.", code="date-invalid")
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as error:
        raise InvalidInput(f"There is no day {text}: {error}.", code="date-invalid")


def parse_instant(text: str, *, zone: tzinfo | None = None) -> datetime:
    """An aware date-time from `2026-03-01T09:00:00+08:00` or `20260301T090000+0800`, or from a bare date (its first moment).

    A named zone may follow as `[Asia/Shanghai]` or, as FEEL writes it, `@Asia/Shanghai`, and wins over an offset.
    `24:00` is the end of the day (民法典 art. 201). `zone` is used only where the text names no offset; without it
    such a text raises InvalidInput (`zone-missing`). Impossible values raise InvalidInput (`date-invalid`).
    """
    match = _DATE_TIME.match(_extended(text))
    if match is None:
        day = parse_date(text)
        return datetime(day.year, day.month, day.day, tzinfo=_known_zone(text, None, None, zone))
    found = _known_zone(text, match[6], match[7] or match[8], zone)
    day = parse_date(match[1])
    hour, minute, second = int(match[2]), int(match[3]), int(match[4] or 0)
    micro = int((match[5] or "0").ljust(9, "0")[:6])
    carry = (hour, minute, second, micro) == (24, 0, 0, 0)
    try:
        read = datetime(
            day.year, day.month, day.day, 0 if carry else hour, minute, second, micro, tzinfo=found
        )
        return read + timedelta(days=1) if carry else read
    except (ValueError, OverflowError) as error:
        raise InvalidInput(f"There is no instant {text}: {error}.", code="date-invalid")


def _extended(text: str) -> str:
    basic = _BASIC.match(text)
    if basic is None:
        return text
    year, month, day, hour, minute, second, fraction, offset = basic.groups()
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{fraction or ''}{offset or ''}"


def _known_zone(text: str, offset: str | None, name: str | None, zone: tzinfo | None) -> tzinfo:
    if name is not None:
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise InvalidInput(
                f"“{name}” is not a known time zone; write Asia/Shanghai.", code="zone-unknown"
            )
    if offset is not None:
        return _offset(offset)
    if zone is None:
        raise InvalidInput(
            f"“{text}” does not say in which time zone; add an offset such as +08:00.", code="zone-missing"
        )
    return zone


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 14 or minutes > 59:
        raise InvalidInput(f"“{text}” is not an offset from UTC; write +08:00.", code="zone-unknown")
    distance = timedelta(hours=hours, minutes=minutes)
    return timezone(-distance if text[0] == "-" else distance)
