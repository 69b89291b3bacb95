"""The proof finds planted faults of every kind, with a path that leads there, and proves what is sound."""

import time
from pathlib import Path

import pytest
from sketch import model

from engine.bpmn import read_program
from engine.bpmn.proof import prove, time_bound
from engine.bpmn.proof.bounds import exceeds, same_person_may_decide
from engine.kernel.errors import ExecutionFailed
from engine.simulation import follow_path

PROCESSES = Path(__file__).parents[3] / "processes"

SOUND = {
    "parallel": "start S; parallel G; user A; user B; parallel J; user Z; S -> G; G -> A -> J; G -> B -> J; J -> Z",
    "exclusive": "start S; exclusive G; user A; user B; exclusive J; user Z; S -> G; G -> A [x]; G ~> B; A -> J; B -> J; J -> Z",
    "inclusive": "start S; inclusive G; user A; user B; inclusive J; user Z; S -> G; G -> A [x]; G ~> B; A -> J; B -> J; J -> Z",
    "rework": "start S; user A; parallel G; user B; user C; parallel J; exclusive X; end E; "
    "S -> A -> G; G -> B -> J; G -> C -> J; J -> X; X -> A [again]; X ~> E",
    "boundary": "start S; user A; boundary T on:A timer:PT1H; user L; exclusive M; end E; S -> A -> M; T -> L -> M; M -> E",
    "event-sub-process": 'start S; user A; S -> A\nsub ES triggeredByEvent="true" {\nstart ESS message:Stop; user H; ESS -> H\n}',
    "compensation": "start S; task A; throw X compensate; end E; boundary B on:A compensate; "
    'task U isForCompensation="true"; S -> A -> X -> E\nRAW <association id="as" sourceRef="B" targetRef="U"/>',
}

