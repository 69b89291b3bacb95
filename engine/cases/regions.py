"""Regions (行政区划): whose cases these are, and the six digits with which their case numbers begin."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, String, bindparam, select

from engine.cases.tables import regions
from engine.dispatch import Command, Context
from engine.forms.identifiers import check_region
from engine.kernel.errors import ExecutionFailed, InvalidInput
from engine.store.prepared import Prepared


@dataclass(frozen=True, slots=True)
class SaveRegion(Command):
    """Write a region. `gb_code` is its code of GB/T 2260 when it has one; the prefix is its own or its parent's."""

    code: str
    name: Mapping[str, str]
    number_prefix: str
    gb_code: str | None = None
    parent: str | None = None


def save_region(command: SaveRegion, ctx: Context) -> dict[str, str]:
    """`{code}`. Raises InvalidInput for a prefix that is no code of six digits."""
    if len(command.number_prefix) != 6:
        raise InvalidInput("The number prefix of a region has six digits.", code="region-prefix")
    check_region(command.number_prefix)
    values = {
        "name": dict(command.name),
        "gb_code": check_region(command.gb_code) if command.gb_code else None,
        "parent": command.parent,
        "number_prefix": command.number_prefix,
    }
    if ctx.db.execute(select(regions.c.code).where(regions.c.code == command.code)).first() is None:
        ctx.changes.insert(regions, {"code": command.code, **values})
    else:
        ctx.changes.update(regions, command.code, values)
    return {"code": command.code}


_PREFIX = Prepared(select(regions.c.number_prefix).where(regions.c.code == bindparam("code", type_=String)))


def number_prefix(db: Connection, region: str) -> str:
    """The prefix of a region's case numbers. Raises ExecutionFailed (`region-unknown`)."""
    found = _PREFIX.rows(db, code=region)
    if not found:
        raise ExecutionFailed(
            f"The region {region!r} is not in the table of regions; save it before cases are opened in it.",
            code="region-unknown",
        )
    return str(found[0][0])
