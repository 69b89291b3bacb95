"""When the database cannot answer, the door says 503 and when to come back, as a problem document."""

from contextlib import ExitStack

import pytest
from rest import Office

from api.app import create_app
from engine.assembly import build
from engine.kernel.settings import Settings
from engine.store.database import SPARE_CONNECTIONS


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    """Hardly any connections."""
    return Settings(database_url=sqlite_url, pool_size=1, pool_seconds=1)


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