FAULTY = {
    "exclusive-split-parallel-join": (
        "start S; exclusive G; user A; user B; parallel J; user Z; S -> G; G -> A [x]; G ~> B; A -> J; B -> J; J -> Z",
        "proof-deadlock",
        "J",
    ),
    "parallel-split-exclusive-join": (
        "start S; parallel G; user A; user B; exclusive J; user Z; S -> G; G -> A -> J; G -> B -> J; J -> Z",
        "proof-multiplied",
        "Z",
    ),
    "early-end-of-one-branch": (
        "start S; parallel G; user A; exclusive X; user B; parallel J; user Z; end E; "
        "S -> G; G -> A -> X; X -> J [x]; X ~> E; G -> B -> J; J -> Z",
        "proof-deadlock",
        "J",
    ),
    "unreachable-task": (
        "start S; exclusive G; user A; user B; parallel J; user Z; S -> G; G -> A [x]; G ~> B; A -> J; B -> J; J -> Z",
        "proof-unreachable",
        "Z",
    ),
    "no-way-to-an-end": (
        "start S; user A; user B; exclusive G; S -> A -> B -> G; G -> A [x]; G ~> B",
        "proof-no-end",
        "A",
    ),
    "uncaught-error": ("start S; user A; end X error:E1; S -> A -> X", "proof-uncaught-error", "X"),
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_sound_processes_are_proved(text: str) -> None:
    proof = prove(read_program({"m": model(text)}))
    assert proof.decided
    assert [flaw.finding.rule for flaw in proof.flaws] == []


@pytest.mark.parametrize(("text", "rule", "element"), FAULTY.values(), ids=FAULTY)
def test_planted_faults_are_found_at_their_element(text: str, rule: str, element: str) -> None:
    proof = prove(read_program({"m": model(text)}))
    found = {(flaw.finding.rule, flaw.finding.element): flaw for flaw in proof.flaws}
    assert (rule, element) in found
    if rule not in ("proof-unreachable",):
        assert found[rule, element].path[0].what == "start"


@pytest.mark.parametrize(
    ("text", "rule", "element"),
    [
        row
        for row in FAULTY.values()
        if row[1] in ("proof-deadlock", "proof-multiplied", "proof-uncaught-error")
    ],
    ids=[
        name
        for name, row in FAULTY.items()
        if row[1] in ("proof-deadlock", "proof-multiplied", "proof-uncaught-error")
    ],
)
def test_a_counter_example_replays_as_a_trace(text: str, rule: str, element: str) -> None:
    xml = model(text)
    flaw = next(flaw for flaw in prove(read_program({"m": xml})).flaws if flaw.finding.rule == rule)
    trace = follow_path(xml, flaw.path)
    if rule == "proof-deadlock":
        assert element in {place["element"] for place in trace.end["waiting"]}
        assert trace.end["state"] == "waiting"
    elif rule == "proof-multiplied":
        assert [e["element"] for e in trace.events if e["event"] == "started"].count(element) == 2
    else:
        assert trace.end["state"] == "failed"


def test_a_path_of_another_model_is_refused() -> None:
    text, rule, _ = FAULTY["exclusive-split-parallel-join"]
    flaw = next(flaw for flaw in prove(read_program({"m": model(text)})).flaws if flaw.finding.rule == rule)
    with pytest.raises(ExecutionFailed, match="nothing waits"):
        follow_path(model("start S; user Other; S -> Other"), flaw.path)


def test_a_fault_in_a_process_of_sixty_nodes_is_found_within_two_seconds() -> None:
    chain = "; ".join(f"user T{n}" for n in range(50))
    flow = " -> ".join(f"T{n}" for n in range(50))
    text = (
        f"start S; {chain}; exclusive G; user A; user B; parallel J; end E; S -> {flow} -> G; "
        "G -> A [x]; G ~> B; A -> J; B -> J; J -> E"
    )
    begun = time.perf_counter()
    proof = prove(read_program({"m": model(text)}))
    assert time.perf_counter() - begun < 2
    assert any(flaw.finding.rule == "proof-deadlock" for flaw in proof.flaws)


def test_a_search_that_meets_its_bound_says_not_decided() -> None:
    branches = "; ".join(f"G -> A{n} -> B{n} -> C{n} -> J" for n in range(9))
    tasks = "; ".join(f"user {kind}{n}" for n in range(9) for kind in "ABC")
    proof = prove(
        read_program(
            {"m": model(f"start S; parallel G; parallel J; end E; {tasks}; S -> G; {branches}; J -> E")}
        ),
        max_states=500,
    )
    assert not proof.decided
    assert not proof.sound
    assert "500" in proof.because


@pytest.mark.parametrize("process", ["construction_permit_stage", "item", "open_business"])
def test_the_shipped_processes_are_sound(process: str) -> None:
    files = {
        str(path): path.read_bytes() for path in PROCESSES.glob("**/*.bpmn") if "examples" not in path.parts
    }
    proof = prove(read_program(files, process))
    assert proof.sound, [flaw.as_dict() for flaw in proof.flaws]


def test_the_time_bound_is_the_longest_path_with_its_tasks() -> None:
    text = (
        'start S; parallel G; user A jb:limit="3"; user B jb:limit="1"; user C jb:limit="1"; parallel J; user D jb:limit="2"; '
        "S -> G; G -> A -> J; G -> B -> C -> J; J -> D"
    )
    program = read_program({"m": model(text)})
    bound = time_bound(program)
    assert (bound.days, bound.path) == (5, ("A", "D"))
    assert exceeds(program, 5) is None
    finding = exceeds(program, 4)
    assert finding is not None
    assert "A → D" in finding.message


def test_a_decision_must_exclude_those_who_reviewed_in_the_same_role() -> None:
    text = (
        'start S; user R jb:kind="review" jb:department="h" jb:role="chief"; '
        'user D jb:kind="decide" jb:department="h" jb:role="chief"{0}; S -> R -> D'
    )
    assert [f.element for f in same_person_may_decide(read_program({"m": model(text.format(""))}))] == ["D"]
    assert not list(same_person_may_decide(read_program({"m": model(text.format(' jb:excludes="R"'))})))
