"""What a rule looks at: the graphs as they were read, the XML behind them, and what is known from outside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from engine.bpmn.lint.known import Known
from engine.bpmn.model import Flow, Graph, Node
from engine.bpmn.reader.context import ReadContext
from engine.bpmn.reader.source import BPMN


@dataclass(frozen=True)
class Subject:
    """One file. Graphs of pools that only describe a partner are not among `graphs`; `root` is the whole file."""

    root: etree._Element
    context: ReadContext
    graphs: Mapping[str, Graph]
    known: Known

    @cached_property
    def by_id(self) -> Mapping[str, etree._Element]:
        """Every BPMN element with an id; shapes and edges of the picture are not among them."""
        return {str(e.get("id")): e for e in self.root.iter(f"{{{BPMN}}}*") if e.get("id")}

    def nodes(self, *types: str) -> Iterator[Node]:
        """Flow nodes of all graphs, or those of the given types."""
        for graph in self.graphs.values():
            for node in graph.nodes.values():
                if not types or node.type in types:
                    yield node

    def placed(self, *types: str) -> Iterator[tuple[Graph, Node]]:
        """As `nodes`, each with its graph."""
        for graph in self.graphs.values():
            for node in graph.nodes.values():
                if not types or node.type in types:
                    yield graph, node

    def flows(self) -> Iterator[tuple[Graph, Flow]]:
        """Sequence flows of all graphs, each with its graph."""
        for graph in self.graphs.values():
            for flow in graph.flows.values():
                yield graph, flow

    def elements(self, *names: str) -> Iterator[etree._Element]:
        """BPMN elements with one of the local names, anywhere in the file, in document order."""
        return self.root.iter(*(f"{{{BPMN}}}{name}" for name in names))

    def element(self, node: Node) -> etree._Element:
        """The XML of a node."""
        return self.by_id[node.id]

    def parent(self, graph: Graph) -> Node | None:
        """The sub-process node whose inside a graph is; None for a process."""
        if graph.parent is None:
            return None
        return self.graphs[graph.parent].nodes.get(graph.id.rsplit("/", 1)[-1])
