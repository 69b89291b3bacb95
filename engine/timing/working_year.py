"""One confirmed year of working days, indexed so that counting and adding need no walk over days.

A year is Monday to Friday, changed by day rules: a holiday (休) or a swapped workday (班). It is complete by
definition: whoever builds one says that the year's notice has been published.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate

from engine.kernel.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class DayRule:
    """A day that is not what its weekday says. `name` and `name_en` tell for which feast or reason."""

    day: date
    working: bool
    name: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class WorkingYear:
    """The working days of `year`; of two rules for one day the later one holds. `source` cites the notice.

    Raises InvalidInput (`calendar-rule-outside-year`) for a rule whose day lies in another year.
    """

    year: int
    rules: tuple[DayRule, ...] = ()
    source: str = ""
    special: Mapping[date, DayRule] = field(init=False, repr=False, compare=False)
    workdays: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """Proleptic ordinals of the working days, ascending."""
    before: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """before[i] = working days among the first i days of the year; length = days of the year + 1."""
    first: int = field(init=False, repr=False, compare=False)
    """Ordinal of 1 January."""

    def __post_init__(self) -> None:
        for rule in self.rules:
            if rule.day.year != self.year:
                raise InvalidInput(
                    f"The calendar of {self.year} has a rule for {rule.day}; move it to its own year.",
                    code="calendar-rule-outside-year",
                )
        special = {rule.day: rule for rule in self.rules}
        first, past = date(self.year, 1, 1).toordinal(), date(self.year, 12, 31).toordinal() + 1
        flags = [_working(date.fromordinal(ordinal), special) for ordinal in range(first, past)]
        object.__setattr__(self, "special", special)
        object.__setattr__(self, "first", first)
        object.__setattr__(self, "workdays", tuple(first + i for i, flag in enumerate(flags) if flag))
        object.__setattr__(self, "before", tuple(accumulate(flags, initial=0)))

    def is_workday(self, day: date) -> bool:
        """Whether `day`, which lies in this year, is worked."""
        return _working(day, self.special)

    def with_rules(self, rules: tuple[DayRule, ...]) -> "WorkingYear":
        """This year with more rules; they win over those it has."""
        return WorkingYear(self.year, self.rules + rules, self.source)


def _working(day: date, special: Mapping[date, DayRule]) -> bool:
    rule = special.get(day)
    return rule.working if rule is not None else day.weekday() < 5
