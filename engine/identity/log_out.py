"""Log out: the token that asked is gone."""

from dataclasses import dataclass
from typing import ClassVar

from engine.dispatch import Command, Context
from engine.identity.tables import tokens


@dataclass(frozen=True, slots=True)
class LogOut(Command):
    """End the session of the acting token."""

    permission: ClassVar[str] = "session:own"


def log_out(command: LogOut, ctx: Context) -> None:
    """Remove the token; without one (command line, tests) there is nothing to do."""
    if ctx.actor.token_id is not None:
        ctx.changes.delete(tokens, ctx.actor.token_id)
