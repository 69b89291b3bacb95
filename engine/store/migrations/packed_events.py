"""How revision 0009 turns an event as it was stored into one as it is stored now. Frozen: it never changes again.

What was hashed stays as it was, and so does the hash. A column that was damaged stays damaged: the checksums of before tell
which, and the new locator is made to differ there, so that `verify` names it as it did.
"""

import zlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from engine.store.packing import pack

Row = Mapping[str, Any]
PLAIN: Final = (
    "region",
    "case_id",
    "seq",
    "at",
    "actor_id",
    "actor_name",
    "channel",
    "capacity",
    "action",
    "element",
    "act",
)
_WAS_LOCATED: Final = (*PLAIN, "payload_hash", "input", "facts", "data", "prev_hash")
_JOINED: Final = ("region", "channel", "actor_id", "actor_name", "capacity", "input", "facts", "data")
_PRIME: Final = 4_294_967_291
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def packed_event(before: Row, prev_hash: str) -> dict[str, Any]:
    """The columns of revision 0009 for a row of revision 0008, behind an event with that hash (64 digits)."""
    row = {name: _clean(before[name]) for name in _WAS_LOCATED}
    at = _micros(row["at"])
    damaged = _damaged(before)
    if at is None:
        at, row["at"] = 0, "1970-01-01T00:00:00.000000Z"
    row["payload_hash"], row["prev_hash"] = None, prev_hash
    return {
        **{name: row[name] for name in ("case_id", "seq", "action", "element", "act")},
        "at": at,
        "packed": _locator(row, damaged) + pack(_joined(row)),
        "hash": hash_bytes(before["hash"]),
    }


def hash_bytes(text: Any) -> bytes:
    """The bytes of a hash; of a text that is none, bytes that are no hash either."""
    try:
        return bytes.fromhex(text)
    except (TypeError, ValueError):
        return repr(text).encode()


def _clean(value: Any) -> Any:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return (
        value.encode("utf-8", "replace").decode().replace("\0", "\ufffd") if isinstance(value, str) else value
    )


def _micros(text: Any) -> int | None:
    try:
        instant = datetime.fromisoformat(text)
        if instant.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z" != text:
            return None
        return (instant - _EPOCH) // timedelta(microseconds=1)
    except (TypeError, ValueError, OverflowError):
        return None


def _damaged(before: Row) -> set[str]:
    # the locator of before: eight digits of CRC-32 a column
    told = str(before["locator"])
    return {
        name
        for place, name in enumerate(_WAS_LOCATED)
        if f"{_checksum(before[name]):08x}" != told[place * 8 : place * 8 + 8]
    }


def _locator(row: Row, damaged: set[str]) -> bytes:
    plain = weighted = 0
    for place, name in enumerate(_WAS_LOCATED, 1):
        # these two columns are gone, and their damage with them
        off = name in damaged and name not in ("payload_hash", "prev_hash")
        found = _checksum(row[name]) + off
        plain += found
        weighted += place * found
    return (plain % _PRIME).to_bytes(4, "big") + (weighted % _PRIME).to_bytes(4, "big")


def _checksum(value: Any) -> int:
    return zlib.crc32(f"{type(value).__name__}:{value}".encode("utf-8", "surrogatepass"))


def _joined(row: Row) -> bytes:
    texts = (*(row[name] for name in _JOINED), None)
    body = b"\0".join([b"-" if text is None else b"=" + str(text).encode() for text in texts])
    return b"\2" + body if b"\1" in body else body.replace(row["case_id"].encode(), b"\1")
