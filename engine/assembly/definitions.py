"""Wires the archive of what can run."""

from engine.definitions.deploy import Deploy, deploy
from engine.definitions.health import Health, health
from engine.definitions.known import OperationNames
from engine.definitions.programs import Programs
from engine.definitions.queries import (
    Definitions,
    DefinitionSource,
    EvaluateDecision,
    GetDefinition,
    Lint,
    definition_source,
    evaluate_decision,
    get_definition,
    lint,
    list_definitions,
)
from engine.definitions.simulate import Simulate, simulate
from engine.dispatch import Registry, Services
from engine.kernel.settings import Settings


def wire(registry: Registry, services: Services) -> None:
    """Provide compiled programs; register deployment and the queries of the archive."""
    services.provide(Programs, Programs(services[Settings].programs))
    services.provide(OperationNames, OperationNames(registry))
    registry.command(Deploy, deploy)
    registry.query(Definitions, list_definitions)
    registry.query(GetDefinition, get_definition)
    registry.query(DefinitionSource, definition_source)
    registry.query(Lint, lint)
    registry.query(EvaluateDecision, evaluate_decision)
    registry.query(Simulate, simulate)
    registry.query(Health, health)
