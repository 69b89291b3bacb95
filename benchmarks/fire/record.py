"""What the check knows of the database: a few tables and columns, in plain SQL that both databases read.

The only place of the check that a change of the schema touches.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from benchmarks.fire.events import COLUMNS, Happened, happened

PEOPLE = ("user", "manual")
OPEN = ("ready", "claimed")
TAG = re.compile(r"load:[0-9]+-[0-9]+-[0-9]+;(?:other)?")
WAITING_TABLES = ("waits", "jobs", "service_calls", "incidents")
"""Tables whose rows keep a case from being stuck; those that a release does not have are passed over."""

Row = tuple[Any, ...]


class Case(NamedTuple):
    """One row of a case."""

    id: str
    status: str
    seq: int
    head_hash: str
    number: str


class Item(NamedTuple):
    """One row of an open work item."""

    id: str
    case: str
    act: str
    state: str


class Record:
    """Reads; never writes."""

    def __init__(self, place: str) -> None:
        self._is_file = "://" not in place
        self._connection: Any = (
            sqlite3.connect(f"file:{place}?mode=ro", uri=True) if self._is_file else psycopg.connect(place)
        )

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def cases(self) -> Iterator[Case]:
        """Every case."""
        for id, status, seq, head_hash, number in self._rows(
            "SELECT id, status, seq, head_hash, number FROM cases"
        ):
            yield Case(id, status, seq, bytes(head_hash).hex(), number)

    def events(self) -> Iterator[Happened]:
        """Every event, by case and in order."""
        yield from map(happened, self._rows(f"SELECT {COLUMNS} FROM events ORDER BY case_id, seq"))

    def open_items(self) -> Iterator[Item]:
        """Every work item that waits for somebody."""
        told = "SELECT id, case_id, act, state FROM work_items WHERE state IN ('ready', 'claimed')"
        yield from map(Item._make, self._rows(told))

    def waiting_cases(self) -> set[str]:
        """Cases that wait for a timer, a message or a job."""
        return {
            row[0]
            for table in self._tables(WAITING_TABLES)
            for row in self._rows(f"SELECT case_id FROM {table}")
        }

    def overdue(self, before: str) -> int:
        """Timers that were due before an instant (ISO, UTC) and have not fired."""
        told = f"SELECT count(*) FROM waits WHERE due_at < '{before}'"
        return int(next(iter(self._rows(told)))[0])

    def _tables(self, wanted: tuple[str, ...]) -> list[str]:
        told = (
            "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE c.name = 'case_id'"
            if self._is_file
            else "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'case_id'"
        )
        known = {row[0] for row in self._rows(told)}
        return [table for table in wanted if table in known]

    def _rows(self, statement: str) -> Iterator[Row]:
        with closing(self._connection.cursor()) as cursor:
            cursor.execute(statement)
            yield from cursor


@contextmanager
def opened_record(place: str) -> Iterator[Record]:
    """The record at a path or a URL, closed at the end."""
    record = Record(str(Path(place)) if "://" not in place else place)
    try:
        yield record
    finally:
        record.close()
