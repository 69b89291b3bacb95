"""What people handed in cannot run in our origin."""

import pytest
from flask import Flask

from api.http.content import delivered

APP = Flask(__name__)


@pytest.mark.parametrize(
    ("media_type", "manner", "sent_as"),
    [
        pytest.param("application/pdf", "inline", "application/pdf", id="pdf is shown"),
        pytest.param("image/png", "inline", "image/png", id="picture is shown"),
        pytest.param("text/html", "attachment", "application/octet-stream", id="page is not"),
        pytest.param("image/svg+xml", "attachment", "application/octet-stream", id="svg can carry scripts"),
        pytest.param("application/xhtml+xml", "attachment", "application/octet-stream", id="xhtml is not"),
        pytest.param(None, "attachment", "application/octet-stream", id="unknown is not"),
    ],
)
def test_only_kinds_without_scripts_are_shown_in_place(
    media_type: str | None, manner: str, sent_as: str
) -> None:
    with APP.app_context():
        response = delivered(b"x", media_type, "图.svg")
    assert response.mimetype == sent_as
    assert response.headers["Content-Disposition"] == f"{manner}; filename*=UTF-8''%E5%9B%BE.svg"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_a_file_name_cannot_add_a_header() -> None:
    with APP.app_context():
        response = delivered(b"x", None, 'a"\r\nSet-Cookie: x=1')
    assert "\n" not in response.headers["Content-Disposition"]
