"""One command is one transaction: permitted, guarded, written, committed, once."""

import threading
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, func, select

from engine.assembly import Platform
from engine.dispatch import (
    ANONYMOUS,
    PUBLIC,
    SYSTEM,
    Actor,
    Command,
    Context,
    Event,
    LiveStates,
    Query,
    ReadContext,
)
from engine.kernel.errors import Conflict, Forbidden, InvalidInput, StaleVersion, Unauthenticated

counters = Table(
    "counters",
    MetaData(),
    Column("name", String(20), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("version", Integer, nullable=False),
)
CLERK = Actor("u1", "clerk", "周敏", permissions=frozenset({"count:add"}))


@dataclass(frozen=True, slots=True)
class Add(Command):
    permission: ClassVar[str] = "count:add"
    name: str
    by: int = 1


@dataclass(frozen=True, slots=True)
class Read(Query):
    permission: ClassVar[str] = PUBLIC
    name: str


@dataclass(frozen=True, slots=True)
class Added(Event):
    name: str
    count: int


def add(command: Add, ctx: Context) -> dict[str, Any]:
    row = ctx.db.execute(select(counters).where(counters.c.name == command.name)).mappings().first()
    if row is None:
        ctx.changes.insert(counters, {"name": command.name, "count": command.by, "version": 1})
        count = command.by
    else:
        count = row["count"] + command.by
        ctx.changes.update(counters, command.name, {"count": count}, expect_version=row["version"])
    ctx.touched.add(command.name)
    ctx.emit(Added(command.name, count))
    return {"count": count, "at": ctx.now}


def read(query: Read, ctx: ReadContext) -> int | None:
    return ctx.db.execute(select(counters.c.count).where(counters.c.name == query.name)).scalar()


@pytest.fixture
def counting(platform: Platform) -> Platform:
    counters.create(platform.database.engine)
    platform.registry.command(Add, add)
    platform.registry.query(Read, read)
    return platform


def test_a_command_changes_and_answers(counting: Platform) -> None:
    assert counting.execute(Add("a", 2), CLERK)["count"] == 2
    assert counting.execute(Add("a"), CLERK)["count"] == 3
    assert counting.ask(Read("a"), ANONYMOUS) == 3


def test_who_may_not_is_refused_before_the_handler(counting: Platform) -> None:
    with pytest.raises(Forbidden, match="count:add"):
        counting.execute(Add("a"), Actor("u2", "other", "李"))
    with pytest.raises(Unauthenticated):
        counting.execute(Add("a"), ANONYMOUS)
    assert counting.ask(Read("a"), CLERK) is None


def test_a_guard_may_refuse_and_nothing_is_written(counting: Platform) -> None:
    def never(command: Add, ctx: Context) -> None:
        raise Conflict("not today")

    counting.registry.guard(Add, never)
    with pytest.raises(Conflict, match="not today"):
        counting.execute(Add("a"), CLERK)
    assert counting.ask(Read("a"), CLERK) is None


def test_a_failing_subscriber_undoes_everything_and_evicts_the_live_state(counting: Platform) -> None:
    counting.execute(Add("a"), CLERK)
    counting.services[LiveStates].put("a", 1, "state")

    def fails(event: Added, ctx: Context) -> None:
        raise InvalidInput("cannot follow")

    counting.registry.on(Added, fails)
    with pytest.raises(InvalidInput, match="cannot follow"):
        counting.execute(Add("a"), CLERK)
    assert counting.ask(Read("a"), CLERK) == 1
    assert counting.services[LiveStates].get("a", 1) is None


def test_the_same_key_and_body_have_one_effect_and_one_answer(counting: Platform) -> None:
    first = counting.execute(Add("a"), CLERK, idempotency_key="k1")
    assert counting.execute(Add("a"), CLERK, idempotency_key="k1") == first
    assert counting.ask(Read("a"), CLERK) == 1


def test_the_same_key_with_another_body_is_refused(counting: Platform) -> None:
    counting.execute(Add("a"), CLERK, idempotency_key="k1")
    with pytest.raises(Conflict) as refused:
        counting.execute(Add("a", 5), CLERK, idempotency_key="k1")
    assert refused.value.stable_code == "idempotency-key-reused"


def test_keys_belong_to_their_actor(counting: Platform) -> None:
    other = Actor("u2", "clerk2", "孙丽", permissions=frozenset({"count:add"}))
    counting.execute(Add("a"), CLERK, idempotency_key="k1")
    counting.execute(Add("a"), other, idempotency_key="k1")
    assert counting.ask(Read("a"), CLERK) == 2


def test_a_refused_command_does_not_use_its_key_up(counting: Platform) -> None:
    refusals = [Conflict("first time")]

    def once(command: Add, ctx: Context) -> None:
        if refusals:
            raise refusals.pop()

    counting.registry.guard(Add, once)
    with pytest.raises(Conflict):
        counting.execute(Add("a"), CLERK, idempotency_key="k1")
    assert counting.execute(Add("a"), CLERK, idempotency_key="k1")["count"] == 1


@pytest.mark.parametrize("key", ["", "x" * 201, "a\nb"], ids=["empty", "long", "line break"])
def test_a_bad_key_is_refused(counting: Platform, key: str) -> None:
    with pytest.raises(InvalidInput):
        counting.execute(Add("a"), CLERK, idempotency_key=key)


def test_a_refusal_that_must_leave_a_trace_is_committed(counting: Platform) -> None:
    @dataclass(frozen=True, slots=True)
    class Refused(Command):
        permission: ClassVar[str] = PUBLIC

    def refuse(command: Refused, ctx: Context) -> None:
        ctx.changes.insert(counters, {"name": "trace", "count": 1, "version": 1})
        ctx.refuse(Conflict("no"))

    counting.registry.command(Refused, refuse)
    with pytest.raises(Conflict, match="no"):
        counting.execute(Refused(), ANONYMOUS)
    assert counting.ask(Read("trace"), CLERK) == 1


def test_what_follows_the_commit_may_fail_without_harm(counting: Platform) -> None:
    done: list[str] = []

    def follow(event: Added, ctx: Context) -> None:
        ctx.after_commit(lambda: 1 // 0)
        ctx.after_commit(lambda: done.append("second"))

    counting.registry.on(Added, follow)
    counting.execute(Add("a"), CLERK)
    assert counting.ask(Read("a"), CLERK) == 1
    assert done == ["second"]


def test_simultaneous_commands_on_one_row_all_succeed(counting: Platform) -> None:
    counting.execute(Add("a", 0), CLERK)
    failures: list[Exception] = []

    def work() -> None:
        for _ in range(10):
            try:
                counting.execute(Add("a"), CLERK)
            except Exception as error:  # noqa: BLE001  # whatever it was, the test must say so
                failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert counting.ask(Read("a"), CLERK) == 40


def test_simultaneous_requests_with_one_key_have_one_effect(counting: Platform) -> None:
    answers: list[Any] = []

    def work() -> None:
        answers.append(counting.execute(Add("a"), CLERK, idempotency_key="same"))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert all(answer == answers[0] for answer in answers)
    assert counting.ask(Read("a"), CLERK) == 1


def test_a_command_that_is_always_overtaken_gives_up_with_advice(counting: Platform) -> None:
    @dataclass(frozen=True, slots=True)
    class Hopeless(Command):
        permission: ClassVar[str] = PUBLIC

    def hopeless(command: Hopeless, ctx: Context) -> None:
        ctx.changes.update(counters, "a", {"count": 9}, expect_version=77)

    counting.execute(Add("a"), CLERK)
    counting.registry.command(Hopeless, hopeless)
    with pytest.raises(StaleVersion, match="load it again"):
        counting.execute(Hopeless(), SYSTEM)


def test_rows_are_written_in_one_statement_for_each_shape(counting: Platform) -> None:
    seen: list[int] = []

    @dataclass(frozen=True, slots=True)
    class Many(Command):
        permission: ClassVar[str] = PUBLIC

    def many(command: Many, ctx: Context) -> None:
        for number in range(5):
            ctx.changes.insert(counters, {"name": f"m{number}", "count": number, "version": 1})
        ctx.changes.update(counters, "m3", {"count": 33})
        ctx.changes.delete(counters, "m4")
        ctx.after_commit(lambda: seen.append(ctx.changes.statements_run))

    counting.registry.command(Many, many)
    counting.execute(Many(), ANONYMOUS)
    assert seen == [1]
    assert counting.ask(Read("m3"), CLERK) == 33
    with counting.database.read() as db:
        assert db.execute(select(func.count()).select_from(counters)).scalar() == 4


def test_versioned_updates_of_several_rows_are_checked_together(counting: Platform) -> None:
    @dataclass(frozen=True, slots=True)
    class Both(Command):
        permission: ClassVar[str] = PUBLIC
        second: int

    def both(command: Both, ctx: Context) -> None:
        ctx.changes.update(counters, "a", {"count": 7}, expect_version=1)
        ctx.changes.update(counters, "b", {"count": 8}, expect_version=command.second)

    counting.registry.command(Both, both)
    counting.execute(Add("a"), CLERK)
    counting.execute(Add("b"), CLERK)
    with pytest.raises(StaleVersion):
        counting.execute(Both(second=5), ANONYMOUS)
    assert counting.ask(Read("a"), CLERK) == 1
    counting.execute(Both(second=1), ANONYMOUS)
    assert (counting.ask(Read("a"), CLERK), counting.ask(Read("b"), CLERK)) == (7, 8)
