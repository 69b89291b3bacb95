"""A cookie alone authorises reading, never writing."""

import pytest
from flask import Flask

from api.http.csrf import HEADER, require_token, token_for
from engine.kernel.errors import Forbidden

APP = Flask(__name__)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_needs_no_token(method: str) -> None:
    with APP.test_request_context(method=method):
        require_token("session", "secret")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_writing_needs_the_token_of_this_session(method: str) -> None:
    with APP.test_request_context(method=method, headers={HEADER: token_for("session", "secret")}):
        require_token("session", "secret")


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param("", id="none"),
        pytest.param("字", id="not ascii"),
        pytest.param(token_for("another-session", "secret"), id="of another session"),
        pytest.param(token_for("session", "another-secret"), id="made elsewhere"),
    ],
)
def test_another_token_is_refused(sent: str) -> None:
    environ = {"HTTP_X_CSRF_TOKEN": sent.encode().decode("latin-1")}
    with (
        APP.test_request_context(method="POST", environ_overrides=environ),
        pytest.raises(Forbidden) as refused,
    ):
        require_token("session", "secret")
    assert refused.value.stable_code == "csrf"
