"""A file as a field: a reference into the vault, never the bytes themselves."""

from collections.abc import Mapping
from typing import Any, Final

from engine.forms.field_types.field_type import FieldType, field_type
from engine.forms.messages import refusal
from engine.forms.model import Field

_KEYS: Final = {"id": str, "name": str, "type": str, "size": int, "sha256": str}
_MEGABYTE: Final = 1_048_576


def _file(field: Field, value: Any) -> dict[str, Any]:
    """`{"id", "name"?, "type"?, "size"? (bytes), "sha256"?}` with `id` as the vault gave it; a bare id is accepted."""
    found: Any = {"id": value} if isinstance(value, str) else value
    if not isinstance(found, Mapping) or not _well_formed(found):
        raise refusal("wrong-type", expected="a file that was uploaded", expected_zh="已上传的文件")
    if field.accept and found.get("type") is not None and found["type"] not in field.accept:
        raise refusal("file-type", accept="、".join(field.accept))
    if field.max_mb is not None and found.get("size", 0) > field.max_mb * _MEGABYTE:
        raise refusal("file-too-large", limit=field.max_mb)
    return dict(found)


def _well_formed(found: Mapping[str, Any]) -> bool:
    """Only known keys, each of its type, none long; a name is a name and not a path."""
    if not found.get("id") or not set(found) <= set(_KEYS):
        return False
    if not all(type(value) is _KEYS[key] for key, value in found.items()):
        return False
    texts = [value for value in found.values() if isinstance(value, str)]
    name = found.get("name", "")
    return all(len(text) <= 255 and text.isprintable() for text in texts) and not set(name) & {"/", "\\"}


FILES: Final[tuple[FieldType, ...]] = (field_type("file", _file, "accept", "max_mb"),)
