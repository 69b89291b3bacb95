"""Cross-site request forgery: a write that is authorised by the cookie must also carry a token that only our pages can read.

The token is derived from the session's own token with the server's key, so that a cookie planted from elsewhere does not fit.
Requests with a bearer token need none: browsers never send those by themselves.
"""

import hashlib
import hmac
from typing import Final

from flask import request

from engine.kernel.errors import Forbidden

HEADER: Final = "X-CSRF-Token"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def token_for(session_token: str, secret: str) -> str:
    """The CSRF token that belongs to one session."""
    return hmac.new(secret.encode(), b"csrf\0" + session_token.encode(), hashlib.sha256).hexdigest()


def require_token(session_token: str, secret: str) -> None:
    """Raises Forbidden(code="csrf") when this is a write and the header is missing or wrong."""
    if request.method in _SAFE_METHODS:
        return
    sent = request.headers.get(HEADER, "")
    if not hmac.compare_digest(sent.encode(), token_for(session_token, secret).encode()):
        raise Forbidden(
            f"Send the value of the cookie jingban_csrf as the header {HEADER}; log in again if there is none.",
            code="csrf",
        )
