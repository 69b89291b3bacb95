"""The row writes of one command, collected and written together in few statements.

Handlers never write; they say what shall be written. Updates of one row are merged, an update of a row that is itself
new goes into its insert, and rows that change the same columns of one table share one statement. A versioned update is
written only if the row still has the version that the handler saw; otherwise `Overtaken` makes the executor try again.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Executable, Table

from engine.dispatch.statements import (
    VERSION,
    delete_statement,
    insert_statement,
    key_columns,
    key_parameter,
    lock_statement,
    order_of,
    update_statement,
    value_parameter,
)

Key = str | int | tuple[Any, ...]
Row = dict[str, Any]
_Place = tuple[Table, tuple[Any, ...]]


class Overtaken(Exception):
    """Somebody else wrote one of these rows between our read and our write. Never leaves the executor."""

    def __init__(self, table: Table, keys: list[tuple[Any, ...]]) -> None:
        super().__init__(f"{table.name}: one of {len(keys)} rows changed meanwhile")
        self.table = table
        self.keys = keys


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
        self._inserts[place] = dict(row)

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

    def flush(self, connection: Connection) -> None:
        """Write everything and start anew: versioned updates first, so that a lost race costs one statement."""
        versioned = {place: row for place, row in self._updates.items() if place in self._versions}
        plain = {place: row for place, row in self._updates.items() if place not in self._versions}
        for (table, columns), rows in _grouped(versioned).items():
            parameters = [self._update_parameters(place, row, versioned=True) for place, row in rows]
            result = self._run(connection, update_statement(table, columns, True), parameters)
            if result != len(parameters):
                raise Overtaken(table, sorted(place[1] for place, _ in rows))
        for table, keys in _by_table(self._deletes, reverse=True):
            names = key_columns(table)
            removals = [{key_parameter(n): v for n, v in zip(names, key, strict=True)} for key in keys]
            self._run(connection, delete_statement(table), removals)
        for (table, columns), rows in sorted(
            _grouped(self._inserts).items(), key=lambda group: order_of(group[0][0])
        ):
            self._run(connection, insert_statement(table, columns), [row for _, row in rows])
        for (table, columns), rows in _grouped(plain).items():
            parameters = [self._update_parameters(place, row, versioned=False) for place, row in rows if row]
            if parameters:
                self._run(connection, update_statement(table, columns, False), parameters)
        for statement in self._statements:
            self.statements_run += 1
            connection.execute(statement)
        self._clear()

    def _clear(self) -> None:
        for held in (self._inserts, self._updates, self._versions, self._deletes, self._statements):
            held.clear()

    def _run(self, connection: Connection, statement: Executable, rows: list[Row]) -> int:
        self.statements_run += 1
        # a single row goes as plain execute: drivers count its rows exactly and skip the batch machinery
        return int(connection.execute(statement, rows[0] if len(rows) == 1 else rows).rowcount)

    def _update_parameters(self, place: _Place, row: Row, *, versioned: bool) -> Row:
        table, key = place
        parameters = {value_parameter(name): value for name, value in row.items()}
        parameters.update({key_parameter(n): v for n, v in zip(key_columns(table), key, strict=True)})
        if versioned:
            version = self._versions[place]
            parameters[key_parameter(VERSION)] = version
            parameters[value_parameter(VERSION)] = version + 1
        return parameters


def lock_rows(connection: Connection, table: Table, keys: Iterable[tuple[Any, ...]]) -> None:
    """Hold these rows until the end of the transaction, in the order of their keys, so that two who wait cannot deadlock."""
    for key in keys:
        connection.execute(
            lock_statement(table), {key_parameter(n): v for n, v in zip(key_columns(table), key, strict=True)}
        )


def _as_key(key: Key) -> tuple[Any, ...]:
    return key if isinstance(key, tuple) else (key,)


def _grouped(rows: Mapping[_Place, Row]) -> dict[tuple[Table, tuple[str, ...]], list[tuple[_Place, Row]]]:
    groups: dict[tuple[Table, tuple[str, ...]], list[tuple[_Place, Row]]] = {}
    for place, row in rows.items():
        groups.setdefault((place[0], tuple(sorted(row))), []).append((place, row))
    return groups


def _by_table(places: Iterable[_Place], *, reverse: bool) -> list[tuple[Table, list[tuple[Any, ...]]]]:
    tables: dict[Table, list[tuple[Any, ...]]] = {}
    for table, key in places:
        tables.setdefault(table, []).append(key)
    return sorted(tables.items(), key=lambda entry: order_of(entry[0]), reverse=reverse)
