"""Files among the answers: what a form's file fields name must be files that were really handed in.

A browser says which file it means and what it believes about it; only the stored file is believed. Nothing is looked up
here: the caller brings the stored files, and a form without file fields is not walked at all (`Form.takes_files`).
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from engine.forms.field_types import FIELD_TYPES
from engine.forms.messages import message_for, refusal
from engine.forms.model import Field, Form
from engine.kernel.errors import FieldError, InvalidInput

UNKNOWN_TYPE: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it is kept. `size` in bytes, `sha256` in hex; `name` and `type` as they were told when it came."""

    name: str | None
    type: str | None
    size: int
    sha256: str


class NamedFile(NamedTuple):
    """A file field that was filled in: the object that holds its value, the field, and where it stands."""

    holder: dict[str, Any]
    field: Field
    place: str

    @property
    def key(self) -> str:
        """The material that the value names."""
        return str(self.holder[self.field.key]["id"])


def named_files(form: Form, data: dict[str, Any], *, role: str | None = None) -> list[NamedFile]:
    """Every file that canonical `data` (of `validate`) names in a field that `role` fills in."""
    return list(_inside(form.fields, data, "data", role)) if form.takes_files else []


def _inside(
    fields: tuple[Field, ...], data: dict[str, Any], path: str, role: str | None
) -> Iterator[NamedFile]:
    for each in fields:
        value = data.get(each.key)
        if not value or each.readonly or not each.filled_by(role):
            continue
        place = f"{path}.{each.key}"
        if each.type == "file":
            yield NamedFile(data, each, place)
        elif each.type == "group":
            yield from _inside(each.fields, value, place, role)
        elif each.type == "list":
            for position, row in enumerate(value):
                yield from _inside(each.fields, row, f"{place}.{position}", role)


def settle_files(
    named: Collection[NamedFile], stored: Mapping[str, StoredFile], *, locale: str = "zh-CN"
) -> list[FieldError]:
    """Put what is stored in the place of what was said, `{id, name, type, size, sha256}`; returns what cannot stand.

    Codes: `file-unknown` (no such file was handed in), `file-changed` (another file is stored than was meant),
    `file-type` and `file-too-large` (the stored file does not fit the field).
    """
    errors = []
    for each in named:
        try:
            each.holder[each.field.key] = _settled(each, stored)
        except InvalidInput as error:
            errors.append(FieldError(each.place, message_for(error, locale), error.stable_code))
    return errors


def refuse_files(named: Collection[NamedFile], *, locale: str = "zh-CN") -> list[FieldError]:
    """The errors for somebody who may not hand in files (`not-editable`)."""
    wrong = refusal("not-editable")
    return [FieldError(each.place, message_for(wrong, locale), wrong.stable_code) for each in named]


def _settled(named: NamedFile, stored: Mapping[str, StoredFile]) -> dict[str, Any]:
    said: Mapping[str, Any] = named.holder[named.field.key]
    found = stored.get(named.key)
    if found is None:
        raise refusal("file-unknown")
    kept = {
        "id": named.key,
        "name": _without_folders(found.name or named.key),
        "type": found.type or UNKNOWN_TYPE,
        "size": found.size,
        "sha256": found.sha256,
    }
    if any(said.get(part, kept[part]) != kept[part] for part in ("type", "size", "sha256")):
        raise refusal("file-changed")
    settled: dict[str, Any] = FIELD_TYPES["file"].check(named.field, kept)
    return settled


def _without_folders(name: str) -> str:
    return re.split(r"[/\\]", name)[-1] or name
