"""The hash chain: one changed byte in any column of any event is found, and its event and column are named.

`hash` is SHA-256 over the previous hash and the canonical JSON of the row, where input, facts and data stand in through
the hash of the payload (so that a payload may be erased by law and the chain still holds: `payload_hash` then stands in its place).
`locator` proves nothing, it only tells which column a broken hash is about. What was tried first, a hash alone, could name
the event but not the field.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.history.locating import changed, locator
from engine.store.canonical import canonical_bytes, sha256_hex

GENESIS = "0" * 64
PAYLOAD = ("input", "facts", "data")
PLAIN = (
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
LOCATED = (*PLAIN, "payload_hash", *PAYLOAD, "prev_hash")
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
    """The row with prev_hash, locator and hash filled in. With a `payload_hash` it is one whose payload was erased."""
    sealed = {"payload_hash": None, **row, "prev_hash": prev_hash}
    sealed["locator"] = locator([sealed[name] for name in LOCATED])
    sealed["hash"] = row_hash(sealed)
    return sealed


def payload_hash(row: Row) -> str:
    """SHA-256 over the texts of input, facts and data."""
    return sha256_hex(canonical_bytes([row[name] for name in PAYLOAD]))


def row_hash(row: Row) -> str:
    """SHA-256 over the previous hash and the row."""
    body = {name: row[name] for name in PLAIN}
    body["payload_hash"] = row["payload_hash"] or payload_hash(row)
    return sha256_hex(str(row["prev_hash"]).encode() + b"|" + canonical_bytes(body))


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
    where: int = row["seq"]
    broken = row.get("broken")
    for name in (broken,) if broken else (*LOCATED, "locator", "hash"):
        if broken or not _is_plain(row[name]):
            return Difference(where, _column(name), "a value that we wrote", repr(row[name])[:120])
    values = [row[name] for name in LOCATED]
    located, expected = locator(values), row_hash(row)
    if expected == row["hash"] and located == row["locator"] and not _half_erased(row):
        if previous == row["prev_hash"]:
            return None
        return Difference(where, "prev_hash", previous, row["prev_hash"])
    if expected == row["hash"] and not _half_erased(row):
        return Difference(where, "packed", located, row["locator"])
    place = changed(str(row["locator"]), values) if _is_locator(row["locator"]) else None
    if place is not None:
        return Difference(where, LOCATED[place], None, row[LOCATED[place]])
    if _half_erased(row):
        return Difference(where, "payload_hash", None, row["payload_hash"])
    return Difference(where, "hash", expected, row["hash"])


def _half_erased(row: Row) -> bool:
    # the hash of a payload that is there is never stored: it would let the payload be changed
    return row["payload_hash"] is not None and any(row[name] is not None for name in PAYLOAD)


def _column(name: str) -> str:
    return "packed" if name == "locator" else name


def _is_locator(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 16 and not value.strip("0123456789abcdef")


def _is_plain(value: Any) -> bool:
    if not isinstance(value, str):
        return value is None or isinstance(value, int)
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
