"""Waits: what an event is awaited by, from its arming to its disarming; timers among them (BPMN 2.0.2, 10.5).

Four places wait: a catch event (alone or behind an event-based gateway), a receive task, a boundary event, and the
start of an event sub-process.
"""

from datetime import date, datetime
from typing import Any

from engine.bpmn.machine import activities, correlation
from engine.bpmn.machine.counting import whole_number
from engine.bpmn.machine.run import Run
from engine.bpmn.model import EventDefinition, Node
from engine.bpmn.state import Act, Wait
from engine.kernel.errors import ExecutionFailed, JingbanError
from engine.timing import CHINA_TIME, next_due, parse_timer, timer_of

# waits that somebody outside must know of; the others are found from inside
ANNOUNCED = frozenset({"timer", "message", "signal", "conditional"})
RECEIVE = -1
CODED = ("error", "escalation")


def arm(run: Run, node: Node, sid: str, aid: str | None) -> None:
    """Wait for every event of a catch or boundary event."""
    for position, event in enumerate(node.events):
        arm_one(run, node, sid, aid, position, event)


def arm_receive(run: Run, node: Node, act: Act) -> None:
    """A receive task waits for its message."""
    arm_one(run, node, act.scope, act.id, RECEIVE, receive_message(node), env=activities.data_scope(act))


def arm_event_sub_process(run: Run, node: Node, sid: str) -> None:
    """The start events of an event sub-process wait as long as the scope runs; compensation comes afterwards."""
    assert node.inner is not None  # the reader gives every sub-process a graph
    for start in run.program.graphs[node.inner].event_starts:
        for position, event in enumerate(start.events):
            if event.kind != "compensate":
                arm_one(run, node, sid, None, position, event, start)


def arm_one(
    run: Run,
    node: Node,
    sid: str,
    aid: str | None,
    position: int,
    event: EventDefinition,
    start: Node | None = None,
    env: str | None = None,
) -> None:
    """Wait for one event of `node`, of whose event sub-process `start` is the start; `env` is the scope whose data name its key."""
    place = start or node
    wid = run.new("w")
    announced: dict[str, Any] = {
        "wait": wid,
        "kind": event.kind,
        "due": None,
        "workdays": None,
        "after": None,
    }
    due = key = None
    cycle: tuple[str, str, int] | None = None
    if event.kind == "timer":
        due, cycle, announced = _timer(run, event, sid, place, announced)
    elif event.kind == "message" and (event.key is not None or run.program.correlation):
        key = correlation.awaited_key(run, event, env or sid, place)
    wait = Wait(
        wid,
        event.kind,
        node.id,
        sid,
        aid,
        position,
        start.id if start else None,
        due,
        event.code if event.kind in CODED else event.name,
        key,
        cycle,
    )
    if event.kind == "conditional":
        wait = wait._replace(name=None, key=False)
        run.dirty = True
    run.waits[wid] = wait
    if event.kind in ANNOUNCED:
        announced |= {"name": event.name, "key": key, "element": place.id, "due": due}
        run.fact("armed", place, aid or "", sid, None, **announced)


def _timer(
    run: Run, event: EventDefinition, sid: str, node: Node, announced: dict[str, Any]
) -> tuple[str | None, tuple[str, str, int] | None, dict[str, Any]]:
    timer = event.timer
    assert timer is not None  # the reader refuses a timer event without one
    if timer.kind == "workdays":
        days = int(timer.text) if timer.text is not None else _workdays(run, event, sid, node)
        after = (
            run.now.astimezone(CHINA_TIME).date()
            if timer.after is None
            else run.value(timer.after, sid, node)
        )
        if not isinstance(after, date):
            raise ExecutionFailed(
                f"{node.name or node.id}: jb:after is {after!r}, not a date",
                element=node.id,
                code="timer-after",
            )
        if isinstance(after, datetime):
            after = after.date()
        return None, None, announced | {"workdays": days, "after": after.isoformat()}
    text = timer.text
    try:
        if text is None:
            assert timer.value is not None  # a timer has a text or an expression
            value = run.value(timer.value, sid, node)
            text = value if isinstance(value, str) else None
            spec = timer_of(value, zone=CHINA_TIME)
        else:
            parsed = parse_timer(text, zone=CHINA_TIME)
            assert parsed is not None  # the reader keeps only literals as text
            spec = parsed
        due = next_due(spec, run.now)
    except JingbanError as error:
        raise ExecutionFailed(
            f"{node.name or node.id}: {error.message}", element=node.id, code=error.stable_code
        ) from error
    cycle = (text, run.now.isoformat(), 0) if spec.kind == "cycle" and text is not None else None
    return (None if due is None else due.isoformat()), cycle, announced


