"""The application factory: every resource, error and header of the REST door is wired here, and nowhere else."""

from flask import Flask

from api import openapi, spa
from api.http import problem
from api.http.admission import Admission
from api.http.application import Application
from api.http.exchange import EXTENSION
from api.http.json import ExactJSON
from api.http.metrics import Watch
from api.http.routes import MIB
from api.resources import (
    case_course,
    case_files,
    case_verbs,
    cases,
    catalogue,
    definitions,
    deployments,
    directory,
    evaluation,
    health,
    inbox,
    incidents,
    messages,
    session,
    verification,
    work_items,
)
from engine.assembly import Platform

RESOURCES = (
    session,
    directory,
    deployments,
    definitions,
    evaluation,
    catalogue,
    cases,
    case_course,
    case_verbs,
    case_files,
    inbox,
    work_items,
    incidents,
    messages,
    verification,
)


def create_app(platform: Platform) -> Flask:
    """The WSGI application that serves `platform`; the caller keeps the platform and closes it."""
    app = Application(Watch(platform.metrics, platform.traces))
    app.json = ExactJSON(app)
    app.config.update(
        SECRET_KEY=platform.secret_key,
        MAX_CONTENT_LENGTH=64 * MIB,
        MAX_FORM_PARTS=400,
        MAX_FORM_MEMORY_SIZE=MIB,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.url_map.strict_slashes = False
    app.extensions[EXTENSION] = platform
    api = openapi.register(app)
    for module in RESOURCES:
        api.register_blueprint(module.resource)
    app.register_blueprint(health.resource)
    app.register_blueprint(spa.resource)
    problem.register(app)
    app.wsgi_app = Admission(app.wsgi_app, platform.settings, platform.metrics)  # type: ignore[method-assign]
    return app
