"""What is promised is not longer than what the law allows (our rule 5)."""

from collections.abc import Iterator

from engine.bpmn.lint.offices import inputs, number
from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("promise-over-legal", "error", "Promise at most the legal limit.", ours=True)
def check(subject: Subject) -> Iterator[Spot]:
    """Calls and operations that are given a promised limit over the legal one."""
    for node in subject.nodes("callActivity", "serviceTask"):
        given = inputs(node)
        promised, legal = number(given.get("limit")), number(given.get("legal_limit"))
        if promised is not None and legal is not None and promised > legal:
            yield at(node, f"{promised} working days are promised; the law allows {legal}")
