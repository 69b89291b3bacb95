"""Counts of this process in the text format that Prometheus reads. One process, one set of numbers; no labels from the outside.

Refuses to label by path or user: only by route, method and status, so that the number of series stays bounded.
"""

import threading
from collections import Counter
from typing import Final

from flask import Flask, Response, g, request

from engine.kernel.clock import SystemClock

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_Series = tuple[str, str, int]


class Measured:
    """How many requests were answered, and how long that took."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[_Series] = Counter()
        self._seconds: dict[_Series, float] = {}

    def add(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        series = (route, method, status)
        with self._lock:
            self._requests[series] += 1
            self._seconds[series] = self._seconds.get(series, 0.0) + seconds

    def as_text(self) -> str:
        """All series, sorted."""
        with self._lock:
            requests = dict(self._requests)
            seconds = dict(self._seconds)
        lines = ["# TYPE jingban_http_requests_total counter"]
        lines += [
            f"jingban_http_requests_total{_labels(series)} {count}"
            for series, count in sorted(requests.items())
        ]
        lines += ["# TYPE jingban_http_request_seconds_total counter"]
        lines += [
            f"jingban_http_request_seconds_total{_labels(series)} {total:.6f}"
            for series, total in sorted(seconds.items())
        ]
        return "\n".join(lines) + "\n"


def _labels(series: _Series) -> str:
    route, method, status = series
    return f'{{route="{route}",method="{method}",status="{status}"}}'


def register(app: Flask) -> Measured:
    """Measure every request of `app`."""
    measured = Measured()
    clock = SystemClock()  # never the platform's: a frozen clock would measure nothing

    def begin() -> None:
        g.began = clock.now()

    def finish(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "(none)"
        now = clock.now()
        seconds = (now - g.get("began", now)).total_seconds()
        measured.add(route, request.method, response.status_code, max(seconds, 0.0))
        return response

    app.before_request(begin)
    app.after_request(finish)
    return measured
