"""Clients that are slow on purpose: they hold their lines, send a byte now and then, and never finish."""

import contextlib
import socket
import time

from benchmarks.fire.battle import Battle

MOST_WAIT = 5.0


def dawdle(battle: Battle, lines: int, seconds: float) -> None:
    """Hold `lines` lines in the middle of a request for `seconds`; the others must be served all the while."""
    head = (
        "POST /api/v1/cases HTTP/1.1\r\nHost: slow\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {battle.token}\r\nContent-Length: 4000\r\n\r\n"
    ).encode()
    held: list[socket.socket] = []

    def harm() -> None:
        for _ in range(lines):
            line = socket.create_connection(battle.server.address, 5)
            line.sendall(head)
            held.append(line)

    battle.strike(harm)
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for line in held:
            with contextlib.suppress(OSError):
                line.send(b" ")
        time.sleep(0.5)
    for line in held:
        line.close()
    silent = battle.longest_silence(battle.faults[-1])
    if silent > MOST_WAIT:
        battle.findings.append(f"slow: {lines} slow clients kept all others waiting for {silent:.1f} s")
    battle.manage()
