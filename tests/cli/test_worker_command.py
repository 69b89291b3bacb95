"""`jingban worker` as a process: it fires what is due, tells its numbers, and ends when told."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture
def var(sample_sqlite: Path, tmp_path: Path) -> Path:
    """An installation with one timer that is due, of a case that is gone."""
    file = tmp_path / "jingban.sqlite3"
    file.write_bytes(sample_sqlite.read_bytes())
    with sqlite3.connect(file) as db:
        db.execute(
            "INSERT INTO waits (region, case_id, wait, kind, due_at, element, attempts)"
            " VALUES ('jingkai', 'gone', 'w', 'timer', '2026-03-02T00:00:00.000000Z', 'T', 0)"
        )
    db.close()
    return tmp_path


@pytest.fixture
def worker(var: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "engine.cli", "worker", "--metrics-port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "JINGBAN_VAR": str(var), "JINGBAN_DATABASE_URL": ""},
        cwd=Path(__file__).parents[2],
        text=True,
    )
    yield process
    if process.poll() is None:
        process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def test_it_fires_tells_and_stops(worker: subprocess.Popen[str]) -> None:
    assert worker.stdout is not None
    worker.stdout.readline()
    address = worker.stdout.readline().split()[-1]
    tried = 'jingban_commands_total{outcome="refused",verb="FireTimer"}'
    waited = threading.Event()
    for _ in range(300):
        with urllib.request.urlopen(address, timeout=30) as response:
            if tried in response.read().decode():
                break
        waited.wait(0.1)
    else:
        raise AssertionError("the due timer was never tried")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=30) == 0
