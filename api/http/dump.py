"""Views out: a schema, compiled once into a plain function that picks, renames and translates; orjson writes the values.

marshmallow walks its fields for every value of every answer, which cost a page of the inbox more than its query. The
schemas stay the one description of an answer; a test compares both ways of dumping for every schema that answers.
"""

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import Schema, fields

from api.http.language import language
from api.schemas.base import Localised, Text, in_language, text_in

Convert = Callable[[Any, str], Any]
_Part = tuple[str, str, Convert | None]


class Dump:
    """Dumps views of one schema; `None` for a value stays `None`."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        parts = [_part(name, field) for name, field in schema.dump_fields.items()]
        self._plain = [key for key, attribute, convert in parts if convert is None and key == attribute]
        self._parts = [part for part in parts if part[0] not in self._plain]

    def __call__(self, view: Any) -> dict[str, Any]:
        """The answer for a view (a mapping, or an object with attributes), in the language of this request."""
        return self._dump(view, language())

    def _dump(self, view: Any, wanted: str) -> dict[str, Any]:
        held = view if isinstance(view, dict) else _Attributes(view)
        answer: dict[str, Any] = {key: held[key] for key in self._plain if key in held}
        for key, attribute, convert in self._parts:
            if attribute in held:
                value = held[attribute]
                answer[key] = value if convert is None or value is None else convert(value, wanted)
        return answer

    def convert(self, value: Any, wanted: str) -> Any:
        """A nested view."""
        return self._dump(value, wanted)


class _Attributes:
    """A mapping or an object, read like a dictionary."""

    def __init__(self, view: Any) -> None:
        self._view = view

    def __contains__(self, name: str) -> bool:
        return name in self._view if isinstance(self._view, Mapping) else hasattr(self._view, name)

    def __getitem__(self, name: str) -> Any:
        return self._view[name] if isinstance(self._view, Mapping) else getattr(self._view, name)


def _part(name: str, field: fields.Field[Any]) -> _Part:
    return field.data_key or name, field.attribute or name, _converter(field)


def _converter(field: fields.Field[Any]) -> Convert | None:
    """None where the value is written as it is."""
    if isinstance(field, Text):
        return text_in
    if isinstance(field, Localised):
        return in_language
    if isinstance(field, fields.Nested):
        inner = Dump(field.schema)
        return _each(inner.convert) if field.many else inner.convert
    if isinstance(field, fields.List):
        convert = _converter(field.inner)
        return None if convert is None else _each(convert)
    return None


def _each(convert: Convert) -> Convert:
    def all_of(values: Any, wanted: str) -> list[Any]:
        return [None if value is None else convert(value, wanted) for value in values]

    return all_of
