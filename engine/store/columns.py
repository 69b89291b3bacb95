"""Column types that mean the same on SQLite and PostgreSQL: instants, JSON, and texts that are kept packed.

SQLite has neither; left to themselves the drivers would drop offsets and keep whatever spelling they were given. Here an
instant is fixed-width UTC text on SQLite (so that text order is time order) and `timestamptz` on PostgreSQL, JSON is
canonical text on both (packed where nobody searches it), and a stored spelling that we would not have written is refused: somebody changed it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, LargeBinary, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from engine.kernel.clock import as_instant
from engine.kernel.errors import JingbanError
from engine.store.canonical import canonical_bytes, canonical_text, parse
from engine.store.packing import Unpackable, pack, unpack


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
        return _parsed(value)


class PackedText(TypeDecorator[str]):
    """A text, packed (`engine.store.packing`)."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """To packed bytes."""
        return None if value is None else write_packed_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """From packed bytes; `CorruptValue` when they are not what we wrote."""
        return None if value is None else read_packed_text(value)


class PackedJson(TypeDecorator[Any]):
    """A JSON-compatible value as packed canonical text. None is SQL NULL."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """To packed bytes."""
        return None if value is None else write_packed_json(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """From packed bytes; `CorruptValue` when they are not what we wrote."""
        return None if value is None else read_packed_json(value)


class Digest(TypeDecorator[str]):
    """A hash: hexadecimal digits here, bytes in the database."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """To bytes."""
        return None if value is None else bytes.fromhex(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """From bytes; `CorruptValue` when it is anything else."""
        return None if value is None else read_digest(value)


def read_digest(stored: Any) -> str:
    """The hexadecimal digits of a stored hash."""
    if not isinstance(stored, bytes):
        raise CorruptValue(f"{stored[:40]!r} is no hash as we store it; it was changed from outside")
    return stored.hex()


def write_packed_text(text: str) -> bytes:
    """A text as `PackedText` stores it."""
    return pack(text.encode())


def read_packed_text(packed: bytes) -> str:
    """And back; `CorruptValue` when it is not what we wrote."""
    return _unpacked(packed).decode()


def write_packed_json(value: Any) -> bytes:
    """A value as `PackedJson` stores it."""
    return pack(canonical_bytes(value))


def read_packed_json(packed: bytes) -> Any:
    """And back; `CorruptValue` when it is not what we wrote."""
    return _parsed(_unpacked(packed))


def _unpacked(packed: bytes) -> bytes:
    try:
        return unpack(packed)
    except Unpackable:
        raise CorruptValue(f"{packed[:20]!r} is not packed as we pack; it was changed from outside")


def _parsed(text: str | bytes) -> Any:
    try:
        return parse(text)
    except ValueError:
        raise CorruptValue(f"{text[:40]!r} is not JSON; it was changed from outside")
