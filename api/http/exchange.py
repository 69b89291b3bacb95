"""The way from a request to the platform: a command is executed, a query is asked, both in the name of who asks."""

from typing import Any, Final, cast

from flask import current_app, g, request

from api.http.errors import BadRequest
from engine.assembly import Platform
from engine.dispatch import Command, Query

EXTENSION: Final = "jingban.platform"
_LONGEST_KEY: Final = 200


def platform() -> Platform:
    """The platform that this application serves."""
    return cast(Platform, current_app.extensions[EXTENSION])


def secret_key() -> str:
    """The key that signs cursors and CSRF tokens."""
    return str(current_app.config["SECRET_KEY"])


def execute(command: Command) -> Any:
    """Execute `command` in the name of who asks, once for each Idempotency-Key; the handler's view."""
    return platform().execute(command, g.actor, idempotency_key=idempotency_key())


def ask(query: Query) -> Any:
    """The answer to `query` as far as who asks may see it."""
    return platform().ask(query, g.actor)


def idempotency_key() -> str | None:
    """The Idempotency-Key header; raises BadRequest when it is empty, long or not printable ASCII."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not key or len(key) > _LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise BadRequest(
            f"Idempotency-Key must be 1 to {_LONGEST_KEY} printable ASCII characters, e.g. a UUID."
        )
    return key
