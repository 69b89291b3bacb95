"""Looking for cases: page by page, by number, by project, by name; a number that somebody pastes costs two index entries."""

from datetime import date, timedelta
from itertools import product

import pytest
from approvals import Desk
from sqlalchemy import update
from statements import every_statement

from engine.cases.queries import LIGHTS, GetCase, SearchCases
from engine.cases.tables import cases
from engine.kernel.clock import office_day
from engine.kernel.errors import InvalidInput

PROJECT = "2603-220101-04-01-123456"


def found(desk: Desk, by: str, text: str) -> list[str]:
    return [case["number"] for case in desk.platform.ask(SearchCases(q=text), desk.who(by))["items"]]


def test_cases_are_found_and_paged(desk: Desk) -> None:
    numbers = [desk.start()["number"] for _ in range(5)]
    auditor = desk.who("auditor")
    assert desk.platform.ask(SearchCases(q=numbers[2]), auditor)["items"][0]["number"] == numbers[2]
    assert len(desk.platform.ask(SearchCases(q="示范建设"), auditor)["items"]) == 5
    assert desk.platform.ask(SearchCases(state="completed"), auditor)["items"] == []
    assert len(desk.platform.ask(SearchCases(light="green", item="joint"), auditor)["items"]) == 5
    paged: list[str] = []
    cursor = None
    while True:
        page = desk.platform.ask(SearchCases(limit=2, cursor=cursor, count=True), auditor)
        assert page["total"] == 5
        paged += [case["number"] for case in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert paged == numbers[::-1]
    for wrong in ({"cursor": "x"}, {"limit": 0}, {"state": "lost"}, {"light": "blue"}, {"q": "长" * 101}):
        with pytest.raises(InvalidInput):
            desk.platform.ask(SearchCases(**wrong), auditor)


def test_a_whole_number_or_project_code_is_found_alone(desk: Desk) -> None:
    first, second = (desk.start(project_code=PROJECT)["number"] for _ in range(2))
    other = desk.start(project_code=f"{PROJECT[:-1]}7")["number"]
    assert found(desk, "auditor", first) == [first]
    assert found(desk, "auditor", f" {PROJECT} ") == [second, first]
    assert found(desk, "auditor", PROJECT[:-1]) == [other, second, first]


def test_a_whole_number_tells_nothing_about_a_case_one_may_not_see(desk: Desk) -> None:
    number = desk.start()["number"]
    assert found(desk, "tax.review", number) == []


@pytest.mark.parametrize("database_url", ["sqlite_url"], indirect=True)
@pytest.mark.parametrize("by", ["auditor", "clerk", "supervisor"])
def test_a_whole_number_is_looked_up_in_an_index(desk: Desk, by: str) -> None:
    number = desk.start()["number"]
    with every_statement() as asked:
        found(desk, by, number)
    for text, values in asked:
        if "FROM cases" in text and not text.startswith("EXPLAIN"):
            steps = plan(desk, text, values)
            assert not [step for step in steps if step.startswith("SCAN")], steps


def plan(desk: Desk, text: str, values: tuple[object, ...]) -> list[str]:
    with desk.platform.database.read() as db:
        return [str(row[3]) for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)]


@pytest.mark.parametrize("status", ["active", "suspended"])
def test_a_running_case_is_in_the_list_of_its_light_and_in_no_other(desk: Desk, status: str) -> None:
    case = desk.start()
    for yellow_on, red_on in product(days(desk), days(desk)):
        change(desk, case["id"], status=status, yellow_on=yellow_on, red_on=red_on)
        shown = desk.platform.ask(GetCase(case["id"]), desk.who("auditor"))["light"]
        assert lights_of(desk, case["id"]) == [shown], (yellow_on, red_on)


def test_a_case_that_has_ended_is_in_the_green_list(desk: Desk) -> None:
    case = desk.start()
    for yellow_on, red_on in product(days(desk), days(desk)):
        change(desk, case["id"], status="completed", yellow_on=yellow_on, red_on=red_on)
        assert lights_of(desk, case["id"]) == ["green"], (yellow_on, red_on)


def days(desk: Desk) -> list[date | None]:
    today = office_day(desk.platform.clock.now())
    return [None, today - timedelta(days=1), today, today + timedelta(days=1)]


def change(desk: Desk, case_id: str, **columns: object) -> None:
    with desk.platform.database.write() as db:
        db.execute(update(cases).where(cases.c.id == case_id).values(columns))


def lights_of(desk: Desk, case_id: str) -> list[str]:
    """The lists by light that hold the case."""
    reader = desk.who("auditor")
    return [
        light
        for light in LIGHTS
        if case_id in [case["id"] for case in desk.platform.ask(SearchCases(light=light), reader)["items"]]
    ]
