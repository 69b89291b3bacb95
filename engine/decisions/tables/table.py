"""Evaluates a decision table: inputs, candidate rules by index, the remaining cells, then the hit policy.

A cell that cannot be read makes the whole table null: leaving one rule out could turn a refusal into a grant.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.decisions.boxed.compiling import Evaluate, Known, Unit, compiles, failing
from engine.decisions.boxes import DecisionTable
from engine.decisions.run import Match, Tally
from engine.decisions.tables.columns import BrokenTable, Condition, Result, compile_condition, compile_result
from engine.decisions.tables.hit import POLICIES, HitPolicy
from engine.expressions import compile_expression

_EQUAL = compile_expression("left = right", names=("left", "right"))
_AGGREGATES = {
    name: compile_expression(f"{name}(values)", names=("values",)) for name in ("sum", "min", "max", "count")
}


@dataclass(frozen=True, slots=True)
class Table:
    """A compiled table."""

    box: DecisionTable
    conditions: tuple[Condition, ...]
    results: tuple[Result, ...]
    policy: HitPolicy

    def evaluate(self, names: dict[str, Any], tally: Tally) -> Any:
        """The table's value in the given names."""
        tested: list[tuple[Condition, int, Any]] = []
        candidates = (1 << len(self.box.rules)) - 1
        for condition in self.conditions:
            value = condition.evaluate(names, tally)
            if condition.allowed is not None and not condition.allowed.admit(value, names, tally):
                return None
            sure, perhaps = condition.index.look_up(value)
            candidates &= sure | perhaps
            tested.append((condition, perhaps, value))
        rules = self._hits(candidates, tested, names, tally)
        self._record(rules, tally)
        if not rules:
            return self._default(names, tally)
        return self.policy.resolve(_Hits(self, rules, names, tally), self.box.aggregation)

    def _hits(
        self, candidates: int, tested: list[tuple[Condition, int, Any]], names: dict[str, Any], tally: Tally
    ) -> list[int]:
        doubtful = [
            (condition, perhaps, {**names, "?": value})
            for condition, perhaps, value in tested
            if perhaps & candidates
        ]
        hits: list[int] = []
        while candidates:
            bit = candidates & -candidates
            candidates ^= bit
            rule = bit.bit_length() - 1
            if all(
                not perhaps & bit or condition.hit(rule, inside, tally)
                for condition, perhaps, inside in doubtful
            ):
                hits.append(rule)
                if len(hits) == self.policy.enough:
                    break
        return hits

    def _record(self, rules: list[int], tally: Tally) -> None:
        table = self.box.place.id
        ids = tuple(None if (own := self.box.rules[rule].place.id) == table else own for rule in rules)
        tally.match(Match(tally.deciding, self.box.place.id, tuple(rule + 1 for rule in rules), ids))

    def _default(self, names: dict[str, Any], tally: Tally) -> Any:
        if all(result.default is None for result in self.results):
            return None
        values = [None if result.default is None else result.default(names, tally) for result in self.results]
        return self._composed(values)

    def _composed(self, values: list[Any]) -> Any:
        if len(values) == 1:
            return values[0]
        return {result.name: value for result, value in zip(self.results, values, strict=True)}


@dataclass(slots=True)
class _Hits:
    """The hits of one evaluation as hit policies see them; outputs are evaluated when asked for."""

    table: Table
    rules: Sequence[int]
    names: dict[str, Any]
    tally: Tally

    def value(self, rule: int) -> Any:
        return self.table._composed(self._outputs(rule))

    def priority(self, rule: int) -> tuple[int, ...]:
        outputs = self._outputs(rule)
        return tuple(result.rank(value) for result, value in zip(self.table.results, outputs, strict=True))

    def equal(self, left: Any, right: Any) -> bool:
        return _EQUAL.evaluate({"left": left, "right": right}) is True

    def aggregate(self, function: str, values: list[Any]) -> Any:
        return self.tally.feel(_AGGREGATES[function], {"values": values}, self.table.box.place)

    def refuse(self, message: str) -> None:
        self.tally.warn("hit-policy", message, self.table.box.place)

    def _outputs(self, rule: int) -> list[Any]:
        return [result.values[rule](self.names, self.tally) for result in self.table.results]


@compiles(DecisionTable)
def compile_table(unit: Unit, box: DecisionTable, known: Known) -> Evaluate:
    """The closure of a table; null with a warning when one of its cells cannot be read."""
    try:
        conditions = tuple(
            compile_condition(unit, box, number, clause, known) for number, clause in enumerate(box.inputs)
        )
    except BrokenTable as error:
        return failing("expression-syntax", str(error), box.place)
    results = tuple(
        compile_result(unit, box, number, clause, known) for number, clause in enumerate(box.outputs)
    )
    return Table(box, conditions, results, POLICIES[box.hit_policy]).evaluate
