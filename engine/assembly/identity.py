"""Wires people: log in and out, tokens, the directory, substitutions."""

from engine.dispatch import Registry, Services
from engine.identity.department_names import DepartmentNames
from engine.identity.issue_token import IssueToken, issue_token
from engine.identity.log_in import LogIn, log_in
from engine.identity.log_out import LogOut, log_out
from engine.identity.me import Me, me
from engine.identity.queries import (
    Departments,
    Roles,
    Users,
    list_departments,
    list_roles,
    list_users,
)
from engine.identity.save import SaveDepartment, SaveUser, save_department, save_user
from engine.identity.substitute import (
    EndSubstitution,
    Substitute,
    Substitutions,
    end_substitution,
    list_substitutions,
    substitute,
)


def wire(registry: Registry, services: Services) -> None:
    """Register every verb and query of identity."""
    services.provide(DepartmentNames, DepartmentNames())
    registry.command(LogIn, log_in)
    registry.command(LogOut, log_out)
    registry.command(IssueToken, issue_token)
    registry.command(SaveDepartment, save_department)
    registry.command(SaveUser, save_user)
    registry.command(Substitute, substitute)
    registry.command(EndSubstitution, end_substitution)
    registry.query(Me, me)
    registry.query(Departments, list_departments)
    registry.query(Roles, list_roles)
    registry.query(Users, list_users)
    registry.query(Substitutions, list_substitutions)
