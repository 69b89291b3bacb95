"""A readable DMN model: what it decides, what it needs, and its answers. Immutable; safe to share between threads.

A fault inside one decision is a finding of severity warning and null when that decision is asked; the others answer.
Only files that cannot be read at all are refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.decisions.directory import CALLABLE_FIRST, DECISION_FIRST, Directory, Kinds
from engine.decisions.elements import BusinessKnowledgeModel, Decision, DecisionService, InputData
from engine.decisions.inputs import accept
from engine.decisions.paths import Key, find_input, follow
from engine.decisions.program import CompiledDecision, CompiledKnowledge, CompiledService, Program
from engine.decisions.run import start
from engine.decisions.services import call_service, type_of
from engine.decisions.solving import Solver
from engine.decisions.trace import Evaluation, describe
from engine.kernel.errors import Finding, LimitExceeded


@dataclass(frozen=True, slots=True)
class Model:
    """`hash` identifies the exact content of all files; `findings` are the faults found while reading."""

    program: Program
    directory: Directory
    findings: tuple[Finding, ...]
    hash: str

    @property
    def name(self) -> str:
        """The name of the main file's model."""
        return self.program.files[self.program.main].name

    @property
    def decisions(self) -> tuple[str, ...]:
        """The names of the main file's decisions, in document order."""
        return self._names(Decision)

    @property
    def services(self) -> tuple[str, ...]:
        """The names of the main file's decision services."""
        return self._names(DecisionService)

    @property
    def knowledge(self) -> tuple[str, ...]:
        """The names of the main file's business knowledge models."""
        return self._names(BusinessKnowledgeModel)

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the main file's input data."""
        return self._names(InputData)

    def decide(self, name: str, inputs: Mapping[str, Any], *, now: datetime | None = None) -> Any:
        """The value of a decision (or service, or knowledge model) by name or id; missing inputs are null.

        `now` is what `now()` and `today()` answer. Raises NotFound, and LimitExceeded when a bound is spent.
        """
        return self._evaluate(name, inputs, now)[0]

    def evaluate(self, name: str, inputs: Mapping[str, Any], now: datetime | None = None) -> Evaluation:
        """As `decide`, with the trace for the event log and the warnings."""
        value, solver = self._evaluate(name, inputs, now)
        tally = solver.tally
        values = {
            ".".join((*path, node.node.name)): solver.values[path, file, key]
            for path, file, key in solver.values
            if isinstance(node := self.program.nodes[file, key], CompiledDecision)
        }
        trace = describe(self.hash, name, solver.used, values, tally.matches, value)
        return Evaluation(value, trace, tuple(tally.warnings))

    def invoke(self, name: str, inputs: Mapping[str, Any], *, now: datetime | None = None) -> Any:
        """The value of a business knowledge model or decision service, called with arguments by parameter name.

        Raises NotFound, and LimitExceeded when a bound is spent. Missing arguments are null.
        """
        return self._evaluate(name, inputs, now, CALLABLE_FIRST)[0]

    def _evaluate(
        self, name: str, inputs: Mapping[str, Any], now: datetime | None, kinds: Kinds = DECISION_FIRST
    ) -> tuple[Any, Solver]:
        key = self.directory.find(name, kinds)
        solver = Solver(self.program, start(now), inputs)
        if isinstance(solver.node(key), CompiledDecision):
            return self._guarded(name, lambda: solver.solve(key)), solver
        return self._guarded(name, lambda: self._call(key, solver, inputs)), solver

    def _call(self, key: Key, solver: Solver, inputs: Mapping[str, Any]) -> Any:
        node = solver.node(key)
        if isinstance(node, CompiledService):
            arguments = []
            for link in node.parameters:
                path, _, identity = follow(key[0], link)
                raw = find_input(inputs, path, link.name, identity)[1]
                value = accept(type_of(self.program, link), raw, link.name, node.node.place, solver.tally)
                solver.used[".".join((*path, link.name))] = value
                arguments.append(value)
            return call_service(solver, key, node, arguments)
        function = solver.function(key)
        if function is None or not isinstance(node, CompiledKnowledge):
            return None
        arguments = []
        for name, of in node.parameters:
            raw = find_input(inputs, (), name, name)[1]
            solver.used[name] = accept(of, raw, name, node.node.place, solver.tally)
            arguments.append(solver.used[name])
        return function.call(*arguments)

    def _guarded(self, name: str, solve: Any) -> Any:
        try:
            return solve()
        except RecursionError:
            message = f"{name!r} calls functions too deeply; end the recursion earlier."
            raise LimitExceeded(message, code="decision-calls", element=name) from None

    def _names(self, kind: type) -> tuple[str, ...]:
        nodes = self.program.files[self.program.main].nodes.values()
        return tuple(node.name for node in nodes if isinstance(node, kind))
