"""The check's own reading of a stored event: unpacked with nothing but the published format and the file of the dictionary.

Written apart from `engine.history.packed` on purpose, after docs/adr/0019: whoever cannot run this program must still be able to
read the log that it left.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import zstandard

COLUMNS = "case_id, seq, at, action, element, act, packed, hash"
_PACKED = (
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
_DICTIONARIES = Path(__file__).parents[2] / "engine" / "store" / "packing"


class Happened(NamedTuple):
    """One event of the log. `body` is what its hash is made of, behind the hash of the event before."""

    case: str
    seq: int
    action: str
    act: str | None
    actor: str
    facts: list[dict[str, Any]]
    data: str
    body: bytes
    hash: str


def happened(columns: Sequence[Any]) -> Happened:
    """The event of these `COLUMNS`."""
    case, seq, at, action, element, act, packed, hash = columns
    # eight bytes of locator, one byte with the number of the dictionary, one frame
    text = _reader(packed[8]).decompress(bytes(packed[9:]))
    text = text[1:] if text[:1] == b"\2" else text.replace(b"\1", case.encode())
    parts = (None if part == b"-" else part[1:].decode() for part in text.split(b"\0"))
    row: dict[str, Any] = dict(zip(_PACKED, parts, strict=True))
    payload = [row.pop(name) for name in ("input", "facts", "data")]
    row["payload_hash"] = row["payload_hash"] or hashlib.sha256(_canonical(payload)).hexdigest()
    instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)
    row |= {"case_id": case, "seq": seq, "action": action, "element": element, "act": act}
    row["at"] = instant.isoformat(timespec="microseconds")[:-6] + "Z"
    facts = json.loads(payload[1]) if payload[1] else []
    return Happened(
        case, seq, action, act, row["actor_id"], facts, payload[2] or "", _canonical(row), bytes(hash).hex()
    )


def follows(event: Happened, previous: str) -> bool:
    """Whether an event stands behind one with that hash, unchanged."""
    return hashlib.sha256(previous.encode() + b"|" + event.body).hexdigest() == event.hash


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@cache
def _reader(number: int) -> zstandard.ZstdDecompressor:
    dictionary = zstandard.ZstdCompressionDict((_DICTIONARIES / f"{number}.zdict").read_bytes())
    return zstandard.ZstdDecompressor(dict_data=dictionary, format=zstandard.FORMAT_ZSTD1_MAGICLESS)
