"""The instances of one simulation and the virtual clock. What can happen to them lies in `post`, `desk` and `agenda`."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from engine.bpmn import Fact, Node, Program, State, inputs, step
from engine.bpmn.facts import TRACE_KINDS
from engine.bpmn.state import Act
from engine.kernel.errors import JingbanError
from engine.simulation.agenda import Agenda
from engine.simulation.desk import Desk
from engine.simulation.durations import Durations
from engine.simulation.post import Post
from engine.simulation.script import Told
from engine.simulation.starting import begun_by
from engine.simulation.telling import line, waiting


class World:
    """Everything that exists during a simulation. `advance` makes one thing happen.

    With `durations` tasks take time, and what happened is not told but remembered as `way`: tasks and ends in the order in
    which they were done, by which the runs of a Monte Carlo simulation are grouped.
    """

    def __init__(
        self,
        program: Program,
        models: Mapping[str, bytes],
        answers: Mapping[str, Any] | None,
        messages: Iterable[Told] | Mapping[str, Any],
        signals: Iterable[Told] | Mapping[str, Any],
        start: datetime,
        until: datetime | None,
        max_steps: int,
        durations: Durations | None = None,
    ) -> None:
        self.program = program
        self.now, self.until = start, until
        self.steps, self.max_steps = 0, max_steps
        self.states: dict[str, State] = {}
        self.events: list[dict[str, Any]] = []
        self.way: list[str] = []
        self.failure: dict[str, Any] | None = None
        self.kinds = {(node.process, node.id): node.type for node in program.nodes()}
        self.post = Post(self, messages, signals)
        self.desk = Desk(self, models, answers, durations)
        self.agenda = Agenda(self, start)
        self._recording = durations is None
        # what data stores hold
        self._stores: dict[str, Any] = {}
        # what the chosen process was started with
        self._given: dict[str, Any] = {}
        # the instance that could not go on; it waits for nothing any more
        self._broken: str | None = None

    def begin(self, data: dict[str, Any]) -> None:
        """Start the chosen process at its none start, or as if its first start event had occurred."""
        self._given = data
        root = self.program.root
        graph = self.program.graphs[root]
        if graph.starts or not graph.event_starts:
            self.start(inputs.Start(data, root))
            return
        begun = begun_by(graph, self.post.messages, self.post.signals, self.now)
        self.now = begun.at
        self.start(inputs.Start(data, root, begun.trigger.id, begun.event, begun.payload))

    def advance(self) -> bool:
        """Let the next thing happen; False when nothing can."""
        if self.failure is not None:
            return False
        if self.steps >= self.max_steps:
            self.failure = {
                "code": "step-limit",
                "message": f"the simulation did not end within {self.max_steps:,} steps",
            }
            return False
        return self.post.deliver_next() or self.desk.answer_next() or self.agenda.fire_next()

    def outcome(self) -> str:
        """completed, waiting, failed or cancelled: of all instances together."""
        if self.failure is not None or "i1" not in self.states:
            return "failed"
        states = {state.status for state in self.states.values()}
        if "failed" in states:
            return "failed"
        return "waiting" if "active" in states else self.states["i1"].status

    def end(self) -> dict[str, Any]:
        """The last line of the trace."""
        main = self.states.get("i1")
        error = self.failure or next((s.error for s in self.states.values() if s.status == "failed"), None)
        out: dict[str, Any] = {
            "event": "end",
            "at": self.now.isoformat(),
            "state": self.outcome(),
            "waiting": waiting(self.program, self.states, self._broken),
            "data": main.variables() if main is not None else self._given,
        }
        if error is not None:
            out["error"] = error
        return out

    def node(self, state: State, act: Act) -> Node:
        """The node that an open activity is at."""
        return self.program.graphs[state.scopes[act.scope].graph].nodes[act.node]

    def start(self, item: inputs.Start) -> None:
        """Begin another instance; they are numbered from i1."""
        self.apply(f"i{len(self.states) + 1}", item)

    def apply(self, instance: str, item: inputs.Input) -> None:
        """One step of an instance, and what follows from it at once."""
        self.steps += 1
        try:
            outcome = step(self.program, self._sharing(instance), self._stocked(item), self.now)
        except JingbanError as error:
            self._failed(instance, error)
            return
        self.states[instance] = outcome.state
        if self.program.stores:
            own = outcome.state.variables()
            self._stores.update({name: own[name] for name in self.program.stores if name in own})
        for fact in outcome.facts:
            if fact.kind in TRACE_KINDS:
                self._tell(instance, fact)
            else:
                self.agenda.note(instance, fact)
        for fact in outcome.facts:
            self.post.take(instance, fact)

    def _sharing(self, instance: str) -> State | None:
        """The state of an instance with what others have put into the data stores meanwhile."""
        state = self.states.get(instance)
        if state is None or all(state.vars["s1"].get(name) == held for name, held in self._stores.items()):
            return state
        shared = State.load(state.dump())
        shared.vars["s1"] = {**shared.vars["s1"], **self._stores}
        return shared

    def _stocked(self, item: inputs.Input) -> inputs.Input:
        if isinstance(item, inputs.Start) and self._stores:
            return replace(item, data={**self._stores, **item.data})
        return item

    def _tell(self, instance: str, fact: Fact) -> None:
        if self._recording:
            self.events.append(line(self.program, len(self.events) + 1, self.now, instance, fact))
        elif fact.kind == "completed" and fact.index is None:
            kind = self.kinds.get((fact.process, fact.element), "")
            if kind.endswith("Task") or kind == "endEvent":
                self.way.append(fact.element)

    def _failed(self, instance: str, error: JingbanError) -> None:
        """The trace shows how far the step came, and where it could not go on."""
        self.failure = {"code": error.stable_code, "message": error.message}
        self._broken = instance
        element = error.details.get("element")
        for fact in error.facts:
            if fact.kind in TRACE_KINDS:
                self._tell(instance, fact)
        if not element:
            return
        self.failure["element"] = element
        place = next((node for node in self.program.nodes() if node.id == element), None)
        if place is not None:
            told = {"code": error.stable_code, "message": error.message}
            self._tell(instance, Fact("error", element, place.process, "", "", None, told))
