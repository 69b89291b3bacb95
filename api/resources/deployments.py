"""Put files into force, or only hear what is wrong with them."""

from typing import Any

from flask import g, request

from api.http.exchange import ask, execute
from api.http.routes import MIB, Resource
from api.http.uploads import model_files
from api.schemas.definition import DeploymentSchema, FindingsSchema
from engine.definitions.check import prove_ahead
from engine.definitions.deploy import Deploy
from engine.definitions.queries import Lint

resource = Resource("deployments", "Deploy and check processes, decisions and forms")
LARGEST_UPLOAD = 64 * MIB


@resource.post(
    "/deployments",
    answers=DeploymentSchema,
    status=201,
    also={200: "The same content is deployed already; nothing was changed"},
    files=True,
    idempotent=True,
    largest=LARGEST_UPLOAD,
)
def deploy() -> Any:
    """Deploy all files at once or, when one has an error, none of them."""
    files = model_files()
    if Deploy.permission in g.actor.permissions:
        # exploring takes its time; it is done before the deployment holds the database
        prove_ahead(files)
    view = execute(Deploy(files=files, name=request.form.get("name", "")))
    return view, (201 if view["created"] else 200)


@resource.post("/lint", answers=FindingsSchema, files=True, largest=LARGEST_UPLOAD)
def check() -> Any:
    """Everything that lint has to say about files; nothing is stored."""
    return {"findings": [finding.as_dict() for finding in ask(Lint(files=model_files()))]}
