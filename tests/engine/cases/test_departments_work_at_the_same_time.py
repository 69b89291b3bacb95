"""Many hands on one case: nobody's completion is lost, the join waits for all, rework loops do not grow."""

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from approvals import DEPARTMENTS, Desk, bpmn, flow, item_content, user_task
from sqlalchemy import select

from engine.cases.queries import GetCase
from engine.cases.tables import cases
from engine.history.queries import VerifyCase
from engine.kernel.errors import Conflict


def test_four_departments_finish_at_the_same_instant(desk: Desk) -> None:
    case = desk.start()
    desk.work("clerk", "Accept")
    for department in DEPARTMENTS:
        desk.claim(f"{department}.review", desk.item(f"{department}.review", f"Review_{department.title()}"))
    given = [
        (f"{department}.review", desk.item(f"{department}.review", f"Review_{department.title()}"))
        for department in DEPARTMENTS
    ]
    with ThreadPoolExecutor(len(given)) as pool:
        told = list(pool.map(lambda each: desk.complete(each[0], each[1], "agree"), given))
    opened = [item["element"] for answer in told for item in answer["opened"]]
    assert opened == ["Decide"], "exactly the last of the four opens the decision"
    check = desk.platform.ask(VerifyCase(case["id"]), desk.who("auditor"))
    assert (check["chain"], check["execution"]) == ("ok", "ok")


def test_of_many_who_claim_at_once_one_has_it(desk: Desk) -> None:
    desk.start()
    desk.work("clerk", "Accept")
    item = desk.item("housing.review", "Review_Housing")

    def attempt(username: str) -> str | None:
        try:
            return str(desk.claim(username, item)["assignee_name"])
        except Conflict:
            return None

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(attempt, ["housing.review", "housing.deputy"] * 2))
    winners = [name for name in told if name]
    assert len(winners) == 1
    assert desk.platform.ask(GetCase(item["case_id"]), desk.who("auditor"))["version"] > 0


def rework() -> bytes:
    reviews = [f"Review_{department.title()}" for department in DEPARTMENTS]
    answered = (
        (
            '<bpmn:sequenceFlow id="back" sourceRef="Fine" targetRef="Again">'
            '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">decision = "return"</bpmn:conditionExpression>'
            '</bpmn:sequenceFlow><bpmn:sequenceFlow id="on" sourceRef="Fine" targetRef="End">'
            '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">decision = "done"</bpmn:conditionExpression>'
            "</bpmn:sequenceFlow>"
        )
        .replace('"return"', "&quot;return&quot;")
        .replace('"done"', "&quot;done&quot;")
    )
    body = (
        '<bpmn:startEvent id="Start"/><bpmn:exclusiveGateway id="Again"/>'
        '<bpmn:parallelGateway id="Split"/><bpmn:parallelGateway id="Join"/>'
        + "".join(
            user_task(e, d, "reviewer", outputs="none") for e, d in zip(reviews, DEPARTMENTS, strict=True)
        )
        + user_task("Judge", "housing", "chief", outputs="decision")
        + '<bpmn:exclusiveGateway id="Fine"/><bpmn:endEvent id="End"/>'
        + flow("Start", "Again", "Split")
        + "".join(flow("Split", review, "Join") for review in reviews)
        + flow("Join", "Judge", "Fine")
        + answered
    )
    return bpmn("rework", body)


@pytest.mark.slow
def test_fifty_rounds_of_rework_never_join_early_and_do_not_grow(desk: Desk) -> None:
    desk.deploy({"rework.bpmn": rework()})
    desk.publish(item_content("rework", "rework"))
    case = desk.start("rework")
    chance = random.Random(50)
    sizes: list[int] = []
    rounds = 50
    for number in range(1, rounds + 1):
        departments = list(DEPARTMENTS)
        chance.shuffle(departments)
        opened: list[dict[str, Any]] = []
        for done, department in enumerate(departments, 1):
            answer = desk.work(f"{department}.review", f"Review_{department.title()}")
            opened = answer["opened"]
            assert bool(opened) == (done == len(departments)), f"round {number}: the join fired early"
        assert [(item["element"], item["round"]) for item in opened] == [("Judge", number)]
        sizes.append(_state_size(desk, case))
        desk.work("housing.chief", "Judge", "done" if number == rounds else "return")
    assert desk.platform.ask(GetCase(case["id"]), desk.who("auditor"))["state"] == "completed"
    assert max(sizes) - min(sizes) < 64, "only the digits of counted ids may grow"


def _state_size(desk: Desk, case: dict[str, Any]) -> int:
    with desk.platform.database.read() as db:
        return len(str(db.execute(select(cases.c.state).where(cases.c.id == case["id"])).scalar()))
