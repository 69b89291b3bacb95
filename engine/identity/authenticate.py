"""From a bearer token to an actor: who it is, where they belong, for whom they stand in today, what they may do."""

from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Date, Select, String, bindparam, null, select, union_all

from engine.dispatch import Actor, Channel, Membership, StandIn
from engine.identity.bearer import digest
from engine.identity.roles import permissions_of
from engine.identity.tables import memberships, substitutions, tokens, users
from engine.kernel.clock import office_day
from engine.kernel.errors import NotFound, Unauthenticated
from engine.store import Instant
from engine.store.prepared import Prepared

_USER = (users.c.id, users.c.username, users.c.name, users.c.region)


def authenticate(db: Connection, bearer: str, now: datetime) -> Actor:
    """The actor behind a bearer token; `Unauthenticated` when it is unknown, revoked, expired or its user inactive.

    Asked anew for every request, in one statement: nothing is kept, so a log-out, a new password or a lost role counts from
    the next request on in every process.
    """
    rows = _BY_TOKEN.rows(db, hash=digest(bearer), now=now, today=office_day(now))
    if not rows:
        raise Unauthenticated("Your session has ended; log in again", code="session-ended")
    return _actor(rows)


def actor_of(db: Connection, username: str, now: datetime, channel: Channel = "web") -> Actor:
    """The actor for a user name, without any token: for the command line and for tests. `NotFound` if there is none."""
    rows = _BY_NAME.rows(db, username=username, channel=channel, today=office_day(now))
    if not rows:
        raise NotFound(f"There is no user {username}", code="unknown-user")
    return _actor(rows)


def _actor(rows: list[tuple[Any, ...]]) -> Actor:
    held: list[Membership] = []
    stand_ins: list[StandIn] = []
    for *_, department, role, for_id, for_name in rows:
        if for_id is not None:
            stand_ins.append(StandIn(department, role, for_id, for_name))
        elif department is not None:
            held.append(Membership(department, role))
    user_id, username, name, region, token_id, channel = rows[0][:6]
    return Actor(
        user_id=user_id,
        username=username,
        name=name,
        region=region,
        memberships=tuple(sorted(held)),
        permissions=permissions_of(frozenset(place.role for place in held)),
        channel=channel,
        token_id=token_id,
        stand_ins=tuple(sorted(stand_ins)),
    )


def _with_places(asker: Select[Any]) -> CompoundSelect[Any]:
    """One row for each own place and each that is held today for an absent colleague; one without a place if there is none."""
    who = asker.cte("who")
    today = bindparam("today", type_=Date)
    absent = users.alias("absent")
    nobody = null().cast(String)
    own = select(
        who, memberships.c.department, memberships.c.role, nobody.label("for_id"), nobody.label("for_name")
    )
    own = own.select_from(who.outerjoin(memberships, memberships.c.user_id == who.c.id))
    held_for_others = (
        select(who, memberships.c.department, memberships.c.role, absent.c.id, absent.c.name)
        .select_from(who)
        .join(substitutions, substitutions.c.substitute_id == who.c.id)
        .join(absent, absent.c.id == substitutions.c.absent_id)
        .join(
            memberships,
            (memberships.c.user_id == absent.c.id) & (memberships.c.department == substitutions.c.department),
        )
        .where(substitutions.c.since <= today, substitutions.c.until >= today)
    )
    return union_all(own, held_for_others)


_BY_TOKEN = Prepared(
    _with_places(
        select(*_USER, tokens.c.id.label("token_id"), tokens.c.channel)
        .join(users, users.c.id == tokens.c.user_id)
        .where(
            tokens.c.hash == bindparam("hash", type_=String),
            tokens.c.expires_at > bindparam("now", type_=Instant),
            users.c.active,
        )
    )
)
_BY_NAME = Prepared(
    _with_places(
        select(
            *_USER, null().cast(String).label("token_id"), bindparam("channel", type_=String).label("channel")
        ).where(users.c.username == bindparam("username", type_=String), users.c.active)
    )
)
