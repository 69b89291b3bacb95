"""Why a due date is what it is, as a list of steps that a screen can print under the date.

The steps cover every day from acceptance to the due date once and in order, joined into runs of one kind. What is
explained is exactly `clock.due`; there is no second arithmetic that could disagree with it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from engine.timing.calendar import WorkCalendar
from engine.timing.clock import Stop, due, union

StepKind = Literal["accepted", "counted", "swapped-workday", "weekend", "holiday", "stopped", "due"]

BASIS: dict[StepKind, str] = {
    "accepted": "《民法典》第二百零一条",
    "counted": "《行政许可法》第八十二条",
    "swapped-workday": "《行政许可法》第八十二条",
    "weekend": "《行政许可法》第八十二条",
    "holiday": "《行政许可法》第八十二条",
    "stopped": "《行政许可法》第四十五条",
    "due": "《民法典》第二百零一条",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A run of days from `first` to `last` (inclusive) that are of one kind.

    `days` counts working days: those used for counted kinds, those excluded for `stopped`, else 0. `used` is the
    running total after the run. `name` and `name_en` say which feast.
    """

    kind: StepKind
    first: date
    last: date
    days: int
    used: int
    name: str = ""
    name_en: str = ""

    def as_dict(self) -> dict[str, Any]:
        """JSON shape: kind, first, last (ISO dates), days, used, name, name_en, basis (the law)."""
        return {
            "kind": self.kind,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "days": self.days,
            "used": self.used,
            "name": self.name,
            "name_en": self.name_en,
            "basis": BASIS[self.kind],
        }


@dataclass(frozen=True, slots=True)
class DueExplanation:
    """A due date with its reasons: limit and excluded are working days."""

    accept: date
    limit: int
    due: date
    excluded: int
    steps: tuple[Step, ...]

    def as_dict(self) -> dict[str, Any]:
        """JSON shape: accept, limit, due, excluded, steps[]."""
        return {
            "accept": self.accept.isoformat(),
            "limit": self.limit,
            "due": self.due.isoformat(),
            "excluded": self.excluded,
            "steps": [step.as_dict() for step in self.steps],
        }


def explain_due(
    calendar: WorkCalendar, accept: date, limit: int, stops: Iterable[Stop] = (), *, as_of: date | None = None
) -> DueExplanation:
    """Explain `due(calendar, accept, limit, stops)`; raises what `due` raises."""
    kept = union(stops, as_of=as_of)
    last = due(calendar, accept, limit, kept)
    steps = [Step("accepted", accept, accept, 0, 0)]
    for day in _days(accept, last):
        _append(steps, _step(calendar, day, kept, steps[-1].used))
    steps.append(Step("due", last, last, 0, steps[-1].used))
    excluded = sum(step.days for step in steps if step.kind == "stopped")
    return DueExplanation(accept, limit, last, excluded, tuple(steps))


def _step(calendar: WorkCalendar, day: date, stops: tuple[Stop, ...], used: int) -> Step:
    kind, rule = calendar.kind_of(day)
    name, name_en = (rule.name, rule.name_en) if rule is not None else ("", "")
    works = calendar.is_workday(day)
    if any(stop.until is not None and stop.since < day <= stop.until for stop in stops):
        return Step("stopped", day, day, int(works), used)
    if kind == "workday":
        return Step("counted", day, day, 1, used + 1)
    return Step(kind, day, day, int(works), used + int(works), name, name_en)


def _append(steps: list[Step], step: Step) -> None:
    before = steps[-1]
    if (before.kind, before.name) == (step.kind, step.name):
        steps[-1] = Step(
            step.kind, before.first, step.last, before.days + step.days, step.used, step.name, step.name_en
        )
    else:
        steps.append(step)


def _days(accept: date, last: date) -> Iterator[date]:
    for offset in range(1, (last - accept).days + 1):
        yield accept + timedelta(days=offset)
