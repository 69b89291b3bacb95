"""Due dates of a term in working days, and the dates on which its light changes.

Lights are never stored: a row keeps the days it turns yellow and red, and the reader's day says the colour, so
that an idle case costs nothing. A due date in a year whose calendar the State Council has not yet announced is unknown;
it is kept empty with the flag `calendar-year-unconfirmed` and never guessed.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from engine.timing import UnconfirmedYear, WorkCalendar, warning_days

Light = Literal["green", "yellow", "red"]
NEVER: Final = date(9999, 12, 31)
UNCONFIRMED: Final = "calendar-year-unconfirmed"


@dataclass(frozen=True, slots=True)
class Term:
    """A running term: `days` working days after `start`. `due` None: unknown or unlimited; then the light is green."""

    start: date
    days: int | None
    due: date | None
    yellow_on: date | None
    red_on: date | None
    confirmed: bool = True

    @property
    def flags(self) -> tuple[str, ...]:
        """What the reader must be told about this term."""
        return () if self.confirmed else (UNCONFIRMED,)


def term(calendar: WorkCalendar, start: date, days: int | None) -> Term:
    """The term of `days` working days that begins the day after `start` (行政许可法 art. 82, 民法典 art. 201)."""
    if days is None:
        return Term(start, None, None, None, None)
    try:
        due = calendar.add_workdays(start, days)
        yellow = calendar.add_workdays(start, max(0, days - warning_days(days)))
    except UnconfirmedYear:
        return Term(start, days, None, None, None, confirmed=False)
    return Term(start, days, due, yellow, _day_after(calendar, due))


def light(yellow_on: date | None, red_on: date | None, today: date) -> Light:
    """red from the first working day after the due date; yellow from `yellow_on` until then; else green."""
    if red_on is not None and today >= red_on:
        return "red"
    return "yellow" if yellow_on is not None and today >= yellow_on else "green"


def remaining_workdays(calendar: WorkCalendar, due: date | None, today: date) -> int | None:
    """Working days left after today, negative by the working days it is too late; None where no date is known."""
    if due is None:
        return None
    try:
        if today <= due:
            return calendar.count_workdays(today, due)
        return -calendar.count_workdays(due, today)
    except UnconfirmedYear:
        return None


def _day_after(calendar: WorkCalendar, due: date) -> date:
    # remaining days turn negative on the next *working* day; in the last days of a confirmed year nobody knows it
    try:
        return calendar.add_workdays(due, 1)
    except UnconfirmedYear:
        return due + timedelta(days=1)
