"""Issue a bearer token for a user: for scripts, other systems and the development log-in of the command line."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from engine.dispatch import CHANNELS, Channel, Command, Context
from engine.identity.authenticate import actor_of
from engine.identity.bearer import issue
from engine.kernel.errors import InvalidInput

MAX_DAYS = 366


@dataclass(frozen=True, slots=True)
class IssueToken(Command):
    """A token for `username`, valid for `days` (1 to 366)."""

    permission: ClassVar[str] = "token:issue"
    secret: ClassVar[bool] = True
    username: str
    label: str = "token"
    days: int = 30
    channel: Channel = "web"


def issue_token(command: IssueToken, ctx: Context) -> dict[str, Any]:
    """`{token, expires_at, username}`; `NotFound` (`unknown-user`)."""
    if not 1 <= command.days <= MAX_DAYS or command.channel not in CHANNELS:
        raise InvalidInput(
            f"A token is valid for 1 to {MAX_DAYS} days, on a known channel", code="bad-token-request"
        )
    user = actor_of(ctx.db, command.username, ctx.now)
    expires_at = ctx.now + timedelta(days=command.days)
    bearer = issue(ctx.changes, user.user_id, command.label[:100], command.channel, ctx.now, expires_at)
    return {"token": bearer, "expires_at": expires_at, "username": user.username}
