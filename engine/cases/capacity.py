"""In which place somebody acts on a case as a whole, for the record: their first place, or the platform itself."""

from collections.abc import Mapping
from typing import Any

from engine.dispatch import Actor


def place_of(actor: Actor) -> Mapping[str, Any] | None:
    """`{department, role}` of the actor's first place; None for the platform and for people without one."""
    if not actor.memberships:
        return None
    first = actor.memberships[0]
    return {"department": first.department, "role": first.role}
