"""A business rule task must name a decision that exists."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("decision-unknown", "error", "Deploy the DMN file that holds it, or correct jb:decision.")
def check(subject: Subject) -> Iterator[Spot]:
    """Business rule tasks without a decision, or with an unknown one."""
    known = subject.known.decisions
    for node in subject.nodes("businessRuleTask"):
        key = node.attributes.get("decision")
        if key is None:
            yield at(
                node,
                "the business rule task names no decision",
                help="Set jb:decision to the key of a decision.",
                severity="warning",
            )
        elif isinstance(key, str) and known is not None and key not in known:
            yield at(node, f"there is no decision {key!r}")
