"""A connection that is cut does not lose or double an act; states in memory count for one version only."""

from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from sqlalchemy import func, select, text

from engine.assembly import Platform, build
from engine.dispatch import PUBLIC, SYSTEM, Command, Context, LiveStates, Query, ReadContext
from engine.dispatch.answers import body_hash, decode, encode
from engine.identity.save import SaveDepartment
from engine.identity.tables import departments
from engine.kernel.clock import FrozenClock
from engine.kernel.settings import Settings


@dataclass(frozen=True, slots=True)
class Count(Query):
    permission: ClassVar[str] = PUBLIC


@dataclass(frozen=True, slots=True)
class CutThenSave(Command):
    permission: ClassVar[str] = PUBLIC


def count(query: Count, ctx: ReadContext) -> Any:
    return ctx.db.execute(select(func.count()).select_from(departments)).scalar()


@pytest.fixture
def on_postgres(postgres_url: str, tmp_path: Any, clock: FrozenClock) -> Any:
    opened = build(Settings(var=tmp_path, database_url=postgres_url, pool_size=2), clock)
    opened.registry.query(Count, count)
    yield opened
    opened.close()


def cut(platform: Platform) -> None:
    """End every other connection to the database, as a restart of the server would."""
    killer = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with platform.database.write() as db:
        db.execute(text(killer))


@pytest.mark.postgres
def test_after_a_restart_of_the_database_reads_and_commands_go_on(on_postgres: Platform) -> None:
    on_postgres.execute(SaveDepartment("a", {"zh-CN": "甲"}, "r"), SYSTEM)
    with on_postgres.database.read() as first:
        first.execute(text("SELECT 1"))
        cut(on_postgres)
    assert on_postgres.ask(Count(), SYSTEM) == 1
    with on_postgres.database.read() as first:
        first.execute(text("SELECT 1"))
        cut(on_postgres)
    on_postgres.execute(SaveDepartment("b", {"zh-CN": "乙"}, "r"), SYSTEM)
    assert on_postgres.ask(Count(), SYSTEM) == 2


@pytest.mark.postgres
def test_a_connection_cut_in_mid_command_has_one_effect(on_postgres: Platform) -> None:
    cuts = [True]

    def save(command: CutThenSave, ctx: Context) -> None:
        ctx.changes.insert(departments, {"code": "c", "name": {"zh-CN": "丙"}, "region": "r", "parent": None})
        if cuts:
            cuts.clear()
            cut(on_postgres)

    on_postgres.registry.command(CutThenSave, save)
    on_postgres.execute(CutThenSave(), SYSTEM)
    assert on_postgres.ask(Count(), SYSTEM) == 1


def test_a_state_in_memory_counts_for_its_version_only() -> None:
    live = LiveStates(2)
    live.put("a", 3, "new")
    live.put("a", 2, "old")
    assert live.get("a", 3) == "new"
    assert live.get("a", 4) is None
    live.evict("a")
    assert live.get("a", 3) is None


def test_states_in_memory_are_bounded_and_the_least_used_leave_first() -> None:
    live = LiveStates(2)
    live.put("a", 1, "A")
    live.put("b", 1, "B")
    assert live.get("a", 1) == "A"
    live.put("c", 1, "C")
    assert (live.get("a", 1), live.get("b", 1), live.get("c", 1), len(live)) == ("A", None, "C", 2)
    live.clear()
    assert len(live) == 0


def test_the_body_of_a_request_is_the_same_however_its_keys_are_ordered() -> None:
    one = SaveDepartment("a", {"en": "A", "zh-CN": "甲"}, "r")
    other = SaveDepartment("a", {"zh-CN": "甲", "en": "A"}, "r")
    assert body_hash(one) == body_hash(other)
    assert body_hash(one) != body_hash(SaveDepartment("a", {"zh-CN": "乙", "en": "A"}, "r"))


@pytest.mark.parametrize(
    "value", [{"$": 1, "v": [None, True]}, {"a": {"$": "date"}}, [], "x", 1.5, None], ids=repr
)
def test_a_stored_answer_is_the_answer(value: Any) -> None:
    assert decode(encode(value)) == value


def test_an_object_that_is_no_plain_value_cannot_be_an_answer() -> None:
    with pytest.raises(TypeError, match="no plain value"):
        encode(object())
