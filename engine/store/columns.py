"""Column types that mean the same on SQLite and PostgreSQL: instants and JSON.

SQLite has neither; left to themselves the drivers would drop offsets and keep whatever spelling they were given. Here an
instant is fixed-width UTC text on SQLite (so that text order is time order) and `timestamptz` on PostgreSQL, JSON is
canonical text on both, and a stored spelling that we would not have written is refused: somebody changed it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from engine.kernel.clock import as_instant
from engine.kernel.errors import JingbanError
from engine.store.canonical import canonical_text, parse


class CorruptValue(JingbanError):
    """A stored value is not written the way we write it."""

    code = "corrupt-value"


def write_instant(instant: datetime) -> str:
    """The fixed-width spelling: 2026-03-02T01:00:00.000000Z."""
    return as_instant(instant).isoformat(timespec="microseconds")[:-6] + "Z"


def read_instant(text: str) -> datetime:
    """The instant of a fixed-width spelling; `CorruptValue` for any other spelling."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or write_instant(instant) != text:
        raise CorruptValue(f"{text[:40]!r} is not an instant of this database; it was changed from outside")
    return instant


class Instant(TypeDecorator[datetime]):
    """An aware instant, always handed out in UTC; naive datetimes are refused when bound."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Fixed-width text on SQLite, `timestamptz` elsewhere."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(27))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """To the database's spelling."""
        if value is None:
            return None
        return write_instant(value) if dialect.name == "sqlite" else as_instant(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """From the database's spelling, in UTC."""
        if value is None:
            return None
        return read_instant(value) if isinstance(value, str) else as_instant(value)


class Json(TypeDecorator[Any]):
    """A JSON-compatible value as canonical text. None is SQL NULL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """To canonical text."""
        return None if value is None else canonical_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """From text; `CorruptValue` when it is no JSON."""
        if value is None:
            return None
        try:
            return parse(value)
        except ValueError:
            raise CorruptValue(f"{value[:40]!r} is not JSON; it was changed from outside")
