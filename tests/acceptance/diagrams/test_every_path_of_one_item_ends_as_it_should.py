"""The one-item process with the processes it calls, path by path."""

from datetime import date
from typing import Any

import pytest
from shipped_processes import completed, run, sources, times

from engine.bpmn import read_program
from engine.simulation import Trace

CASE = {
    "case_id": "c1",
    "case_number": "22010020260302000001M",
    "received_on": date(2026, 3, 2),
    "item_code": "construction-permit",
    "department": "housing",
    "limit": 3,
    "legal_limit": 7,
}
ACCEPT = {"decision": "accept", "review_plan": ["written"]}
SUPPLEMENT = {
    "decision": "supplement",
    "defects": [{"material": "施工合同", "problem": "缺页", "remedy": "补交第三页"}],
}
ORDINARY: dict[str, Any] = {
    "Material_Review": ACCEPT,
    "Decide": {"decision": "grant"},
    "Decide_On_Spot": {"decision": "grant"},
    "Publish": {"publicity_days": 5},
    "Deliver": {"delivery_method": "window"},
}
ALL_WAYS = {
    "decision": "accept",
    "review_plan": ["written", "site_visit", "special", "publicity", "consultation"],
    "consulted": ["planning", "fire"],
}


def item(
    *, case: dict[str, Any] | None = None, messages: tuple[tuple[Any, ...], ...] = (), **answers: Any
) -> Trace:
    return run("item", {**CASE, **(case or {})}, {**ORDINARY, **answers}, messages=messages)


Path = tuple[dict[str, Any], str, str, dict[str, int]]
PATHS: dict[str, Path] = {
    "granted": ({}, "End_Done", "granted", {"Issue_Licence": 1, "Written_Review": 1, "Site_Visit": 0}),
    "granted with a duty": (
        {
            "Material_Review": {**ACCEPT, "decision": "accept_with_duty"},
            "Decide": {"decision": "grant_with_duty"},
        },
        "End_Done",
        "granted_with_duty",
        {"Sign_Promise": 1, "Issue_Licence": 1},
    ),
    "accepted on a promise": (
        {"Material_Review": {**ACCEPT, "decision": "accept_with_promise"}},
        "End_Done",
        "granted",
        {"Sign_Promise": 1},
    ),
    "refused": (
        {"Decide": {"decision": "refuse", "opinion": "不符合条件"}},
        "End_Done",
        "refused",
        {"Issue_Licence": 0, "Refuse_Grant": 1, "Deliver": 1},
    ),
    "sent back to the reviewer once": (
        {"Decide": [{"decision": "return", "opinion": "补充勘验"}, {"decision": "grant"}]},
        "End_Done",
        "granted",
        {"Review_Opinion": 2, "Decide": 2},
    ),
    "decided on the spot": (
        {"case": {"limit": 1}},
        "End_Done",
        "granted",
        {"Decide_On_Spot": 1, "Decide": 0, "Written_Review": 0},
    ),
    "reviewed in every way": (
        {"Material_Review": ALL_WAYS},
        "End_Done",
        "granted",
        {
            "Written_Review": 1,
            "Site_Visit": 1,
            "Call_Special": 1,
            "Call_Publicity": 1,
            "Consult": 1,
            "Review_Opinion": 1,
        },
    ),
    "an objection during the public notice": (
        {"Material_Review": ALL_WAYS, "Catch_Objection": [{}, {}]},
        "End_Done",
        "granted",
        {"Handle_Objection": 2, "Catch_PublicityOver": 1},
    ),
    "corrected on the spot": (
        {"Material_Review": [{"decision": "correct"}, ACCEPT]},
        "End_Done",
        "granted",
        {"Correct_On_Site": 1, "Material_Review": 2},
    ),
    "supplemented": (
        {"Material_Review": [SUPPLEMENT, ACCEPT], "Catch_Supplement": {}},
        "End_Done",
        "granted",
        {"Give_Notice": 1, "Record_Supplement": 1},
    ),
    "never supplemented": (
        {"Material_Review": SUPPLEMENT},
        "End_Done",
        "lapsed",
        {"Return_Application": 1, "Accept": 0},
    ),
    "not required by law": (
        {"Material_Review": {"decision": "not_required", "opinion": "无须许可"}},
        "End_Done",
        "not_accepted",
        {"Refuse_Acceptance": 1, "Call_Review": 0, "Deliver": 1},
    ),
    "not within our power": (
        {"Material_Review": {"decision": "not_ours", "opinion": "向省厅申请"}},
        "End_Done",
        "not_accepted",
        {"Refuse_Acceptance": 1},
    ),
    "no notice within five working days": (
        {"Material_Review": None},
        "End_Done",
        "granted",
        {"Deem_Accepted": 1, "Accept": 0, "Written_Review": 1, "Decide": 1},
    ),
    "withdrawn before acceptance": (
        {"Material_Review": None, "messages": (("withdraw", {}, "construction-permit"),)},
        "End_WithdrawnEarly",
        "withdrawn",
        {"Record_WithdrawnEarly": 1},
    ),
    "withdrawn before the decision": (
        {"Decide": None, "Boundary_WithdrawEarly": None, "Boundary_WithdrawLate": {}},
        "End_WithdrawnLate",
        "withdrawn",
        {"Record_WithdrawnLate": 1, "Deliver": 0},
    ),
    "received and delivered by a bundle": (
        {"case": {"collected": True, "limit": 1}},
        "End_HandedOver",
        "granted",
        {"Intake": 0, "Deliver": 0, "Issue_Licence": 1},
    ),
}


