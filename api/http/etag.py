"""Entity tags (RFC 9110 §8.8, §13): reads carry one, writes may name the version that they were based on.

A tag is `"<version>.<digest>"`. The digest makes a cached read honest, because the remaining days and the light of a thing
change over night while its version does not; a write compares the version alone, and the engine compares it again inside
its transaction, so two writers cannot both pass.
"""

import hashlib

from flask import Response, g, request

from api.http.errors import BadRequest
from engine.kernel.errors import StaleVersion


def note_version(version: int | None) -> None:
    """Remember the version of the thing that this request answers with."""
    g.version = version


def tag(response: Response) -> Response:
    """Give the answer its entity tag, and turn it into 304 when the reader has this very answer already."""
    version = g.get("version")
    if version is None or response.status_code not in {200, 201}:
        return response
    digest = hashlib.sha256(response.get_data()).hexdigest()[:16]
    response.set_etag(f"{version}.{digest}")
    if request.method == "GET":
        response.headers["Cache-Control"] = "private, no-cache"
        response.make_conditional(request)
    return response


def expected_version() -> int | None:
    """The version named by If-Match; None when the header is absent or `*`.

    Raises BadRequest for a weak tag, StaleVersion for a tag that is not one of ours.
    """
    header = request.headers.get("If-Match")
    if header is None or request.if_match.star_tag:
        return None
    tags = list(request.if_match.as_set())
    if len(tags) != 1:
        raise BadRequest("If-Match must hold exactly one strong entity tag, as the ETag header gave it.")
    version = tags[0].split(".")[0]
    if not version.isdecimal():
        raise StaleVersion("This entity tag is not one that we gave; read the thing again and send its ETag.")
    return int(version)


def require_version(current: int) -> None:
    """Raises StaleVersion when If-Match names another version than `current`."""
    expected = expected_version()
    if expected is not None and expected != current:
        raise StaleVersion("Somebody changed this since you read it; read it again and repeat your change.")
