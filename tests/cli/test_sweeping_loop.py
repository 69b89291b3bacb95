"""The background loop goes on whatever a sweep meets, and ends when told."""

import threading

from engine.cli import sweeping
from engine.cli.sweeping import Sweeper


class Failing:
    """A platform whose first sweep fails; the second one tells that it came."""

    def __init__(self) -> None:
        self.sweeps = 0
        self.second = threading.Event()
        self.started = False

    def stop(self, seconds: int) -> None:
        self.started = False

    def tick(self) -> int:
        self.sweeps += 1
        if self.sweeps == 1:
            raise ConnectionError("the database restarts")
        self.second.set()
        return 1

    def worker(self) -> "Failing":
        return self

    def start(self) -> None:
        self.started = True

    def enqueue_regular(self) -> None:
        raise ConnectionError("the database restarts")

    def stop_ticking(self) -> None:
        """Nothing is held here."""


def test_a_failed_sweep_is_followed_by_another(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(sweeping, "SECONDS_BETWEEN_SWEEPS", 0.001)
    platform = Failing()
    sweeper = Sweeper(platform)  # type: ignore[arg-type]
    sweeper.start()
    assert platform.second.wait(timeout=10)
    sweeper.stop()
    assert platform.sweeps >= 2
    assert not platform.started


def test_a_stopped_loop_sweeps_no_more() -> None:
    platform = Failing()
    sweeper = Sweeper(platform)  # type: ignore[arg-type]
    sweeper.stop()
    sweeper.run()
    assert platform.sweeps == 0
