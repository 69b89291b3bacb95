"""Messages are delivered by name, so two messages have two names (BPMN 2.0.2, 8.4.11)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at_element, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.reader.source import local

_CODES = {"message": "name", "signal": "name", "error": "errorCode", "escalation": "escalationCode"}


@rule("message-name-duplicate", "warning", "Refer to one of them everywhere, or give them different names.")
def check(subject: Subject) -> Iterator[Spot]:
    """Messages, signals, errors and escalations that cannot be told apart from an earlier one."""
    seen: dict[tuple[str, str], str | None] = {}
    for element in subject.elements(*_CODES):
        kind = local(element)
        name = (element.get(_CODES[kind]) or "").strip()
        if not name:
            continue
        if (kind, name) in seen:
            yield at_element(element, f"the {kind} {name!r} exists already as {seen[kind, name]!r}")
        else:
            seen[kind, name] = element.get("id")
