"""Writing down what a command was and what it answered, so that the same request again gets the same answer.

The encoding keeps dates, instants, decimals and tuples apart from text, so that a repeated answer has the types of the first.
Dataclasses become dictionaries. Other objects are refused with `TypeError`: views are plain values.
"""

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.dispatch.messages import Command
from engine.store.canonical import canonical_bytes, sha256_hex

_TAG = "$"


def encode(value: Any) -> Any:
    """A JSON-compatible form of a view; see `decode`."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Mapping):
        plain = {str(key): encode(entry) for key, entry in value.items()}
        return {_TAG: "map", "v": plain} if _TAG in plain else plain
    if isinstance(value, (list, tuple)):
        return [encode(entry) for entry in value]
    if isinstance(value, (set, frozenset)):
        return sorted(encode(entry) for entry in value)
    if isinstance(value, datetime):
        return {_TAG: "instant", "v": value.isoformat()}
    if isinstance(value, date):
        return {_TAG: "date", "v": value.isoformat()}
    if isinstance(value, Decimal):
        return {_TAG: "decimal", "v": str(value)}
    if isinstance(value, bytes):
        return {_TAG: "bytes", "v": sha256_hex(value)}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: encode(getattr(value, field.name)) for field in dataclasses.fields(value)}
    raise TypeError(
        f"{type(value).__name__} is no plain value; a view holds text, numbers, dates, lists and dictionaries"
    )


def decode(value: Any) -> Any:
    """The view that `encode` wrote (bytes stay their SHA-256: answers hold none)."""
    if isinstance(value, list):
        return [decode(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    tag = value.get(_TAG)
    if tag is None:
        return {key: decode(entry) for key, entry in value.items()}
    held = value["v"]
    match tag:
        case "map":
            return {key: decode(entry) for key, entry in held.items()}
        case "instant":
            return datetime.fromisoformat(held)
        case "date":
            return date.fromisoformat(held)
        case "decimal":
            return Decimal(held)
        case _:
            return held


def body_hash(command: Command) -> str:
    """SHA-256 of a command's class and fields: the same for the same request, however its mapping keys were ordered."""
    return sha256_hex(canonical_bytes([type(command).__name__, encode(command)]))
