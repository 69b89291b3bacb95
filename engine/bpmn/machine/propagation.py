"""How errors and escalations find their handler: innermost first, outwards through every enclosing scope and call.

At each level an exact code goes before a catch-all (BPMN 2.0.2, 10.5.6 and 13.5.4); errors without codes are told
apart by their ids. An error that nobody catches ends
the instance; an escalation that nobody catches is only recorded.
"""

from collections.abc import Mapping
from typing import Any

from engine.bpmn.machine import events, tokens, waits
from engine.bpmn.machine.run import Run
from engine.bpmn.model import Node
from engine.bpmn.state import Wait


def error(
    run: Run, code: str | None, message: str, data: Mapping[str, Any], sid: str, aid: str | None, node: Node
) -> None:
    """Throw an error out of activity `aid`, or out of scope `sid` itself."""
    run.fact("error", node, aid or "", sid, None, code=code, message=message)
    wait = _handler(run, "error", code, sid, aid)
    if wait is not None:
        events.occur(run, wait._replace(name=code), data)
    else:
        shown = {
            "code": code or "error",
            "message": message or f"uncaught error {code!r}",
            "element": node.id,
        }
        tokens.finish(run, "failed", shown)


def escalation(run: Run, code: str | None, data: Mapping[str, Any], sid: str, aid: str | None) -> bool:
    """Throw an escalation; True when somebody caught it."""
    wait = _handler(run, "escalation", code, sid, aid)
    if wait is None:
        return False
    events.occur(run, wait, data)
    return True


def _handler(run: Run, kind: str, code: str | None, sid: str, aid: str | None) -> Wait | None:
    while True:
        if aid is not None:
            act = run.acts[aid]
            owner = run.acts.get(act.group or "")
            host = owner.id if owner is not None and owner.phase == "loop" else aid
            found = _match(run, kind, code, lambda wait, host=host: wait.act == host and wait.start is None)
            if found is not None:
                return found
            sid = act.scope
        found = _match(run, kind, code, lambda wait, sid=sid: wait.scope == sid and wait.start is not None)
        if found is not None:
            return found
        while run.scopes[sid].graph == "" and run.scopes[sid].parent is not None:
            sid = run.scopes[sid].parent or ""
        aid = run.scopes[sid].act
        if aid is None:
            return None


def _match(run: Run, kind: str, code: str | None, here: Any) -> Wait | None:
    named = catch_all = None
    for wait in run.waits.values():
        if wait.kind != kind or not here(wait):
            continue
        if wait.name is not None and wait.name == code:
            return wait
        if code is not None and named is None and waits.definition(run, wait).name == code:
            named = wait
        if wait.name is None and catch_all is None:
            catch_all = wait
    return named or catch_all
