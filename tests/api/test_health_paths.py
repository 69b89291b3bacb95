"""Alive, ready, measured."""

import io
import json
from datetime import timedelta

import pytest
from rest import Office
from sqlalchemy import insert

from engine.deadlines.tables import waits
from engine.definitions.health import Health
from engine.kernel import log


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


def test_late_timers_degrade_and_say_so(office: Office) -> None:
    late = office.platform.clock.now() - timedelta(minutes=5)
    row = {"region": "jingkai", "case_id": "c", "wait": "w", "kind": "timer", "due_at": late, "element": "T"}
    with office.platform.database.write() as db:
        db.execute(insert(waits).values(**row, attempts=0))
    answer = office.app.test_client().get("/readyz")
    assert answer.status_code == 200
    assert answer.get_json()["status"] == "degraded"
    assert "jingban worker" in answer.get_json()["reasons"][0]
    told = office.app.test_client().get("/metrics").get_data(as_text=True).splitlines()
    assert "jingban_timers_overdue 1" in told
    assert "jingban_sweep_lag_seconds 300.0" in told


def test_requests_are_counted_by_route_and_not_by_path(office: Office) -> None:
    office("clerk").get("/cases/one", expect=404)
    office("clerk").get("/cases/two", expect=404)
    text = office.app.test_client().get("/metrics").get_data(as_text=True)
    line = 'jingban_http_requests_total{method="GET",route="/api/v1/cases/<case_id>",status="404"} 2.0'
    assert line in text.splitlines()
    assert "/cases/one" not in text


def test_commands_are_counted_by_verb_and_outcome(office: Office) -> None:
    office("clerk").post("/work-items/none/claim", expect=404)
    text = office.app.test_client().get("/metrics").get_data(as_text=True)
    assert 'jingban_commands_total{outcome="refused",verb="ClaimWorkItem"} 1.0' in text.splitlines()
    assert 'jingban_command_seconds_count{verb="ClaimWorkItem"} 1.0' in text.splitlines()


def test_methods_that_callers_make_up_share_one_series(office: Office) -> None:
    client = office.app.test_client()
    for made_up in ("BREW", "BREW2"):
        assert client.open("/livez", method=made_up).status_code == 405
    text = client.get("/metrics").get_data(as_text=True)
    assert "BREW" not in text
    assert (
        'jingban_http_requests_total{method="(other)",route="(none)",status="405"} 2.0' in text.splitlines()
    )


def test_every_answer_carries_the_id_of_its_request(office: Office) -> None:
    client = office.app.test_client()
    assert client.get("/livez", headers={"X-Request-ID": "abc-1"}).headers["X-Request-ID"] == "abc-1"
    made = client.get("/livez", headers={"X-Request-ID": "not usable"}).headers["X-Request-ID"]
    assert made
    assert made != "not usable"


def test_each_request_is_one_line_with_its_ids_and_without_its_query(office: Office) -> None:
    stream = io.StringIO()
    log.configure("INFO", stream)
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    try:
        headers = {"traceparent": f"00-{trace}-00f067aa0ba902b7-01", "X-Request-ID": "r-1"}
        office("clerk").ask("GET", "/cases/one?q=赵启明", headers=headers)
    finally:
        log.configure("WARNING")
    line = json.loads(stream.getvalue().splitlines()[-1])
    assert (line["request"], line["trace"], line["case"]) == ("r-1", trace, "one")
    assert (line["method"], line["path"], line["status"]) == ("GET", "/api/v1/cases/one", 404)
    assert line["actor"]
    assert "赵启明" not in stream.getvalue()
