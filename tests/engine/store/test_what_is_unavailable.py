"""A database that does not answer in time refuses the request at once and says when to come back."""

from contextlib import ExitStack
from dataclasses import replace

import pytest
from sqlalchemy import create_engine, text

from engine.assembly import build
from engine.dispatch import SYSTEM
from engine.identity.queries import Departments
from engine.kernel.errors import Unavailable
from engine.kernel.settings import Settings
from engine.store.kept import SPARE_CONNECTIONS


def asked(settings: Settings) -> Unavailable:
    """The refusal of a query."""
    platform = build(settings)
    try:
        with pytest.raises(Unavailable) as refused:
            platform.ask(Departments(), SYSTEM)
        return refused.value
    finally:
        platform.close()


def test_every_connection_in_use(settings: Settings) -> None:
    platform = build(replace(settings, pool_size=1, pool_seconds=1))
    with ExitStack() as held:
        for _ in range(1 + SPARE_CONNECTIONS):
            held.enter_context(platform.database.read())
        with pytest.raises(Unavailable) as refused:
            platform.ask(Departments(), SYSTEM)
    assert refused.value.stable_code == "database-pool-exhausted"
    assert refused.value.details["retry_after"] > 0
    assert platform.ask(Departments(), SYSTEM) is not None
    platform.close()


@pytest.mark.postgres
def test_a_statement_that_takes_too_long(postgres_url: str) -> None:
    other = create_engine(postgres_url)
    with other.begin() as db:
        db.execute(text("LOCK TABLE departments IN ACCESS EXCLUSIVE MODE"))
        refused = asked(Settings(database_url=postgres_url, statement_seconds=1))
    other.dispose()
    assert refused.stable_code == "database-too-slow"


def test_nobody_at_the_address() -> None:
    refused = asked(Settings(database_url="postgresql://u:p@127.0.0.1:1/none"))
    assert refused.stable_code == "database-unreachable"
