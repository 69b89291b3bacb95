"""The built interface is served with its fallback; what is not built says how to build it."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rest import Office


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough: files need no database."""
    return sqlite_url


@pytest.fixture
def client(office: Office, tmp_path: Path) -> FlaskClient:
    (tmp_path / "ui" / "assets").mkdir(parents=True)
    (tmp_path / "ui" / "index.html").write_text("<title>经办</title>", encoding="utf-8")
    (tmp_path / "ui" / "assets" / "main-1a2b.js").write_text("1")
    (tmp_path / "secret.txt").write_text("only for us")
    office.app.config["UI_ROOT"] = str(tmp_path / "ui")
    return office.app.test_client()


@pytest.mark.parametrize("path", ["/", "/inbox", "/cases/0199/replay", "/assets"])
def test_every_route_of_the_interface_is_its_page(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        assert (response.status_code, response.mimetype) == (200, "text/html")
        assert "经办" in response.get_data(as_text=True)
        assert response.headers["Cache-Control"] == "no-cache"


def test_built_files_are_kept_for_good(client: FlaskClient) -> None:
    with client.get("/assets/main-1a2b.js") as response:
        assert "immutable" in response.headers["Cache-Control"]
        assert response.mimetype == "text/javascript"


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt", "/..%2fsecret.txt"]
)
def test_nothing_outside_the_interface_is_served(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        assert "only for us" not in response.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/api", "/api/v1/nothing", "/api/v2/cases"])
def test_programs_get_a_problem_and_no_page(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")


def test_without_a_built_interface_the_page_says_how_to_build_it(office: Office, tmp_path: Path) -> None:
    office.app.config["UI_ROOT"] = str(tmp_path / "missing")
    response = office.app.test_client().get("/")
    assert "make run" in response.get_data(as_text=True)
