"""The row writes of one command, collected and written together: in one statement on PostgreSQL, in few on SQLite.

Handlers never write; they say what shall be written. Updates of one row are merged, an update of a row that is itself
new goes into its insert, and new rows with the same columns of one table share one statement. A versioned update is
written only if the row still has the version that the handler saw; otherwise `Overtaken` makes the executor try again.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.exc import DBAPIError

from engine.dispatch.statements import (
    OVERTAKEN,
    VERSION,
    Write,
    defaults,
    key_columns,
    lock_statement,
    order_of,
    single,
    together,
)
from engine.store.unit import Unit

Key = str | int | tuple[Any, ...]
Row = dict[str, Any]
_Place = tuple[Table, tuple[Any, ...]]
_Write = tuple[Write, list[Any]]

MOST_TOGETHER: Final = 1_500
"""Values in one statement. More are written one kind after the other: such a command is rare, and its text would be too."""
MOST_ROWS: Final = 50
"""Rows in one insert."""


class Overtaken(Exception):
    """Somebody else wrote one of these rows (table, key) between our read and our write. Never leaves the executor."""

    def __init__(self, places: Iterable[_Place]) -> None:
        # in one order for everybody, so that two who then wait for their turn cannot deadlock
        self.places = sorted(places, key=lambda place: (order_of(place[0]), place[1]))
        names = sorted({table.name for table, _ in self.places})
        super().__init__(f"{', '.join(names)}: one of {len(self.places)} rows changed meanwhile")


class Changes:
    """Collects writes; `flush` writes them. Keys are the primary key: a value, or a tuple in the table's column order."""

    def __init__(self) -> None:
        self._inserts: dict[_Place, Row] = {}
        self._updates: dict[_Place, Row] = {}
        self._versions: dict[_Place, int] = {}
        self._deletes: dict[_Place, None] = {}
        self._statements: list[Executable] = []
        self.statements_run = 0

    def insert(self, table: Table, row: Mapping[str, Any]) -> None:
        """A new row. Inserting one key twice is a fault of the handler (`ValueError`)."""
        place = (table, tuple(row[name] for name in key_columns(table)))
        if place in self._inserts:
            raise ValueError(f"{table.name} {place[1]} is inserted twice")
        self._inserts[place] = {**dict(defaults(table)), **row}

    def update(
        self, table: Table, key: Key, values: Mapping[str, Any], *, expect_version: int | None = None
    ) -> None:
        """New values for a row; with `expect_version` only while its `version` is that, which then goes up by one."""
        place = (table, _as_key(key))
        new_row = self._inserts.get(place)
        if new_row is not None:
            new_row.update(values)
            return
        self._updates.setdefault(place, {}).update(values)
        if expect_version is not None:
            known = self._versions.setdefault(place, expect_version)
            if known != expect_version:
                raise ValueError(
                    f"{table.name} {place[1]} is expected at versions {known} and {expect_version}"
                )

    def delete(self, table: Table, key: Key) -> None:
        """Remove a row; a row that this command inserted is simply not written."""
        place = (table, _as_key(key))
        self._updates.pop(place, None)
        self._versions.pop(place, None)
        if self._inserts.pop(place, None) is None:
            self._deletes[place] = None

    def deletes(self, table: Table, key: Key) -> bool:
        """Whether this command is about to remove that row."""
        return (table, _as_key(key)) in self._deletes

    def statement(self, statement: Executable) -> None:
        """A statement of its own, run after the rows (for changes over many rows by a condition)."""
        self._statements.append(statement)

    def inserted(self, table: Table, key: Key) -> Row | None:
        """The row this command is about to insert under that key, or None."""
        return self._inserts.get((table, _as_key(key)))

    def rows_inserted(self, table: Table) -> list[Row]:
        """All rows this command is about to insert into a table."""
        return [row for (where, _), row in self._inserts.items() if where is table]

    def updated(self, table: Table, key: Key) -> Mapping[str, Any]:
        """The values this command is about to change in a row; empty when none."""
        return self._updates.get((table, _as_key(key)), {})

    def flush(self, unit: Unit) -> None:
        """Write everything and start anew. Raises `Overtaken` when a versioned row has another version by now."""
        writes = self._writes()
        if self._statements:
            unit.begin()
        if unit.is_sqlite or not self._fit_together(writes):
            unit.begin()
            self._one_by_one(unit.connection, writes)
        elif writes:
            self._together(unit, writes)
        for statement in self._statements:
            self.statements_run += 1
            unit.connection.execute(statement)
        self._clear()

    def _writes(self) -> list[_Write]:
        """Versioned updates first, so that a lost race costs least; parents before children, for all commands alike: two
        that hold each other's rows would otherwise wait for ever.
        """
        versioned = sorted(self._versions, key=lambda place: (order_of(place[0]), place[1]))
        deletes: dict[Table, list[tuple[Any, ...]]] = {}
        for table, key in self._deletes:
            deletes.setdefault(table, []).append(key)
        return [
            *(self._update(place, self._updates[place]) for place in versioned),
            *(
                (Write("delete", table, (), len(keys)), [part for key in keys for part in key])
                for table, keys in sorted(deletes.items(), key=lambda each: -order_of(each[0]))
            ),
            *self._new_rows(),
            *(
                self._update(place, row)
                for place, row in self._updates.items()
                if row and place not in self._versions
            ),
        ]

    def _new_rows(self) -> list[_Write]:
        groups: dict[tuple[Table, tuple[str, ...]], list[Row]] = {}
        for (table, _), row in self._inserts.items():
            groups.setdefault((table, tuple(row)), []).append(row)
        found: list[_Write] = []
        for (table, columns), rows in sorted(groups.items(), key=lambda group: order_of(group[0][0])):
            for first in range(0, len(rows), MOST_ROWS):
                some = rows[first : first + MOST_ROWS]
                values = [value for row in some for value in row.values()]
                found.append((Write("insert", table, columns, len(some)), values))
        return found

    def _update(self, place: _Place, row: Row) -> _Write:
        table, key = place
        version = self._versions.get(place)
        if version is None:
            return Write("update", table, tuple(row)), [*row.values(), *key]
        row.pop(VERSION, None)
        return Write("versioned", table, tuple(row)), [*row.values(), version + 1, *key, version]

    def _fit_together(self, writes: list[_Write]) -> bool:
        # the parts of one statement all see the same rows: a key that is removed and given anew needs two
        renewed = any(place in self._inserts for place in self._deletes)
        return not renewed and sum(len(values) for _, values in writes) <= MOST_TOGETHER

    def _together(self, unit: Unit, writes: list[_Write]) -> None:
        statement = together(tuple(write for write, _ in writes))
        if not unit.begun:
            # what is lost before this is surely not done; after it, the database alone knows
            statement.ready(unit.connection)
            unit.deciding = True
        self.statements_run += 1
        try:
            statement.change(unit.connection, [value for _, values in writes for value in values])
        except DBAPIError as error:
            if OVERTAKEN in str(error.orig):
                raise Overtaken(self._versions)
            raise

    def _one_by_one(self, connection: Connection, writes: list[_Write]) -> None:
        dialect = connection.dialect.name
        for write, values in writes:
            self.statements_run += 1
            found = single(write, dialect).change(connection, values)
            if write.kind == "versioned" and found != 1:
                raise Overtaken(self._versions)

    def _clear(self) -> None:
        for held in (self._inserts, self._updates, self._versions, self._deletes, self._statements):
            held.clear()


def lock_rows(connection: Connection, places: Iterable[_Place]) -> None:
    """Hold these rows until the end of the transaction, in this order."""
    for table, key in places:
        connection.execute(lock_statement(table), dict(zip(key_columns(table), key, strict=True)))


def _as_key(key: Key) -> tuple[Any, ...]:
    return key if isinstance(key, tuple) else (key,)
