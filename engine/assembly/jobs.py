"""Which jobs there are, and who does them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Protocol

from engine.assembly.tidy import tidy
from engine.cases.calls.ask import CALL_SERVICE
from engine.cases.calls.perform import CallService
from engine.connectors import Connectors
from engine.dispatch import SYSTEM, Actor, Command, Services
from engine.jobs import Handler, Jobs
from engine.kernel.clock import Clock
from engine.store import Database

TIDY: Final = "tidy"


class _Platform(Protocol):
    database: Database
    clock: Clock
    services: Services

    def execute(self, command: Command, actor: Actor) -> object: ...


def handlers(platform: _Platform) -> Mapping[str, Handler]:
    """Every kind of job by name."""
    call = CallService(lambda command: platform.execute(command, SYSTEM), platform.services[Connectors])
    jobs = platform.services[Jobs]  # type: ignore[type-abstract]  # a port, found by its protocol
    return {CALL_SERVICE: call, TIDY: lambda: tidy(platform.database, jobs, platform.clock.now())}


def tidy_job(now: datetime) -> str:
    """The id of the tidying of this hour: whoever enqueues it, it is one job."""
    return f"tidy-{now:%Y%m%d%H}"
