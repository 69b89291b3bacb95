"""One fault of every kind, planted in a process of 60 nodes: found within two seconds, with a way that can be gone again."""

import time

import pytest
from sketch import model

from engine.bpmn import read_program
from engine.bpmn.proof import prove
from engine.simulation import follow_path, read_steps

SIZE = 60
# rule → (where it is found, nodes that bring the fault, their flows; they stand after A and before E)
PLANTED = {
    "proof-deadlock": (
        "J",
        "exclusive X; user L; user R; parallel J",
        "A -> X; X -> L [x]; X ~> R; L -> J; R -> J; J -> E",
    ),
    "proof-multiplied": (
        "Z",
        "parallel X; user L; user R; exclusive J; user Z",
        "A -> X; X -> L -> J; X -> R -> J; J -> Z -> E",
    ),
    "proof-unreachable": (
        "Z",
        "exclusive X; user Z; exclusive J",
        "A -> X; X -> Z [x > 5 and x < 3]; X ~> J; Z -> J -> E",
    ),
    "proof-no-end": (
        "L",
        "exclusive J; user L; exclusive X; user R; exclusive Y",
        "A -> Y; Y -> J [y]; Y ~> E; J -> L -> X; X -> J [x]; X ~> R; R -> J",
    ),
    "proof-join-waits": (
        "J",
        "parallel X; exclusive Y; user L; user R; parallel J; user K; end F; end T terminate",
        "A -> X; X -> L -> Y; Y -> J [x]; Y ~> F; X -> R -> J; X -> K -> T; J -> E",
    ),
    "proof-wait-without-way-out": ("W", "catch W message:Answer", "A -> W -> E"),
    "proof-improper-end": (
        "T",
        'parallel X; user L jb:kind="review"; user R; end T terminate',
        "A -> X; X -> L -> E; X -> R -> T",
    ),
    "proof-uncaught-error": ("X", "exclusive Y; end X error:E1", "A -> Y; Y -> X [x]; Y ~> E"),
    "proof-failure": ("X", "exclusive M; task K; exclusive X", "A -> M; M -> K -> X; X -> M [x]; X ~> E"),
    "proof-same-person": (
        "D",
        'user R jb:kind="review" jb:department="h" jb:role="c"; user D jb:kind="decide" jb:department="h" jb:role="c"',
        "A -> R -> D -> E",
    ),
    "proof-time-bound": (
        "P",
        'exclusive X; user L jb:limit="3"; user R jb:limit="2"; exclusive J; user Z jb:limit="2"',
        "A -> X; X -> L [x]; X ~> R; L -> J; R -> J; J -> Z -> E",
    ),
}


def planted(rule: str) -> bytes:
    """The faulty part behind a head of sound blocks: a review by three offices in parallel, then a correction loop, and again."""
    _, nodes, flows = PLANTED[rule]
    own = sum(1 for part in nodes.replace("{", ";").split(";") if part.strip() and "->" not in part)
    lines, last, count = ["start S", "user A", "end E", nodes, flows], "S", own + 3
    block = 0
    while count + 9 <= SIZE:
        g, j, x, m = (f"{kind}{block}" for kind in "GJXM")
        lines += [f"exclusive {m}b", f"parallel {g}b", f"parallel {j}b", f"exclusive {x}b"]
        lines += [f'user T{block}_{office} jb:outputs=""' for office in range(3)] + [
            f'user C{block} jb:outputs="ok"'
        ]
        lines += [f"{last} -> {m}b -> {g}b", *(f"{g}b -> T{block}_{office} -> {j}b" for office in range(3))]
        lines += [f"{j}b -> C{block} -> {x}b", f"{x}b ~> {m}b", f"task N{block}", f"{x}b -> N{block} [ok]"]
        last, count, block = f"N{block}", count + 9, block + 1
    while count < SIZE:
        lines += [f'user F{count} jb:outputs=""', f"{last} -> F{count}"]
        last, count = f"F{count}", count + 1
    xml = model("\n".join([*lines, f"{last} -> A"]))
    promise = b'<process id="P" jb:limit="4"' if rule == "proof-time-bound" else b'<process id="P"'
    return xml.replace(b'<process id="P"', promise)


@pytest.mark.parametrize("rule", PLANTED)
def test_a_planted_fault_is_found_in_time_with_a_way_that_can_be_gone_again(rule: str) -> None:
    xml = planted(rule)
    program = read_program({"m": xml})
    begun = time.process_time()
    proof = prove(program, max_seconds=2)
    took = time.process_time() - begun
    assert sum(len(graph.nodes) for graph in program.graphs.values()) >= SIZE
    assert proof.decided, proof.because
    finding = next(one for one in proof.findings if (one.rule, one.element) == (rule, PLANTED[rule][0]))
    assert took < 2
    if rule == "proof-unreachable":
        return
    trace = follow_path(xml, read_steps(finding.as_dict()))
    passed = [event["element"] for event in trace.events if event["event"] == "started"]
    assert [element for element in finding.path if element not in passed] == []


@pytest.mark.parametrize("rule", PLANTED)
def test_the_process_without_the_fault_is_proved(rule: str) -> None:
    """So that a finding is about what was planted, not about what stands before it."""
    text = planted(rule).decode()
    sound = text.replace('sourceRef="A" targetRef="', 'sourceRef="A" targetRef="E" name="')
    others = [
        f
        for f in prove(read_program({"m": text.encode()}), max_seconds=2).findings
        if f.severity == "error" and f.rule not in (rule, "proof-unreachable")
    ]
    assert sound != text
    assert others == []
