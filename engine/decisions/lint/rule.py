"""What a lint rule is: a function from a model to findings, registered under its id. One rule, one module.

Rules look; they never evaluate a decision and never change anything.
"""

from collections.abc import Callable, Iterator

from engine.decisions.boxes import Place
from engine.decisions.model import Model
from engine.kernel.errors import Finding, Severity

Check = Callable[[Model], Iterator[Finding]]
RULES: dict[str, Check] = {}


def rule(identity: str) -> Callable[[Check], Check]:
    """Register a check under the id of the findings that it makes."""

    def register(check: Check) -> Check:
        RULES[identity] = check
        return check

    return register


def finding(identity: str, severity: Severity, message: str, place: Place, help_text: str) -> Finding:
    """A finding at a place of the model."""
    return Finding(identity, severity, message, place.id, place.line, place.file, help_text)
