"""The permission table: what each role may do, and that no command or query asks for a permission nobody knows."""

import pytest

from engine.assembly import Platform
from engine.dispatch import EVERYTHING, PUBLIC, SYSTEM
from engine.identity.roles import OWN, PERMISSIONS, ROLES, permissions_of

MAY = {
    "clerk": {"case:start", "case:withdraw", "work:claim", "work:complete", "case:read", "case:material"},
    "issuer": {"work:claim", "work:complete", "case:read"},
    "reviewer": {"work:claim", "work:release", "work:complete", "case:read"},
    "chief": {"work:complete", "case:suspend", "case:terminate", "directory:substitute"},
    "lead": {"work:complete", "case:suspend", "case:terminate"},
    "supervisor": {"case:read", "case:verify", "statistics:read"},
    "auditor": {"case:read", "case:verify"},
    "designer": {"definition:read", "definition:lint"},
    "publisher": {"definition:deploy", "definition:read"},
    "administrator": {"directory:write", "token:issue"},
    "applicant": {"case:start", "case:read"},
    "agent": {"case:start", "case:read"},
}
MAY_NOT = {
    "clerk": {"definition:deploy", "case:terminate", "directory:write"},
    "issuer": {"case:start", "definition:deploy"},
    "reviewer": {"case:start", "case:terminate", "definition:deploy"},
    "chief": {"definition:deploy", "directory:write"},
    "lead": {"definition:deploy"},
    "supervisor": {"work:claim", "work:complete", "case:start"},
    "auditor": {"work:claim", "work:complete", "case:start", "definition:deploy"},
    "designer": {"definition:deploy", "work:claim"},
    "publisher": {"work:claim", "case:start"},
    "administrator": {"work:complete", "case:read", "definition:deploy"},
    "applicant": {"work:claim", "work:read", "case:verify"},
    "agent": {"work:claim", "work:read", "case:verify"},
}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_what_its_office_needs(role: str) -> None:
    held = permissions_of(frozenset({role}))
    assert held >= MAY[role] | OWN
    assert not held & MAY_NOT[role]


def test_roles_add_up_and_unknown_ones_give_nothing() -> None:
    both = permissions_of(frozenset({"designer", "auditor"}))
    assert both >= {"definition:lint", "case:verify"}
    assert permissions_of(frozenset({"emperor"})) == OWN


def test_every_permission_that_is_asked_for_is_in_the_table(platform: Platform) -> None:
    asked = set(platform.registry.permissions())
    assert asked - PERMISSIONS - {EVERYTHING, PUBLIC} == set()


def test_the_system_may_everything_and_writing_is_never_public(platform: Platform) -> None:
    assert all(SYSTEM.may(permission) for permission in PERMISSIONS)
    public = {kind.__name__ for kind in platform.registry.commands if kind.permission == PUBLIC}
    assert public == {"LogIn"}
