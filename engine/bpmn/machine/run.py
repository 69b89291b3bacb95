"""The working copy of a state during one step, and the few primitives that every construct is written in."""

from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from engine.bpmn.facts import Fact
from engine.bpmn.model import Assign, Attribute, Flow, Graph, Node
from engine.bpmn.program import Program
from engine.bpmn.state import Act, Done, Scope, State, Wait
from engine.expressions import Expression
from engine.kernel.errors import ExecutionFailed, JingbanError, LimitExceeded

MAX_MOVES = 20_000
MAX_ACTS = 20_000

Token = tuple[Node, str, Flow | None]
Behaviour = Callable[["Run", Node, str, Flow | None], None]

# element type → what happens when a token arrives; filled by the modules of this package
ON_TOKEN: dict[str, Behaviour] = {}


class Run:
    """One step in progress. Dictionaries are shallow copies; their values are replaced, never changed in place."""

    __slots__ = (
        "acts", "begun_by", "cache", "choose", "dirty", "done", "error", "facts", "gen", "joins", "keys", "late", "live", "loops", "moves", "now", "plans",
        "program", "queue", "scopes", "serial", "status", "vars", "waits",
    )  # fmt: skip

    def __init__(self, program: Program, state: State, now: datetime) -> None:
        self.program = program
        self.now = now
        self.serial = state.serial
        self.status = state.status
        self.scopes = state.scopes.copy()
        self.live = state.live.copy()
        self.vars = state.vars.copy()
        self.acts = state.acts.copy()
        self.waits = state.waits.copy()
        self.joins = state.joins.copy()
        self.loops = state.loops.copy()
        self.plans = state.plans.copy()
        self.done = state.done.copy()
        self.error = state.error
        self.keys = state.keys
        self.facts: list[Fact] = []
        self.queue: deque[Token] = deque()
        # tokens that let those of the queue go first
        self.late: deque[Token] = deque()
        self.gen: dict[str, int] = {}
        self.cache: dict[str, Mapping[str, Any]] = {}
        self.moves = 0
        self.dirty = False
        # the name of the event that began the instance, where its start has several
        self.begun_by: str | None = None
        # set by the proof only: decides conditions without data
        self.choose: Callable[[Node, Flow | None], bool] | None = None

    def state(self) -> State:
        """The state after the step."""
        state = State()
        for name in (
            "serial",
            "status",
            "scopes",
            "live",
            "vars",
            "acts",
            "waits",
            "joins",
            "loops",
            "plans",
            "done",
        ):
            setattr(state, name, getattr(self, name))
        state.error = self.error
        state.keys = self.keys
        return state

    # -- names and places -------------------------------------------------------------------------------------------
    def new(self, prefix: str) -> str:
        """The next id. Counted, so that the same history gives the same ids."""
        self.serial += 1
        return f"{prefix}{self.serial}"

    def graph(self, sid: str) -> Graph:
        """The graph that runs in a scope."""
        return self.program.graphs[self.scopes[sid].graph]

    def node(self, act: Act | Wait) -> Node:
        """The node of an activity instance or of a wait."""
        return self.program.graphs[self.scopes[act.scope].graph].nodes[act.node]

    def fact(
        self, kind: str, node: Node, act: str, sid: str, index: int | None = None, /, **data: Any
    ) -> None:
        """Report one thing that happened."""
        self.facts.append(Fact(kind, node.id, node.process, act, sid, index, data or None))

    # -- tokens -----------------------------------------------------------------------------------------------------
    def put(self, flow: Flow, sid: str) -> None:
        """A token on a sequence flow."""
        node = self.program.graphs[self.scopes[sid].graph].nodes[flow.target]
        self.queue.append((node, sid, flow))
        self.live[sid] += 1

    def place(self, node: Node, sid: str) -> None:
        """A token right at a node: a start, or the target of a link."""
        self.queue.append((node, sid, None))
        self.live[sid] += 1

    def spend(self, node: Node) -> None:
        """One move of the budget of this step, so that a loop without a wait ends with an error."""
        self.moves += 1
        if self.moves > MAX_MOVES or len(self.acts) > MAX_ACTS:
            raise LimitExceeded(
                f"the step made more than {MAX_MOVES:,} moves at {node.id!r}; a loop has no wait in it",
                code="step-limit",
                element=node.id,
            )

    # -- variables --------------------------------------------------------------------------------------------------
    def env(self, sid: str) -> Mapping[str, Any]:
        """The variables that an expression sees in a scope."""
        found = self.cache.get(sid)
        if found is None:
            parent = self.scopes[sid].parent
            own = self.vars[sid]
            found = own if parent is None else {**self.env(parent), **own}
            self.cache[sid] = found
        return found

    def assign(self, sid: str, values: Mapping[str, Any]) -> None:
        """Write each variable in the nearest scope that declares it, else in the process's own scope."""
        if not values:
            return
        for name, value in values.items():
            home = sid
            while name not in self.vars[home]:
                parent = self.scopes[home].parent
                if parent is None:
                    break
                home = parent
            self.vars[home] = {**self.vars[home], name: value}
        self.cache.clear()
        self.dirty = True

    def declare(self, sid: str, values: Mapping[str, Any]) -> None:
        """Write variables in exactly this scope."""
        if values:
            self.vars[sid] = {**self.vars[sid], **values}
            self.cache.clear()
            self.dirty = True

    def value(
        self, expression: Expression, sid: str, node: Node, extra: Mapping[str, Any] | None = None
    ) -> Any:
        """Evaluate in a scope; a failure names the element and changes nothing."""
        scope = self.env(sid) if extra is None else {**self.env(sid), **extra}
        try:
            return expression.evaluate(scope, now=self.now)
        except JingbanError as error:
            raise ExecutionFailed(
                f"{node.name or node.id}: {error.message}", element=node.id, code=error.stable_code
            ) from error

    def resolve(
        self, attribute: Attribute, sid: str, node: Node, extra: Mapping[str, Any] | None = None
    ) -> Any:
        """An attribute's value: literal text, or the evaluated expression."""
        return attribute if isinstance(attribute, str) else self.value(attribute, sid, node, extra)

    def mapped(
        self, assigns: tuple[Assign, ...], sid: str, node: Node, extra: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Evaluate assignments in order; a later one sees the earlier ones."""
        out: dict[str, Any] = {}
        for item in assigns:
            out[item.target] = self.resolve(
                item.source, sid, node, {**(extra or {}), **out} if out or extra else None
            )
        return out

    # -- scopes -----------------------------------------------------------------------------------------------------
    def open_scope(self, graph: str, parent: str | None, act: str | None, values: Mapping[str, Any]) -> str:
        """A new scope with these variables."""
        sid = self.new("s")
        self.scopes[sid] = Scope(sid, graph, parent, act)
        self.vars[sid] = dict(values)
        if graph:
            self.live[sid] = 0
        return sid

    def close_scope(self, sid: str) -> tuple[Done, ...]:
        """Forget a scope; what was done in it is returned for compensation."""
        del self.scopes[sid]
        self.vars.pop(sid, None)
        self.live.pop(sid, None)
        self.cache.clear()
        return self.done.pop(sid, ())
