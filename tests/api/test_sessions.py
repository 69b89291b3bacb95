"""Logging in and out, by token and by cookie."""

import pytest
from flask.testing import FlaskClient
from rest import PREFIX, Office

SAMPLE_PASSWORD = "jingban-demo"


def log_in(client: FlaskClient, username: str = "clerk", password: str = SAMPLE_PASSWORD, **headers: str):  # type: ignore[no-untyped-def]
    body = {"username": username, "password": password, "channel": "window"}
    return client.post(f"{PREFIX}/session", json=body, headers=headers)


def test_a_log_in_answers_a_token_and_who_i_am(office: Office) -> None:
    response = log_in(office.app.test_client())
    assert response.status_code == 201
    body = response.get_json()
    assert body["user"]["username"] == "clerk"
    assert body["user"]["memberships"][0]["department"] == "window"
    me = office.app.test_client().get(f"{PREFIX}/me", headers={"Authorization": f"Bearer {body['token']}"})
    assert me.get_json()["name"] == "周敏"


def test_names_follow_the_language_of_the_reader(office: Office) -> None:
    client = office.app.test_client()
    chinese = log_in(client).get_json()["user"]["memberships"][0]["department_name"]
    english = log_in(client, **{"Accept-Language": "en"}).get_json()["user"]["memberships"][0][
        "department_name"
    ]
    assert chinese != english
    assert english.isascii()


def test_the_session_cookie_cannot_be_read_by_scripts(office: Office) -> None:
    cookies = log_in(office.app.test_client()).headers.getlist("Set-Cookie")
    session = next(cookie for cookie in cookies if cookie.startswith("jingban_session="))
    assert "HttpOnly" in session
    assert "SameSite=Strict" in session


def test_a_browser_reads_with_its_cookie_and_writes_with_the_csrf_token(office: Office) -> None:
    client = office.app.test_client()
    log_in(client)
    assert client.get(f"{PREFIX}/me").status_code == 200
    refused = client.delete(f"{PREFIX}/session")
    assert (refused.status_code, refused.get_json()["code"]) == (403, "csrf")
    token = client.get_cookie("jingban_csrf")
    assert token is not None
    assert client.delete(f"{PREFIX}/session", headers={"X-CSRF-Token": token.value}).status_code == 204
    assert client.get(f"{PREFIX}/me").status_code == 401


def test_a_void_token_is_unknown(office: Office) -> None:
    clerk = office("clerk")
    assert clerk.ask("DELETE", "/session").status_code == 204
    assert clerk.get("/me", expect=401)["code"] == "session-ended"


@pytest.mark.parametrize(
    ("username", "password"), [("clerk", "wrong"), ("nobody", SAMPLE_PASSWORD)], ids=["password", "name"]
)
def test_a_wrong_log_in_does_not_tell_what_was_wrong(office: Office, username: str, password: str) -> None:
    response = log_in(office.app.test_client(), username, password)
    assert response.status_code == 401
    assert response.get_json()["code"] == "wrong-credentials"
    assert "Set-Cookie" not in response.headers


def test_guessing_is_slowed_down(office: Office) -> None:
    client = office.app.test_client()
    for _ in range(office.platform.settings.login_attempts):
        log_in(client, password="wrong")
    slowed = log_in(client)
    assert slowed.status_code == 429
    assert int(slowed.headers["Retry-After"]) > 0


def test_an_answer_to_a_log_in_is_never_stored_under_a_key(office: Office) -> None:
    client = office.app.test_client()
    tokens = {log_in(client, **{"Idempotency-Key": "same"}).get_json()["token"] for _ in range(2)}
    assert len(tokens) == 2


@pytest.mark.parametrize("header", ["Bearer", "Bearer nonsense", "Basic Y2xlcms6eA==", "bearer  "])
def test_an_unusable_authorization_is_unknown(office: Office, header: str) -> None:
    response = office.app.test_client().get(f"{PREFIX}/me", headers={"Authorization": header})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
