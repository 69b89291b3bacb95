"""Every refusal leaves as a problem document (RFC 9457, `application/problem+json`), also those that Flask itself raises.

Refuses to tell the outside anything about an error that we did not raise on purpose: that is logged, not shown.
"""

from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from api.http.errors import status_of
from api.http.language import language
from api.http.titles import title_of
from engine.kernel.errors import InvalidInput, JingbanError, Refused
from engine.kernel.log import logger

MEDIA_TYPE = "application/problem+json"
_LOG = logger("api")
_CODE_OF_STATUS = {
    400: "bad-request",
    404: "not-found",
    405: "method-not-allowed",
    413: "limit-exceeded",
    415: "unsupported-media-type",
}

_DETAIL_OF_STATUS = {
    404: "There is nothing at this address; /openapi.json lists every address.",
    405: "This address does not know this method; the Allow header lists those that it knows.",
    413: "The body is larger than this operation reads; send less at once.",
}


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """A problem document as a response; `more` are members beside the standard ones."""
    body = {
        "type": f"urn:jingban:problem:{code}",
        "title": title_of(code, status, language()),
        "status": status,
        "code": code,
        "detail": detail,
        "instance": quote(request.path),
        **more,
    }
    response = current_app.response_class(current_app.json.dumps(body), status=status, mimetype=MEDIA_TYPE)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="jingban"'
    return response


def of_error(error: JingbanError) -> Response:
    """The problem document of one of our own errors, with its located reasons."""
    status = status_of(error)
    if status == 503:
        _LOG.warning("unavailable", code=error.stable_code)
    elif status >= 500:
        _LOG.error("unforeseen refusal", exc_info=error)
    response = problem(status, error.stable_code, error.message, **_reasons(error))
    retry_after = error.details.get("retry_after")
    if status in {429, 503} and retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _reasons(error: JingbanError) -> dict[str, Any]:
    reasons: dict[str, Any] = {key: value for key, value in error.details.items() if value is not None}
    if isinstance(error, Refused):
        reasons["findings"] = [finding.as_dict() for finding in error.findings]
    elif isinstance(error, InvalidInput) and error.errors:
        reasons["errors"] = [
            {"path": reason.path, "message": reason.message, "code": reason.code} for reason in error.errors
        ]
    return {key: value for key, value in reasons.items() if key not in _STANDARD_MEMBERS}


_STANDARD_MEMBERS = {"type", "title", "status", "code", "detail", "instance"}


def _of_http_exception(error: HTTPException) -> Response:
    status = error.code or 500
    detail = _DETAIL_OF_STATUS.get(status) or error.description or error.name
    answer = problem(status, _CODE_OF_STATUS.get(status, "http-error"), detail)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            answer.headers[name] = value
    return answer


def _of_unforeseen(error: Exception) -> Response:
    _LOG.error("unforeseen error", method=request.method, path=request.path, exc_info=error)
    return problem(
        500, "internal", "Something went wrong on our side; it was recorded. Please try again later."
    )


def register(app: Flask) -> None:
    """Make every error of `app` leave as a problem document."""
    app.register_error_handler(JingbanError, of_error)
    app.register_error_handler(HTTPException, _of_http_exception)
    app.register_error_handler(Exception, _of_unforeseen)
