"""The instances of one simulation, the messages between them, and the virtual clock."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from engine.bpmn import Fact, Node, Program, State, inputs, step
from engine.bpmn.facts import TRACE_KINDS
from engine.bpmn.machine.correlation import awaits, key_of
from engine.bpmn.state import Act, Wait
from engine.decisions import Model, read_model
from engine.kernel.errors import ExecutionFailed, JingbanError, NotFound
from engine.simulation.durations import Durations
from engine.simulation.script import Answers, Occurrence, Told, occurrences
from engine.simulation.starting import DeployedTimers, begun_by
from engine.simulation.telling import line, waiting
from engine.timing import CHINA_TIME, WorkCalendar

_ANSWERED = frozenset({"userTask", "manualTask", "serviceTask", "businessRuleTask", "sendTask"})


class World:
    """Everything that exists during a simulation. `advance` makes one thing happen."""

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
    ) -> None:
        self.program = program
        self.model: Model | None = read_model(models) if models else None
        self.answers = Answers(answers)
        self.messages = self._named(occurrences(messages))
        self.signals = self._named(occurrences(signals))
        self.now, self.until = start, until
        self.steps, self.max_steps = 0, max_steps
        self.states: dict[str, State] = {}
        self.due: dict[tuple[str, str], datetime] = {}
        self.undelivered: list[Occurrence] = []
        self.left: set[tuple[str, str]] = set()
        self.events: list[dict[str, Any]] = []
        self.failure: dict[str, Any] | None = None
        self.deployed = DeployedTimers(program, start)
        # what data stores hold
        self.stores: dict[str, Any] = {}
        # what the chosen process was started with
        self.given: dict[str, Any] = {}
        # the instance that could not go on; it waits for nothing any more
        self.broken: str | None = None
        self.calendar = WorkCalendar.china()
        self.durations: Durations | None = None
        self.busy: dict[tuple[str, str], datetime] = {}
        self.recording = True
        # what the runs of a Monte Carlo simulation are grouped by
        self.way: list[str] = []
        self.kinds = {(node.process, node.id): node.type for node in program.nodes()}

    def begin(self, data: dict[str, Any]) -> None:
        """Start the chosen process at its none start, or as if its first start event had occurred."""
        self.given = data
        graph = self.program.graphs[self.program.root]
        if graph.starts or not graph.event_starts:
            self._apply("i1", inputs.Start(data, self.program.root))
            return
        begun = begun_by(graph, self.messages, self.signals, self.now)
        self.now = begun.at
        self._apply("i1", inputs.Start(data, self.program.root, begun.trigger.id, begun.event, begun.payload))

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
        return self._messages() or self._signals() or self._answer() or self._timer()

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
            "waiting": waiting(self.program, self.states, self.broken),
            "data": main.variables() if main is not None else self.given,
        }
        if error is not None:
            out["error"] = error
        return out

    # -- what can happen --------------------------------------------------------------------------------------------
    def _named(self, told: list[Occurrence]) -> list[Occurrence]:
        """A message or signal may be told by its id as well."""
        names = self.program.names
        known = set(names.values())
        return [t if t.name in known else t._replace(name=names.get(t.name, t.name)) for t in told]

    def _messages(self) -> bool:
        for source in (self.undelivered, self.messages):
            for message in list(source):
                if self._deliver(message):
                    source.remove(message)
                    return True
        return False

    def _deliver(self, message: Occurrence) -> bool:
        name, key = message.name, message.key
        if key is None:
            key = key_of(self.program, name, message.payload)
        for instance, state in self.states.items():
            for wait in state.waits.values():
                heard = name
                if message.targets:
                    # a message flow leads to its target, whatever the target calls the message
                    heard = (wait.name if (wait.start or wait.node) in message.targets else None) or ""
                if awaits(self.program, state, wait, heard, key):
                    self._apply(instance, inputs.Deliver(heard, message.payload, key, wait.id))
                    return True
        starts = [target for target in message.targets if target in self.program.message_starts]
        if starts:
            (process, name), element = self.program.message_starts[starts[0]], starts[0]
        elif message.targets or name not in self.program.start_messages:
            return False
        else:
            process, element = self.program.start_messages[name]
        begin = inputs.Start({}, process, element, name, dict(message.payload))
        self._apply(f"i{len(self.states) + 1}", begin)
        return True

    def _signals(self) -> bool:
        for signal in list(self.signals):
            if self._broadcast(signal, None):
                self.signals.remove(signal)
                return True
        return False

    def _broadcast(self, signal: Occurrence, thrower: str | None) -> bool:
        reached = False
        begun = self._begun(signal.name)
        for instance, state in list(self.states.items()):
            waits = any(wait.kind == "signal" and wait.name == signal.name for wait in state.waits.values())
            if instance != thrower and waits:
                self._apply(instance, inputs.Broadcast(signal.name, signal.payload))
                reached = True
        for process, element in self.program.start_signals.get(signal.name, ()):
            if (process, element) in begun:
                continue
            begin = inputs.Start({}, process, element, signal.name, dict(signal.payload))
            self._apply(f"i{len(self.states) + 1}", begin)
            reached = True
        return reached

    def _begun(self, signal: str) -> set[tuple[str, str]]:
        """Parallel multiple starts of instances that have begun and for which this signal is one more part."""
        waits = ((s, w) for s in self.states.values() for w in s.waits.values() if w.name == signal)
        found = (
            (state.scopes[wait.scope].graph, wait.node) for state, wait in waits if wait.kind == "signal"
        )
        return {place for place in found if self.kinds.get(place) == "startEvent"}

    def _answer(self) -> bool:
        for instance, state in self.states.items():
            for wait in state.waits.values():
                element = wait.start or wait.node
                scripted = element in self.answers and (instance, wait.id) not in self.left
                if scripted and wait.kind in ("message", "signal") and self._occur(instance, wait, element):
                    return True
            for act in state.acts.values():
                idle = act.phase == "open" and (instance, act.id) not in self.left
                if idle and not self._is_busy(instance, act) and self._do(instance, state, act):
                    return True
        return False

    def _is_busy(self, instance: str, act: Act) -> bool:
        """Whether a task that takes time is still being worked on; its end is drawn when it is first seen."""
        if self.durations is None or act.node not in self.durations:
            return False
        until = self.busy.get((instance, act.id))
        if until is None:
            until = self.busy[instance, act.id] = self.now + self.durations.sample(act.node)
        return until > self.now

    def _occur(self, instance: str, wait: Wait, element: str) -> bool:
        if self.answers.exhausted(element):
            return False
        payload = self.answers.next(element)
        self.left.add((instance, wait.id))
        if payload is None:
            return False
        if wait.kind == "signal":
            self._apply(instance, inputs.Broadcast(wait.name or "", payload))
        else:
            self._apply(instance, inputs.Deliver(wait.name or "", payload, wait.key, wait.id))
        return True

    def _do(self, instance: str, state: State, act: Act) -> bool:
        node = self._node(state, act)
        if node.type == "receiveTask" and node.message is not None and node.id not in self.answers:
            return False
        if node.type not in _ANSWERED and node.type != "receiveTask":
            return False
        if node.type == "businessRuleTask" and node.id not in self.answers and self.model is not None:
            self._apply(instance, inputs.Complete(act.id, self._decide(state, act, node)))
            return True
        answer = self.answers.next(node.id)
        if answer is None:
            self.left.add((instance, act.id))
            return False
        if "@error" in answer:
            rest = {name: value for name, value in answer.items() if name != "@error"}
            self._apply(instance, inputs.Fail(act.id, str(answer["@error"]), "", rest))
        elif "@escalation" in answer:
            if self.answers.exhausted(node.id) or not self.answers.has_list(node.id):
                self.left.add((instance, act.id))
            self._apply(instance, inputs.Escalate(act.id, str(answer["@escalation"])))
        else:
            self._apply(instance, inputs.Complete(act.id, answer))
        return True

    def _decide(self, state: State, act: Act, node: Node) -> dict[str, Any]:
        assert self.model is not None  # asked only when decisions were given
        key = node.attributes.get("decision")
        name = key if isinstance(key, str) else node.id
        try:
            return {"result": self.model.decide(name, state.variables(act.local or act.scope), now=self.now)}
        except NotFound as error:
            raise ExecutionFailed(error.message, element=node.id, code="decision-unknown") from error

    def _timer(self) -> bool:
        self.busy = {key: end for key, end in self.busy.items() if key[1] in self.states[key[0]].acts}
        pending = [(due, key) for key, due in self.due.items()]
        working = [end for end in self.busy.values() if end > self.now]
        starting = (
            self.deployed.next_due() if any(s.status == "active" for s in self.states.values()) else None
        )
        earliest = min((due for due in (*(due for due, _ in pending), *working)), default=None)
        if starting is not None and (earliest is None or starting < earliest):
            return self._start_on_time(starting)
        if not pending and not working:
            return False
        due, (instance, wait) = min(
            pending, key=_armed_first, default=(min(working, default=self.now), ("", ""))
        )
        if working and min(working) <= due:
            due, wait = min(working), ""
        if self.until is not None and due > self.until:
            return False
        self.now = max(self.now, due)
        if not wait:
            return True
        del self.due[instance, wait]
        self._apply(instance, inputs.Fire(wait))
        return True

    def _start_on_time(self, due: datetime) -> bool:
        """A process of the file that a timer starts begins while others still run."""
        if self.until is not None and due > self.until:
            return False
        self.now = max(self.now, due)
        process, element = self.deployed.take()
        self._apply(f"i{len(self.states) + 1}", inputs.Start({}, process, element))
        return True

    # -- applying ---------------------------------------------------------------------------------------------------
    def _apply(self, instance: str, item: inputs.Input) -> None:
        self.steps += 1
        try:
            outcome = step(self.program, self._sharing(instance), self._stocked(item), self.now)
        except JingbanError as error:
            self._failed(instance, error)
            return
        self.states[instance] = outcome.state
        if self.program.stores:
            own = outcome.state.variables()
            self.stores.update({name: own[name] for name in self.program.stores if name in own})
        for fact in outcome.facts:
            if fact.kind in TRACE_KINDS:
                self._tell(instance, fact)
            elif fact.kind == "armed" and fact.data is not None and fact.data["kind"] == "timer":
                self._arm(instance, fact.data)
            elif fact.kind == "disarmed" and fact.data is not None:
                self.due.pop((instance, fact.data["wait"]), None)
        for fact in outcome.facts:
            if fact.kind == "thrown" and fact.data is not None and fact.data["kind"] in ("message", "signal"):
                self._route(instance, fact)

    def _sharing(self, instance: str) -> State | None:
        """The state of an instance with what others have put into the data stores meanwhile."""
        state = self.states.get(instance)
        if state is None or all(state.vars["s1"].get(name) == held for name, held in self.stores.items()):
            return state
        shared = State.load(state.dump())
        shared.vars["s1"] = {**shared.vars["s1"], **self.stores}
        return shared

    def _stocked(self, item: inputs.Input) -> inputs.Input:
        if isinstance(item, inputs.Start) and self.stores:
            return replace(item, data={**self.stores, **item.data})
        return item

    def _tell(self, instance: str, fact: Fact) -> None:
        if self.recording:
            self.events.append(line(self.program, len(self.events) + 1, self.now, instance, fact))
        elif fact.kind == "completed":
            self._went(fact)

    def _failed(self, instance: str, error: JingbanError) -> None:
        """The trace shows how far the step came, and where it could not go on."""
        self.failure = {"code": error.stable_code, "message": error.message}
        self.broken = instance
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

    def _went(self, fact: Fact) -> None:
        """Remember tasks and ends in the order in which they were done."""
        kind = self.kinds.get((fact.process, fact.element), "")
        if fact.index is None and (kind.endswith("Task") or kind == "endEvent"):
            self.way.append(fact.element)

    def _route(self, thrower: str, fact: Fact) -> None:
        thrown: Mapping[str, Any] = fact.data or {}
        occurrence = Occurrence(thrown["name"], thrown.get("payload") or {}, _key(thrown))
        if thrown["kind"] == "signal":
            self._broadcast(occurrence, thrower)
        elif not thrown.get("delivered"):
            targets = self.program.routes.get(fact.element)
            sent = [occurrence._replace(targets=(t,)) for t in targets] if targets else [occurrence]
            self.undelivered.extend(message for message in sent if not self._deliver(message))

    def _arm(self, instance: str, armed: Mapping[str, Any]) -> None:
        if armed["workdays"] is not None:
            last = self.calendar.add_workdays(date.fromisoformat(armed["after"]), armed["workdays"])
            due = datetime(last.year, last.month, last.day, tzinfo=CHINA_TIME) + timedelta(days=1)
        elif armed["due"] is None:
            return
        else:
            due = datetime.fromisoformat(armed["due"])
        self.due[instance, armed["wait"]] = due

    def _node(self, state: State, act: Act) -> Node:
        return self.program.graphs[state.scopes[act.scope].graph].nodes[act.node]


def _armed_first(pending: tuple[datetime, tuple[str, str]]) -> tuple[datetime, int, int]:
    """Of timers that are due at one instant, the one that was armed first."""
    due, (instance, wait) = pending
    return due, int(instance[1:]), int(wait[1:])


def _key(thrown: Mapping[str, Any]) -> Any:
    """The key that a thrown message says, else the one that its conversation gives it."""
    key = thrown.get("key")
    return thrown.get("correlation") if key is None else key
