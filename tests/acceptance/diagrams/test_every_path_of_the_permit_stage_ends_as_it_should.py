"""The construction-permit stage, path by path: each row is what people answer and where the case must end."""

from datetime import date
from typing import Any

import pytest
from shipped_processes import completed, run, times

from engine.bpmn import read_program
from engine.simulation import Trace

REVIEWS = ("Review_Planning", "Review_Fire", "Review_Housing", "Review_Defence", "Review_Landscape")
CASE = {
    "case_id": "c1",
    "case_number": "22010020260302000001M",
    "received_on": date(2026, 3, 2),
    "item_code": "lowrisk-stage3",
    "department": "housing",
    "limit": 3,
    "legal_limit": 20,
}
AGREE = {"decision": "agree", "opinion": "符合要求"}
DISAGREE = {"decision": "disagree", "opinion": "疏散距离超限"}
ACCEPT = {"decision": "accept"}
SUPPLEMENT = {
    "decision": "supplement",
    "defects": [{"material": "施工合同", "problem": "缺页", "remedy": "补交第三页"}],
}
GRANT = {"decision": "grant"}
DELIVER = {"delivery_method": "window"}
ORDINARY: dict[str, Any] = {
    "Accept_Stage": ACCEPT,
    **dict.fromkeys(REVIEWS, AGREE),
    "Consolidate": {"decision": "consistent", "opinion": "五个部门一致同意"},
    "Decide_Permit": GRANT,
    "Deliver_Permit": DELIVER,
}


def stage(**answers: Any) -> Trace:
    return run("construction_permit_stage", CASE, {**ORDINARY, **answers})


PATHS = {
    "granted": ({}, "End_Stage", "granted", {"Issue_Permit": 1, "Refuse_Permit": 0}),
    "granted with a duty": (
        {"Decide_Permit": {"decision": "grant_with_duty"}},
        "End_Stage",
        "granted_with_duty",
        {"Issue_Permit": 1},
    ),
    "refused": (
        {"Decide_Permit": {"decision": "refuse", "opinion": "不符合建筑法第八条"}},
        "End_Stage",
        "refused",
        {"Issue_Permit": 0, "Refuse_Permit": 1, "Deliver_Permit": 1},
    ),
    "not required by law": (
        {"Accept_Stage": {"decision": "not_required", "opinion": "限额以下工程"}},
        "End_StageNotAccepted",
        None,
        {"Refuse_StageAcceptance": 1, "Dispatch_Review": 0},
    ),
    "not within our power": (
        {"Accept_Stage": {"decision": "not_ours", "opinion": "属市级权限"}},
        "End_StageNotAccepted",
        None,
        {"Refuse_StageAcceptance": 1},
    ),
    "supplemented, then granted": (
        {"Accept_Stage": [SUPPLEMENT, ACCEPT], "Catch_StageSupplement": {}},
        "End_Stage",
        "granted",
        {"Give_StageNotice": 1, "Record_StageSupplement": 1, "Accept_Stage": 2},
    ),
    "never supplemented": (
        {"Accept_Stage": SUPPLEMENT},
        "End_StageLapsed",
        None,
        {"Return_Stage": 1, "Accept_StageCase": 0},
    ),
    "no notice within five working days": (
        {"Accept_Stage": None},
        "End_Stage",
        "granted",
        {"Deem_StageAccepted": 1, "Accept_StageCase": 0, "Decide_Permit": 1},
    ),
    "conflict that coordination resolves": (
        {
            "Review_Fire": DISAGREE,
            "Consolidate": {"decision": "conflict", "opinion": "消防不同意"},
            "Coordinate": {"decision": "resolved", "opinion": "按消防意见调整"},
        },
        "End_Stage",
        "granted",
        {"Coordinate": 1, "Receive_Correction": 0},
    ),
    "returned for correction, then granted": (
        {
            "Review_Fire": [DISAGREE, AGREE],
            "Consolidate": [{"decision": "conflict", "opinion": "消防不同意"}, ORDINARY["Consolidate"]],
            "Coordinate": {"decision": "return", "opinion": "修改疏散楼梯"},
        },
        "End_Stage",
        "granted",
        {
            "Receive_Correction": 1,
            "Resume_AfterCorrection": 1,
            "Dispatch_Review": 2,
            **dict.fromkeys(REVIEWS, 2),
        },
    ),
}


@pytest.mark.parametrize(("answers", "end", "outcome", "counts"), PATHS.values(), ids=PATHS)
def test_a_path_of_the_stage_ends_where_it_should(
    answers: dict[str, Any], end: str, outcome: str | None, counts: dict[str, int]
) -> None:
    trace = stage(**answers)

    assert trace.end["state"] == "completed", trace.end
    assert completed(trace)[-1] == end
    assert trace.end["data"].get("outcome") == outcome
    assert {element: times(trace, element) for element in counts} == counts


def test_the_paths_together_walk_every_element_of_the_stage() -> None:
    from shipped_processes import sources

    walked = {element for answers, *_ in PATHS.values() for element in completed(stage(**answers))}
    walked |= {event["element"] for event in stage(Accept_Stage=None).events if event["event"] == "caught"}

    program = read_program(sources("construction-permit"), "construction_permit_stage")
    every = {node.id for node in program.nodes() if node.process == "construction_permit_stage"}
    assert every - walked == set()


def test_the_join_waits_for_all_five_departments() -> None:
    trace = stage(Review_Landscape=None)

    assert trace.end["state"] == "waiting"
    assert "Consolidate" not in completed(trace)
    assert {wait["element"] for wait in trace.end["waiting"]} >= {"Review_Landscape"}


def test_the_parallel_review_opens_all_five_at_once() -> None:
    trace = stage(**dict.fromkeys(REVIEWS, None))

    assert {wait["element"] for wait in trace.end["waiting"]} == set(REVIEWS)


def test_a_disagreement_is_coordinated_even_when_the_lead_calls_it_consistent() -> None:
    trace = stage(Review_Fire=DISAGREE, Coordinate=None)

    assert trace.end["waiting"][0]["element"] == "Coordinate"
    assert times(trace, "Decide_Permit") == 0


def test_each_department_keeps_its_own_conclusion() -> None:
    data = stage(Review_Fire=DISAGREE, Coordinate=None).end["data"]

    assert data["decision_fire"] == "disagree"
    assert data["opinion_fire"] == DISAGREE["opinion"]
    assert [data[f"decision_{name}"] for name in ("planning", "housing", "defence", "landscape")] == [
        "agree"
    ] * 4


def test_silence_deems_the_application_accepted_but_never_grants_the_permit() -> None:
    trace = stage(Accept_Stage=None, Decide_Permit=None)

    assert "Deem_StageAccepted" in completed(trace)
    assert trace.end["state"] == "waiting"
    assert "Issue_Permit" not in completed(trace)


def test_a_supplement_starts_the_five_working_days_anew() -> None:
    """Received on Monday 2 March; the notice comes the same day, the supplement later; silence then deems acceptance."""
    trace = stage(Accept_Stage=[SUPPLEMENT, None], Catch_StageSupplement={})

    fired = next(event for event in trace.events if event["element"] == "Boundary_StageNoNotice")
    resubmitted = next(event for event in trace.events if event["element"] == "Record_StageSupplement")
    assert date.fromisoformat(fired["at"][:10]) > date.fromisoformat(resubmitted["at"][:10])
