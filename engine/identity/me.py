"""Who am I: name, region, places with their names, for whom I stand in today, what I may do."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection, select

from engine.dispatch import Actor, Query, ReadContext
from engine.identity.roles import ROLES
from engine.identity.tables import departments


@dataclass(frozen=True, slots=True)
class Me(Query):
    """The asker about themselves."""

    permission: ClassVar[str] = "session:own"


def me(query: Me, ctx: ReadContext) -> dict[str, Any]:
    """The view of the acting user."""
    return me_view(ctx.db, ctx.actor)


def me_view(db: Connection, actor: Actor) -> dict[str, Any]:
    """`{id, username, name, region, channel, memberships, stand_ins, permissions}`; names by language."""
    codes = {m.department for m in actor.memberships} | {s.department for s in actor.stand_ins}
    found = db.execute(select(departments.c.code, departments.c.name).where(departments.c.code.in_(codes)))
    names: dict[str, Any] = {row.code: row.name for row in found}
    return {
        "id": actor.user_id,
        "username": actor.username,
        "name": actor.name,
        "region": actor.region,
        "channel": actor.channel,
        "memberships": [_place(m.department, m.role, names) for m in actor.memberships],
        "stand_ins": [
            {**_place(s.department, s.role, names), "for": {"id": s.for_id, "name": s.for_name}}
            for s in actor.stand_ins
        ],
        "permissions": sorted(actor.permissions),
    }


def _place(department: str, role: str, names: dict[str, Any]) -> dict[str, Any]:
    return {
        "department": department,
        "department_name": names.get(department),
        "role": role,
        "role_name": ROLES[role].name if role in ROLES else None,
    }
