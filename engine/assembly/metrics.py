"""What this installation tells Prometheus, each series declared once.

With several processes (`share`) every process writes its numbers into files of one folder and whoever is scraped adds them
up, so that a scrape tells the same whichever process answers it. Counts of a process that ended stay, because a counter
never goes back; what only a living process has (requests in flight, connections in use) goes with it.

Labels are routes, verbs and outcomes, never ids or paths, so that the number of series is bounded.
"""

import os
import shutil
import time
from pathlib import Path
from types import TracebackType
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    start_http_server,
    values,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from engine.kernel.errors import Conflict, JingbanError, Unavailable
from engine.store import Database

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"  # the name that prometheus_client knows
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The series of one process; `as_text` tells those of all processes that share a folder."""

    def __init__(self) -> None:
        own = self._registry = CollectorRegistry()
        self.requests = Counter(
            "jingban_http_requests", "Answered requests", ["route", "method", "status"], registry=own
        )
        self.request_seconds = Histogram(
            "jingban_http_request_seconds",
            "From the first byte that we read to the answer",
            ["route", "method"],
            buckets=_SECONDS,
            registry=own,
        )
        self.in_flight = Gauge(
            "jingban_http_in_flight", "Requests at work", registry=own, multiprocess_mode="livesum"
        )
        self.queued = Gauge(
            "jingban_http_queued",
            "Requests that wait for a thread",
            registry=own,
            multiprocess_mode="livesum",
        )
        self.rejected = Counter(
            "jingban_http_rejected", "Requests refused because too many wait", ["reason"], registry=own
        )
        self.commands = Counter("jingban_commands", "Commands by outcome", ["verb", "outcome"], registry=own)
        self.command_seconds = Histogram(
            "jingban_command_seconds",
            "From the command to the end of its commit, retries included",
            ["verb"],
            buckets=_SECONDS,
            registry=own,
        )
        self.retries = Counter(
            "jingban_command_retries", "Attempts that others overtook", ["verb"], registry=own
        )
        self.connections = Gauge(
            "jingban_database_connections_in_use",
            "Database connections at work",
            registry=own,
            multiprocess_mode="livesum",
        )
        self.timers_fired = Counter("jingban_timers_fired", "Timers that were fired", registry=own)

    def command(self, verb: str) -> "Timed":
        """Measures the block as one command of this verb and counts how it ended."""
        return Timed(self, verb)

    def retried(self, verb: str) -> None:
        """Count an attempt at a command that others overtook."""
        self.retries.labels(verb).inc()

    def as_text(self) -> bytes:
        """All series in the text format of Prometheus."""
        folder = os.environ.get(_FOLDER)
        if not folder:
            return generate_latest(self._registry)
        for process in _processes(Path(folder)):
            if not _alive(process):
                mark_process_dead(process, folder)  # type: ignore[no-untyped-call]  # the library is half typed
        registry = CollectorRegistry()
        MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]
        return generate_latest(registry)

    def serve(self, host: str, port: int) -> int:
        """Tell them on an address of their own, for a process that serves nothing else; returns the port (0 takes a free one)."""
        server, _ = start_http_server(port, host, self._registry)
        return int(server.server_port)


class Timed:
    """One measured command."""

    __slots__ = ("_begun", "_metrics", "_verb")

    def __init__(self, metrics: Metrics, verb: str) -> None:
        self._metrics = metrics
        self._verb = verb

    def __enter__(self) -> None:
        self._begun = time.perf_counter()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._metrics.command_seconds.labels(self._verb).observe(time.perf_counter() - self._begun)
        self._metrics.commands.labels(self._verb, outcome(error)).inc()


def outcome(error: BaseException | None) -> str:
    """done | conflict (others came first) | unavailable | refused (asked for what may not be) | failed (our fault)."""
    if error is None:
        return "done"
    if isinstance(error, Conflict):
        return "conflict"
    if isinstance(error, Unavailable):
        return "unavailable"
    return "refused" if isinstance(error, JingbanError) else "failed"


def count_connections(database: Database, metrics: Metrics) -> None:
    """Keep the gauge of connections in use right for a database."""
    database.kept.on_use = metrics.connections.inc


def share(var: Path) -> None:
    """Let this process and those that it starts share their numbers, in a new folder; to be called before `Metrics()`.

    Folders of servers that are gone are removed.
    """
    run = var / "run"
    run.mkdir(parents=True, exist_ok=True)
    for old in run.glob("metrics-*"):
        owner = old.name.removeprefix("metrics-")
        if owner.isdigit() and not _alive(int(owner)):
            shutil.rmtree(old, ignore_errors=True)
    folder = run / f"metrics-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    os.environ[_FOLDER] = str(folder)
    _choose()


def unshare() -> None:
    """Remove the shared folder, when the server that made it ends."""
    folder = os.environ.pop(_FOLDER, None)
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
        _choose()


def _choose() -> None:
    # whether values are shared is decided when the library is imported, which was before anybody said so
    values.ValueClass = values.get_value_class()  # type: ignore[no-untyped-call]


def _processes(folder: Path) -> set[int]:
    owners = {path.stem.rpartition("_")[2] for path in folder.glob("gauge_live*.db")}
    return {int(owner) for owner in owners if owner.isdigit()}


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
