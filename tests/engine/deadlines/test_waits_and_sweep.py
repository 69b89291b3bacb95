"""Timers: due instants in working days, taken by one worker at a time, fired once, failures kept apart and tried again."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

import pytest
from sqlalchemy import update

from engine.assembly import Platform
from engine.cases.incidents.list import Incidents
from engine.cases.incidents.retry import RetryIncident
from engine.deadlines.arm import arm, disarm, due_instant, key_text
from engine.deadlines.hold import delay, hold_due
from engine.deadlines.queries import lag, waits_of
from engine.deadlines.recompute import RecomputeTimers
from engine.deadlines.sweep import Sweep
from engine.deadlines.tables import waits
from engine.dispatch import SYSTEM, Actor, Command, Context
from engine.kernel.clock import FrozenClock
from engine.kernel.errors import ExecutionFailed, LimitExceeded, NotFound
from engine.timing import UnconfirmedYear, WorkCalendar


@dataclass(frozen=True, slots=True)
class Arm(Command):
    permission: ClassVar[str] = "case:start"
    case_id: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Disarm(Command):
    case_id: str
    wait: str


@pytest.fixture
def office(platform: Platform) -> Platform:
    platform.registry.command(Arm, lambda command, ctx: arm(ctx, command.case_id, "jingkai", command.data))
    platform.registry.command(Disarm, lambda command, ctx: disarm(ctx, command.case_id, command.wait))
    return platform


def timer(wait: str = "w1", **data: Any) -> dict[str, Any]:
    return {"wait": wait, "kind": "timer", "element": "Timer", **data}


def due_in(office: Platform, case_id: str, seconds: int) -> None:
    due = (office.clock.now() + timedelta(seconds=seconds)).isoformat()
    office.execute(Arm(case_id, timer(due=due)), SYSTEM)


def sweep(office: Platform, fire: Any) -> Sweep:
    return Sweep(office.database, fire)


@pytest.mark.parametrize(
    ("data", "due"),
    [
        ({"due": "2026-03-02T09:00:00+08:00"}, datetime(2026, 3, 2, 1, tzinfo=UTC)),
        ({"workdays": 5, "after": "2026-03-02"}, datetime(2026, 3, 9, 16, tzinfo=UTC)),
        ({"workdays": 1, "after": "2026-09-30"}, datetime(2026, 10, 8, 16, tzinfo=UTC)),
        ({"workdays": 0, "after": "2026-03-02"}, datetime(2026, 3, 2, 16, tzinfo=UTC)),
        ({}, None),
    ],
    ids=["an instant", "five working days", "over the national day", "none", "no time"],
)
def test_the_due_instant_is_the_end_of_the_last_working_day(
    data: dict[str, Any], due: datetime | None
) -> None:
    assert due_instant(data, WorkCalendar.china()) == due


def test_a_term_into_an_unconfirmed_year_waits_without_a_guess(office: Platform) -> None:
    with pytest.raises(UnconfirmedYear):
        due_instant({"workdays": 400, "after": "2026-03-02"}, WorkCalendar.china())
    office.execute(Arm("case", timer(workdays=400, after="2026-03-02")), SYSTEM)
    with office.database.read() as db:
        (row,) = waits_of(db, "case")
    assert (row["due_at"], row["error"], row["workdays"]) == (None, "calendar-year-unconfirmed", 400)


def test_timers_follow_a_changed_calendar(office: Platform) -> None:
    office.execute(Arm("case", timer("w1", workdays=5, after="2026-03-02")), SYSTEM)
    office.execute(Arm("case", timer("w2", workdays=400, after="2026-03-02")), SYSTEM)
    with office.database.write() as db:
        db.execute(update(waits).where(waits.c.wait == "w1").values(due_at=datetime(2026, 1, 1, tzinfo=UTC)))
    assert office.execute(RecomputeTimers(), SYSTEM) == {"moved": 1, "unknown": 1}
    with office.database.read() as db:
        assert waits_of(db, "case")[0]["due_at"] == datetime(2026, 3, 9, 16, tzinfo=UTC)


def test_due_timers_fire_once_in_order_and_only_when_due(office: Platform, clock: FrozenClock) -> None:
    fired: list[str] = []

    def fire(case_id: str, wait: str) -> None:
        fired.append(case_id)
        office.execute(Disarm(case_id, wait), SYSTEM)

    for case_id, seconds in (("late", 20), ("early", 10), ("far", 1000)):
        due_in(office, case_id, seconds)
    assert sweep(office, fire).run(clock.now()) == (0, 0)
    clock.advance(timedelta(seconds=30))
    assert sweep(office, fire).run(clock.now()) == (2, 0)
    assert sweep(office, fire).run(clock.now()) == (0, 0)
    assert fired == ["early", "late"]


def test_many_due_timers_all_fire_and_those_of_one_case_in_their_order(
    office: Platform, clock: FrozenClock
) -> None:
    fired: list[tuple[str, str]] = []

    def fire(case_id: str, wait: str) -> None:
        fired.append((case_id, wait))
        office.execute(Disarm(case_id, wait), SYSTEM)

    names = [f"case{number}" for number in range(12)]
    for second, wait in ((2, "w1"), (1, "w2")):
        due = (clock.now() + timedelta(seconds=second)).isoformat()
        for name in names:
            office.execute(Arm(name, timer(wait, due=due)), SYSTEM)
    clock.advance(timedelta(seconds=5))
    assert sweep(office, fire).run(clock.now()) == (24, 0)
    assert {name: [w for n, w in fired if n == name] for name in names} == {
        key: ["w2", "w1"] for key in names
    }


def test_one_failing_timer_does_not_keep_the_others(office: Platform, clock: FrozenClock) -> None:
    fired: list[str] = []

    def fire(case_id: str, wait: str) -> None:
        if case_id == "poison":
            raise ExecutionFailed("the condition is broken", element="Gate")
        fired.append(case_id)
        office.execute(Disarm(case_id, wait), SYSTEM)

    for case_id in ("a", "poison", "z"):
        due_in(office, case_id, 0)
    assert sweep(office, fire).run(clock.now()) == (2, 1)
    with office.database.read() as db:
        (row,) = waits_of(db, "poison")
    assert row["attempts"] == 1
    assert "the condition is broken" in row["error"]
    assert sweep(office, fire).run(clock.now()) == (0, 0)
    clock.advance(timedelta(seconds=2))
    assert sweep(office, fire).run(clock.now()) == (0, 1)
    assert fired == ["a", "z"]


def test_a_failed_timer_is_an_incident_that_people_may_retry(
    organisation: Platform, office: Platform, actor: Callable[[str], Actor], clock: FrozenClock
) -> None:
    failing = [True]

    def fire(case_id: str, wait: str) -> None:
        if failing:
            raise ExecutionFailed("the condition is broken", element="Gate")
        office.execute(Disarm(case_id, wait), SYSTEM)

    due_in(office, "case", 0)
    for _ in range(4):
        sweep(office, fire).run(clock.now())
        clock.advance(timedelta(seconds=10))
    clock.advance(-timedelta(seconds=9))
    (incident,) = office.ask(Incidents(), actor("supervisor"))["items"]
    assert (incident["case_id"], incident["attempts"]) == ("case", 4)
    assert "the condition is broken" in incident["error"]
    failing.clear()
    assert sweep(office, fire).run(clock.now()) == (0, 0)
    office.execute(RetryIncident(incident["id"]), actor("admin"))
    assert sweep(office, fire).run(clock.now()) == (1, 0)
    assert office.ask(Incidents(), actor("supervisor"))["items"] == []
    with pytest.raises(NotFound):
        office.execute(RetryIncident(incident["id"]), actor("admin"))


def test_a_timer_whose_case_is_gone_is_not_a_failure(office: Platform, clock: FrozenClock) -> None:
    def fire(case_id: str, wait: str) -> None:
        raise NotFound("There is no such case.")

    due_in(office, "gone", 0)
    assert sweep(office, fire).run(clock.now()) == (0, 1)
    with office.database.read() as db:
        assert waits_of(db, "gone")[0]["attempts"] == 0


def test_a_held_timer_is_left_alone_until_its_worker_is_given_up(
    office: Platform, clock: FrozenClock
) -> None:
    due_in(office, "case", 0)
    with office.database.write() as db:
        assert len(hold_due(db, clock.now(), 10)) == 1
    with office.database.write() as db:
        assert hold_due(db, clock.now(), 10) == []
    clock.advance(timedelta(seconds=31))
    with office.database.write() as db:
        assert len(hold_due(db, clock.now(), 10)) == 1


def test_a_sweep_that_is_told_to_stop_gives_back_what_it_holds(office: Platform, clock: FrozenClock) -> None:
    for number in range(3):
        due_in(office, f"c{number}", 1)
    clock.advance(timedelta(seconds=2))
    fired: list[str] = []

    def fire(case_id: str, wait: str) -> None:
        fired.append(case_id)
        ending.stop()

    ending = sweep(office, fire)
    assert ending.run(clock.now()).fired == 1
    assert sweep(office, lambda case_id, wait: fired.append(case_id)).run(clock.now()).fired >= 2
    assert {"c1", "c2"} <= set(fired)


def test_several_workers_share_the_timers_and_fire_none_twice(office: Platform, clock: FrozenClock) -> None:
    for number in range(40):
        due_in(office, f"case{number}", 0)
    fired: list[str] = []

    def fire(case_id: str, wait: str) -> None:
        fired.append(case_id)
        office.execute(Disarm(case_id, wait), SYSTEM)

    workers = [threading.Thread(target=lambda: sweep(office, fire).run(clock.now())) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(fired) == sorted(f"case{number}" for number in range(40))


def test_more_timers_than_a_batch_are_all_fired(office: Platform, clock: FrozenClock) -> None:
    @dataclass(frozen=True, slots=True)
    class Many(Command):
        pass

    def many(command: Many, ctx: Context) -> None:
        for number in range(450):
            arm(ctx, f"case{number}", "jingkai", timer(due=ctx.now.isoformat()))

    office.registry.command(Many, many)
    office.execute(Many(), SYSTEM)
    fired: list[str] = []
    assert sweep(office, lambda case_id, wait: fired.append(case_id)).run(clock.now()) == (450, 0)
    assert len(set(fired)) == 450


def test_the_lag_of_the_sweep_is_known(office: Platform, clock: FrozenClock) -> None:
    due_in(office, "a", 0)
    clock.advance(timedelta(minutes=5))
    with office.database.read() as db:
        assert lag(db, clock.now()) == (1, clock.now() - timedelta(minutes=5))


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 1), (2, 2), (3, 4), (10, 512), (13, 3600), (10**6, 3600)]
)
def test_the_delay_after_failures_grows_to_an_hour(attempts: int, seconds: int) -> None:
    assert delay(attempts) == timedelta(seconds=seconds)


def test_a_repeating_timer_may_be_armed_again_under_its_name_in_one_command(office: Platform) -> None:
    @dataclass(frozen=True, slots=True)
    class Rearm(Command):
        pass

    def rearm(command: Rearm, ctx: Context) -> None:
        disarm(ctx, "case", "w1")
        arm(ctx, "case", "jingkai", timer(workdays=1, after=date(2026, 3, 3)))

    office.registry.command(Rearm, rearm)
    due_in(office, "case", 0)
    office.execute(Rearm(), SYSTEM)
    with office.database.read() as db:
        assert [row["after"] for row in waits_of(db, "case")] == [date(2026, 3, 3)]


def test_correlation_keys_have_one_text() -> None:
    assert key_text({"b": 1, "a": "人"}) == key_text({"a": "人", "b": 1}) == '{"a":"人","b":1}'
    assert key_text(None) is None


def test_a_long_key_is_kept_as_its_hash() -> None:
    assert key_text("x" * 499) != key_text("x" * 500)
    long = key_text("x" * 100_000)
    assert long is not None
    assert len(long) < 100
    assert long == key_text("x" * 100_000) != key_text("x" * 100_001)


@pytest.mark.parametrize("column", ["wait", "name", "element"])
def test_a_name_that_fits_no_column_is_refused_with_advice(office: Platform, column: str) -> None:
    with pytest.raises(LimitExceeded, match="shorten it"):
        office.execute(Arm("case", {**timer(), column: "n" * 201}), SYSTEM)
