"""The platform as its doors see it: execute a command, ask a query, tick the clock, close."""

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from typing import Any, Final

from engine.assembly.gauges import DatabaseGauges
from engine.assembly.jobs import handlers, regular
from engine.assembly.metrics import Metrics, count_connections
from engine.assembly.parts import PARTS
from engine.assembly.traces import open_traces
from engine.cases.inbound.signed import sender_of
from engine.connectors import Connectors
from engine.deadlines.fire import FireTimer
from engine.deadlines.sweep import Sweep
from engine.dispatch import SYSTEM, Actor, Command, Executor, LiveStates, Query, Registry, Services
from engine.identity.authenticate import actor_of, authenticate
from engine.jobs import LAST, Jobs, Worker
from engine.jobs.queue import QueuedJobs
from engine.kernel.clock import Clock
from engine.kernel.log import bound
from engine.kernel.secret import secret_key
from engine.kernel.settings import Settings
from engine.store import Database, open_database
from engine.store.availability import available
from engine.timing.calendar import WorkCalendar
from engine.work.tally import fold, unfolded

FOLD_EVERY: Final = timedelta(seconds=10)

_NO_SPAN: AbstractContextManager[None] = nullcontext()


class Platform:
    """One opened platform. Threads may share it; processes may not."""

    def __init__(
        self, settings: Settings, clock: Clock, database: Database, registry: Registry, services: Services
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.database = database
        self.registry = registry
        self.services = services
        self.executor = Executor(database, registry, services, clock, settings.conflict_retries)
        self.metrics = Metrics()
        self.traces = open_traces(settings)
        self.gauges = DatabaseGauges(database)
        self.executor.on_retry = self.metrics.retried
        count_connections(database, self.metrics)
        self._sweep = Sweep(database, self._fire)
        self._enqueued: frozenset[str] = frozenset()
        self._folded: datetime | None = None

    def execute(self, command: Command, actor: Actor, *, idempotency_key: str | None = None) -> Any:
        """Do it in one transaction; returns the handler's view. See `Executor.execute` for what it raises."""
        verb = type(command).__name__
        with self.spanned(verb), self.metrics.command(verb), available():
            return self.executor.execute(command, actor, idempotency_key=idempotency_key)

    def spanned(self, name: str, **ids: str) -> AbstractContextManager[None]:
        """The block as a span of OpenTelemetry, when spans are asked for: commands, and jobs by whoever runs them."""
        return _NO_SPAN if self.traces is None else self.traces.span(name, parent=None, **ids)

    def ask(self, query: Query, actor: Actor) -> Any:
        """Answer a query. Like `execute` it raises `Unavailable` when the database does not answer in time."""
        with available():
            return self.executor.ask(query, actor)

    def authenticate(self, bearer: str) -> Actor:
        """The actor behind a bearer token; `Unauthenticated` otherwise."""
        with available(), self.database.read() as db:
            return authenticate(db, bearer, self.clock.now())

    def sender(self, source: str, body: bytes, signature: str) -> Actor:
        """The system behind a signed message; `Unauthenticated` otherwise."""
        return sender_of(self.settings, source, body, signature, self.clock.now())

    def actor(self, username: str) -> Actor:
        """The actor of a user name, for the command line and tests. `NotFound` if there is none."""
        with self.database.read() as db:
            return actor_of(db, username, self.clock.now())

    @property
    def secret_key(self) -> str:
        """The key that signs what this installation hands out."""
        return secret_key(self.settings)

    def tick(self, now: datetime | None = None) -> int:
        """Fire what is due; returns how many timers fired. Every ten seconds also fold the counts of open work items."""
        instant = now or self.clock.now()
        fired = self._sweep.run(instant).fired
        self.metrics.timers_fired.inc(fired)
        if self._folded is None or instant - self._folded >= FOLD_EVERY:
            self._folded = instant
            self._fold()
        return fired

    def _fold(self) -> None:
        with self.database.read() as db:
            if not unfolded(db):
                return
        with self.database.write() as db:
            fold(db)

    @property
    def jobs(self) -> Jobs:
        """The queue of background jobs."""
        return self.services[Jobs]  # type: ignore[type-abstract]  # a port, found by its protocol

    def worker(self) -> Worker:
        """A worker of this process for every kind of job; at most one a process. The caller starts and stops it."""
        return self.jobs.worker(handlers(self), self.settings.worker_jobs)

    def enqueue_regular(self) -> None:
        """Have one worker, whichever, do what is to be done now and then. Costs nothing while it is not yet time again."""
        now = self.clock.now()
        wanted = {job_id: name for name, job_id in regular(now) if job_id not in self._enqueued}
        if wanted:
            with self.database.write() as db:
                for job_id, name in wanted.items():
                    self.jobs.enqueue(db, name, job_id, priority=LAST)
            self._enqueued = frozenset(job_id for _, job_id in regular(now))

    def stop_ticking(self) -> None:
        """Let a tick that is going on end early; timers that it holds and did not fire go back at once."""
        self._sweep.stop()

    def _fire(self, case_id: str, wait: str) -> None:
        with bound(case=case_id, job=f"timer:{wait}"):
            self.execute(FireTimer(case_id, wait), SYSTEM)

    def close(self) -> None:
        """Give every connection back."""
        if self.traces is not None:
            self.traces.close()
        self.database.close()


def build(settings: Settings, clock: Clock | None = None) -> Platform:
    """Open the database of these settings and wire everything. Creates and changes no table."""
    clock = clock or settings.new_clock()
    database = open_database(settings)
    registry, services = Registry(), Services()
    services.provide(Settings, settings)
    services.provide(LiveStates, LiveStates(settings.live_states))
    services.provide(WorkCalendar, WorkCalendar.china())
    services.provide(Jobs, QueuedJobs(database))  # type: ignore[type-abstract]  # a port, found by its protocol
    services.provide(Connectors, Connectors(settings, clock))
    for wire in PARTS:
        wire(registry, services)
    return Platform(settings, clock, database, registry, services)
