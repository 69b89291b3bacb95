"""A program without data: the same nodes and flows, every condition open, every wait able to occur.

Loops count as one instance: inner instances share no tokens, so they add no new way to be stuck. For the same reason a
call is one wait here, and the called process is proved by itself.
"""

from dataclasses import replace

from engine.bpmn.model import EventDefinition, Graph, Node, Timer
from engine.bpmn.program import Program

_ANY_TIME = Timer("workdays", text="0")


def without_data(program: Program) -> Program:
    """A copy in which nothing is evaluated."""
    graphs = {name: _graph(graph) for name, graph in program.graphs.items()}
    return replace(program, graphs=graphs)


def _graph(graph: Graph) -> Graph:
    nodes = {name: _node(node) for name, node in graph.nodes.items()}
    for node in nodes.values():
        node.boundary = tuple(nodes[event.id] for event in node.boundary)
        node.compensation = nodes[node.compensation.id] if node.compensation is not None else None

    def same(places: tuple[Node, ...]) -> tuple[Node, ...]:
        return tuple(nodes[node.id] for node in places)

    return replace(
        graph,
        nodes=nodes,
        starts=same(graph.starts),
        event_starts=same(graph.event_starts),
        implicit_starts=same(graph.implicit_starts),
        event_sub_processes=same(graph.event_sub_processes),
        links={name: nodes[node.id] for name, node in graph.links.items()},
    )


def _node(node: Node) -> Node:
    return replace(
        node,
        type="serviceTask" if node.type == "callActivity" else node.type,
        called=None,
        attributes={name: "" for name in node.attributes if name == "operation"},
        events=tuple(_event(event) for event in node.events),
        message=_event(node.message) if node.message is not None else None,
        loop=None,
        inputs=(),
        outputs=(),
        script=(),
        completion=None,
    )


def _event(event: EventDefinition) -> EventDefinition:
    return replace(
        event, timer=_ANY_TIME if event.timer is not None else None, condition=None, key=None, payload=()
    )
