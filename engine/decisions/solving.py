"""Solves decisions over a program: requirements first, each once, functions made when they are needed.

Every element is solved per path of imports, because two models that import the same third one may give it different
inputs. Chains of decisions are walked without recursion; only functions call deeper.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.decisions.boxed.compiling import conform
from engine.decisions.inputs import accept
from engine.decisions.paths import Key, find_input, follow, put
from engine.decisions.program import (
    Compiled,
    CompiledDecision,
    CompiledInput,
    CompiledKnowledge,
    CompiledService,
    Program,
)
from engine.decisions.run import Tally
from engine.decisions.services import service_function
from engine.expressions.values import Function


@dataclass(slots=True)
class Solver:
    """What is known in one call: `inputs` is None inside a decision service, which sees its arguments only."""

    program: Program
    tally: Tally
    inputs: Mapping[str, Any] | None
    values: dict[Key, Any] = field(default_factory=dict)
    functions: dict[Key, Function | None] = field(default_factory=dict)
    used: dict[str, Any] = field(default_factory=dict)

    def inside(self) -> "Solver":
        """A solver for a decision service: it shares the tally and knows no inputs but those put into `values`."""
        return Solver(self.program, self.tally, None)

    def node(self, key: Key) -> Compiled:
        """The compiled element of a key."""
        return self.program.nodes[key[1], key[2]]

    def solve(self, goal: Key) -> Any:
        """The value of a decision or of input data."""
        stack = [goal]
        while stack:
            key = stack[-1]
            if key in self.values:
                stack.pop()
                continue
            missing = [need for need in self._needs(key) if need not in self.values]
            if missing:
                stack.extend(reversed(missing))
            else:
                self.values[key] = self._compute(key)
                stack.pop()
        return self.values[goal]

    def function(self, goal: Key) -> Function | None:
        """The function value of a business knowledge model or decision service; None when it is not run.

        The functions it needs in turn are made too; names are filled last, so that functions may need one another.
        """
        waiting, unfilled = [goal], []
        while waiting:
            key = waiting.pop()
            if key in self.functions:
                continue
            node = self.node(key)
            names: dict[str, Any] = {}
            self.functions[key] = self._make_function(key, node, names)
            if isinstance(node, CompiledKnowledge):
                unfilled.append((key, node, names))
                waiting.extend(follow(key[0], link) for link in node.functions)
        for key, node, names in unfilled:
            for link in node.functions:
                put(names, link, self.functions[follow(key[0], link)])
        return self.functions[goal]

    def _needs(self, key: Key) -> list[Key]:
        node = self.node(key)
        return [follow(key[0], link) for link in node.values] if isinstance(node, CompiledDecision) else []

    def _compute(self, key: Key) -> Any:
        node = self.node(key)
        if isinstance(node, CompiledInput):
            return self._input(key, node)
        if not isinstance(node, CompiledDecision):
            return None
        if node.node.logic is None:
            return self._input(key, node)
        names: dict[str, Any] = self._undeclared(key, node)
        for link in node.values:
            put(names, link, self.values[follow(key[0], link)])
        for link in node.functions:
            put(names, link, self.function(follow(key[0], link)))
        self.tally.deciding = node.node.name
        value = node.evaluate(names, self.tally)
        return conform(node.type, value, repr(node.node.name), node.node.place, self.tally)

    def _undeclared(self, key: Key, node: CompiledDecision) -> dict[str, Any]:
        """Everything that was given, for a decision of the main model that declares no requirement at all.

        The standard asks for input data; editors let a table be drawn alone, and its author means what is given.
        """
        if key[0] or node.values or node.functions or self.inputs is None:
            return {}
        self.used.update(self.inputs)
        return dict(self.inputs)

    def _input(self, key: Key, node: CompiledInput | CompiledDecision) -> Any:
        """A value from outside: of input data, or of a decision for which the model gives no logic."""
        found, raw = find_input(self.inputs, key[0], node.node.variable.name, key[2])
        name = node.node.name
        if not found:
            self.tally.warn("input-missing", f"No value was given for {name!r}; it is null.", node.node.place)
            return None
        value = accept(node.type, raw, name, node.node.place, self.tally)
        self.used[".".join((*key[0], node.node.variable.name))] = value
        return value

    def _make_function(self, key: Key, node: Compiled, names: dict[str, Any]) -> Function | None:
        if isinstance(node, CompiledService):
            return service_function(self, key, node)
        if not isinstance(node, CompiledKnowledge) or node.build is None:
            return None
        function = node.build(names, self.tally)
        names[node.node.variable.name] = function
        return function
