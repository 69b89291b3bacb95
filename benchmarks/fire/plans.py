"""The harms, one function each: what is done to a battle, and how often. Each ends when the server is ready again."""

import functools
import time
from collections.abc import Callable

from benchmarks.fire.battle import Battle
from benchmarks.fire.postgres import restart_at_once
from benchmarks.fire.proxy import Proxy

Plan = Callable[[Battle], None]


def kills(count: int, kinds: tuple[str, ...]) -> Plan:
    """kill -9, `count` times in all, at random points: of everything at once (`all`), of the main process alone (`main`), of one
    process that answers requests (`answering`), of one background worker (`worker`).
    """

    def plan(battle: Battle) -> None:
        for number in range(count):
            kind = kinds[number % len(kinds)]
            match kind:
                case "all":
                    battle.strike(battle.server.kill_all)
                    battle.manage()
                case "main":
                    battle.strike(battle.server.kill)
                    battle.manage()
                case "answering":
                    battle.strike(functools.partial(battle.server.kill_one_worker, battle.random))
                    battle.manage_after_worker()
                case "worker":
                    battle.strike(battle.sweepers[battle.random.randrange(len(battle.sweepers))].kill_all)
                    battle.manage()
            battle.pause()

    return plan


def database_restarts(count: int) -> Plan:
    """PostgreSQL stops at once, without a checkpoint, and starts again, `count` times."""

    def plan(battle: Battle) -> None:
        for _ in range(count):
            battle.strike(functools.partial(restart_at_once, battle.installation.server))
            battle.manage()
            battle.pause()

    return plan


def cuts(proxy: Callable[[], Proxy], count: int) -> Plan:
    """Lines are reset in mid-request: a random share of all, or the answers of requests that have arrived."""

    def plan(battle: Battle) -> None:
        for number in range(count):
            if number % 2:
                battle.strike(lambda: proxy().cut(battle.random, battle.random.uniform(0.3, 1.0)))
            else:
                battle.strike(lambda: proxy().swallow(battle.random.randint(1, 6)))
            battle.manage()
            battle.pause(0.05, 0.4)

    return plan


def quiet(seconds: float) -> Plan:
    """No harm at all: what the check must find to be in order."""
    return lambda _: time.sleep(seconds)
