"""Who does the tasks of one simulation: the script's answers and its decision tables, at once or after the time they take."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine.bpmn import Node, State, inputs
from engine.bpmn.state import Act, Wait
from engine.decisions import Model, read_model
from engine.kernel.errors import ExecutionFailed, NotFound
from engine.simulation.durations import Durations
from engine.simulation.script import Answers

if TYPE_CHECKING:
    from engine.simulation.world import World

_ANSWERED = frozenset({"userTask", "manualTask", "serviceTask", "businessRuleTask", "sendTask"})


class Desk:
    """Answers open tasks, and events that the script answers as if they were tasks."""

    def __init__(
        self,
        world: "World",
        models: Mapping[str, bytes],
        answers: Mapping[str, Any] | None,
        durations: Durations | None,
    ) -> None:
        self._world = world
        self._model: Model | None = read_model(models) if models else None
        self._answers = Answers(answers)
        self._durations = durations
        self._busy: dict[tuple[str, str], datetime] = {}
        self._left: set[tuple[str, str]] = set()

    def answer_next(self) -> bool:
        """Answer one task or awaited event; False when nobody will answer any now."""
        for instance, state in self._world.states.items():
            for wait in state.waits.values():
                element = wait.start or wait.node
                scripted = element in self._answers and (instance, wait.id) not in self._left
                if scripted and wait.kind in ("message", "signal") and self._occur(instance, wait, element):
                    return True
            for act in state.acts.values():
                idle = act.phase == "open" and (instance, act.id) not in self._left
                if idle and not self._is_busy(instance, act) and self._do(instance, state, act):
                    return True
        return False

    def next_done(self) -> datetime | None:
        """When the next of the tasks that are being worked on will be done."""
        states = self._world.states
        self._busy = {key: end for key, end in self._busy.items() if key[1] in states[key[0]].acts}
        return min((end for end in self._busy.values() if end > self._world.now), default=None)

    def _is_busy(self, instance: str, act: Act) -> bool:
        """Whether a task that takes time is still being worked on; its end is drawn when it is first seen."""
        if self._durations is None or act.node not in self._durations:
            return False
        until = self._busy.get((instance, act.id))
        if until is None:
            until = self._busy[instance, act.id] = self._world.now + self._durations.sample(act.node)
        return until > self._world.now

    def _occur(self, instance: str, wait: Wait, element: str) -> bool:
        if self._answers.exhausted(element):
            return False
        payload = self._answers.next(element)
        self._left.add((instance, wait.id))
        if payload is None:
            return False
        if wait.kind == "signal":
            self._world.apply(instance, inputs.Broadcast(wait.name or "", payload))
        else:
            self._world.apply(instance, inputs.Deliver(wait.name or "", payload, wait.key, wait.id))
        return True

    def _do(self, instance: str, state: State, act: Act) -> bool:
        node = self._world.node(state, act)
        if node.type == "receiveTask" and node.message is not None and node.id not in self._answers:
            return False
        if node.type not in _ANSWERED and node.type != "receiveTask":
            return False
        if node.type == "businessRuleTask" and node.id not in self._answers and self._model is not None:
            self._world.apply(instance, inputs.Complete(act.id, self._decide(self._model, state, act, node)))
            return True
        answer = self._answers.next(node.id)
        if answer is None:
            self._left.add((instance, act.id))
            return False
        if "@error" in answer:
            rest = {name: value for name, value in answer.items() if name != "@error"}
            self._world.apply(instance, inputs.Fail(act.id, str(answer["@error"]), "", rest))
        elif "@escalation" in answer:
            if self._answers.exhausted(node.id) or not self._answers.has_list(node.id):
                self._left.add((instance, act.id))
            self._world.apply(instance, inputs.Escalate(act.id, str(answer["@escalation"])))
        else:
            self._world.apply(instance, inputs.Complete(act.id, answer))
        return True

    def _decide(self, model: Model, state: State, act: Act, node: Node) -> dict[str, Any]:
        key = node.attributes.get("decision")
        name = key if isinstance(key, str) else node.id
        known = state.variables(act.local or act.scope)
        try:
            return {"result": model.decide(name, known, now=self._world.now)}
        except NotFound as error:
            raise ExecutionFailed(error.message, element=node.id, code="decision-unknown") from error
