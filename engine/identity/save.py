"""Write the directory: departments and users, by their stable codes and user names. Saving the same again changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from sqlalchemy import delete, select

from engine.dispatch import Command, Context
from engine.identity.department_names import DepartmentNames
from engine.identity.passwords import hash_password
from engine.identity.roles import ROLES
from engine.identity.tables import departments, memberships, tokens, users
from engine.kernel.errors import FieldError, InvalidInput
from engine.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class SaveDepartment(Command):
    """A department with its names by language (`zh-CN`, `en`)."""

    permission: ClassVar[str] = "directory:write"
    code: str
    name: dict[str, str]
    region: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class SaveUser(Command):
    """A user with their places as (department, role). `password` None leaves an existing password alone; a new one ends every
    session and voids every token, for whoever knew the old one may hold them.
    """

    permission: ClassVar[str] = "directory:write"
    secret: ClassVar[bool] = True
    username: str
    name: str
    region: str
    memberships: tuple[tuple[str, str], ...] = ()
    password: str | None = field(default=None, repr=False)
    active: bool = True


def save_department(command: SaveDepartment, ctx: Context) -> dict[str, str]:
    """`{code}`."""
    _check_lengths(
        {"code": (command.code, 64), "region": (command.region, 64), "parent": (command.parent, 64)}
    )
    values = {"region": command.region, "name": command.name, "parent": command.parent}
    known = ctx.db.execute(select(departments.c.code).where(departments.c.code == command.code)).first()
    if known is None:
        ctx.changes.insert(departments, {"code": command.code, **values})
    else:
        ctx.changes.update(departments, command.code, values)
    ctx.after_commit(ctx.services[DepartmentNames].forget)
    return {"code": command.code}


def save_user(command: SaveUser, ctx: Context) -> dict[str, str]:
    """`{id, username}`; `InvalidInput` for a role or department that does not exist."""
    lengths = {
        "username": (command.username, 64),
        "name": (command.name, 100),
        "region": (command.region, 64),
    }
    _check_lengths(lengths)
    _check_places(command, ctx)
    known = ctx.db.execute(select(users.c.id).where(users.c.username == command.username)).scalar()
    user_id = known or new_id(ctx.now)
    values: dict[str, object] = {"name": command.name, "region": command.region, "active": command.active}
    if command.password is not None:
        values["password_hash"] = hash_password(command.password)
    if known is None:
        row = {"id": user_id, "username": command.username, "password_hash": None, **values}
        ctx.changes.insert(users, row)
    else:
        ctx.changes.update(users, user_id, values)
        if command.password is not None:
            ctx.changes.statement(delete(tokens).where(tokens.c.user_id == user_id))
    _replace_places(ctx, user_id, set(command.memberships))
    return {"id": user_id, "username": command.username}


def _replace_places(ctx: Context, user_id: str, after: set[tuple[str, str]]) -> None:
    held = select(memberships.c.department, memberships.c.role).where(memberships.c.user_id == user_id)
    before = {(row.department, row.role) for row in ctx.db.execute(held)}
    for department, role in sorted(before - after):
        ctx.changes.delete(memberships, (user_id, department, role))
    for department, role in sorted(after - before):
        ctx.changes.insert(memberships, {"user_id": user_id, "department": department, "role": role})


def _check_lengths(texts: Mapping[str, tuple[str | None, int]]) -> None:
    errors = [
        FieldError(path, f"1 to {longest} characters", "length")
        for path, (text, longest) in texts.items()
        if text is not None and not 1 <= len(text) <= longest
    ]
    if errors:
        raise InvalidInput("A text is too short or too long", errors)


def _check_places(command: SaveUser, ctx: Context) -> None:
    codes = set(ctx.db.execute(select(departments.c.code)).scalars())
    errors = []
    for index, (department, role) in enumerate(command.memberships):
        if department not in codes:
            errors.append(
                FieldError(f"memberships.{index}.department", f"There is no department {department}")
            )
        if role not in ROLES:
            errors.append(
                FieldError(f"memberships.{index}.role", f"There is no role {role}; roles: {', '.join(ROLES)}")
            )
    if errors:
        raise InvalidInput("A membership names what does not exist", errors)
