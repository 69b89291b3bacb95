"""The inbox: red, yellow, green; green channel first; due date; id. Pages follow each other without gap or repeat."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from approvals import Desk
from organisation import REGION

from engine.cases.terms import NEVER
from engine.dispatch import SYSTEM, Command, Context
from engine.kernel.errors import InvalidInput, NotFound
from engine.work.counts import InboxCounts
from engine.work.filters import Narrowed
from engine.work.inbox import DepartmentInbox, MyInbox
from engine.work.tables import work_items

TODAY = date(2026, 3, 2)


@pytest.fixture
def crowded(desk: Desk) -> Desk:
    """Forty work items of every light and priority in the housing department, written as rows."""
    case = desk.start()
    desk.platform.registry.command(_Fill, _fill)
    desk.platform.execute(_Fill(case["id"]), SYSTEM)
    return desk


class _Fill(Command):
    __slots__ = ("case_id",)

    def __init__(self, case_id: str) -> None:
        object.__setattr__(self, "case_id", case_id)


def _fill(command: _Fill, ctx: Context) -> None:
    chance = random.Random(7)
    for number in range(40):
        due = TODAY + timedelta(days=chance.randint(-9, 20)) if number % 5 else None
        row: dict[str, Any] = dict.fromkeys(column.name for column in work_items.columns)
        row |= {
            "id": f"{command.case_id}-x{number:02d}",
            "region": REGION,
            "case_id": command.case_id,
            "act": f"x{number:02d}",
            "element": "Review",
            "name": "审查",
            "department": "housing",
            "role": "reviewer",
            "kind": "review",
            "state": "ready" if number % 7 else "claimed",
            "assignee": None if number % 7 else ctx.actor.user_id,
            "assignee_name": None if number % 7 else "系统",
            "round": 1,
            "opened_at": ctx.now + timedelta(seconds=number),
            "due_promise": due,
            "yellow_on": due - timedelta(days=2) if due else NEVER,
            "red_on": due + timedelta(days=1) if due else NEVER,
            "priority": number % 2,
            "clock_started": True,
            "item_code": f"item{number % 3}",
            "item_name": {"zh-CN": "事项", "en": "Item"},
            "stage": "审查",
            "case_number": f"2201002026030200{number:04d}",
            "applicant_masked": "长春示范建设有限公司" if number % 4 else "王**",
            "channel": "web" if number % 3 else "window",
            "flags": [],
            "excludes": [],
            "version": 1,
        }
        ctx.changes.insert(work_items, row)


def inbox(desk: Desk, **narrowed: Any) -> dict[str, Any]:
    query = DepartmentInbox("housing", Narrowed(**narrowed))
    found: dict[str, Any] = desk.platform.ask(query, desk.who("housing.review"))
    return found


def order(item: dict[str, Any]) -> tuple[Any, ...]:
    bands = {"red": 0, "yellow": 1, "green": 2}
    return (
        bands[item["light"]],
        item["priority"] != "green-channel",
        item["due_promise"] or date.max,
        item["id"],
    )


def test_the_inbox_is_ordered_by_urgency(crowded: Desk) -> None:
    items = inbox(crowded, limit=100)["items"]
    assert len(items) == 40
    assert {item["light"] for item in items} == {"red", "yellow", "green"}
    assert items == sorted(items, key=order)


@pytest.mark.parametrize("sort", ["light", "due", "opened"])
@pytest.mark.parametrize("size", [1, 7, 39, 40])
def test_pages_follow_each_other_without_gap(crowded: Desk, sort: str, size: int) -> None:
    whole = [item["id"] for item in inbox(crowded, limit=100, sort=sort)["items"]]
    paged: list[str] = []
    cursor = None
    while True:
        page = inbox(crowded, limit=size, sort=sort, cursor=cursor)
        paged += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert paged == whole


@pytest.mark.parametrize(
    ("narrowed", "holds"),
    [
        ({"light": "red"}, lambda item: item["light"] == "red"),
        ({"state": "claimed"}, lambda item: item["state"] == "claimed"),
        ({"item": "item1"}, lambda item: item["item_code"] == "item1"),
        ({"channel": "window"}, lambda item: item["channel"] == "window"),
        ({"q": "王"}, lambda item: item["applicant"] == "王**"),
        ({"q": "22010020260302000005"}, lambda item: item["case_number"] == "22010020260302000005"),
        ({"role": "chief"}, lambda item: False),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_filters_narrow_and_the_total_counts_them(
    crowded: Desk, narrowed: dict[str, Any], holds: Any
) -> None:
    expected = [item["id"] for item in inbox(crowded, limit=100)["items"] if holds(item)]
    found = inbox(crowded, limit=100, count=True, **narrowed)
    assert [item["id"] for item in found["items"]] == expected
    assert found["total"] == len(expected)


@pytest.mark.parametrize(
    "narrowed",
    [
        {"state": "lost"},
        {"light": "blue"},
        {"sort": "name"},
        {"limit": 0},
        {"limit": 201},
        {"q": "长" * 101},
        {"cursor": "nonsense"},
        {"cursor": "[1]"},
        {"cursor": '["a", "b", "c", "d"]'},
        {"cursor": "[0, 0, 5, 7]"},
    ],
    ids=str,
)
def test_lists_cannot_be_narrowed_by_nonsense(desk: Desk, narrowed: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        inbox(desk, **narrowed)


@pytest.mark.parametrize(("given", "used"), [("opened", "due"), ("opened", "light"), ("light", "opened")])
def test_a_cursor_of_another_order_is_refused(crowded: Desk, given: str, used: str) -> None:
    cursor = inbox(crowded, limit=5, sort=given)["next"]
    with pytest.raises(InvalidInput):
        inbox(crowded, limit=5, sort=used, cursor=cursor)


@pytest.mark.parametrize("sort", ["light", "due"])
def test_who_belongs_nowhere_may_draw_from_no_pool(crowded: Desk, sort: str) -> None:
    nowhere = replace(crowded.who("housing.review"), memberships=())
    query = MyInbox(Narrowed(state="ready", sort=sort, count=True))
    assert crowded.platform.ask(query, nowhere) == {"items": [], "next": None, "total": 0}
    assert crowded.platform.ask(InboxCounts(), nowhere)["pool"] == 0


def test_another_departments_inbox_does_not_exist(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.platform.ask(DepartmentInbox("fire"), desk.who("housing.review"))
    with pytest.raises(NotFound):
        desk.platform.ask(InboxCounts("fire"), desk.who("housing.review"))
    assert desk.platform.ask(DepartmentInbox("fire"), desk.who("supervisor"))["items"] == []


def test_counts_agree_with_the_lists(crowded: Desk) -> None:
    items = inbox(crowded, limit=100)["items"]
    told = crowded.platform.ask(InboxCounts("housing"), crowded.who("housing.review"))
    for colour in ("red", "yellow", "green"):
        assert told["light"][colour] == sum(item["light"] == colour for item in items)
    assert told["state"] == {
        "ready": sum(item["state"] == "ready" for item in items),
        "claimed": sum(item["state"] == "claimed" for item in items),
        "done": 0,
    }
    assert (told["pool"], told["mine"]) == (told["state"]["ready"], 0)
    assert sum(told["item"].values()) == 40


def test_my_inbox_holds_what_i_claimed_and_my_pools(desk: Desk) -> None:
    desk.start()
    desk.work("clerk", "Accept")
    desk.claim("housing.review", desk.item("housing.review", "Review_Housing"))
    assert [item["state"] for item in desk.items("housing.review")] == ["claimed"]
    assert desk.items("housing.deputy") == []
    assert desk.items("fire.review")[0]["state"] == "ready"
    done = desk.platform.ask(MyInbox(Narrowed(state="done")), desk.who("clerk"))["items"]
    assert [item["element"] for item in done] == ["Accept"]
    counts = desk.platform.ask(InboxCounts(), desk.who("clerk"))
    assert counts["state"] == {"ready": 0, "claimed": 0, "done": 1}
    assert desk.platform.ask(InboxCounts(), desk.who("housing.review"))["mine"] == 1


def test_a_task_with_a_limit_shows_its_own_due_date_and_the_legal_one_of_its_item(desk: Desk) -> None:
    desk.start()
    desk.work("clerk", "Accept")
    item = desk.item("housing.review", "Review_Housing")
    assert (item["due_promise"], item["limit_days"]) == (date(2026, 3, 4), 2)
    assert (item["due_legal"], item["remaining_workdays"]) == (date(2026, 3, 11), 2)
    assert (item["from"], item["round"], item["light"]) == ("周敏", 1, "green")
