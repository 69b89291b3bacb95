"""Who asks: the person behind a bearer token or a session cookie.

Refuses nothing that a person may or may not do; the engine's permission table decides that.
"""

from typing import Final

from flask import g, request

from api.http.csrf import require_token
from api.http.exchange import platform, secret_key
from engine.dispatch import Actor
from engine.kernel import log
from engine.kernel.errors import Unauthenticated

COOKIE: Final = "jingban_session"
CSRF_COOKIE: Final = "jingban_csrf"


def bearer_token() -> str | None:
    """The token of the Authorization header, or None."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def session_token() -> str:
    """The token that this request presents; the cookie counts only with its CSRF token. Raises Unauthenticated."""
    token = bearer_token()
    if token is not None:
        return token
    cookie = request.cookies.get(COOKIE)
    if cookie is None:
        raise Unauthenticated("Log in with POST /api/v1/session, or send an Authorization: Bearer header.")
    require_token(cookie, secret_key())
    return cookie


def authenticate() -> Actor:
    """The actor of this request, established once; raises Unauthenticated or Forbidden(code="csrf")."""
    if "actor" not in g:
        g.actor = platform().authenticate(session_token())
        log.bind(actor=g.actor.user_id)
    actor: Actor = g.actor
    return actor
