"""Reads one field of a form file, with the fields inside it."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from engine.forms.conditions import Condition, compile_condition
from engine.forms.field_types import FIELD_TYPES
from engine.forms.field_types.choices import OPINIONS
from engine.forms.model import Field, Option, Personal
from engine.forms.pattern_reading import compile_pattern
from engine.forms.reading.located import Place
from engine.kernel.errors import InvalidInput, JingbanError
from engine.timing.instants import parse_date

MAX_FIELDS: Final = 500
MAX_DEPTH: Final = 4
MAX_OPTIONS: Final = 2_000
MAX_LENGTH: Final = 100_000
MAX_CONDITION: Final = 2_000
MAX_PATTERN_TEXT: Final = 1_000

KEYS: Final = (
    "key", "type", "title", "help", "required", "required_if", "visible_if", "readonly", "default", "options", "min",
    "max", "min_length", "max_length", "pattern", "unit", "x-items", "source", "roles", "edit_roles", "personal",
    "accept", "max_mb", "fields",
)  # fmt: skip
LIMITS: Final = (
    "options",
    "min",
    "max",
    "min_length",
    "max_length",
    "pattern",
    "unit",
    "accept",
    "max_mb",
    "fields",
)
PERSONAL: Final[tuple[Personal, ...]] = ("name", "id", "phone", "address", "bank")

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}\Z")
_RESERVED = frozenset(
    [
        "and",
        "or",
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "between",
        "instance",
        "of",
        "function",
        "external",
        "true",
        "false",
        "null",
        "not",
        "items",
    ]
)
_PERSONAL_BY_TYPE: Final[dict[str, Personal]] = {"citizen_id": "id", "phone": "phone"}


def read_field(place: Place, depth: int = 1) -> Field | None:
    """The field at `place`; None, with findings, when it has no usable key, type or title."""
    place.only(KEYS)
    key, kind, title = _name(place), _type(place), place.label("title", required=True)
    if key is None or kind is None or title is None:
        return None
    for limit in LIMITS:
        if place.values.get(limit) is not None and limit not in FIELD_TYPES[kind].allows:
            place.note("form-bad-limits", f"A field of type {kind} has no “{limit}”.", key=limit)
    least, most = _bounds(place, kind)
    shortest, longest = place.whole("min_length", 0, MAX_LENGTH), place.whole("max_length", 0, MAX_LENGTH)
    _ordered(place, "min", least, most)
    _ordered(place, "min_length", shortest, longest)
    if place.values.get("pattern") is not None and (longest or 0) > MAX_PATTERN_TEXT:
        place.note(
            "form-bad-limits",
            f"A text with a pattern has at most {MAX_PATTERN_TEXT} characters.",
            key="max_length",
        )
    field = Field(
        key, kind, title, place.label("help"), place.flag("required"), _condition(place, "required_if"),
        _condition(place, "visible_if"), place.flag("readonly"), None, _options(place, kind), least, most, shortest,
        longest, _pattern(place), place.text("unit"), place.texts("x-items"), place.text("source"),
        place.texts("roles"), place.texts("edit_roles"), _personal(place, kind), place.texts("accept"),
        place.whole("max_mb", 1, 10_240), _inner(place, kind, depth),
    )  # fmt: skip
    return _with_default(place, field)


def read_key(place: Place) -> str | None:
    """The key: an English identifier that conditions can use as a name."""
    key = place.text("key", required=True)
    if key is not None and (_KEY.match(key) is None or key in _RESERVED):
        place.note(
            "form-bad-value",
            f"“{key[:64]}” cannot be a key.",
            key="key",
            help="Use letters, digits and _, beginning with a letter; words of the expression language are taken.",
        )
        return None
    return key


def _name(place: Place) -> str | None:
    """A key that is a name of its own in conditions: a field `count` would hide the function from every condition."""
    key = read_key(place)
    if key is None or key in compile_condition(key).names:
        return key
    place.note(
        "form-bad-value",
        f"“{key}” is a function of the expression language.",
        key="key",
        help=f"Call the field {key}_value or say what it counts.",
    )
    return None


def unique(place: Place, key: str, fields: tuple[Field, ...]) -> None:
    """Note keys that two fields of one level share."""
    seen: set[str] = set()
    for field in fields:
        if field.key in seen:
            place.note(
                "form-duplicate-key", f"Two fields have the key “{field.key}”.", key=f"{key}.{field.key}"
            )
        seen.add(field.key)


def _type(place: Place) -> str | None:
    if place.text("type", required=True) is None:
        return None
    return place.choice("type", FIELD_TYPES, "") or None


def _condition(place: Place, key: str) -> Condition | None:
    text = place.text(key)
    if text is None:
        return None
    if len(text) > MAX_CONDITION:
        place.note("form-bad-condition", f"A condition has at most {MAX_CONDITION} characters.", key=key)
        return None
    try:
        return compile_condition(text)
    except JingbanError as error:
        hint = "Texts in conditions stand in double quotes." if "'" in text else ""
        place.note("form-bad-condition", f"“{text[:80]}”: {error.message}", key=key, help=hint)
        return None


def _options(place: Place, kind: str) -> tuple[Option, ...]:
    options = place.objects("options", _option, most=MAX_OPTIONS)
    if len({option.value for option in options}) < len(options):
        place.note("form-duplicate-key", "Two options have the same value.", key="options")
    if not options and kind in ("select", "multiselect") and "options" not in place.values:
        place.note("form-missing-key", f"A {kind} needs options.", key="options")
    return options or (OPINIONS if kind == "opinion" else ())


def _option(place: Place) -> Option | None:
    place.only(("value", "title"))
    value, title = place.text("value", required=True), place.label("title", required=True)
    return None if value is None or title is None else Option(value, title)


def _bounds(place: Place, kind: str) -> tuple[Decimal | str | None, Decimal | str | None]:
    if kind != "date":
        return place.number("min"), place.number("max")
    return _day(place, "min"), _day(place, "max")


def _day(place: Place, key: str) -> str | None:
    text = place.text(key)
    try:
        return None if text is None else parse_date(text).isoformat()
    except InvalidInput as error:
        place.note("form-bad-value", error.message, key=key)
        return None


def _ordered(place: Place, key: str, low: Any, high: Any) -> None:
    if low is not None and high is not None and low > high:
        place.note("form-bad-limits", f"{low} to {high} leaves no value that fits.", key=key)


def _pattern(place: Place) -> str | None:
    text = place.text("pattern")
    if text is None:
        return None
    try:
        compile_pattern(text)
    except InvalidInput as error:
        place.note("form-bad-pattern", error.message, key="pattern")
        return None
    return text


def _personal(place: Place, kind: str) -> Personal | None:
    """Identity and phone numbers are personal unless the form says `"personal": null` (an office's phone)."""
    if "personal" not in place.values:
        return _PERSONAL_BY_TYPE.get(kind)
    found = place.choice("personal", PERSONAL, "")
    return next((kind for kind in PERSONAL if kind == found), None)


def _inner(place: Place, kind: str, depth: int) -> tuple[Field, ...]:
    if kind not in ("group", "list"):
        return ()
    if depth >= MAX_DEPTH:
        place.note("form-too-deep", f"Groups and lists nest at most {MAX_DEPTH} deep.")
        return ()
    fields = place.objects("fields", lambda inner: read_field(inner, depth + 1), most=MAX_FIELDS)
    if not place.values.get("fields"):
        place.note("form-missing-key", f"A {kind} needs fields.", key="fields")
    unique(place, "fields", fields)
    return fields


def _with_default(place: Place, field: Field) -> Field:
    default = place.values.get("default")
    if default is None:
        return field
    if field.fields:
        place.note("form-bad-default", f"A {field.type} has no default; its fields have.", key="default")
        return field
    try:
        value = FIELD_TYPES[field.type].check(field, default)
    except InvalidInput as error:
        place.note("form-bad-default", f"The default does not fit: {error.message}", key="default")
        return field
    return replace(field, default=value)
