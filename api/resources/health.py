"""For machines that watch machines: alive, ready, measured. At the root, outside /api/v1."""

from flask import Blueprint, Response, current_app, jsonify

from api.http.exchange import platform
from api.http.metrics import MEDIA_TYPE, Measured
from api.http.problem import problem
from engine.definitions.health import Health
from engine.dispatch import ANONYMOUS
from engine.kernel.log import logger

resource = Blueprint("health", __name__)
MEASURED = "jingban.measured"
_LOG = logger("api")


@resource.get("/livez")
def alive() -> Response:
    """The process answers."""
    return jsonify({"status": "alive"})


@resource.get("/readyz")
def ready() -> Response:
    """The database answers and has the schema of this release; 503 otherwise."""
    try:
        health = platform().ask(Health(), ANONYMOUS)
    except Exception as error:  # noqa: BLE001 whatever keeps the database from answering, the answer is: not ready
        _LOG.error("not ready", exc_info=error)
        return problem(503, "database-unreachable", "The database does not answer; see the log.")
    if health["status"] != "ready":
        return problem(503, "schema-outdated", "Run `jingban db upgrade`.", migration=health["migration"])
    return jsonify(health)


@resource.get("/metrics")
def metrics() -> Response:
    """Counts of this process as text."""
    measured: Measured = current_app.extensions[MEASURED]
    return current_app.response_class(measured.as_text(), content_type=MEDIA_TYPE)
