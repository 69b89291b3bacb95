"""Reads bodies and query strings through marshmallow schemas, strictly: unknown names are refused, reasons carry their paths.

Refuses a body that is not declared as JSON rather than taking it for an empty one.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import marshmallow
from flask import Request
from webargs.core import missing
from webargs.flaskparser import FlaskParser

from api.http.errors import UnsupportedMediaType
from api.http.json import read_json
from api.http.language import language
from engine.kernel.errors import FieldError, InvalidInput

_KNOWN_MESSAGES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "Missing data for required field.": ("required", {"zh-CN": "此项必填", "en": "This is required."}),
    "Field may not be null.": ("required", {"zh-CN": "此项不能为空", "en": "This may not be null."}),
    "Unknown field.": ("unknown", {"zh-CN": "没有这个字段", "en": "There is no such field."}),
}


class StrictParser(FlaskParser):
    """webargs with our JSON reader and our errors."""

    DEFAULT_UNKNOWN_BY_LOCATION = dict.fromkeys(FlaskParser.__location_map__)

    def _raw_load_json(self, req: Request) -> Any:
        body = req.get_data(cache=True)
        if not body:
            return missing
        if not req.is_json:
            raise UnsupportedMediaType("Send the body as application/json.")
        return read_json(body)

    def handle_error(
        self,
        error: marshmallow.ValidationError,
        req: Request,
        schema: marshmallow.Schema,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> NoReturn:
        """Turns marshmallow's nested messages into located reasons; raises InvalidInput."""
        messages = error.messages if isinstance(error.messages, dict) else {"": error.messages}
        reasons = [reason for located in messages.values() for reason in _located(located, ())]
        raise InvalidInput("Some fields are not acceptable; each is named in `errors`.", reasons)


def _located(messages: Any, path: tuple[str, ...]) -> Iterator[FieldError]:
    if isinstance(messages, dict):
        for name, inner in messages.items():
            yield from _located(inner, path if name == "_schema" else (*path, str(name)))
    else:
        for message in messages:
            code, texts = _KNOWN_MESSAGES.get(message, ("invalid", {}))
            yield FieldError(".".join(path), texts.get(language(), str(message)), code)
