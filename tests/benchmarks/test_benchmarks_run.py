"""Each benchmark runs once, small, to see that it works. No figure is judged here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).parents[2]
SMALL = {
    "audit": ["--cases", "1", "--events", "21", "--rounds", "1"],
    "decisions": ["--times", "5"],
    "inbox": ["--sizes", "50", "--requests", "3"],
    "expressions": ["--rounds", "1", "--times", "10"],
    "faults": ["cut-clients", "--faults", "1", "--clients", "2", "--workers", "1"],
    "growth": ["--cases", "1", "--rounds", "2", "--open", "2", "4"],
    "http": ["--cases", "2", "--rounds", "1", "--clients", "2", "--workers", "1", "--simultaneous", "1"],
    "joint4": ["--cases", "2", "--rounds", "1", "--floor-seconds", "0.2", "--database", "both"],
    "scaling": ["--cases", "6", "--seconds", "1", "--clients", "2", "--workers", "1"],
    "spiff_peer": ["--cases", "2", "--rounds", "1"],
    "timers": ["--armed", "200", "--moved", "50", "--due", "3"],
    "step": ["--cases", "2", "--rounds", "1"],
    "storage": ["--cases", "2", "--idle-cases", "10", "--idle-seconds", "0.2"],
}


def test_every_benchmark_is_tried_here() -> None:
    names = {path.stem for path in (PROJECT / "benchmarks").glob("*.py") if not path.stem.startswith("_")}
    assert names == set(SMALL)


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.parametrize("name", SMALL, ids=str)
def test_a_small_run_prints_rate_floor_and_ratio(name: str, tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *SMALL[name]],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    head, *rows = done.stdout.strip().splitlines()
    assert "ratio" in head
    assert rows
    assert all(float(row.split()[-1]) > 0 for row in rows)
