"""Wires what waits for time."""

from engine.deadlines.recompute import RecomputeTimers, recompute
from engine.dispatch import Registry, Services


def wire(registry: Registry, services: Services) -> None:
    """Register what the floor of deadlines does by itself; firing belongs to cases."""
    registry.command(RecomputeTimers, recompute)
