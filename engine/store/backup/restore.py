"""Restore a backup into an empty database, or (`replace`) in place of what is there, all at once or not at all.

The archive is checked to the last byte before anything is touched. The schema is brought to the revision of the backup, the data
loaded, and the schema then brought to this release.
"""

import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import replace as changed
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, make_url, text

from engine.kernel.errors import Conflict
from engine.kernel.settings import Settings
from engine.store.backup.archive import BadArchive, Manifest, Reading, reading
from engine.store.backup.layout import StoredTable, tables_of
from engine.store.database import open_database
from engine.store.migrations import upgrade
from engine.store.revision import standing

VERSION_TABLE = "alembic_version"
Tell = Callable[[str], None]


class NotEmpty(Conflict):
    """There is data where the backup should go."""

    code = "database-not-empty"


def restore(settings: Settings, source: Path, *, replace: bool, tell: Tell) -> Manifest:
    """Load the backup `source`. Raises BadArchive, NotEmpty (nothing is touched then)."""
    with reading(source) as archive:
        kind = make_url(settings.url).get_backend_name()
        if archive.manifest.database != kind:
            raise BadArchive(
                f"This is a backup of {archive.manifest.database}, and JINGBAN_DATABASE_URL names a {kind} database."
            )
        tell(f"{len(archive.manifest.parts)} parts are whole")
        if kind == "sqlite":
            _sqlite(settings, archive, replace, tell)
        else:
            _postgres(settings, archive, replace, tell)
        tell(f"schema: {upgrade(settings)}")
        return archive.manifest


def _sqlite(settings: Settings, archive: Reading, replace: bool, tell: Tell) -> None:
    target = Path(str(make_url(settings.url).database))
    target.parent.mkdir(parents=True, exist_ok=True)
    [part] = archive.manifest.parts
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".jingban-restore-") as place:
        path = Path(place) / part.name
        with path.open("wb") as file:
            for block in archive.blocks(part):
                file.write(block)
        copy, into = sqlite3.connect(path), sqlite3.connect(target)
        try:
            if not replace and _filled_sqlite(into):
                raise _not_empty()
            # through SQLite and not over the file: whoever has it open sees all of it change at once
            copy.backup(into, pages=-1)
            into.execute("PRAGMA journal_mode=WAL")
        finally:
            copy.close()
            into.close()
    tell(f"{part.size:,} bytes loaded")


def _filled_sqlite(db: sqlite3.Connection) -> bool:
    names = [
        row[0]
        for row in db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
    ]
    return any(
        db.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone()  # noqa: S608 names of the catalogue
        for name in names
        if name != VERSION_TABLE
    )


def _postgres(settings: Settings, archive: Reading, replace: bool, tell: Tell) -> None:
    wanted = archive.manifest.revision
    database = open_database(changed(settings, statement_seconds=0, pool_size=1))
    try:
        with database.read() as db:
            if not replace and _filled(db):
                raise _not_empty()
            current = standing(db)
        if current is None:
            upgrade(settings, wanted)
        elif current != wanted:
            raise BadArchive(
                f"The database is at revision {current} and the backup at {wanted}; restore it into a new, empty database."
            )
        with database.write() as db:
            _load(db, archive, tell)
    finally:
        database.close()


def _filled(db: Connection) -> bool:
    return any(
        db.execute(text(f"SELECT 1 FROM {table.quoted} LIMIT 1")).first()  # noqa: S608 names of the catalogue
        for table in tables_of(db)
        if not table.name.endswith(VERSION_TABLE)
    )


def _load(db: Connection, archive: Reading, tell: Tell) -> None:
    parts = [part for part in archive.manifest.parts if not part.table.endswith(f".{VERSION_TABLE}")]
    present = {table.name: table for table in tables_of(db)}
    absent = [part.table for part in parts if part.table not in present and part.size]
    if absent:
        raise BadArchive(f"This release has no table {', '.join(absent)}; run `jingban db upgrade` first.")
    ours = [present[part.table] for part in parts if part.table in present]
    db.execute(text(f"TRUNCATE {', '.join(table.quoted for table in ours)}"))
    driver: Any = db.connection.driver_connection
    for part in parts:
        if part.table not in present:
            continue
        table = StoredTable(part.table, part.columns)
        columns = ", ".join(f'"{name}"' for name in part.columns)
        # the rows that triggers would write are in the backup themselves
        db.execute(text(f"ALTER TABLE {table.quoted} DISABLE TRIGGER USER"))
        with driver.cursor() as cursor, cursor.copy(f"COPY {table.quoted} ({columns}) FROM STDIN") as copy:
            for block in archive.blocks(part):
                copy.write(block)
        db.execute(text(f"ALTER TABLE {table.quoted} ENABLE TRIGGER USER"))
        _number_on(db, table)
        tell(f"{part.table}: {part.size:,} bytes")


def _number_on(db: Connection, table: StoredTable) -> None:
    """Let the sequences of a table go on behind its highest number."""
    for column in table.columns:
        sequence = db.execute(
            text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.quoted, "column": column}
        ).scalar()
        if sequence:
            highest = f'SELECT setval(:sequence, coalesce(max("{column}"), 0) + 1, false) FROM {table.quoted}'  # noqa: S608 names of the catalogue
            db.execute(text(highest), {"sequence": sequence})


def _not_empty() -> NotEmpty:
    return NotEmpty(
        "There is data in this database; restore into an empty one, or give --replace to lose what is there."
    )
