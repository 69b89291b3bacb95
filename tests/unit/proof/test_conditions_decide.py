"""Conditions rule out ways that no data can go, and only these: what may have changed in between is asked anew."""

import pytest
from sketch import model

from engine.bpmn import read_program
from engine.bpmn.proof import Proof, prove

TWICE = (
    'start S; user A jb:outputs="x"; exclusive G; parallel Q; user B {b}; user C jb:outputs=""; exclusive H; parallel J; '
    "end E; end F; S -> A -> G; G -> Q [x > 5]; G ~> F; Q -> B -> H; Q -> C -> J; H -> J [{again}]; H ~> F; J -> E"
)
SPLIT = (
    'start S; inclusive G; user A jb:outputs=""; user B jb:outputs=""; exclusive J; user Z jb:outputs=""; end E; S -> G; '
    "G -> A [{0}]; G -> B [{1}]; A -> J; B -> J; J -> Z -> E"
)
AFTER = (
    'start S; {first}; exclusive G; user A jb:outputs=""; user B jb:outputs=""; exclusive J; end E; S -> {way} -> G; '
    "G -> A [{ask}]; G ~> B; A -> J; B -> J; J -> E"
)

SOUND = {
    "the same question twice": TWICE.format(b='jb:outputs="y"', again="x > 5"),
    "a weaker question later": TWICE.format(b='jb:outputs=""', again="x >= 1"),
    "two ways that exclude each other": SPLIT.format("x > 5", "x <= 5"),
    "two values of one variable": SPLIT.format('d = "a"', 'd in ("b", "c")'),
    "a function and its negation": SPLIT.format('list contains(p, "a")', 'not(list contains(p, "a"))'),
    "a path into a context": SPLIT.format("case.amount > 10", "case.amount <= 10"),
    "what is asked in a sub-process": (
        'start S; exclusive G; sub U {\nstart I; exclusive H; user K jb:outputs=""; end D; I -> H; H -> K [x]; H ~> D; K -> D\n}\n'
        'parallel Q; user B jb:outputs=""; user C jb:outputs=""; parallel J; exclusive X; end E; '
        "S -> G; G -> U [x]; G ~> X; U -> Q; Q -> B -> J; Q -> C -> J; J -> X; X -> E"
    ),
    "a loop that asks anew": (
        'start S; exclusive M; user A jb:outputs="ok"; exclusive G; end E; S -> M -> A -> G; G -> E [ok]; G ~> M'
    ),
}
FAULTY = {
    "written in between": (TWICE.format(b='jb:outputs="x"', again="x > 5"), "proof-deadlock"),
    "written by who knows what": (TWICE.format(b="", again="x > 5"), "proof-deadlock"),
    "a stronger question later": (TWICE.format(b='jb:outputs=""', again="x > 9"), "proof-deadlock"),
    "another variable": (TWICE.format(b='jb:outputs=""', again="y > 5"), "proof-deadlock"),
    "two ways that overlap": (SPLIT.format("x > 5", "x <= 7"), "proof-multiplied"),
    "the clock in between": (
        SPLIT.format(
            'now() > date and time("2026-01-01T00:00:00")',
            'not(now() > date and time("2026-01-01T00:00:00"))',
        ),
        "proof-multiplied",
    ),
    "a constant": (AFTER.format(first="task T", way="T", ask="false"), "proof-unreachable"),
    "what a script gave": (
        AFTER.format(first="script T <script>ok = true</script>", way="T", ask="not(ok)"),
        "proof-unreachable",
    ),
    "conditions that exclude each other in turn": (
        'start S; exclusive G; user A jb:outputs=""; exclusive K; user C; exclusive J; end E; S -> G; G -> A [d = "a"]; G ~> J; '
        'A -> K; K -> C [d = "b"]; K ~> J; C -> J; J -> E',
        "proof-unreachable",
    ),
}


