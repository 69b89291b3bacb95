"""Every rule of gateways and joins is held by a test: broken in turn, in memory, at least one check fails.

A mutant that survives is a rule that nobody would miss. The table says what is broken and how; a line that no longer stands
in the function fails too, so the table cannot go stale.
"""

import inspect
import runpy
import signal
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FunctionType
from typing import Any, NamedTuple

import pytest
from story_outcomes import STORIES, outcome, play, wanted

from engine.bpmn.gallery import Story, StoryRun
from engine.bpmn.machine import events, gateways, joins, tokens

SEMANTICS = Path(__file__).parents[1] / "unit" / "bpmn" / "test_gateway_semantics.py"
ABOUT = ("gateway", "join", "fork", "merge", "split", "conditional-flow", "retry")
SECONDS = 5


class Mutant(NamedTuple):
    """One broken rule: in `rule`, `sound` becomes `broken`."""

    rule: Callable[..., Any]
    sound: str
    broken: str


MUTANTS = {
    "exclusive: takes the last flow that holds": Mutant(
        gateways.exclusive,
        "            run.put(outgoing, sid)\n            return\n",
        "            run.put(outgoing, sid)\n",
    ),
    "exclusive: tries the default as if it had no condition": Mutant(
        gateways.exclusive, "outgoing is not node.default and (", "("
    ),
    "exclusive: ignores the conditions": Mutant(
        gateways.exclusive, "outgoing.condition is None or tokens.holds(run, outgoing, node, sid)", "True"
    ),
    "exclusive: never takes the default": Mutant(
        gateways.exclusive, "if node.default is not None:", "if False:"
    ),
    "exclusive: goes nowhere when nothing holds": Mutant(
        gateways.exclusive, "raise tokens.no_flow(node)", "return"
    ),
    "parallel: does not wait": Mutant(gateways.parallel, "if len(held) < len(node.incoming):", "if False:"),
    "parallel: counts tokens, not flows": Mutant(
        gateways.parallel, "if len(held) < len(node.incoming):", "if sum(held.values()) < len(node.incoming):"
    ),
    "parallel: forgets what it holds": Mutant(
        gateways.parallel, "run.joins[sid, node.id] = held\n", "pass\n"
    ),
    "parallel: throws surplus tokens away": Mutant(gateways.parallel, "if count > 1}", "if False}"),
    "parallel: keeps the tokens that it used": Mutant(
        gateways.parallel, "run.joins.pop((sid, node.id), None)", "run.joins[sid, node.id] = held"
    ),
    "parallel: counts its tokens as still on the way": Mutant(
        gateways.parallel, "run.live[sid] -= len(held)", "pass"
    ),
    "parallel: takes one way": Mutant(
        gateways.parallel, "for outgoing in node.outgoing:", "for outgoing in node.outgoing[:1]:"
    ),
    "inclusive split: takes the first way only": Mutant(
        gateways.split_inclusive,
        "            chosen = True\n",
        "            chosen = True\n            break\n",
    ),
    "inclusive split: takes the default as well": Mutant(gateways.split_inclusive, "if chosen:", "if False:"),
    "inclusive split: ignores the conditions": Mutant(
        gateways.split_inclusive, "tokens.holds(run, outgoing, node, sid)", "True"
    ),
    "inclusive split: never takes the default": Mutant(
        gateways.split_inclusive, "if node.default is not None:", "if False:"
    ),
    "inclusive split: goes nowhere when nothing holds": Mutant(
        gateways.split_inclusive, "raise tokens.no_flow(node)", "return"
    ),
    "inclusive join: does not wait": Mutant(
        joins.inclusive, "if len(node.incoming) > 1 and flow is not None:", "if False:"
    ),
    "inclusive join: fires while a token may still come": Mutant(
        joins.settle, "not _may_still_come(run, node, sid, run.joins[sid, node_id])", "True"
    ),
    "inclusive join: never fires": Mutant(joins.settle, 'node.type == "inclusiveGateway" and', "False and"),
    "inclusive join: gives a token for each that came": Mutant(
        joins._fire,
        "gateways.split_inclusive(run, node, sid)",
        "[run.put(flow, sid) for flow in (*node.outgoing, *node.outgoing)]",
    ),
    "inclusive join: keeps what it used": Mutant(
        joins._consume, "held = run.joins.pop((sid, node.id))", "held = run.joins[sid, node.id]"
    ),
    "inclusive join: throws surplus tokens away": Mutant(joins._consume, "if held[name] > 1}", "if False}"),
    "inclusive join: counts its tokens as still on the way": Mutant(
        joins._consume, "run.live[sid] -= len(flows)", "pass"
    ),
    "inclusive join: waits for all flows": Mutant(
        joins._may_still_come, "if not absent:\n        return False", "if absent:\n        return True"
    ),
    "inclusive join: waits for tokens that could go where one is": Mutant(
        joins._may_still_come, " and not any(place in nodes for nodes in present)", ""
    ),
    "inclusive join: waits for any token, wherever it is": Mutant(
        joins._may_still_come, "any(place in nodes for nodes in absent) and", ""
    ),
    "inclusive join: does not see activities": Mutant(
        joins._token_places, "{act.node for act in run.acts.values() if act.scope == sid}", "set()"
    ),
    "inclusive join: does not see other joins": Mutant(
        joins._token_places,
        "places.update(node for scope, node in run.joins if scope == sid and node != join)",
        "pass",
    ),
    "join: forgets an earlier token of the same flow": Mutant(joins._hold, "held.get(flow.id, 0) + 1", "1"),
    "join: forgets tokens of other flows": Mutant(joins._hold, "{**run.joins.get((sid, node.id), {})}", "{}"),
    "join: what it holds does not keep the process alive": Mutant(joins._hold, "run.live[sid] += 1", "pass"),
    "complex: does not wait": Mutant(
        joins.complex_gateway, "if len(node.incoming) > 1 and flow is not None:", "if False:"
    ),
    "complex: ignores its condition": Mutant(
        joins._activate, "active = run.value(node.activation, sid, node, counts) is True", "active = True"
    ),
    "complex: is always active": Mutant(joins._activate, "if not active:", "if False:"),
    "complex: counts flows, not tokens": Mutant(
        joins._activate, "count = sum(held.values())", "count = len(held)"
    ),
    "complex: fires again before its reset": Mutant(
        joins._activate, "if any(name.startswith(_SPENT) for name in held):", "if False:"
    ),
    "complex: does not wait for the rest": Mutant(
        joins._activate, "if len(flows) < len(node.incoming):", "if False:"
    ),
    "complex: resets while a token may still come": Mutant(
        joins._reset, " or _may_still_come(run, node, sid, held)", ""
    ),
    "complex: never resets": Mutant(
        joins._reset, "not any(name.startswith(_SPENT) for name in held) or", "True or"
    ),
    "complex: says nothing at its reset": Mutant(joins._reset, "    if late:\n", "    if False:\n"),
    "complex: takes a second token of one flow for the rest": Mutant(
        joins._reset, " and _SPENT + name not in held]", "]"
    ),
    "complex: throws tokens of the next round away": Mutant(
        joins._reset, "if any(left.values()):", "if False:"
    ),
    "complex: takes unconditional flows at its reset": Mutant(
        joins._out, "            if waiting_for_start:\n", "            if True:\n"
    ),
    "complex: does not tell its conditions what it waits for": Mutant(
        joins._condition, '{"waitingForStart": waiting_for_start}', '{"waitingForStart": True}'
    ),
    "complex: never takes the default": Mutant(joins._out, "run.put(node.default, sid)", "pass"),
    "implicit split: takes one way": Mutant(
        tokens.leave,
        "        for flow in node.outgoing:\n            run.put(flow, sid)\n        return",
        "        run.put(node.outgoing[0], sid)\n        return",
    ),
    "conditional flow: ignores the condition": Mutant(
        tokens.leave, "elif holds(run, flow, node, sid):", "else:"
    ),
    "conditional flow: takes the default as well": Mutant(
        tokens.leave, "if node.default is not None and not any_true:", "if node.default is not None:"
    ),
    "condition: what is no boolean counts as false": Mutant(
        tokens.holds, "if value is True or value is False:", "if True:"
    ),
    "event gateway: waits for its first event only": Mutant(
        events.event_gateway, "for outgoing in node.outgoing:", "for outgoing in node.outgoing[:1]:"
    ),
    "event gateway: goes on waiting for the others": Mutant(
        events.caught, "waits.disarm_of(run, aid)", "pass"
    ),
    "event gateway: goes on behind itself, not behind the event": Mutant(
        events.caught, "        node = target\n", "        pass\n"
    ),
}


