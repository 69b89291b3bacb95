"""Claim, release, draft, complete: who may, who may not, and what stays when a verb is refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from approvals import Desk

from engine.cases.withdraw import ResumeCase, SuspendCase
from engine.dispatch import SYSTEM
from engine.history.queries import CaseHistory, VerifyCase
from engine.identity.substitute import Substitute
from engine.kernel.clock import FrozenClock
from engine.kernel.errors import Conflict, Forbidden, InvalidInput, LimitExceeded, NotFound, StaleVersion
from engine.work.claim import ClaimWorkItem
from engine.work.draft import LARGEST_DRAFT, SaveDraft
from engine.work.page import GetWorkItem
from engine.work.release import ReleaseWorkItem


@pytest.fixture
def reviewing(desk: Desk) -> dict[str, Any]:
    """A case whose four departments review."""
    case = desk.start()
    desk.work("clerk", "Accept")
    return case


def page(desk: Desk, username: str, item: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = desk.platform.ask(GetWorkItem(item["id"]), desk.who(username))
    return found


def test_the_second_claim_is_told_who_was_first(desk: Desk, reviewing: dict[str, Any]) -> None:
    item = desk.item("housing.review", "Review_Housing")
    taken = desk.claim("housing.review", item)
    assert (taken["state"], taken["assignee_name"]) == ("claimed", "王建国")
    with pytest.raises(Conflict, match="王建国") as refused:
        desk.claim("housing.deputy", item)
    assert refused.value.stable_code == "already-claimed"


def test_an_item_of_another_department_does_not_exist(desk: Desk, reviewing: dict[str, Any]) -> None:
    item = desk.item("housing.review", "Review_Housing")
    for verb in (ClaimWorkItem, ReleaseWorkItem, GetWorkItem):
        act = desk.platform.ask if verb is GetWorkItem else desk.platform.execute
        with pytest.raises(NotFound):
            act(verb(item["id"]), desk.who("fire.review"))


def test_a_colleague_without_the_role_is_told_so(desk: Desk, reviewing: dict[str, Any]) -> None:
    item = desk.item("housing.review", "Review_Housing")
    with pytest.raises(Forbidden) as refused:
        desk.claim("housing.chief", item)
    assert refused.value.stable_code == "role-required"


@pytest.mark.parametrize("claimed_by", [None, "housing.deputy"], ids=["unclaimed", "claimed by another"])
def test_only_who_claimed_an_item_completes_it(
    desk: Desk, reviewing: dict[str, Any], claimed_by: str | None
) -> None:
    item = desk.item("housing.review", "Review_Housing")
    if claimed_by:
        desk.claim(claimed_by, item)
    with pytest.raises(Forbidden) as refused:
        desk.complete("housing.review", item, "agree")
    assert refused.value.stable_code == "not-claimed-by-you"


def test_a_released_item_is_in_the_pool_again_with_its_draft(desk: Desk, reviewing: dict[str, Any]) -> None:
    item = desk.item("housing.review", "Review_Housing")
    desk.claim("housing.review", item)
    desk.platform.execute(SaveDraft(item["id"], {}, None, "图纸待核"), desk.who("housing.review"))
    freed = desk.platform.execute(ReleaseWorkItem(item["id"]), desk.who("housing.review"))
    assert (freed["state"], freed["assignee"]) == ("ready", None)
    desk.claim("housing.deputy", item)
    assert page(desk, "housing.deputy", item)["draft"]["opinion"] == "图纸待核"


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"decision": None}, "decision"),
        ({"decision": "perhaps"}, "decision"),
        ({"decision": "disagree"}, "opinion"),
        ({"decision": "agree", "data": {"unheard_of": 1}}, "data.unheard_of"),
        ({"decision": "agree", "opinion": "长" * 5_001}, "opinion"),
    ],
    ids=["missing", "no option", "required by condition", "unknown field", "too long"],
)
def test_invalid_answers_are_located_and_the_draft_stays(
    desk: Desk, reviewing: dict[str, Any], said: dict[str, Any], path: str
) -> None:
    item = desk.item("housing.review", "Review_Housing")
    desk.claim("housing.review", item)
    desk.platform.execute(SaveDraft(item["id"], {}, "agree", "半页意见"), desk.who("housing.review"))
    with pytest.raises(InvalidInput) as refused:
        desk.complete("housing.review", item, **said)
    assert path in {error.path for error in refused.value.errors}
    then = page(desk, "housing.review", item)
    assert (then["state"], then["draft"]["opinion"]) == ("claimed", "半页意见")


def test_a_form_less_task_takes_no_data(desk: Desk) -> None:
    desk.start()
    item = desk.item("clerk", "Accept")
    desk.claim("clerk", item)
    with pytest.raises(InvalidInput) as refused:
        desk.complete("clerk", item, data={"anything": 1})
    assert [error.path for error in refused.value.errors] == ["data.anything"]


def test_a_draft_of_unreasonable_size_is_refused(desk: Desk, reviewing: dict[str, Any]) -> None:
    item = desk.item("housing.review", "Review_Housing")
    desk.claim("housing.review", item)
    with pytest.raises(LimitExceeded):
        desk.platform.execute(
            SaveDraft(item["id"], {"opinion": "长" * LARGEST_DRAFT}), desk.who("housing.review")
        )


def test_an_outdated_version_is_refused(desk: Desk, reviewing: dict[str, Any]) -> None:
    item = desk.item("housing.review", "Review_Housing")
    desk.claim("housing.review", item)
    with pytest.raises(StaleVersion):
        desk.complete("housing.review", item, "agree", if_version=item["version"])


def test_a_completed_item_stays_completed(desk: Desk, reviewing: dict[str, Any]) -> None:
    item = desk.item("housing.review", "Review_Housing")
    desk.claim("housing.review", item)
    told = desk.complete("housing.review", item, "agree", opinion="符合")
    assert told["work_item"]["state"] == "completed"
    for verb in (desk.claim, desk.complete):
        with pytest.raises(Conflict) as refused:
            verb("housing.review", item)
        assert refused.value.stable_code == "already-completed"
    then = page(desk, "housing.review", item)
    assert then["data"] == {"decision": "agree", "opinion": "符合"}
    assert [(said["department"], said["decision"]) for said in then["opinions"]] == [("housing", "agree")]


def test_who_reviewed_may_not_decide(desk: Desk) -> None:
    from engine.identity.save import SaveUser

    both = (("housing", "reviewer"), ("housing", "chief"))
    desk.platform.execute(SaveUser("housing.both", "双重", "jingkai", both), SYSTEM)
    desk.start()
    desk.work("clerk", "Accept")
    desk.work("housing.both", "Review_Housing", "agree")
    for department in ("planning", "fire", "defence"):
        desk.work(f"{department}.review", f"Review_{department.title()}", "agree")
    item = desk.item("housing.both", "Decide")
    with pytest.raises(Forbidden) as refused:
        desk.claim("housing.both", item)
    assert refused.value.stable_code == "separation-of-duties"
    told = page(desk, "housing.both", item)
    assert told["allowed_actions"] == []
    assert "Review_Housing" in told["refused_actions"]["claim"]
    desk.work("housing.chief", "Decide", "grant")


def test_a_substitute_acts_for_an_absent_colleague_and_the_log_says_so(
    desk: Desk, clock: FrozenClock
) -> None:
    today = date(2026, 3, 2)
    with pytest.raises(NotFound):
        desk.platform.execute(
            Substitute("clerk", "fire.review", "window", today, today + timedelta(days=3)), SYSTEM
        )
    desk.platform.execute(
        Substitute("housing.chief", "housing.deputy", "housing", today, today + timedelta(days=3)), SYSTEM
    )
    case = desk.start()
    desk.work("clerk", "Accept")
    for department in ("housing", "planning", "fire", "defence"):
        desk.work(f"{department}.review", f"Review_{department.title()}", "agree")
    taken = desk.claim("housing.deputy", desk.item("housing.deputy", "Decide"))
    assert taken["substitute"] is True
    history = desk.platform.ask(CaseHistory(case["id"]), desk.who("auditor"))["items"]
    claim = [event for event in history if event["action"] == "work:claimed"][-1]
    assert claim["capacity"]["on_behalf_of"] == desk.who("housing.chief").user_id
    clock.advance(timedelta(days=5))
    with pytest.raises(AssertionError):
        desk.item("housing.deputy", "Review_Fire")


def test_a_substitute_takes_over_what_the_absent_colleague_claimed(
    desk: Desk, reviewing: dict[str, Any]
) -> None:
    item = desk.item("housing.review", "Review_Housing")
    desk.claim("housing.review", item)
    with pytest.raises(Conflict):
        desk.claim("housing.deputy", item)
    today = date(2026, 3, 2)
    desk.platform.execute(Substitute("housing.review", "housing.deputy", "housing", today, today), SYSTEM)
    assert desk.item("housing.deputy", "Review_Housing")["allowed_actions"] == ["claim"]
    taken = desk.claim("housing.deputy", item)
    assert (taken["assignee_name"], taken["substitute"]) == ("刘洋", True)
    with pytest.raises(Forbidden):
        desk.complete("housing.review", item, "agree")
    desk.complete("housing.deputy", item, "agree")
    told = desk.platform.ask(VerifyCase(reviewing["id"]), desk.who("auditor"))
    assert (told["chain"], told["execution"]) == ("ok", "ok")


def test_work_on_a_suspended_case_waits(desk: Desk, reviewing: dict[str, Any]) -> None:
    item = desk.item("housing.review", "Review_Housing")
    desk.platform.execute(SuspendCase(reviewing["id"], "等待规划调整"), desk.who("housing.chief"))
    assert desk.item("housing.review", "Review_Housing")["stop_reason"] == "等待规划调整"
    with pytest.raises(Conflict) as refused:
        desk.claim("housing.review", item)
    assert refused.value.stable_code == "case-suspended"
    desk.platform.execute(ResumeCase(reviewing["id"]), desk.who("housing.chief"))
    desk.work("housing.review", "Review_Housing", "agree")


def test_the_page_shows_form_application_and_reasons(desk: Desk) -> None:
    data = {"address": "吉林省长春市二道区洋浦大街 1 号", "area": "120.50", "manager": "王小明"}
    desk.start(data=data)
    desk.work("clerk", "Accept")
    told = page(desk, "housing.review", desk.item("housing.review", "Review_Housing"))
    assert [field["key"] for field in told["form"]["fields"]] == ["decision", "opinion"]
    assert told["decisions"] == [
        {"value": "agree", "title": "同意"},
        {"value": "disagree", "title": "不同意"},
    ]
    assert told["application"]["data"]["manager"] == "王**"
    assert told["allowed_actions"] == ["claim"]
    assert set(told["refused_actions"]) == {"release", "complete", "draft"}


def test_auditors_see_items_and_may_do_nothing(desk: Desk, reviewing: dict[str, Any]) -> None:
    told = page(desk, "auditor", desk.item("housing.review", "Review_Housing"))
    assert told["allowed_actions"] == []
    assert set(told["refused_actions"]) == {"claim", "release", "complete", "draft"}
