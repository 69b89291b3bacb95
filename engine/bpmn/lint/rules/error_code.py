"""A thrown error or escalation has a code, because that is what is caught (BPMN 2.0.2, 10.5.5)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("error-code", "error", "Refer to an error or escalation with a code among the root elements.")
def check(subject: Subject) -> Iterator[Spot]:
    """Throwing error and escalation events without a reference, and references to definitions without a code."""
    for node in subject.nodes("endEvent", "intermediateThrowEvent"):
        for event in node.events:
            if event.kind == "error" and event.code is None:
                # 10.5.5 demands the code of an executable process only
                told = subject.graphs[node.process].told_executable
                yield at(
                    node,
                    "the error that ends this path has no code",
                    severity="error" if told else "warning",
                )
            elif event.kind == "escalation" and event.code is None:
                yield at(
                    node, "the escalation has no code; only a catch-all can catch it", severity="warning"
                )
            elif event.kind == "error" and subject.context.errors.get(event.code or "", "") is None:
                yield at(
                    node,
                    f"the error {event.code!r} has no errorCode; its id stands in",
                    help="Set errorCode on the error.",
                    severity="warning",
                )
