"""Connections kept at hand between two uses. Taking one from SQLAlchemy's pool and giving it back costs a sixth of a completion;
taking one from here costs hardly anything.

SQLAlchemy still makes them, watches them and throws them away. There are never more than `most`: whoever needs a connection
takes a place first, and waits for one in an orderly way.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

SPARE_CONNECTIONS: Final = 4
"""For those that never queue: probes, metrics, the sweep."""


class Kept:
    """Connections of one engine. `usual` is how many are kept while nobody uses them. Safe for threads."""

    def __init__(self, engine: Engine, usual: int, seconds: float) -> None:
        self._engine = engine
        self._usual = usual
        self._seconds = seconds
        self._places = threading.BoundedSemaphore(usual + SPARE_CONNECTIONS)
        self._idle: list[Connection] = []
        self.on_use: Callable[[int], None] = lambda number: None
        """Told 1 when a connection is taken and -1 when it is given back."""

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """One of them, in no transaction before and after. `PoolTimeout` when none is free in time."""
        self._wait()
        try:
            connection = self._taken() or self._engine.connect()
            try:
                yield connection
            finally:
                self._give(connection)
        finally:
            self._leave()

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place for a connection that is asked of the engine itself, which may then have one of ours."""
        self._wait()
        try:
            idle = self._taken()
            if idle is not None:
                idle.close()
            yield
        finally:
            self._leave()

    def close(self) -> None:
        """Give back those that nobody uses."""
        while (idle := self._taken()) is not None:
            with suppress(DBAPIError):
                idle.close()

    def _wait(self) -> None:
        if not self._places.acquire(timeout=self._seconds):
            raise PoolTimeout(f"no connection was free within {self._seconds} s")
        self.on_use(1)

    def _leave(self) -> None:
        self.on_use(-1)
        self._places.release()

    def _taken(self) -> Connection | None:
        try:
            return self._idle.pop()  # the last one: the server has it in its caches
        except IndexError:
            return None

    def _give(self, connection: Connection) -> None:
        try:
            if connection.in_transaction():
                connection.rollback()  # SQLAlchemy's own idea of one; on the server there is none
        except DBAPIError:
            connection.invalidate()
        if connection.closed or connection.invalidated:
            # the database went away, and took the others with it
            connection.close()
            self.close()
        elif _in_transaction(connection):
            connection.invalidate()
            connection.close()
        elif len(self._idle) < self._usual:
            self._idle.append(connection)
        else:
            connection.close()


def _in_transaction(connection: Connection) -> bool:
    raw: Any = connection.connection.driver_connection
    pgconn = getattr(raw, "pgconn", None)
    if pgconn is None:
        return bool(raw.in_transaction)
    return bool(pgconn.transaction_status != TransactionStatus.IDLE)
