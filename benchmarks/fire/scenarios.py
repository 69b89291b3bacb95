"""The scenarios of `jingban bench faults`, by name: an installation, a plan, and how much of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from benchmarks.fire import plans
from benchmarks.fire.battle import Outcome, fight
from benchmarks.fire.clock import jump
from benchmarks.fire.disk import fill, small_disk
from benchmarks.fire.installation import postgres_installation, sqlite_installation
from benchmarks.fire.postgres import socket_of, through
from benchmarks.fire.proxy import Proxy
from benchmarks.fire.slow import dawdle

MIXED: Final = ("joint4", "joint4", "joint4", "eng14", "timed")


class Options(NamedTuple):
    """`faults` None: as many as the scenario is known for."""

    faults: int | None = None
    clients: int = 6
    workers: int = 2
    seed: int = 1


def kill_postgres(options: Options) -> Outcome:
    """50 kills under load, two answering processes, two background workers, timers falling due meanwhile."""
    plan = plans.kills(options.faults or 50, ("all", "answering", "worker", "main"))
    with postgres_installation() as installation:
        return fight(
            installation,
            plan,
            workers=options.workers,
            sweepers=2,
            clients=options.clients,
            seed=options.seed,
            definitions=MIXED,
        )


def kill_sqlite(options: Options) -> Outcome:
    """20 kills under load of the one server that also sweeps."""
    plan = plans.kills(options.faults or 20, ("all", "answering", "main"))
    with sqlite_installation() as installation:
        return fight(
            installation,
            plan,
            workers=1,
            sweep=True,
            clients=options.clients,
            seed=options.seed,
            definitions=MIXED,
        )


def restart_database(options: Options) -> Outcome:
    """PostgreSQL goes away and comes back."""
    with postgres_installation() as installation:
        plan = plans.database_restarts(options.faults or 10)
        return fight(
            installation,
            plan,
            workers=options.workers,
            sweepers=1,
            clients=options.clients,
            seed=options.seed,
            definitions=MIXED,
        )


def cut_clients(options: Options) -> Outcome:
    """Lines between clients and server."""
    opened: list[Proxy] = []

    def door(server: object) -> tuple[str, int]:
        opened.append(Proxy(server.address))  # type: ignore[attr-defined]
        return "127.0.0.1", opened[0].port

    with postgres_installation() as installation:
        plan = plans.cuts(lambda: opened[0], options.faults or 100)
        try:
            return fight(
                installation,
                plan,
                workers=options.workers,
                clients=options.clients,
                seed=options.seed,
                door=door,
            )
        finally:
            for proxy in opened:
                proxy.close()


def cut_database(options: Options) -> Outcome:
    """Lines between server and PostgreSQL, some of them between a commit and its answer."""
    with postgres_installation() as direct:
        proxy = Proxy(socket_of(direct.direct))
        installation = replace(direct, url=through(direct.direct, proxy.port))
        plan = plans.cuts(lambda: proxy, options.faults or 100)
        try:
            return fight(
                installation, plan, workers=options.workers, clients=options.clients, seed=options.seed
            )
        finally:
            proxy.close()


def timers(options: Options) -> Outcome:
    """Timers fall due all the while; two workers share them, and one or the other is killed again and again."""
    with postgres_installation() as installation:
        plan = plans.kills(options.faults or 10, ("worker",))
        return fight(
            installation,
            plan,
            workers=options.workers,
            sweepers=2,
            clients=options.clients,
            seed=options.seed,
            definitions=("timed",),
        )


def full_disk(options: Options) -> Outcome:
    """SQLite on a disk that fills up and is made room on again. Without the right to mount one, files may not grow instead."""
    with small_disk(64) as disk, sqlite_installation(disk) as installation:
        return fight(
            installation,
            lambda battle: fill(battle, mounted=disk is not None),
            workers=1,
            clients=options.clients,
            seed=options.seed,
        )


def jumping_clock(options: Options) -> Outcome:
    """The clock goes back and forth between the lives of the server."""
    with postgres_installation(JINGBAN_SESSION_HOURS="720") as installation:
        return fight(
            installation,
            lambda battle: jump(battle, options.faults or 5),
            workers=options.workers,
            clients=options.clients,
            seed=options.seed,
        )


def slow_clients(options: Options) -> Outcome:
    """64 clients that never finish their requests, for 10 s."""
    with postgres_installation() as installation:
        return fight(
            installation,
            lambda battle: dawdle(battle, 64, options.faults or 10),
            workers=options.workers,
            clients=options.clients,
            seed=options.seed,
        )


SCENARIOS: Final[Mapping[str, Callable[[Options], Outcome]]] = {
    "kill-postgres": kill_postgres,
    "kill-sqlite": kill_sqlite,
    "database": restart_database,
    "cut-clients": cut_clients,
    "cut-database": cut_database,
    "timers": timers,
    "disk": full_disk,
    "clock": jumping_clock,
    "slow": slow_clients,
}