def checks() -> Iterator[tuple[str, Callable[[], None]]]:
    """The tests of gateway semantics and the runs of the examples about gateways, quickest first."""
    for name, test in runpy.run_path(str(SEMANTICS)).items():
        if not name.startswith("test_") or not isinstance(test, FunctionType):
            continue
        marks = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
        if not marks:
            yield name, test
        for values in marks[0].args[1] if marks else ():
            yield name, lambda test=test, values=values: test(*values)
    for story in STORIES:
        if any(word in story.name for word in ABOUT):
            for run in story.runs:
                yield story.name, lambda story=story, run=run: _told(story, run)


def _told(story: Story, run: StoryRun) -> None:
    assert outcome(play(story, run), run.expect) == wanted(run.expect)


CHECKS = tuple(checks())


@contextmanager
def broken(mutant: Mutant) -> Iterator[None]:
    """The rule with its code replaced in place, so that every table that holds the function runs the broken one."""
    rule = mutant.rule
    assert isinstance(rule, FunctionType)
    source = textwrap.dedent(inspect.getsource(rule))
    assert source.count(mutant.sound) == 1, f"stands {source.count(mutant.sound)} times: {mutant.sound!r}"
    scope: dict[str, Any] = {}
    exec(  # noqa: S102 - our own source, with one line changed
        compile(source.replace(mutant.sound, mutant.broken), str(rule.__name__), "exec"),
        rule.__globals__,
        scope,
    )
    sound = rule.__code__
    rule.__code__ = scope[rule.__name__].__code__
    try:
        yield
    finally:
        rule.__code__ = sound


@contextmanager
def limited() -> Iterator[None]:
    """A broken rule may turn in circles; that counts as noticed."""

    def too_long(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def noticed_by() -> str | None:
    """The first check that fails."""
    for name, check in CHECKS:
        try:
            with limited():
                check()
        except Exception:  # noqa: BLE001 - whatever a broken rule leads to is noticed
            return name
    return None


def test_all_checks_hold_while_no_rule_is_broken() -> None:
    assert len(CHECKS) > 30
    assert noticed_by() is None


@pytest.mark.slow
@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=MUTANTS)
def test_a_broken_rule_is_noticed(mutant: Mutant) -> None:
    with broken(mutant):
        assert noticed_by() is not None, "no check notices this: write one"
