"""The graphs of one file as a program may use them: read, and free of what the standard forbids.

The machine relies on it: a flow into a boundary event or a timer that an end event throws has no meaning that it could
follow. Rules of the office and advice are left to the lint, because a simulation may run what an office may not deploy.
"""

from engine.bpmn.lint.lint import forbidden
from engine.bpmn.model import Graph
from engine.bpmn.reader.containers import read_containers
from engine.bpmn.reader.context import ReadContext


def read_graphs(context: ReadContext) -> dict[str, Graph]:
    """Every process, global task and sub-process of the file. Problems become findings of the context."""
    graphs = read_containers(context)
    context.findings.extend(forbidden(context, graphs))
    return graphs
