"""Which variables an element may write: what was asked about them before is not known any more afterwards."""

from collections.abc import Iterable, Iterator

from engine.bpmn.model import Graph, Node
from engine.bpmn.program import Program
from engine.expressions import Expression

# None stands for "any variable whatever"
Names = frozenset[str] | None
NOTHING: Names = frozenset()
_CARRYING = frozenset({"message", "signal", "error", "escalation"})
_ANSWERED = frozenset({"userTask", "manualTask", "serviceTask", "sendTask", "receiveTask"})


def written_by(node: Node) -> Names:
    """The variables that may have another value when the element is over."""
    named = {item.target for item in (*node.outputs, *node.script)}
    if node.loop is not None and node.loop.output:
        named.add(node.loop.output)
    own = _own(node)
    return None if own is None else own | named


def _own(node: Node) -> Names:
    """What comes from outside the model; with output mappings only these are written."""
    if node.type == "businessRuleTask":
        result = node.attributes.get("result")
        return frozenset({result}) if isinstance(result, str) else _answer(node)
    if node.type == "sendTask" and "operation" not in node.attributes:
        return NOTHING
    if node.type in _ANSWERED or node.type == "callActivity":
        return _answer(node)
    carries = any(event.kind in _CARRYING for event in node.events)
    if (
        carries
        and not node.outputs
        and node.type in ("startEvent", "intermediateCatchEvent", "boundaryEvent")
    ):
        return None
    return NOTHING


def _answer(node: Node) -> Names:
    listed = node.attributes.get("outputs")
    if node.outputs:
        return NOTHING
    if isinstance(listed, str) and node.type != "callActivity":
        return frozenset(name.strip() for name in listed.split(",") if name.strip())
    return None


def untold(program: Program) -> Names:
    """Variables of which nothing can be told from outside one element; None when that may be any variable.

    There may be several of that name, or several instances of a loop write them at the same time.
    """
    found: set[str] = {"loopCounter"}
    for graph in program.graphs.values():
        if graph.process != program.root:
            continue
        if graph.parent is not None:
            found.update(graph.variables)
        for node in graph.nodes.values():
            found.update(_local(program, node))
            for repeated in _repeated(program, node):
                names = written_by(repeated)
                if names is None:
                    return None
                found.update(names)
    return frozenset(found)


def _local(program: Program, node: Node) -> Iterator[str]:
    yield from node.data_outputs
    if node.inner is not None:
        yield from (item.target for item in node.inputs)
    if node.triggered_by_event:
        starts = program.graphs[node.inner or ""].event_starts
        yield from (item.target for start in starts for item in start.outputs)
    if node.loop is not None:
        yield from (name for name in (node.loop.item, node.loop.output_item) if name)


def _repeated(program: Program, node: Node) -> Iterator[Node]:
    """Elements of which several instances may run at once or one after another: a loop and all that is in it."""
    if node.loop is None:
        return
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        if current.inner is not None:
            pending.extend(program.graphs[current.inner].nodes.values())


def literals_of(node: Node) -> dict[str, str | Expression]:
    """What a script or an output mapping gives to variables, the last assignment of each."""
    return {item.target: item.source for item in (*node.script, *node.outputs)}


def compensating(program: Program) -> frozenset[str]:
    """Ids of graphs that run during compensation, with the data of an earlier time."""
    found: set[str] = set()
    for graph in program.graphs.values():
        for node in graph.nodes.values():
            if node.inner is not None and (node.for_compensation or _undoes(program, node)):
                found.update(_below(program.graphs.values(), node.inner))
    return frozenset(found)


def _undoes(program: Program, node: Node) -> bool:
    starts = program.graphs[node.inner or ""].event_starts if node.triggered_by_event else ()
    return any(event.kind == "compensate" for start in starts for event in start.events)


def _below(graphs: Iterable[Graph], outer: str) -> set[str]:
    held = list(graphs)
    found = {outer}
    while more := {graph.id for graph in held if graph.parent in found} - found:
        found |= more
    return found
