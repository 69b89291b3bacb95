"""The sample as shipped: it loads twice alike, and both of its services run to their end and verify."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from approvals import Desk
from sample_applications import BUSINESS, PERMIT

from engine.assembly import Platform
from engine.cases.messages import DeliverMessage
from engine.cases.queries import CaseDiagram, GetCase
from engine.cases.withdraw import WithdrawCase
from engine.documents.queries import CaseDocuments, VerifyLicence
from engine.history.queries import ReplayCase, VerifyCase
from engine.kernel.errors import Conflict
from engine.seed import load

PROJECT = Path(__file__).parents[3]
INTAKE = {"identity_checked": True, "materials_counted": 3}
REVIEWERS = ("planning", "fire", "housing", "defence", "landscape")
WRITTEN = {"review_plan": ["written"]}
SERVED = {"delivery_method": "electronic", "delivered_on": "2026-03-02"}


@pytest.fixture
def sample(platform: Platform) -> Desk:
    """An office with the sample loaded; nobody has a password, because hashing takes time."""
    list(load(platform, PROJECT, password=None))
    office = object.__new__(Desk)
    office.platform = platform
    return office


def verified(office: Desk, case: dict[str, Any]) -> None:
    """The chain is whole and re-execution agrees."""
    told = office.platform.ask(VerifyCase(case["id"]), office.who("auditor"))
    assert (told["chain"], told["execution"], told["first_difference"]) == ("ok", "ok", None)


def page(office: Desk, case: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = office.platform.ask(GetCase(case["id"]), office.who("auditor"))
    return found


def test_loading_again_changes_nothing(sample: Desk) -> None:
    again = list(load(sample.platform, PROJECT, password=None))
    assert all("(0 new" in line for line in again), again


def permit_accepted(office: Desk) -> dict[str, Any]:
    case = office.start("lowrisk-stage3", data=PERMIT, project_code=PERMIT["project_code"])
    office.work("clerk", "Intake_Stage", data={**INTAKE, "project_code_checked": True})
    office.work("housing.review", "Accept_Stage", "accept", data={"low_risk_confirmed": True})
    return case


def review_all(office: Desk, decision: str = "agree", **data: Any) -> Any:
    told = None
    for department in REVIEWERS:
        told = office.work(
            f"{department}.review", f"Review_{department.title()}", decision, opinion="已审查", data=data
        )
    return told


def test_the_construction_permit_stage_is_granted(sample: Desk) -> None:
    case = permit_accepted(sample)
    accepted = page(sample, case)
    assert {item["element"] for item in accepted["work_items"]} == {
        f"Review_{department.title()}" for department in REVIEWERS
    }
    assert (accepted["due_promise"], accepted["due_legal"]) == (date(2026, 3, 5), date(2026, 3, 30))
    told = review_all(sample)
    assert [item["element"] for item in told["opened"]] == ["Consolidate"]
    sample.work("housing.chief", "Consolidate", "consistent", opinion="意见一致")
    sample.work("housing.chief", "Decide_Permit", "grant", data={"permit_scope": "全部工程"})
    told = sample.work("issuer", "Deliver_Permit", data=SERVED)
    assert (told["case"]["state"], told["case"]["result"]) == ("completed", "granted")
    licence = page(sample, case)["licences"][0]
    checked = sample.platform.ask(VerifyLicence(licence["verification_code"]), sample.who("applicant"))
    assert (checked["genuine"], checked["in_force"]) == (True, True)
    verified(sample, case)


def test_a_supplemented_application_is_accepted_and_refused_with_remedies(sample: Desk) -> None:
    case = sample.start("lowrisk-stage3", data=PERMIT)
    sample.work("clerk", "Intake_Stage", data={**INTAKE, "project_code_checked": True})
    defects = {"defects": [_defect(sample, case)]}
    told = sample.work("housing.review", "Accept_Stage", "supplement", data=defects)
    assert told["case"]["national_state"]["code"] == 6
    sample.platform.execute(DeliverMessage(case["id"], "supplement"), sample.who("clerk"))
    sample.work("housing.review", "Accept_Stage", "accept", data={"low_risk_confirmed": True})
    review_all(sample)
    sample.work("housing.chief", "Consolidate", "consistent", opinion="意见一致")
    refused = {"legal_basis": "建筑法第八条"}
    told = sample.work("housing.chief", "Decide_Permit", "refuse", opinion="资金安排不落实", data=refused)
    assert told["case"]["national_state"]["code"] == 13
    papers = sample.platform.ask(CaseDocuments(case["id"]), sample.who("clerk"))
    assert {"receipt", "notice", "acceptance", "refusal"} <= {paper["kind"] for paper in papers}
    assert "行政复议" in next(paper["text"] for paper in papers if paper["kind"] == "refusal")
    verified(sample, case)


def _defect(office: Desk, case: dict[str, Any]) -> dict[str, Any]:
    """A row of the list `defects` as its form wants it."""
    from engine.work.page import GetWorkItem

    item = office.item("housing.review", "Accept_Stage", case)
    form = office.platform.ask(GetWorkItem(item["id"]), office.who("housing.review"))["form"]
    field = next(field for field in form["fields"] if field["key"] == "defects")
    values = {"text": "缺少施工合同", "textarea": "缺少施工合同", "boolean": True}
    return {
        inner["key"]: inner["options"][0]["value"] if inner.get("options") else values[inner["type"]]
        for inner in field["fields"]
        if inner.get("required")
    }


@pytest.fixture
def bundle(sample: Desk) -> Callable[..., dict[str, Any]]:
    """Starts the bundle and plays it up to the granted business licence."""

    def play(**changed: Any) -> dict[str, Any]:
        case = sample.start(item="", bundle="open-business", data={**BUSINESS, **changed})
        sample.work("clerk", "Intake_Bundle", data={**INTAKE, "contact_preference": "sms"})
        sample.work("market.review", "Material_Review", "accept", data=WRITTEN)
        sample.work("market.review", "Decide_On_Spot", "grant")
        return case

    return play


def test_a_granted_licence_stays_when_the_seal_is_refused(
    sample: Desk, bundle: Callable[..., dict[str, Any]]
) -> None:
    case = bundle()
    for department in ("tax", "social", "police"):
        sample.work(f"{department}.review", "Material_Review", "accept", data=WRITTEN)
    sample.work("tax.review", "Decide_On_Spot", "grant")
    sample.work("social.review", "Decide_On_Spot", "grant")
    refused = {"legal_basis": "国发〔1999〕25号"}
    told = sample.work("police.review", "Decide_On_Spot", "refuse", opinion="刻章单位未备案", data=refused)
    assert [item["element"] for item in told["opened"]] == ["Deliver_Bundle"]
    told = sample.work("issuer", "Deliver_Bundle", data=SERVED)
    assert (told["case"]["state"], told["case"]["result"]) == ("completed", "partly_granted")
    members = {member["item_code"]: member for member in page(sample, case)["members"]}
    assert list(members) == ["business-licence", "tax-registration", "social-registration", "seal"]
    assert members["business-licence"]["licence_number"]
    assert (members["seal"]["result"], members["seal"]["licence_number"]) == ("refused", None)
    verified(sample, case)


def test_items_that_are_not_ticked_are_no_part_of_the_case(
    sample: Desk, bundle: Callable[..., dict[str, Any]]
) -> None:
    unticked = {
        key: value
        for key, value in BUSINESS.items()
        if not key.startswith(("social_", "seal_", "insurances"))
    }
    case = sample.start(
        item="", bundle="open-business", data={**unticked, "with_social": False, "with_seal": False}
    )
    assert [member["item_code"] for member in case["members"]] == ["business-licence", "tax-registration"]


def test_a_withdrawal_after_a_member_was_granted_is_refused(
    sample: Desk, bundle: Callable[..., dict[str, Any]]
) -> None:
    case = bundle()
    with pytest.raises(Conflict) as refused:
        sample.platform.execute(WithdrawCase(case["id"], "不办了"), sample.who("clerk"))
    assert refused.value.stable_code == "already-decided"


def test_the_diagram_shows_called_processes_with_their_own_states(
    sample: Desk, bundle: Callable[..., dict[str, Any]]
) -> None:
    case = bundle()
    told = sample.platform.ask(CaseDiagram(case["id"]), sample.who("clerk"))
    assert told["xml"].startswith("<?xml")
    assert {process["id"] for process in told["processes"]} == {"item", "item_acceptance", "item_review"}
    waiting = {view["element"] for process in told["processes"] for view in process["elements"]}
    assert "Material_Review" in waiting


def test_every_event_of_a_story_replays_to_what_was_live_then(sample: Desk) -> None:
    case = permit_accepted(sample)
    live: list[tuple[int, list[str]]] = []
    for department in REVIEWERS:
        told = sample.work(f"{department}.review", f"Review_{department.title()}", "agree", opinion="已审查")
        row = page(sample, case)
        seq = sample.platform.ask(ReplayCase(case["id"]), sample.who("auditor"))["seq"]
        live.append((seq, sorted(item["id"] for item in row["work_items"])))
        assert told["case"]["version"] == row["version"]
    for seq, opened in live:
        then = sample.platform.ask(ReplayCase(case["id"], seq), sample.who("auditor"))
        still_open = [item for item in then["work_items"] if item["state"] in ("ready", "claimed")]
        assert sorted(item["id"] for item in still_open) == opened
