"""A receive task says which message it waits for (BPMN 2.0.2, 10.3.3)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("receive-without-message", "warning", "Set messageRef.")
def check(subject: Subject) -> Iterator[Spot]:
    """Receive tasks without a message."""
    for node in subject.nodes("receiveTask"):
        if node.message is None:
            yield at(node, "the receive task names no message; only an answer from outside can complete it")
