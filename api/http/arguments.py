"""Reads bodies and query strings through marshmallow schemas, strictly: unknown names are refused, reasons carry their paths.

Refuses a body that is not declared as JSON rather than taking it for an empty one.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import marshmallow
from flask import request

from api.http.errors import UnsupportedMediaType
from api.http.json import read_json
from api.http.language import language
from engine.kernel.errors import FieldError, InvalidInput

Place = Literal["json", "query"]
_KNOWN_MESSAGES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "Missing data for required field.": ("required", {"zh-CN": "此项必填", "en": "This is required."}),
    "Field may not be null.": ("required", {"zh-CN": "此项不能为空", "en": "This may not be null."}),
    "Unknown field.": ("unknown", {"zh-CN": "没有这个字段", "en": "There is no such field."}),
}


def loaded(schema: marshmallow.Schema, place: Place) -> Any:
    """The values that this request sends in its body or query; raises InvalidInput with located reasons."""
    sent = _body() if place == "json" else request.args.to_dict()
    try:
        return schema.load(sent)
    except marshmallow.ValidationError as error:
        messages = error.messages if isinstance(error.messages, dict) else {"_schema": error.messages}
        raise InvalidInput(
            "Some fields are not acceptable; each is named in `errors`.", list(_located(messages, ()))
        )


def _body() -> Any:
    body = request.get_data(cache=True)
    if not body:
        return {}
    if not request.is_json:
        raise UnsupportedMediaType("Send the body as application/json.")
    return read_json(body)


def _located(messages: Any, path: tuple[str, ...]) -> Iterator[FieldError]:
    if isinstance(messages, dict):
        for name, inner in messages.items():
            yield from _located(inner, path if name == "_schema" else (*path, str(name)))
    else:
        for message in messages:
            code, texts = _KNOWN_MESSAGES.get(message, ("invalid", {}))
            yield FieldError(".".join(path), texts.get(language(), str(message)), code)
