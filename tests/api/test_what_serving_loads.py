"""A process that serves keeps in memory what serving needs, and not what only other commands or rare requests do."""

import subprocess
import sys

NOT_AT_THE_START = (
    "alembic",
    "dbos",
    "engine.cli",
    "engine.seed",
    "engine.simulation",
    "engine.store.backup",
    "opentelemetry",
)


def test_what_few_requests_need_is_not_loaded_at_the_start() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import api.wsgi, sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert {"api.app", "engine.assembly"} <= set(told.stdout.split())
    assert not set(NOT_AT_THE_START) & set(told.stdout.split())
