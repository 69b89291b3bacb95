"""Real workers: `jingban worker` twice on one database, both at work; one is killed, the other has its jobs within ten seconds."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from approvals import Desk
from calling import TAKEN, Service, called, calling_process, publish, says, serving

from engine.cases.queries import GetCase
from engine.history.queries import CaseHistory, VerifyCase

pytestmark = pytest.mark.slow

CASES = 20
TAKEOVER = 10.0


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as running:
        yield running


@contextmanager
def working(desk: Desk, service: Service, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """One more `jingban worker` on the desk's database."""
    settings = desk.platform.settings
    environment = {
        **os.environ,
        "JINGBAN_VAR": str(settings.var),
        "JINGBAN_DATABASE_URL": settings.database_url,
        "JINGBAN_SERVICE_HOSTS": service.host,
        "JINGBAN_SERVICE_SECONDS": "60",
        "JINGBAN_WORKER_JOBS": "6",
    }
    with (folder / f"worker-{time.monotonic_ns()}.log").open("wb") as log:
        worker = subprocess.Popen(
            [sys.executable, "-m", "engine.cli", "worker"], env=environment, stdout=log, stderr=log
        )
        try:
            yield worker
        finally:
            if worker.poll() is None:
                worker.send_signal(signal.SIGTERM)
                worker.wait(timeout=30)


def until(is_so: Callable[[], bool], seconds: float) -> float:
    """How long it took until it was so; fails when it took longer than allowed."""
    begun, tick = time.monotonic(), threading.Event()
    while not is_so():
        assert time.monotonic() - begun < seconds, "it never came to that"
        tick.wait(0.05)
    return time.monotonic() - begun


@pytest.mark.slow
def test_a_killed_workers_jobs_are_done_by_the_other_and_each_counts_once(
    desk: Desk, service: Service, tmp_path: Path
) -> None:
    gate = threading.Event()

    def answers(handler: Any) -> None:
        gate.wait(60)
        says({"number": 1})(handler)

    service.acts = [answers]
    ask = called(
        "Ask", "http", inputs={"url": service.url}, outputs='<jb:output name="n" value="=body.number"/>'
    )
    publish(desk, "asking", calling_process(ask), TAKEN)
    cases = [desk.start("asking") for _ in range(CASES)]

    def running(worker: str) -> int:
        return sum(job.worker == worker for job in desk.platform.jobs.list(["running"]))

    with working(desk, service, tmp_path) as first:
        until(lambda: running("worker@1") > 0, 60)
        with working(desk, service, tmp_path):
            until(lambda: running("worker@2") > 0, 60)
            first.kill()
            first.wait()
            assert until(lambda: running("worker@1") == 0, TAKEOVER) <= TAKEOVER
            gate.set()
            until(lambda: all(state(desk, case) == "completed" for case in cases), 60)
    for case in cases:
        told = desk.platform.ask(CaseHistory(case["id"]), desk.who("auditor"))["items"]
        assert [event["action"] for event in told] == ["case:started", "case:call_answered"]
        assert desk.platform.ask(VerifyCase(case["id"]), desk.who("auditor"))["execution"] == "ok"
    keys = {asked["headers"]["Idempotency-Key"] for asked in service.asked}
    assert len(keys) == CASES, "repeated calls carried the same key"


def state(desk: Desk, case: dict[str, Any]) -> str:
    return str(desk.platform.ask(GetCase(case["id"]), desk.who("auditor"))["state"])


@pytest.mark.slow
def test_a_worker_that_is_told_to_stop_hands_back_what_it_cannot_end(
    desk: Desk, service: Service, tmp_path: Path
) -> None:
    gate = threading.Event()
    service.acts = [lambda handler: (gate.wait(60), says({"number": 1})(handler))[1]]
    ask = called("Ask", "http", inputs={"url": service.url}, attempts="20")
    publish(desk, "asking", calling_process(ask), TAKEN)
    case = desk.start("asking")
    with working(desk, service, tmp_path) as first:
        until(lambda: len(service.asked) == 1, 60)
        first.send_signal(signal.SIGTERM)
        first.wait(timeout=25)
    assert state(desk, case) == "active"
    gate.set()
    with working(desk, service, tmp_path):
        until(lambda: state(desk, case) == "completed", 60)
    told = desk.platform.ask(CaseHistory(case["id"]), desk.who("auditor"))["items"]
    assert [event["action"] for event in told].count("case:call_answered") == 1
