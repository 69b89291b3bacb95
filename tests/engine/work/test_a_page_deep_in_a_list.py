"""A page deep in a long list reads as little as the first one: PostgreSQL itself counts the blocks."""

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from approvals import Desk
from statements import every_statement

from engine.dispatch import Actor
from engine.work.filters import Narrowed
from engine.work.inbox import DepartmentInbox
from engine.work.tables import work_items

MANY = 6_000
PAGES = 12


@pytest.fixture
def database_url(postgres_url: str) -> str:
    """Only its plans tell how many blocks they read."""
    return postgres_url


@pytest.fixture
def long_list(desk: Desk) -> Desk:
    """A department with thousands of open items, due on days of which a third is still green, a third yellow, a third red."""
    desk.start()
    desk.work("clerk", "Accept")
    columns = [column.name for column in work_items.columns]
    today = "(opened_at AT TIME ZONE 'Asia/Shanghai')::date"
    day = "(n / 3) % 20"
    changed = {
        "id": "id || '-' || lpad(n::text, 6, '0')",
        "act": "'b' || n",
        "red_on": f"{today} + {day} + CASE n % 3 WHEN 0 THEN -25 WHEN 1 THEN 1 ELSE 5 END",
        "yellow_on": f"{today} + CASE n % 3 WHEN 2 THEN 3 ELSE -30 END",
    }
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(changed.get(name, f'"{name}"') for name in columns)
    with desk.platform.database.write() as db:
        db.execute(
            sa.text(
                f"INSERT INTO work_items ({names}) SELECT {values} FROM work_items, generate_series(1, :many) AS n "
                "WHERE department = 'housing' AND state = 'ready'"
            ),
            {"many": MANY},
        )
    with desk.platform.database.engine.connect() as db:
        db.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("VACUUM ANALYZE"))
    return desk


@pytest.mark.parametrize("light", ["red", "yellow", "green"])
@pytest.mark.parametrize("sort", ["light", "due"])
def test_a_page_deep_in_a_list_reads_as_few_blocks_as_the_first(
    long_list: Desk, light: str, sort: str
) -> None:
    reader = long_list.who("housing.review")
    asked = DepartmentInbox("housing", Narrowed(light=light, sort=sort, limit=100))
    seen, blocks = [], []
    for _ in range(PAGES):
        told, read = answer(long_list, asked, reader)
        seen += [item["id"] for item in told["items"]]
        blocks.append(read)
        asked = DepartmentInbox("housing", replace(asked.narrowed, cursor=told["next"]))
    assert len(set(seen)) == PAGES * 100
    assert max(blocks) <= blocks[0] + 10


def answer(desk: Desk, query: DepartmentInbox, reader: Actor) -> tuple[Any, int]:
    """The page, and how many blocks PostgreSQL touched for it."""
    with every_statement() as asked:
        told = desk.platform.ask(query, reader)
    text, values = next(each for each in asked if "LIMIT" in each.text)
    with desk.platform.database.read() as db:
        db.exec_driver_sql("SET LOCAL plan_cache_mode = force_generic_plan")
        db.exec_driver_sql(f"PREPARE asked AS {text}")
        given = ", ".join(f"'{value.decode()}'" for value in values)
        plan = db.exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE asked ({given})").scalar()
        db.exec_driver_sql("DEALLOCATE asked")
    return told, plan[0]["Plan"]["Shared Hit Blocks"] + plan[0]["Plan"]["Shared Read Blocks"]
