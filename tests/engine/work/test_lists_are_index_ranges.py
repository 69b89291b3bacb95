"""No list or number of an inbox reads all work items: each part is a range of an index, which SQLite's planner can be asked."""

import pytest
from approvals import Desk
from statements import every_statement

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
    reader = desk.who("housing.review")
    with every_statement() as asked:
        desk.platform.ask(query, reader)
    steps: list[str] = []
    with desk.platform.database.read() as db:
        for text, values in asked:
            if text.startswith(("SELECT", "WITH")):
                told = db.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", tuple(values))
                steps += [str(row[3]) for row in told]
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
