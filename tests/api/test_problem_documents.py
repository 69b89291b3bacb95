"""Whatever goes wrong leaves as a problem document, in the reader's language, and tells nothing of our inside."""

from typing import Any

import pytest
from rest import PREFIX, Office
from werkzeug.test import TestResponse


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough: refusals at the door are the same on every database."""
    return sqlite_url


MEMBERS = {"type", "title", "status", "code", "detail", "instance"}


def is_problem(response: TestResponse, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.get_data(as_text=True)
    assert response.mimetype == "application/problem+json"
    body: dict[str, Any] = response.get_json()
    assert body.keys() >= MEMBERS
    assert body["status"] == status
    return body


@pytest.mark.parametrize(
    ("method", "path", "sent", "status", "code"),
    [
        pytest.param("GET", "/nothing", {}, 404, "not-found", id="unknown address"),
        pytest.param("PATCH", "/cases", {"json": {}}, 405, "method-not-allowed", id="wrong method"),
        pytest.param("GET", "/users?q=%00", {}, 400, "unusable-text", id="NUL in a query"),
        pytest.param("GET", "/cases/a%00b", {}, 400, "unusable-text", id="NUL in a path"),
        pytest.param("GET", "/session", {}, 405, "method-not-allowed", id="reading what is only written"),
        pytest.param(
            "POST",
            "/cases",
            {"data": "{", "content_type": "application/json"},
            400,
            "malformed-json",
            id="not JSON",
        ),
        pytest.param(
            "POST",
            "/cases",
            {"data": "a=1", "content_type": "text/plain"},
            415,
            "unsupported-media-type",
            id="not JSON by its type",
        ),
        pytest.param("POST", "/cases", {"json": []}, 422, "invalid-input", id="a list for an object"),
        pytest.param("POST", "/cases", {"json": {}}, 422, "invalid-input", id="empty"),
        pytest.param("GET", "/cases?cursor=abc", {}, 400, "bad-cursor", id="foreign cursor"),
        pytest.param("GET", "/cases?limit=0", {}, 422, "invalid-input", id="limit too small"),
        pytest.param("GET", "/cases?limit=x", {}, 422, "invalid-input", id="limit no number"),
        pytest.param("GET", "/cases?colour=red", {}, 422, "invalid-input", id="unknown parameter"),
        pytest.param("GET", "/cases/unknown", {}, 404, "case-unknown", id="unknown case"),
        pytest.param("GET", "/cases/unknown/history", {}, 404, None, id="history of an unknown case"),
        pytest.param("GET", "/cases/unknown/materials/x", {}, 404, None, id="material of an unknown case"),
        pytest.param("GET", "/work-items/unknown", {}, 404, "work-item-unknown", id="unknown work item"),
        pytest.param("GET", "/items/unknown", {}, 404, None, id="unknown item"),
        pytest.param("GET", "/bundles/unknown", {}, 404, None, id="unknown bundle"),
        pytest.param("GET", "/definitions/unknown/xml", {}, 404, None, id="unknown definition"),
        pytest.param(
            "GET", "/departments/nowhere/inbox", {}, 404, "department-unknown", id="unknown department"
        ),
    ],
)
def test_each_refusal_is_a_problem_document(
    office: Office, method: str, path: str, sent: dict[str, Any], status: int, code: str | None
) -> None:
    body = is_problem(office("clerk").ask(method, path, **sent), status)
    assert code in (None, body["code"])


@pytest.mark.parametrize(
    "path", ["/me", "/cases", "/inbox", "/work-items/x", "/definitions", "/cases/x/history"]
)
def test_nobody_reads_without_logging_in(office: Office, path: str) -> None:
    is_problem(office.app.test_client().get(PREFIX + path), 401)


def test_a_body_that_is_too_large_is_refused_unread(office: Office) -> None:
    response = office("clerk").ask(
        "POST", "/work-items/x/draft", data=b"{" + b" " * (2 * 1024 * 1024), content_type="application/json"
    )
    is_problem(response, 413)


def test_unknown_fields_are_refused_with_their_paths(office: Office) -> None:
    body = is_problem(
        office("clerk").ask("POST", "/cases", json={"applicant": {"colour": "red"}, "colour": "red"}), 422
    )
    unknown = {error["path"] for error in body["errors"] if error["code"] == "unknown"}
    assert unknown == {"colour", "applicant.colour"}


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        pytest.param("zh-CN,zh;q=0.9", "没有找到", id="Chinese"),
        pytest.param("en-GB,en;q=0.8", "Not found", id="English"),
        pytest.param("fr", "没有找到", id="neither"),
        pytest.param("", "没有找到", id="not said"),
        pytest.param("fr, en;q=0.5", "Not found", id="English as second choice"),
    ],
)
def test_titles_follow_the_language_of_the_reader(office: Office, wanted: str, title: str) -> None:
    response = office("clerk").ask("GET", "/cases/unknown", headers={"Accept-Language": wanted})
    assert response.get_json()["title"] == title


def test_chinese_text_is_sent_as_it_is(office: Office) -> None:
    response = office("clerk").ask("GET", "/me")
    assert "周敏".encode() in response.get_data()


def test_what_breaks_inside_is_not_told_outside(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret path /var/lib")

    clerk = office("clerk")
    monkeypatch.setattr(office.platform, "ask", broken)
    response = clerk.ask("GET", "/me")
    is_problem(response, 500)
    assert "secret" not in response.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/", "/api/v1/me", "/livez", "/nothing/here"])
def test_every_answer_is_hardened(office: Office, path: str) -> None:
    with office.app.test_client().get(path) as response:
        headers = response.headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
