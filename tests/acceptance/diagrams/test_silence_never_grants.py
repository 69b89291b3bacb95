"""What the law asks of every shipped process, proven on the graph: no way around a person, no wait without an end."""

from collections.abc import Iterator

import pytest
from shipped_processes import sources

from engine.bpmn import Node, Program, read_program
from engine.bpmn.model import Graph

PROGRAMS = {
    "item": read_program(sources(), "item"),
    "stage": read_program(sources("construction-permit"), "construction_permit_stage"),
    "bundle": read_program(sources("open-business"), "open_business"),
}
every_program = pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)


@every_program
def test_no_licence_is_reached_without_passing_a_decision_that_a_person_makes(program: Program) -> None:
    """行政许可法: a timer or a default may accept an application, but only a person grants it."""
    issuing = [node for node in program.nodes() if node.attributes.get("operation") == "licence.issue"]

    assert issuing
    for node in issuing:
        graph = program.graphs[node.graph]
        undecided = reached(
            graph, starts(graph), without={n.id for n in graph.nodes.values() if decides(program, n)}
        )
        assert node.id not in undecided


@every_program
def test_a_called_process_that_decides_cannot_end_undecided(program: Program) -> None:
    """A call stands for a decision only if no way through the called process avoids one."""
    for node in program.nodes():
        if node.called and decides(program, node):
            graph = program.graphs[node.called]
            undecided = reached(
                graph, starts(graph), without={n.id for n in graph.nodes.values() if is_decision(n)}
            )
            assert not [end for end in undecided if graph.nodes[end].type == "endEvent"]


@every_program
def test_nobody_decides_what_they_reviewed(program: Program) -> None:
    for graph in program.graphs.values():
        reviews = {
            n.id
            for n in graph.nodes.values()
            if n.attributes.get("kind") == "review" and n.type == "userTask"
        }
        for node in graph.nodes.values():
            if is_decision(node) and node.attributes["role"] == "chief":
                excluded = set(str(node.attributes["excludes"]).split(","))
                before = {n for n in reviews if node.id in reached(graph, {n}, without=set())}
                on_the_way = {n for n in before if program.node(n).attributes["stage"] != "受理"} - {
                    "Consult"
                }
                assert on_the_way <= excluded


@every_program
def test_a_wait_for_a_message_has_a_timer_beside_it(program: Program) -> None:
    for graph in program.graphs.values():
        for node in graph.nodes.values():
            if node.type == "eventBasedGateway":
                kinds = {event.kind for flow in node.outgoing for event in graph.nodes[flow.target].events}
                assert kinds == {"message", "timer"}, node.id


@every_program
def test_a_clock_that_stops_goes_on_again(program: Program) -> None:
    for graph in program.graphs.values():
        resumes = {n.id for n in graph.nodes.values() if state_code(n) == "10"}
        for node in graph.nodes.values():
            if state_code(node) == "9":
                after = reached(graph, {node.id}, without=resumes)
                assert not [n for n in after if graph.nodes[n].type == "endEvent"], node.id


@every_program
def test_a_decision_is_followed_by_delivery(program: Program) -> None:
    """送达 follows every 准予 and every 不予 (行政许可法 art. 44), here or in the bundle that called."""
    for graph in program.graphs.values():
        delivers = {n.id for n in graph.nodes.values() if n.attributes.get("kind") == "deliver"}
        if not delivers:
            continue
        for node in graph.nodes.values():
            if node.attributes.get("operation") in ("licence.issue", "case.refuse") and state_code(node) in (
                None,
                "13",
            ):
                missed = reached(graph, {node.id}, without=delivers)
                assert {n for n in missed if graph.nodes[n].type == "endEvent"} <= {"End_HandedOver"}, node.id


@every_program
def test_a_window_clerk_refuses_and_decides_nothing(program: Program) -> None:
    for node in program.nodes():
        if node.attributes.get("role") == "clerk" and node.type == "userTask":
            assert "decision" not in str(node.attributes.get("outputs", "")), node.id


@every_program
def test_limits_of_tasks_are_whole_working_days_or_that_of_the_item(program: Program) -> None:
    for node in program.nodes():
        if node.type == "userTask":
            limit = node.attributes["limit"]
            assert not isinstance(limit, str) or 1 <= int(limit) <= 20, node.id


@every_program
def test_an_element_id_means_one_element_in_all_processes_that_run_together(program: Program) -> None:
    """`jb:excludes`, answers and the timeline name elements by id alone."""
    ids = [node.id for node in program.nodes()]

    assert len(ids) == len(set(ids))


def starts(graph: Graph) -> set[str]:
    return {node.id for node in graph.starts}


def reached(graph: Graph, origins: set[str], *, without: set[str]) -> set[str]:
    """Every node that a token may come to from the origins when nothing passes the nodes in `without`."""
    seen: set[str] = set()
    stack = [origin for origin in origins if origin not in without]
    while stack:
        current = stack.pop()
        if current in seen:
            continue
        seen.add(current)
        stack.extend(following for following in successors(graph.nodes[current]) if following not in without)
    return seen


def successors(node: Node) -> Iterator[str]:
    yield from (flow.target for flow in node.outgoing)
    yield from (event.id for event in node.boundary)


def is_decision(node: Node) -> bool:
    return node.type == "userTask" and node.attributes.get("kind") == "decide"


def decides(program: Program, node: Node) -> bool:
    """A decision task, or a call of a process that has one."""
    called = program.graphs.get(node.called or "")
    return is_decision(node) or (
        called is not None and any(is_decision(inner) for inner in called.nodes.values())
    )


def state_code(node: Node) -> str | None:
    source = next((item.source for item in node.inputs if item.target == "code"), None)
    if source is None:
        return None
    return source if isinstance(source, str) else source.text
