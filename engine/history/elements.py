"""How each element of the diagram stands, folded from the trace facts: done, running, waiting, cancelled, failed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
_ENDED = {"completed": "done", "cancelled": "cancelled", "error": "failed"}


@dataclass(slots=True)
class Element:
    """One element: how often it was entered, which of its instances are under way, and how the last one ended."""

    element: str
    process: str
    count: int = 0
    open: dict[str, str] = field(default_factory=dict)  # act → running | waiting
    ended: str | None = None
    since: str | None = None
    who: str | None = None
    department: str | None = None

    @property
    def state(self) -> str:
        """waiting before running before what came last."""
        if "waiting" in self.open.values():
            return "waiting"
        return "running" if self.open else self.ended or "done"


class Elements:
    """All elements that were ever entered, by process and id, in order of their first entry."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Element] = {}

    def take(self, facts: Iterable[Mapping[str, Any]], row: Row) -> None:
        """Fold in the facts of one event (JSON form)."""
        for fact in facts:
            kind = fact["kind"]
            if kind == "started":
                self._started(fact, row)
            elif kind == "opened":
                self._opened(fact)
            elif kind in _ENDED:
                self._ended(fact, row, _ENDED[kind])

    def view(self) -> list[dict[str, Any]]:
        """`[{element, process, state, count, since, who, department}]`."""
        return [
            {
                "element": each.element,
                "process": each.process,
                "state": each.state,
                "count": each.count,
                "since": each.since,
                "who": each.who,
                "department": each.department,
            }
            for each in self._found.values()
        ]

    def _of(self, fact: Mapping[str, Any]) -> Element:
        key = (fact["process"], fact["element"])
        return self._found.setdefault(key, Element(fact["element"], fact["process"]))

    def _started(self, fact: Mapping[str, Any], row: Row) -> None:
        element = self._of(fact)
        element.count += 1
        element.open[fact["act"]] = "running"
        element.since = row["at"]

    def _opened(self, fact: Mapping[str, Any]) -> None:
        element = self._of(fact)
        element.open[fact["act"]] = "waiting"
        element.department = fact.get("data", {}).get("department") or element.department

    def _ended(self, fact: Mapping[str, Any], row: Row, how: str) -> None:
        element = self._of(fact)
        element.open.pop(fact["act"], None)
        element.ended = how
        element.since = row["at"]
        if fact["act"] == row["act"]:
            element.who = row["actor_name"]
