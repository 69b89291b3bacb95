"""The supervisor of the processes that serve: starts them, starts a new one for each that dies, and lets them finish.

At the end (SIGTERM or Ctrl-C) they accept nothing new, finish the requests in flight within `drain_seconds`, and go.
"""

import multiprocessing
import os
import socket
from typing import Any

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.net import SocketSpec  # type: ignore[attr-defined]  # re-exported from its native part
from granian.server.mp import MPServer

from engine.cli.reaching import WhenReachable
from engine.kernel.settings import Settings

WSGI = "api.wsgi:application"
CONNECTIONS = 1024
HEADER_SECONDS = 10
LARGE_BYTES = 1024 * 1024
"""Memory asked for in pieces this large is given back to the system when it is no longer needed. Left to itself glibc raises that
bound to the largest piece it has seen, which is the 19 MB that checking a password takes, and then every thread that ever
checked one keeps as much.
"""


class _Persistent(dict[int, float]):
    """Granian's memory of when it last replaced a process; it gives up altogether when one dies twice within seconds.

    One request that kills its process must not take the whole server down, so this memory knows nothing.
    """

    def get(self, key: int, default: Any = None) -> Any:
        return float("-inf")


class _Supervisor(MPServer):
    """Granian's, but the socket of a single process stays open while that process is replaced: who connects then waits for
    three seconds instead of being refused. Several processes have a socket each, over which the kernel spreads eight clients about
    5 : 3; with one socket for all, one process took all eight in most of twelve tries.
    """

    def _init_shared_socket(self) -> None:
        if self.workers > 1:
            super()._init_shared_socket()  # type: ignore[no-untyped-call]
            return
        holder: Any = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._ssp, self._shd, self._sfd = None, holder, holder.get_fd()
        self._sso = socket.socket(fileno=self._sfd)
        self._sso.set_inheritable(True)


def serve_until_stopped(
    settings: Settings, host: str, port: int, workers: int, greeting: WhenReachable
) -> None:
    """Serve on a port that is free, with that many processes; returns when told to stop. Greets when it can be reached."""
    # Workers are spawned, not forked: this process runs the sweeper's thread and holds database connections
    multiprocessing.set_start_method("spawn", force=True)
    os.environ.setdefault("MALLOC_MMAP_THRESHOLD_", str(LARGE_BYTES))  # glibc reads it when a process starts
    server = _Supervisor(
        WSGI,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=settings.serving_threads,
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        factory=True,
        websockets=False,
        log_enabled=False,
        respawn_failed_workers=True,
        workers_kill_timeout=settings.drain_seconds,
    )
    server.respawned_wrks = _Persistent()
    server.on_startup(greeting.start)  # called when the port is ours
    server.serve()
    greeting.stop()
