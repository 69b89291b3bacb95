"""The port: what the platform asks of whatever runs its jobs. Eight verbs, so that another queue can take its place."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple, Protocol

from sqlalchemy import Connection

Handler = Callable[..., object]
"""Does a job; gets the texts it was enqueued with. What it raises ends the job as `failed`, and is logged."""

SOON: Final = 10
NORMAL: Final = 20
LAST: Final = 30
"""Priorities: lower goes first. People wait for `SOON`; clean-up is `LAST`."""


class Job(NamedTuple):
    """One job as its queue knows it. `state`: waiting delayed running done failed cancelled."""

    id: str
    name: str
    state: str
    worker: str | None
    created_at: datetime


class Worker(Protocol):
    """Runs jobs in threads of its own until it is stopped."""

    @property
    def name(self) -> str:
        """Under which name this worker takes jobs; stable over restarts of the same place."""
        ...

    def start(self) -> None:
        """Begin to take jobs, first those that a dead worker of this name left behind."""
        ...

    def stop(self, seconds: int = 10) -> None:
        """Take no more; wait so long for those that run. What does not end in time goes to another worker."""
        ...


class Jobs(Protocol):
    """Durable jobs. All but `enqueue` use a connection of their own: never ask them within a transaction, because SQLite has
    one writer, who would wait for himself.
    """

    def enqueue(
        self,
        db: Connection,
        name: str,
        job_id: str,
        arguments: Sequence[str] = (),
        *,
        delay: timedelta = timedelta(0),
        priority: int = NORMAL,
    ) -> None:
        """Have a job done once `db`'s transaction is committed, not before `delay`. The same id again is no second job."""
        ...

    def cancel(self, job_id: str) -> None:
        """Do not run a job that has not begun; one that runs is left alone."""
        ...

    def reschedule(self, job_id: str, delay: timedelta) -> None:
        """Let a delayed job begin after this delay from now instead."""
        ...

    def list(self, states: Sequence[str] = (), limit: int = 100) -> list[Job]:
        """Jobs in these states (all when empty), the oldest first."""
        ...

    def alive(self, job_ids: Sequence[str]) -> set[str]:
        """Which of these jobs still wait or run."""
        ...

    def retry(self, job_id: str) -> None:
        """Let a cancelled job, or one that hangs on a worker that is gone, wait for a worker again."""
        ...

    def forget(self, before: datetime, limit: int = 1000) -> int:
        """Remove what is kept of jobs that ended before an instant; returns how many."""
        ...

    def worker(self, handlers: Mapping[str, Handler], at_once: int) -> Worker:
        """A worker of this process for these jobs by name, at most so many at once."""
        ...
