"""Flask without what this door never uses, and with one watch over every request.

Flask opens a signed session, looks for asynchronous views, for hooks of each blueprint and for other host names, whether or not
an application has any; that was half of what Flask costs a request. Each is left out by the method that Flask names for it.
"""

from collections.abc import Callable
from typing import Any, Final

from flask import Flask, Request, Response, request
from flask.sessions import NullSession, SessionInterface
from werkzeug.routing import MapAdapter

from api.http.headers import harden
from api.http.metrics import Watch

_NONE: Final = NullSession()


class NoSessions(SessionInterface):
    """Who asks is known by a token of ours (`api.http.actor`); Flask's own cookie is never read or written."""

    def open_session(self, app: Flask, request: Request) -> NullSession:
        """The one that refuses to be written to."""
        return _NONE


class Application(Flask):
    """The application of one platform. Hooks of Flask and of blueprints are not called; `Watch` is what they would be."""

    session_interface = NoSessions()

    def __init__(self, watch: Watch) -> None:
        super().__init__("api", static_folder=None)
        self._watch = watch

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """No view here is asynchronous."""
        return func

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """One host name, no other protocols."""
        if request is None or "HTTP_UPGRADE" in request.environ:
            return super().create_url_adapter(request)
        return MapAdapter(
            self.url_map,
            server_name=request.host.lower(),
            script_name=request.root_path,
            subdomain="",
            url_scheme=request.scheme,
            path_info=request.path,
            default_method=request.method,
            query_args=request.query_string.decode(errors="replace"),
        )

    def preprocess_request(self) -> None:
        """Before the view."""
        self._watch.begin(this_request())

    def process_response(self, response: Response) -> Response:
        """After the view or the refusal, whatever it was."""
        asked = this_request()
        self._watch.finish(asked, response)
        return harden(asked, response)

    def do_teardown_request(self, exc: BaseException | None = None) -> None:
        """When the answer is on its way."""
        self._watch.leave(this_request())


def this_request() -> Request:
    """The request itself: each look through Flask's stand-in for it costs as much as a small function."""
    found: Request = request._get_current_object()  # type: ignore[attr-defined]  # Flask types the stand-in as the request
    return found
