"""What history may know of cases, read through the floors that own it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.bpmn import Program
from engine.cases.sight import refuse_unseen, visible
from engine.cases.tables import cases
from engine.definitions.archive import contents
from engine.definitions.programs import Programs
from engine.definitions.source import KINDS
from engine.dispatch import ReadContext
from engine.forms import Form
from engine.history.book import Names
from engine.identity.roles import ROLES
from engine.identity.tables import departments
from engine.kernel.errors import NotFound
from engine.store.canonical import sha256_hex
from engine.work.tables import work_items

Row = Mapping[str, Any]


class Books:
    """The `CaseBook` of this platform."""

    def row(self, ctx: ReadContext, case_id: str) -> Row:
        """The case row; `NotFound` when there is none or the actor may not know of it."""
        row = ctx.db.execute(select(cases).where(cases.c.id == case_id)).mappings().first()
        if row is None:
            raise NotFound("There is no such case.", code="case-unknown")
        found = dict(row)
        refuse_unseen(ctx, found)
        return found

    def ids(self, ctx: ReadContext) -> list[str]:
        """The ids of all cases the actor may know of, oldest first."""
        return list(
            ctx.db.execute(select(cases.c.id).where(visible(ctx.actor)).order_by(cases.c.id)).scalars()
        )

    def program(self, ctx: ReadContext, pins: Row) -> Program:
        """The program that these pins mean."""
        return ctx.services[Programs].program(ctx.db, pins)

    def changed_definition(self, ctx: ReadContext, pins: Row) -> str | None:
        """The key of the first pinned definition whose bytes changed, or None."""
        pinned = {pin["id"]: pin for kind in KINDS for pin in pins[kind].values()}
        found = contents(ctx.db, pinned)
        for definition_id, pin in sorted(pinned.items()):
            if sha256_hex(found[definition_id]) != pin["hash"]:
                return str(pin["key"])
        return None

    def form(self, ctx: ReadContext, pins: Row, key: str | None) -> Form | None:
        """The pinned form of that key, or the newest; None when there is none."""
        try:
            return None if key is None else ctx.services[Programs].form(ctx.db, pins, key)
        except NotFound:
            return None

    def work_items(self, ctx: ReadContext, case_id: str) -> list[Row]:
        """The inbox rows of the case."""
        wanted = select(work_items).where(work_items.c.case_id == case_id)
        return [dict(row) for row in ctx.db.execute(wanted.order_by(work_items.c.opened_at)).mappings()]

    def names(self, ctx: ReadContext) -> Names:
        """What people call departments and roles."""
        found = ctx.db.execute(select(departments.c.code, departments.c.name))
        return Names({row.code: row.name for row in found}, {code: role.name for code, role in ROLES.items()})
