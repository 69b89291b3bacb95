"""Migrations: one line of revisions with one head, run by the program itself, the same on SQLite and PostgreSQL.

Changes go expand → migrate → contract: a release adds what it needs, moves the data, and only a later release removes, so
that two neighbouring releases can run side by side on one database.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from engine.kernel.settings import Settings
from engine.store.database import Database, open_database
from engine.store.metadata import metadata
from engine.store.migrations.queue import TABLES as QUEUE_TABLES
from engine.store.migrations.queue import upgrade_queue

FOLDER = Path(__file__).parent
LOCK = 0x6A696E67  # "jing"


def upgrade(settings: Settings, to: str = "head") -> str:
    """Bring the database of these settings up to a revision, the head unless told otherwise; returns the head's.

    Processes that start together upgrade one after the other.
    """
    with _alone(settings):
        database = open_database(replace(settings, statement_seconds=0))
        try:
            with database.write() as connection:
                if not database.is_sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
                command.upgrade(_config(connection), to)
        finally:
            database.close()
        upgrade_queue(settings.url)
    return head()


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """On SQLite a file lock: a new file is turned to WAL at the first connection, and SQLite does not wait for that."""
    if not settings.url.startswith("sqlite"):
        yield
        return
    settings.var.mkdir(parents=True, exist_ok=True)
    with (settings.var / "upgrade.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def head() -> str:
    """The one head of the migrations."""
    revision = ScriptDirectory.from_config(_config(None)).get_current_head()
    assert revision is not None  # the first revision is part of the package
    return revision


def current(database: Database) -> str | None:
    """The revision a database stands at; None before the first migration."""
    with database.read() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def differences(database: Database) -> list[str]:
    """What differs between a database and the tables the code knows; empty when they agree."""
    with database.read() as connection:
        opts = {"compare_type": False, "include_name": _is_ours}
        context = MigrationContext.configure(connection, opts=opts)
        return [str(difference) for difference in compare_metadata(context, metadata)]


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or name not in QUEUE_TABLES


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config
