"""Small processes written as text, so that a test shows its diagram.

    start S; user A; parallel G
    S -> A -> G
    G -> X [x > 1]      a condition in brackets
    G ~> Y              a default flow

A declaration may carry raw BPMN children or attributes: `user A isForCompensation="true" <standardLoopCharacteristics/>`.
`sub SP {` … `}` opens a sub-process; `ROOT <error …/>` adds a root element; `RAW <…/>` adds to the current container.
"""

import re
from typing import Any

from engine.simulation import Trace, simulate

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:jb="http://jingban.dev/schema/bpmn" targetNamespace="urn:test">'
)
_TYPES = {
    "start": "startEvent",
    "end": "endEvent",
    "catch": "intermediateCatchEvent",
    "throw": "intermediateThrowEvent",
    "boundary": "boundaryEvent",
    "task": "task",
    "user": "userTask",
    "manual": "manualTask",
    "service": "serviceTask",
    "script": "scriptTask",
    "rule": "businessRuleTask",
    "send": "sendTask",
    "receive": "receiveTask",
    "call": "callActivity",
    "sub": "subProcess",
    "transaction": "transaction",
    "adhoc": "adHocSubProcess",
    "exclusive": "exclusiveGateway",
    "parallel": "parallelGateway",
    "inclusive": "inclusiveGateway",
    "complex": "complexGateway",
    "events": "eventBasedGateway",
}
_EVENTS = {
    "message": '<messageEventDefinition messageRef="m_{0}"/>',
    "signal": '<signalEventDefinition signalRef="s_{0}"/>',
    "error": '<errorEventDefinition errorRef="e_{0}"/>',
    "escalation": '<escalationEventDefinition escalationRef="c_{0}"/>',
    "timer": "<timerEventDefinition><timeDuration>{0}</timeDuration></timerEventDefinition>",
    "date": "<timerEventDefinition><timeDate>{0}</timeDate></timerEventDefinition>",
    "cycle": "<timerEventDefinition><timeCycle>{0}</timeCycle></timerEventDefinition>",
    "when": "<conditionalEventDefinition><condition>{0}</condition></conditionalEventDefinition>",
    "link": '<linkEventDefinition name="{0}"/>',
    "anyerror": "<errorEventDefinition/>",
    "anyescalation": "<escalationEventDefinition/>",
    "terminate": "<terminateEventDefinition/>",
    "cancel": "<cancelEventDefinition/>",
    "compensate": "<compensateEventDefinition/>",
    "undo": '<compensateEventDefinition activityRef="{0}"/>',
}
_ROOTS = {
    "message": '<message id="m_{0}" name="{0}"/>',
    "signal": '<signal id="s_{0}" name="{0}"/>',
    "error": '<error id="e_{0}" errorCode="{0}"/>',
    "escalation": '<escalation id="c_{0}" escalationCode="{0}"/>',
}


def model(text: str) -> bytes:
    """BPMN XML of a sketch. Several processes are separated by lines `process ID`."""
    roots: dict[str, None] = {}
    out: list[str] = []
    stack: list[tuple[str, list[str]]] = []
    flows = 0
    opened = False

    def close_process() -> None:
        if opened:
            out.append("</process>")

    lines = _parts(text)
    if not lines[0].startswith("process "):
        lines.insert(0, "process P")
    for line in lines:
        if line.startswith("process "):
            close_process()
            out.append(f'<process id="{line.split()[1]}" isExecutable="true">')
            opened = True
        elif line.startswith("ROOT "):
            roots[line[5:]] = None
        elif line.startswith("RAW "):
            out.append(line[4:])
        elif line == "}":
            out.append(f"</{stack.pop()[0]}>")
        elif "->" in line.split("<")[0].split("[")[0] or "~>" in line.split("<")[0].split("[")[0]:
            flows = _flows(line, out, flows)
        else:
            _declare(line, out, stack, roots)
    close_process()
    return (_HEAD + "".join(roots) + "".join(out) + "</definitions>").encode()


