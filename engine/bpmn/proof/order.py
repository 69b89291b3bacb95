"""Moves whose order makes no difference.

A task that only hands its token to the next task of its branch, or to a parallel join that goes on waiting: such a move takes nothing away from any other and is seen by none, so it can be made at once and alone: of branches that run
side by side not every interleaving is looked at (partial order reduction; Valmari's stubborn sets). What is left out
differs from what is looked at only in how far a branch has come.
"""

from dataclasses import dataclass, field

from engine.bpmn.model import Graph, Node
from engine.bpmn.program import Program
from engine.bpmn.proof.knowledge import Data
from engine.bpmn.state import Act, State

_TASKS = frozenset({"userTask", "manualTask", "serviceTask", "businessRuleTask"})
_THROWN = ("error", "escalation")
_DELIVERED = frozenset({"message", "signal"})
_JOINS = frozenset({"parallelGateway", "inclusiveGateway"})


@dataclass(frozen=True, slots=True)
class Local:
    """`tasks` may always be done at once; those `before_joins` (task → join, its flow, flows of the join) unless it fires."""

    tasks: frozenset[str] = frozenset()
    before_joins: dict[str, tuple[str, str, int]] = field(default_factory=dict)

    def first(self, state: State) -> Act | None:
        """A task that may be done now, alone; None when the order of what is open matters."""
        if any(wait.kind in _THROWN for wait in state.waits.values()):
            return None
        for act in state.acts.values():
            if act.phase != "open":
                continue
            if act.node in self.tasks:
                return act
            if act.node in self.before_joins:
                join, flow, wanted = self.before_joins[act.node]
                held = state.joins.get((act.scope, join), {})
                if flow not in held and len(held) + 1 < wanted:
                    return act
        return None


def local_tasks(program: Program, data: Data | None) -> Local:
    """The tasks of the root process whose order makes no difference."""
    graphs = [graph for graph in program.graphs.values() if graph.process == program.root]
    if any(event.kind == "terminate" for g in graphs for n in g.nodes.values() for event in n.events):
        # a terminate event shows what is open when it comes
        return Local()
    plain = [
        (node, graph.nodes[node.outgoing[0].target])
        for graph in graphs
        if graph.type != "adHocSubProcess"
        for node in graph.nodes.values()
        if _plain(node) and _comes_once(graph, node) and _unasked(node, data)
    ]
    return Local(
        frozenset(node.id for node, target in plain if _takes_over(target)),
        {
            node.id: (target.id, node.outgoing[0].id, len(target.incoming))
            for node, target in plain
            if target.type == "parallelGateway"
        },
    )


def _plain(node: Node) -> bool:
    return (
        node.type in _TASKS
        and not node.boundary
        and node.compensation is None
        and not node.for_compensation
        and (node.start_quantity, node.completion_quantity) == (1, 1)
        and len(node.outgoing) == 1
        and not node.conditional_outgoing
    )


def _takes_over(following: Node) -> bool:
    """A task that waits for one token from one side, and that nothing thrown in another branch could reach once it is open."""
    reached = any(event.kind in _DELIVERED for boundary in following.boundary for event in boundary.events)
    alone = len(following.incoming) == 1 and following.start_quantity == 1
    return following.type in _TASKS and alone and not reached


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
