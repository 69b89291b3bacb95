"""`jb:lintIgnore="rule-id other-id"`: a model may say that a rule does not apply to one element, with jb:lintReason why.

Only advice can be ignored. An error stays an error, because what it tells of would run wrongly whoever signs for it; the
attempt is told. What was ignored is counted in one `info` finding an element, so that nothing disappears without a trace.
"""

from collections.abc import Iterator

from lxml import etree

from engine.bpmn.lint.subject import Subject
from engine.bpmn.reader.source import JB, line_of
from engine.kernel.errors import Finding

WISH = f"{{{JB}}}lintIgnore"
REASON = f"{{{JB}}}lintReason"
# what the proof finds is answered by the proof
_OF_THE_PROOF = "proof-"


def apply_ignores(subject: Subject, findings: list[Finding]) -> list[Finding]:
    """The findings without ignored ones, plus one for each element that ignores something."""
    wishes = {element: wished(element) for element in subject.root.iter() if element.get(WISH)}
    if not wishes:
        return findings
    ignored: dict[str, list[Finding]] = {}
    for element, rules in wishes.items():
        own_id = element.get("id") or ""
        ignored[own_id] = [f for f in findings if _covered(f, own_id, rules)]
    gone = {id(found) for group in ignored.values() for found in group}
    kept = [found for found in findings if id(found) not in gone]
    for element, rules in wishes.items():
        kept.extend(_told(element, rules, ignored[element.get("id") or ""]))
    return kept


def wished(element: etree._Element) -> set[str]:
    """The rules that an element names in jb:lintIgnore."""
    return set((element.get(WISH) or "").replace(",", " ").split())


def _covered(found: Finding, own_id: str, rules: set[str]) -> bool:
    return found.element == own_id and found.rule in rules and found.severity != "error"


def _told(element: etree._Element, rules: set[str], ignored: list[Finding]) -> Iterator[Finding]:
    own_id, line = element.get("id"), line_of(element)
    reason = element.get(REASON)
    if ignored:
        counted = ", ".join(sorted({found.rule for found in ignored}))
        yield Finding(
            "lint-ignored",
            "info",
            f"{len(ignored)} ignored: {counted}" + (f" ({reason})" if reason else ""),
            own_id,
            line,
            help="Nothing needs to be done while the reason holds.",
        )
    if ignored and not reason:
        yield Finding(
            "lint-ignore-reason",
            "warning",
            "a rule is ignored without a reason",
            own_id,
            line,
            help="Say why in jb:lintReason.",
        )
    unused = {rule for rule in rules if not rule.startswith(_OF_THE_PROOF)} - {f.rule for f in ignored}
    if unused:
        yield Finding(
            "lint-ignore-unused",
            "warning",
            f"jb:lintIgnore names what is not found here or cannot be ignored: {', '.join(sorted(unused))}",
            own_id,
            line,
            help="Remove the name, or correct the model: errors cannot be ignored.",
        )
