"""Properties of the machine: random block-structured processes, any order of completions, saved and restored at every step."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sketch import model

from engine.bpmn import Program, State, inputs, read_program, step
from engine.kernel.errors import ExecutionFailed

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
Choose = Callable[[int], int]


def open_acts(state: State) -> list[str]:
    return [act.id for act in state.acts.values() if act.phase == "open"]


def play(
    program: Program, data: dict[str, Any], choose: Choose, limit: int = 2000
) -> tuple[State, list[str]]:
    """Complete open activities in the chosen order; the state goes through its text form at every step."""
    outcome = step(program, None, inputs.Start(data), NOW)
    completed: list[str] = []
    for _ in range(limit):
        text = outcome.state.dump()
        restored = State.load(text)
        assert restored.dump() == text
        completed += [fact.element for fact in outcome.facts if fact.kind == "completed"]
        if restored.status != "active":
            return restored, completed
        acts = open_acts(restored)
        assert acts, f"nothing can go on: {text}"
        item = inputs.Complete(acts[choose(len(acts))])
        again = step(program, restored, item, NOW)
        outcome = step(program, outcome.state, item, NOW)
        assert again.state == outcome.state
        assert again.facts == outcome.facts
    raise AssertionError("the process does not end")


# -- random well-formed processes ------------------------------------------------------------------------------------
Block = tuple[str, Any]

blocks = st.recursive(
    st.just(("task", None)),
    lambda inner: st.one_of(
        st.tuples(st.just("seq"), st.lists(inner, min_size=1, max_size=3)),
        st.tuples(st.just("and"), st.lists(inner, min_size=2, max_size=3)),
        st.tuples(st.just("or"), st.lists(st.tuples(st.booleans(), inner), min_size=2, max_size=3)),
        st.tuples(st.just("xor"), st.tuples(st.booleans(), inner, inner)),
        st.tuples(st.just("sub"), inner),
    ),
    max_leaves=8,
)


class Drawing:
    """Writes a block tree as a sketch and counts how often each task must complete."""

    def __init__(self) -> None:
        self.ids = itertools.count(1)
        self.expected: list[str] = []

    def new(self, prefix: str) -> str:
        return f"{prefix}{next(self.ids)}"

    def process(self, block: Block) -> str:
        lines: list[str] = []
        first, last = self.draw(block, lines, True)
        return "\n".join(["start S", "end E", *lines, f"S -> {first}", f"{last} -> E"])

    def draw(self, block: Block, lines: list[str], live: bool) -> tuple[str, str]:
        kind, parts = block
        if kind == "task":
            own = self.new("T")
            lines.append(f"user {own}")
            if live:
                self.expected.append(own)
            return own, own
        if kind == "seq":
            ends = [self.draw(part, lines, live) for part in parts]
            lines.extend(f"{before[1]} -> {after[0]}" for before, after in itertools.pairwise(ends))
            return ends[0][0], ends[-1][1]
        if kind == "sub":
            own, inner = self.new("P"), list[str]()
            first, _ = self.draw(parts, inner, live)
            lines += [f"sub {own} {{", f"start {own}S", *inner, f"{own}S -> {first}", "}"]
            return own, own
        split, join = self.new("G"), self.new("J")
        gateway = {"and": "parallel", "or": "inclusive", "xor": "exclusive"}[kind]
        lines += [f"{gateway} {split}", f"{gateway} {join}"]
        self._branches(kind, parts, split, join, lines, live)
        return split, join

    def _branches(self, kind: str, parts: Any, split: str, join: str, lines: list[str], live: bool) -> None:
        if kind == "and":
            for part in parts:
                first, last = self.draw(part, lines, live)
                lines += [f"{split} -> {first}", f"{last} -> {join}"]
        elif kind == "or":
            default = not any(taken for taken, _ in parts)
            for number, (taken, part) in enumerate(parts):
                first, last = self.draw(part, lines, live and (taken or (default and number == 0)))
                arrow = (
                    f"{split} ~> {first}"
                    if number == 0 and default
                    else f"{split} -> {first} [{str(taken).lower()}]"
                )
                lines += [arrow, f"{last} -> {join}"]
        else:
            taken, yes, no = parts
            first, last = self.draw(yes, lines, live and taken)
            other, other_last = self.draw(no, lines, live and not taken)
            lines += [f"{split} -> {first} [{str(taken).lower()}]", f"{split} ~> {other}"]
            lines += [f"{last} -> {join}", f"{other_last} -> {join}"]


@settings(max_examples=120, deadline=None)
@given(block=blocks, order=st.lists(st.integers(0, 10**6), min_size=1, max_size=40))
def test_no_interleaving_loses_or_invents_a_token(block: Block, order: list[int]) -> None:
    drawing = Drawing()
    program = read_program({"random.bpmn": model(drawing.process(block))})
    turns = itertools.cycle(order)
    state, completed = play(program, {}, lambda count: next(turns) % count)
    assert state.status == "completed"
    assert sorted(item for item in completed if item.startswith("T")) == sorted(drawing.expected)
    assert state.acts == {}
    assert state.waits == {}
    assert state.joins == {}


REWORK = (
    "start S; user Accept; parallel Split; user R1; user R2; user R3; user R4; parallel Join; user Decide; exclusive Again; end E; "
    "S -> Accept -> Split; Split -> R1 -> Join; Split -> R2 -> Join; Split -> R3 -> Join; Split -> R4 -> Join; "
    "Join -> Decide -> Again; Again -> Accept [back]; Again ~> E"
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.permutations(["R1", "R2", "R3", "R4"]), min_size=50, max_size=50))
def test_fifty_rounds_of_rework_never_join_early_and_never_grow(orders: list[list[str]]) -> None:
    program = read_program({"rework.bpmn": model(REWORK)})
    state = step(program, None, inputs.Start({"back": True}), NOW).state
    sizes = []
    for number, order in enumerate(orders):
        state = _complete(program, state, "Accept").state
        for review in order[:-1]:
            outcome = _complete(program, state, review)
            state = outcome.state
            assert not [fact for fact in outcome.facts if fact.element in ("Join", "Decide")]
            assert "Decide" not in {act.node for act in state.acts.values()}
        state = _complete(program, state, order[-1]).state
        assert [act.node for act in state.acts.values()] == ["Decide"]
        sizes.append(len(state.dump()))
        state = _complete(program, state, "Decide", {"back": number < len(orders) - 1}).state
    assert state.status == "completed"
    # ids have more digits after many rounds; nothing else may grow
    assert max(sizes) - min(sizes) <= 16


def _complete(program: Program, state: State, element: str, data: dict[str, Any] | None = None) -> Any:
    act = next(act.id for act in state.acts.values() if act.node == element)
    return step(program, state, inputs.Complete(act, data or {}), NOW)


def test_a_step_does_not_change_the_state_it_was_given() -> None:
    program = read_program({"rework.bpmn": model(REWORK)})
    state = step(program, None, inputs.Start({"back": True, "rows": [{"a": 1}]}), NOW).state
    before = state.dump()
    _complete(program, state, "Accept", {"rows": [{"a": 2}], "more": {"b": [1]}})
    assert state.dump() == before


def test_a_failing_step_leaves_the_state_usable() -> None:
    program = read_program(
        {"x.bpmn": model("start S; user A; exclusive G; task B; S -> A -> G; G -> B [x > 1]")}
    )
    state = step(program, None, inputs.Start({"x": 0}), NOW).state
    with pytest.raises(ExecutionFailed) as failure:
        _complete(program, state, "A")
    assert failure.value.element == "G"
    assert _complete(program, state, "A", {"x": 5}).state.status == "completed"


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (inputs.Complete("a99"), "activity-not-open"),
        (inputs.Deliver("Nobody"), "no-receiver"),
        (inputs.Broadcast("Nobody"), "no-receiver"),
        (inputs.Fire("w99"), "no-timer"),
        (inputs.Start({}), "already-started"),
    ],
    ids=["complete", "message", "signal", "timer", "start"],
)
def test_inputs_that_nothing_waits_for_are_errors(item: inputs.Input, code: str) -> None:
    program = read_program({"x.bpmn": model("start S; user A; S -> A")})
    state = step(program, None, inputs.Start(), NOW).state
    with pytest.raises(ExecutionFailed) as failure:
        step(program, state, item, NOW)
    assert failure.value.stable_code == code


@pytest.mark.parametrize(
    "item",
    [
        inputs.Start({"a": 1, "when": datetime(2026, 1, 2, tzinfo=UTC)}, "P", None),
        inputs.Complete("a1", {"list": [1, {"b": None}]}),
        inputs.Fail("a1", "E", "why", {}),
        inputs.Escalate("a1", "C"),
        inputs.Deliver("M", {"x": 1}, "key", "w1"),
        inputs.Broadcast("S", {}),
        inputs.Fire("w2"),
        inputs.Cancel("withdrawn"),
    ],
    ids=lambda item: type(item).__name__,
)
def test_inputs_survive_the_event_log(item: inputs.Input) -> None:
    assert inputs.from_json(inputs.to_json(item)) == item


def test_cancel_ends_everything_and_says_so() -> None:
    program = read_program(
        {"x.bpmn": model("start S; user A; boundary T on:A timer:PT1H; task B; S -> A; T -> B")}
    )
    state = step(program, None, inputs.Start(), NOW).state
    outcome = step(program, state, inputs.Cancel("applicant withdrew"), NOW)
    assert outcome.state.status == "cancelled"
    assert [fact.kind for fact in outcome.facts] == ["closed", "disarmed", "cancelled", "cancelled", "ended"]
