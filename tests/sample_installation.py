"""Fixtures of an installation with the sample data that `make run` loads, made once for each database and copied for each test.

A folder's conftest imports them; they take the place of the empty databases of the same names.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rest import Office
from sqlalchemy import NullPool, create_engine, text

from api.app import create_app
from engine.assembly import Platform, build
from engine.kernel.clock import FrozenClock
from engine.kernel.ids import new_id
from engine.kernel.settings import Settings
from engine.seed import load

SEEDED_AT = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
SAMPLE = "jingban_sample"


@pytest.fixture(scope="session")
def sample_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the sample data."""
    path = tmp_path_factory.mktemp("sample") / "sample.sqlite3"
    shutil.copyfile(sqlite_template, path)
    _load(f"sqlite:///{path}", path.parent)
    return path


@pytest.fixture(scope="session")
def sample_postgres(postgres_server: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The PostgreSQL server, with a template database that holds the sample data.

    Each folder that imports this has a fixture of its own, but the server is one: the first of them makes the template.
    """
    if not _exists(postgres_server, SAMPLE):
        administer(postgres_server, f"CREATE DATABASE {SAMPLE} TEMPLATE jingban_template")
        _load(url_of(postgres_server, SAMPLE), tmp_path_factory.mktemp("sample"))
    return postgres_server


@pytest.fixture
def sqlite_url(sample_sqlite: Path, tmp_path: Path) -> str:
    """The URL of a new SQLite database with the sample data."""
    path = tmp_path / "jingban.sqlite3"
    shutil.copyfile(sample_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(sample_postgres: Any) -> Iterator[str]:
    """The URL of a new PostgreSQL database with the sample data."""
    name = f"test_{new_id(datetime.now(UTC))}"
    administer(sample_postgres, f"CREATE DATABASE {name} TEMPLATE {SAMPLE}")
    yield url_of(sample_postgres, name)
    administer(sample_postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def office(platform: Platform) -> Office:
    """Everybody at the REST door of an installation with the sample data."""
    return Office(create_app(platform), platform)


def _load(url: str, var: Path) -> None:
    platform = build(Settings(var=var, database_url=url), FrozenClock(SEEDED_AT))
    assert list(load(platform))  # loading tells what it did, step by step
    platform.close()


def administer(server: Any, statement: str) -> None:
    """Run one statement outside any of the test databases."""
    engine = create_engine(url_of(server, "postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))


def _exists(server: Any, database: str) -> bool:
    engine = create_engine(url_of(server, "postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": database}
        )
        return found.first() is not None


def url_of(server: Any, database: str) -> str:
    """The URL of a database of this server."""
    return str(server.get_uri(database)).replace("postgresql://", "postgresql+psycopg://", 1)
