"""A process that is to be started needs a place to start."""

from collections.abc import Iterator, Mapping

from engine.bpmn.lint.known import Known
from engine.bpmn.model import Graph
from engine.kernel.errors import Finding


def check(graph: Graph, graphs: Mapping[str, Graph], known: Known) -> Iterator[Finding]:
    """Containers in which nothing can start, and event sub-processes without exactly one event start."""
    if graph.type == "globalTask" or not graph.executable:
        return
    if not (graph.starts or graph.event_starts or graph.implicit_starts):
        yield Finding(
            "start-missing",
            "error",
            "nothing can start here",
            graph.id,
            graph.line,
            help="Add a start event.",
        )