def _workdays(run: Run, event: EventDefinition, sid: str, node: Node) -> int:
    assert event.timer is not None  # checked by the caller
    assert event.timer.value is not None  # the reader gives it a text or an expression
    days = run.value(event.timer.value, sid, node)
    number = whole_number(days)
    if number is None:
        raise ExecutionFailed(
            f"{node.name or node.id}: {days!r} is not a number of working days",
            element=node.id,
            code="timer-workdays",
        )
    return number


def disarm(run: Run, wait: Wait) -> None:
    """Give up one wait."""
    if run.waits.pop(wait.id, None) is not None and wait.kind in ANNOUNCED:
        run.fact("disarmed", place_of(run, wait), wait.act or "", wait.scope, None, wait=wait.id)


def rearm(run: Run, wait: Wait, key: Any) -> None:
    """Wait on with another key: the old wait is given up, so that nobody delivers to what it stood for."""
    disarm(run, wait)
    wid = run.new("w")
    run.waits[wid] = wait._replace(id=wid, key=key)
    data = {"wait": wid, "kind": wait.kind, "due": None, "workdays": None, "after": None}
    place = place_of(run, wait)
    run.fact(
        "armed", place, wait.act or "", wait.scope, None, **data, name=wait.name, key=key, element=place.id
    )


def disarm_of(run: Run, aid: str) -> None:
    """Give up all waits of an activity instance."""
    for wait in [wait for wait in run.waits.values() if wait.act == aid]:
        disarm(run, wait)


def again(run: Run, wait: Wait) -> None:
    """A non-interrupting event goes on waiting; a timer only if it repeats."""
    if wait.kind != "timer":
        return
    if wait.cycle is None:
        disarm(run, wait)
        return
    text, armed_at, fired = wait.cycle
    spec = parse_timer(text, zone=CHINA_TIME)
    assert spec is not None  # only literals become cycles
    due = next_due(spec, datetime.fromisoformat(armed_at), fired + 1)
    if due is None:
        disarm(run, wait)
        return
    run.waits[wait.id] = wait._replace(due=due.isoformat(), cycle=(text, armed_at, fired + 1))
    data = {"wait": wait.id, "kind": "timer", "due": due.isoformat(), "workdays": None, "after": None}
    place = place_of(run, wait)
    run.fact("armed", place, wait.act or "", wait.scope, None, **data, name=None, key=None, element=place.id)


def place_of(run: Run, wait: Wait) -> Node:
    """The event that waits: the start event of an event sub-process, or the node itself."""
    node = run.node(wait)
    if wait.start is None:
        return node
    assert node.inner is not None  # the reader gives every sub-process a graph
    return run.program.graphs[node.inner].nodes[wait.start]


def definition(run: Run, wait: Wait) -> EventDefinition:
    """The event definition that a wait of an event stands for."""
    return place_of(run, wait).events[wait.event]


def receive_message(node: Node) -> EventDefinition:
    """What a receive task waits for. Raises ExecutionFailed when it names nothing."""
    if node.message is None:
        raise ExecutionFailed(
            f"the receive task {node.name or node.id!r} names no message",
            element=node.id,
            code="receive-without-message",
        )
    return node.message
