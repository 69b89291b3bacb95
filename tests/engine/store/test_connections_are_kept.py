"""Connections that stay at hand: used again, bounded, and never given on in a state that its next user would not expect."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as PoolTimeout

from engine.kernel.settings import Settings
from engine.store.database import Database, open_database
from engine.store.direct import say
from engine.store.kept import SPARE_CONNECTIONS


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(Settings(database_url=database_url, pool_size=2, pool_seconds=1))
    yield opened
    opened.close()


def raw(connection: Any) -> Any:
    return connection.connection.driver_connection


def opened(database: Database) -> int:
    """How many connections there are."""
    return int(database.engine.pool.checkedin() + database.engine.pool.checkedout())  # type: ignore[attr-defined]


def test_the_next_unit_uses_the_same_connection(database: Database) -> None:
    with database.unit() as first:
        seen = raw(first.connection)
    with database.unit() as second:
        assert raw(second.connection) is seen


def test_whoever_fails_leaves_no_transaction_behind(database: Database) -> None:
    with suppress(ZeroDivisionError), database.unit() as unit:
        unit.begin()
        unit.connection.execute(text("CREATE TABLE left_behind (n INTEGER)"))
        raise ZeroDivisionError
    with database.unit() as unit:
        assert not unit.connection.in_transaction()
    with database.write() as db:
        db.execute(text("CREATE TABLE left_behind (n INTEGER)"))  # nobody made it


def test_a_transaction_begun_behind_our_back_is_not_given_on(database: Database) -> None:
    with database.kept.connection() as connection:
        seen = raw(connection)
        say(connection, "BEGIN")
    with database.kept.connection() as connection:
        assert raw(connection) is not seen


def test_never_more_than_there_are_places(database: Database) -> None:
    most = 2 + SPARE_CONNECTIONS
    inside, go = threading.Semaphore(0), threading.Event()

    def use(number: int) -> None:
        # kept ones, some of the engine's own, and some that need a snapshot
        kinds = (database.kept.connection, database.read, lambda: database.read(snapshot=True))
        with kinds[number % 3]() as connection:
            connection.execute(text("SELECT 1"))
            inside.release()
            go.wait(20)

    with ThreadPoolExecutor(2 * most) as people:
        for _ in range(2):
            users = [people.submit(use, number) for number in range(most)]
            for _ in users:
                inside.acquire()
            assert opened(database) <= most
            with pytest.raises(PoolTimeout), database.unit():
                raise AssertionError("there was one place too many")
            go.set()
            assert [user.result(20) for user in users] == [None] * most
            go.clear()
    assert opened(database) <= most


def test_who_waits_gets_the_place_of_who_leaves(database: Database) -> None:
    taken = [database.kept.connection() for _ in range(2 + SPARE_CONNECTIONS)]
    for each in taken:
        each.__enter__()
    with ThreadPoolExecutor(1) as people:

        def wait() -> int:
            with database.unit() as unit:
                return int(unit.connection.execute(text("SELECT 7")).scalar_one())

        waiting = people.submit(wait)
        taken.pop().__exit__(None, None, None)
        assert waiting.result(20) == 7
    for each in taken:
        each.__exit__(None, None, None)


@pytest.mark.postgres
def test_when_one_connection_is_lost_none_of_the_others_is_given_on(postgres_url: str) -> None:
    database = open_database(Settings(database_url=postgres_url, pool_size=4, pool_seconds=1))
    with database.kept.connection() as one, database.kept.connection(), database.kept.connection():
        killed = raw(one).info.backend_pid
        end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
        with database.write() as db:
            db.execute(text(end))
    failures = 0
    for _ in range(6):
        try:
            with database.kept.connection() as connection:
                assert connection.execute(text("SELECT pg_backend_pid()")).scalar_one() != killed
        except Exception:  # noqa: BLE001  # whichever way the driver says it
            failures += 1
    assert failures == 1, "the first to notice; the others were gone with it"
    database.close()
