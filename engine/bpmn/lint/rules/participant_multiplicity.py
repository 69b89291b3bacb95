"""How often a pool takes part: at least once, and at most not less than at least (BPMN 2.0.2, 9.3)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at_element, rule
from engine.bpmn.lint.subject import Subject


@rule("participant-multiplicity", "warning", "Give a maximum of one or more that is not below the minimum.")
def check(subject: Subject) -> Iterator[Spot]:
    """Multiplicities with a negative minimum or a maximum below one or below the minimum."""
    for element in subject.elements("participantMultiplicity"):
        minimum, maximum = _number(element.get("minimum"), 0), _number(element.get("maximum"), 1)
        if minimum < 0 or maximum < 1 or maximum < minimum:
            yield at_element(element, f"between {minimum} and {maximum} participants cannot be")


def _number(text: str | None, default: int) -> int:
    text = (text or "").strip()
    return (
        int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdigit() and len(text) < 10 else default
    )
