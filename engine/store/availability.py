"""What it means for the asker that the database did not answer: come back in a moment, nothing was done.

Waiting for a connection of the pool, or for a statement, has an end; behind it the request is refused, so that a slow database
makes answers slow for a while and never makes all threads wait for ever.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from engine.kernel.errors import Unavailable

_CANCELLED = "57014"  # query_canceled, by statement_timeout
_DISK_FULL = "53100"
_SQLITE_NO_ROOM = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE})
RETRY_AFTER = 2
ROOM_IS_MADE_AFTER = 30


@contextmanager
def available() -> Iterator[None]:
    """Within the block an exhausted pool, a statement that took too long, a full disk or a lost database raises Unavailable."""
    try:
        yield
    except PoolTimeout:
        raise Unavailable(
            "All database connections are in use; try again in a moment.",
            code="database-pool-exhausted",
            retry_after=RETRY_AFTER,
        )
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == _CANCELLED:
            raise Unavailable(
                "The database took too long to answer; try again in a moment.",
                code="database-too-slow",
                retry_after=RETRY_AFTER,
            )
        if _is_full(error):
            raise Unavailable(
                "The disk of the database is full; nothing was changed. Free some space, then repeat it.",
                code="disk-full",
                retry_after=ROOM_IS_MADE_AFTER,
            )
        if error.connection_invalidated or _unreachable(error):
            raise Unavailable(
                "The database does not answer; try again in a moment.",
                code="database-unreachable",
                retry_after=RETRY_AFTER,
            )
        raise


def _is_full(error: DBAPIError) -> bool:
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", None) in _SQLITE_NO_ROOM
    return getattr(error.orig, "sqlstate", None) == _DISK_FULL


def _unreachable(error: DBAPIError) -> bool:
    # a connection that could not be made has no SQLSTATE; what PostgreSQL refused has one
    return isinstance(error, OperationalError) and getattr(error.orig, "sqlstate", "") is None
