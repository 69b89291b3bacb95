"""Who is who: me, departments, people, roles, deputies."""

from typing import Any

from api.http.exchange import ask
from api.http.pages import whole
from api.http.routes import Resource
from api.schemas.base import page_of
from api.schemas.people import (
    DepartmentSchema,
    MeSchema,
    RoleSchema,
    SubstitutionSchema,
    UserSchema,
    UsersQuery,
)
from engine.identity.me import Me
from engine.identity.queries import Departments, Roles, Users
from engine.identity.substitute import Substitutions

resource = Resource("directory", "People, departments, roles, deputies")


@resource.get("/me", answers=MeSchema)
def me() -> Any:
    """Who I am, my roles and departments, and what I may do."""
    return ask(Me())


@resource.get("/departments", answers=page_of(DepartmentSchema))
def departments() -> Any:
    """All departments of my region."""
    return whole(ask(Departments()))


@resource.get("/users", query=UsersQuery, answers=page_of(UserSchema))
def users(query: dict[str, Any]) -> Any:
    """People, by department or by a part of their name."""
    return whole(ask(Users(**query)))


@resource.get("/roles", answers=page_of(RoleSchema))
def roles() -> Any:
    """All roles and what each may do."""
    return whole(ask(Roles()))


@resource.get("/substitutions", answers=page_of(SubstitutionSchema))
def substitutions() -> Any:
    """Who stands in for whom (AB岗)."""
    return whole(ask(Substitutions()))
