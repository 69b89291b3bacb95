"""Time zones by IANA id: the offset of a local or universal instant. Never the machine's own zone."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.expressions.temporal import civil

NANOS = 1_000_000_000
DAY_NANOS = 86_400 * NANOS
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,3}")


@lru_cache(maxsize=1024)
def zone(key: str) -> ZoneInfo | None:
    """The zone of an IANA id such as Asia/Shanghai, or None when there is no such zone."""
    if len(key) > 64 or not _KEY.fullmatch(key):
        return None
    try:
        return ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def fixed_offset(key: str) -> int | None:
    """Offset in seconds of a zone that never changes it (Etc/UTC), else None."""
    found = zone(key)
    offset = found.utcoffset(None) if found else None
    return None if offset is None else round(offset.total_seconds())


def offset_of_local(key: str, local_nanos: int) -> int:
    """Offset in seconds at a local wall-clock instant (nanoseconds since 0000-12-31T00:00)."""
    wall = _as_datetime(local_nanos).replace(tzinfo=zone(key))
    return _seconds(wall.utcoffset())


def offset_of_instant(key: str, utc_nanos: int) -> int:
    """Offset in seconds at a universal instant (nanoseconds since 0000-12-31T00:00Z)."""
    universal = _as_datetime(utc_nanos).replace(tzinfo=UTC)
    return _seconds(universal.astimezone(zone(key)).utcoffset())


def _as_datetime(nanos: int) -> datetime:
    days, rest = divmod(nanos, DAY_NANOS)
    year, month, day = civil.from_ordinal(days)
    return datetime(civil.like_year(year), month, day) + timedelta(seconds=rest // NANOS)  # noqa: DTZ001 a wall clock


def _seconds(offset: timedelta | None) -> int:
    return round(offset.total_seconds()) if offset is not None else 0
