"""The description of the API (OpenAPI 3.1) at /openapi.json, made from the same declarations that serve it."""

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_smorest import Api

from api.schemas.problem import ProblemSchema

_DESCRIPTION = """Approval platform for government services. Authenticate with `Authorization: Bearer <token>` or with the
session cookie and the header `X-CSRF-Token`. Every refusal is a problem document (RFC 9457) with a stable `code`."""


class DescribedApi(Api):  # type: ignore[misc]  # flask-smorest ships no types
    """flask-smorest's registry, with our problem documents in place of its own error answers."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask, **kwargs: Any) -> None:
        self._undescribed: list[Callable[[], None]] = []
        self._describing = threading.Lock()
        super().__init__(app, **kwargs)

    def describe_later(self, describe: Callable[[], None]) -> None:
        """Describe a resource when somebody reads the description: nobody else should wait for it at the start."""
        self._undescribed.append(describe)

    def _openapi_json(self) -> Any:
        with self._describing:
            while self._undescribed:
                self._undescribed.pop(0)()
        return super()._openapi_json()

    def _register_error_handlers(self) -> None:
        """Problem documents are registered by `api.http.problem`."""


def register(app: Flask) -> Any:
    """Serve /openapi.json; returns the registry that resources are added to."""
    app.config.update(
        API_TITLE="Jingban 经办",
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = DescribedApi(
        app,
        spec_kwargs={
            "info": {"description": _DESCRIPTION},
            "security": [{"bearer": []}, {"session": [], "csrf": []}],
        },
    )
    components = api.spec.components
    components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    components.security_scheme("session", {"type": "apiKey", "in": "cookie", "name": "jingban_session"})
    components.security_scheme("csrf", {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"})
    return api
