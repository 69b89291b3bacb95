"""Log in with user name and password: a session token, or a counted refusal.

A name with too many wrong passwords within the window must wait, whoever guesses; the refusal itself is committed, so that
guessing cannot roll its own count back. The answer never tells whether the name or the password was wrong.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import delete, func, select

from engine.dispatch import CHANNELS, PUBLIC, Channel, Command, Context
from engine.identity.authenticate import actor_of
from engine.identity.bearer import issue
from engine.identity.me import me_view
from engine.identity.passwords import hash_password, outdated, password_matches
from engine.identity.tables import login_failures, users
from engine.kernel.errors import InvalidInput, LimitExceeded, Unauthenticated
from engine.kernel.ids import new_id
from engine.kernel.settings import Settings

MAX_USERNAME = 64


@dataclass(frozen=True, slots=True)
class LogIn(Command):
    """Ask for a session. `channel` is where the person stands: window, web, mobile, terminal."""

    permission: ClassVar[str] = PUBLIC
    secret: ClassVar[bool] = True
    username: str
    password: str = field(repr=False)
    channel: Channel = "web"


def log_in(command: LogIn, ctx: Context) -> dict[str, Any]:
    """`{token, expires_at, user}`; `Unauthenticated` (`wrong-credentials`), `LimitExceeded` (`too-many-attempts`)."""
    if command.channel not in CHANNELS or command.channel == "system":
        raise InvalidInput("channel is window, web, mobile or terminal", code="bad-channel")
    username = command.username.strip()[:MAX_USERNAME]
    settings = ctx.services[Settings]
    _refuse_guessing(ctx, username, settings)
    user = ctx.db.execute(
        select(users.c.id, users.c.password_hash).where(users.c.username == username, users.c.active)
    ).first()
    if not password_matches(user.password_hash if user else None, command.password) or user is None:
        ctx.changes.insert(login_failures, {"id": new_id(ctx.now), "username": username, "at": ctx.now})
        ctx.refuse(Unauthenticated("User name or password is wrong", code="wrong-credentials"))
        return {}
    if outdated(user.password_hash):
        ctx.changes.update(users, user.id, {"password_hash": hash_password(command.password)})
    ctx.changes.statement(delete(login_failures).where(login_failures.c.username == username))
    expires_at = ctx.now + timedelta(hours=settings.session_hours)
    bearer = issue(ctx.changes, user.id, "session", command.channel, ctx.now, expires_at)
    actor = actor_of(ctx.db, username, ctx.now, command.channel)
    return {"token": bearer, "expires_at": expires_at, "user": me_view(ctx.db, actor)}


def _refuse_guessing(ctx: Context, username: str, settings: Settings) -> None:
    window = timedelta(minutes=settings.login_window_minutes)
    failures = ctx.db.execute(
        select(func.count(), func.max(login_failures.c.at)).where(
            login_failures.c.username == username, login_failures.c.at > ctx.now - window
        )
    ).one()
    count: int = failures[0]
    if count < settings.login_attempts:
        return
    last: datetime = failures[1]
    wait = max(1, int((last + window - ctx.now).total_seconds()))
    raise LimitExceeded(
        f"Too many wrong passwords; try again in {wait} seconds", code="too-many-attempts", retry_after=wait
    )
