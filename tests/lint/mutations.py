"""Broken files for the fuzz test: shipped and tested diagrams with random faults, and random nonsense of BPMN words.

Deterministic: the same seed gives the same file.
"""

import random
from collections.abc import Callable
from pathlib import Path

from engine.bpmn.reader.schema import vocabulary

ROOT = Path(__file__).parents[2]
SEEDS = sorted([*(ROOT / "processes").rglob("*.bpmn"), *(ROOT / "tests" / "lint").rglob("*.bpmn")])
_ODD = [
    "",
    "0",
    "-1",
    "true",
    "P1D",
    "R9999999/PT1S",
    "= 1 +",
    "x" * 5000,
    "\u0000"[:0],
    "办件",
    "&lt;",
    "##",
    "1e9",
    "=1..3",
]


def mutant(seed: int) -> bytes:
    """One file: a mutated diagram, or every fifth time a generated one."""
    chance = random.Random(seed)
    if seed % 5 == 0:
        return _generated(chance)
    data = chance.choice(SEEDS).read_bytes()
    for _ in range(chance.randint(1, 6)):
        data = chance.choice(_MUTATIONS)(chance, data)
    return data


def _cut(chance: random.Random, data: bytes) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.randint(1, 60) :]


def _swap_bytes(chance: random.Random, data: bytes) -> bytes:
    if not data:
        return data
    place = chance.randrange(len(data))
    return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]


def _lines(data: bytes) -> list[bytes]:
    return data.split(b"\n")


def _drop_line(chance: random.Random, data: bytes) -> bytes:
    lines = _lines(data)
    lines.pop(chance.randrange(len(lines)))
    return b"\n".join(lines)


def _repeat_line(chance: random.Random, data: bytes) -> bytes:
    lines = _lines(data)
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    return b"\n".join(lines)


def _swap_lines(chance: random.Random, data: bytes) -> bytes:
    lines = _lines(data)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _rename_element(chance: random.Random, data: bytes) -> bytes:
    words = sorted(vocabulary().names)
    old, new = chance.choice(words).encode(), chance.choice(words).encode()
    return data.replace(b":" + old + b" ", b":" + new + b" ").replace(b":" + old + b">", b":" + new + b">")


def _change_value(chance: random.Random, data: bytes) -> bytes:
    parts = data.split(b'"')
    if len(parts) < 5:
        return data
    place = chance.randrange(1, len(parts) - 1) | 1
    if place >= len(parts):
        return data
    other = chance.choice(parts[1::2]) if chance.random() < 0.7 else chance.choice(_ODD).encode()
    parts[place] = other
    return b'"'.join(parts)


def _change_text(chance: random.Random, data: bytes) -> bytes:
    parts = data.split(b">")
    place = chance.randrange(len(parts))
    text, mark, rest = parts[place].partition(b"<")
    if text.strip():
        parts[place] = chance.choice(_ODD).encode() + mark + rest
    return b">".join(parts)


_MUTATIONS: list[Callable[[random.Random, bytes], bytes]] = [
    _cut,
    _swap_bytes,
    _drop_line,
    _repeat_line,
    _swap_lines,
    _rename_element,
    _change_value,
    _change_value,
    _change_value,
    _change_text,
]

_NODES = [
    "startEvent",
    "endEvent",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "boundaryEvent",
    "task",
    "userTask",
    "serviceTask",
    "scriptTask",
    "receiveTask",
    "sendTask",
    "businessRuleTask",
    "callActivity",
    "exclusiveGateway",
    "parallelGateway",
    "inclusiveGateway",
    "complexGateway",
    "eventBasedGateway",
    "subProcess",
    "transaction",
    "adHocSubProcess",
]
_DEFINITIONS = [
    "<timerEventDefinition><timeDuration>PT1M</timeDuration></timerEventDefinition>",
    '<messageEventDefinition messageRef="m"/>',
    '<signalEventDefinition signalRef="s"/>',
    '<errorEventDefinition errorRef="e"/>',
    '<escalationEventDefinition escalationRef="c"/>',
    "<conditionalEventDefinition><condition>x > 1</condition></conditionalEventDefinition>".replace(
        "x >", "x &gt;"
    ),
    '<linkEventDefinition name="l"/>',
    "<compensateEventDefinition/>",
    "<cancelEventDefinition/>",
    "<terminateEventDefinition/>",
    "",
]
_LOOPS = [
    '<standardLoopCharacteristics loopMaximum="3"/>',
    "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>",
    "",
    "",
    "",
]


def _generated(chance: random.Random) -> bytes:
    """A random graph: any node, any flow; most of them legal words in an order that nobody drew."""
    nodes = [(f"n{n}", chance.choice(_NODES)) for n in range(chance.randint(1, 25))]
    out = [
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">',
        '<message id="m" name="m"/><signal id="s" name="s"/><error id="e" errorCode="e"/><escalation id="c" escalationCode="c"/>',
        '<process id="P" isExecutable="true"><startEvent id="begin"/>',
    ]
    out += [_node(chance, own_id, kind, nodes) for own_id, kind in nodes]
    ends = ["begin", *(own_id for own_id, _ in nodes)]
    for number in range(chance.randint(1, 40)):
        condition = chance.choice(["", "", "<conditionExpression>x = 1</conditionExpression>"])
        source, target = chance.choice(ends), chance.choice(ends[1:])
        out.append(
            f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">{condition}</sequenceFlow>'
        )
    return "".join([*out, "</process></definitions>"]).encode()


def _node(chance: random.Random, own_id: str, kind: str, nodes: list[tuple[str, str]]) -> str:
    attributes, inside = "", ""
    if kind.endswith("Event"):
        inside = chance.choice(_DEFINITIONS)
        attributes = f' attachedToRef="{chance.choice(nodes)[0]}"' if kind == "boundaryEvent" else ""
    elif not kind.endswith("Gateway"):
        inside = chance.choice(_LOOPS)
        if kind.endswith("rocess") or kind == "transaction":
            inside += f'<task id="{own_id}t"/>'
        if kind == "callActivity":
            attributes = f' calledElement="{chance.choice(["P", "Q"])}"'
        if kind in ("sendTask", "receiveTask"):
            attributes = ' messageRef="m"'
    return f'<{kind} id="{own_id}"{attributes}>{inside}</{kind}>'
