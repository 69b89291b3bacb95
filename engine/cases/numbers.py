"""Serial numbers: gapless enough for people, never given twice.

A serial is taken at once in the command's own transaction, so that two cases of one second wait for each other by the
row of the series and a rolled-back case gives its number back. Everything else waits for the end of the command.
"""

from datetime import date
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite

from engine.cases.tables import serials
from engine.dispatch import Context
from engine.forms.identifiers import case_number


def next_serial(ctx: Context, series: str) -> int:
    """The next number of a series, from 1."""
    ctx.begin()
    db = ctx.db
    insert: Any = postgresql.insert if db.dialect.name == "postgresql" else sqlite.insert
    statement = insert(serials).values(series=bindparam("series"), last=1)
    statement = statement.on_conflict_do_update(
        index_elements=[serials.c.series], set_={"last": serials.c.last + 1}
    ).returning(serials.c.last)
    return int(db.execute(statement, {"series": series}).scalar_one())


def next_case_number(ctx: Context, prefix: str, received: date) -> str:
    """The next 办件编号 of a region prefix (6 digits) and day: 22010120260302000001M."""
    return case_number(prefix, received, next_serial(ctx, f"case {prefix} {received:%Y%m%d}"))
