"""One decorator that makes an operation out of a thin function, and documents it with all its refusals.

The order is the same everywhere: bound the body, know who asks, read the arguments, call, dump, tag.
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from flask import Response
from flask_smorest import Blueprint
from marshmallow import Schema

from api.http.actor import authenticate
from api.http.application import this_request
from api.http.arguments import Place, loaded
from api.http.dump import Dump
from api.http.etag import note_version, tag
from api.http.json import answered
from api.http.problem import MEDIA_TYPE
from api.http.text import refuse_unusable
from api.schemas.problem import ProblemSchema

PREFIX: Final = "/api/v1"
KIB: Final = 1024
MIB: Final = 1024 * KIB
View = TypeVar("View", bound=Callable[..., Any])

IDEMPOTENCY_KEY: Final[Mapping[str, Any]] = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "maxLength": 200},
    "description": "Same key and same body: same answer, one effect. Same key and another body: 409.",
}
MULTIPART: Final[Mapping[str, Any]] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
            }
        }
    },
}
IF_MATCH: Final[Mapping[str, Any]] = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": "The ETag of the version that the change was based on; 412 when it is no longer current.",
}


class Resource(Blueprint):  # type: ignore[misc]  # flask-smorest ships no types
    """The routes of one resource under /api/v1."""

    def __init__(self, name: str, description: str) -> None:
        super().__init__(name, __name__, url_prefix=PREFIX, description=description)

    def register_views_in_doc(self, api: Any, app: Any, spec: Any, *, name: str, parameters: Any) -> None:
        """Called by flask-smorest when the resource is added to an application."""
        describe = super().register_views_in_doc
        api.describe_later(lambda: describe(api, app, spec, name=name, parameters=parameters))

    def operation(
        self,
        method: str,
        path: str,
        *,
        answers: type[Schema] | Schema | None = None,
        status: int = 200,
        body: type[Schema] | None = None,
        query: type[Schema] | None = None,
        also: Mapping[int, str] | None = None,
        media_type: str | None = None,
        versioned: bool = False,
        idempotent: bool = False,
        guarded: bool = False,
        public: bool = False,
        files: bool = False,
        largest: int = MIB,
    ) -> Callable[[View], View]:
        """Serve `path` with the decorated function, which gets the loaded body or query first and the path's names after.

        `answers` dumps its view; `versioned` gives an ETag; `guarded` documents If-Match; `idempotent` Idempotency-Key;
        `public` needs no log-in; `files` reads multipart; `largest` bounds the body in bytes; `also` documents other
        successful answers.
        """

        def decorate(view: View) -> View:
            loads = _loads(query, body)
            shape = _one(answers) if isinstance(answers, type) else answers
            function = _serving(
                view,
                loads,
                None if shape is None else Dump(shape),
                status=status,
                versioned=versioned,
                public=public,
                largest=largest,
            )
            # flask-smorest's own decorators are used for what they note; what they would do for each request is not
            noted: Any = self.response(status, shape, content_type=media_type)(view)
            for schema, place in loads:
                required = place == "json" and any(field.required for field in schema.fields.values())
                noted = self.arguments(schema, location=place, required=required)(noted)
            notes = function._apidoc = noted._apidoc
            _note_answers(notes, shape, also or {})
            _note_problems(notes, _problems(path, method, public=public, guarded=guarded))
            _note_request(notes, idempotent=idempotent, guarded=guarded, files=files, public=public)
            self.route(path, methods=[method], endpoint=view.__name__)(function)
            return view

        return decorate

    def get(self, path: str, **declared: Any) -> Callable[[View], View]:
        """An operation that only reads."""
        return self.operation("GET", path, **declared)

    def post(self, path: str, **declared: Any) -> Callable[[View], View]:
        """An operation that creates or does something."""
        return self.operation("POST", path, **declared)


def _problems(path: str, method: str, *, public: bool, guarded: bool) -> dict[Any, str]:
    texts: dict[Any, str] = {400: "The request cannot be read"}
    if not public:
        texts[401] = "Not logged in"
        texts[403] = "Known, but not allowed"
    if "<" in path:
        texts[404] = "No such thing, or not yours to know of"
    if method != "GET":
        texts |= {409: "The state does not allow it", 413: "Too large", 415: "Not a body that is read here"}
    if guarded:
        texts[412] = "Changed by somebody else since it was read"
    return texts | {422: "The input is not valid", "default": "Any other problem"}


@functools.cache
def _one(schema: type[Schema]) -> Schema:
    """The one of its kind: each has fields of its own, and a thousand for the same few kinds were 6 MB of every process."""
    return schema()


def _loads(query: type[Schema] | None, body: type[Schema] | None) -> tuple[tuple[Schema, Place], ...]:
    places: tuple[tuple[type[Schema] | None, Place], ...] = ((query, "query"), (body, "json"))
    return tuple((_one(kind), place) for kind, place in places if kind is not None)


def _serving(
    view: Callable[..., Any],
    loads: tuple[tuple[Schema, Place], ...],
    dump: Dump | None,
    *,
    status: int,
    versioned: bool,
    public: bool,
    largest: int,
) -> Any:
    @functools.wraps(view)
    def serving(**names: str) -> Response:
        asked = this_request()
        asked.max_content_length = largest
        refuse_unusable((asked.path, *(text for pair in asked.args.items(multi=True) for text in pair)))
        if not public:
            authenticate()
        answer = view(*(loaded(schema, place) for schema, place in loads), **names)
        body, code, headers = (*answer, {})[:3] if isinstance(answer, tuple) else (answer, status, {})
        if isinstance(body, Response):
            return tag(body)
        if versioned:
            note_version(body["version"] if isinstance(body, Mapping) else body.version)
        response = answered(body if dump is None else dump(body), code)
        if headers:
            response.headers.extend(headers)
        return tag(response)

    return serving


# flask-smorest keeps what it will document in a dictionary on the function. Its own decorators would add one wrapper for
# each documented answer; writing into the dictionary adds none.


def _note_answers(notes: dict[str, Any], schema: Schema | None, also: Mapping[int, str]) -> None:
    for status, text in also.items():
        notes["response"]["responses"][status] = [
            {"schema": schema, "description": text, "content_type": None}
        ]


def _note_problems(notes: dict[str, Any], texts: Mapping[Any, str]) -> None:
    for status, text in texts.items():
        notes["response"]["responses"][status] = [
            {"schema": _one(ProblemSchema), "description": text, "content_type": MEDIA_TYPE}
        ]


def _note_request(
    notes: dict[str, Any], *, idempotent: bool, guarded: bool, files: bool, public: bool
) -> None:
    arguments = notes.setdefault("arguments", {"parameters": []})
    arguments["parameters"] += [dict(IDEMPOTENCY_KEY)] if idempotent else []
    arguments["parameters"] += [dict(IF_MATCH)] if guarded else []
    if files:
        arguments["requestBody"] = MULTIPART
    if public:
        notes.setdefault("manual_doc", {})["security"] = []
