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
_PLAIN = frozenset({str, int, float, bool, type(None)})
"""What stands for itself; asked by type first, because nearly everything in a view is one of these."""


def encode(value: Any) -> Any:
    """A JSON-compatible form of a view; see `decode`."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is dict or isinstance(value, Mapping):
        plain = {str(key): each if type(each) in _PLAIN else encode(each) for key, each in value.items()}
        return {_TAG: "map", "v": plain} if _TAG in plain else plain
    if kind is list or kind is tuple or isinstance(value, (list, tuple)):
        return [each if type(each) in _PLAIN else encode(each) for each in value]
    return _tagged(value)


def _tagged(value: Any) -> Any:
    if isinstance(value, (bool, int, float, str)):
        return value
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
    if type(value) in _PLAIN:
        return value
    if isinstance(value, list):
        return [each if type(each) in _PLAIN else decode(each) for each in value]
    tag = value.get(_TAG)
    if tag is None:
        return {key: each if type(each) in _PLAIN else decode(each) for key, each in value.items()}
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
