"""The one table that gives each error class its HTTP status, and the few errors that only HTTP can have.

Refuses to decide anything else: the message and the code of an error are the engine's.
"""

from collections.abc import Mapping

from engine.kernel.errors import (
    Conflict,
    ExecutionFailed,
    Forbidden,
    InvalidInput,
    JingbanError,
    LimitExceeded,
    NotFound,
    Refused,
    StaleVersion,
    Unauthenticated,
    Unavailable,
)


class BadRequest(JingbanError):
    """The request itself cannot be read: not JSON, an unreadable header or cursor."""

    code = "bad-request"


class UnsupportedMediaType(JingbanError):
    """The body is of a kind that this operation does not read."""

    code = "unsupported-media-type"


class TooManyRequests(JingbanError):
    """The asker must wait before trying again."""

    code = "too-many-requests"


STATUS_OF: Mapping[type[JingbanError], int] = {
    BadRequest: 400,
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    StaleVersion: 412,
    LimitExceeded: 413,
    UnsupportedMediaType: 415,
    InvalidInput: 422,
    Refused: 422,
    ExecutionFailed: 422,
    TooManyRequests: 429,
    Unavailable: 503,
    JingbanError: 500,
}

STATUS_OF_CODE: Mapping[str, int] = {
    "too-many-attempts": 429,
    "step-limit": 422,
    "storage-full": 507,
}


def status_of(error: JingbanError) -> int:
    """The HTTP status of an error: its exact code first, else its nearest class in the table."""
    by_code = STATUS_OF_CODE.get(error.stable_code)
    if by_code is not None:
        return by_code
    return next(STATUS_OF[kind] for kind in type(error).__mro__ if kind in STATUS_OF)
