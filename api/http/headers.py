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


def harden(response: Response) -> Response:
    """Add the headers that are not there yet; a resource may have set stricter ones."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("X-Frame-Options", "SAMEORIGIN")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if request.path.startswith("/api/"):
        headers.setdefault("Cache-Control", "no-store")
        headers.add("Vary", "Accept-Language")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def register(app: Flask) -> None:
    """Harden every answer of `app`."""
    app.after_request(harden)
