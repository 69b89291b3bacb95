"""Messages that come before anybody awaits them: kept, delivered once when the wait is armed, forgotten when their time is up."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from approvals import Desk, bpmn, flow, item_content, user_task
from sqlalchemy import func, select

from engine.assembly.tidy import tidy
from engine.cases.inbound.send import SendMessage
from engine.cases.inbound.tables import kept_messages
from engine.cases.messages import DeliverMessage
from engine.cases.queries import GetCase
from engine.history.queries import CaseHistory, ReplayCase, VerifyCase
from engine.kernel.clock import FrozenClock
from engine.kernel.errors import Conflict, ExecutionFailed, Forbidden, InvalidInput

MESSAGES = '<bpmn:message id="m" name="paid"/>'
BILL = b"""{"key": "test_bill", "title": {"zh-CN": "bill", "en": "Bill"}, "fields": [
 {"key": "bill", "type": "text", "title": "bill", "required": true, "max_length": 20}]}"""
KEYED = (
    '<bpmn:intermediateCatchEvent id="Wait" name="Wait"{keep}>'
    '<bpmn:messageEventDefinition messageRef="m" jb:key="=bill"/></bpmn:intermediateCatchEvent>'
)


def publish(desk: Desk, key: str, *nodes: str, chain: tuple[str, ...]) -> None:
    start, end = '<bpmn:startEvent id="Start"/>', '<bpmn:endEvent id="End"/>'
    body = start + "".join(nodes) + end + flow("Start", *chain, "End")
    desk.deploy({f"{key}.bpmn": bpmn(key, body, MESSAGES), "bill.json": BILL})
    desk.publish(item_content(key, key))


def paying(desk: Desk, keep: str = "") -> dict[str, Any]:
    """A case that will await the payment of its bill once the window has written the bill's number."""
    task = user_task("Bill", "window", "clerk", outputs="bill", form="test_bill")
    publish(desk, "paying", task, KEYED.format(keep=keep), chain=("Bill", "Wait"))
    return desk.start("paying")


def bill(desk: Desk, case: dict[str, Any], number: str = "b-1") -> None:
    desk.work("clerk", "Bill", case=case, data={"bill": number})


def state(desk: Desk, case: dict[str, Any]) -> str:
    return str(desk.platform.ask(GetCase(case["id"]), desk.who("auditor"))["state"])


def kept(desk: Desk) -> int:
    with desk.platform.database.read() as db:
        return int(db.execute(select(func.count()).select_from(kept_messages)).scalar_one())


def verified(desk: Desk, case: dict[str, Any]) -> None:
    told = desk.platform.ask(VerifyCase(case["id"]), desk.who("auditor"))
    assert (told["chain"], told["execution"], told["first_difference"]) == ("ok", "ok", None)


def send(desk: Desk, number: str = "b-1", keep: str | None = "P1D", **payload: Any) -> dict[str, Any]:
    sent: dict[str, Any] = desk.platform.execute(
        SendMessage("paid", number, payload, keep), desk.who("admin")
    )
    return sent


def test_a_message_for_whom_it_may_concern_finds_the_case_with_its_key(desk: Desk) -> None:
    case = paying(desk)
    bill(desk, case)
    with pytest.raises(Conflict, match="keep"):
        send(desk, "b-2", keep=None)
    assert send(desk, keep=None, sum=5) == {"delivered": True, "kept_until": None}
    assert state(desk, case) == "completed"
    verified(desk, case)


def test_a_message_that_comes_early_is_delivered_when_it_is_awaited(desk: Desk, clock: FrozenClock) -> None:
    case = paying(desk)
    assert send(desk, sum=5) == {"delivered": False, "kept_until": clock.now() + timedelta(days=1)}
    send(desk, "b-2")
    bill(desk, case)
    assert (state(desk, case), kept(desk)) == ("completed", 1)
    data = desk.platform.ask(ReplayCase(case["id"]), desk.who("auditor"))["data"]
    assert str(data["sum"]) == "5"
    verified(desk, case)


def test_a_kept_message_is_not_delivered_after_its_time_and_is_forgotten(
    desk: Desk, clock: FrozenClock
) -> None:
    case = paying(desk)
    send(desk, keep="PT1H")
    clock.advance(timedelta(hours=1))
    bill(desk, case)
    assert (state(desk, case), kept(desk)) == ("active", 1)
    tidy(desk.platform.database, desk.platform.jobs, clock.now())
    assert kept(desk) == 0


