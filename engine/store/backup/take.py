"""Take a backup while people work. It is one reading transaction: it waits for nobody and nobody waits for it."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, make_url

from engine.kernel.settings import Settings
from engine.store.backup.archive import BLOCK, BadArchive, Manifest, Writing, writing
from engine.store.backup.layout import tables_of
from engine.store.database import open_database
from engine.store.revision import standing

PAGES = 4096
Tell = Callable[[str], None]


def take(settings: Settings, out: Path, now: datetime, tell: Tell) -> Manifest:
    """Write a backup to the new file `out`. Raises BadArchive when there is nothing to back up or `out` exists."""
    if out.exists():
        raise BadArchive(f"{out} exists already; choose another name.")
    database = open_database(replace(settings, statement_seconds=0, pool_size=1))
    try:
        with database.read(snapshot=True) as db:
            revision = standing(db)
            if revision is None:
                raise BadArchive("The database has no schema; there is nothing to back up.")
            manifest = Manifest(db.dialect.name, revision, now.isoformat())
            with writing(out, manifest) as archive:
                if database.is_sqlite:
                    _sqlite(settings, out.parent, archive, tell)
                else:
                    _postgres(db, archive, tell)
        return manifest
    finally:
        database.close()


def _postgres(db: Connection, archive: Writing, tell: Tell) -> None:
    driver: Any = db.connection.driver_connection
    for table in tables_of(db):
        columns = ", ".join(f'"{name}"' for name in table.columns)
        read = f"COPY (SELECT {columns} FROM {table.quoted}) TO STDOUT"  # noqa: S608 names of the catalogue
        with driver.cursor() as cursor, cursor.copy(read) as copy:
            part = archive.add(f"tables/{table.name}.copy", copy, table=table.name, columns=table.columns)
        tell(f"{table.name}: {part.size:,} bytes")


def _sqlite(settings: Settings, folder: Path, archive: Writing, tell: Tell) -> None:
    source = sqlite3.connect(str(make_url(settings.url).database), isolation_level=None)
    try:
        # within one reading transaction the copy sees one instant, and need not begin anew when somebody writes
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with tempfile.TemporaryDirectory(dir=folder, prefix=".jingban-backup-") as place:
            path = Path(place) / "database.sqlite3"
            copy = sqlite3.connect(path)
            source.backup(
                copy,
                pages=PAGES,
                progress=lambda _, left, whole: tell(f"{whole - left:,} of {whole:,} pages"),
            )
            copy.execute("PRAGMA journal_mode=DELETE")
            copy.close()
            archive.add("database.sqlite3", _file(path))
    finally:
        source.close()


def _file(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            yield block
