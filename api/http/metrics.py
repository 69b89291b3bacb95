"""Every answered request is counted by its route and told to the log: method, path, status, milliseconds.

Refuses to label by path or user: only by route, method and status, so that the number of series stays bounded. A query string is
never logged, because people search for names.
"""

import re
import secrets
import time
from typing import Final

from flask import Flask, Response, g, request

from api.http.admission import ALWAYS_OPEN
from engine.assembly.metrics import Metrics
from engine.assembly.traces import Traces
from engine.kernel import log

REQUEST_ID: Final = "X-Request-ID"
_USABLE: Final = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_TRACE: Final = re.compile(r"00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")
_LOG = log.logger("access")


def request_id() -> str:
    """The caller's id of this request when it is a usable one, else a new one."""
    sent = request.headers.get(REQUEST_ID, "")
    return sent if _USABLE.fullmatch(sent) else secrets.token_hex(8)


def trace_id() -> str | None:
    """The trace that this request belongs to (W3C Trace Context, header `traceparent`), or None."""
    found = _TRACE.fullmatch(request.headers.get("traceparent", ""))
    return found[1] if found and found[1] != "0" * 32 else None


def register(app: Flask, metrics: Metrics, traces: Traces | None) -> None:
    """Measure and log every request of `app`."""

    def begin() -> None:
        g.began = time.perf_counter()
        g.request_id = request_id()
        names = request.view_args or {}
        log.begin(request=g.request_id, trace=trace_id(), case=names.get("case_id"))
        if traces is not None:
            route = request.url_rule.rule if request.url_rule else "(none)"
            g.span = traces.span(f"{request.method} {route}", parent=_parent(), request=g.request_id)
            g.span.__enter__()

    def finish(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "(none)"
        # a request that could not even be dispatched began nowhere
        seconds = time.perf_counter() - g.get("began", time.perf_counter())
        metrics.requests.labels(route, request.method, response.status_code).inc()
        metrics.request_seconds.labels(route, request.method).observe(seconds)
        if "request_id" in g:
            response.headers[REQUEST_ID] = g.request_id
        # probes come every few seconds for ever
        tell = _LOG.debug if request.path in ALWAYS_OPEN else _LOG.info
        tell(
            "request",
            method=request.method,
            path=request.path,
            status=response.status_code,
            ms=round(seconds * 1000, 2),
        )
        return response

    def leave(error: BaseException | None) -> None:
        if "span" in g:
            g.span.__exit__(None, None, None)

    app.before_request(begin)
    app.after_request(finish)
    app.teardown_request(leave)


def _parent() -> dict[str, str] | None:
    header = request.headers.get("traceparent")
    return {"traceparent": header} if header else None
