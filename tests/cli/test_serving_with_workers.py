"""`jingban serve --workers 2` on PostgreSQL: numbers agree, what dies is replaced, what is in flight is finished, a crowd is
turned away in order.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from sample_installation import postgres_url, sample_postgres  # noqa: F401 fixtures are found by their names
from sqlalchemy import Engine, NullPool, create_engine, text

from engine.assembly import build
from engine.dispatch import SYSTEM
from engine.identity.issue_token import IssueToken
from engine.kernel.settings import Settings
from engine.seed import SAMPLE_PASSWORD

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
CHECKED = {"identity_checked": True, "project_code_checked": True, "materials_counted": 9}


class Served:
    """A served installation; speaks HTTP as the clerk."""

    def __init__(self, process: subprocess.Popen[str], address: str, token: str) -> None:
        self.process = process
        self.address = address
        self._token = token

    def ask(self, path: str, body: Any = None) -> tuple[int, Any, Any]:
        """(status, headers, body) of a GET, or of a POST when there is a body."""
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(self.address + path, data, method="GET" if body is None else "POST")
        asked.add_header("Authorization", f"Bearer {self._token}")
        asked.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(asked, timeout=60) as response:
                return response.status, response.headers, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read().decode()

    def metric(self, series: str) -> float:
        """The value of one series; 0 when there is none."""
        for line in self.ask("/metrics")[2].splitlines():
            if line.startswith(series + " "):
                return float(line.rpartition(" ")[2])
        return 0.0

    def workers(self) -> list[psutil.Process]:
        """The processes that serve."""
        children = psutil.Process(self.process.pid).children()
        return [child for child in children if "resource_tracker" not in " ".join(child.cmdline())]

    def listening(self) -> list[psutil.Process]:
        """Those of them that accept connections."""
        return [
            worker
            for worker in self.workers()
            if any(each.status == psutil.CONN_LISTEN for each in worker.net_connections("tcp"))
        ]

    def claimed_item(self, application: dict[str, Any]) -> str:
        """The id of a work item that the clerk has claimed, of a new case."""
        case = json.loads(self.ask("/api/v1/cases", application)[2])
        item = next(each["id"] for each in case["work_items"])
        assert self.ask(f"/api/v1/work-items/{item}/claim", {})[0] == 200
        return str(item)

    def complete(self, item: str) -> int:
        """The status of the answer to the completion of an item."""
        return self.ask(f"/api/v1/work-items/{item}/completion", {"data": CHECKED})[0]


@contextmanager
def serving(url: str, var: Path, **settings: str) -> Iterator[Served]:
    """Two processes that serve a database."""
    platform = build(Settings(var=var, database_url=url))
    token = str(platform.execute(IssueToken("clerk"), SYSTEM)["token"])
    platform.close()
    environment = {**os.environ, "JINGBAN_VAR": str(var), "JINGBAN_DATABASE_URL": url, **settings}
    process = subprocess.Popen(
        [sys.executable, "-m", "engine.cli", "serve", "--port", "0", "--workers", "2", "--no-worker"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=Path(__file__).parents[2],
        text=True,
    )
    assert process.stdout is not None
    try:
        yield Served(process, process.stdout.readline().split()[2], token)
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=60)
        process.stdout.close()


@pytest.fixture
def database(postgres_url: str) -> Iterator[Engine]:  # noqa: F811 a fixture
    """The database itself, to look into and to hold locks in."""
    engine = create_engine(postgres_url, poolclass=NullPool)
    yield engine
    engine.dispose()


def test_the_numbers_of_two_processes_agree_with_the_database(
    postgres_url: str,  # noqa: F811 a fixture
    database: Engine,
    tmp_path: Path,
    application: dict[str, Any],
) -> None:
    with serving(postgres_url, tmp_path) as served, ThreadPoolExecutor(4) as people:
        items = list(people.map(lambda _: served.claimed_item(application), range(12)))
        assert set(people.map(served.complete, items[:8])) == {200}
        served.complete(items[0])  # again: refused, and counted as that
        with database.connect() as db:
            done = db.execute(text("SELECT count(*) FROM work_items WHERE state = 'completed'")).scalar_one()
            open_items = dict(
                tuple(row)
                for row in db.execute(
                    text(
                        "SELECT state, count(*) FROM work_items WHERE state IN ('ready', 'claimed') GROUP BY 1"
                    )
                )
            )
            cases = db.execute(text("SELECT count(*) FROM cases")).scalar_one()
        assert served.metric('jingban_commands_total{outcome="done",verb="CompleteWorkItem"}') == done == 8
        assert served.metric('jingban_command_seconds_count{verb="CompleteWorkItem"}') == 9
        assert served.metric('jingban_commands_total{outcome="conflict",verb="CompleteWorkItem"}') == 1
        assert served.metric('jingban_commands_total{outcome="done",verb="StartCase"}') == cases == 12
        for state, number in open_items.items():
            assert served.metric(f'jingban_open_work_items{{state="{state}"}}') == number
        assert served.metric("jingban_http_in_flight") == 0
        route = '{method="POST",route="/api/v1/work-items/<work_item_id>/completion",status="200"}'
        assert served.metric(f"jingban_http_requests_total{route}") == 8
        used = [worker.memory_full_info() for worker in served.workers()]
        assert len(used) == 2


def test_a_killed_process_is_replaced_and_no_count_goes_back(
    postgres_url: str,  # noqa: F811 a fixture
    tmp_path: Path,
    application: dict[str, Any],
) -> None:
    with serving(postgres_url, tmp_path) as served:
        served.complete(served.claimed_item(application))
        for _ in range(2):
            _until(lambda: len(served.listening()) == 2)
            victim = served.listening()[0]
            victim.kill()
            victim.wait(timeout=20)
            _until(lambda: len(served.listening()) == 1)
            assert served.ask("/livez")[0] == 200  # the other one answers meanwhile
        assert served.metric('jingban_commands_total{outcome="done",verb="CompleteWorkItem"}') == 1
        assert served.complete(served.claimed_item(application)) == 200


def test_at_the_end_what_is_in_flight_is_finished(
    postgres_url: str,  # noqa: F811 a fixture
    database: Engine,
    tmp_path: Path,
    application: dict[str, Any],
) -> None:
    with serving(postgres_url, tmp_path) as served, ThreadPoolExecutor(1) as people:
        item = served.claimed_item(application)
        with database.begin() as db:
            db.execute(text("SELECT 1 FROM cases FOR UPDATE"))
            waiting = people.submit(served.complete, item)
            _until(lambda: _blocked(database) == 1)
            served.process.send_signal(signal.SIGTERM)
            _until(lambda: not _connects(served.address))
            assert not waiting.done()
        assert waiting.result(timeout=30) == 200
        assert served.process.wait(timeout=30) == 0


def test_a_crowd_is_turned_away_while_probes_are_answered(
    postgres_url: str,  # noqa: F811 a fixture
    database: Engine,
    tmp_path: Path,
    application: dict[str, Any],
) -> None:
    small = {"JINGBAN_THREADS": "1", "JINGBAN_QUEUE": "1", "JINGBAN_QUEUE_SECONDS": "30"}
    with serving(postgres_url, tmp_path, **small) as served, ThreadPoolExecutor(16) as people:
        _until(lambda: len(served.listening()) == 2)
        items = [served.claimed_item(application) for _ in range(16)]
        with database.begin() as db:
            db.execute(text("SELECT 1 FROM cases FOR UPDATE"))
            crowd = [people.submit(served.complete, item) for item in items]
            # two processes: two at work and two that wait; the other twelve are told to come back
            _until(lambda: sum(one.done() for one in crowd) == 12)
            status, headers, body = served.ask("/api/v1/inbox")
            assert (status, headers["Content-Type"]) == (503, "application/problem+json")
            assert json.loads(body)["code"] == "overloaded"
            assert int(headers["Retry-After"]) > 0
            for probe in ("/livez", "/readyz", "/metrics"):
                assert served.ask(probe)[0] == 200
            assert served.metric('jingban_http_rejected_total{reason="queue-full"}') == 13
            assert served.metric("jingban_http_in_flight") == 2
            assert served.metric("jingban_http_queued") == 2
        statuses = [one.result(timeout=60) for one in crowd]
        assert sorted(statuses) == [200] * 4 + [503] * 12


def test_the_memory_that_checking_passwords_takes_is_given_back(
    postgres_url: str,  # noqa: F811 a fixture
    tmp_path: Path,
) -> None:
    with serving(postgres_url, tmp_path) as served, ThreadPoolExecutor(8) as people:

        def log_in(_: int) -> int:
            return served.ask("/api/v1/session", {"username": "clerk", "password": SAMPLE_PASSWORD})[0]

        before = {worker.pid: worker.memory_info().rss for worker in served.workers()}
        assert set(people.map(log_in, range(32))) == {201}
        after = {worker.pid: worker.memory_info().rss for worker in served.workers()}
        assert after.keys() == before.keys()
        # one check takes 19 MB; kept by each thread that checked one it was 183 MB
        assert max(after[process] - before[process] for process in after) < 19_000_000


def _until(true: Any) -> None:
    """Wait until something is so; half a minute at most."""
    waited = threading.Event()
    for _ in range(600):
        if true():
            return
        waited.wait(0.05)
    raise AssertionError("it never came to be")


def _blocked(database: Engine) -> int:
    """How many statements wait for a lock."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with database.connect() as db:
        return int(db.execute(text(waiting)).scalar_one())


def _connects(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/livez", timeout=5):
            return True
    except OSError:
        return False
