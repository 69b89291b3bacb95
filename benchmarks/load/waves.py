"""Waves: the same kind of request for many items, by several clients at once, so that one verb is timed alone."""

import threading
import time
from typing import NamedTuple

from benchmarks.load.connection import Answer, Connection
from benchmarks.load.people import application, review, who_does


class Request(NamedTuple):
    """One request of one person."""

    username: str
    path: str
    body: bytes = b""
    key: str | None = None
    method: str = "POST"


class Wave(NamedTuple):
    """The answers in the order of the requests, the seconds of each, and how long the whole took."""

    answers: list[Answer]
    seconds: list[float]
    elapsed: float

    @property
    def errors(self) -> list[str]:
        """Every answer that is not a success."""
        return [f"{answer.status} {answer.code}" for answer in self.answers if answer.status >= 300]


def starts(definition: str, count: int, name: str) -> list[Request]:
    """Start `count` cases."""
    return [
        Request("clerk", "/cases", application(definition, f"{name}-{n}"), f"{name}-{n}")
        for n in range(count)
    ]


def claims(items: list[dict]) -> list[Request]:
    """Claim items, each by whoever works at it."""
    return [
        Request(who_does(item), f"/work-items/{item['id']}/claim", b"", f"claim-{item['id']}")
        for item in items
    ]


def completions(items: list[dict]) -> list[Request]:
    """Complete items, each by whoever works at it, with about 2 KB."""
    return [
        Request(who_does(item), f"/work-items/{item['id']}/completion", review("wave"), f"done-{item['id']}")
        for item in items
    ]


class Clients:
    """N kept-alive connections with a thread each for the length of a wave."""

    def __init__(self, address: tuple[str, int], tokens: dict[str, str], count: int) -> None:
        self._connections = [Connection(*address) for _ in range(count)]
        self._tokens = tokens

    def send(self, requests: list[Request], *, at_once: bool = False) -> Wave:
        """Send all; with `at_once` one to each client, all let go at the same instant. Raises Lost."""
        answers: list[Answer | None] = [None] * len(requests)
        seconds = [0.0] * len(requests)
        numbers = iter(range(len(requests)))
        lock, failures = threading.Lock(), []
        crowd = self._connections[: len(requests)]
        gate = threading.Barrier(len(crowd))

        def run(connection: Connection) -> None:
            try:
                gate.wait()
                while True:
                    with lock:
                        number = next(numbers, None)
                    if number is None:
                        return
                    request = requests[number]
                    began = time.perf_counter()
                    token = self._tokens[request.username]
                    answers[number] = connection.ask(
                        request.method, request.path, token, request.body, request.key
                    )
                    seconds[number] = time.perf_counter() - began
                    if at_once:
                        return
            except Exception as error:  # noqa: BLE001 raised again where the wave is awaited
                failures.append(error)

        threads = [threading.Thread(target=run, args=(connection,)) for connection in crowd]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        elapsed = time.perf_counter() - began
        if failures:
            raise failures[0]
        return Wave([answer for answer in answers if answer is not None], seconds, elapsed)

    def close(self) -> None:
        """Hang up."""
        for connection in self._connections:
            connection.close()
