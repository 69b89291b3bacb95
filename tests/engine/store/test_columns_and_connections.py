"""Columns that mean the same on both databases, canonical JSON, connections that keep what was acknowledged."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from engine.kernel.settings import Settings
from engine.store import Database, Instant, Json, open_database
from engine.store.canonical import canonical_text, ordered_text, parse
from engine.store.columns import (
    CorruptValue,
    read_digest,
    read_instant,
    read_packed_json,
    read_packed_text,
    write_instant,
    write_packed_text,
)
from engine.store.lenient import lenient_text

things = Table(
    "things", MetaData(), Column("id", Integer, primary_key=True), Column("at", Instant), Column("data", Json)
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.fixture
def database(settings: Settings) -> Any:
    opened = open_database(settings)
    things.create(opened.engine)
    yield opened
    opened.close()


def stored(database: Database, at: datetime | None, data: Any) -> Any:
    with database.write() as db:
        db.execute(things.delete())
        db.execute(things.insert().values(id=1, at=at, data=data))
    with database.read() as db:
        return db.execute(select(things)).one()


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=8))),
        datetime(2026, 3, 2, 1, 0, 0, 1, tzinfo=UTC),
        datetime(1, 1, 2, tzinfo=UTC),
        None,
    ],
    ids=["with offset", "microsecond", "long ago", "none"],
)
def test_an_instant_comes_back_in_utc(database: Database, at: datetime | None) -> None:
    row = stored(database, at, None)
    assert row.at == at
    assert at is None or row.at.utcoffset() == timedelta(0)


def test_a_naive_instant_is_not_stored(database: Database) -> None:
    with pytest.raises(StatementError, match="no offset"):
        stored(database, datetime(2026, 3, 2), None)  # noqa: DTZ001  # the point of the test


def test_instants_sort_by_time(database: Database) -> None:
    moments = [
        datetime(2026, 3, 2, 1, tzinfo=UTC) + timedelta(microseconds=m) for m in (5, 0, 999_999, 1_000_000)
    ]
    with database.write() as db:
        for number, at in enumerate(moments):
            db.execute(things.insert().values(id=number, at=at))
    with database.read() as db:
        found = list(db.execute(select(things.c.at).order_by(things.c.at)).scalars())
        before = list(db.execute(select(things.c.id).where(things.c.at < moments[2])).scalars())
    assert found == sorted(moments)
    assert sorted(before) == [0, 1]


@pytest.mark.parametrize(
    "spelling",
    [
        "2026-03-02T01:00:00Z",
        "2026-03-02 01:00:00.000000Z",
        "2026-03-02T01:00:00.000000+00:00",
        "tomorrow",
        "",
    ],
)
def test_another_spelling_of_an_instant_was_not_ours(spelling: str) -> None:
    with pytest.raises(CorruptValue):
        read_instant(spelling)


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_has_one_spelling(moment: datetime) -> None:
    assert len(write_instant(moment)) == 27
    assert read_instant(write_instant(moment)) == moment


@pytest.mark.parametrize(
    "data", [{"b": [1, None, True], "a": "人\n"}, [], "", 0, False, {"大": {"小": 1.5}}], ids=repr
)
def test_json_comes_back_as_it_was(database: Database, data: Any) -> None:
    assert stored(database, None, data).data == data


def test_what_json_does_not_know_is_not_stored(database: Database) -> None:
    with pytest.raises(StatementError):
        stored(database, None, {"amount": Decimal(1)})


def test_a_text_that_is_no_json_any_more_is_told(database: Database) -> None:
    stored(database, None, {"a": 1})
    with database.write() as db:
        db.execute(text("UPDATE things SET data = '{broken'"))
    with database.read() as db, pytest.raises(CorruptValue):
        db.execute(select(things)).one()


@given(json_values)
def test_canonical_json_is_a_fixed_point_and_free_of_key_order(value: Any) -> None:
    written = canonical_text(value)
    assert canonical_text(parse(written)) == written
    if isinstance(value, dict):
        assert canonical_text(dict(reversed(value.items()))) == written
        assert list(parse(ordered_text(value))) == list(value)


def test_canonical_json_has_sorted_keys_and_no_spaces() -> None:
    assert canonical_text({"b": [1, 2], "a": "人", "B": None}) == '{"B":null,"a":"人","b":[1,2]}'


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    def fail() -> None:
        with database.write() as db:
            db.execute(things.insert().values(id=1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.read() as db:
        assert db.execute(select(things)).all() == []


def test_a_snapshot_does_not_see_what_is_written_meanwhile(database: Database) -> None:
    stored(database, None, "before")
    with database.read(snapshot=True) as reading:
        assert reading.execute(select(things.c.data)).scalar_one() == "before"
        with database.write() as db:
            db.execute(things.update().values(data="after"))
        assert reading.execute(select(things.c.data)).scalar_one() == "before"
    with database.read() as db:
        assert db.execute(select(things.c.data)).scalar_one() == "after"


def test_sqlite_is_opened_so_that_nothing_acknowledged_is_lost(sqlite_url: str) -> None:
    database = open_database(Settings(database_url=sqlite_url))
    with database.read() as db:
        found = {
            name: db.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    database.close()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_second_sqlite_writer_waits_and_is_told_when_it_takes_too_long(sqlite_url: str) -> None:
    database = open_database(Settings(database_url=sqlite_url, busy_timeout_ms=20))
    with database.write() as first:
        first.exec_driver_sql("SELECT 1")
        with pytest.raises(DBAPIError, match="locked"), database.write() as second:
            second.exec_driver_sql("SELECT 1")
    database.close()


def test_broken_bytes_can_be_looked_at(database: Database) -> None:
    with database.write() as db:
        if database.is_sqlite:
            db.execute(text("INSERT INTO things (id, data) VALUES (1, CAST(x'61ff62' AS TEXT))"))
        else:
            db.execute(text("INSERT INTO things (id, data) VALUES (1, 'ab')"))
    with database.read() as db, lenient_text(db):
        assert len(db.execute(text("SELECT data FROM things")).scalar_one()) in (2, 3)


@pytest.mark.parametrize(
    ("read", "stored"),
    [
        (read_packed_text, b"no frame"),
        (read_packed_text, "a text"),
        (read_packed_json, b""),
        (read_packed_json, write_packed_text("{broken")),
        (read_digest, "text"),
    ],
)
def test_what_is_not_stored_as_we_store_it_is_told(read: Any, stored: Any) -> None:
    with pytest.raises(CorruptValue):
        read(stored)
