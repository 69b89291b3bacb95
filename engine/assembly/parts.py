"""The modules of wiring, from the ground up."""

from collections.abc import Callable

from engine.assembly import deadlines, definitions, history, identity
from engine.dispatch import Registry, Services

PARTS: tuple[Callable[[Registry, Services], None], ...] = (
    identity.wire,
    deadlines.wire,
    history.wire,
    definitions.wire,
)
