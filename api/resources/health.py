"""For machines that watch machines: alive, ready, measured. At the root, outside /api/v1, and open however full the house is."""

from flask import Blueprint, Response, current_app, jsonify

from api.http.exchange import platform
from api.http.problem import problem
from engine.assembly.metrics import MEDIA_TYPE
from engine.definitions.health import Health
from engine.dispatch import ANONYMOUS
from engine.kernel.log import logger

resource = Blueprint("health", __name__)
_LOG = logger("api")


@resource.get("/livez")
def alive() -> Response:
    """The process answers."""
    return jsonify({"status": "alive"})


@resource.get("/readyz")
def ready() -> Response:
    """The database answers and has the schema of this release, else 503; `degraded` with reasons when timers wait."""
    try:
        health = platform().ask(Health(), ANONYMOUS)
    except Exception as error:  # noqa: BLE001 whatever keeps the database from answering, the answer is: not ready
        _LOG.error("not ready", exc_info=error)
        return problem(503, "database-unreachable", "The database does not answer; see the log.")
    if health["status"] == "migrate":
        return problem(503, "schema-outdated", "Run `jingban db upgrade`.", migration=health["migration"])
    return jsonify(health)


@resource.get("/metrics")
def metrics() -> Response:
    """All numbers of this server's processes, and those of its database while that answers."""
    told = platform().metrics.as_text()
    try:
        told += platform().gauges.as_text(platform().clock.now()).encode()
    except Exception as error:  # noqa: BLE001 what the processes counted is told also when the database is away
        _LOG.error("no numbers of the database", exc_info=error)
    return current_app.response_class(told, content_type=MEDIA_TYPE)
