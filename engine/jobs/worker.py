"""A worker: launches the queue in this process, takes a place among the workers, and takes over the jobs of the dead.

The queue by itself gives a dead worker's jobs back only when a worker of the same name starts again. Here every worker looks
every two seconds for running jobs of places that nobody holds, and lets them wait again: within the lock of that place, so
that of several who see it one does it. One worker a process, because the queue below is one object a process.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

from dbos import DBOS, DBOSConfig

from engine.jobs.port import Handler, Jobs
from engine.jobs.presence import PLACES, Presence, first_free, presence_of
from engine.jobs.queue import APPLICATION, QUEUE, VERSION
from engine.jobs.serializer import JsonText
from engine.kernel.log import logger
from engine.store import Database

POLLING_SECONDS: Final = 1.0
TAKEOVER_SECONDS: Final = 2.0
MOST_RECOVERIES: Final = 50
SPARE_THREADS: Final = 8
"""Threads beyond those of jobs. With fewer threads than jobs the queue would count only the jobs that have a thread, take more at
every look, and leave nothing to other workers.
"""
_NAME: Final = "worker@"
_log = logger("jobs")


class QueueWorker:
    """See `Worker`."""

    def __init__(self, database: Database, jobs: Jobs, handlers: Mapping[str, Handler], at_once: int) -> None:
        self._database = database
        self._jobs = jobs
        self._handlers = handlers
        self._at_once = at_once
        self._presence: Presence | None = None
        self._place = 0
        self._stopping = threading.Event()
        self._keeper: threading.Thread | None = None

    @property
    def name(self) -> str:
        """See `Worker`."""
        return f"{_NAME}{self._place}"

    def start(self) -> None:
        """See `Worker`."""
        self._presence = presence_of(self._database)
        try:
            self._place = first_free(self._presence)
            self._launch()
        except BaseException:
            # whoever tries again must find neither a half-launched queue nor a place held by nobody
            DBOS.destroy(destroy_registry=True)
            self._presence.close()
            raise
        self._keeper = threading.Thread(target=self._keep, name="jobs-keeper", daemon=True)
        self._keeper.start()
        _log.info("worker started", extra={"worker": self.name})

    def stop(self, seconds: int = 10) -> None:
        """See `Worker`."""
        self._stopping.set()
        if self._keeper is not None:
            self._keeper.join(timeout=TAKEOVER_SECONDS * 2)
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=seconds)
        if self._presence is not None:
            self._presence.close()
        _log.info("worker stopped", extra={"worker": self.name})

    def _launch(self) -> None:
        DBOS(config=self._config())
        _quiet()
        for name, handler in self._handlers.items():
            DBOS.workflow(name=name, max_recovery_attempts=MOST_RECOVERIES)(_logged(name, handler))
        DBOS.launch()
        _quiet()
        DBOS.register_queue(
            QUEUE,
            worker_concurrency=self._at_once,
            polling_interval_sec=POLLING_SECONDS,
            on_conflict="always_update",
        )

    def _config(self) -> DBOSConfig:
        return DBOSConfig(
            name=APPLICATION,
            system_database_engine=self._database.engine,
            application_version=VERSION,
            executor_id=self.name,
            serializer=JsonText(),
            run_migrations=False,
            log_level="WARNING",
            max_executor_threads=self._at_once + SPARE_THREADS,
        )

    def _keep(self) -> None:
        while not self._stopping.wait(TAKEOVER_SECONDS):
            try:
                self._keep_once()
            except Exception as error:  # noqa: BLE001  # a database that restarts must not end the watch
                _log.warning("the watch over workers failed; it goes on", exc_info=error)

    def _keep_once(self) -> None:
        assert self._presence is not None  # taken at the start
        if not self._presence.holds(self._place):
            _log.error("another worker has this place; its jobs may run twice", extra={"worker": self.name})
        orphaned: dict[int, list[str]] = {}
        for job in self._jobs.list(["running"], limit=1000):
            place = place_of(job.worker)
            if place is not None and place != self._place:
                orphaned.setdefault(place, []).append(job.id)
        for place in orphaned:
            self._take_over(place)

    def _take_over(self, place: int) -> None:
        assert self._presence is not None
        if not self._presence.take(place):
            return
        try:
            # asked again within the lock: another may have taken them over between our look and our lock
            name = f"{_NAME}{place}"
            left = [job.id for job in self._jobs.list(["running"], limit=1000) if job.worker == name]
            for job_id in left:
                self._jobs.retry(job_id)
            if left:
                _log.warning("took over the jobs of a dead worker", extra={"worker": name, "jobs": len(left)})
        finally:
            self._presence.leave(place)


def is_busy() -> bool:
    """Whether jobs still run in this process, which the interpreter would wait for at its end."""
    return any(thread.name.startswith("dbos-executor") for thread in threading.enumerate())


def place_of(worker: str | None) -> int | None:
    """The place in a worker's name; None for a name that is none of ours."""
    number = (worker or "").removeprefix(_NAME)
    return int(number) if number.isdigit() and 1 <= int(number) <= PLACES else None


def _logged(name: str, handler: Handler) -> Callable[..., None]:
    def job(*arguments: Any) -> None:
        try:
            handler(*arguments)
        except Exception:
            _log.exception("job failed", extra={"job": name, "arguments": list(arguments)})
            raise

    job.__qualname__ = job.__name__ = name.replace("-", "_")
    return job


def _quiet() -> None:
    """What the queue has to say goes where our own log goes, from warnings on."""
    queue_log = logging.getLogger("dbos")
    queue_log.setLevel(logging.WARNING)
    queue_log.handlers.clear()
    queue_log.propagate = True
