"""`http`: ask a service. JSON or text comes back as `{status, body}`.

A status that `jb:errors` names is a BPMN error; 408, 425, 429 and 5xx are tried again; any other status above 299 is an
incident, because trying again would not change it. The idempotency key is the same at every attempt.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Final
from urllib.parse import urlencode

from engine.connectors.connector import Parameter, Refusal, Request, Unavailable
from engine.connectors.exchange import Reach, Response, exchange
from engine.expressions import to_plain_json

METHODS: Final = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
AGAIN: Final = frozenset({408, 425, 429})
DEEPEST: Final = 64


class Http:
    """See the module."""

    name: ClassVar[str] = "http"
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("url", required=True),
        Parameter("method"),
        Parameter("query"),
        Parameter("body"),
        Parameter("headers"),
        Parameter("auth"),
    )

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def call(self, request: Request) -> Mapping[str, Any]:
        """`{status, body}`; the body is what the JSON says, or the text, or null."""
        body = request.inputs.get("body")
        method = request.text("method", "GET" if body is None else "POST").upper()
        if method not in METHODS:
            raise Unavailable(
                "parameter-missing", f"the method must be one of {sorted(METHODS)}", again=False
            )
        url = request.text("url")
        query = request.inputs.get("query")
        if isinstance(query, Mapping) and query:
            pairs = {name: _plain(value) for name, value in query.items() if value is not None}
            url += ("&" if "?" in url else "?") + urlencode(pairs)
        headers = {"Accept": "application/json", "Idempotency-Key": request.id, **_headers(request)}
        sent = None if body is None else json.dumps(to_plain_json(body), ensure_ascii=False).encode()
        if sent is not None:
            headers["Content-Type"] = "application/json"
        return understood(request, exchange(self._reach, method, url, headers, sent))


def understood(request: Request, response: Response) -> dict[str, Any]:
    """What a response means to the process. Raises `Refusal` or `Unavailable`."""
    status = response.status
    code = request.refused(status)
    if code is not None:
        raise Refusal(
            code, f"the service answered {status}", {"status": Decimal(status), "body": _lenient(response)}
        )
    if status >= 500 or status in AGAIN:
        raise Unavailable("service-error", f"the service answered {status}")
    if not 200 <= status <= 299:
        raise Unavailable("service-rejected", f"the service answered {status}", again=False)
    return {"status": Decimal(status), "body": read_body(response)}


def read_body(response: Response) -> Any:
    """The body of an answer: JSON (numbers are exact), text, or None. `Unavailable` (`answer-unreadable`) otherwise."""
    if not response.body:
        return None
    media, _, _ = response.headers.get("content-type", "").lower().partition(";")
    media = media.strip()
    if media == "application/json" or media.endswith("+json"):
        return _json(response.body)
    if media == "text/plain":
        try:
            return response.body.decode("utf-8")
        except UnicodeDecodeError:
            raise Unavailable("answer-unreadable", "the text is not UTF-8", again=False) from None
    raise Unavailable("answer-unreadable", f"the answer is {media or 'of no type'}, not JSON", again=False)


def _lenient(response: Response) -> Any:
    try:
        return read_body(response)
    except Unavailable:
        return None


def _json(body: bytes) -> Any:
    try:
        value = json.loads(body, parse_float=Decimal, parse_int=Decimal, parse_constant=_no_number)
        _bounded(value, DEEPEST)
    except (ValueError, ArithmeticError, RecursionError):
        raise Unavailable("answer-unreadable", "the answer says it is JSON and is not", again=False) from None
    return value


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _bounded(value: Any, left: int) -> None:
    if left == 0:
        raise ValueError("nested too deeply")
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _bounded(inner, left - 1)


def _headers(request: Request) -> dict[str, str]:
    given = request.inputs.get("headers") or {}
    if not isinstance(given, Mapping):
        raise Unavailable("parameter-missing", "headers must be a context", again=False)
    headers = {str(name): str(_plain(value)) for name, value in given.items()}
    if any(not (name + value).isprintable() for name, value in headers.items()):
        raise Unavailable("parameter-missing", "a header holds a line break", again=False)
    if request.secret is not None:
        headers.update(authorised(request.text("auth", "bearer"), request.secret))
    return headers


def authorised(how: str, secret: str) -> dict[str, str]:
    """The header that proves who asks: `bearer`, `basic` (the secret is user:password in base 64) or a header's name."""
    match how.lower():
        case "bearer":
            return {"Authorization": f"Bearer {secret}"}
        case "basic":
            return {"Authorization": f"Basic {secret}"}
        case _:
            return {how: secret}


def _plain(value: Any) -> Any:
    return to_plain_json(value)
