"""A completion reads once and writes once, whatever it opens; and an answer that got lost on its way is found again."""

from typing import Any

import pytest
from approvals import Desk
from sqlalchemy.exc import DBAPIError
from statements import every_statement

from engine.history.queries import CaseHistory, VerifyCase
from engine.kernel.errors import Conflict
from engine.store.direct import Direct
from engine.work.complete import CompleteWorkItem


def test_completing_reads_once_and_writes_once_on_postgres(desk: Desk) -> None:
    desk.start()
    desk.work("clerk", "Accept")
    desk.work("fire.review", "Review_Fire", "agree")
    item = desk.claim("housing.review", desk.item("housing.review", "Review_Housing"))
    act, reviewer = CompleteWorkItem(item["id"], {}, "agree"), desk.who("housing.review")
    with every_statement() as statements:
        desk.platform.execute(act, reviewer, idempotency_key="k1")
    kinds = [statement.text.split()[0] for statement in statements]
    if desk.platform.database.is_sqlite:
        assert kinds[0] == "SELECT"
        assert set(kinds[1:]) <= {"UPDATE", "INSERT", "DELETE"}
    else:
        assert kinds == ["SELECT", "WITH"]


def test_a_key_that_was_used_answers_as_before_although_the_item_is_done(desk: Desk) -> None:
    desk.start()
    item = desk.claim("clerk", desk.item("clerk", "Accept"))
    act = CompleteWorkItem(item["id"], {})
    first = desk.platform.execute(act, desk.who("clerk"), idempotency_key="k1")
    assert desk.platform.execute(act, desk.who("clerk"), idempotency_key="k1") == first
    other = CompleteWorkItem(item["id"], {}, opinion="同意")
    with pytest.raises(Conflict) as refused:
        desk.platform.execute(other, desk.who("clerk"), idempotency_key="k1")
    assert refused.value.stable_code == "idempotency-key-reused"
    with pytest.raises(Conflict) as done:
        desk.platform.execute(act, desk.who("clerk"), idempotency_key="k2")
    assert done.value.stable_code == "already-completed"


@pytest.mark.parametrize("written", [True, False], ids=["written", "not written"])
def test_an_answer_lost_on_its_way_is_found_in_the_event_log(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, written: bool
) -> None:
    """The database did it, or did not, and the connection broke before it could say so. No key was given."""
    if desk.platform.database.is_sqlite:
        return  # there is no connection that could break
    case = desk.start()
    item = desk.claim("clerk", desk.item("clerk", "Accept"))
    change, lost = Direct.change, [True]

    def breaks(statement: Direct, connection: Any, values: Any) -> int:
        if not (lost and statement.text.startswith("WITH")):
            return change(statement, connection, values)
        lost.clear()
        if written:
            change(statement, connection, values)
        raise DBAPIError(statement.text, None, OSError("gone"), connection_invalidated=True)

    monkeypatch.setattr(Direct, "change", breaks)
    done = desk.platform.execute(CompleteWorkItem(item["id"], {}), desk.who("clerk"))
    assert done["work_item"]["state"] == "completed"
    assert {opened["element"] for opened in done["opened"]} >= {"Review_Housing", "Review_Fire"}
    history = desk.platform.ask(CaseHistory(case["id"]), desk.who("auditor"))
    assert [each["action"] for each in history["items"]].count("work:completed") == 1
    assert desk.platform.ask(VerifyCase(case["id"]), desk.who("auditor"))["execution"] == "ok"
