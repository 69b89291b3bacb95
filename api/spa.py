"""Serves the built user interface from `api/static/ui`; every other path is the interface's own route.

Refuses to answer an unknown path below /api with a page: programs get a problem document.
"""

from pathlib import Path
from typing import Final, NoReturn

from flask import Blueprint, Response, current_app, send_from_directory
from werkzeug.exceptions import MethodNotAllowed, NotFound

UI: Final = Path(__file__).parent / "static" / "ui"
_RESERVED: Final = ("api/", "livez", "readyz", "metrics", "openapi.json")
_NOT_BUILT: Final = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>经办 Jingban</title>
<p>界面尚未构建，请运行 <code>make run</code>。The user interface has not been built yet; run <code>make run</code>.
<p><a href="/openapi.json">/openapi.json</a></html>"""

resource = Blueprint("ui", __name__)


@resource.get("/")
@resource.get("/<path:path>")
def interface(path: str = "") -> Response:
    """A built file when there is one, else the page that holds the interface."""
    if path.startswith(_RESERVED) or path == "api":
        _refuse(path)
    root = Path(current_app.config.get("UI_ROOT", UI))
    if not (root / "index.html").is_file():
        return current_app.response_class(_NOT_BUILT, mimetype="text/html")
    is_file = bool(path) and (root / path).is_file()
    response = send_from_directory(root, path if is_file else "index.html")
    hashed = is_file and path.startswith("assets/")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if hashed else "no-cache"
    return response


def _refuse(path: str) -> NoReturn:
    # This route answers GET everywhere, so it must say itself that an address exists but knows other methods only
    others = set(current_app.url_map.bind("").allowed_methods(f"/{path}")) - {"GET", "HEAD", "OPTIONS"}
    if others:
        raise MethodNotAllowed(valid_methods=sorted(others))
    raise NotFound()
