"""What can be applied for: an item (事项) with its elements, and a bundle (一件事) of items.

Read strictly from JSON; every fault is located. A promise longer than the law is refused (承诺时限 ≤ 法定时限), and an
item without department, form or process cannot be published: nobody could handle it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.forms.identifiers import licence_identifier
from engine.kernel.errors import FieldError, InvalidInput

LONGEST_TERM: Final = 250
_ITEM_KEYS: Final = frozenset(
    {
        *("code", "name", "department", "definition", "form", "legal_days", "promise_days", "stage"),
        *("licence", "green_channel", "elements"),
    }
)
_BUNDLE_KEYS: Final = frozenset({"key", "name", "department", "definition", "stage", "items", "elements"})
_PART_KEYS: Final = frozenset({"item", "form", "key", "chosen_by"})
_LICENCE_KEYS: Final = frozenset({"name", "type_code", "issuer_code", "valid_days"})


@dataclass(frozen=True, slots=True)
class Item:
    """An item. Days are working days; `elements` are the further elements of the national item list, as data."""

    code: str
    name: Mapping[str, str]
    department: str
    definition: str
    form: str | None
    legal_days: int | None
    promise_days: int | None
    stage: str | None
    licence: Mapping[str, Any] | None
    green_channel: bool
    elements: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """An item within a bundle: its form there, its short key, and the form field that chooses it (None: always)."""

    item: str
    form: str
    key: str
    chosen_by: str | None


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle: one process, one merged form, several items led by one department."""

    key: str
    name: Mapping[str, str]
    department: str
    definition: str
    stage: str | None
    items: tuple[Part, ...]
    elements: Mapping[str, Any]


def read_item(content: Mapping[str, Any]) -> Item:
    """The item of a JSON object. Raises InvalidInput with the paths of all faults."""
    errors = _unknown(content, _ITEM_KEYS, "")
    code = _text(content, "code", errors)
    name = _name(content, errors)
    department = _text(content, "department", errors)
    definition = _text(content, "definition", errors)
    legal, promise = _days(content, "legal_days", errors), _days(content, "promise_days", errors)
    if legal is not None and promise is not None and promise > legal:
        message = f"The promise of {promise} working days exceeds the legal limit of {legal}."
        errors.append(FieldError("promise_days", message, "promise-exceeds-legal"))
    licence = _licence(content.get("licence"), errors)
    _raise(errors, f"The item {code or '?'} cannot be published.")
    return Item(
        code=code,
        name=name,
        department=department,
        definition=definition,
        form=content.get("form") or None,
        legal_days=legal,
        promise_days=promise,
        stage=content.get("stage") or None,
        licence=licence,
        green_channel=bool(content.get("green_channel", False)),
        elements=dict(content.get("elements") or {}),
    )


def read_bundle(content: Mapping[str, Any]) -> Bundle:
    """The bundle of a JSON object. Raises InvalidInput with the paths of all faults."""
    errors = _unknown(content, _BUNDLE_KEYS, "")
    key = _text(content, "key", errors)
    name = _name(content, errors)
    department = _text(content, "department", errors)
    definition = _text(content, "definition", errors)
    given = content.get("items")
    parts = [_part(part, f"items.{place}", errors) for place, part in enumerate(given or ())]
    if len(parts) < 2:
        errors.append(FieldError("items", "A bundle has at least two items.", "required"))
    codes = [part.item for part in parts]
    if len(set(codes)) != len(codes):
        errors.append(FieldError("items", "An item stands in a bundle once.", "duplicate"))
    _raise(errors, f"The bundle {key or '?'} cannot be published.")
    stage = content.get("stage") or None
    elements = dict(content.get("elements") or {})
    return Bundle(key, name, department, definition, stage, tuple(parts), elements)


def _part(given: Mapping[str, Any], path: str, errors: list[FieldError]) -> Part:
    errors += _unknown(given, _PART_KEYS, f"{path}.")
    item = _text(given, "item", errors, f"{path}.")
    form = _text(given, "form", errors, f"{path}.")
    return Part(item, form, str(given.get("key") or item), given.get("chosen_by") or None)


def _licence(given: Any, errors: list[FieldError]) -> Mapping[str, Any] | None:
    if given is None:
        return None
    errors += _unknown(given, _LICENCE_KEYS, "licence.")
    name = _text(given, "name", errors, "licence.")
    type_code = _text(given, "type_code", errors, "licence.")
    issuer_code = _text(given, "issuer_code", errors, "licence.")
    try:
        # a trial number proves that the codes have the widths of GB/T 36904-2018
        licence_identifier(type_code, issuer_code, "2026000001", 1)
    except InvalidInput as refused:
        errors.append(FieldError("licence.type_code", refused.message, refused.stable_code))
    valid_days = given.get("valid_days")
    return {"name": name, "type_code": type_code, "issuer_code": issuer_code, "valid_days": valid_days}


def _unknown(given: Mapping[str, Any], known: frozenset[str], path: str) -> list[FieldError]:
    return [
        FieldError(f"{path}{key}", f"Unknown; known: {', '.join(sorted(known))}.", "unknown-field")
        for key in sorted(set(given) - known)
    ]


def _text(given: Mapping[str, Any], key: str, errors: list[FieldError], path: str = "") -> str:
    value = given.get(key)
    if isinstance(value, str) and 0 < len(value.strip()) <= 200:
        return value.strip()
    errors.append(FieldError(f"{path}{key}", "Give a text of 1 to 200 characters.", "required"))
    return ""


def _name(given: Mapping[str, Any], errors: list[FieldError]) -> Mapping[str, str]:
    value = given.get("name")
    if isinstance(value, Mapping) and isinstance(value.get("zh-CN"), str) and set(value) <= {"zh-CN", "en"}:
        return {"zh-CN": value["zh-CN"], "en": str(value.get("en") or value["zh-CN"])}
    errors.append(FieldError("name", "Give the name as {zh-CN, en}.", "required"))
    return {}


def _days(given: Mapping[str, Any], key: str, errors: list[FieldError]) -> int | None:
    value = given.get(key)
    if value is None:
        return None
    if type(value) is int and 0 <= value <= LONGEST_TERM:
        return value
    errors.append(FieldError(key, f"Give working days from 0 to {LONGEST_TERM}, or leave it out.", "invalid"))
    return None


def _raise(errors: list[FieldError], message: str) -> None:
    if errors:
        raise InvalidInput(f"{message} First: {errors[0].path}: {errors[0].message}", errors)
