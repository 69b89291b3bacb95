"""The proof never says less than what a run with real data shows.

Nothing that runs is called unreachable, nothing that gets stuck is called sound.
"""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sketch import model

from engine.bpmn import read_program
from engine.bpmn.proof import explore, prove
from engine.bpmn.proof.order import Local
from engine.kernel.errors import ExecutionFailed, LimitExceeded
from engine.simulation import Trace, follow_path, simulate

ASKED = ("x > 1", "x <= 1", "x = 3", 'd = "a"', 'd != "a"', 'd in ("a", "b")', "f", "not(f)", "x > 1 and f")
DATA = st.fixed_dictionaries(
    {
        "x": st.sampled_from([Decimal(0), Decimal(2), Decimal(3)]),
        "d": st.sampled_from(["a", "b", "c"]),
        "f": st.booleans(),
    }
)


@st.composite
def drawings(draw: st.DrawFn) -> str:
    """Forward flows between a start, a few tasks and gateways, and an end; some loop back once."""
    count = draw(st.integers(3, 8))
    kinds = [
        draw(st.sampled_from(["user", "user", "exclusive", "parallel", "inclusive"])) for _ in range(count)
    ]
    lines = ["start S", "end E", "S -> N0"]
    led_to: set[str] = set()
    for place, kind in enumerate(kinds):
        written = draw(st.sampled_from(['jb:outputs=""', 'jb:outputs="x"', 'jb:outputs="d,f"']))
        lines.append(f"{kind} N{place}" + (f" {written}" if kind == "user" else ""))
        wide = 1 if kind == "user" else draw(st.integers(1, 3))
        later = [f"N{other}" for other in range(place + 1, count)] + ["E"]
        targets = list(dict.fromkeys(draw(st.sampled_from(later)) for _ in range(wide)))
        if later[0] not in {*led_to, *targets}:
            # the reader refuses what nothing leads to
            targets[0] = later[0]
        led_to.update(targets)
        if kind == "exclusive" and place > 1 and draw(st.booleans()):
            targets.append(f"N{draw(st.integers(1, place - 1))}")
        for position, target in enumerate(dict.fromkeys(targets)):
            if kind in ("exclusive", "inclusive") and position == 0 and len(targets) > 1:
                lines.append(f"N{place} ~> {target}")
            elif kind in ("exclusive", "inclusive") and len(targets) > 1:
                lines.append(f"N{place} -> {target} [{draw(st.sampled_from(ASKED))}]")
            else:
                lines.append(f"N{place} -> {target}")
    return "; ".join(lines)


def run(xml: bytes, data: dict[str, Any], answer: dict[str, Any]) -> Trace | None:
    try:
        return simulate(xml, data=data, answers={f"N{n}": answer for n in range(8)}, max_steps=60)
    except (ExecutionFailed, LimitExceeded):
        return None


@settings(max_examples=150, deadline=None)
@given(drawings(), DATA, DATA)
def test_what_a_run_shows_the_proof_has_seen(text: str, data: dict[str, Any], answer: dict[str, Any]) -> None:
    xml = model(text)
    proof = prove(read_program({"m": xml}), max_seconds=5)
    trace = run(xml, data, answer)
    if trace is None or not proof.decided:
        return
    started = {event["element"] for event in trace.events if event["event"] == "started"}
    assert not {f.element for f in proof.findings if f.rule == "proof-unreachable"} & started
    if trace.end["state"] == "waiting" and len(trace.events) < 200:
        assert not proof.sound, text


@settings(max_examples=150, deadline=None)
@given(drawings())
def test_every_way_that_is_told_can_be_gone_again(text: str) -> None:
    xml = model(text)
    for finding in prove(read_program({"m": xml}), max_seconds=5).findings:
        if not finding.steps:
            continue
        trace = follow_path(xml, finding.steps)
        if finding.rule == "proof-deadlock":
            assert finding.element in {place["element"] for place in trace.end["waiting"]}
        if finding.rule == "proof-multiplied":
            assert [e["element"] for e in trace.events].count(finding.element) >= 2 or trace.end["waiting"]


def findings_of(xml: bytes) -> tuple[bool, set[tuple[str, str | None]]]:
    proof = prove(read_program({"m": xml}), max_seconds=10)
    told = {(f.rule, f.element) for f in proof.findings if f.rule in ("proof-deadlock", "proof-unreachable")}
    return proof.sound, told | {(f.rule, None) for f in proof.findings if f.severity == "error"}


@settings(max_examples=150, deadline=None)
@given(drawings())
def test_leaving_out_interleavings_changes_no_answer(text: str) -> None:
    xml = model(text)
    reduced = findings_of(xml)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(explore, "local_tasks", lambda program, data: Local())
        assert findings_of(xml) == reduced


def test_what_lies_behind_a_step_that_cannot_be_made_is_not_called_unreachable() -> None:
    xml = model(
        'start S; user N0 jb:outputs=""; exclusive N1; exclusive N2; exclusive N3; end E; S -> N0; N0 -> N1; N1 -> N2; '
        "N2 ~> N3; N2 -> N1 [x > 1]; N3 ~> E; N3 -> N1 [x <= 1]"
    )
    proof = prove(read_program({"m": xml}), max_seconds=5)
    assert {finding.rule for finding in proof.findings} == {"proof-failure"}
