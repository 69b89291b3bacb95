"""From a bearer token to an actor: who it is, where they belong, for whom they stand in today, what they may do."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Date, String, bindparam, null, select, union_all

from engine.dispatch import Actor, Channel, Membership, StandIn
from engine.identity.bearer import digest
from engine.identity.roles import permissions_of
from engine.identity.tables import memberships, substitutions, tokens, users
from engine.kernel.clock import office_day
from engine.kernel.errors import NotFound, Unauthenticated

_USER = (users.c.id, users.c.username, users.c.name, users.c.region)


def authenticate(db: Connection, bearer: str, now: datetime) -> Actor:
    """The actor behind a bearer token; `Unauthenticated` when it is unknown, revoked, expired or its user inactive."""
    row = db.execute(
        select(*_USER, tokens.c.id.label("token_id"), tokens.c.channel)
        .join(users, users.c.id == tokens.c.user_id)
        .where(tokens.c.hash == digest(bearer), tokens.c.expires_at > now, users.c.active)
    ).first()
    if row is None:
        raise Unauthenticated("Your session has ended; log in again", code="session-ended")
    return _actor(db, row, row.channel, row.token_id, office_day(now))


def actor_of(db: Connection, username: str, now: datetime, channel: Channel = "web") -> Actor:
    """The actor for a user name, without any token: for the command line and for tests. `NotFound` if there is none."""
    row = db.execute(select(*_USER).where(users.c.username == username, users.c.active)).first()
    if row is None:
        raise NotFound(f"There is no user {username}", code="unknown-user")
    return _actor(db, row, channel, None, office_day(now))


def _actor(db: Connection, row: Any, channel: Channel, token_id: str | None, today: date) -> Actor:
    held: list[Membership] = []
    stand_ins: list[StandIn] = []
    for place in db.execute(_PLACES, {"user_id": row.id, "today": today}):
        if place.for_id is None:
            held.append(Membership(place.department, place.role))
        else:
            stand_ins.append(StandIn(place.department, place.role, place.for_id, place.for_name))
    return Actor(
        user_id=row.id,
        username=row.username,
        name=row.name,
        region=row.region,
        memberships=tuple(sorted(held)),
        permissions=permissions_of(frozenset(place.role for place in held)),
        channel=channel,
        token_id=token_id,
        stand_ins=tuple(sorted(stand_ins)),
    )


def _places() -> CompoundSelect[Any]:
    """A user's own places and those held today for absent colleagues, in one statement: every request asks for both."""
    user_id, today = bindparam("user_id", type_=String), bindparam("today", type_=Date)
    absent = users.alias("absent")
    own = select(
        memberships.c.department,
        memberships.c.role,
        null().cast(String).label("for_id"),
        null().cast(String).label("for_name"),
    ).where(memberships.c.user_id == user_id)
    held_for_others = (
        select(memberships.c.department, memberships.c.role, absent.c.id, absent.c.name)
        .select_from(substitutions)
        .join(absent, absent.c.id == substitutions.c.absent_id)
        .join(
            memberships,
            (memberships.c.user_id == absent.c.id) & (memberships.c.department == substitutions.c.department),
        )
        .where(
            substitutions.c.substitute_id == user_id,
            substitutions.c.since <= today,
            substitutions.c.until >= today,
        )
    )
    return union_all(own, held_for_others)


_PLACES = _places()
