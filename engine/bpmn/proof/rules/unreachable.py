"""Elements that no situation starts: by the shape of the process, or because the conditions before them exclude each other."""

from collections.abc import Iterator

from engine.bpmn.program import Program
from engine.bpmn.proof.explore import multiplied
from engine.bpmn.proof.rule import Explored, Spot, rule
from engine.bpmn.proof.rules import deadlock


@rule("proof-unreachable", "error", "Give it an incoming flow that can be taken, or remove it.")
def check(explored: Explored) -> Iterator[Spot]:
    """Activities, and as a warning other elements; bodies of handlers run only after what data decide."""
    if explored.found.failures or any(
        here.active and multiplied(here.state) for here in explored.found.situations
    ):
        # behind a doubled token, or a step that cannot be made, nothing was looked at
        return
    # what lies behind a join that gets stuck is told at the join; the work behind it is told all the same
    stuck = any(True for _ in deadlock.check.check(explored))
    for graph in explored.program.graphs.values():
        if graph.process != explored.process or _within_handler(explored.program, graph.id):
            continue
        for node in graph.nodes.values():
            begins = node.instantiate and not node.incoming
            handler = node.for_compensation or node.type == "boundaryEvent" or node.triggered_by_event
            if node.id in explored.found.started or begins or handler or (stuck and not node.is_activity):
                continue
            yield Spot(
                "no way through the process ever comes here",
                node.id,
                severity="error" if node.is_activity else "warning",
            )


def _within_handler(program: Program, graph: str) -> bool:
    owner = graph.rsplit("/", 1)[-1]
    return any(
        node.id == owner and (node.triggered_by_event or node.for_compensation) for node in program.nodes()
    )
