"""The state of one instance: small, immutable for callers, and the same bytes for the same history.

Everything that BPMN lets exist at one moment is here: scopes with their variables, activity instances, event waits,
tokens held at joins, loop counters, and what could still be compensated. Ids are counted, so they repeat on replay.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

from engine.expressions import from_json, to_json
from engine.kernel.errors import InvalidInput

FORMAT = 1


class Scope(NamedTuple):
    """Variables and tokens of one running container (`graph` set) or of one activity's own data (`graph` "")."""

    id: str
    graph: str
    parent: str | None
    act: str | None


class Act(NamedTuple):
    """One activity or event instance.

    `phase`: open (waits for outside), inside (its inner scope runs), loop (its inner instances run), event (waits for
    events), throw, plan (its compensation plan runs), undo (a sub-process that is being compensated), cancelling (stands in a
    transaction while a cancel event that occurred deeper inside is carried out).
    """

    id: str
    node: str
    scope: str
    phase: str
    index: int | None = None  # type: ignore[assignment]  # hides tuple.index, which nobody calls
    group: str | None = None
    local: str | None = None
    inner: str | None = None


class Wait(NamedTuple):
    """One awaited event. `start` is the start event of an event sub-process `node`; `event` indexes the definitions.

    `cycle` is [text, armed at, fired] of a repeating timer; `key` of a conditional event is its last truth value.
    """

    id: str
    kind: str
    node: str
    scope: str
    act: str | None
    event: int
    start: str | None = None
    due: str | None = None
    name: str | None = None
    key: Any = None
    cycle: tuple[str, str, int] | None = None


class Done(NamedTuple):
    """A completed activity that could be compensated, with the data it ended with (BPMN 2.0.2, 13.5.5)."""

    act: str
    node: str
    variables: Mapping[str, Any] | None
    inner: tuple["Done", ...]
    scope: str


class State:
    """What `step` takes and gives. Treat every part as frozen: a step copies what it changes."""

    __slots__ = (
        "acts",
        "done",
        "error",
        "joins",
        "keys",
        "live",
        "loops",
        "plans",
        "scopes",
        "serial",
        "status",
        "vars",
        "waits",
    )

    def __init__(self) -> None:
        self.serial = 0
        self.status = "active"
        self.scopes: dict[str, Scope] = {}
        self.live: dict[str, int] = {}
        self.vars: dict[str, dict[str, Any]] = {}
        self.acts: dict[str, Act] = {}
        self.waits: dict[str, Wait] = {}
        self.joins: dict[tuple[str, str], dict[str, int]] = {}
        self.loops: dict[str, dict[str, Any]] = {}
        self.plans: dict[str, tuple[Done, ...]] = {}
        self.done: dict[str, tuple[Done, ...]] = {}
        self.error: dict[str, Any] | None = None
        # correlation key id → its values in the conversations that the instance takes part in
        self.keys: Mapping[str, tuple[Any, ...]] = {}

    def variables(self, scope: str | None = None) -> dict[str, Any]:
        """All variables visible in a scope, inner ones over outer ones; the instance's own by default."""
        sid: str | None = scope or "s1"
        chain = []
        while sid is not None and sid in self.scopes:
            chain.append(self.vars[sid])
            sid = self.scopes[sid].parent
        if not chain:
            chain = [self.vars.get("s1", {})]
        merged: dict[str, Any] = {}
        for values in reversed(chain):
            merged.update(values)
        return merged

    def dump(self) -> str:
        """JSON text of a few KB. `State.load(state.dump()).dump()` is the same text."""
        out: dict[str, Any] = {"v": FORMAT, "n": self.serial, "status": self.status}
        out["scopes"] = [tuple(scope) for scope in self.scopes.values()]
        out["live"] = self.live
        out["vars"] = {sid: to_json(values) for sid, values in self.vars.items()}
        if self.acts:
            out["acts"] = [tuple(act) for act in self.acts.values()]
        if self.waits:
            out["waits"] = [(*wait[:9], to_json(wait.key), wait.cycle) for wait in self.waits.values()]
        if self.joins:
            out["joins"] = [[*key, held] for key, held in self.joins.items()]
        if self.loops:
            out["loops"] = {act: to_json(loop) for act, loop in self.loops.items()}
        if self.plans:
            out["plans"] = {act: [_dump_done(item) for item in plan] for act, plan in self.plans.items()}
        if self.done:
            out["done"] = {sid: [_dump_done(item) for item in items] for sid, items in self.done.items()}
        if self.keys:
            out["keys"] = {key: to_json(list(values)) for key, values in self.keys.items()}
        if self.error is not None:
            out["error"] = to_json(self.error)
        return orjson.dumps(out).decode()

    @classmethod
    def load(cls, text: str | bytes) -> "State":
        """The inverse of `dump`. A text of another format is `InvalidInput`."""
        raw = orjson.loads(text)
        if raw.get("v") != FORMAT:
            raise InvalidInput(
                f"this state has format {raw.get('v')!r}; {FORMAT} is read", code="state-format"
            )
        state = cls()
        state.serial, state.status = raw["n"], raw["status"]
        state.scopes = {item[0]: Scope(*item) for item in raw["scopes"]}
        state.live = raw["live"]
        state.vars = {sid: from_json(values) for sid, values in raw["vars"].items()}
        state.acts = {item[0]: Act(*item) for item in raw.get("acts", ())}
        state.waits = {item[0]: _load_wait(item) for item in raw.get("waits", ())}
        state.joins = {(item[0], item[1]): item[2] for item in raw.get("joins", ())}
        state.loops = {act: from_json(loop) for act, loop in raw.get("loops", {}).items()}
        state.plans = {act: tuple(map(_load_done, plan)) for act, plan in raw.get("plans", {}).items()}
        state.done = {sid: tuple(map(_load_done, items)) for sid, items in raw.get("done", {}).items()}
        state.keys = {key: tuple(from_json(values)) for key, values in raw.get("keys", {}).items()}
        state.error = from_json(raw["error"]) if "error" in raw else None
        return state

    def __eq__(self, other: object) -> bool:
        return isinstance(other, State) and self.dump() == other.dump()

    def __hash__(self) -> int:
        return hash(self.dump())


def _dump_done(item: Done) -> list[Any]:
    variables = None if item.variables is None else to_json(dict(item.variables))
    return [item.act, item.node, variables, [_dump_done(inner) for inner in item.inner], item.scope]


def _load_done(raw: list[Any]) -> Done:
    variables = None if raw[2] is None else from_json(raw[2])
    return Done(raw[0], raw[1], variables, tuple(map(_load_done, raw[3])), raw[4])


def _load_wait(raw: list[Any]) -> Wait:
    cycle = (raw[10][0], raw[10][1], raw[10][2]) if raw[10] else None
    return Wait._make([*raw[:9], from_json(raw[9]), cycle])