def proof_of(text: str) -> Proof:
    return prove(read_program({"m": model(text)}))


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_a_way_that_no_data_go_is_no_fault(text: str) -> None:
    proof = proof_of(text)
    assert [finding.rule for finding in proof.findings if finding.severity == "error"] == []
    assert proof.sound


@pytest.mark.parametrize(("text", "rule"), FAULTY.values(), ids=FAULTY)
def test_a_way_that_some_data_go_stays_a_fault(text: str, rule: str) -> None:
    proof = proof_of(text)
    assert rule in {finding.rule for finding in proof.findings if finding.severity == "error"}


LOCAL = {
    "a variable of the sub-process itself": (
        'start S; exclusive G; sub U <property id="p" name="x"/> {\nstart I; exclusive H; user K jb:outputs=""; end D; '
        "I -> H; H -> K [x]; H ~> D; K -> D\n}\nexclusive J; end E; S -> G; G -> J [x]; G ~> U; U -> J; J -> E"
    ),
    "an item of a loop": (
        "start S; exclusive G; sub U <multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
        '<inputDataItem id="i" name="x"/></multiInstanceLoopCharacteristics> {\nstart I; exclusive H; user K jb:outputs=""; '
        "end D; I -> H; H -> K [x]; H ~> D; K -> D\n}\nexclusive J; end E; S -> G; G -> J [x]; G ~> U; U -> J; J -> E"
    ),
    "what other instances of a loop write": (
        "start S; exclusive G; sub U <multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
        '</multiInstanceLoopCharacteristics> {\nstart I; exclusive H; user K jb:outputs="x"; end D; '
        "I -> H; H -> K [x]; H ~> D; K -> D\n}\nexclusive J; end E; S -> G; G -> J [x]; G ~> U; U -> J; J -> E"
    ),
    "an event with its payload": (
        'start S; exclusive G; events W; catch M message:More; catch T timer:P1D; exclusive H; user K jb:outputs=""; '
        "exclusive J; end E; S -> G; G -> J [x]; G ~> W; W -> M -> H; W -> T -> J; H -> K [x]; H ~> J; K -> J; J -> E"
    ),
}


@pytest.mark.parametrize("text", LOCAL.values(), ids=LOCAL)
def test_a_variable_that_is_another_or_was_written_unseen_is_asked_anew(text: str) -> None:
    assert "K" not in {f.element for f in proof_of(text).findings if f.rule == "proof-unreachable"}


def test_where_conditions_cannot_be_followed_to_the_end_a_fault_is_advice_and_nothing_is_proved() -> None:
    tasks = "; ".join(f"user A{n}; user B{n}" for n in range(8))
    ways = "; ".join(f"Q -> A{n} -> B{n} -> J" for n in range(8))
    text = (
        f"start S; parallel Q; parallel J; {tasks}; exclusive H; user L; user R; parallel Y; end E; "
        f"S -> Q; {ways}; J -> H; H -> L [x]; H ~> R; L -> Y; R -> Y; Y -> E"
    )
    proof = prove(read_program({"m": model(text)}), max_states=600)
    assert not proof.decided
    assert not proof.sound
    (deadlock,) = (finding for finding in proof.findings if finding.rule == "proof-deadlock")
    assert deadlock.severity == "warning"
    assert "not decided" in deadlock.message


def test_a_loop_without_a_wait_that_nothing_ends_is_a_failure_at_its_decision() -> None:
    text = "start S; exclusive M; task T; exclusive G; end E; S -> M -> T -> G; G -> M [x > 1]; G ~> E"
    (finding,) = proof_of(text).findings
    assert (finding.rule, finding.element) == ("proof-failure", "G")


def test_a_loop_without_a_wait_that_counts_is_no_fault() -> None:
    text = (
        "start S; exclusive M; script T <script>n = n + 1</script>; exclusive G; end E; S -> M -> T -> G; "
        "G -> M [n < 5]; G ~> E"
    )
    assert proof_of(text).sound
