"""How values of our column types travel when a statement goes to the driver directly: to parameters and back from columns.

On PostgreSQL everything travels as the text that libpq speaks; on SQLite as the driver's own types, with instants,
dates and JSON as the text that `engine.store.columns` writes. The same value read through SQLAlchemy is the same value here.
"""

from binascii import unhexlify
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Boolean, Date, Integer, LargeBinary, String
from sqlalchemy.types import NullType, TypeEngine

from engine.kernel.clock import as_instant
from engine.kernel.errors import InvalidInput
from engine.store.canonical import canonical_bytes, canonical_text, parse
from engine.store.columns import (
    CorruptValue,
    Digest,
    Instant,
    Json,
    PackedJson,
    PackedText,
    read_digest,
    read_instant,
    read_packed_json,
    read_packed_text,
    write_instant,
    write_packed_json,
    write_packed_text,
)

Encoder = Callable[[Any], Any]
Decoder = Callable[[Any], Any] | None
"""None: the driver's value is ours. Neither is asked for NULL."""


def _text(value: str) -> bytes:
    # libpq ends a text parameter at the first NUL; PostgreSQL could not store it anyway
    if "\0" in value:
        raise InvalidInput("A text must not contain the character U+0000", code="text-not-storable")
    return value.encode()


def _json(text: str | bytes) -> Any:
    try:
        return parse(text)
    except ValueError:
        raise CorruptValue(f"{text[:40]!r} is not JSON; it was changed from outside")


def _whole(value: Any) -> bytes:
    return b"%d" % value


def _truth(value: Any) -> bytes:
    return b"t" if value else b"f"


def _day(value: date) -> bytes:
    return value.isoformat().encode()


def _instant(value: datetime) -> bytes:
    return as_instant(value).isoformat().encode()


def _bytes(value: bytes) -> bytes:
    return b"\\x" + value.hex().encode()


def _read_bytes(raw: bytes) -> bytes:
    return unhexlify(raw[2:])


_POSTGRES: Final[tuple[tuple[type[TypeEngine[Any]], Encoder, Decoder], ...]] = (
    (Json, canonical_bytes, _json),
    (Instant, _instant, lambda raw: as_instant(datetime.fromisoformat(raw.decode()))),
    (Boolean, _truth, lambda raw: raw == b"t"),
    (Date, _day, lambda raw: date.fromisoformat(raw.decode())),
    (Integer, _whole, int),
    (
        PackedJson,
        lambda value: _bytes(write_packed_json(value)),
        lambda raw: read_packed_json(_read_bytes(raw)),
    ),
    (
        PackedText,
        lambda text: _bytes(write_packed_text(text)),
        lambda raw: read_packed_text(_read_bytes(raw)),
    ),
    (Digest, lambda digits: b"\\x" + digits.encode(), lambda raw: raw[2:].decode()),
    (LargeBinary, _bytes, _read_bytes),
    (String, _text, bytes.decode),
    (NullType, _text, bytes.decode),  # a literal that stands in the statement itself
)
_SQLITE: Final[tuple[tuple[type[TypeEngine[Any]], Encoder | None, Decoder], ...]] = (
    (Json, canonical_text, _json),
    (Instant, write_instant, read_instant),
    (Boolean, int, bool),
    (Date, date.isoformat, date.fromisoformat),
    (Integer, None, None),
    (PackedJson, write_packed_json, read_packed_json),
    (PackedText, write_packed_text, read_packed_text),
    (Digest, bytes.fromhex, read_digest),
    (LargeBinary, None, None),
    (String, None, None),
    (NullType, None, None),
)


def encoder(kind: TypeEngine[Any], dialect: str) -> Encoder | None:
    """What makes a parameter of a value that is not None; None when the driver takes the value as it is."""
    return _found(kind, dialect)[0]


def decoder(kind: TypeEngine[Any], dialect: str) -> Decoder:
    """What makes a value of a column that is not NULL."""
    return _found(kind, dialect)[1]


def _found(kind: TypeEngine[Any], dialect: str) -> tuple[Encoder | None, Decoder]:
    for known, encode, decode in _SQLITE if dialect == "sqlite" else _POSTGRES:
        if isinstance(kind, known):
            return encode, decode
    raise TypeError(
        f"{kind!r} has no direct form; write it through SQLAlchemy or add it to engine.store.codecs"
    )
