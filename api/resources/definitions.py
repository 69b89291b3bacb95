"""Versions of what can run, and their sources."""

from typing import Any

from flask import Response

from api.http.content import delivered_source
from api.http.exchange import ask
from api.http.pages import opened, paged
from api.http.routes import Resource
from api.schemas.base import page_of
from api.schemas.definition import DefinitionSchema, DefinitionsQuery
from engine.definitions.queries import Definitions, DefinitionSource, GetDefinition

resource = Resource("definitions", "Versions of processes, decisions and forms")


@resource.get("/definitions", query=DefinitionsQuery, answers=page_of(DefinitionSchema))
def definitions(query: dict[str, Any]) -> Any:
    """Versions, newest first."""
    return paged(ask(Definitions(**opened(query))))


@resource.get("/definitions/<definition_id>", answers=DefinitionSchema)
def definition(definition_id: str) -> Any:
    """One version."""
    return ask(GetDefinition(definition_id))


@resource.get("/definitions/<definition_id>/xml", media_type="text/xml")
def definition_source(definition_id: str) -> Response:
    """The source of one version, byte for byte as it was deployed."""
    return delivered_source(ask(DefinitionSource(definition_id)))
