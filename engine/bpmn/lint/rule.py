"""A rule: a stable id, a severity, a remedy and a check. The decorator makes a check function into one.

Severity is chosen by one principle. `error`: the standard or the law forbids it, it would be read differently from what is
drawn, or it can never work. `warning`: it works, but most likely not as meant. `info`: worth knowing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Flow, Graph, Node
from engine.bpmn.reader.source import line_of
from engine.kernel.errors import Finding, Severity


class Spot(NamedTuple):
    """One place where a rule fires. Without a severity or help of its own it has the rule's."""

    message: str
    element: str | None
    line: int | None
    help: str | None = None
    severity: Severity | None = None


Check = Callable[[Subject], Iterable[Spot]]


@dataclass(frozen=True, slots=True)
class Rule:
    """`id` is also the name of the docs page and of the folder with its two diagrams.

    A `deep` rule searches the graph from many nodes; it is left out where that would take too long. A rule of `ours` asks
    more than the standard; a model that breaks it may be simulated, but not deployed.
    """

    id: str
    severity: Severity
    help: str
    check: Check
    deep: bool = False
    ours: bool = False

    def findings(self, subject: Subject, file: str) -> list[Finding]:
        """All findings of this rule in one file."""
        return [
            Finding(
                self.id,
                spot.severity or self.severity,
                spot.message,
                spot.element,
                spot.line,
                file,
                spot.help or self.help,
            )
            for spot in self.check(subject)
        ]


def rule(
    id: str, severity: Severity, help: str, *, deep: bool = False, ours: bool = False
) -> Callable[[Check], Rule]:
    """Make the decorated check a `Rule`."""
    return lambda check: Rule(id, severity, help, check, deep, ours)


def at(
    place: Node | Flow | Graph, message: str, *, help: str | None = None, severity: Severity | None = None
) -> Spot:
    """A spot at something that was read."""
    own_id = place.id.rsplit("/", 1)[-1] if isinstance(place, Graph) else place.id
    return Spot(message, own_id, place.line, help, severity)


def at_element(
    element: etree._Element, message: str, *, help: str | None = None, severity: Severity | None = None
) -> Spot:
    """A spot at an XML element; one without an id is named by the nearest element around it that has one."""
    current: etree._Element | None = element
    while current is not None and not current.get("id"):
        current = current.getparent()
    return Spot(message, None if current is None else current.get("id"), line_of(element), help, severity)
