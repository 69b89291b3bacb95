"""Fold events into what they make: the state of the process, its elements, its work items. Pure; reads no clock.

Re-execution feeds the recorded inputs to `engine.bpmn.step` again, with the recorded time. External answers are inputs
in the log, so nothing is called. The same log and the same program always give the same, bit for bit.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.bpmn import Program, State, inputs, step
from engine.history.elements import Elements
from engine.history.items import Items
from engine.store.canonical import parse
from engine.store.columns import read_instant

Row = Mapping[str, Any]


@dataclass(slots=True)
class Folded:
    """A case as of one event. `facts` are those that this event's step gave now, in JSON form."""

    seq: int = 0
    at: datetime | None = None
    state: State | None = None
    facts: list[dict[str, Any]] = field(default_factory=list)
    elements: Elements = field(default_factory=Elements)
    items: Items = field(default_factory=Items)


def fold(program: Program, rows: Iterable[Row]) -> Iterator[Folded]:
    """After each event the same, growing object. Raises what `step` raises for an event that cannot be executed again."""
    folded = Folded()
    for row in rows:
        folded.seq = row["seq"]
        folded.at = read_instant(row["at"])
        folded.facts = []
        if row["input"] is not None:
            outcome = step(program, folded.state, inputs.from_json(parse(row["input"])), folded.at)
            folded.state = outcome.state
            folded.facts = [fact.as_json() for fact in outcome.facts]
            folded.elements.take(folded.facts, row)
            folded.items.take_facts(folded.facts, row)
        folded.items.take_action(row)
        yield folded


def fold_to(program: Program, rows: Iterable[Row]) -> Folded:
    """The case after the last of these events."""
    folded = Folded()
    for current in fold(program, rows):
        folded = current
    return folded
