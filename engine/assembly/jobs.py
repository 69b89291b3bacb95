"""Which jobs there are, and who does them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Protocol

from engine.assembly.tidy import tidy
from engine.cases.calls.ask import CALL_SERVICE
from engine.cases.calls.perform import CallService
from engine.cases.calls.revive import revive_calls
from engine.connectors import Connectors
from engine.dispatch import SYSTEM, Actor, Command, Services
from engine.jobs import Handler, Jobs
from engine.kernel.clock import Clock
from engine.store import Database

TIDY: Final = "tidy"
REVIVE: Final = "revive-calls"


class _Platform(Protocol):
    database: Database
    clock: Clock
    services: Services

    def execute(self, command: Command, actor: Actor) -> object: ...


def handlers(platform: _Platform) -> Mapping[str, Handler]:
    """Every kind of job by name."""

    def execute(command: Command) -> object:
        return platform.execute(command, SYSTEM)

    call = CallService(execute, platform.services[Connectors])
    jobs = platform.services[Jobs]  # type: ignore[type-abstract]  # a port, found by its protocol
    return {
        CALL_SERVICE: call,
        TIDY: lambda: tidy(platform.database, jobs, platform.clock.now()),
        REVIVE: lambda: revive_calls(platform.database, jobs, execute),
    }


def regular(now: datetime) -> tuple[tuple[str, str], ...]:
    """`(job, id)` of what is due now: tidying once an hour, looking for orphans every five minutes. The id is the hour or the
    minute, so that it is one job whoever enqueues it.
    """
    five = now.minute - now.minute % 5
    return (TIDY, f"{TIDY}-{now:%Y%m%d%H}"), (REVIVE, f"{REVIVE}-{now:%Y%m%d%H}{five:02}")
