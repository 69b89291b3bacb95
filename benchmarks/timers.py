"""Timers in great number: `jingban bench timers`.

Arms many timers (most of them far away, some of real cases that fall due while the sweep runs), and measures what people would
notice: how long a sweep takes when nothing or little is due, how late a due timer fires, and how long the due dates of many terms take to
move when the calendar changes. The ratio is target / measured: 1 or more means the target is met.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert, select, update

from benchmarks._places import Place, postgres_place, sqlite_place
from benchmarks.joint4 import APPLICANT
from engine.assembly import Platform, build
from engine.cases.start import StartCase
from engine.cli.sweeping import Sweeper
from engine.deadlines.hold import hold_due
from engine.deadlines.recompute import RecomputeTimers
from engine.deadlines.tables import waits
from engine.definitions.deploy import Deploy
from engine.dispatch import SYSTEM
from engine.history.tables import events
from engine.seed.load import load

SWEEP_MS, LATE_SECONDS, MOVE_SECONDS = 50.0, 2.0, 10.0
TIMER = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="http://jingban.dev/benchmarks">
<process id="waiting" name="waiting" isExecutable="true"><startEvent id="S"/><intermediateCatchEvent id="T">
<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent><endEvent id="E"/>
<sequenceFlow id="a" sourceRef="S" targetRef="T"/><sequenceFlow id="b" sourceRef="T" targetRef="E"/></process></definitions>"""
BEFORE = timedelta(days=1)
EACH = timedelta(milliseconds=20)
SINCE = date(2026, 3, 2)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--armed", type=int, default=100_000, help="timers that are armed (default 100000)")
    options.add_argument("--moved", type=int, default=10_000, help="terms that move (default 10000)")
    options.add_argument("--due", type=int, default=300, help="cases whose timers fall due (default 300)")
    options.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    chosen = options.parse_args()
    print(f"{'database':10}{'figure':36}{'measured':>12}{'target':>10}{'ratio':>9}")
    for open_place in (sqlite_place, postgres_place):
        if chosen.database in ("both", open_place.__name__.removesuffix("_place")):
            with open_place() as place:
                report(place, chosen.armed, chosen.moved, chosen.due)


def report(place: Place, armed: int, moved: int, due: int) -> None:
    """Measure one database and print its lines."""
    platform = build(place.settings)
    try:
        for _ in load(platform):
            pass
        platform.execute(Deploy({"waiting.bpmn": TIMER}, "benchmark"), SYSTEM)
        arm_far_away(platform, armed, moved)
        idle = statistics.median(timed(platform.tick) for _ in range(20))
        tell(place, "sweep, nothing due, ms", idle * 1000, SWEEP_MS)
        held = statistics.median(hold_five(platform) for _ in range(11))
        tell(place, "sweep, five due: find and hold, ms", held * 1000, SWEEP_MS)
        few = statistics.median(
            timed(platform.tick) for _ in range(11) if fall_due(platform, begin(platform, 5))
        )
        tell(place, "the same with firing them, ms", few * 1000, SWEEP_MS)
        late = lateness(platform, due)
        tell(place, "late at worst, s", max(late), LATE_SECONDS)
        tell(place, "late, median, s", statistics.median(late), LATE_SECONDS)
        with platform.database.write() as db:
            before = waits.c.workdays.is_not(None)
            db.execute(update(waits).where(before).values(due_at=datetime(2030, 1, 1, tzinfo=UTC)))
        spent = timed(lambda: check(platform.execute(RecomputeTimers(), SYSTEM)["moved"], moved))
        tell(place, f"move {moved:,} due dates, s", spent, MOVE_SECONDS)
    finally:
        platform.close()


def arm_far_away(platform: Platform, armed: int, moved: int) -> None:
    """Rows as `arm` writes them, of which `moved` are terms in working days."""
    now = platform.clock.now()
    nothing = dict.fromkeys(("name", "key", "workdays", "after", "held_until", "error", "failed_at"))
    rows = [
        {
            **nothing,
            "region": "jingkai",
            "case_id": f"far{number:023d}",
            "wait": "w1",
            "kind": "timer",
            "element": "T",
            "due_at": now + BEFORE + timedelta(seconds=number),
            "workdays": 10 + number % 60 if number < moved else None,
            "after": SINCE if number < moved else None,
            "attempts": 0,
        }
        for number in range(armed)
    ]
    with platform.database.write() as db:
        for at in range(0, armed, 5000):
            db.execute(insert(waits), rows[at : at + 5000])


def begin(platform: Platform, count: int) -> list[str]:
    """Cases that wait for an hour; their ids."""
    clerk = platform.actor("clerk")
    return [
        platform.execute(StartCase(APPLICANT, definition="waiting", channel="window"), clerk)["id"]
        for _ in range(count)
    ]


def hold_five(platform: Platform) -> float:
    """Seconds to find five due timers among all and to hold them; they are left to the sweeps that follow."""
    fall_due(platform, begin(platform, 5))
    now = platform.clock.now()

    def hold() -> None:
        with platform.database.write() as db:
            check(len(hold_due(db, now, 5)), 5)

    return timed(hold)


def fall_due(platform: Platform, ids: list[str]) -> bool:
    """Let the timers of these cases be due now."""
    with platform.database.write() as db:
        db.execute(update(waits).where(waits.c.case_id.in_(ids)).values(due_at=platform.clock.now()))
    return True


def lateness(platform: Platform, count: int) -> list[float]:
    """How many seconds after its due instant each timer fired; fifty fall due in a second, and the real loop sweeps."""
    ids = begin(platform, count)
    first = platform.clock.now() + timedelta(seconds=3)
    due = {case_id: first + EACH * number for number, case_id in enumerate(ids)}
    with platform.database.write() as db:
        for case_id, instant in due.items():
            db.execute(update(waits).where(waits.c.case_id == case_id).values(due_at=instant))
    sweeper = Sweeper(platform)
    sweeper.start()
    time.sleep(3 + EACH.total_seconds() * count + 5)
    sweeper.stop()
    with platform.database.read() as db:
        fired = select(events.c.case_id, events.c.at).where(events.c.action == "case:timer_fired")
        at = {
            row.case_id: datetime.fromtimestamp(row.at / 1e6, UTC)
            for row in db.execute(fired)
            if row.case_id in due
        }
    check(len(at), count)
    return [(at[case_id] - due[case_id]).total_seconds() for case_id in ids]


def timed(act: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def check(found: int, wanted: int) -> None:
    """A figure of work that was not done is none."""
    if found != wanted:
        raise SystemExit(f"{found} instead of {wanted} were done")


def tell(place: Place, figure: str, measured: float, target: float) -> None:
    """One line."""
    print(f"{place.name:10}{figure:36}{measured:12,.3f}{target:10,.0f}{target / measured:9.2f}", flush=True)


if __name__ == "__main__":
    main()
