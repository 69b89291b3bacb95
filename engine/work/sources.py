"""Where the items of an inbox come from, as parts that an index can answer: a department's items of one state, what I hold,
the pools I may draw from. One condition with many `or`s would be read in full; each part is a short range.

A source is values; its *shape* (which of them are given) decides the statement, so that statements are few and prepared.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, FromClause, String, and_, bindparam, literal_column

from engine.dispatch import Actor
from engine.work.filters import STATES

GIVEN: Final = ("department", "role", "assignee", "completed_by", "region")


class Source(NamedTuple):
    """Work items of one state with these values; None does not narrow. The sources of one inbox do not overlap."""

    state: str
    department: str | None = None
    role: str | None = None
    assignee: str | None = None
    completed_by: str | None = None
    region: str | None = None

    @property
    def shape(self) -> "Shape":
        """What of it makes the statement."""
        return Shape(self.state, tuple(name for name in GIVEN if getattr(self, name) is not None))

    def values(self, number: int) -> Iterator[tuple[str, Any]]:
        """The parameters of this source as the `number`th of its statement."""
        return ((f"{name}_{number}", getattr(self, name)) for name in self.shape.given)


class Shape(NamedTuple):
    """A state and the names of the values that are given."""

    state: str
    given: tuple[str, ...]

    @property
    def is_place(self) -> bool:
        """Whether a place (department and role) decides alone, so that its counts are kept."""
        return "department" in self.given and "assignee" not in self.given

    def condition(self, of: FromClause, number: int) -> ColumnElement[bool]:
        """The condition on a table with these columns; the state is literal, as partial indexes want it."""
        wanted = [of.c.state == literal_column(f"'{self.state}'")]
        wanted += [of.c[name] == bindparam(f"{name}_{number}", type_=String) for name in self.given]
        return and_(*wanted)


def of_department(actor: Actor, department: str, state: str, role: str | None = None) -> list[Source]:
    """A department's items, of one role or of all."""
    return [Source(each, department, role, region=_region(actor)) for each in STATES[state]]


def of_mine(actor: Actor, state: str) -> list[Source]:
    """What I hold, what absent colleagues hold for whom I stand in, and the pools I may draw from; or what I have done."""
    if state == "done":
        return [Source("completed", completed_by=actor.user_id)]
    places = {(place.department, place.role) for place in actor.memberships}
    places |= {(place.department, place.role) for place in actor.stand_ins}
    sources = [Source("claimed", assignee=actor.user_id)]
    sources += [
        Source("claimed", place.department, place.role, assignee=place.for_id)
        for place in sorted(actor.stand_ins)
    ]
    sources += [
        Source("ready", department, role, region=_region(actor)) for department, role in sorted(places)
    ]
    return [source for source in sources if source.state in STATES[state]]


def shapes(sources: list[Source]) -> tuple[Shape, ...]:
    """The shapes of all sources, in order."""
    return tuple(source.shape for source in sources)


def values(sources: list[Source]) -> dict[str, Any]:
    """The parameters of all sources."""
    return {name: value for number, source in enumerate(sources) for name, value in source.values(number)}


def _region(actor: Actor) -> str | None:
    return None if actor.is_system else actor.region
