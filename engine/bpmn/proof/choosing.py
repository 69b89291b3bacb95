"""Answers to conditions within one move: combination after combination, as far as the data allow them."""

from collections import Counter

from engine.bpmn.machine.run import Run
from engine.bpmn.model import Flow, Node
from engine.bpmn.proof.knowledge import Impossible, Way
from engine.kernel.errors import ExecutionFailed, JingbanError

MAX_ROUNDS = 3


class Choosing:
    """Answers conditions: as `prefix` says, then with the first answer that is possible."""

    def __init__(self, prefix: list[bool], way: Way | None) -> None:
        self.prefix = prefix
        self.way = way
        self.taken: list[bool] = []
        self.both: list[bool] = []
        self.asked: Counter[str] = Counter()

    def answer(self, run: Run, node: Node, flow: Flow | None) -> bool:
        options = [True, False] if self.way is None else self.way.options(flow, run.facts)
        place = node.id if flow is None else flow.id
        self.asked[place] += 1
        if self.asked[place] > MAX_ROUNDS:
            raise _too_often(node, len(options))
        given = len(self.taken) < len(self.prefix)
        answer = self.prefix[len(self.taken)] if given else options[0]
        self.taken.append(answer)
        self.both.append(len(options) > 1)
        if self.way is not None:
            self.way.chosen(flow, answer)
        return answer

    def following(self) -> list[bool] | None:
        """The next combination; None after the last."""
        while self.taken and not (self.taken[-1] and self.both[-1]):
            self.taken.pop()
            self.both.pop()
        return [*self.taken[:-1], False] if self.taken else None


def _too_often(node: Node, open_answers: int) -> JingbanError:
    """A loop without a wait goes round again. Who leaves it later comes where who leaves it now comes; who cannot, never ends."""
    if open_answers > 1:
        return Impossible("gone round often enough")
    return ExecutionFailed(
        f"from {node.name or node.id!r} a loop without a wait goes round for ever: nothing in it changes the conditions",
        element=node.id,
        code="step-limit",
    )
