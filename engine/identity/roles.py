"""Who may do what: one table, role by role. Nothing else in the platform decides on a role's name.

A permission says that a kind of act is open to a role at all; whether it is open on this very case (own department, claimed
by me, not performed by me before) is the rule of the verb.
"""

from dataclasses import dataclass

OWN = frozenset({"session:own", "catalogue:read", "directory:read"})
READS = frozenset({"case:read", "work:read", "definition:read"})
WORKS = READS | {"work:claim", "work:release", "work:complete", "case:material", "case:message"}
CASES = frozenset({"case:suspend", "case:terminate"})


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its code, its names, and the permissions it gives beyond those of every known user."""

    code: str
    zh: str
    en: str
    permissions: frozenset[str]

    @property
    def name(self) -> dict[str, str]:
        """The name by language."""
        return {"zh-CN": self.zh, "en": self.en}


ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role("clerk", "综合窗口受理员", "Window clerk", WORKS | {"case:start", "case:withdraw"}),
        Role("issuer", "统一出件员", "Issuing clerk", WORKS),
        Role("reviewer", "审查员", "Reviewer", WORKS),
        Role("chief", "审批负责人", "Chief", WORKS | CASES | {"directory:substitute"}),
        Role("lead", "牵头部门协调员", "Lead coordinator", WORKS | CASES),
        Role(
            "supervisor",
            "效能监察员",
            "Supervisor",
            READS | {"case:verify", "statistics:read", "incident:read"},
        ),
        Role("auditor", "审计员", "Auditor", READS | {"case:verify", "statistics:read"}),
        Role("designer", "流程设计员", "Designer", frozenset({"definition:read", "definition:lint"})),
        Role(
            "publisher",
            "流程发布员",
            "Publisher",
            frozenset({"definition:read", "definition:lint", "definition:deploy"}),
        ),
        Role(
            "administrator",
            "系统管理员",
            "Administrator",
            frozenset(
                {
                    "definition:read",
                    "definition:lint",
                    "directory:write",
                    "directory:substitute",
                    "token:issue",
                }
                | {"incident:read", "incident:retry", "incident:answer"}
                | {"message:send", "statistics:read", "calendar:write"}
            ),
        ),
        Role(
            "applicant",
            "申请人",
            "Applicant",
            frozenset({"case:start", "case:withdraw", "case:material", "case:own", "case:read"}),
        ),
        Role(
            "agent",
            "代办人",
            "Agent",
            frozenset({"case:start", "case:withdraw", "case:material", "case:own", "case:read"}),
        ),
    )
}

PERMISSIONS: frozenset[str] = OWN.union(*(role.permissions for role in ROLES.values()))


def permissions_of(roles: frozenset[str]) -> frozenset[str]:
    """Everything a known user with these roles may do; an unknown role gives nothing."""
    return OWN.union(*(ROLES[code].permissions for code in roles if code in ROLES))
