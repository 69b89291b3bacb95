"""The proof finds planted faults of every kind, with a path that leads there, and proves what is sound."""

import time
from pathlib import Path

import pytest
from sketch import model

from engine.bpmn import read_program
from engine.bpmn.proof import prove, time_bound
from engine.bpmn.proof.abstract import without_data
from engine.bpmn.proof.explore import explore
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
    assert list(proof.findings) == []


@pytest.mark.parametrize(("text", "rule", "element"), FAULTY.values(), ids=FAULTY)
def test_planted_faults_are_found_at_their_element(text: str, rule: str, element: str) -> None:
    proof = prove(read_program({"m": model(text)}))
    found = {(finding.rule, finding.element): finding for finding in proof.findings}
    assert (rule, element) in found
    if rule not in ("proof-unreachable",):
        assert found[rule, element].steps[0].what == "start"


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
    found = next(one for one in prove(read_program({"m": xml})).findings if one.rule == rule)
    trace = follow_path(xml, found.steps)
    if rule == "proof-deadlock":
        assert element in {place["element"] for place in trace.end["waiting"]}
        assert trace.end["state"] == "waiting"
    elif rule == "proof-multiplied":
        assert [e["element"] for e in trace.events if e["event"] == "started"].count(element) == 2
    else:
        assert trace.end["state"] == "failed"


def test_a_path_of_another_model_is_refused() -> None:
    text, rule, _ = FAULTY["exclusive-split-parallel-join"]
    found = next(one for one in prove(read_program({"m": model(text)})).findings if one.rule == rule)
    with pytest.raises(ExecutionFailed, match="nothing waits"):
        follow_path(model("start S; user Other; S -> Other"), found.steps)


def test_a_fault_in_a_process_of_sixty_nodes_is_found_within_two_seconds() -> None:
    chain = "; ".join(f"user T{n}" for n in range(50))
    flow = " -> ".join(f"T{n}" for n in range(50))
    text = (
        f"start S; {chain}; exclusive G; user A; user B; parallel J; end E; S -> {flow} -> G; "
        "G -> A [x]; G ~> B; A -> J; B -> J; J -> E"
    )
    begun = time.process_time()
    proof = prove(read_program({"m": model(text)}))
    assert time.process_time() - begun < 2
    assert any(finding.rule == "proof-deadlock" for finding in proof.findings)


def test_a_search_that_meets_its_bound_says_not_decided() -> None:
    branches = "; ".join(f"G -> A{n} -> X{n}; X{n} -> B{n} [x]; X{n} ~> J; B{n} -> J" for n in range(9))
    nodes = "; ".join(f"user A{n}; exclusive X{n}; user B{n}" for n in range(9))
    text = f"start S; parallel G; inclusive J; end E; {nodes}; S -> G; {branches}; J -> E"
    proof = prove(
        read_program({"m": model(text)}),
        max_states=500,
    )
    assert not proof.decided
    assert not proof.sound
    assert "500" in proof.because


def test_branches_that_run_side_by_side_are_not_interleaved_in_every_way() -> None:
    branches = "; ".join(f"G -> A{n} -> B{n} -> C{n} -> J" for n in range(40))
    tasks = "; ".join(f"user {kind}{n}" for n in range(40) for kind in "ABC")
    text = f"start S; parallel G; parallel J; end E; {tasks}; S -> G; {branches}; J -> E"
    proof = prove(read_program({"m": model(text)}), max_states=200)
    assert proof.sound


def test_a_signal_that_comes_too_early_is_seen() -> None:
    """The order of two branches matters where what one throws reaches the other only while it is open."""
    text = (
        "start S; parallel G; user A; user B; user K; throw X signal:Go; boundary O on:B signal:Go; exclusive M; "
        "parallel J; user L; end E; end F; S -> G; G -> A -> B -> F; O -> L -> M; G -> K -> X -> J; M -> J; J -> E"
    )
    found = explore(without_data(read_program({"m": model(text)})), max_states=1_000, max_seconds=5)
    too_early = [
        here
        for here in found.situations
        if here.state.joins and "B" in {act.node for act in here.state.acts.values()}
    ]
    assert too_early


@pytest.mark.parametrize("process", ["construction_permit_stage", "item", "open_business"])
def test_the_shipped_processes_are_sound(process: str) -> None:
    files = {
        str(path): path.read_bytes() for path in PROCESSES.glob("**/*.bpmn") if "examples" not in path.parts
    }
    proof = prove(read_program(files, process))
    assert proof.sound, [finding.as_dict() for finding in proof.findings]


