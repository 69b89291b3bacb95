"""Differential tests: where SpiffWorkflow's own run time is right, ours completes the same tasks; where it is wrong, the test says so."""

import io
import itertools
from collections import Counter
from typing import Any

import pytest
from lxml import etree
from sketch import done, model, run
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.util.task import TaskState

SAME = {
    "sequence": ("start S; manual A; manual B; end E; S -> A -> B -> E", {}),
    "exclusive": (
        "start S; exclusive G; manual A; manual B; end E; end F; S -> G; G -> A [x > 5]; G ~> B; A -> E; B -> F",
        {"x": 9},
    ),
    "exclusive-default": (
        "start S; exclusive G; manual A; manual B; end E; end F; S -> G; G -> A [x > 5]; G ~> B; A -> E; B -> F",
        {"x": 1},
    ),
    "parallel": (
        "start S; parallel G; manual A; manual B; manual C; parallel J; manual Z; end E; "
        "S -> G; G -> A -> J; G -> B -> J; G -> C -> J; J -> Z -> E",
        {},
    ),
    "nested-parallel": (
        "start S; parallel G; parallel H; manual A; manual B; manual C; parallel I; parallel J; end E; "
        "S -> G; G -> A -> J; G -> H; H -> B -> I; H -> C -> I; I -> J -> E",
        {},
    ),
    "inclusive": (
        "start S; inclusive G; manual A; manual B; inclusive J; manual Z; end E; S -> G; G -> A [x > 1]; G -> B [x > 2]; "
        "A -> J; B -> J; J -> Z -> E",
        {"x": 3},
    ),
    "sub-process": (
        "start S; manual B; end E; S -> SP -> B -> E\nsub SP {\nstart S2; manual A; end E2; S2 -> A -> E2\n}",
        {},
    ),
}


def beside(text: str, data: dict[str, Any]) -> Counter[str]:
    """The manual tasks that SpiffWorkflow completes, taking the first ready one each time."""
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(io.BytesIO(model(text))))
    workflow = BpmnWorkflow(parser.get_spec("P"), parser.get_subprocess_specs("P"))
    workflow.task_tree.data.update(data)
    completed: Counter[str] = Counter()
    for _ in range(200):
        workflow.do_engine_steps()
        ready = workflow.get_tasks(state=TaskState.READY, manual=True)
        if not ready:
            break
        completed[ready[0].task_spec.bpmn_id] += 1
        ready[0].run()
    assert workflow.completed
    return completed


@pytest.mark.parametrize(("text", "data"), SAME.values(), ids=SAME)
def test_the_same_tasks_are_completed(text: str, data: dict[str, Any]) -> None:
    ours = Counter(
        element for element in done(run(text, data=data)) if element.isupper() and len(element) == 1
    )
    assert ours == beside(text, data)


@pytest.mark.parametrize("order", list(itertools.permutations(["A", "B", "C"]))[:3], ids="".join)
def test_a_join_inside_a_rework_loop_waits_in_round_two_where_spiffworkflow_does_not(
    order: tuple[str, ...],
) -> None:
    """Known fault of its run time: cancelled join instances of round one count as arrived in round two."""
    text = (
        "start S; exclusive M; parallel G; manual A; manual B; manual C; parallel J; exclusive X; manual Z; end E; "
        "S -> M -> G; G -> A -> J; G -> B -> J; G -> C -> J; J -> X; X -> M [again]; X ~> Z; Z -> E"
    )
    trace = run(text, data={"again": True}, answers={order[-1]: [{"again": True}, {"again": False}]})
    finished = [event["element"] for event in trace.events if event["event"] == "completed"]
    for before, join in itertools.pairwise(
        [-1, *[n for n, element in enumerate(finished) if element == "J"]]
    ):
        assert sorted(set(finished[before + 1 : join]) & {"A", "B", "C"}) == ["A", "B", "C"]
    assert trace.end["state"] == "completed"
