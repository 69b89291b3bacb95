"""Tags are honest for readers and strict for writers."""

import pytest
from flask import Flask, Response

from api.http.errors import BadRequest
from api.http.etag import expected_version, note_version, require_version, tag
from engine.kernel.errors import StaleVersion

APP = Flask(__name__)


def tagged(version: int | None, body: str, method: str = "GET", **headers: str) -> Response:
    with APP.test_request_context(method=method, headers=headers):
        note_version(version)
        return tag(Response(body))


def test_the_tag_holds_the_version() -> None:
    assert tagged(7, "a").headers["ETag"].startswith('"7.')


def test_another_representation_of_the_same_version_has_another_tag() -> None:
    assert tagged(7, "green").headers["ETag"] != tagged(7, "yellow").headers["ETag"]


def test_a_reader_who_has_the_very_answer_gets_304() -> None:
    etag = tagged(7, "a").headers["ETag"]
    assert tagged(7, "a", **{"If-None-Match": etag}).status_code == 304
    assert tagged(7, "b", **{"If-None-Match": etag}).status_code == 200


def test_an_answer_without_version_has_no_tag() -> None:
    assert "ETag" not in tagged(None, "a").headers


@pytest.mark.parametrize(
    ("header", "version"),
    [
        pytest.param('"7.0123456789abcdef"', 7, id="as given"),
        pytest.param('"7"', 7, id="version alone"),
        pytest.param("*", None, id="any"),
        pytest.param(None, None, id="absent"),
    ],
)
def test_if_match_names_a_version(header: str | None, version: int | None) -> None:
    with APP.test_request_context(method="POST", headers={"If-Match": header} if header else {}):
        assert expected_version() == version


@pytest.mark.parametrize("header", ['W/"7"', '"1", "2"', '""x'], ids=["weak", "two", "broken"])
def test_an_unusable_if_match_is_a_bad_request_or_stale(header: str) -> None:
    with (
        APP.test_request_context(method="POST", headers={"If-Match": header}),
        pytest.raises((BadRequest, StaleVersion)),
    ):
        expected_version()


def test_a_foreign_tag_is_stale() -> None:
    with APP.test_request_context(method="POST", headers={"If-Match": '"abc"'}), pytest.raises(StaleVersion):
        expected_version()


def test_a_write_on_an_old_version_is_refused() -> None:
    with APP.test_request_context(method="POST", headers={"If-Match": '"6.x"'}):
        require_version(6)
        with pytest.raises(StaleVersion):
            require_version(7)
