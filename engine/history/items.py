"""Work items folded from the log: offered by facts, claimed and released by actions, ended by facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.store.canonical import parse

Row = Mapping[str, Any]
PEOPLE = frozenset({"user", "manual"})


@dataclass(slots=True)
class Item:
    """One work item as of an event."""

    act: str
    element: str
    process: str
    department: str | None
    role: str | None
    form: str | None
    opened_at: str
    state: str = "ready"
    assignee: str | None = None
    assignee_name: str | None = None
    completed_by: str | None = None


class Items:
    """All work items that a case ever had, by act, in order of opening."""

    def __init__(self) -> None:
        self.by_act: dict[str, Item] = {}

    def take_facts(self, facts: Iterable[Mapping[str, Any]], row: Row) -> None:
        """Fold in the facts of one event (JSON form): what was offered, what ended."""
        for fact in facts:
            data = fact.get("data") or {}
            if fact["kind"] == "opened" and data.get("work") in PEOPLE:
                self.by_act[fact["act"]] = Item(
                    fact["act"],
                    fact["element"],
                    fact["process"],
                    data.get("department"),
                    data.get("role"),
                    data.get("form"),
                    row["at"],
                )
            elif fact["kind"] == "closed" and fact["act"] in self.by_act:
                self._close(self.by_act[fact["act"]], data.get("reason", "completed"), row)

    def take_action(self, row: Row) -> None:
        """Fold in claims and releases, which run no step."""
        item = self.by_act.get(row["act"] or "")
        if item is None:
            return
        if row["action"] == "work:claimed":
            data = parse(row["data"]) if row["data"] else {}
            item.state = "claimed"
            item.assignee = data.get("assignee", row["actor_id"])
            item.assignee_name = data.get("assignee_name", row["actor_name"])
        elif row["action"] == "work:released":
            item.state, item.assignee, item.assignee_name = "ready", None, None

    def _close(self, item: Item, reason: str, row: Row) -> None:
        item.state = "completed" if reason == "completed" else "cancelled"
        if item.state == "completed" and row["act"] == item.act:
            item.completed_by = row["actor_id"]
