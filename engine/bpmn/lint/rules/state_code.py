"""case.state takes one of the fifteen states of the national dictionary."""

from collections.abc import Iterator

from engine.bpmn.lint.offices import REFUSAL, STATE, inputs, number, operation
from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("state-code", "error", "Give a state from 1 to 15.", ours=True)
def check(subject: Subject) -> Iterator[Spot]:
    """Literal codes that no state has, and state tasks without a code."""
    for node in subject.nodes("serviceTask"):
        if operation(node) not in (STATE, REFUSAL):
            continue
        source = inputs(node).get("code")
        code = number(source)
        if source is None and operation(node) == STATE:
            yield at(node, "the task sets no state", help='Add <jb:input name="code" value="=8"/>.')
        elif code is not None and not 1 <= code <= 15:
            yield at(node, f"there is no state {code}")
