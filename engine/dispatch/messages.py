"""The three kinds of message: a command changes, a query asks, an event tells what has happened.

Each is a frozen dataclass with whole words for fields. A command or query names the permission it needs; the executor,
not the handler, checks it.
"""

from dataclasses import dataclass
from typing import ClassVar

from engine.dispatch.actor import EVERYTHING


@dataclass(frozen=True, slots=True)
class Command:
    """Something somebody wants done. `permission` is a word of the permission table; default: the system alone.

    `secret`: its fields or its answer hold a password or token, so nothing of it is kept for an idempotency key.
    """

    permission: ClassVar[str] = EVERYTHING
    secret: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Query:
    """Something somebody wants to know. `snapshot`: its statements must agree with each other."""

    permission: ClassVar[str] = EVERYTHING
    snapshot: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has happened within the current command; named in the past tense."""
