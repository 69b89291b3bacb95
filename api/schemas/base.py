"""Fields and pages that many answers share.

An instant is ISO 8601 with offset, a day is a date; views may hold either the Python value or its text.
"""

import functools
from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from api.http.language import LANGUAGES, language


class Instant(fields.DateTime):
    """A point in time with offset."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return value if value is None or isinstance(value, str) else value.isoformat()


class Day(fields.Date):
    """A calendar day in +08:00."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return value if value is None or isinstance(value, str) else value.isoformat()


class Text(fields.String):
    """A text in the reader's language; the engine gives either one text or one for each language."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return text_in(value, language())


class Localised(fields.Raw):
    """A plain value of any shape in which every text that the engine gives by language is in the reader's."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return in_language(value, language())


def text_in(value: Any, wanted: str) -> Any:
    """One text of a text by language; any other value as it is."""
    if isinstance(value, Mapping):
        return value.get(wanted) or value.get(LANGUAGES[0])
    return value


def in_language(value: Any, wanted: str) -> Any:
    """A plain value in which every text by language is in the wanted one."""
    if isinstance(value, Mapping):
        if value.keys() and value.keys() <= set(LANGUAGES):
            return value.get(wanted) or next(iter(value.values()))
        return {key: in_language(inner, wanted) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [in_language(inner, wanted) for inner in value]
    return value


class Names(fields.Dict):
    """A name in every language we have: {"zh-CN": …, "en": …}."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(keys=fields.String(), values=fields.String(), **kwargs)


class PageQuery(Schema):
    """How much of a list, and from where."""

    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    cursor = fields.String(
        load_default=None,
        validate=validate.Length(1, 1024),
        metadata={"description": "`next` of the page before"},
    )
    count = fields.Boolean(load_default=False, metadata={"description": "Also give `total`"})


class EmptyQuery(Schema):
    """No parameters are read; any that is sent is refused."""


@functools.cache
def page_of(item: type[Schema]) -> type[Schema]:
    """The schema of one page of `item`s: items, next, total (where asked for)."""
    return Schema.from_dict(
        {
            "items": fields.List(fields.Nested(item), required=True),
            "next": fields.String(
                allow_none=True, metadata={"description": "Cursor of the next page, or null"}
            ),
            "total": fields.Integer(metadata={"description": "Only with ?count=true"}),
        },
        name=f"{item.__name__.removesuffix('Schema')}Page",
    )
