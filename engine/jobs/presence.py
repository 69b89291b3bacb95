"""Which workers live. Each holds a numbered place; whoever can take another's place knows that its worker is dead.

PostgreSQL drops a session's advisory locks, and the operating system the locks on a file, at the instant in which a process
ends, however it ends. So no clock and no heartbeat decides about life and death. Advisory locks need a session of their own:
behind a pooler that shares sessions (PgBouncer in transaction mode) workers must connect to the server itself.
"""

import fcntl
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final, Protocol

from sqlalchemy import Engine, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from engine.store import Database

PLACES: Final = 256
FAMILY: Final = 0x6A6F6273  # "jobs"


class Presence(Protocol):
    """Holds one place for this worker, and others' places for a moment."""

    def take(self, place: int) -> bool:
        """Hold a place; False while somebody else lives there."""
        ...

    def leave(self, place: int) -> None:
        """Give a place back."""
        ...

    def holds(self, place: int) -> bool:
        """Whether a place taken before is still ours; tries to take it again when the connection was lost."""
        ...

    def close(self) -> None:
        """Give every place back."""
        ...


def presence_of(database: Database) -> Presence:
    """The presence that fits a database: advisory locks on PostgreSQL, locked files beside an SQLite file."""
    if not database.is_sqlite:
        return SessionLocks(database.engine)
    file = database.engine.url.database
    if not file or file == ":memory:":
        raise ValueError("a database in memory has no other process, and so no workers")
    return FileLocks(Path(f"{file}-workers"))


def first_free(presence: Presence) -> int:
    """Take the first free place. More than 256 living workers are a fault of the installation (`RuntimeError`)."""
    for place in range(1, PLACES + 1):
        if presence.take(place):
            return place
    raise RuntimeError(f"{PLACES} workers run on this database already; stop some of them")


class SessionLocks:
    """Places as PostgreSQL advisory locks on one connection that nobody else uses."""

    def __init__(self, engine: Engine) -> None:
        url = engine.url
        self._engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self._connection: Any = None
        self._lock = threading.Lock()

    def take(self, place: int) -> bool:
        """See `Presence`. Locks count within a session, so a place is taken once only."""
        return bool(self._ask("SELECT pg_try_advisory_lock(:family, :place)", place))

    def leave(self, place: int) -> None:
        """See `Presence`."""
        with suppress(DBAPIError):
            self._ask("SELECT pg_advisory_unlock(:family, :place)", place)

    def holds(self, place: int) -> bool:
        """See `Presence`."""
        held = self._ask(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            " AND classid = :family AND objid = :place)",
            place,
        )
        return bool(held) or self.take(place)

    def close(self) -> None:
        """See `Presence`."""
        with self._lock:
            self._drop()
        self._engine.dispose()

    def _ask(self, statement: str, place: int) -> Any:
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = self._engine.connect()
                return self._connection.execute(text(statement), {"family": FAMILY, "place": place}).scalar()
            except DBAPIError:
                self._drop()
                raise

    def _drop(self) -> None:
        if self._connection is not None:
            with suppress(DBAPIError):
                self._connection.close()
            self._connection = None


class FileLocks:
    """Places as locked files in a folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[int, IO[str]] = {}

    def take(self, place: int) -> bool:
        """See `Presence`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        file = (self._folder / f"{place}.lock").open("a", encoding="ascii")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._held[place] = file
        return True

    def leave(self, place: int) -> None:
        """See `Presence`."""
        file = self._held.pop(place, None)
        if file is not None:
            file.close()

    def holds(self, place: int) -> bool:
        """See `Presence`."""
        return place in self._held

    def close(self) -> None:
        """See `Presence`."""
        for place in list(self._held):
            self.leave(place)
