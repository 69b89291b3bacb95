"""Files that people handed in go out again without being trusted: nothing in them may run in our origin."""

from typing import Final
from urllib.parse import quote

from flask import Response, current_app

_SHOWN_IN_PLACE: Final = frozenset(
    {"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"}
)
_HARMLESS: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def delivered(content: bytes, media_type: str | None, file_name: str | None) -> Response:
    """A file as a response: shown in place when its kind cannot carry scripts, else offered for saving."""
    shown = media_type in _SHOWN_IN_PLACE
    response = current_app.response_class(
        content, mimetype=media_type if shown and media_type else "application/octet-stream"
    )
    manner = "inline" if shown else "attachment"
    response.headers["Content-Disposition"] = (
        f"{manner}; filename*=UTF-8''{quote(file_name or 'material', safe='')}"
    )
    response.headers["Content-Security-Policy"] = _HARMLESS
    return response


def delivered_source(source: bytes) -> Response:
    """A model's source: JSON for a form, else XML. A designer wrote it, so it may not run here either."""
    is_json = source.lstrip()[:1] == b"{"
    response = current_app.response_class(source, mimetype="application/json" if is_json else "text/xml")
    response.headers["Content-Security-Policy"] = _HARMLESS
    return response
