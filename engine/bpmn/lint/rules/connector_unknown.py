"""A service task that leaves the house says how, in a way that exists."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("connector-unknown", "error", "Set jb:connector to http, mail, webhook or stub, and no jb:operation.")
def check(subject: Subject) -> Iterator[Spot]:
    """Tasks with an unknown connector, or with an operation or message besides it."""
    known = subject.known.connectors
    for node in subject.nodes("serviceTask", "sendTask"):
        name = node.attributes.get("connector")
        if name is None:
            continue
        if isinstance(name, str) and known is not None and name not in known:
            yield at(node, f"there is no connector {name!r}")
        if "operation" in node.attributes:
            yield at(node, "the task names an operation and a connector; it can do only one")
        elif node.message is not None:
            yield at(node, "the task sends its message and never reaches its connector")
