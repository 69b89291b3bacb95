"""A real server on a port of its own, a real Chromium, and people who each have their own window.

What is missing on this machine is said in the reason of a skip: Chromium, or the built interface.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from desk import Desk
from playwright.sync_api import Browser, sync_playwright
from sample_installation import (  # noqa: F401 fixtures are found by their names
    office,
    sample_sqlite,
    sqlite_url,
)
from werkzeug.serving import WSGIRequestHandler, make_server

from api.app import create_app
from engine.assembly import Platform

BUILT = Path(__file__).parents[2] / "api" / "static" / "ui" / "index.html"
DESKTOP = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}


class _Silent(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Requests are the browser's business; the test tells its own story."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; every person gets a context of their own."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    if not BUILT.exists():
        pytest.skip("the interface is not built (cd admin_ui && npm ci && npm run build)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def database_url(sqlite_url: str) -> str:  # noqa: F811 the fixture of that name
    """The interface is the same on every database; the stories through REST run on both."""
    return sqlite_url


@pytest.fixture
def server(platform: Platform) -> Iterator[str]:
    """The address of a server for the sample installation."""
    app = create_app(platform)
    running = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    thread = Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    thread.join(timeout=10)
    running.server_close()


@pytest.fixture
def desk(chromium: Browser, server: str) -> Iterator[Callable[..., Desk]]:
    """`desk("fire.review")` logs that person in, in a window of their own; the same name gives the same window."""
    desks: dict[str, Desk] = {}

    def sit_down(username: str, *, phone: bool = False, dark: bool = False) -> Desk:
        if username not in desks:
            context = chromium.new_context(
                base_url=server,
                viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
                color_scheme="dark" if dark else "light",
                locale="zh-CN",
                reduced_motion="reduce",
            )
            desks[username] = Desk(context.new_page(), username)
            desks[username].log_in()
        return desks[username]

    yield sit_down
    complaints = [complaint for one in desks.values() for complaint in one.complaints]
    for one in desks.values():
        one.page.context.close()
    assert complaints == []


@pytest.fixture
def picture() -> Callable[[Desk, str], None]:
    """Keeps a picture in the folder that JINGBAN_PICTURES names; does nothing without it."""
    folder = os.environ.get("JINGBAN_PICTURES")

    def keep(one: Desk, name: str) -> None:
        if folder:
            one.settle()
            one.page.screenshot(path=Path(folder) / f"{name}.png")

    return keep
