"""Real `jingban serve` and `jingban worker` processes, and ways to end them that no program can prepare for."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from random import Random

import psutil

from benchmarks.fire.installation import PROJECT, Installation
from benchmarks.load.connection import Connection, Lost


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """One `jingban …` process in a process group of its own; what it says is kept in `log`."""

    def __init__(self, installation: Installation, name: str, *arguments: str, **environment: str) -> None:
        self.installation = installation
        self.log = installation.notes / f"{name}.log"
        self._arguments = arguments
        self.environment = environment
        self._groups: list[int] = []
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it (again)."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "engine.cli", *self._arguments],
                cwd=PROJECT,
                env=self.installation.environment(**self.environment),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._groups.append(self._process.pid)

    @property
    def is_running(self) -> bool:
        """Whether the main process is there."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The main process."""
        assert self._process is not None
        return self._process.pid

    def family(self) -> list[psutil.Process]:
        """The main process and everything below it."""
        with contextlib.suppress(psutil.NoSuchProcess):
            main = psutil.Process(self.pid)
            return [main, *main.children(recursive=True)]
        return []

    def kill(self) -> None:
        """kill -9 of the main process alone."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def kill_all(self) -> None:
        """kill -9 of everything, as a container or a machine that loses its power."""
        for group in self._groups:
            # what an earlier life left behind belongs to it too
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        self._groups.clear()
        assert self._process is not None
        self._process.wait()

    def stop(self) -> None:
        """End it gracefully; by force after ten seconds."""
        if self.is_running:
            assert self._process is not None
            self._process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(10)
        if self._process is not None:
            self.kill_all()


class Server(Process):
    """`jingban serve` on one port for its whole life, however often it is started again."""

    def __init__(
        self, installation: Installation, *, workers: int = 2, sweep: bool = False, **environment: str
    ) -> None:
        self.port = free_port()
        arguments = ["serve", "--port", str(self.port), "--workers", str(workers)]
        super().__init__(
            installation, "serve", *arguments, *([] if sweep else ["--no-worker"]), **environment
        )

    @property
    def address(self) -> tuple[str, int]:
        """Where clients call."""
        return "127.0.0.1", self.port

    def wait_until_ready(self, patience: float = 60.0) -> None:
        """Until `/readyz` says so. Raises RuntimeError with the end of the log when it never does."""
        deadline = time.perf_counter() + patience
        connection = Connection(*self.address, timeout=5)
        while time.perf_counter() < deadline:
            if not self.is_running:
                break
            with contextlib.suppress(Lost):
                if connection.ask("GET", "/!/readyz").status == 200:
                    connection.close()
                    return
            time.sleep(0.05)
        raise RuntimeError(f"the server is not ready: {self.log.read_text(errors='replace')[-3000:]}")

    def answering(self) -> list[psutil.Process]:
        """The processes that answer requests."""
        return [child for child in self.family()[1:] if _answers(child)]

    def kill_one_worker(self, random: Random) -> int:
        """kill -9 of one of the processes that answer requests; its id, 0 when there is none."""
        found = self.answering()
        if not found:
            return 0
        chosen = found[random.randrange(len(found))]
        chosen.kill()
        return chosen.pid


def _answers(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return any("multiprocessing.spawn" in part or "granian" in part for part in process.cmdline())
    return False


def processes_at(port: int) -> list[psutil.Process]:
    """Whoever listens at a port of this machine, so that a test can end what its own servers left behind."""
    found = {
        each.pid
        for each in psutil.net_connections("tcp")
        if each.laddr and each.laddr[1] == port and each.pid
    }
    return [psutil.Process(pid) for pid in found if psutil.pid_exists(pid)]
