"""Several clients at once, and what they measured."""

import statistics
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from benchmarks.load.client import Client
from benchmarks.load.desk import Desk
from benchmarks.load.journal import Journal


class Told(NamedTuple):
    """One verb's figures; times in milliseconds, `rate` a second over the whole run."""

    count: int
    rate: float
    p50: float
    p95: float
    worst: float


class Crowd:
    """N clients over one desk. Begin, let them work, `finish`; then `tell` and `spans`."""

    def __init__(
        self,
        address: tuple[str, int],
        tokens: dict[str, str],
        journal: Path,
        *,
        clients: int,
        seed: int = 1,
        cases: int | None = None,
        durable: bool = True,
        contrary: bool = True,
        definitions: tuple[str, ...] = ("joint4",),
        at_once: int | None = None,
        desk: Desk | None = None,
        reads: bool = False,
    ) -> None:
        self.journal = Journal(journal, durable=durable)
        self.desk = desk or Desk(at_once=at_once or clients * 2, cases=cases)
        self.clients = [
            Client(
                number,
                seed,
                address,
                tokens,
                self.desk,
                self.journal,
                definitions=definitions,
                contrary=contrary,
                reads=reads,
            )
            for number in range(clients)
        ]
        self.began = self.ended = 0.0

    def begin(self) -> None:
        """Let all clients go."""
        self.began = time.perf_counter()
        for client in self.clients:
            client.thread.start()

    def finish(self, patience: float = 60.0) -> bool:
        """Start nothing new, finish what is open; False when that took longer than `patience` seconds and was given up.

        Raises what a client could not handle.
        """
        self.desk.close()
        return self.wait(patience)

    def wait(self, patience: float = 600.0) -> bool:
        """Wait until everything is done; as `finish`, for a desk with a bounded number of cases."""
        deadline = time.perf_counter() + patience
        for client in self.clients:
            client.thread.join(max(0.0, deadline - time.perf_counter()))
        whole = not any(client.thread.is_alive() for client in self.clients)
        self.desk.give_up()
        for client in self.clients:
            client.thread.join(20)
        self.ended = time.perf_counter()
        self.journal.close()
        for client in self.clients:
            if client.error is not None:
                raise client.error
        return whole

    @property
    def spans(self) -> list[tuple[str, float, float, int]]:
        """(verb, ended, seconds, tries) of every acknowledged act, in the order of their ends."""
        return sorted((span for client in self.clients for span in client.spans), key=lambda span: span[1])

    @property
    def lost(self) -> int:
        """How often an answer was lost."""
        return sum(client.lost for client in self.clients)

    @property
    def inconclusive(self) -> Counter[tuple[int, str | None]]:
        """Answers after which the same was asked again, by status and code."""
        return sum((client.inconclusive for client in self.clients), Counter())

    def tell(self, verb: str) -> Told:
        """The figures of one verb."""
        took = sorted(seconds * 1000 for name, _, seconds, _ in self.spans if name == verb)
        if not took:
            return Told(0, 0.0, 0.0, 0.0, 0.0)
        rate = len(took) / (self.ended - self.began)
        return Told(len(took), rate, statistics.median(took), took[int(len(took) * 0.95)], took[-1])
