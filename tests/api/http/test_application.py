"""What our Flask leaves out is used by nobody, and what it kept answers as Flask does."""

import inspect

import pytest
from flask import Flask, session
from rest import Office
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter
from werkzeug.test import EnvironBuilder


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough: nothing here depends on it."""
    return sqlite_url


@pytest.mark.parametrize(
    "hooks",
    ["before_request_funcs", "after_request_funcs", "teardown_request_funcs", "url_value_preprocessors"],
)
def test_nobody_registers_a_hook_that_is_never_called(office: Office, hooks: str) -> None:
    assert not any(getattr(office.app, hooks).values())


def test_no_view_is_asynchronous(office: Office) -> None:
    assert not any(inspect.iscoroutinefunction(view) for view in office.app.view_functions.values())


def test_flasks_own_session_takes_nothing(office: Office) -> None:
    with office.app.test_request_context("/livez"), pytest.raises(RuntimeError, match="session"):
        session["name"] = "value"


@pytest.mark.parametrize("host", ["localhost:8000", "例.中国", "a b", ""])
@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", "/api/v1/me"),
        ("PUT", "/api/v1/me"),
        ("GET", "/api/v1//me"),
        ("GET", "//livez"),
        ("GET", "/api/v1/departments/%E6%B6%88/inbox"),
        ("BREW", "/"),
    ],
)
def test_an_address_leads_where_flask_leads(office: Office, method: str, address: str, host: str) -> None:
    asked = EnvironBuilder(address, method=method, headers={"Host": host}).get_environ()
    request = office.app.request_class(asked)
    ours = office.app.create_url_adapter(request)
    flasks = Flask.create_url_adapter(office.app, request)
    assert found(ours) == found(flasks)


def found(adapter: MapAdapter | None) -> object:
    """The rule and its names, or the kind of refusal."""
    assert adapter is not None
    try:
        return adapter.match(return_rule=True)
    except HTTPException as refusal:
        return type(refusal), sorted(getattr(refusal, "valid_methods", None) or [])
