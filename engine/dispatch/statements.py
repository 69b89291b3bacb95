"""The statements that `Changes` runs, made once for each table and set of columns and then shared.

Each kind of write has a text with one place for each value. On PostgreSQL all writes of a command can become one statement,
whose parts are `WITH` clauses: it is a transaction of its own, and it fails as a whole, with a message that says why, when a
versioned update does not find the version that the handler saw.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import Column, Select, Table, bindparam, literal, select
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from engine.store.codecs import Encoder, encoder
from engine.store.direct import Direct

VERSION: Final = "version"
OVERTAKEN: Final = "overtaken by somebody who wrote first"
Kind = Literal["versioned", "delete", "insert", "update"]


class Write(NamedTuple):
    """One kind of write to `rows` rows of a table. The order of values: new ones by column, then the key, then the version.

    For an insert the values of each row by column; for a delete the keys.
    """

    kind: Kind
    table: Table
    columns: tuple[str, ...]
    rows: int = 1


@lru_cache(maxsize=1024)
def key_columns(table: Table) -> tuple[str, ...]:
    """Names of the primary key's columns, in order."""
    return tuple(column.name for column in table.primary_key.columns)


@lru_cache(maxsize=1024)
def defaults(table: Table) -> tuple[tuple[str, Any], ...]:
    """Columns whose table says what stands in them when nobody says otherwise."""
    return tuple(
        (c.name, c.default.arg) for c in table.columns if isinstance(c.default, ScalarElementColumnDefault)
    )


@lru_cache(maxsize=1024)
def order_of(table: Table) -> int:
    """Where a table stands when parents come before children."""
    return table.metadata.sorted_tables.index(table)


@lru_cache(maxsize=2048)
def single(write: Write, dialect: str) -> Direct:
    """A statement for one write by itself."""
    places = _Places(dialect)
    return Direct(_text(write, places), places.encoders)


@lru_cache(maxsize=2048)
def together(writes: tuple[Write, ...]) -> Direct:
    """One statement for all of them (PostgreSQL). It changes nothing and fails with `OVERTAKEN` unless every versioned
    row is found.
    """
    places = _Places("postgresql")
    parts, versioned = [], []
    for number, write in enumerate(writes):
        returning = " RETURNING 1" if write.kind == "versioned" else ""
        parts.append(f"w{number} AS ({_text(write, places)}{returning})")
        if write.kind == "versioned":
            versioned.append(f"(SELECT count(*) FROM w{number})")
    if not versioned:
        return Direct(f"WITH {', '.join(parts)} SELECT 1", places.encoders)
    # the text is cast to a number only where a row is missing; depending on a count, it cannot be folded beforehand
    found = " + ".join(versioned)
    check = f"SELECT ('{OVERTAKEN}: ' || found)::integer FROM (SELECT {found} AS found) AS rows"
    return Direct(f"WITH {', '.join(parts)} {check} WHERE found <> {len(versioned)}", places.encoders)


class _Places:
    """Hands out the place of the next value."""

    def __init__(self, dialect: str) -> None:
        self._dialect = dialect
        self.encoders: list[Encoder | None] = []

    def next(self, column: Column[Any]) -> str:
        self.encoders.append(encoder(column.type, self._dialect))
        return "?" if self._dialect == "sqlite" else f"${len(self.encoders)}"

    def assigned(self, table: Table, names: Iterable[str], joint: str) -> str:
        return joint.join(f'"{name}" = {self.next(table.c[name])}' for name in names)


def _text(write: Write, places: _Places) -> str:
    table, keys = write.table, key_columns(write.table)
    match write.kind:
        case "insert":
            names = ", ".join(f'"{name}"' for name in write.columns)
            rows = (
                f"({', '.join(places.next(table.c[name]) for name in write.columns)})"
                for _ in range(write.rows)
            )
            return f'INSERT INTO "{table.name}" ({names}) VALUES {", ".join(rows)}'
        case "delete":
            wanted = (f"({places.assigned(table, keys, ' AND ')})" for _ in range(write.rows))
            return f'DELETE FROM "{table.name}" WHERE {" OR ".join(wanted)}'
        case "update":
            values = places.assigned(table, write.columns, ", ")
            return f'UPDATE "{table.name}" SET {values} WHERE {places.assigned(table, keys, " AND ")}'
        case "versioned":
            values = places.assigned(table, (*write.columns, VERSION), ", ")
            where = places.assigned(table, (*keys, VERSION), " AND ")
            return f'UPDATE "{table.name}" SET {values} WHERE {where}'


@lru_cache(maxsize=1024)
def lock_statement(table: Table) -> Select[int]:
    """SELECT … FOR UPDATE of one row by primary key, the key's columns as parameters of the same names."""
    statement = select(literal(1)).select_from(table).with_for_update(of=table)
    for name in key_columns(table):
        statement = statement.where(table.c[name] == bindparam(name))
    return statement
