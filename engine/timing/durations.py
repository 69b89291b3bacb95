"""ISO 8601 durations, because limits and timers are written as `P1Y2M10DT2H30M`, `P3W` or `PT10M`.

A duration keeps months apart from exact time: a month has no fixed length until it is added to a date. A day here
is 24 hours; working days are the calendar's business, never a duration's. Refuses negative parts inside a duration,
fractions of years or months, finer parts than microseconds, and anything longer than a thousand years.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from engine.kernel.errors import InvalidInput

MAX_TEXT: Final = 128
MAX_MONTHS: Final = 12_000
MAX_DAYS: Final = 366_000

_NUMBER = r"(\d{1,12}(?:[.,]\d{1,12})?)"
_DURATION = re.compile(
    rf"([+-]?)P(?=[\dT])(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?=\d)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?\Z",
    re.ASCII,
)
_MICROSECONDS: Final = (604_800_000_000, 86_400_000_000, 3_600_000_000, 60_000_000, 1_000_000)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: whole `months` and an `exact` part, both of one sign."""

    months: int = 0
    exact: timedelta = timedelta()

    @property
    def sign(self) -> int:
        """-1, 0 or 1."""
        whole = self.months or self.exact / timedelta(microseconds=1)
        return (whole > 0) - (whole < 0)

    def times(self, count: int) -> "Duration":
        """This length `count` times over."""
        return Duration(self.months * count, self.exact * count)

    def after(self, instant: datetime) -> datetime:
        """The aware instant that lies this much after `instant`, in its zone.

        Months move on the calendar first and stop at a short month's last day (31 January + P1M = 28 February);
        the exact part is then real elapsed time. Naive instants and results outside years 1–9999 are refused.
        """
        if instant.tzinfo is None:
            raise InvalidInput("Time arithmetic needs an instant with its zone.", code="zone-missing")
        try:
            moved = _move_months(instant, self.months)
            return (moved.astimezone(UTC) + self.exact).astimezone(instant.tzinfo)
        except (OverflowError, ValueError):
            raise InvalidInput("The time lies outside the years 1 to 9999.", code="time-out-of-range")

    def __str__(self) -> str:
        return _text(self)


def looks_like_duration(text: str) -> bool:
    """Whether the text is written as a duration; its parts may still be refused."""
    return len(text) <= MAX_TEXT and _DURATION.match(text) is not None


def parse_duration(text: str) -> Duration:
    """Read an ISO 8601 duration (ISO 8601-1:2019, 5.5.2; weeks may stand beside other parts as in 8601-2).

    A decimal fraction may stand in the last part alone, and not in years or months. Raises InvalidInput
    (`duration-invalid`) with what to write instead.
    """
    match = _DURATION.match(text) if len(text) <= MAX_TEXT else None
    if match is None:
        raise InvalidInput(
            f"“{text[:40]}” is not an ISO 8601 duration; write for example P3D or PT2H30M.",
            code="duration-invalid",
        )
    parts = [match[index].replace(",", ".") if match[index] else "0" for index in range(2, 9)]
    _refuse_misplaced_fraction(text, [match[index] for index in range(2, 9)])
    months = int(parts[0]) * 12 + int(parts[1])
    micros = sum(
        (Decimal(part) * unit for part, unit in zip(parts[2:], _MICROSECONDS, strict=True)), Decimal(0)
    )
    if months > MAX_MONTHS or micros > MAX_DAYS * _MICROSECONDS[1]:
        raise InvalidInput(f"“{text}” is longer than a thousand years.", code="duration-invalid")
    if micros != micros.to_integral_value():
        raise InvalidInput(f"“{text}” is finer than a microsecond.", code="duration-invalid")
    sign = -1 if match[1] == "-" else 1
    return Duration(sign * months, sign * timedelta(microseconds=int(micros)))


def _refuse_misplaced_fraction(text: str, parts: list[str | None]) -> None:
    given = [(place, part) for place, part in enumerate(parts) if part]
    for place, part in given:
        if ("." in part or "," in part) and (place < 2 or place != given[-1][0]):
            raise InvalidInput(
                f"“{text}”: only the last part may have a fraction, and years and months never.",
                code="duration-invalid",
            )


def _move_months(instant: datetime, months: int) -> datetime:
    if not months:
        return instant
    index = instant.year * 12 + instant.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise OverflowError
    day = min(instant.day, monthrange(year, month + 1)[1])
    return instant.replace(year=year, month=month + 1, day=day)


def _text(duration: Duration) -> str:
    """Canonical text, largest parts first: `P1Y2M`, `P3DT4H`, `PT0.5S`, `PT0S`."""
    months, exact = abs(duration.months), abs(duration.exact)
    years, months = divmod(months, 12)
    minutes, seconds = divmod(exact.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f"{exact.microseconds:06d}".rstrip("0")
    second_text = f"{seconds}.{fraction}" if fraction else str(seconds)
    day_part = _parts((years, "Y"), (months, "M"), (exact.days, "D"))
    time_part = _parts((hours, "H"), (minutes, "M")) + (f"{second_text}S" if second_text != "0" else "")
    body = day_part + (f"T{time_part}" if time_part else "")
    return ("-" if duration.sign < 0 else "") + "P" + (body or "T0S")


def _parts(*pairs: tuple[int, str]) -> str:
    return "".join(f"{count}{unit}" for count, unit in pairs if count)
