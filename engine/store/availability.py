"""What it means for the asker that the database did not answer: come back in a moment, nothing was done.

Waiting for a connection of the pool, or for a statement, has an end; behind it the request is refused, so that a slow database
makes answers slow for a while and never makes all threads wait for ever.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from engine.kernel.errors import Unavailable

_CANCELLED = "57014"  # query_canceled, by statement_timeout
RETRY_AFTER = 2


@contextmanager
def available() -> Iterator[None]:
    """Within the block an exhausted pool, a statement that took too long, an SQLite file that another writer kept locked or a
    lost database raises Unavailable.
    """
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
        if "database is locked" in str(error.orig):  # what SQLite says, and our own line of writers
            raise Unavailable(
                "The database is busy with somebody else's changes; try again in a moment.",
                code="database-busy",
                retry_after=RETRY_AFTER,
            )
        if error.connection_invalidated or _unreachable(error):
            raise Unavailable(
                "The database does not answer; try again in a moment.",
                code="database-unreachable",
                retry_after=RETRY_AFTER,
            )
        raise


def _unreachable(error: DBAPIError) -> bool:
    # a connection that could not be made has no SQLSTATE; what PostgreSQL refused has one
    return isinstance(error, OperationalError) and getattr(error.orig, "sqlstate", "") is None
