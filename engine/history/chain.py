"""The hash chain: one changed byte in any column of any event is found, and its event and column are named.

`hash` is SHA-256 over the previous hash and the canonical JSON of the row, where input, facts and data stand in through
`payload_hash` (so that a payload may be erased by law and the chain still holds). `locator` keeps a CRC-32 of each column:
it proves nothing, it only tells which column a broken hash is about. What was tried first, a hash alone, could name
the event but not the field.
"""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.store.canonical import canonical_bytes, sha256_hex

GENESIS = "0" * 64
PAYLOAD = ("input", "facts", "data")
HASHED = (
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
    "payload_hash",
)
LOCATED = (*HASHED, *PAYLOAD, "prev_hash")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place where the record is not what it must be."""

    seq: int
    field: str
    expected: Any
    found: Any

    def as_dict(self) -> dict[str, Any]:
        """`{seq, field, expected, found}`."""
        return {"seq": self.seq, "field": self.field, "expected": self.expected, "found": self.found}


def seal(row: Row, prev_hash: str) -> dict[str, Any]:
    """The row with payload_hash, locator, prev_hash and hash filled in."""
    sealed = {**row, "payload_hash": payload_hash(row), "prev_hash": prev_hash}
    sealed["locator"] = locator(sealed)
    sealed["hash"] = row_hash(sealed)
    return sealed


def payload_hash(row: Row) -> str:
    """SHA-256 over the stored texts of input, facts and data."""
    return sha256_hex(canonical_bytes([row[name] for name in PAYLOAD]))


def row_hash(row: Row) -> str:
    """SHA-256 over the previous hash and the row."""
    body = canonical_bytes({name: row[name] for name in HASHED})
    return sha256_hex(str(row["prev_hash"]).encode() + b"|" + body)


def locator(row: Row) -> str:
    """CRC-32 of each located column, eight hexadecimal digits each, in the order of `LOCATED`."""
    return "".join(
        [_NOTHING if row[name] is None else f"{zlib.crc32(_text(row[name])):08x}" for name in LOCATED]
    )


def check_chain(rows: Iterable[Row], *, seq: int, head_hash: str) -> Difference | None:
    """The first difference in a case's events (all, in order of seq), or None.

    `seq` and `head_hash` are those of the case row: events cut off at the end are missed by nothing else.
    """
    previous = GENESIS
    count = 0
    for row in rows:
        count += 1
        if row["seq"] != count:
            return Difference(count, "seq", count, row["seq"])
        difference = check_row(row, previous)
        if difference is not None:
            return difference
        previous = row["hash"]
    if count != seq:
        return Difference(min(count, seq) + 1, "case.seq", seq, count)
    if previous != head_hash:
        return Difference(count, "case.head_hash", head_hash, previous)
    return None


def check_row(row: Row, previous: str) -> Difference | None:
    """The first difference in one event after an event with the hash `previous`."""
    for name in (*LOCATED, "locator", "hash"):
        if not _is_plain(row[name]):
            return Difference(row["seq"], name, "a text that we wrote", repr(row[name])[:120])
    payload = payload_hash(row)
    located = locator(row)
    expected = row_hash(row)
    sound = payload == row["payload_hash"] and located == row["locator"] and expected == row["hash"]
    if sound and previous == row["prev_hash"]:
        return None
    where: int = row["seq"]
    if sound:
        return Difference(where, "prev_hash", previous, row["prev_hash"])
    if payload == row["payload_hash"] and expected == row["hash"] and previous == row["prev_hash"]:
        return Difference(where, "locator", located, row["locator"])
    for index, name in enumerate(LOCATED):
        if located[index * 8 : index * 8 + 8] != str(row["locator"])[index * 8 : index * 8 + 8]:
            return Difference(where, name, None, row[name])
    return Difference(where, "hash", expected, row["hash"])


def _is_plain(value: Any) -> bool:
    if not isinstance(value, str):
        return value is None or isinstance(value, int)
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _text(value: Any) -> bytes:
    # the kind is part of the text, so that NULL and the word differ
    return f"{type(value).__name__}:{value}".encode("utf-8", "surrogatepass")


_NOTHING = f"{zlib.crc32(_text(None)):08x}"
