"""BPMN 2.0.2: read a model into a `Program`, run it with `step`, report `Fact`s. Pure; SpiffWorkflow never leaves `reader`."""

from engine.bpmn import inputs
from engine.bpmn.facts import Fact
from engine.bpmn.machine.step import Outcome, step
from engine.bpmn.model import Flow, Graph, Node
from engine.bpmn.program import Program, read_program
from engine.bpmn.state import State

__all__ = ["Fact", "Flow", "Graph", "Node", "Outcome", "Program", "State", "inputs", "read_program", "step"]
