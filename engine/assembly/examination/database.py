"""The database: is it there, is it durable, has it the schema, room for our connections and our time; and is the work done?"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, text

from engine.assembly.examination.checks import Check, ok, problem, warning
from engine.deadlines.queries import lag
from engine.deadlines.tables import waits
from engine.kernel.clock import as_instant
from engine.kernel.settings import Settings
from engine.store import Database
from engine.store.kept import SPARE_CONNECTIONS
from engine.store.revision import needed, standing

OLDEST_POSTGRES, OLDEST_SQLITE = 14, (3, 38)
MOST_SKEW = 2.0
LATE_SECONDS = 60


def database(settings: Settings, opened: Database, now: Callable[[], datetime]) -> Iterator[Check]:
    """Every check of a database that answers."""
    with opened.read() as db:
        if opened.is_sqlite:
            yield from _sqlite(db)
        else:
            yield from _postgres(db, settings, now)
        schema = _schema(db)
        yield schema
        if schema.status == "ok":
            yield _timers(db, now())
            yield _incidents(db)


def _sqlite(db: Connection) -> Iterator[Check]:
    version = str(db.execute(text("SELECT sqlite_version()")).scalar_one())
    parts = tuple(int(part) for part in version.split(".")[:2])
    if parts < OLDEST_SQLITE:
        yield problem(
            "database", f"SQLite {version}", "Use a Python that was built with SQLite 3.38 or newer."
        )
    else:
        yield ok("database", f"SQLite {version}")
    mode = str(db.execute(text("PRAGMA journal_mode")).scalar_one())
    synchronous = int(db.execute(text("PRAGMA synchronous")).scalar_one())
    if mode != "wal" or synchronous < 2:
        found = f"journal_mode={mode}, synchronous={synchronous}"
        yield problem(
            "durability", found, "Keep the file on a local disk; network file systems cannot hold a WAL."
        )
    else:
        yield ok("durability", "WAL, synchronous=FULL")


def _postgres(db: Connection, settings: Settings, now: Callable[[], datetime]) -> Iterator[Check]:
    number = int(_shown(db, "server_version_num"))
    found = f"PostgreSQL {_shown(db, 'server_version')}"
    if number < OLDEST_POSTGRES * 10_000:
        yield problem("database", found, f"Use PostgreSQL {OLDEST_POSTGRES} or newer.")
    else:
        yield ok("database", found)
    off = [name for name in ("fsync", "synchronous_commit", "full_page_writes") if _shown(db, name) == "off"]
    if off:
        remedy = "Set them to on: what was acknowledged can be lost in a power cut otherwise."
        yield problem("durability", f"off: {', '.join(off)}", remedy)
    else:
        yield ok("durability", "fsync, synchronous_commit and full_page_writes are on")
    yield _skew(db, now)
    yield _connections(db, settings)


def _shown(db: Connection, name: str) -> str:
    return str(db.execute(text("SELECT current_setting(:name)"), {"name": name}).scalar_one())


def _skew(db: Connection, now: Callable[[], datetime]) -> Check:
    before = now()
    theirs = as_instant(db.execute(text("SELECT clock_timestamp()")).scalar_one())
    after = now()
    # the database looked at its clock at some moment between ours
    skew = max((before - theirs).total_seconds(), (theirs - after).total_seconds(), 0.0)
    if skew > MOST_SKEW:
        remedy = (
            "Let both machines set their clocks by NTP: who was first must not depend on which machine asks."
        )
        return problem("clock skew", f"this machine and the database are {skew:.1f} s apart", remedy)
    return ok("clock skew", f"less than {max(skew, 0.1):.1f} s")


def _connections(db: Connection, settings: Settings) -> Check:
    reserved = sum(
        int(value or 0)
        for value in (
            _shown(db, "superuser_reserved_connections"),
            db.execute(text("SELECT current_setting('reserved_connections', true)")).scalar(),
        )
    )
    usable = int(_shown(db, "max_connections")) - reserved
    each = settings.pool_size + SPARE_CONNECTIONS
    found = f"{usable} for clients, up to {each} for each of our processes: room for {usable // each}"
    if usable < 2 * each:
        remedy = "Raise max_connections, or lower JINGBAN_POOL_SIZE and JINGBAN_THREADS."
        return problem("connections", found, remedy)
    return ok("connections", found)


def _schema(db: Connection) -> Check:
    current, head = standing(db), needed()
    if current == head:
        return ok("schema", f"at {head}")
    return problem(
        "schema", f"at {current or 'nothing'}, this release needs {head}", "Run `jingban db upgrade`."
    )


def _timers(db: Connection, now: datetime) -> Check:
    overdue, oldest = lag(db, now)
    seconds: Any = (now - oldest).total_seconds() if oldest else 0
    if seconds > LATE_SECONDS:
        found = f"{overdue} timers are due, the oldest for {seconds:.0f} s"
        return problem(
            "timers", found, "Start `jingban worker`, or serve without --no-worker; then see the incidents."
        )
    return ok("timers", f"{overdue} due")


def _incidents(db: Connection) -> Check:
    number = db.execute(
        select(func.count()).select_from(waits).where(waits.c.error.is_not(None))
    ).scalar_one()
    if number:
        remedy = "See GET /api/v1/incidents for the causes, mend them and retry."
        return warning("incidents", f"{number} open", remedy)
    return ok("incidents", "none open")
