"""The door of a process: so many requests at work, so many that wait, and for the rest a quick "come back in a moment".

A small body is received before its request asks for a place: who sends slowly keeps a thread waiting, of which there are many,
and not one of the few places at work. Large ones are read by the operation that takes them, after it knows who asks.

Without it a crowd fills every thread with requests whose askers have long given up, and probes and metrics starve with them.
A process has a few more threads (`Settings.serving_threads`) than may work and wait together, so that there is always one to say no, to be probed, or to be measured.
"""

import io
import json
import threading
from collections.abc import Callable, Iterable
from typing import Any, Final
from urllib.parse import quote

from api.http.titles import title_of
from engine.assembly.metrics import Metrics
from engine.kernel.settings import Settings

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

ALWAYS_OPEN: Final = frozenset({"/livez", "/readyz", "/metrics"})
RETRY_AFTER: Final = 2
SMALL_BODY: Final = 1024 * 1024
_DETAILS: Final = {
    "zh-CN": "当前请求过多，系统未处理本次请求；请稍后重试。",
    "en": "Too many requests at this moment; this one was not worked on. Try again in a moment.",
}


class Admission:
    """A WSGI application that lets at most `threads` requests into another one, while at most `queue` wait."""

    def __init__(self, application: Application, settings: Settings, metrics: Metrics) -> None:
        self._application = application
        self._free = threading.Semaphore(settings.threads)
        self._seats = threading.Semaphore(settings.queue)
        self._seconds = settings.queue_seconds
        self._metrics = metrics

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer, after waiting for a place if need be."""
        if environ["PATH_INFO"] in ALWAYS_OPEN:
            return self._application(environ, start_response)
        _receive(environ)
        reason = self._enter()
        if reason is not None:
            self._metrics.rejected.labels(reason).inc()
            return _refusal(environ, start_response)
        self._metrics.in_flight.inc()
        try:
            return self._application(environ, start_response)
        finally:
            self._metrics.in_flight.dec()
            self._free.release()

    def _enter(self) -> str | None:
        """None once inside, else why not."""
        if self._free.acquire(blocking=False):
            return None
        if not self._seats.acquire(blocking=False):
            return "queue-full"
        self._metrics.queued.inc()
        try:
            return None if self._free.acquire(timeout=self._seconds) else "waited-too-long"
        finally:
            self._metrics.queued.dec()
            self._seats.release()


def _receive(environ: Environ) -> None:
    length = environ.get("CONTENT_LENGTH", "")
    if length.isdigit() and 0 < int(length) <= SMALL_BODY:
        environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(int(length)))


def _refusal(environ: Environ, start_response: StartResponse) -> list[bytes]:
    language = "en" if environ.get("HTTP_ACCEPT_LANGUAGE", "").lower().startswith("en") else "zh-CN"
    body = {
        "type": "urn:jingban:problem:overloaded",
        "title": title_of("overloaded", 503, language),
        "status": 503,
        "code": "overloaded",
        "detail": _DETAILS[language],
        "instance": quote(environ["PATH_INFO"].encode("latin-1", "replace")),
        "retry_after": RETRY_AFTER,
    }
    content = json.dumps(body, ensure_ascii=False).encode()
    headers = [
        ("Content-Type", "application/problem+json"),
        ("Content-Length", str(len(content))),
        ("Retry-After", str(RETRY_AFTER)),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    start_response("503 Service Unavailable", headers)
    return [content]
