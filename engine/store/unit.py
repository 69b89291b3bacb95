"""One unit of work on one connection: it reads, and then writes everything together.

On PostgreSQL nothing is begun until something has to be: what can be written by one statement is its own transaction, so
that a command costs two round trips. `begin` makes a transaction of what follows, for the rare command that writes by
several statements, holds rows, or takes a number at once. On SQLite the transaction begins with the unit.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from engine.store.direct import say


class Unit:
    """`connection` is for reading; whoever writes through it by himself calls `begin` first.

    `deciding` is true from the moment in which the outcome may be known to the database alone.
    """

    __slots__ = ("begun", "connection", "deciding", "is_sqlite")

    def __init__(self, connection: Connection, *, begun: bool = False) -> None:
        self.connection = connection
        self.is_sqlite = connection.dialect.name == "sqlite"
        self.begun = begun
        self.deciding = False

    def begin(self) -> None:
        """From here on everything is one transaction; nothing happens when it has begun already."""
        if self.begun:
            return
        say(self.connection, "BEGIN IMMEDIATE" if self.is_sqlite else "BEGIN")
        self.begun = True

    def commit(self) -> None:
        """Make it lasting; nothing to do where a single statement did it."""
        if not self.begun:
            return
        self.deciding = True
        say(self.connection, "COMMIT")
        self.begun = False

    def roll_back(self) -> None:
        """Undo what was begun; a connection that is gone has undone it."""
        if not self.begun or self.connection.invalidated:
            return
        self.begun = False
        raw: Any = self.connection.connection.driver_connection
        raw.rollback()


@contextmanager
def unit_of(connection: Connection) -> Iterator[Unit]:
    """Run a block as one unit: committed at its end, undone on any error."""
    unit = Unit(connection)
    try:
        if unit.is_sqlite:
            unit.begin()
        yield unit
        unit.commit()
    except BaseException:
        unit.roll_back()
        raise
