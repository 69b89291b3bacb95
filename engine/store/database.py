"""Connections: one object that opens write transactions and reads, the same way on SQLite and PostgreSQL.

SQLite runs in WAL with synchronous=FULL (nothing acknowledged is lost) and takes its write lock at once (BEGIN IMMEDIATE),
because a lock taken half-way cannot be waited for. PostgreSQL runs READ COMMITTED; the version check of a row, not the
isolation level, is what keeps two writers apart. Reads of one statement need no transaction; reads that must agree with
each other ask for a snapshot.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError

from engine.kernel.settings import Settings
from engine.store.kept import SPARE_CONNECTIONS, Kept
from engine.store.unit import Unit, unit_of

_BEGINS = "jingban_begins"
"""How a connection to SQLite begins when its first statement runs: IMMEDIATE unless said otherwise here."""


class Database:
    """An opened database. `engine` is for migrations and tests; handlers get a `Connection`."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        """`engine` hands out connections to PostgreSQL in autocommit, which is what the hot path needs."""
        self.is_sqlite = engine.dialect.name == "sqlite"
        self.engine: Engine
        units: Engine
        if self.is_sqlite:
            self.engine = engine
            units = engine.execution_options(**{_BEGINS: "BY HAND"})
            self._snapshot = engine.execution_options(**{_BEGINS: "DEFERRED"})
            self._one_writer: Any = OneWriter(settings.busy_timeout_ms)
        else:
            self.engine = engine.execution_options(isolation_level="READ COMMITTED")
            units = engine
            self._snapshot = engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            self._one_writer = nullcontext()
        self.kept = Kept(units, settings.pool_size, settings.pool_seconds)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One write transaction: commits at the end of the block, rolls back on any error."""
        with self._one_writer, self.kept.place(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def unit(self) -> Iterator[Unit]:
        """One unit of work: see `engine.store.unit`."""
        with self._one_writer, self.kept.connection() as connection, unit_of(connection) as unit:
            yield unit

    @contextmanager
    def read(self, *, snapshot: bool = False) -> Iterator[Connection]:
        """A connection to read with; with `snapshot` all statements see the same instant."""
        if snapshot or self.is_sqlite:
            with self.kept.place(), self._snapshot.connect() as connection:
                yield connection
        else:
            with self.kept.connection() as connection:
                yield connection

    def close(self) -> None:
        """Give every connection back."""
        self.kept.close()
        self.engine.dispose()


def open_database(settings: Settings) -> Database:
    """Open the database of these settings; makes the folder of an SQLite file. Creates no table."""
    url = make_url(settings.url)
    if url.get_backend_name() == "sqlite":
        return Database(_sqlite(settings), settings)
    engine = create_engine(url, **_pool(settings), pool_use_lifo=True, isolation_level="AUTOCOMMIT")
    if settings.statement_seconds:
        event.listen(engine, "connect", _StatementTimeout(settings.statement_seconds))
    return Database(engine, settings)


def _pool(settings: Settings) -> dict[str, Any]:
    """As many connections as there are threads, and a few for those that never queue: probes, metrics, the sweep."""
    return {
        "pool_size": settings.pool_size,
        "max_overflow": SPARE_CONNECTIONS,
        "pool_timeout": settings.pool_seconds,
    }


def _sqlite(settings: Settings) -> Engine:
    url = make_url(settings.url)
    if url.database and url.database != ":memory:":
        settings.var.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, **_pool(settings))
    event.listen(engine, "connect", _Pragmas(settings.busy_timeout_ms))
    event.listen(engine, "begin", _begin)
    return engine


class OneWriter:
    """SQLite has one writer. Threads that wait for each other here get their turn at once; left to SQLite they would
    sleep and look again. Other processes still meet at SQLite's own lock, with the same patience.
    """

    def __init__(self, busy_timeout_ms: int) -> None:
        self._lock = threading.Lock()
        self._seconds = busy_timeout_ms / 1000

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=self._seconds):
            locked = sqlite3.OperationalError("database is locked")
            raise OperationalError("BEGIN IMMEDIATE", None, locked, hide_parameters=True)

    def __exit__(self, *_: object) -> None:
        self._lock.release()


class _StatementTimeout:
    """Bounds every statement of a new PostgreSQL connection; a migration lifts it for itself."""

    def __init__(self, seconds: int) -> None:
        self._milliseconds = seconds * 1000

    def __call__(self, connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = {self._milliseconds:d}")


class _Pragmas:
    """Sets what every SQLite connection needs; kept small because it runs for each new connection."""

    def __init__(self, busy_timeout_ms: int) -> None:
        self._busy_timeout_ms = busy_timeout_ms

    def __call__(self, connection: Any, _record: object) -> None:
        # the driver must not begin transactions by itself: `_begin` says when and how
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={self._busy_timeout_ms:d}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()


def _begin(connection: Connection) -> None:
    how = connection.get_execution_options().get(_BEGINS, "IMMEDIATE")
    if how != "BY HAND":
        connection.exec_driver_sql(f"BEGIN {how}")
