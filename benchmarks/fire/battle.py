"""One battle: a server (and workers) under load, faults at random points, then peace, then the check.

The battle plays the part of a service manager: a main process that has ended is started again with the same command, and
nothing else is done by hand. What a manager could not mend by that alone is a finding.
"""

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from benchmarks.fire.check import check
from benchmarks.fire.installation import Installation
from benchmarks.fire.record import opened_record
from benchmarks.fire.serving import Process, Server, processes_at
from benchmarks.load.crowd import Crowd
from benchmarks.load.people import log_in

Address = tuple[str, int]
TAKEOVER = 10.0
"""Seconds within which a living worker takes over what a dead one held."""


@dataclass
class Battle:
    """What is fought with. `findings` collects what the check cannot see: manual steps, a server that stays away."""

    installation: Installation
    server: Server
    sweepers: list[Process]
    crowd: Crowd
    random: Random
    token: str
    faults: list[float] = field(default_factory=list)
    ready: list[float] = field(default_factory=list)
    ended_by_itself: int = 0
    findings: list[str] = field(default_factory=list)

    def pause(self, shortest: float = 0.2, longest: float = 1.2) -> None:
        """Let the load go on for a random while."""
        time.sleep(self.random.uniform(shortest, longest))

    def strike(self, what: Callable[[], object]) -> None:
        """Do one harm and note when."""
        what()
        self.faults.append(time.perf_counter())

    def manage(self) -> None:
        """What a service manager does: start again what has ended; then wait until the server is ready."""
        for sweeper in self.sweepers:
            if not sweeper.is_running:
                sweeper.start()
        if not self.server.is_running:
            self._free_port()
            self.server.start()
        self.server.wait_until_ready()
        self.ready.append(time.perf_counter())

    def longest_silence(self, since: float) -> float:
        """The longest time in seconds without an acknowledged act from an instant until now."""
        now = time.perf_counter()
        ends = [since, *(ended for _, ended, _, _ in self.crowd.spans if ended > since), now]
        return max(later - earlier for earlier, later in itertools.pairwise(ends))

    def _free_port(self, patience: float = 5.0) -> None:
        """A dead server's processes must leave by themselves; if they do not, that is a finding and they are ended."""
        deadline = time.perf_counter() + patience
        while orphans := processes_at(self.server.port):
            if time.perf_counter() > deadline:
                told = ", ".join(str(orphan.pid) for orphan in orphans)
                self.findings.append(
                    f"manual step: {patience:.0f} s after the main process was killed its children ({told}) still hold "
                    "the port, so that it cannot be started again"
                )
                for orphan in orphans:
                    orphan.kill()
            time.sleep(0.1)

    def manage_after_worker(self, patience: float = 3.0) -> None:
        """As `manage`, but first give the server the time to notice that one of its workers is gone."""
        deadline = time.perf_counter() + patience
        while self.server.is_running and time.perf_counter() < deadline:
            time.sleep(0.05)
        if not self.server.is_running:
            self.ended_by_itself += 1
        self.manage()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a battle ended. Times in milliseconds: from a fault, and from readiness, to the first acknowledged act."""

    faults: int
    acknowledged: int
    cases: int
    events: int
    lost_answers: int
    after_fault: list[float]
    after_ready: list[float]
    longest_act: float
    ended_by_itself: int
    findings: list[str]


def fight(
    installation: Installation,
    plan: Callable[[Battle], None],
    *,
    workers: int,
    sweepers: int = 0,
    clients: int = 6,
    seed: int = 1,
    definitions: tuple[str, ...] = ("joint4",),
    door: Callable[[Server], Address] | None = None,
    sweep: bool = False,
    patience: float = 60.0,
) -> Outcome:
    """Start everything, load it, carry out `plan`, finish, check. `door` may put a proxy before the server."""
    journal = installation.notes / f"journal-{seed}-{time.time_ns()}.jsonl"
    server = Server(installation, workers=workers, sweep=sweep)
    helpers = [Process(installation, f"worker{number}", "worker") for number in range(sweepers)]
    with _running(server, helpers):
        tokens = log_in(*server.address)
        address = door(server) if door else server.address
        crowd = Crowd(address, tokens, journal, clients=clients, seed=seed, definitions=definitions)
        battle = Battle(installation, server, helpers, crowd, Random(seed), tokens["clerk"])
        crowd.begin()
        battle.pause(0.5, 1.0)
        try:
            plan(battle)
        finally:
            whole = crowd.finish(patience)
        if not whole:
            battle.findings.append("stuck: what was open could not be finished after the last fault")
        if sweepers or sweep:
            battle.findings += _unfired(installation)
    return _outcome(battle, journal)


def _outcome(battle: Battle, journal: Path) -> Outcome:
    checked = check(battle.installation, [journal])
    ends = [ended for _, ended, _, _ in battle.crowd.spans]
    return Outcome(
        faults=len(battle.faults),
        acknowledged=checked.acknowledged,
        cases=checked.cases,
        events=checked.events,
        lost_answers=battle.crowd.lost,
        after_fault=list(_delays(battle.faults, ends)),
        after_ready=list(_delays(battle.ready, ends)),
        longest_act=max((seconds * 1000 for _, _, seconds, _ in battle.crowd.spans), default=0.0),
        ended_by_itself=battle.ended_by_itself,
        findings=[*battle.findings, *checked.findings],
    )


def _delays(instants: list[float], ends: list[float]) -> Iterator[float]:
    for instant in instants:
        later = next((end for end in ends if end > instant), None)
        if later is not None:
            yield (later - instant) * 1000


def _unfired(installation: Installation, patience: float = 60.0) -> list[str]:
    """Timers that are overdue must fire soon, whoever held them when it died: within `TAKEOVER` seconds."""
    began = time.perf_counter()
    while True:
        before = (datetime.now(UTC) - timedelta(seconds=2)).isoformat(timespec="microseconds")[:-6] + "Z"
        with opened_record(installation.direct) as record:
            overdue = record.overdue(before)
        waited = time.perf_counter() - began
        if not overdue:
            late = f"late: timers that a dead worker held fired {waited:.0f} s after peace, not within {TAKEOVER:.0f} s"
            return [late] if waited > TAKEOVER else []
        if waited > patience:
            return [f"lost: {overdue} timers are overdue {patience:.0f} s after peace"]
        time.sleep(0.25)


@contextmanager
def _running(server: Server, helpers: list[Process]) -> Iterator[None]:
    try:
        server.start()
        for helper in helpers:
            helper.start()
        server.wait_until_ready()
        yield
    finally:
        for process in (server, *helpers):
            process.stop()
