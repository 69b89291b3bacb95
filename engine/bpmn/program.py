"""`Program`: every graph that an instance may need, linked and checked, immutable. Compiled once per deployed version."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from engine.bpmn.model import Assign, Graph, Node
from engine.bpmn.reader.context import open_context, store_names
from engine.bpmn.reader.graphs import read_graphs
from engine.bpmn.reader.source import parse_source
from engine.expressions import Expression
from engine.kernel.errors import Finding, NotFound, Refused


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """Graphs by id (process id, or `process/subProcess` for inner ones) and what they refer to outside themselves."""

    root: str
    graphs: Mapping[str, Graph]
    findings: tuple[Finding, ...] = ()
    reads: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()
    decisions: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    start_messages: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    # start element → its process and message
    message_starts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    # element that sends → elements that its message flows lead to
    routes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    start_signals: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    # message name → the correlation key that it carries and the expression that reads it from the payload
    correlation: Mapping[str, tuple[str, Expression]] = field(default_factory=dict)
    # variables that stand for data stores, which outlive instances and are shared by them
    stores: frozenset[str] = frozenset()
    # id of a message or signal → its name, by which it is delivered
    names: Mapping[str, str] = field(default_factory=dict)
    # something waits for data to change: a conditional event or a correlation subscription
    watches: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        conditional = (event.kind == "conditional" for node in self.nodes() for event in node.events)
        object.__setattr__(self, "watches", bool(self.correlation) or any(conditional))

    @property
    def processes(self) -> Mapping[str, Graph]:
        """Only the processes and global tasks, by id."""
        return {name: graph for name, graph in self.graphs.items() if graph.parent is None}

    def node(self, element: str, process: str | None = None) -> Node:
        """The node with that id, of that process where ids repeat between files. Unknown ids are `NotFound`."""
        for graph in self.graphs.values():
            if element in graph.nodes and process in (None, graph.process):
                return graph.nodes[element]
        raise NotFound(f"there is no element {element!r} in this process", code="element-unknown")

    def nodes(self) -> Iterator[Node]:
        """All flow nodes of all graphs."""
        for graph in self.graphs.values():
            yield from graph.nodes.values()


def read_program(files: Mapping[str, bytes], process: str | None = None, *, linked: bool = True) -> Program:
    """Compile BPMN files (name → bytes) into one program whose root is `process`.

    Without `process` the root is the only process, or the first executable one that is not an empty pool. With `linked`, a call activity whose
    process is in none of the files refuses the program. Raises `Refused` with located findings.
    """
    graphs: dict[str, Graph] = {}
    findings: list[Finding] = []
    correlation: dict[str, tuple[str, Expression]] = {}
    names: dict[str, str] = {}
    stores: set[str] = set()
    routes: dict[str, tuple[str, ...]] = {}
    for name, data in files.items():
        context = open_context(parse_source(data, name), name)
        for graph in read_graphs(context).values():
            if graph.id in graphs:
                findings.append(
                    Finding(
                        "process-duplicate",
                        "error",
                        f"the process {graph.id!r} is in two files",
                        graph.id,
                        graph.line,
                        name,
                        "Rename one of them.",
                    )
                )
            graphs[graph.id] = graph
        correlation.update(context.correlation)
        names.update({**context.messages, **context.signals})
        stores.update(store_names(context))
        routes.update({source: tuple(targets) for source, targets in context.routes.items()})
        findings.extend(context.findings)
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise Refused(_summary(errors), findings)
    root = process or _default_root(graphs)
    if root is None or root not in graphs:
        message = f"there is no process {root!r}" if root else "there is no process in the file"
        raise Refused(message, [Finding("process-missing", "error", message, help="Add a bpmn:process.")])
    calls = frozenset(
        node.called for graph in graphs.values() for node in graph.nodes.values() if node.called
    )
    missing = sorted(calls - set(graphs))
    if missing and linked:
        raise Refused(
            f"called processes are missing: {', '.join(missing)}",
            list(_missing_calls(graphs.values(), missing)),
        )
    starts = list(_message_starts(graphs.values()))
    return Program(
        root=root,
        graphs=graphs,
        findings=tuple(findings),
        reads=_reads(graphs.values()),
        calls=calls,
        decisions=_literals(graphs.values(), "decision"),
        forms=_literals(graphs.values(), "form"),
        start_messages={name: (process, element) for process, element, name in reversed(starts)},
        message_starts={element: (process, name) for process, element, name in starts},
        routes=routes,
        start_signals=_start_signals(graphs.values()),
        correlation=correlation,
        names=names,
        stores=frozenset(stores),
    )


def _default_root(graphs: Mapping[str, Graph]) -> str | None:
    processes = [graph for graph in graphs.values() if graph.type == "process"]
    # editors write a process without any element for an empty pool
    processes = [graph for graph in processes if graph.nodes] or processes
    executable = [graph for graph in processes if graph.executable]
    chosen = [graph for graph in executable if graph.told_executable] or executable or processes
    return chosen[0].id if chosen else None


def _missing_calls(graphs: Iterable[Graph], missing: list[str]) -> Iterator[Finding]:
    for graph in graphs:
        for node in graph.nodes.values():
            if node.called in missing:
                yield Finding(
                    "call-unknown",
                    "error",
                    f"the called process {node.called!r} is not deployed and not in these files",
                    node.id,
                    node.line,
                    help="Deploy it together with this file, or correct calledElement.",
                )


def _reads(graphs: Iterable[Graph]) -> frozenset[str]:
    """The variables that any expression mentions or any assignment fills: what a case must keep in its state."""
    names: set[str] = set()
    for graph in graphs:
        names.update(graph.variables)
        names.update(
            *(value.names for value in graph.attributes.values() if isinstance(value, Expression)), ()
        )
        for bound in graph.subscriptions.values():
            names.update(bound.names)
        for flow in graph.flows.values():
            if flow.condition is not None:
                names.update(flow.condition.names)
        for node in graph.nodes.values():
            _collect(node, names)
            outputs = node.attributes.get("outputs")
            if isinstance(outputs, str):
                names.update(part.strip() for part in outputs.split(",") if part.strip())
    return frozenset(names - {"?", "loopCounter"})


def _collect(value: Any, names: set[str]) -> None:
    if isinstance(value, Expression):
        names.update(value.names)
    elif isinstance(value, Assign):
        names.add(value.target)
        _collect(value.source, names)
    elif isinstance(value, Mapping):
        for part in value.values():
            _collect(part, names)
    elif isinstance(value, tuple):
        for part in value:
            if not isinstance(part, Node):
                _collect(part, names)
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            if part.name not in ("incoming", "outgoing", "default", "boundary", "compensation"):
                _collect(getattr(value, part.name), names)


def _literals(graphs: Iterable[Graph], name: str) -> frozenset[str]:
    values = (node.attributes.get(name) for graph in graphs for node in graph.nodes.values())
    return frozenset(value for value in values if isinstance(value, str) and value)


def _message_starts(graphs: Iterable[Graph]) -> Iterator[tuple[str, str, str]]:
    """Process, element and message name of every start that a message triggers, in the order of the file."""
    for graph in graphs:
        if graph.parent is not None:
            continue
        for node in graph.event_starts:
            places = [node]
            if node.type == "eventBasedGateway":
                places = [graph.nodes[flow.target] for flow in node.outgoing]
            for place in places:
                for event in (*place.events, *((place.message,) if place.message else ())):
                    if event.kind == "message" and event.name:
                        yield graph.id, place.id, event.name


def _start_signals(graphs: Iterable[Graph]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for graph in graphs:
        if graph.parent is not None:
            continue
        for node in graph.event_starts:
            for event in node.events:
                if event.kind == "signal" and event.name:
                    found[event.name] = (*found.get(event.name, ()), (graph.id, node.id))
    return found


def _summary(errors: list[Finding]) -> str:
    first = errors[0]
    where = f"{first.file}:{first.line}: " if first.file else ""
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{where}{first.message}{more}"
