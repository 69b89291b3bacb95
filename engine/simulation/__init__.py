"""Run a process in memory with a virtual clock: no database, no people, no waiting. An application of the floors below."""

from engine.simulation.follow import follow_path, read_steps
from engine.simulation.monte_carlo import Figures, monte_carlo
from engine.simulation.simulate import Trace, simulate

__all__ = ["Figures", "Trace", "follow_path", "monte_carlo", "read_steps", "simulate"]
