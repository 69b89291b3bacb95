"""From a bearer token to an actor: who it is, where they belong, for whom they stand in today, what they may do."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

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
    places = db.execute(
        select(memberships.c.department, memberships.c.role)
        .where(memberships.c.user_id == row.id)
        .order_by(memberships.c.department, memberships.c.role)
    )
    held = tuple(Membership(place.department, place.role) for place in places)
    return Actor(
        user_id=row.id,
        username=row.username,
        name=row.name,
        region=row.region,
        memberships=held,
        permissions=permissions_of(frozenset(place.role for place in held)),
        channel=channel,
        token_id=token_id,
        stand_ins=_stand_ins(db, row.id, today),
    )


def _stand_ins(db: Connection, user_id: str, today: date) -> tuple[StandIn, ...]:
    absent = users.alias("absent")
    found = db.execute(
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
        .order_by(memberships.c.department, memberships.c.role, absent.c.id)
    )
    return tuple(StandIn(*row) for row in found)
