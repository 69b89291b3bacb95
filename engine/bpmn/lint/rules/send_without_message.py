"""A send task says which message it sends (BPMN 2.0.2, 10.3.3)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("send-without-message", "warning", "Set messageRef.")
def check(subject: Subject) -> Iterator[Spot]:
    """Send tasks without a message."""
    for node in subject.nodes("sendTask"):
        if node.message is None:
            yield at(node, "the send task names no message; nobody can receive it")
