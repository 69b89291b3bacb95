"""The statements that `Changes` runs, built once per table and set of columns and then shared: building costs more than
running.
"""

from functools import lru_cache

from sqlalchemy import (
    Delete,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    insert,
    literal,
    select,
    update,
)

VERSION = "version"


def key_parameter(column: str) -> str:
    """The parameter that holds the old value of a key (or version) column in a condition."""
    return f"where_{column}"


def value_parameter(column: str) -> str:
    """The parameter that holds the new value of a column."""
    return f"set_{column}"


@lru_cache(maxsize=1024)
def key_columns(table: Table) -> tuple[str, ...]:
    """Names of the primary key's columns, in order."""
    return tuple(column.name for column in table.primary_key.columns)


@lru_cache(maxsize=1024)
def order_of(table: Table) -> int:
    """Where a table stands when parents come before children."""
    return table.metadata.sorted_tables.index(table)


@lru_cache(maxsize=4096)
def insert_statement(table: Table, columns: tuple[str, ...]) -> Insert:
    """INSERT of these columns."""
    return insert(table).values({name: bindparam(name) for name in columns})


@lru_cache(maxsize=4096)
def update_statement(table: Table, columns: tuple[str, ...], versioned: bool) -> Update:
    """UPDATE of these columns by primary key; versioned: also by the old version, setting the new one."""
    names = [name for name in columns if not (versioned and name == VERSION)]
    values: dict[str, object] = {name: bindparam(value_parameter(name)) for name in names}
    statement = update(table)
    for name in key_columns(table):
        statement = statement.where(table.c[name] == bindparam(key_parameter(name)))
    if versioned:
        statement = statement.where(table.c[VERSION] == bindparam(key_parameter(VERSION)))
        values[VERSION] = bindparam(value_parameter(VERSION))
    return statement.values(values)


@lru_cache(maxsize=1024)
def lock_statement(table: Table) -> Select[int]:
    """SELECT … FOR UPDATE of one row by primary key."""
    statement = select(literal(1)).select_from(table).with_for_update(of=table)
    for name in key_columns(table):
        statement = statement.where(table.c[name] == bindparam(key_parameter(name)))
    return statement


@lru_cache(maxsize=1024)
def delete_statement(table: Table) -> Delete:
    """DELETE by primary key."""
    statement = delete(table)
    for name in key_columns(table):
        statement = statement.where(table.c[name] == bindparam(key_parameter(name)))
    return statement
