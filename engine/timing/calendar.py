"""The working-day calendar: which days count for a legal limit (行政许可法 art. 82; 民法典 arts. 201 and 203).

Data per confirmed year, never "weekdays only": a day in a year whose notice is not loaded raises UnconfirmedYear,
because a due date that is guessed is a due date that is wrong. Dates only; a datetime is refused, since its day
depends on a zone that the caller must choose. Every question costs O(years touched), not O(days).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Literal

from engine.kernel.errors import Conflict, InvalidInput
from engine.timing.working_year import DayRule, WorkingYear
from engine.timing.years import shipped_years

DayKind = Literal["workday", "swapped-workday", "weekend", "holiday"]


class UnconfirmedYear(Conflict):
    """A date was needed in a year whose holiday notice is not loaded."""

    code = "calendar-year-unconfirmed"

    def __init__(self, year: int, known: Iterable[int]) -> None:
        years = ", ".join(str(each) for each in sorted(known)) or "none"
        super().__init__(
            f"The working days of {year} are not confirmed (confirmed: {years}). "
            f"Load the State Council's holiday notice for {year}, then try again.",
            year=year,
        )
        self.year = year


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Working days of the confirmed years, for the country or (`region`) with a region's own days on top."""

    years: tuple[WorkingYear, ...]
    region: str = ""
    _by_year: Mapping[int, WorkingYear] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_year", {year.year: year for year in self.years})
        if len(self._by_year) != len(self.years):
            raise InvalidInput("A calendar may have each year once.", code="calendar-year-twice")

    @classmethod
    def china(cls) -> "WorkCalendar":
        """The years that ship with Jingban: 2024 to 2026, from the yearly notices of 国务院办公厅."""
        return _china()

    @classmethod
    def from_rows(
        cls, rows: Iterable[DayRule], *, confirmed: Iterable[int], region: str = ""
    ) -> "WorkCalendar":
        """A calendar from table rows; exactly the `confirmed` years may be asked for, others' rows are ignored."""
        grouped = _by_year(rows)
        years = tuple(WorkingYear(year, tuple(grouped[year])) for year in sorted(set(confirmed)))
        return cls(years, region)

    def with_overrides(self, rows: Iterable[DayRule], *, region: str = "") -> "WorkCalendar":
        """This calendar with a region's own days, which win (自治地方 holidays, a day closed by a typhoon).

        Raises UnconfirmedYear for a row in a year that is not confirmed.
        """
        grouped = _by_year(rows)
        for year in grouped:
            self._year(year)
        years = tuple(year.with_rules(tuple(grouped[year.year])) for year in self.years)
        return WorkCalendar(years, region or self.region)

    @property
    def confirmed_years(self) -> tuple[int, ...]:
        """The years that may be asked for, ascending."""
        return tuple(sorted(self._by_year))

    def is_workday(self, day: date) -> bool:
        """Whether `day` is worked."""
        return self._year(_checked(day).year).is_workday(day)

    def kind_of(self, day: date) -> tuple[DayKind, DayRule | None]:
        """What `day` is, and the rule that made it so (None for a day like its weekday).

        A rule that only repeats the weekday (a feast on a Sunday) is reported with its name as a holiday.
        """
        rule = self._year(_checked(day).year).special.get(day)
        if rule is None:
            return ("workday" if day.weekday() < 5 else "weekend"), None
        if rule.working:
            return ("workday" if day.weekday() < 5 else "swapped-workday"), rule
        return "holiday", rule

    def count_workdays(self, after: date, until: date) -> int:
        """Working days d with after < d ≤ until; 0 when `until` is not later."""
        first, last = _checked(after).toordinal() + 1, _checked(until).toordinal()
        if last < first:
            return 0
        start_year, end_year = date.fromordinal(first).year, until.year
        whole = sum(self._year(year).before[-1] for year in range(start_year, end_year))
        start, end = self._year(start_year), self._year(end_year)
        return whole + end.before[last - end.first + 1] - start.before[first - start.first]

    def add_workdays(self, start: date, n: int) -> date:
        """The earliest day b with count_workdays(start, b) = n: the start day never counts (民法典 art. 201).

        n = 0 gives `start` itself, worked or not. Raises InvalidInput (`workdays-negative`) for n < 0: to count
        backwards from a day ask `subtract_workdays`.
        """
        _refuse_negative(n)
        _checked(start)
        if n == 0:
            return start
        first = start.toordinal() + 1
        year = self._year(start.year + ((start.month, start.day) == (12, 31)))
        position = year.before[first - year.first] + n - 1
        while position >= len(year.workdays):
            position -= len(year.workdays)
            year = self._year(year.year + 1)
        return date.fromordinal(year.workdays[position])

    def subtract_workdays(self, until: date, n: int) -> date:
        """The latest working day b with count_workdays(b, until) = n: by when to act "n working days before"."""
        _refuse_negative(n)
        year = self._year(_checked(until).year)
        position = year.before[until.toordinal() - year.first + 1] - 1 - n
        while position < 0:
            year = self._year(year.year - 1)
            position += len(year.workdays)
        return date.fromordinal(year.workdays[position])

    def next_workday(self, day: date) -> date:
        """`day` itself when it is worked, else the first worked day after it."""
        return day if self.is_workday(day) else self.add_workdays(day, 1)

    def roll(self, last_day: date) -> date:
        """The last day of a calendar-day period, moved off a non-working day (民法典 art. 203)."""
        return self.next_workday(last_day)

    def _year(self, year: int) -> WorkingYear:
        found = self._by_year.get(year)
        if found is None:
            raise UnconfirmedYear(year, self._by_year)
        return found


@cache
def _china() -> WorkCalendar:
    return WorkCalendar(shipped_years(), "CN")


def _by_year(rows: Iterable[DayRule]) -> defaultdict[int, list[DayRule]]:
    grouped: defaultdict[int, list[DayRule]] = defaultdict(list)
    for row in rows:
        grouped[row.day.year].append(row)
    return grouped


def _checked(day: date) -> date:
    if isinstance(day, datetime):
        raise InvalidInput(
            "The calendar counts dates; say in which zone the instant's day is meant and pass that date.",
            code="date-expected",
        )
    return day


def _refuse_negative(n: int) -> None:
    if n < 0:
        raise InvalidInput(
            f"Cannot count {n} working days; use subtract_workdays to count backwards.",
            code="workdays-negative",
        )
