"""Alive, ready, measured."""

import pytest
from rest import Office

from engine.definitions.health import Health


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough: the door's own paths."""
    return sqlite_url


def test_alive(office: Office) -> None:
    assert office.app.test_client().get("/livez").get_json() == {"status": "alive"}


def test_not_ready_without_the_schema_of_this_release(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def outdated(query: Health, *_: object) -> dict[str, object]:
        return {"status": "migrate", "migration": {"current": None, "head": "0001"}}

    monkeypatch.setattr(office.platform, "ask", outdated)
    response = office.app.test_client().get("/readyz")
    assert response.status_code == 503
    assert response.get_json()["code"] == "schema-outdated"


def test_not_ready_without_a_database(office: Office) -> None:
    office.platform.close()
    office.platform.database.engine.dispose()

    def unreachable(*_: object, **__: object) -> None:
        raise ConnectionError("no route to host 10.0.0.7")

    office.platform.ask = unreachable  # type: ignore[method-assign, assignment]
    response = office.app.test_client().get("/readyz")
    assert response.status_code == 503
    assert "10.0.0.7" not in response.get_data(as_text=True)


def test_requests_are_counted_by_route_and_not_by_path(office: Office) -> None:
    office("clerk").get("/cases/one", expect=404)
    office("clerk").get("/cases/two", expect=404)
    text = office.app.test_client().get("/metrics").get_data(as_text=True)
    line = 'jingban_http_requests_total{route="/api/v1/cases/<case_id>",method="GET",status="404"} 2'
    assert line in text.splitlines()
    assert "one" not in text