@pytest.mark.parametrize("keep", ["P31D", "PT0S", "-P1D", "for ever", "P9999999Y"])
def test_a_message_is_kept_no_longer_than_the_operator_allows(desk: Desk, keep: str) -> None:
    paying(desk)
    with pytest.raises(InvalidInput):
        send(desk, keep=keep)


def test_a_message_for_one_case_is_kept_as_its_process_declares(desk: Desk) -> None:
    case = paying(desk, ' jb:keep="P2D"')
    told = desk.platform.execute(DeliverMessage(case["id"], "paid", {"sum": 1}), desk.who("clerk"))
    assert (told["state"], kept(desk)) == ("active", 1)
    events = desk.platform.ask(CaseHistory(case["id"]), desk.who("auditor"))["items"]
    assert events[-1]["action"] == "case:message_kept"
    bill(desk, case)
    assert (state(desk, case), kept(desk)) == ("completed", 0)
    verified(desk, case)


def test_a_message_for_one_case_with_another_key_stays_kept(desk: Desk) -> None:
    case = paying(desk)
    desk.platform.execute(DeliverMessage(case["id"], "paid", {}, "b-2", keep="P1D"), desk.who("clerk"))
    bill(desk, case)
    assert (state(desk, case), kept(desk)) == ("active", 1)


def test_what_a_process_throws_is_kept_as_it_declares(desk: Desk) -> None:
    throw = (
        '<bpmn:intermediateThrowEvent id="Tell" jb:keep="P1D"><bpmn:messageEventDefinition messageRef="m" '
        'jb:key="=&quot;b-1&quot;"/></bpmn:intermediateThrowEvent>'
    )
    publish(desk, "telling", throw, chain=("Tell",))
    case = paying(desk)
    desk.start("telling")
    assert kept(desk) == 1
    bill(desk, case)
    assert (state(desk, case), kept(desk)) == ("completed", 0)


def test_a_process_that_would_keep_for_too_long_is_refused(desk: Desk) -> None:
    throw = (
        '<bpmn:intermediateThrowEvent id="Tell" jb:keep="P9Y"><bpmn:messageEventDefinition messageRef="m"/>'
        "</bpmn:intermediateThrowEvent>"
    )
    publish(desk, "telling", throw, chain=("Tell",))
    with pytest.raises(ExecutionFailed, match="Tell"):
        desk.start("telling")


def test_who_may_not_send_is_refused(desk: Desk) -> None:
    with pytest.raises(Forbidden):
        desk.platform.execute(SendMessage("paid"), desk.who("clerk"))


def test_a_message_and_its_awaiting_that_meet_at_one_instant_do_not_miss_each_other(desk: Desk) -> None:
    cases = [paying(desk)] + [desk.start("paying") for _ in range(7)]
    items = [desk.item("clerk", "Bill", case) for case in cases]
    for item in items:
        desk.claim("clerk", item)
    admin = desk.who("admin")
    failures: list[Exception] = []

    def attempt(act: Callable[[], Any]) -> Callable[[], None]:
        def run() -> None:
            try:
                ready.wait()
                act()
            except Exception as error:  # noqa: BLE001  # whatever it was, the test must say so
                failures.append(error)

        return run

    ready = threading.Barrier(2 * len(cases))
    acts: list[Callable[[], Any]] = []
    for number, item in enumerate(items):
        key = f"b-{number}"
        acts.append(lambda item=item, key=key: desk.complete("clerk", item, data={"bill": key}))
        acts.append(lambda key=key: desk.platform.execute(SendMessage("paid", key, {}, "P1D"), admin))
    threads = [threading.Thread(target=attempt(act)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [state(desk, case) for case in cases] == ["completed"] * len(cases)
    assert kept(desk) == 0


def test_one_kept_message_goes_to_one_of_two_that_begin_to_await_it_at_once(desk: Desk) -> None:
    cases = [paying(desk), desk.start("paying")]
    items = [desk.item("clerk", "Bill", case) for case in cases]
    for item in items:
        desk.claim("clerk", item)
    send(desk)
    ready = threading.Barrier(2)

    def complete(item: dict[str, Any]) -> None:
        ready.wait()
        desk.complete("clerk", item, data={"bill": "b-1"})

    threads = [threading.Thread(target=complete, args=(item,)) for item in items]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(state(desk, case) for case in cases) == ["active", "completed"]
    assert kept(desk) == 0