def run(text: str, **options: Any) -> Trace:
    """Simulate a sketch."""
    return simulate(model(text), **options)


def done(trace: Trace, prefix: str = "") -> list[str]:
    """Ids of the completed tasks in order (or of all elements whose id starts with `prefix`)."""
    return [
        event["element"]
        for event in trace.events
        if event["event"] == "completed"
        and (event["element"].startswith(prefix) if prefix else event["type"].lower().endswith("task"))
    ]


def kinds(trace: Trace, kind: str) -> list[str]:
    """Ids of the elements with one kind of event, in order."""
    return [event["element"] for event in trace.events if event["event"] == kind]


def _parts(text: str) -> list[str]:
    """Statements end with a semicolon or a line break, except inside XML elements and condition brackets."""
    parts, current, depth, position = [], "", 0, 0
    bracketed = False
    while position < len(text):
        tag = None if bracketed else re.match(r"<(/?)[A-Za-z][^<>]*?(/?)>", text[position:])
        if tag is not None:
            depth += -1 if tag[1] else (0 if tag[2] else 1)
            current += tag[0]
            position += len(tag[0])
            continue
        character = text[position]
        if depth == 0:
            bracketed = character == "[" or (bracketed and character != "]")
        if depth == 0 and not bracketed and character in ";\n":
            parts.append(current.strip())
            current = ""
        else:
            current += character
        position += 1
    parts.append(current.strip())
    return [part for part in parts if part and not part.startswith("#")]


def _flows(line: str, out: list[str], count: int) -> int:
    pieces = re.split(r"\s*(->|~>)\s*", line)
    for position in range(1, len(pieces), 2):
        source = pieces[position - 1].split("[")[0].strip()
        target, _, condition = pieces[position + 1].partition("[")
        count += 1
        flow = f"f_{source}_{target.strip()}"
        inner = ""
        if condition:
            text = condition.rstrip("] ").replace("&", "&amp;").replace("<", "&lt;")
            inner = f"<conditionExpression>{text}</conditionExpression>"
        out.append(
            f'<sequenceFlow id="{flow}" sourceRef="{source}" targetRef="{target.strip()}">{inner}</sequenceFlow>'
        )
        if pieces[position] == "~>":
            _default(out, source, flow)
    return count


def _default(out: list[str], source: str, flow: str) -> None:
    for position, item in enumerate(out):
        if f' id="{source}"' in item and not item.startswith("<sequenceFlow"):
            out[position] = item.replace(f' id="{source}"', f' id="{source}" default="{flow}"', 1)


def _declare(line: str, out: list[str], stack: list[tuple[str, list[str]]], roots: dict[str, None]) -> None:
    head, mark, raw = line.partition("<")
    opens = not mark and head.rstrip().endswith("{")
    raw_inner = mark + raw
    if raw_inner.rstrip().endswith("{"):
        raw_inner, opens = raw_inner.rstrip()[:-1], True
    words = head.replace("{", "").split()
    tag, own_id = _TYPES[words[0]], words[1]
    attributes, inner = [], ""
    for word in words[2:]:
        kind, _, value = word.partition(":")
        if kind == "on":
            attributes.append(f'attachedToRef="{value}"')
        elif word == "ni":
            attributes.append(
                'cancelActivity="false"' if tag == "boundaryEvent" else 'isInterrupting="false"'
            )
        elif kind in _EVENTS:
            inner += _EVENTS[kind].format(value.replace("_", " ") if kind == "when" else value)
            if kind in _ROOTS:
                roots[_ROOTS[kind].format(value)] = None
        else:
            attributes.append(word)
    if tag == "scriptTask" and not raw_inner and not inner:
        inner = "<script/>"
    element = f'<{tag} id="{own_id}" {" ".join(attributes)}>{inner}{raw_inner}'
    if opens:
        out.append(element)
        stack.append((tag, []))
    else:
        out.append(element + f"</{tag}>")
