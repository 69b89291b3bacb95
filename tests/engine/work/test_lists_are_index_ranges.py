"""No list or number of an inbox reads all work items: each part is a range of an index, which SQLite's planner can be asked."""

from typing import Any

import pytest
from approvals import Desk
from sqlalchemy import event

from engine.dispatch import Query
from engine.work.counts import InboxCounts
from engine.work.filters import Narrowed
from engine.work.inbox import DepartmentInbox, MyInbox


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Its planner needs no statistics to say the same every time."""
    return sqlite_url


def plans(desk: Desk, query: Query) -> list[str]:
    """The steps of the plans of every statement that a query runs."""
    asked: list[tuple[str, Any]] = []
    engine = desk.platform.database.engine

    def note(_: object, __: object, statement: str, parameters: Any, *more: object) -> None:
        asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    desk.platform.ask(query, desk.who("housing.review"))
    event.remove(engine, "before_cursor_execute", note)
    steps: list[str] = []
    with desk.platform.database.read() as db:
        for statement, parameters in asked:
            steps += [
                str(row[3]) for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            ]
    return steps


@pytest.mark.parametrize(
    "query",
    [
        MyInbox(),
        MyInbox(Narrowed(light="green", count=True)),
        MyInbox(Narrowed(state="done")),
        DepartmentInbox("housing"),
        DepartmentInbox("housing", Narrowed(role="reviewer", sort="due")),
        DepartmentInbox("housing", Narrowed(state="done")),
        InboxCounts(),
        InboxCounts("housing"),
    ],
    ids=str,
)
def test_every_part_is_a_range_of_an_index(desk: Desk, query: Query) -> None:
    desk.start()
    steps = plans(desk, query)
    read = [step for step in steps if "work_item" in step]
    assert read
    assert [step for step in read if not step.startswith("SEARCH ")] == []
