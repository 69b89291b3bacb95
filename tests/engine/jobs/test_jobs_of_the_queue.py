"""The port on its queue: jobs exist exactly when their transaction does, run once, can be moved, cancelled and forgotten."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from engine.assembly import Platform
from engine.jobs import LAST, SOON, Jobs, Worker


@pytest.fixture
def jobs(platform: Platform) -> Jobs:
    return platform.jobs


class Done:
    """What a worker did, in order."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, ...]] = []
        self._changed = threading.Condition()

    def __call__(self, *arguments: str) -> None:
        with self._changed:
            self.seen.append(arguments)
            self._changed.notify_all()
        if arguments and arguments[0] == "poison":
            raise ZeroDivisionError("poison")

    def wait(self, count: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.seen) >= count, timeout=20), self.seen


@pytest.fixture
def done() -> Done:
    return Done()


def begin(worker: Worker) -> None:
    """Start it as the platform does, in a thread of its own: the queue refuses one in which an event loop runs, and in the main
    thread the loop of a browser test may.
    """
    thread = threading.Thread(target=worker.start)
    thread.start()
    thread.join()


@pytest.fixture
def worker(jobs: Jobs, done: Done) -> Iterator[Worker]:
    running = jobs.worker({"note": done}, 1)
    begin(running)
    yield running
    running.stop(1)


def enqueue(platform: Platform, job_id: str, *arguments: str, delay: float = 0, priority: int = SOON) -> None:
    with platform.database.write() as db:
        platform.jobs.enqueue(
            db, "note", job_id, arguments, delay=timedelta(seconds=delay), priority=priority
        )


def test_a_job_that_was_rolled_back_never_was(platform: Platform, jobs: Jobs) -> None:
    with platform.database.write() as db:
        jobs.enqueue(db, "note", "one")
        db.rollback()
    assert jobs.list() == []


def test_the_same_id_is_one_job(platform: Platform, jobs: Jobs) -> None:
    enqueue(platform, "one", "a")
    enqueue(platform, "one", "b")
    assert [job.id for job in jobs.list()] == ["one"]


def test_a_worker_does_jobs_once_by_priority_and_a_poison_job_harms_no_other(
    platform: Platform, jobs: Jobs, done: Done
) -> None:
    enqueue(platform, "last", "c", priority=LAST)
    enqueue(platform, "soon", "poison")
    enqueue(platform, "delayed", "d", delay=0.1, priority=LAST)
    running = jobs.worker({"note": done}, 1)
    begin(running)
    done.wait(3)
    running.stop(1)
    assert sorted(done.seen) == [("c",), ("d",), ("poison",)]
    assert done.seen[0] == ("poison",), "the more urgent one goes first"
    assert {job.id: job.state for job in jobs.list()} == {"last": "done", "soon": "failed", "delayed": "done"}


def test_a_job_can_be_moved_cancelled_and_taken_up_again(
    platform: Platform, jobs: Jobs, worker: Worker, done: Done
) -> None:
    enqueue(platform, "far", "far", delay=3600)
    enqueue(platform, "never", "never", delay=3600)
    jobs.cancel("never")
    jobs.reschedule("far", timedelta(0))
    done.wait(1)
    jobs.retry("never")
    done.wait(2)
    assert done.seen == [("far",), ("never",)]


def test_what_has_ended_is_forgotten_and_what_waits_is_not(
    platform: Platform, jobs: Jobs, worker: Worker, done: Done
) -> None:
    enqueue(platform, "one", "a")
    enqueue(platform, "later", "b", delay=3600)
    done.wait(1)
    worker.stop(5)
    assert jobs.forget(datetime.now(UTC) - timedelta(days=1)) == 0
    assert jobs.forget(datetime.now(UTC) + timedelta(days=1)) == 1
    assert [job.id for job in jobs.list()] == ["later"]


def test_who_only_serves_does_not_import_the_queue() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import api.app, sys; print('dbos' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "False"
