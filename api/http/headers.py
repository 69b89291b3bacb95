"""Headers that every answer carries: a strict content policy, no sniffing, no caching of what is personal."""

from typing import Final

from flask import Flask, Response, request

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
_OF_API: Final = (*_ALWAYS, ("Cache-Control", "no-store"))


def harden(response: Response) -> Response:
    """Add the headers that are not there yet; a resource may have set stricter ones."""
    headers = response.headers
    of_api = request.path.startswith("/api/")
    present = {name.lower() for name, _ in headers}
    headers.extend([pair for pair in (_OF_API if of_api else _ALWAYS) if pair[0].lower() not in present])
    if of_api:
        headers.add("Vary", "Accept-Language")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def register(app: Flask) -> None:
    """Harden every answer of `app`."""
    app.after_request(harden)
