"""`jingban serve` as a process: it greets when it can be reached, serves, and stops at once."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from told import Jingban

pytestmark = pytest.mark.slow


@pytest.fixture
def served(sample_sqlite: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A served installation and its address."""
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "jingban.sqlite3").write_bytes(sample_sqlite.read_bytes())
    environment = {**os.environ, "JINGBAN_VAR": str(tmp_path / "var"), "JINGBAN_DATABASE_URL": ""}
    process = subprocess.Popen(
        [sys.executable, "-m", "engine.cli", "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=Path(__file__).parents[2],
        text=True,
    )
    assert process.stdout is not None
    greeting = process.stdout.readline()
    yield process, greeting.split()[2]
    if process.poll() is None:
        process.kill()
    process.wait()
    process.stdout.close()


def test_it_serves_and_stops_cleanly(served: tuple[subprocess.Popen[str], str]) -> None:
    process, address = served
    with urllib.request.urlopen(f"{address}/livez", timeout=30) as response:
        assert json.load(response) == {"status": "alive"}
    body = json.dumps({"username": "clerk", "password": "jingban-demo"}).encode()
    asked = urllib.request.Request(f"{address}/api/v1/session", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(asked, timeout=30) as response:
        assert json.load(response)["user"]["name"] == "周敏"
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0


def test_it_names_the_sample_people(served: tuple[subprocess.Popen[str], str]) -> None:
    process, _ = served
    assert process.stdout is not None
    assert "jingban-demo" in process.stdout.readline()
    assert "周敏" in process.stdout.readline()


def test_a_taken_port_is_refused_with_advice(jingban: Jingban) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        told = jingban("serve", "--port", other.getsockname()[1])
    assert told.code == 1
    assert "--port" in told.err


def test_several_workers_need_postgresql(jingban: Jingban) -> None:
    told = jingban("serve", "--workers", 2)
    assert told.code == 2
    assert "PostgreSQL" in told.err


@pytest.fixture
def worker(served: tuple[subprocess.Popen[str], str]) -> psutil.Process:
    """The process that serves, below the one that supervises."""
    children = psutil.Process(served[0].pid).children()
    [found] = [child for child in children if "resource_tracker" not in " ".join(child.cmdline())]
    return found


def test_a_single_process_that_dies_is_replaced_while_connections_wait(
    served: tuple[subprocess.Popen[str], str], worker: psutil.Process
) -> None:
    worker.kill()
    worker.wait(timeout=20)
    with urllib.request.urlopen(f"{served[1]}/livez", timeout=60) as response:
        assert json.load(response) == {"status": "alive"}


def test_nobody_serves_on_when_the_supervisor_was_killed(
    served: tuple[subprocess.Popen[str], str], worker: psutil.Process
) -> None:
    with urllib.request.urlopen(f"{served[1]}/livez", timeout=30):
        served[0].kill()
    worker.wait(timeout=30)
    assert not worker.is_running()
