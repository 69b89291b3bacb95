"""Statements of the hot path: a text, its parameters and columns by type, made once and run without building anything.

They go to the driver directly: a prepared statement of libpq by its name on PostgreSQL, a cached one on SQLite. SQLAlchemy
keeps the connections; what it would do for each execution (cache keys, contexts, result metadata) costs several times
what the statement itself does. Errors come out as SQLAlchemy's `DBAPIError`, so that callers see one kind of failure.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any, Final

import psycopg
from psycopg.pq import ExecStatus, TransactionStatus
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError

from engine.store.codecs import Decoder, Encoder

MOST_ON_SERVER: Final = 300
"""Prepared statements a PostgreSQL connection keeps; past that they are forgotten together and made anew."""
_NAMES: Final = "jingban_prepared"
_serials: Final = count(1)
_DONE: Final = frozenset({ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK})


class Direct:
    """One statement. `text` has `$1` … on PostgreSQL and `?` on SQLite; one encoder a parameter, one decoder a column."""

    __slots__ = ("_bytes", "decoders", "encoders", "text")

    def __init__(
        self, text: str, encoders: Iterable[Encoder | None], decoders: Iterable[Decoder] = ()
    ) -> None:
        self.text = text
        self.encoders = tuple(encoders)
        self.decoders = tuple(decoders)
        self._bytes = text.encode()

    def ready(self, connection: Connection) -> None:
        """Let the server know the statement, without running it. Raises `DBAPIError`."""
        raw: Any = connection.connection.driver_connection
        if not isinstance(raw, sqlite3.Connection):
            try:
                self._name(connection, raw.pgconn)
            except psycopg.Error as error:
                raise self._failed(connection, raw.pgconn, error)

    def rows(self, connection: Connection, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Run it and return its rows. Raises `DBAPIError`."""
        raw: Any = connection.connection.driver_connection
        if isinstance(raw, sqlite3.Connection):
            return [self._decoded(row) for row in self._on_sqlite(raw, values).fetchall()]
        result = self._on_postgres(connection, raw, values)
        width = range(len(self.decoders))
        get = result.get_value
        return [self._decoded([get(row, column) for column in width]) for row in range(result.ntuples)]

    def change(self, connection: Connection, values: Sequence[Any]) -> int:
        """Run it and return how many rows it changed. Raises `DBAPIError`."""
        raw: Any = connection.connection.driver_connection
        if isinstance(raw, sqlite3.Connection):
            return self._on_sqlite(raw, values).rowcount
        return self._on_postgres(connection, raw, values).command_tuples or 0

    def _decoded(self, row: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(
            [
                value if decode is None or value is None else decode(value)
                for decode, value in zip(self.decoders, row, strict=True)
            ]
        )

    def _encoded(self, values: Sequence[Any]) -> list[Any]:
        return [
            value if encode is None or value is None else encode(value)
            for encode, value in zip(self.encoders, values, strict=True)
        ]

    def _on_sqlite(self, raw: sqlite3.Connection, values: Sequence[Any]) -> sqlite3.Cursor:
        try:
            return raw.execute(self.text, self._encoded(values))
        except sqlite3.Error as error:
            raise _seen(self.text, error, lost=False)

    def _on_postgres(self, connection: Connection, raw: Any, values: Sequence[Any]) -> Any:
        pgconn = raw.pgconn
        sent = self._encoded(values)
        for last in (False, True):
            try:
                result = pgconn.exec_prepared(self._name(connection, pgconn), sent)
            except psycopg.Error as error:
                raise self._failed(connection, pgconn, error)
            if result.status in _DONE:
                break
            refusal = psycopg.errors.error_from_result(result)
            failed = self._failed(connection, pgconn, refusal)
            alone = pgconn.transaction_status == TransactionStatus.IDLE
            if last or not alone or refusal.sqlstate not in STALE_PLANS:
                raise failed
        return result

    def _name(self, connection: Connection, pgconn: Any) -> bytes:
        """The name under which this connection's server knows the statement; taught to it when new."""
        names: dict[Direct, bytes] = connection.info.setdefault(_NAMES, {})
        name = names.get(self)
        if name is not None:
            return name
        if len(names) >= MOST_ON_SERVER:
            for known in names.values():
                pgconn.exec_(b"DEALLOCATE " + known)
            names.clear()
        name = b"jingban_%d" % next(_serials)
        told = pgconn.prepare(name, self._bytes)
        if told.status not in _DONE:
            raise psycopg.errors.error_from_result(told)
        names[self] = name
        return name

    def _failed(self, connection: Connection, pgconn: Any, error: psycopg.Error) -> DBAPIError:
        lost = pgconn.status != psycopg.pq.ConnStatus.OK
        if lost:
            _drop_the_pool(connection)
        elif error.sqlstate in STALE_PLANS:
            # the server knows our statements no longer (psycopg forgets all after a ROLLBACK, a pooler after each of its
            # users), or not in this shape (a changed table); nothing was done, so outside a transaction it is said again
            connection.info.pop(_NAMES, None)
        return _seen(self.text, error, lost=lost)


def say(connection: Connection, text: str) -> None:
    """Run a statement without parameters or rows, such as BEGIN, in one round trip. Raises `DBAPIError`."""
    raw: Any = connection.connection.driver_connection
    if isinstance(raw, sqlite3.Connection):
        try:
            raw.execute(text)
        except sqlite3.Error as error:
            raise OperationalError(text, None, error, hide_parameters=True)
        return
    try:
        result = raw.pgconn.exec_(text.encode())
        if result.status not in _DONE:
            raise psycopg.errors.error_from_result(result)
    except psycopg.Error as error:
        lost = raw.pgconn.status != psycopg.pq.ConnStatus.OK
        if lost:
            _drop_the_pool(connection)
        raise _seen(text, error, lost=lost)


STALE_PLANS: Final = frozenset({"26000", "0A000"})
"""SQLSTATEs that say: this connection's prepared statements are not what we think; read anew and try again."""


def _seen(text: str, error: Exception, *, lost: bool) -> DBAPIError:
    return DBAPIError(text, None, error, hide_parameters=True, connection_invalidated=lost)


def _drop_the_pool(connection: Connection) -> None:
    """Let SQLAlchemy see that the connection is gone: it then discards every older connection of the pool too."""
    try:
        connection.exec_driver_sql("SELECT 1")
    except DBAPIError:
        return
