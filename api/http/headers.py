"""Headers that every answer carries: a strict content policy, no sniffing, no caching of what is personal."""

from typing import Final

from flask import Request, Response

CONTENT_POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # Element Plus and bpmn-js position their parts by style attributes
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "frame-src 'self' blob:",  # the viewer of materials
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)


_ALWAYS: Final = (
    ("Content-Security-Policy", CONTENT_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
_OF_API: Final = (*_ALWAYS, ("Cache-Control", "no-store"), ("Vary", "Accept-Language"))
_ADDED: Final = frozenset({"vary"})
"""Headers that may be there more than once."""


def harden(asked: Request, response: Response) -> Response:
    """Add the headers that are not there yet; a resource may have set stricter ones."""
    headers = response.headers
    present = {name.lower() for name, _ in headers} - _ADDED
    wanted = _OF_API if asked.path.startswith("/api/") else _ALWAYS
    headers.extend([pair for pair in wanted if pair[0].lower() not in present])
    if asked.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
