"""What goes to the driver directly is what SQLAlchemy would have written and read, on both databases."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, Column, Date, Integer, LargeBinary, MetaData, String, Table, bindparam, select
from sqlalchemy.exc import DBAPIError

from engine.dispatch.statements import OVERTAKEN, Write, single, together
from engine.kernel.errors import InvalidInput
from engine.kernel.settings import Settings
from engine.store import Database, Digest, Instant, Json, PackedJson, PackedText, open_database
from engine.store.direct import MOST_ON_SERVER, Direct
from engine.store.prepared import Prepared

things = Table(
    "things",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("text", String(200)),
    Column("index", Integer),
    Column("at", Instant),
    Column("day", Date),
    Column("yes", Boolean),
    Column("data", Json),
    Column("bytes", LargeBinary),
    Column("said", PackedText),
    Column("packed", PackedJson),
    Column("digest", Digest),
    Column("version", Integer, nullable=False),
)
NAMES = tuple(column.name for column in things.columns)
ONE = Prepared(select(things).where(things.c.id == bindparam("id")))
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
rows = st.fixed_dictionaries(
    {
        "id": st.just(1),
        "text": st.none() | texts,
        "index": st.none() | st.integers(-(2**31), 2**31 - 1),
        "at": st.none() | st.datetimes(timezones=st.just(UTC)),
        "day": st.none() | st.dates(),
        "yes": st.none() | st.booleans(),
        "data": st.none() | st.recursive(texts | st.booleans(), lambda inner: st.lists(inner, max_size=3)),
        "bytes": st.none() | st.binary(max_size=20),
        "said": st.none() | texts,
        "packed": st.none() | st.recursive(texts | st.booleans(), lambda inner: st.lists(inner, max_size=3)),
        "digest": st.none() | st.binary(max_size=32).map(bytes.hex),
        "version": st.just(1),
    }
)


@pytest.fixture
def database(settings: Settings) -> Any:
    opened = open_database(settings)
    things.create(opened.engine)
    yield opened
    opened.close()


def dialect(database: Database) -> str:
    return "sqlite" if database.is_sqlite else "postgresql"


@given(row=rows)
@hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
def test_values_travel_as_they_would_through_sqlalchemy(database: Database, row: dict[str, Any]) -> None:
    kind = dialect(database)
    insert = single(Write("insert", things, NAMES), kind)
    with database.unit() as unit:
        single(Write("delete", things, ()), kind).change(unit.connection, [1])
        assert insert.change(unit.connection, [row[name] for name in NAMES]) == 1
    with database.read() as db:
        known = dict(db.execute(select(things)).mappings().one())
        assert known == row
        assert ONE.rows(db, id=1) == [tuple(known.values())]


def test_an_instant_with_an_offset_is_kept_as_the_instant(database: Database) -> None:
    at = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=8)))
    with database.unit() as unit:
        write = Write("insert", things, ("id", "at", "version"))
        single(write, dialect(database)).change(unit.connection, [1, at, 1])
    with database.read() as db:
        assert db.execute(select(things.c.at)).scalar() == at


def test_a_text_that_libpq_would_cut_short_is_refused(postgres_url: str) -> None:
    database = open_database(Settings(database_url=postgres_url))
    things.create(database.engine)
    with pytest.raises(InvalidInput, match=r"U\+0000"), database.unit() as unit:
        single(Write("insert", things, ("id", "text", "version")), "postgresql").change(
            unit.connection, [1, "a\0b", 1]
        )
    database.close()


def test_several_writes_together_are_one_transaction(postgres_url: str) -> None:
    database = open_database(Settings(database_url=postgres_url))
    things.create(database.engine)
    new = Write("insert", things, ("id", "text", "version"), 2)
    moved = Write("versioned", things, ("text",))
    with database.unit() as unit:
        together((new,)).change(unit.connection, [1, "a", 1, 2, "b", 5])
    values = ["A", 2, 1, 1, "B", 9, 2, 8, 3, "c", 1, 4, "d", 1]
    with pytest.raises(DBAPIError, match=OVERTAKEN), database.unit() as unit:
        together((moved, moved, new)).change(unit.connection, values)
    with database.read() as db:
        assert db.execute(select(things.c.id, things.c.text, things.c.version)).all() == [
            (1, "a", 1),
            (2, "b", 5),
        ]
    with database.unit() as unit:
        together((moved, moved)).change(unit.connection, ["A", 2, 1, 1, "B", 6, 2, 5])
    with database.read() as db:
        assert db.execute(select(things.c.text).order_by(things.c.id)).scalars().all() == ["A", "B"]
    database.close()


def test_a_connection_keeps_a_bounded_number_of_statements(postgres_url: str) -> None:
    database = open_database(Settings(database_url=postgres_url))
    with database.read() as db:
        for number in range(MOST_ON_SERVER + 30):
            assert Direct(f"SELECT {number}", (), (int,)).rows(db, ()) == [(number,)]
        known = Direct("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'jingban%'", (), (int,))
        assert known.rows(db, ())[0][0] <= MOST_ON_SERVER
    database.close()


def test_statements_that_the_server_forgot_are_taught_again(postgres_url: str) -> None:
    database = open_database(Settings(database_url=postgres_url))
    one = Direct("SELECT 1", (), (int,))
    with database.read() as db:
        assert one.rows(db, ()) == [(1,)]
        db.exec_driver_sql("DISCARD ALL")
        assert one.rows(db, ()) == [(1,)]
        db.exec_driver_sql("BEGIN")
        db.exec_driver_sql("DEALLOCATE ALL")
        with pytest.raises(DBAPIError, match="does not exist"):
            one.rows(db, ())
        db.exec_driver_sql("ROLLBACK")
        assert one.rows(db, ()) == [(1,)]
    database.close()


def test_a_day_of_our_calendar_comes_back(database: Database) -> None:
    with database.unit() as unit:
        write = Write("insert", things, ("id", "day", "version"))
        single(write, dialect(database)).change(unit.connection, [1, date(9999, 12, 31), 1])
    with database.read() as db:
        assert ONE.rows(db, id=1)[0][4] == date(9999, 12, 31)
