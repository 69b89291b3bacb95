"""Every answered request is counted by its route and told to the log: method, path, status, milliseconds.

Refuses to label by path or user: only by route, method and status, so that the number of series stays bounded. A query string is
never logged, because people search for names.
"""

import re
import secrets
import time
from collections.abc import Mapping
from typing import Any, Final

from flask import Request, Response

from api.http.admission import ALWAYS_OPEN
from engine.assembly.metrics import Metrics
from engine.assembly.traces import Traces
from engine.kernel import log

REQUEST_ID: Final = "X-Request-ID"
_USABLE: Final = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_TRACE: Final = re.compile(r"00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")
_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT"})
_LOG = log.logger("access")


_BEGAN: Final = "jingban.began"
_ID: Final = "jingban.request_id"
_SPAN: Final = "jingban.span"


class Watch:
    """Measures and logs requests. What it knows of one that is being answered stands in the request's environ."""

    def __init__(self, metrics: Metrics, traces: Traces | None) -> None:
        self._metrics = metrics
        self._traces = traces

    def begin(self, asked: Request) -> None:
        """The request was received and its route is known, or that there is none."""
        environ = asked.environ
        environ[_BEGAN] = time.perf_counter()
        own = environ[_ID] = _request_id(environ)
        names = asked.view_args
        log.begin(request=own, trace=_trace_id(environ), case=names.get("case_id") if names else None)
        if self._traces is not None:
            name = f"{asked.method} {_route(asked)}"
            span = environ[_SPAN] = self._traces.span(name, parent=_parent(environ), request=own)
            span.__enter__()

    def finish(self, asked: Request, response: Response) -> None:
        """The answer is there."""
        environ, method, status, route = asked.environ, asked.method, response.status_code, _route(asked)
        label = method if method in _METHODS else "(other)"
        # a request that could not even be dispatched began nowhere
        now = time.perf_counter()
        seconds = now - environ.get(_BEGAN, now)
        self._metrics.requests.labels(route, label, status).inc()
        self._metrics.request_seconds.labels(route, label).observe(seconds)
        if _ID in environ:
            response.headers[REQUEST_ID] = environ[_ID]
        # probes come every few seconds for ever
        tell = _LOG.debug if asked.path in ALWAYS_OPEN else _LOG.info
        tell("request", method=method, path=asked.path, status=status, ms=round(seconds * 1000, 2))

    def leave(self, asked: Request) -> None:
        """Nothing more happens in its name."""
        span = asked.environ.pop(_SPAN, None)
        if span is not None:
            span.__exit__(None, None, None)


def _route(asked: Request) -> str:
    return asked.url_rule.rule if asked.url_rule else "(none)"


def _request_id(environ: Mapping[str, Any]) -> str:
    """The caller's id of this request when it is a usable one, else a new one."""
    sent = environ.get("HTTP_X_REQUEST_ID")
    return sent if sent and _USABLE.fullmatch(sent) else secrets.token_hex(8)


def _trace_id(environ: Mapping[str, Any]) -> str | None:
    """The trace that this request belongs to (W3C Trace Context, header `traceparent`), or None."""
    sent = environ.get("HTTP_TRACEPARENT")
    found = _TRACE.fullmatch(sent) if sent else None
    return found[1] if found and found[1] != "0" * 32 else None


def _parent(environ: Mapping[str, Any]) -> dict[str, str] | None:
    sent = environ.get("HTTP_TRACEPARENT")
    return {"traceparent": sent} if sent else None
