"""Reading the directory: departments, roles, users. Users are colleagues, not applicants: nothing personal but the name."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import or_, select

from engine.dispatch import Query, ReadContext
from engine.identity.me import Me
from engine.identity.roles import ROLES
from engine.identity.substitute import Substitutions
from engine.identity.tables import departments, memberships, users

MAX_USERS = 500
__all__ = [
    "Departments",
    "Me",
    "Roles",
    "Substitutions",
    "Users",
    "list_departments",
    "list_roles",
    "list_users",
]


@dataclass(frozen=True, slots=True)
class Departments(Query):
    """All departments."""

    permission: ClassVar[str] = "directory:read"


@dataclass(frozen=True, slots=True)
class Roles(Query):
    """All roles."""

    permission: ClassVar[str] = "directory:read"


@dataclass(frozen=True, slots=True)
class Users(Query):
    """Active users, optionally of one department or with a text in name or user name; at most 500."""

    permission: ClassVar[str] = "directory:read"
    department: str | None = None
    q: str | None = None


def list_departments(query: Departments, ctx: ReadContext) -> list[dict[str, Any]]:
    """`[{code, name, parent, region}]` by code."""
    rows = ctx.db.execute(select(departments).order_by(departments.c.code))
    return [{"code": row.code, "name": row.name, "parent": row.parent, "region": row.region} for row in rows]


def list_roles(query: Roles, ctx: ReadContext) -> list[dict[str, Any]]:
    """`[{code, name, permissions}]` in the order of the table."""
    return [{"code": r.code, "name": r.name, "permissions": sorted(r.permissions)} for r in ROLES.values()]


def list_users(query: Users, ctx: ReadContext) -> list[dict[str, Any]]:
    """`[{id, username, name, memberships: [{department, role}]}]` by user name."""
    wanted = select(users.c.id, users.c.username, users.c.name).where(users.c.active)
    if query.department is not None:
        members = select(memberships.c.user_id).where(memberships.c.department == query.department)
        wanted = wanted.where(users.c.id.in_(members))
    if query.q:
        wanted = wanted.where(
            or_(
                users.c.username.contains(query.q, autoescape=True),
                users.c.name.contains(query.q, autoescape=True),
            )
        )
    found = ctx.db.execute(wanted.order_by(users.c.username).limit(MAX_USERS)).all()
    places: dict[str, list[dict[str, str]]] = {row.id: [] for row in found}
    held = (
        select(memberships)
        .where(memberships.c.user_id.in_(places))
        .order_by(memberships.c.department, memberships.c.role)
    )
    for row in ctx.db.execute(held):
        places[row.user_id].append({"department": row.department, "role": row.role})
    return [
        {"id": row.id, "username": row.username, "name": row.name, "memberships": places[row.id]}
        for row in found
    ]
