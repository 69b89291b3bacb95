"""Log in and out. The token is also set as a cookie for the browser, with a readable CSRF cookie beside it."""

from typing import Any

from flask import Response, jsonify, make_response, request

from api.http.actor import COOKIE, CSRF_COOKIE
from api.http.csrf import token_for
from api.http.dump import Dump
from api.http.exchange import execute, platform, secret_key
from api.http.routes import Resource
from api.schemas.people import LogInSchema, SessionSchema
from engine.dispatch import ANONYMOUS
from engine.identity.log_in import LogIn
from engine.identity.log_out import LogOut

_DUMP = Dump(SessionSchema())
resource = Resource("session", "Log in and out")


@resource.post("/session", body=LogInSchema, answers=SessionSchema, status=201, public=True)
def log_in(body: dict[str, Any]) -> Response:
    """Log in. The answer holds a bearer token; browsers use the cookies instead."""
    # Never under an Idempotency-Key: a stored answer would hold the token
    session = _DUMP(platform().execute(LogIn(**body), ANONYMOUS))
    response = make_response(jsonify(session), 201)
    token = session["token"]
    secure = request.is_secure
    response.set_cookie(COOKIE, token, httponly=True, samesite="Strict", secure=secure, path="/")
    response.set_cookie(
        CSRF_COOKIE, token_for(token, secret_key()), samesite="Strict", secure=secure, path="/"
    )
    return response


@resource.operation("DELETE", "/session", status=204)
def log_out() -> Response:
    """Log out: the token is void from now on."""
    execute(LogOut())
    response = make_response("", 204)
    response.delete_cookie(COOKIE, path="/")
    response.delete_cookie(CSRF_COOKIE, path="/")
    return response
