"""Where the items of an inbox come from, as parts that an index can answer: a department's items of one state, what I hold,
the pools I may draw from. One condition with many `or`s would be read in full; each part is a short range.
"""

from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, false, or_

from engine.dispatch import Actor
from engine.work.filters import STATES
from engine.work.tables import work_items

_held = work_items.c


class Source(NamedTuple):
    """Work items of one state that satisfy a condition. The sources of one inbox do not overlap."""

    state: str
    condition: ColumnElement[bool]


def of_department(actor: Actor, department: str, state: str) -> list[Source]:
    """A department's items."""
    condition = and_(_held.department == department, _here(actor))
    return [Source(each, condition) for each in STATES[state]]


def of_mine(actor: Actor, state: str) -> list[Source]:
    """What I hold, what absent colleagues hold for whom I stand in, and the pools I may draw from; or what I have done."""
    if state == "done":
        return [Source("completed", _held.completed_by == actor.user_id)]
    places = {(place.department, place.role) for place in actor.memberships}
    places |= {(place.department, place.role) for place in actor.stand_ins}
    sources = [Source("claimed", _held.assignee == actor.user_id)]
    sources += [
        Source(
            "claimed",
            and_(
                _held.department == place.department, _held.role == place.role, _held.assignee == place.for_id
            ),
        )
        for place in sorted(actor.stand_ins)
    ]
    sources += [
        Source("ready", and_(_held.department == department, _held.role == role, _here(actor)))
        for department, role in sorted(places)
    ]
    return [source for source in sources if source.state in STATES[state]]


def any_of(sources: list[Source]) -> ColumnElement[bool]:
    """All sources as one condition, for counting."""
    return or_(false(), *(and_(_held.state == source.state, source.condition) for source in sources))


def _here(actor: Actor) -> ColumnElement[bool]:
    return and_(True) if actor.is_system else _held.region == actor.region
