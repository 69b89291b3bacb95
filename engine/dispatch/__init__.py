"""F5, dispatch: how anything gets done. One command is one transaction; reads skip the ceremony.

    @dataclass(frozen=True, slots=True)
    class ClaimWorkItem(Command):
        permission: ClassVar[str] = "work:claim"
        work_item_id: str

    def claim(command: ClaimWorkItem, ctx: Context) -> dict[str, Any]: ...

Handlers read through `ctx.db`, say what shall be written with `ctx.changes` and `ctx.record`, find services by class
(`ctx.services[WorkCalendar]`) and return a plain view (dictionaries, lists, text, numbers, dates, dataclasses of those).
"""

from engine.dispatch.actor import (
    ANONYMOUS,
    CHANNELS,
    EVERYTHING,
    PUBLIC,
    SYSTEM,
    Actor,
    Channel,
    Membership,
    StandIn,
)
from engine.dispatch.changes import Changes
from engine.dispatch.context import Context, ReadContext, Recorder
from engine.dispatch.executor import Executor
from engine.dispatch.live import LiveStates
from engine.dispatch.messages import Command, Event, Query
from engine.dispatch.registry import Registry
from engine.dispatch.services import Services

__all__ = [
    "ANONYMOUS",
    "CHANNELS",
    "EVERYTHING",
    "PUBLIC",
    "SYSTEM",
    "Actor",
    "Changes",
    "Channel",
    "Command",
    "Context",
    "Event",
    "Executor",
    "LiveStates",
    "Membership",
    "Query",
    "ReadContext",
    "Recorder",
    "Registry",
    "Services",
    "StandIn",
]
