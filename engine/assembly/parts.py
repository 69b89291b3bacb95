"""The modules of wiring, from the ground up."""

from collections.abc import Callable

from engine.assembly import cases, catalogue, deadlines, definitions, documents, history, identity, work
from engine.dispatch import Registry, Services

PARTS: tuple[Callable[[Registry, Services], None], ...] = (
    identity.wire,
    deadlines.wire,
    history.wire,
    definitions.wire,
    cases.wire,
    work.wire,
    documents.wire,
    catalogue.wire,
)
