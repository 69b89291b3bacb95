"""Verify: the chain holds, and executing the recorded inputs again gives the recorded facts, the stored state and inbox.

The first difference is named by event and field. A difference of the chain comes before one of the execution, because a
log that was changed cannot be executed with any meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn import Program
from engine.history.chain import Difference, check_chain
from engine.history.fold import Folded, fold
from engine.history.items import Items
from engine.kernel.errors import JingbanError
from engine.store.canonical import canonical_text

Row = Mapping[str, Any]
_ITEM_FIELDS = ("element", "state", "assignee", "completed_by")
_EXCERPT = 120


@dataclass(frozen=True, slots=True)
class Verification:
    """What verifying one case gave."""

    events: int
    chain: Difference | None = None
    execution: Difference | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing differs."""
        return self.chain is None and self.execution is None

    def as_view(self) -> dict[str, Any]:
        """`{chain: ok|broken, execution: ok|differs, events, first_difference}`."""
        first = self.chain or self.execution
        return {
            "chain": "ok" if self.chain is None else "broken",
            "execution": "ok" if self.ok else "differs",
            "events": self.events,
            "first_difference": None if first is None else first.as_dict(),
        }


def check_log(case: Row, rows: list[Row]) -> Difference | None:
    """The first difference in the chain of a case's events."""
    return check_chain(rows, seq=case["seq"], head_hash=case["head_hash"])


def check_execution(case: Row, rows: list[Row], program: Program, items: list[Row]) -> Difference | None:
    """The first difference between the log executed again and what is stored: facts, state, work items."""
    folded = Folded()
    try:
        for row, current in zip(rows, fold(program, rows), strict=True):
            folded = current
            facts = canonical_text(folded.facts) if folded.facts else None
            if row["input"] is not None and facts != row["facts"]:
                return _texts(row["seq"], "facts", facts, row["facts"])
    except JingbanError as error:
        # the fold stops at the event after the last one that could be executed
        return Difference(folded.seq + 1, "input", "an input that can be executed", error.message)
    dumped = "" if folded.state is None else folded.state.dump()
    if dumped != case["state"]:
        return _texts(folded.seq, "case.state", dumped, case["state"])
    return _check_items(folded.seq, folded.items, items)


def _check_items(seq: int, folded: Items, stored: list[Row]) -> Difference | None:
    by_act = {row["act"]: row for row in stored}
    for act, item in folded.by_act.items():
        row = by_act.pop(act, None)
        if row is None:
            return Difference(seq, f"work_items.{act}", item.state, None)
        for name in _ITEM_FIELDS:
            expected = getattr(item, name)
            if name == "assignee" and item.state not in ("ready", "claimed"):
                continue
            if row[name] != expected:
                return Difference(seq, f"work_items.{act}.{name}", expected, row[name])
    for act in by_act:
        return Difference(seq, f"work_items.{act}", None, by_act[act]["state"])
    return None


def _texts(seq: int, field: str, expected: str | None, found: str | None) -> Difference:
    """Two long texts, cut to where they begin to differ."""
    a, b = expected or "", found or ""
    same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    start = max(0, same - 20)
    return Difference(seq, field, a[start : start + _EXCERPT], b[start : start + _EXCERPT])