@pytest.mark.parametrize(("answers", "end", "outcome", "counts"), PATHS.values(), ids=PATHS)
def test_a_path_of_the_item_ends_where_it_should(
    answers: dict[str, Any], end: str, outcome: str, counts: dict[str, int]
) -> None:
    trace = item(**answers)

    assert trace.end["state"] == "completed", trace.end
    assert completed(trace)[-1] == end
    assert trace.end["data"]["outcome"] == outcome
    assert {element: times(trace, element) for element in counts} == counts


def test_the_paths_together_walk_every_element_of_the_shared_processes() -> None:
    walked = {element for answers, *_ in PATHS.values() for element in completed(item(**answers))}

    every = {node.id for node in read_program(sources(), "item").nodes()}
    assert every - walked == set()


def test_the_site_visit_is_two_records_by_two_people() -> None:
    trace = item(Material_Review={**ACCEPT, "review_plan": ["site_visit"]})

    visits = [
        event for event in trace.events if event["element"] == "Site_Visit" and event["event"] == "completed"
    ]
    assert sorted(visit["index"] for visit in visits if "index" in visit) == [1, 2]
    excludes = read_program(sources(), "item").node("Site_Visit").attributes["excludes"]
    assert excludes == "Site_Visit"


def test_the_opinion_waits_for_the_public_notice_to_run_out() -> None:
    """Published on 2 March for five working days: nothing is concluded before 9 March is over."""
    trace = item(Material_Review={**ACCEPT, "review_plan": ["written", "publicity"]})

    opinion = next(event for event in trace.events if event["element"] == "Review_Opinion")
    published = next(event for event in trace.events if event["element"] == "Catch_PublicityOver")
    assert opinion["at"] >= published["at"]
    assert times(trace, "Review_Opinion") == 1


def test_silence_deems_the_application_accepted_but_never_grants_it() -> None:
    trace = item(Material_Review=None, Decide=None)

    assert times(trace, "Deem_Accepted") == 1
    assert trace.end["state"] == "waiting"
    assert times(trace, "Issue_Licence") == 0


def test_the_end_tells_whoever_waits_for_the_item() -> None:
    thrown = [event for event in item().events if event["event"] == "thrown"]

    assert [(event["element"], event["payload"]) for event in thrown] == [
        ("End_Done", {"item_code": "construction-permit", "outcome": "granted"})
    ]
