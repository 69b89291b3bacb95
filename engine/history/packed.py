"""An event as the table keeps it, and back.

An event of the log is a row of texts, exactly as they were hashed. Stored are: case, number, instant, action, element and
activity as they are; the hash as bytes; everything else in `packed`, eight bytes of locator (see `engine.history.locating`)
before the texts, joined by NUL and compressed. The hash of the event before is not stored: it is in the row before. The id of
the case, which stands in every other text, is one byte in there.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from engine.kernel.errors import InvalidInput
from engine.store.columns import CorruptValue, read_instant, write_instant
from engine.store.packing import Unpackable, pack, unpack

Row = Mapping[str, Any]
PACKED: Final = (
    "region",
    "channel",
    "actor_id",
    "actor_name",
    "capacity",
    "input",
    "facts",
    "data",
    "payload_hash",
)
LOCATOR_BYTES: Final = 8
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_NOTHING, _TEXT, _AS_IT_IS, _THIS_CASE = b"-", b"=", b"\2", b"\1"


def stored(row: Row) -> dict[str, Any]:
    """The columns of a sealed event. Raises `InvalidInput` (`text-not-storable`) for a text with the character U+0000."""
    return {
        "case_id": row["case_id"],
        "seq": row["seq"],
        "at": (read_instant(row["at"]) - _EPOCH) // _MICROSECOND,
        "action": row["action"],
        "element": row["element"],
        "act": row["act"],
        "packed": bytes.fromhex(row["locator"]) + pack(joined(row)),
        "hash": bytes.fromhex(row["hash"]),
    }


def event(columns: Row, prev_hash: str) -> dict[str, Any]:
    """The event of these columns, behind an event with that hash. Raises `CorruptValue` for what we would not have written."""
    row = {
        name: columns[name] for name in ("case_id", "seq", "action", "element", "act")
    }  # as they stand in their columns
    try:
        texts = _separated(unpack(columns["packed"][LOCATOR_BYTES:]), columns["case_id"])
        row.update(zip(PACKED, texts, strict=True))
        row["at"] = write_instant(_EPOCH + timedelta(microseconds=columns["at"]))
        row["hash"] = columns["hash"].hex()
    except (Unpackable, ValueError, TypeError, AttributeError, OverflowError):
        raise CorruptValue(f"Event {columns['seq']} of case {columns['case_id']} is not as we wrote it")
    return {**row, "locator": columns["packed"][:LOCATOR_BYTES].hex(), "prev_hash": prev_hash}


def damaged_event(columns: Row, prev_hash: str) -> dict[str, Any]:
    """The same for whoever looks for damage: `broken` names the column whose value cannot be read, None when all can."""
    try:
        return {**event(columns, prev_hash), "broken": None}
    except CorruptValue:
        broken = next(name for name in ("packed", "at", "hash") if not _readable(name, columns, prev_hash))
        return {**dict.fromkeys(PACKED), **columns, "prev_hash": prev_hash, "broken": broken}


def joined(row: Row) -> bytes:
    """The texts that are packed together, before they are. Raises as `stored` does."""
    texts = [row[name] for name in PACKED]
    body = b"\0".join([_NOTHING if text is None else _TEXT + text.encode() for text in texts])
    if body.count(b"\0") >= len(texts):
        raise InvalidInput("A text must not contain the character U+0000", code="text-not-storable")
    if _THIS_CASE in body:
        return _AS_IT_IS + body
    return body.replace(row["case_id"].encode(), _THIS_CASE)


def _readable(name: str, columns: Row, prev_hash: str) -> bool:
    sound = {"packed": _SOUND_PACKED, "at": 0, "hash": b""}
    try:
        event({**columns, **sound, name: columns[name]}, prev_hash)
    except CorruptValue:
        return False
    return True


def _separated(body: bytes, case_id: str) -> list[str | None]:
    if body.startswith(_AS_IT_IS):
        body = body[1:]
    else:
        body = body.replace(_THIS_CASE, case_id.encode())
    return [None if text == _NOTHING else text[1:].decode() for text in body.split(b"\0")]


_SOUND_PACKED: Final = bytes(LOCATOR_BYTES) + pack(b"\0".join([_NOTHING] * len(PACKED)))
