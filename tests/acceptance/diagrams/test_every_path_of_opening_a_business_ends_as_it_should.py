"""The bundle: licence first, the others side by side, and what is granted stays granted."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from shipped_processes import completed, run, sources, times

from engine.bpmn import read_program
from engine.simulation import Trace

CASE = {
    "case_id": "c1",
    "case_number": "22010020260302000001M",
    "received_on": date(2026, 3, 2),
    "with_social": True,
    "with_seal": True,
}
GRANT, REFUSE = {"decision": "grant"}, {"decision": "refuse", "opinion": "不符合条件"}
ACCEPT = {"decision": "accept", "review_plan": ["written"]}
ORDINARY: dict[str, Any] = {
    "Material_Review": ACCEPT,
    "Decide_On_Spot": GRANT,
    "Deliver_Bundle": {"delivery_method": "window"},
}


def bundle(*, with_social: bool = True, with_seal: bool = True, **answers: Any) -> Trace:
    ticked = {"with_social": with_social, "with_seal": with_seal}
    return run("open_business", {**CASE, **ticked}, {**ORDINARY, **answers})


def outcomes(trace: Trace) -> dict[str, str]:
    return {name: trace.end["data"][f"outcome_{name}"] for name in ("licence", "tax", "social", "seal")}


def test_everything_granted_is_delivered_once() -> None:
    trace = bundle()

    assert trace.end["state"] == "completed", trace.end
    assert set(outcomes(trace).values()) == {"granted"}
    assert times(trace, "Deliver_Bundle") == 1
    assert times(trace, "Intake_Bundle") == 1
    assert times(trace, "Intake") == times(trace, "Deliver") == 0


@pytest.mark.parametrize(
    "refused", range(1, 4), ids=["tax refused", "social insurance refused", "seal refused"]
)
def test_one_refusal_leaves_the_other_members_granted(refused: int) -> None:
    """The second to fourth decisions are those of tax, social insurance and seal, in the order of the diagram."""
    decisions = [GRANT] * 4
    decisions[refused] = REFUSE

    trace = bundle(Decide_On_Spot=decisions)

    assert trace.end["state"] == "completed"
    result = outcomes(trace)
    assert result["licence"] == "granted"
    assert sorted(result.values()) == ["granted", "granted", "granted", "refused"]
    assert times(trace, "Deliver_Bundle") == 1


def test_without_a_licence_nothing_else_is_opened() -> None:
    trace = bundle(Decide_On_Spot=REFUSE)

    assert trace.end["state"] == "completed"
    assert outcomes(trace) == {
        "licence": "refused",
        "tax": "not_handled",
        "social": "not_handled",
        "seal": "not_handled",
    }
    assert times(trace, "Decide_On_Spot") == 1
    assert times(trace, "Deliver_Bundle") == 1


def test_the_followers_wait_for_the_licence() -> None:
    trace = bundle(Decide_On_Spot=None)

    assert times(trace, "Material_Review") == 1
    assert "Call_Tax" not in [event["element"] for event in trace.events if event["event"] == "started"]


def test_the_followers_open_together() -> None:
    trace = bundle(Material_Review=[ACCEPT, None])

    started = [event["element"] for event in trace.events if event["event"] == "started"]
    assert {"Call_Tax", "Call_Social", "Call_Seal"} <= set(started)
    assert trace.end["state"] == "waiting" or times(trace, "Deem_Accepted") == 3


@pytest.mark.parametrize(
    ("social", "seal"), list(product((True, False), repeat=2)), ids=["both", "social", "seal", "neither"]
)
def test_only_what_was_ticked_is_handled(social: bool, seal: bool) -> None:
    trace = bundle(with_social=social, with_seal=seal)

    assert trace.end["state"] == "completed"
    expected = {
        "licence": "granted",
        "tax": "granted",
        "social": "granted" if social else "not_handled",
        "seal": "granted" if seal else "not_handled",
    }
    assert outcomes(trace) == expected


def test_the_paths_together_walk_every_element_of_the_bundle() -> None:
    walked = {*completed(bundle()), *completed(bundle(Decide_On_Spot=REFUSE))}

    program = read_program(sources("open-business"), "open_business")
    every = {node.id for node in program.nodes() if node.process == "open_business"}
    assert every - walked == set()
