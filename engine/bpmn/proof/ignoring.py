"""`jb:lintIgnore` for the proof: some of what it finds the standard allows, and a model may mean it.

With a `jb:lintReason` a finding about the element becomes information that tells the reason. Without one it stays, and what
breaks the law or cannot be executed always stays.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from engine.bpmn.lint.ignoring import REASON, WISH, wished
from engine.bpmn.reader.source import parse_source
from engine.kernel.errors import Finding

NEVER = frozenset({"proof-same-person", "proof-time-bound", "proof-failure"})
PREFIX = "proof-"


class Wish(NamedTuple):
    """The rules that an element does not want to hear of, and why."""

    rules: frozenset[str]
    reason: str


def wishes_of(source: bytes) -> Mapping[str, Wish]:
    """Element id → its wish, of a file that can be read."""
    if b"lintIgnore" not in source and b"\x00" not in source[:200]:
        return {}
    return {
        element.get("id") or "": Wish(frozenset(wished(element)), (element.get(REASON) or "").strip())
        for element in parse_source(source, "").iter()
        if element.get(WISH)
    }


def apply_wishes(findings: Iterable[Finding], wishes: Mapping[str, Wish]) -> Iterator[Finding]:
    """The findings, those that are meant as information with the reason."""
    for finding in findings:
        wish = wishes.get(finding.element or "")
        meant = wish is not None and finding.rule in wish.rules and finding.rule not in NEVER
        if wish is not None and meant and wish.reason:
            yield replace(finding, severity="info", message=f"{finding.message} (meant: {wish.reason})")
        else:
            yield finding
