"""What departments are called, kept in memory: every list and answer shows these names, and they change once in years.

A change is seen at once in the process that made it and within ten seconds in the others. Nothing is decided by a name.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select

from engine.dispatch import ReadContext
from engine.identity.tables import departments

KEPT: Final = timedelta(seconds=10)
Names = Mapping[str, Mapping[str, str]]


class DepartmentNames:
    """Names by code and language."""

    def __init__(self) -> None:
        self._held: tuple[datetime, Names] | None = None

    def read(self, ctx: ReadContext) -> Names:
        """All of them, as of the last ten seconds."""
        held = self._held
        if held is not None and timedelta(0) <= ctx.now - held[0] < KEPT:
            return held[1]
        rows = ctx.db.execute(select(departments.c.code, departments.c.name))
        names: dict[str, Any] = {row.code: row.name for row in rows}
        self._held = ctx.now, names
        return names

    def forget(self) -> None:
        """Read them anew the next time."""
        self._held = None


def department_names(ctx: ReadContext) -> Names:
    """Names of all departments, by code and language."""
    return ctx.services[DepartmentNames].read(ctx)
