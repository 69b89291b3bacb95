"""Moves whose order makes no difference: a task that only hands its token to the next task of its branch.

Such a move takes nothing away from any other and is seen by none, so it can be made at once and alone: of branches that run
side by side not every interleaving is looked at (partial order reduction; Valmari's stubborn sets). What is left out
differs from what is looked at only in how far a branch has come between two tasks.
"""

from engine.bpmn.model import Graph, Node
from engine.bpmn.program import Program
from engine.bpmn.proof.knowledge import Data

_TASKS = frozenset({"userTask", "manualTask", "serviceTask", "businessRuleTask"})
_JOINS = frozenset({"parallelGateway", "inclusiveGateway"})


def local_tasks(program: Program, data: Data | None) -> frozenset[str]:
    """Ids of the tasks of the root process that may be done at once."""
    graphs = [graph for graph in program.graphs.values() if graph.process == program.root]
    if any(event.kind == "terminate" for g in graphs for n in g.nodes.values() for event in n.events):
        # a terminate event shows what is open when it comes
        return frozenset()
    return frozenset(
        node.id
        for graph in graphs
        if graph.type != "adHocSubProcess"
        for node in graph.nodes.values()
        if _plain(node) and _hands_over(graph, node) and _comes_once(graph, node) and _unasked(node, data)
    )


def _plain(node: Node) -> bool:
    return (
        node.type in _TASKS
        and not node.boundary
        and node.compensation is None
        and not node.for_compensation
        and (node.start_quantity, node.completion_quantity) == (1, 1)
    )


def _hands_over(graph: Graph, node: Node) -> bool:
    if len(node.outgoing) != 1 or node.conditional_outgoing:
        return False
    following = graph.nodes[node.outgoing[0].target]
    return following.type in _TASKS and len(following.incoming) == 1 and following.start_quantity == 1


def _comes_once(graph: Graph, node: Node) -> bool:
    """Whether no second token can come here by another way: that would have to be seen while the first is here.

    What comes from another task was seen there, for only tasks that wait for one token hand it over.
    """
    while node.incoming:
        if len(node.incoming) > 1:
            return node.type in _JOINS
        source = graph.nodes[node.incoming[0].source]
        if source.is_activity:
            return source.type in _TASKS and source.completion_quantity == 1
        node = source
    return node.attached_to is None and not any(event.kind == "link" for event in node.events)


def _unasked(node: Node, data: Data | None) -> bool:
    """Whether nothing that the task writes is asked about anywhere."""
    if data is None or not data.conditions:
        return True
    written = data.written(node.id)
    return written is not None and not written & data.names
