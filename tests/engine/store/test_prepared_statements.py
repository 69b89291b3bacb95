"""A prepared statement answers what Core answers, types included, and notices a lost connection as Core does."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import String, bindparam, insert, select, text
from sqlalchemy.exc import DBAPIError

from engine.assembly import Platform
from engine.dispatch.tables import idempotency
from engine.kernel.settings import Settings
from engine.store import Instant, open_database
from engine.store.prepared import Prepared

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
WANTED = select(idempotency.c.key, idempotency.c.answer, idempotency.c.at).where(
    idempotency.c.actor_id == bindparam("actor", type_=String),
    idempotency.c.at <= bindparam("until", type_=Instant),
)


@pytest.fixture
def filled(platform: Platform) -> Platform:
    rows: list[dict[str, Any]] = [
        {"actor_id": "a", "key": "一", "body_hash": "h", "answer": {"n": [1, "二"]}, "at": AT},
        {"actor_id": "a", "key": "two", "body_hash": "h", "answer": None, "at": AT},
        {"actor_id": "b", "key": "three", "body_hash": "h", "answer": 3, "at": AT},
    ]
    with platform.database.write() as db:
        db.execute(insert(idempotency), rows)
    return platform


def test_it_gives_the_rows_that_core_gives(filled: Platform) -> None:
    prepared = Prepared(WANTED)
    with filled.database.read() as db:
        for actor in ("a", "b", "nobody"):
            core = [tuple(row) for row in db.execute(WANTED, {"actor": actor, "until": AT})]
            assert sorted(prepared.rows(db, actor=actor, until=AT)) == sorted(core)


def test_values_are_bound_and_never_part_of_the_text(filled: Platform) -> None:
    with filled.database.read() as db:
        assert Prepared(WANTED).rows(db, actor="' OR 1=1 --", until=AT) == []


@pytest.mark.postgres
def test_a_lost_connection_is_noticed(postgres_url: str) -> None:
    database = open_database(Settings(database_url=postgres_url))
    with database.read() as db, database.read() as other:
        process = db.execute(text("SELECT pg_backend_pid()")).scalar_one()
        other.execute(text("SELECT pg_terminate_backend(:process)"), {"process": process})
        with pytest.raises(DBAPIError) as lost:
            Prepared(WANTED).rows(db, actor="a", until=AT)
        assert lost.value.connection_invalidated
    database.close()
