"""A call of a service gives its connector what that needs and nothing that it does not know."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.service_errors import read_errors

_OURS = ("secret", "errors", "attempts")


@rule(
    "connector-parameter",
    "error",
    "Give what the connector needs as jb:input; docs/bpmn.md lists the parameters of each.",
)
def check(subject: Subject) -> Iterator[Spot]:
    """Missing and unknown parameters, unreadable jb:errors and jb:attempts, and these attributes without a connector."""
    known = subject.known.connectors or {}
    for node in subject.nodes("serviceTask", "sendTask"):
        name = node.attributes.get("connector")
        if name is None:
            for attribute in _OURS:
                if attribute in node.attributes:
                    yield at(node, f"jb:{attribute} means nothing without jb:connector", severity="warning")
            continue
        given = [item.target for item in node.inputs]
        if isinstance(name, str) and name in known:
            parameters = known[name]
            for parameter, required in parameters.items():
                if required and parameter not in given:
                    yield at(node, f"the connector {name!r} needs the input {parameter!r}")
            for parameter in given:
                if parameter not in parameters:
                    yield at(node, f"the connector {name!r} knows no input {parameter!r}")
        errors, attempts = node.attributes.get("errors"), node.attributes.get("attempts")
        if isinstance(errors, str):
            try:
                read_errors(errors)
            except ValueError as error:
                yield at(node, f"jb:errors: {error}")
        if isinstance(attempts, str) and not (attempts.isdecimal() and 1 <= int(attempts) <= 20):
            yield at(node, f"jb:attempts is {attempts!r}; give a whole number from 1 to 20")
