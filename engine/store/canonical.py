"""Canonical JSON: one value, one text. What is hashed, compared or stored as JSON goes through here.

Keys are sorted by code point, there are no spaces, the encoding is UTF-8. Values outside JSON (dates, decimals, bytes) are
refused with `TypeError`: their writer must say how they are written (`engine.expressions.to_json` does for process data).
"""

import hashlib
from typing import Any

import orjson

_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME


def canonical_bytes(value: Any) -> bytes:
    """The canonical JSON of a JSON-compatible value, as UTF-8 bytes."""
    return orjson.dumps(value, option=_OPTIONS)


def canonical_text(value: Any) -> str:
    """The canonical JSON of a JSON-compatible value, as text."""
    return canonical_bytes(value).decode()


def ordered_text(value: Any) -> str:
    """JSON that keeps the order of keys, for what is executed again: the order of a context's entries can be seen in FEEL."""
    return orjson.dumps(value).decode()


def parse(text: str | bytes) -> Any:
    """The value of a JSON text."""
    return orjson.loads(text)


def sha256_hex(data: bytes) -> str:
    """SHA-256 as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
