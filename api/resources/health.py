"""For machines that watch machines: alive, ready, measured. At the root, outside /api/v1."""

from flask import Blueprint, Response, current_app, jsonify

from api.http.exchange import platform
from api.http.metrics import MEDIA_TYPE, Measured
from engine.dispatch import SYSTEM
from engine.definitions.queries import Health

resource = Blueprint("health", __name__)
MEASURED = "jingban.measured"


@resource.get("/livez")
def alive() -> Response:
    """The process answers."""
    return jsonify({"status": "alive"})


@resource.get("/readyz")
def ready() -> tuple[Response, int]:
    """The database answers and has the schema of this release; 503 otherwise."""
    health = platform().ask(Health(), SYSTEM)
    return jsonify(health), 200 if health["status"] == "ready" else 503


@resource.get("/metrics")
def metrics() -> Response:
    """Counts of this process as text."""
    measured: Measured = current_app.extensions[MEASURED]
    return current_app.response_class(measured.as_text(), content_type=MEDIA_TYPE)
