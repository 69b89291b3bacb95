"""A case while one command works on it: its row, its program, its state, and what shall change.

Everything that changes the case goes through here, so that one command writes its row once. It decides nothing about
law or flow; `advance` and the operations do.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.bpmn import Program, State
from engine.cases import members as matter
from engine.cases import status as statuses
from engine.cases.programs import program_of
from engine.cases.tables import case_departments, cases
from engine.dispatch import Context, LiveStates
from engine.dispatch.context import Head
from engine.kernel.errors import NotFound


class LoadedCase:
    """One case in one command. `row` reads as after the changes so far."""

    def __init__(self, ctx: Context, row: Mapping[str, Any], program: Program, state: State | None) -> None:
        self.ctx = ctx
        self.row: dict[str, Any] = dict(row)
        self.program = program
        self.state = state
        self.is_new = state is None
        self.opened: list[str] = []
        self._changed: dict[str, Any] = {}

    @property
    def id(self) -> str:
        """The case id."""
        return str(self.row["id"])

    @property
    def number(self) -> str:
        """办件编号, as people read it."""
        return str(self.row["number"])

    @property
    def members(self) -> matter.Members:
        """The items this case decides, by code. Call `members_changed` after changing one."""
        members: matter.Members = self.row["members"]
        return members

    def variables_of(self, act: str) -> dict[str, Any]:
        """The process variables in sight of an open activity."""
        if self.state is None:
            return {}
        held = self.state.acts.get(act)
        return self.state.variables((held.local or held.scope) if held else None)

    def set(self, **columns: Any) -> None:
        """New values of columns of the row."""
        self.row.update(columns)
        self._changed.update(columns)

    def next_round(self, element: str, item_code: str | None, index: int | None) -> int:
        """Which time an element is offered for an item, from 1; the instances of one activity share a round."""
        key = f"{item_code or ''}/{element}"
        before = int(self.row["rounds"].get(key, 0))
        if index is not None and index > 1:
            return max(before, 1)
        self.set(rounds={**self.row["rounds"], key: before + 1})
        return before + 1

    def members_changed(self) -> None:
        """Take the members' states and dates over into the case row."""
        self.set(members=self.members, **matter.summary(self.members))

    def change_status(self, status: statuses.Status) -> None:
        """Move to another status; Conflict when the table has no such move."""
        if status != self.row["status"]:
            statuses.refuse_move(self.number, self.row["status"], status)
            self.set(status=status)

    def involve(self, department: str) -> None:
        """Let a department know of this case from now on."""
        if department not in self.row["departments"]:
            self.set(departments=[*self.row["departments"], department])
            self.ctx.changes.insert(case_departments, {"department": department, "case_id": self.id})

    def save(self) -> None:
        """Hand the changes of the row over; called once, when the command has done all its steps."""
        if self.state is not None:
            self.set(state=self.state.dump(), updated_at=self.ctx.now)
        self.ctx.changes.update(cases, self.id, self._changed)
        if not self.is_new:
            # the recorder's version check moves the row on by one, however many events there were
            self.row["version"] += 1
        if self.state is not None:
            self.ctx.keep_live(self.id, self.row["version"], self.state)
        self._changed = {}


def load_case(ctx: Context, case_id: str) -> LoadedCase:
    """The case with that id in the actor's region. Raises NotFound."""
    row = ctx.db.execute(select(cases).where(cases.c.id == case_id)).mappings().first()
    if row is None or (ctx.actor.region and row["region"] != ctx.actor.region):
        raise NotFound("There is no such case.", code="case-unknown")
    return loaded(ctx, dict(row))


def loaded(ctx: Context, row: Mapping[str, Any]) -> LoadedCase:
    """The case of a row that was read already (within this command)."""
    state = ctx.services[LiveStates].get(row["id"], row["version"])
    if state is None:
        state = State.load(row["state"])
    ctx.touched.add(row["id"])
    know_head(ctx, row)
    return LoadedCase(ctx, row, program_of(ctx, row), state)


def know_head(ctx: Context, row: Mapping[str, Any]) -> None:
    """Tell the recorder where the case's chain ends, because its row was read already: one statement fewer."""
    ctx.heads.setdefault(row["id"], Head(row["region"], row["seq"], row["head_hash"], row["version"]))


def keep_state(ctx: Context, row: Mapping[str, Any]) -> None:
    """An event without a step moves the version on; the state held in memory is still the right one."""
    state = ctx.services[LiveStates].get(row["id"], row["version"])
    if state is not None:
        ctx.keep_live(row["id"], row["version"] + 1, state)
