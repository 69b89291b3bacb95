"""Who acts. An actor is a value: what identity found out about a caller, and nothing that could be asked again.

Permissions are whole words of the permission table (`work:claim`); `everything` is held by the system alone, for timers and
operations. An actor acts in a capacity, a department and a role, and the event log keeps that capacity.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Channel = Literal["window", "web", "mobile", "terminal", "system"]
CHANNELS: tuple[Channel, ...] = ("window", "web", "mobile", "terminal", "system")
EVERYTHING = "*"
PUBLIC = ""


class Membership(NamedTuple):
    """A person's place: department code and role code."""

    department: str
    role: str


class StandIn(NamedTuple):
    """A place held today for an absent colleague (AB岗): department, role, and whose it is."""

    department: str
    role: str
    for_id: str
    for_name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who asks. `user_id` is stable; `name` is for people; `region` bounds what is seen."""

    user_id: str
    username: str
    name: str
    region: str = ""
    memberships: tuple[Membership, ...] = ()
    permissions: frozenset[str] = frozenset()
    channel: Channel = "web"
    token_id: str | None = None
    stand_ins: tuple[StandIn, ...] = ()

    def may(self, permission: str) -> bool:
        """Whether the permission table lets this actor do it (`PUBLIC` is open to everyone)."""
        return permission == PUBLIC or permission in self.permissions or EVERYTHING in self.permissions

    def acting(self, department: str, role: str | None = None) -> Membership | None:
        """The membership in which this actor can act for a department (and role, when one is asked for), or None."""
        for membership in self.memberships:
            if membership.department == department and role in (None, membership.role):
                return membership
        return None

    def standing_in(self, department: str, role: str | None = None) -> StandIn | None:
        """The absent colleague's place in which this actor can act today, or None; own memberships go first."""
        for place in self.stand_ins:
            if place.department == department and role in (None, place.role):
                return place
        return None

    @property
    def departments(self) -> frozenset[str]:
        """Codes of the departments this actor belongs to."""
        return frozenset(membership.department for membership in self.memberships)

    @property
    def is_system(self) -> bool:
        """Whether this is the platform itself."""
        return self.user_id == SYSTEM_ID

    @property
    def is_known(self) -> bool:
        """Whether this is somebody who logged in, or the platform."""
        return self.user_id != ""


SYSTEM_ID = "system"
SYSTEM = Actor(SYSTEM_ID, "system", "系统", permissions=frozenset({EVERYTHING}), channel="system")
ANONYMOUS = Actor("", "", "")
