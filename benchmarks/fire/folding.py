"""The check's own reading of a case's log: which items are open, whether it has ended, whether its links hold.

Written apart from the engine's replay on purpose: two readers that agree say more than one.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.fire.events import Happened, follows
from benchmarks.fire.record import PEOPLE

GENESIS = "0" * 64


@dataclass(slots=True)
class Folded:
    """A case as its log tells it. `open` is act → ready or claimed, `opened` every act ever offered to people."""

    seq: int = 0
    hash: str = GENESIS
    open: dict[str, str] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)
    ended: bool = False
    fired: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def fold(events: Iterable[Happened]) -> Folded:
    """Read the events of one case in order."""
    folded = Folded()
    for event in events:
        if event.seq != folded.seq + 1:
            folded.broken.append(f"chain: event {event.seq} follows event {folded.seq}")
        if not follows(event, folded.hash):
            folded.broken.append(f"chain: event {event.seq} does not follow from the event before it")
        folded.seq, folded.hash = event.seq, event.hash
        for fact in event.facts:
            _take(folded, fact)
        if event.act in folded.open:
            if event.action == "work:claimed":
                folded.open[event.act] = "claimed"
            elif event.action == "work:released":
                folded.open[event.act] = "ready"
    return folded


def _take(folded: Folded, fact: dict[str, Any]) -> None:
    data = fact.get("data") or {}
    if fact["kind"] == "opened" and data.get("work") in PEOPLE:
        folded.open[fact["act"]] = "ready"
        folded.opened.add(fact["act"])
    elif fact["kind"] == "closed":
        folded.open.pop(fact["act"], None)
    elif fact["kind"] == "ended":
        folded.ended = True
