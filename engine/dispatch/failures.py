"""What a failed attempt at a command means: a lost race, a lost connection, a full disk, or an error for its caller."""

import sqlite3

from sqlalchemy.exc import DBAPIError

from engine.store.direct import STALE_PLANS

# serialization failure, deadlock, unique violation: what a lost race looks like on PostgreSQL
_RACES = frozenset({"40001", "40P01", "23505", *STALE_PLANS})
# the server ended the connection on its own account, and says so in answer to a statement: that statement had no effect
_STOPPED = "57P01"
_DISK_FULL = "53100"
_NO_ROOM = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE})


def is_race(error: BaseException) -> bool:
    """Whether another transaction came first, so that reading anew may succeed."""
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.IntegrityError):
        return "UNIQUE" in str(error.orig)
    return getattr(error.orig, "sqlstate", None) in _RACES


def is_lost(error: BaseException) -> bool:
    """Whether the connection to the database went away."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def is_stopped(error: BaseException) -> bool:
    """Whether the server said that it ended the connection before it did what it was asked for."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) == _STOPPED


def is_full(error: BaseException) -> bool:
    """Whether the disk of the database has no room left; whatever was to be written was not."""
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", None) in _NO_ROOM
    return getattr(error.orig, "sqlstate", None) == _DISK_FULL
