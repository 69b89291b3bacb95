"""AB岗: while A is away, B of the same department sees and does A's work, in B's own name, and the log says for whom."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import select

from engine.dispatch import Command, Context, Query, ReadContext
from engine.identity.tables import memberships, substitutions, users
from engine.kernel.errors import Forbidden, InvalidInput, NotFound
from engine.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Substitute(Command):
    """`substitute` (user name) stands in for `absent` in a department, from `since` to `until`, both days included."""

    permission: ClassVar[str] = "directory:substitute"
    absent: str
    substitute: str
    department: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class EndSubstitution(Command):
    """Take a substitution back."""

    permission: ClassVar[str] = "directory:substitute"
    substitution_id: str


@dataclass(frozen=True, slots=True)
class Substitutions(Query):
    """All substitutions, the latest first."""

    permission: ClassVar[str] = "directory:read"


def substitute(command: Substitute, ctx: Context) -> dict[str, str]:
    """`{id}`; both must belong to the department; a chief arranges it for the own department only."""
    _check_authority(ctx, command.department)
    if command.until < command.since or command.absent == command.substitute:
        raise InvalidInput(
            "A substitution is between two people, from a day to the same or a later day",
            code="bad-substitution",
        )
    ids = {}
    for username in (command.absent, command.substitute):
        found = ctx.db.execute(
            select(users.c.id)
            .join(memberships, memberships.c.user_id == users.c.id)
            .where(
                users.c.username == username, memberships.c.department == command.department, users.c.active
            )
        ).scalar()
        if found is None:
            raise NotFound(f"{username} does not belong to {command.department}", code="not-a-member")
        ids[username] = found
    row = {
        "id": new_id(ctx.now),
        "absent_id": ids[command.absent],
        "substitute_id": ids[command.substitute],
        "department": command.department,
        "since": command.since,
        "until": command.until,
    }
    ctx.changes.insert(substitutions, row)
    return {"id": str(row["id"])}


def end_substitution(command: EndSubstitution, ctx: Context) -> None:
    """Remove it; `NotFound` if there is none of that id."""
    found = select(substitutions.c.department).where(substitutions.c.id == command.substitution_id)
    department = ctx.db.execute(found).scalar()
    if department is None:
        raise NotFound("There is no such substitution", code="unknown-substitution")
    _check_authority(ctx, department)
    ctx.changes.delete(substitutions, command.substitution_id)


def list_substitutions(query: Substitutions, ctx: ReadContext) -> list[dict[str, Any]]:
    """`[{id, absent, substitute, department, from, until}]`, people as `{username, name}`."""
    away, deputy = users.alias("away"), users.alias("deputy")
    rows = ctx.db.execute(
        select(substitutions, away.c.username, away.c.name, deputy.c.username, deputy.c.name)
        .join(away, away.c.id == substitutions.c.absent_id)
        .join(deputy, deputy.c.id == substitutions.c.substitute_id)
        .order_by(substitutions.c.id.desc())
    )
    return [
        {
            "id": row[0],
            "absent": {"username": row[6], "name": row[7]},
            "substitute": {"username": row[8], "name": row[9]},
            "department": row[3],
            "from": row[4],
            "until": row[5],
        }
        for row in rows
    ]


def _check_authority(ctx: Context, department: str) -> None:
    if ctx.actor.may("directory:write") or ctx.actor.acting(department, "chief") is not None:
        return
    raise Forbidden("Only the chief of the department or an administrator arranges substitutions")
