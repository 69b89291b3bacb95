"""The jobs of a platform on DBOS: rows in our own database, written in our own transactions.

Only a client is made here, and only when the first job is enqueued: a process that serves pays no launch, no thread and no
import for jobs it does not have. What DBOS would do by itself and we refuse: pickle (see `serializer`), a version computed from
the code (a roll-back would leave jobs that nobody takes, silently), a schema made at launch (`jingban db upgrade` makes it).
"""

import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

from engine.jobs.port import NORMAL, Handler, Job, Worker
from engine.store import Database

if TYPE_CHECKING:
    from dbos import DBOSClient

APPLICATION: Final = "jingban"
QUEUE: Final = "jobs"
VERSION: Final = "jobs-1"
"""Changes only together with a drain of the queue: jobs are short, so the code may change under a constant version."""

_STATES: Final[Mapping[str, str]] = {
    "ENQUEUED": "waiting",
    "DELAYED": "delayed",
    "PENDING": "running",
    "SUCCESS": "done",
    "ERROR": "failed",
    "CANCELLED": "cancelled",
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": "failed",
}
_ENDED: Final = [name for name, state in _STATES.items() if state in ("done", "failed", "cancelled")]
_LIVING: Final = [name for name in _STATES if name not in _ENDED]


class QueuedJobs:
    """`Jobs` on DBOS. Safe for threads; made once for each process, after any fork."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._client: DBOSClient | None = None

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
        """See `Jobs`."""
        from dbos import EnqueueOptions  # imported with the first job

        options = EnqueueOptions(
            workflow_name=name,
            queue_name=QUEUE,
            workflow_id=job_id,
            priority=priority,
            app_version=VERSION,
        )
        if delay > timedelta(0):
            options["delay_seconds"] = delay.total_seconds()
        self._connected().enqueue_in_transaction(db, options, *arguments)

    def cancel(self, job_id: str) -> None:
        """See `Jobs`."""
        self._connected().cancel_workflow(job_id)

    def reschedule(self, job_id: str, delay: timedelta) -> None:
        """See `Jobs`."""
        self._connected().set_workflow_delay(job_id, delay_seconds=max(delay.total_seconds(), 0.001))

    def list(self, states: Sequence[str] = (), limit: int = 100) -> list[Job]:
        """See `Jobs`."""
        wanted = [name for name, state in _STATES.items() if not states or state in states]
        found = self._connected().list_workflows(
            status=wanted, limit=limit, load_input=False, load_output=False
        )
        return [
            Job(each.workflow_id, each.name, _STATES[each.status], each.executor_id, _at(each.created_at))
            for each in found
        ]

    def alive(self, job_ids: Sequence[str]) -> set[str]:
        """See `Jobs`."""
        if not job_ids:
            return set()
        found = self._connected().list_workflows(
            workflow_ids=[*job_ids], status=_LIVING, load_input=False, load_output=False
        )
        return {each.workflow_id for each in found}

    def retry(self, job_id: str) -> None:
        """See `Jobs`."""
        self._connected().resume_workflow(job_id, queue_name=QUEUE)

    def forget(self, before: datetime, limit: int = 1000) -> int:
        """See `Jobs`."""
        client = self._connected()
        ended = client.list_workflows(
            status=_ENDED,
            completed_before=before.astimezone(UTC).isoformat(),
            limit=limit,
            load_input=False,
            load_output=False,
        )
        if ended:
            client.delete_workflows([each.workflow_id for each in ended])
        return len(ended)

    def worker(self, handlers: Mapping[str, Handler], at_once: int) -> Worker:
        """See `Jobs`."""
        from engine.jobs.worker import QueueWorker  # only workers pay for the launch

        return QueueWorker(self._database, self, handlers, at_once)

    def _connected(self) -> "DBOSClient":
        with self._lock:
            if self._client is None:
                from dbos import DBOSClient  # imported with the first job

                from engine.jobs.serializer import JsonText

                self._client = DBOSClient(
                    system_database_engine=self._database.engine,
                    serializer=JsonText(),
                    application_name=APPLICATION,
                    lazy=True,
                    retry_connection_errors=False,
                )
            return self._client


def _at(milliseconds: int | None) -> datetime:
    return datetime.fromtimestamp((milliseconds or 0) / 1000, UTC)
