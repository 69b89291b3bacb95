"""When the database cannot answer, the door says 503 and when to come back, as a problem document."""

import sqlite3
from contextlib import ExitStack, closing
from typing import Any

import pytest
from rest import Office

from api.app import create_app
from engine.assembly import build
from engine.kernel.settings import Settings
from engine.store.kept import SPARE_CONNECTIONS


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    """Hardly any connections, and hardly any patience."""
    return Settings(database_url=sqlite_url, pool_size=1, pool_seconds=1, busy_timeout_ms=20)


def test_an_exhausted_pool_is_503_with_retry_after(settings: Settings) -> None:
    platform = build(settings)
    clerk = Office(create_app(platform), platform)("clerk")
    with ExitStack() as held:
        for _ in range(1 + SPARE_CONNECTIONS):
            held.enter_context(platform.database.read())
        answer = clerk.ask("GET", "/me")
    assert answer.status_code == 503
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["code"] == "database-pool-exhausted"
    assert int(answer.headers["Retry-After"]) > 0
    assert clerk.get("/me")["username"] == "clerk"
    platform.close()


def test_a_file_that_another_program_keeps_locked_is_503_and_nothing_is_done(
    settings: Settings, application: dict[str, Any]
) -> None:
    platform = build(settings)
    clerk = Office(create_app(platform), platform)("clerk")
    other = sqlite3.connect(settings.url.removeprefix("sqlite:///"), isolation_level=None)
    with closing(other):
        other.execute("BEGIN IMMEDIATE")
        answer = clerk.ask("POST", "/cases", json=application)
        assert (answer.status_code, answer.get_json()["code"]) == (503, "database-busy")
        assert int(answer.headers["Retry-After"]) > 0
        other.execute("ROLLBACK")
        clerk.post("/cases", application, expect=201)
        assert other.execute("SELECT count(*) FROM cases").fetchone() == (1,)
    platform.close()