TIMED = (
    'start S; parallel G; user A jb:limit="3"; user B jb:limit="1"; user C jb:limit="1"; parallel J; user D jb:limit="2"; '
    "end E; S -> G; G -> A -> J; G -> B -> C -> J; J -> D -> E"
)


def promising(days: int, text: str = TIMED) -> bytes:
    return model(text).replace(b'<process id="P"', f'<process id="P" jb:limit="{days}"'.encode())


def test_the_time_bound_is_the_longest_path_with_its_tasks() -> None:
    bound = time_bound(read_program({"m": model(TIMED)}))
    assert (bound.days, bound.path) == (5, ("A", "D"))


def test_a_promise_that_the_longest_path_exceeds_is_told_with_that_path() -> None:
    assert prove(read_program({"m": promising(5)})).sound
    xml = promising(4)
    (finding,) = prove(read_program({"m": xml})).findings
    assert (finding.rule, finding.severity, finding.element) == ("proof-time-bound", "error", "P")
    assert "'A' → 'D'" in finding.message
    assert follow_path(xml, finding.steps).end["state"] == "completed"


def test_a_long_path_that_no_data_take_is_not_called_an_error() -> None:
    text = (
        'start S; exclusive G; user A jb:limit="5" jb:outputs="y"; exclusive J; exclusive H; user B jb:limit="5"; '
        "exclusive K; end E; S -> G; G -> A [x]; G ~> J; A -> J -> H; H -> B [not(x)]; H ~> K; B -> K -> E"
    )
    assert [f.severity for f in prove(read_program({"m": promising(6, text)})).findings] == ["warning"]


def test_what_is_done_while_the_clock_stands_still_takes_no_days() -> None:
    state = '<extensionElements><jb:input name="code" value="{}"/></extensionElements>'
    text = (
        f'start S; service Stop jb:operation="case.state" {state.format(9)}\nuser Hearing jb:limit="20"\n'
        f'service Go jb:operation="case.state" {state.format(10)}\nuser D jb:limit="2"; S -> Stop -> Hearing -> Go -> D'
    )
    assert time_bound(read_program({"m": model(text)})).days == 2


def test_a_chain_of_thousands_of_tasks_has_a_bound() -> None:
    tasks = "; ".join(f'user T{n} jb:limit="1"' for n in range(2_500))
    chain = " -> ".join(f"T{n}" for n in range(2_500))
    assert time_bound(read_program({"m": model(f"start S; {tasks}; S -> {chain}")})).days == 2_500


DUTIES = (
    'start S; user R jb:kind="review" jb:department="h" jb:role="chief" jb:outputs=""; exclusive G; '
    'user D jb:kind="decide" jb:department="h" jb:role="chief"{0}; end E; S -> R -> G; G -> D [{1}]; G ~> E; D -> E'
)


def test_a_decision_must_exclude_those_who_reviewed_in_the_same_role() -> None:
    xml = model(DUTIES.format("", "x"))
    (finding,) = prove(read_program({"m": xml})).findings
    assert (finding.rule, finding.element) == ("proof-same-person", "D")
    assert finding.path == ("S", "R", "G", "D")
    assert {e["element"] for e in follow_path(xml, finding.steps).end["waiting"]} == {"D"}
    assert prove(read_program({"m": model(DUTIES.format(' jb:excludes="R"', "x"))})).sound


def test_a_decision_that_no_way_leads_to_from_the_review_needs_no_exclusion() -> None:
    text = (
        'start S; exclusive G; user R jb:kind="review" jb:department="h" jb:role="c" jb:outputs=""; '
        'user D jb:kind="decide" jb:department="h" jb:role="c"; exclusive J; exclusive H; exclusive K; end E; '
        "S -> G; G -> R [x > 5]; G ~> J; R -> J -> H; H -> D [x <= 5]; H ~> K; D -> K -> E"
    )
    assert prove(read_program({"m": model(text)})).sound


def test_a_review_in_a_called_process_counts_where_the_caller_decides() -> None:
    text = """
    process P
    start S; call C calledElement="Q"; user D jb:kind="decide" jb:department="h" jb:role="chief"; end E; S -> C -> D -> E
    process Q
    start S2; user R jb:kind="review" jb:department="h" jb:role="chief"; end E2; S2 -> R -> E2
    """
    found = prove(read_program({"m": model(text)})).findings
    assert [(f.rule, f.element, f.path) for f in found] == [("proof-same-person", "D", ("S", "C", "D"))]
